//! Who may not take a household, and by which rule (A2).

/// Why a pair is not eligible: the first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ineligible {
    /// The person lives there.
    OwnHousehold,
    /// Somebody asked that these two stay apart.
    Recused,
    /// The person takes no households.
    Exempt,
    /// The person has none of the affiliations that the programme asks for.
    Affiliation,
    /// Both do not belong to the same unit of the level inside which households stay.
    Elsewhere,
    /// The household goes only to holders of certain roles, and the person holds none of them.
    Reserved {
        /// The entry of the programme's reserved list, from 0: the first that is not satisfied.
        entry: u32,
    },
    /// The programme is not for households of its categories: only said of today's pairs.
    Category,
}

impl Ineligible {
    /// Every code, in order.
    pub const CODES: &'static [&'static str] =
        &["own-household", "recused", "exempt", "affiliation", "elsewhere", "reserved", "category"];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OwnHousehold => "own-household",
            Self::Recused => "recused",
            Self::Exempt => "exempt",
            Self::Affiliation => "affiliation",
            Self::Elsewhere => "elsewhere",
            Self::Reserved { .. } => "reserved",
            Self::Category => "category",
        }
    }
}
