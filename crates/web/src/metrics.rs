//! What is counted of the program's own work: answers by address and status, how long they took. No person and no child is in it.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

/// The counters, and how they are printed.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

/// The edges between which answers are counted by how long they took, in seconds.
const EDGES: [f64; 12] = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

impl Metrics {
    /// Counters at nought.
    pub fn new() -> Metrics {
        let builder = PrometheusBuilder::new();
        let name = Matcher::Full("tandem_answer_seconds".into());
        let builder = builder.set_buckets_for_metric(name, &EDGES).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        Metrics { recorder, handle }
    }

    /// That an address was answered, with what, and how long it took.
    pub fn answered(&self, path: &'static str, status: u16, seconds: f64) {
        metrics::with_local_recorder(&self.recorder, || {
            metrics::counter!("tandem_answers_total", "path" => path, "status" => status.to_string()).increment(1);
            metrics::histogram!("tandem_answer_seconds", "path" => path).record(seconds);
        });
    }

    /// That something was refused by the gate, or raised an alarm.
    pub fn refused(&self, action: &'static str, alarm: bool) {
        metrics::with_local_recorder(&self.recorder, || {
            metrics::counter!("tandem_refusals_total", "action" => action).increment(1);
            if alarm {
                metrics::counter!("tandem_alarms_total", "what" => "policy").increment(1);
            }
        });
    }

    /// A number as it stands now.
    pub fn stands(&self, name: &'static str, value: f64) {
        metrics::with_local_recorder(&self.recorder, || metrics::gauge!(name).set(value));
    }

    /// All of them, in Prometheus' own form.
    pub fn printed(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }
}
