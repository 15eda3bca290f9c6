//! What the command is made of and others may use: the made-up boroughs.

pub mod demo;

/// Pages and answers are made of many short texts, on several threads at once: this allocator makes and drops them in half the time of the C
/// library's, and gives memory back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Has the system hand out memory in small pages only, for the whole of this process and before it does its work.
///
/// A list of two hundred children takes memory for a moment and gives it back; in pages of two megabytes, each of which the system fills with
/// zeros first, one answer in a hundred took twice as long (docs/load.md). Where the system does not do it, nothing is lost.
pub fn take_small_pages() {
    #[cfg(target_os = "linux")]
    let _refused = rustix::thread::disable_transparent_huge_pages(true);
}
