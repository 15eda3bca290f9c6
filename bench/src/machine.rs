//! The machine that figures were taken on, as far as the system tells.

/// Processor, cores and memory.
pub fn describe() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, key: &str| {
        let line = text.lines().find(|l| l.starts_with(key)).unwrap_or_default();
        line.split(':').nth(1).unwrap_or_default().trim().to_owned()
    };
    let model = field(&read("/proc/cpuinfo"), "model name");
    let kilobytes: u64 =
        field(&read("/proc/meminfo"), "MemTotal").split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = if model.is_empty() { "a processor that does not say its name".to_owned() } else { model };
    format!("{model}, {cores} cores, {} GiB of memory", kilobytes / 1_048_576)
}
