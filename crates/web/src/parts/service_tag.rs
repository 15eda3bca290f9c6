//! Which service does this belong to?

use askama::Template;
use protocol::vocabulary::Service;

/// The label of a service: its own words on its own ground, wherever the service is named.
#[derive(Template, Debug, Clone, Copy, PartialEq, Eq)]
#[template(path = "parts/service_tag.html")]
pub struct ServiceTag {
    /// The service.
    pub service: Service,
}

impl ServiceTag {
    /// The words and the class of each label; two of them where both services are meant.
    fn labels(&self) -> &'static [(&'static str, &'static str)] {
        const YOUTH: (&str, &str) = ("Youth justice", "youth");
        const SOCIAL: (&str, &str) = ("Social care", "social");
        match self.service {
            Service::Yjs => &[YOUTH],
            Service::Csc => &[SOCIAL],
            Service::Both => &[YOUTH, SOCIAL],
            Service::Third => &[("Others", "others")],
        }
    }
}

impl From<gate::Service> for ServiceTag {
    fn from(service: gate::Service) -> ServiceTag {
        let service = match service {
            gate::Service::Yjs => Service::Yjs,
            gate::Service::Csc => Service::Csc,
            gate::Service::Authority => Service::Third,
        };
        ServiceTag { service }
    }
}

impl From<Service> for ServiceTag {
    fn from(service: Service) -> ServiceTag {
        ServiceTag { service }
    }
}
