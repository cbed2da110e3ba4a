//! How long the policies take: a page asks for some dozen decisions, and the program reads all policies when it starts.
//!
//! `make bench` prints the times. A decision that was remembered costs nothing and is not measured here.

use divan::{Bencher, black_box};
use jalon_app::authorisation::{Action, Authoriser, DossierFacts, Facts, Principal, Resource};
use jalon_domain::UserId;
use jalon_domain::identity::Role;

fn main() {
    divan::main();
}

/// As large as a dossier gets: everybody of a city hall who has a part in it.
const MEMBERS: usize = 20;

#[divan::bench(args = [Action::AnswerSave, Action::DossierView, Action::ValidationSign, Action::FindingDelete])]
fn decision(bencher: Bencher<'_, '_>, action: Action) {
    let authoriser = Authoriser::embedded().expect("the policies inside the program are valid");
    let dossier = DossierFacts {
        id: "d1".into(),
        stage: "collection".into(),
        editable: ["answers", "evidence", "findings", "context"].map(str::to_owned).into(),
        published: false,
        members: (0..MEMBERS).map(|n| (UserId::from(format!("u{n}").as_str()), Role::LocalContributor)).collect(),
    };
    let principal = Principal::active("u7".into());
    let facts = Facts { assigned_to_me: true, ..Facts::default() };
    bencher.bench(|| authoriser.allows(black_box(&principal), action, &Resource::Dossier(&dossier), &facts));
}

/// Reading and validating all policies.
#[divan::bench(sample_count = 20)]
fn start() -> Authoriser {
    Authoriser::embedded().expect("the policies inside the program are valid")
}
