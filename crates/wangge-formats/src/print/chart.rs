//! Bars, drawn as they are printed.

use maud::{Markup, html};

/// Two numbers that stand side by side.
pub(super) struct Pair {
    pub name: String,
    pub reported: u32,
    pub resolved: u32,
}

/// Height of the bars, and of the names below.
const HEIGHT: u32 = 90;
const FOOT: u32 = 14;
/// Width of a bar.
const BAR: u32 = 7;
/// How many names stand below, at most.
const NAMES: usize = 12;

/// Pairs of bars from left to right.
pub(super) fn columns(pairs: &[Pair], [reported, resolved, at_most]: [&str; 3]) -> Markup {
    let most = pairs.iter().map(|pair| pair.reported.max(pair.resolved)).max().unwrap_or(0).max(1);
    let step = BAR * 2 + 4;
    let width = step.saturating_mul(u32::try_from(pairs.len()).unwrap_or(u32::MAX / step));
    let tall = |count: u32| (u64::from(count) * u64::from(HEIGHT)).div_ceil(u64::from(most));
    let every = pairs.len().div_ceil(NAMES).max(1);
    html! {
        figure {
            figcaption {
                span.key.reported {} (reported) " "
                span.key.resolved {} (resolved)
                span.most { (at_most) " " (most) }
            }
            svg viewBox=(format!("0 0 {width} {}", HEIGHT + FOOT)) role="img" {
                line x1="0" y1=(HEIGHT) x2=(width) y2=(HEIGHT) class="axis" {}
                @for ((place, left), pair) in (0_usize..).zip((0..).step_by(usize::try_from(step).unwrap_or(1))).zip(pairs) {
                    @let (one, two) = (tall(pair.reported), tall(pair.resolved));
                    @let bottom = u64::from(HEIGHT);
                    rect class="reported" x=(left) y=(bottom - one) width=(BAR) height=(one) {
                        title { (pair.name) ": " (reported) " " (pair.reported) }
                    }
                    rect class="resolved" x=(left + BAR) y=(bottom - two) width=(BAR) height=(two) {
                        title { (pair.name) ": " (resolved) " " (pair.resolved) }
                    }
                    @if place.is_multiple_of(every) {
                        text x=(left) y=(HEIGHT + FOOT - 3) { (pair.name) }
                    }
                }
            }
        }
    }
}
