//! Who answers, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::record::Involvement;
use wangge::{Answerable, Directory, Holder, Link, Post, Responsibility};

use super::{PersonView, SubjectView};

/// The answer to "who is responsible".
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Responsibility")]
pub struct ResponsibilityView<'d> {
    /// The date.
    pub date: String,
    /// The subject.
    pub subject: SubjectView<'d>,
    /// The matter kind.
    pub kind: &'d str,
    /// The links, nearest first.
    pub links: Vec<LinkView<'d>>,
    /// The position of the first responder among the links; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_responder: Option<usize>,
    /// Who is answerable.
    pub answerable: AnswerableView,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Link")]
pub struct LinkView<'d> {
    /// What it is held as.
    pub post: PostView<'d>,
    /// How it takes part.
    pub involvement: Involvement,
    /// Who holds it.
    pub holder: HolderView<'d>,
}

/// What a link is held as.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schemars(rename = "Post")]
pub enum PostView<'d> {
    /// Caretakers of a household.
    Caretakers {
        /// The household.
        household: &'d str,
        /// The programme.
        programme: &'d str,
    },
    /// A role in a unit.
    Role {
        /// The unit.
        unit: &'d str,
        /// The role.
        role: &'d str,
    },
    /// A department of a unit.
    Department {
        /// The unit.
        unit: &'d str,
        /// The department.
        department: &'d str,
    },
}

/// Who holds a link.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schemars(rename = "Holder")]
pub enum HolderView<'d> {
    /// Present primaries or caretakers.
    Held {
        /// By id.
        persons: Vec<PersonView<'d>>,
    },
    /// A deputy acts.
    Acting {
        /// The deputy.
        person: PersonView<'d>,
        /// The appointed primaries; perhaps none.
        #[serde(rename = "for")]
        acting_for: Vec<PersonView<'d>>,
    },
    /// Appointed, and nobody present.
    Absent {
        /// First day.
        since: String,
    },
    /// Nobody appointed.
    Vacant {
        /// First day.
        since: String,
    },
}

/// Who is answerable: positions among the links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schemars(rename = "Answerable")]
pub enum AnswerableView {
    /// A link that has a holder.
    By {
        /// Its position.
        link: usize,
        /// Nearer Accountable links without a holder.
        covers: Vec<usize>,
    },
    /// Nobody.
    Nobody {
        /// Accountable links without a holder.
        gaps: Vec<usize>,
    },
}

impl<'d> ResponsibilityView<'d> {
    /// The answer of a directory.
    #[must_use]
    pub fn new(directory: &'d Directory, answer: Responsibility<'d>) -> Self {
        let links: Vec<Link<'d>> = answer.links().collect();
        let position = |link: &Link<'_>| links.iter().position(|other| other == link);
        let positions = |of: &[Link<'_>]| of.iter().filter_map(position).collect();
        let answerable = match answer.answerable() {
            Answerable::By { link, covers } => {
                AnswerableView::By { link: position(&link).unwrap_or_default(), covers: positions(&covers) }
            }
            Answerable::Nobody { gaps } => AnswerableView::Nobody { gaps: positions(&gaps) },
        };
        Self {
            date: directory.date().to_string(),
            subject: answer.subject().into(),
            kind: answer.kind().id(),
            first_responder: answer.first_responder().as_ref().and_then(position),
            answerable,
            links: links.iter().map(LinkView::new).collect(),
        }
    }
}

impl<'d> LinkView<'d> {
    /// One link of an answer.
    #[must_use]
    pub fn new(link: &Link<'d>) -> Self {
        Self { post: link.post().into(), involvement: link.involvement(), holder: link.holder().into() }
    }
}

impl<'d> From<Post<'d>> for PostView<'d> {
    fn from(post: Post<'d>) -> Self {
        match post {
            Post::Caretakers { household, programme } => {
                Self::Caretakers { household: household.id(), programme: programme.id() }
            }
            Post::Role { unit, role } => Self::Role { unit: unit.id(), role: role.id() },
            Post::Department(department) => {
                Self::Department { unit: department.unit().id(), department: department.id() }
            }
        }
    }
}

impl<'d> From<Holder<'d>> for HolderView<'d> {
    fn from(holder: Holder<'d>) -> Self {
        match holder {
            Holder::Held(people) => Self::Held { persons: people.map(Into::into).collect() },
            Holder::Acting { person, acting_for } => {
                Self::Acting { person: person.into(), acting_for: acting_for.map(Into::into).collect() }
            }
            Holder::Absent { since } => Self::Absent { since: since.to_string() },
            Holder::Vacant { since } => Self::Vacant { since: since.to_string() },
        }
    }
}
