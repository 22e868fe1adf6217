//! The limits within a programme's maximum: of a caretaker's households at most so many of some categories (A1).

/// The most limits of a programme: one bit each.
pub(super) const MAX_LIMITS: usize = 64;

/// The limits of one programme, in its order.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    limits: Vec<Limit>,
    /// The limits that name each category, one bit each; by category.
    named_by: Vec<(u32, u64)>,
}

/// One limit.
#[derive(Debug)]
pub(crate) struct Limit {
    /// How many households of its categories a caretaker has at most.
    pub max: u32,
    /// The nearest limit around this one.
    pub around: Option<u32>,
    /// The limits inside this one, one bit each.
    inside: u64,
    crosses: bool,
}

impl Limits {
    /// Limits from their categories, without repeats, and maxima; beyond [`MAX_LIMITS`] they are a fault, and left out.
    pub(super) fn new(limits: Vec<(Vec<u32>, u32)>) -> Self {
        let len = limits.len().min(MAX_LIMITS);
        let bit = |limit: usize| 1_u64 << limit;
        let mut named: Vec<(u32, u64)> = Vec::new();
        for (number, (categories, _)) in limits.iter().enumerate().take(len) {
            named.extend(categories.iter().map(|category| (*category, bit(number))));
        }
        named.sort_unstable();
        named.dedup_by(|(category, later), (of, bits)| {
            let same = category == of;
            if same {
                *bits |= *later;
            }
            same
        });
        let shared = Shared::count(len, &named);
        let limit = |number: usize, max: u32| {
            let size = shared.of(number, number);
            let inner = (0..len).filter(|&other| {
                let other_size = shared.of(other, other);
                other_size < size && other_size > 0 && shared.of(number, other) == other_size
            });
            let outer = (0..len).filter(|&other| shared.of(other, other) > size && shared.of(number, other) == size);
            let nearest = outer.min_by_key(|&other| shared.of(other, other));
            Limit {
                max,
                around: nearest.and_then(|nearest| u32::try_from(nearest).ok()),
                inside: inner.map(bit).fold(0, std::ops::BitOr::bitor),
                crosses: (0..number).any(|earlier| shared.crosses(number, earlier)),
            }
        };
        let limits = limits.iter().enumerate().take(len).map(|(number, (_, max))| limit(number, *max)).collect();
        Self { limits, named_by: named }
    }

    /// The limits that are neither inside nor around nor apart from an earlier one, or the same as one.
    pub(super) fn crossing(&self) -> impl Iterator<Item = usize> {
        self.limits.iter().enumerate().filter(|(_, limit)| limit.crosses).map(|(number, _)| number)
    }

    /// Every category that a limit names.
    pub(super) fn categories(&self) -> impl Iterator<Item = u32> {
        self.named_by.iter().map(|(category, _)| *category)
    }

    /// The limits, in the order of the record.
    pub fn as_slice(&self) -> &[Limit] {
        &self.limits
    }

    /// The limit towards which a household of some categories counts: the first one that names one of them and has no
    /// other such limit inside it. The household also counts towards every limit around that one.
    pub fn innermost(&self, categories: &[u32]) -> Option<u32> {
        let named_by = |category: &u32| {
            let found = self.named_by.binary_search_by_key(category, |(named, _)| *named).ok()?;
            self.named_by.get(found).map(|(_, bits)| *bits)
        };
        let naming = categories.iter().filter_map(named_by).fold(0, std::ops::BitOr::bitor);
        let first =
            bits(naming).find(|number| self.limits.get(*number).is_some_and(|limit| limit.inside & naming == 0))?;
        u32::try_from(first).ok()
    }

    /// That limit, then those around it, outward.
    #[cfg(test)]
    pub fn of(&self, categories: &[u32]) -> impl Iterator<Item = u32> {
        let around = |number: &u32| self.limits.get(crate::table::at(*number)).and_then(|limit| limit.around);
        std::iter::successors(self.innermost(categories), around)
    }
}

/// How many categories any two limits share; a limit shares all of its own with itself.
struct Shared {
    len: usize,
    counts: Vec<usize>,
}

impl Shared {
    fn count(len: usize, named: &[(u32, u64)]) -> Self {
        let mut shared = Self { len, counts: vec![0; len * len] };
        for (_, limits) in named {
            for one in bits(*limits) {
                for other in bits(*limits) {
                    if let Some(count) = shared.counts.get_mut(one * len + other) {
                        *count += 1;
                    }
                }
            }
        }
        shared
    }

    fn of(&self, one: usize, other: usize) -> usize {
        self.counts.get(one * self.len + other).copied().unwrap_or(0)
    }

    fn crosses(&self, one: usize, other: usize) -> bool {
        let (shared, sizes) = (self.of(one, other), (self.of(one, one), self.of(other, other)));
        shared > 0 && (sizes.0 == sizes.1 || shared < sizes.0.min(sizes.1))
    }
}

/// The places of the bits that are set, ascending.
fn bits(mut of: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = usize::try_from(of.trailing_zeros()).ok().filter(|_| of != 0)?;
        of &= of - 1;
        Some(lowest)
    })
}

#[cfg(test)]
mod tests {
    use super::Limits;

    fn limits(sets: &[&[u32]]) -> Limits {
        Limits::new(sets.iter().map(|set| (set.to_vec(), 1)).collect())
    }

    #[test]
    fn a_household_counts_towards_the_innermost_limit_and_those_around_it_whatever_the_order() {
        for sets in [[&[1, 2, 3][..], &[1, 2], &[1], &[7]], [&[7], &[1, 2], &[1], &[1, 2, 3]]] {
            let limits = limits(&sets);
            let of = |categories: &[u32]| -> Vec<&[u32]> {
                limits.of(categories).filter_map(|number| sets.get(crate::table::at(number)).copied()).collect()
            };
            assert_eq!(of(&[1]), [&[1][..], &[1, 2], &[1, 2, 3]]);
            assert_eq!(of(&[2, 3]), [&[1, 2][..], &[1, 2, 3]]);
            assert_eq!(of(&[3]), [&[1, 2, 3][..]]);
            assert_eq!(of(&[4]).len(), 0);
        }
        // Of two apart, the first.
        assert_eq!(limits(&[&[3], &[1]]).innermost(&[1, 3]), Some(0));
        assert_eq!(limits(&[&[1, 2], &[3], &[2]]).innermost(&[2, 3]), Some(1));
    }

    #[test]
    fn limits_cross_where_they_share_some_categories_but_not_all_of_one_or_are_the_same() {
        let crossing = |sets: &[&[u32]]| limits(sets).crossing().collect::<Vec<_>>();
        assert_eq!(crossing(&[&[1, 2], &[3], &[1], &[1, 2, 3]]).len(), 0);
        assert_eq!(crossing(&[&[1, 2], &[2, 3], &[1, 2], &[1, 2, 3]]), [1, 2]);
        assert_eq!(crossing(&[&[1, 2, 3], &[3, 4]]), [1]);
    }
}
