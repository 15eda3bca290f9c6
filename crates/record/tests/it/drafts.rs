//! Drafts: kept for their writer alone.

use gate::Action;
use record::{Draft, RecordError};

use crate::people::{NOW, amy, ben, own};
use crate::place::{Place, both};

both! { ones_own_alone }

fn draft(id: &str, body: &str, saved: i64) -> Draft {
    Draft { id: id.into(), child: "c1".into(), title: "An arrest".into(), body: body.into(), saved }
}

async fn ones_own_alone(at: Place) {
    let record = at.open().await;
    let (hers, his) = (own(&amy(), Action::KeepDrafts), own(&ben(), Action::KeepDrafts));
    record.keep_draft(&hers, draft("d1", "one", NOW)).await.unwrap();
    record.keep_draft(&hers, draft("d2", "two", NOW + 1)).await.unwrap();
    record.keep_draft(&hers, draft("d1", "one and a half", NOW + 2)).await.unwrap();
    assert_eq!(
        record.drafts(&hers).await.unwrap(),
        [draft("d1", "one and a half", NOW + 2), draft("d2", "two", NOW + 1)]
    );
    assert_eq!(record.drafts(&his).await.unwrap(), []);
    // Under the id of a draft about one child nothing is kept of another.
    let of_another = Draft { child: "c2".into(), ..draft("d1", "one", NOW + 3) };
    assert!(matches!(record.keep_draft(&hers, of_another).await, Err(RecordError::NotFound)));
    assert_eq!(record.drafts(&hers).await.unwrap().len(), 2);
    // Another's is neither written over nor dropped, and whoever tries is told.
    assert!(matches!(record.keep_draft(&his, draft("d1", "his", NOW + 3)).await, Err(RecordError::NotFound)));
    record.drop_draft(&his, "d1").await.unwrap();
    assert_eq!(record.drafts(&hers).await.unwrap().len(), 2);
    record.drop_draft(&hers, "d1").await.unwrap();
    assert_eq!(record.drafts(&hers).await.unwrap(), [draft("d2", "two", NOW + 1)]);
}
