//! The lists that Ofsted asks for.

use feeds::read::Layout;

use crate::told::{happened, own};

#[test]
fn the_lists_say_since_when() {
    let whole = own(Layout::AnnexA, "annex-a");
    assert_eq!(whole.refused, Vec::<String>::new());
    assert_eq!(whole.read.notes, ["list-1.csv: nothing of it is used"]);
    let child = &whole.children["31"];
    assert_eq!((child.sex.as_str(), child.ethnicity.as_str()), ("female", "WBRI"));
    assert_eq!(child.workers[0].person, "Rowan Thistle");
    assert_eq!(
        happened(child),
        [
            "2025-12-01 csc-involvement-started",
            "2026-01-05 looked-after-started basis=other",
            "2026-02-02 placement-started kind=residential out_of_area=false",
            "2026-03-10 looked-after-started basis=s31-full",
        ]
    );
}
