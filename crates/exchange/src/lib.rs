//! What goes out to other systems and inboxes?
