//! What every contender has to answer, in owned strings: compared before anything is timed, and what the peers hand out.

use jiff::Timestamp;
use jiff::civil::Date;
use wangge::record::Involvement;

/// Who holds a link, by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolderAnswer {
    Held(Vec<String>),
    Acting { person: String, acting_for: Vec<String> },
    Absent { since: Date },
    Vacant { since: Date },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostAnswer {
    Caretakers { programme: String },
    Role { unit: String, role: String },
    Department { department: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAnswer {
    pub post: PostAnswer,
    pub involvement: Involvement,
    pub holder: HolderAnswer,
}

/// A person who was considered and not asked, and the code of the reason.
pub type Passed = (String, &'static str);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateAnswer {
    Active {
        asked: Vec<String>,
        acting: bool,
        passed_over: Vec<Passed>,
        inform: Vec<String>,
        accept_by: Timestamp,
        resolve_by: Timestamp,
    },
    /// The code, the level that takes it or is the ceiling, and the people considered.
    Skipped { why: &'static str, level: Option<String>, people: Vec<Passed> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepAnswer {
    pub opens_at: Timestamp,
    pub state: StateAnswer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportAnswer {
    pub rule: String,
    pub from: HolderAnswer,
    pub to: HolderAnswer,
    pub by: Timestamp,
}

/// A whole path; `steps` is none where no policy applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathAnswer {
    pub steps: Option<Vec<StepAnswer>>,
    pub total_by: Option<Timestamp>,
    pub reports: Vec<ReportAnswer>,
}
