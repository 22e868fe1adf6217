#![allow(clippy::expect_used, reason = "test code: a panic here is a failed test")]

use super::*;
use crate::area::Point;
use crate::assignment::Place;

type Grid = Vec<(i32, i32)>;

/// Whole metres as the crow flies, rounded up, so that they keep the triangle inequality.
fn metres(points: &Grid, from: u32, to: u32) -> u32 {
    let of = |point: u32| points.get(at(point)).copied().unwrap_or_default();
    let ((a, b), (c, d)) = (of(from), of(to));
    let square = u32::try_from((a - c).pow(2) + (b - d).pow(2)).expect("small");
    let root = square.isqrt();
    root + u32::from(root * root < square)
}

fn walk(points: &Grid) -> Walk {
    let count = u32::try_from(points.len()).expect("few");
    Walk::new(count, |from, to| metres(points, from, to)).expect("few")
}

fn random(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

fn random_grid(seed: &mut u64, points: u64, size: u64) -> Grid {
    let mut next = || i32::try_from(random(seed, size)).expect("small");
    (0..points).map(|_| (next(), next())).collect()
}

/// The legs of an order, measured by the test itself.
fn legs(points: u32, order: &[u32], metres: impl Fn(u32, u32) -> u32) -> Vec<u32> {
    let mut all: Vec<u32> = order.iter().zip(order.iter().skip(1)).map(|(a, b)| metres(*a, *b)).collect();
    all.splice(0..0, (points > 0).then_some(0));
    all
}

fn is_permutation_from_start(order: &[u32], points: u32) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    sorted.into_iter().eq(0..points) && order.first().is_none_or(|first| *first == 0)
}

/// The shortest path from point 0, over all orders (Heap's algorithm, without recursion).
fn shortest(points: u32, metres: impl Fn(u32, u32) -> u32) -> u64 {
    let mut order: Vec<u32> = (0..points).collect();
    let mut best = sum(&legs(points, &order, &metres));
    let Some((_, rest)) = order.split_first_mut() else { return 0 };
    let mut counts = vec![0; rest.len()];
    let mut place = 1;
    while place < rest.len() {
        let count = counts.get_mut(place).expect("a place");
        if *count < place {
            rest.swap(if place.is_multiple_of(2) { 0 } else { *count }, place);
            *count += 1;
            place = 1;
            let whole: Vec<u32> = std::iter::once(0).chain(rest.iter().copied()).collect();
            best = best.min(sum(&legs(points, &whole, &metres)));
        } else {
            *count = 0;
            place += 1;
        }
    }
    best
}

/// What a minimum spanning tree measures, by joining the nearest parts (Kruskal).
fn least_tree(points: u32, metres: impl Fn(u32, u32) -> u32) -> u64 {
    let pairs = (0..points).flat_map(|a| (a + 1..points).map(move |b| (a, b)));
    let mut edges: Vec<(u32, u32, u32)> = pairs.map(|(a, b)| (metres(a, b), a, b)).collect();
    edges.sort_unstable();
    let mut part: Vec<u32> = (0..points).collect();
    let mut total = 0;
    for (length, a, b) in edges {
        let (a, b) = (cell(&part, a, 0), cell(&part, b, 0));
        if a != b {
            total += u64::from(length);
            part.iter_mut().filter(|own| **own == a).for_each(|own| *own = b);
        }
    }
    total
}

#[test]
fn nothing_and_one_point_are_no_walk() {
    assert_eq!(walk(&vec![]), Walk { order: vec![], legs: vec![], tree_metres: 0 });
    assert_eq!(walk(&vec![(5, 5)]), Walk { order: vec![0], legs: vec![0], tree_metres: 0 });
}

#[test]
fn a_street_is_walked_from_end_to_end() {
    let street = vec![(0, 0), (40, 0), (10, 0), (30, 0), (20, 0)];
    assert_eq!(walk(&street), Walk { order: vec![0, 2, 4, 3, 1], legs: vec![0, 10, 10, 10, 10], tree_metres: 40 });
}

#[test]
fn from_the_middle_of_a_street_the_shorter_side_comes_first() {
    // 20 to the left, back, and 50 to the right: 90 metres; the other way round 120.
    let street = vec![(0, 0), (50, 0), (-20, 0), (30, 0), (-10, 0)];
    assert_eq!(walk(&street), Walk { order: vec![0, 4, 2, 3, 1], legs: vec![0, 10, 10, 50, 20], tree_metres: 70 });
}

#[test]
fn around_a_square_nobody_crosses_over() {
    let square = vec![(0, 0), (10, 10), (10, 0), (0, 10)];
    let walked = walk(&square);
    assert_eq!((sum(&walked.legs), walked.tree_metres), (30, 30));
    assert_eq!(walked.order.get(2), Some(&1), "the far corner is in the middle: {walked:?}");
}

#[test]
fn points_in_one_place_are_walked_in_their_order() {
    assert_eq!(walk(&vec![(3, 3); 5]), Walk { order: vec![0, 1, 2, 3, 4], legs: vec![0; 5], tree_metres: 0 });
}

#[test]
fn n3_a_walk_is_at_most_twice_the_shortest_and_the_tree_is_beaten_by_none() {
    let (mut seed, mut best) = (7, 0);
    for round in 0..600 {
        let count = round % 7 + 1;
        let points = random_grid(&mut seed, count, if round % 3 == 0 { 6 } else { 500 });
        let count = u32::try_from(count).expect("few");
        let of = |a, b| metres(&points, a, b);
        let (walked, least) = (walk(&points), shortest(count, of));
        assert!(is_permutation_from_start(&walked.order, count), "{points:?}: {walked:?}");
        assert_eq!(walked.legs, legs(count, &walked.order, of));
        assert_eq!(walked.tree_metres, least_tree(count, of));
        let own = sum(&walked.legs);
        assert!(walked.tree_metres <= least && least <= own && own <= 2 * least, "{points:?}: {walked:?}, {least}");
        best += u32::from(own == least);
    }
    assert!(best > 500, "most small walks are the shortest: {best}");
}

#[test]
fn n3_a_walk_is_never_longer_than_the_double_tree_in_preorder() {
    let mut seed = 11;
    let mut shortened = 0;
    for round in 0..60 {
        let count = random(&mut seed, 120) + 2;
        let points = random_grid(&mut seed, count, if round % 2 == 0 { 20 } else { 3_000 });
        let count = u32::try_from(count).expect("few");
        let of = |a, b| metres(&points, a, b);
        let walked = walk(&points);
        let preorder = Tree::new(count, &of).preorder().expect("few");
        let double = sum(&legs(count, &preorder, of));
        assert!(is_permutation_from_start(&preorder, count) && is_permutation_from_start(&walked.order, count));
        assert_eq!(walked.legs, legs(count, &walked.order, of));
        let own = sum(&walked.legs);
        assert!(own <= double && double <= 2 * walked.tree_metres, "{own}, {double}, {}", walked.tree_metres);
        shortened += u32::from(own < double);
    }
    assert!(shortened > 40, "shortening does something: {shortened}");
}

#[test]
fn a_change_saves_what_it_says_it_saves() {
    let mut seed = 3;
    for _ in 0..300 {
        let points = random_grid(&mut seed, 12, 60);
        let of = |a, b| metres(&points, a, b);
        let mut path = Path { order: (0..12).collect(), metres: &of };
        for place in 1..12 {
            let before = sum(&path.legs());
            if let Some(change) = path.best(place, 12) {
                path.apply(change);
                assert!(is_permutation_from_start(&path.order, 12), "{change:?}: {:?}", path.order);
                assert!(sum(&path.legs()) < before, "{change:?}");
            }
        }
    }
}

#[test]
fn a_path_that_is_done_is_shortened_by_no_turn_and_no_move() {
    let mut seed = 5;
    for _ in 0..40 {
        let points = random_grid(&mut seed, 30, 400);
        let of = |a, b| metres(&points, a, b);
        let path = Path { order: walk(&points).order, metres: &of };
        assert!((1..30).all(|place| path.best(place, 30).is_none()), "{:?}", path.order);
    }
}

#[test]
fn a_turn_and_a_move_do_what_they_say() {
    let of = |_, _| 1;
    let changed = |change| {
        let mut path = Path { order: (0..7).collect(), metres: &of };
        path.apply(change);
        path.order
    };
    assert_eq!(changed(Change::Turn { from: 2, to: 4 }), [0, 1, 4, 3, 2, 5, 6]);
    assert_eq!(changed(Change::Move { from: 1, len: 2, behind: 4, turned: false }), [0, 3, 4, 1, 2, 5, 6]);
    assert_eq!(changed(Change::Move { from: 1, len: 2, behind: 6, turned: true }), [0, 3, 4, 5, 6, 2, 1]);
    assert_eq!(changed(Change::Move { from: 4, len: 3, behind: 0, turned: false }), [0, 4, 5, 6, 1, 2, 3]);
    assert_eq!(changed(Change::Move { from: 4, len: 3, behind: 1, turned: true }), [0, 1, 6, 5, 4, 2, 3]);
}

/// A yard with a well in the middle, and doors 0.4 metres from it all around: a door and the well are nothing apart, as
/// whole metres go, two doors one.
fn yard(doors: u32) -> impl Fn(u32, u32) -> u32 {
    move |a, b| u32::from(a != b && a != 0 && b != 0 && a.max(b) <= doors)
}

#[test]
fn n3_rounding_cannot_make_a_walk_longer_than_twice_the_tree() {
    let doors = 9;
    let of = yard(doors);
    let walked = Walk::new(doors + 1, &of).expect("few");
    assert!(is_permutation_from_start(&walked.order, doors + 1));
    // From door to door it would be 8; by way of the well it is nothing.
    assert_eq!(sum(&legs(doors + 1, &walked.order, &of)), 8);
    assert_eq!((walked.tree_metres, sum(&walked.legs)), (0, 0));
}

#[test]
fn n3_no_distances_at_all_break_the_bound() {
    let mut seed = 13;
    let mut along = 0;
    for _ in 0..400 {
        let count = u32::try_from(random(&mut seed, 9) + 1).expect("few");
        // Any distances, the same there and back, mostly without triangle inequality.
        let table: Vec<u32> =
            (0..100).map(|_| u32::try_from(random(&mut seed, 1 << 12)).expect("small").pow(2)).collect();
        let of = |a: u32, b: u32| if a == b { 0 } else { cell(&table, a.min(b) * 10 + a.max(b), 0) };
        let walked = Walk::new(count, of).expect("few");
        assert!(is_permutation_from_start(&walked.order, count));
        assert_eq!(walked.tree_metres, least_tree(count, of));
        let (own, direct) = (sum(&walked.legs), sum(&legs(count, &walked.order, of)));
        assert!(walked.tree_metres <= own && own <= direct && own <= 2 * walked.tree_metres, "{walked:?}");
        // A leg is shorter than the direct one only where the direct ones would break the bound.
        assert!(own == direct || direct > 2 * walked.tree_metres);
        along += u32::from(own < direct);
    }
    assert!(along > 20, "some walks go along the tree: {along}");
}

#[test]
fn places_of_the_earth_are_walked_within_the_bound_and_again_the_same() {
    let mut seed = 17;
    for size in [50, 5_000, 500_000, 300_000_000] {
        let mut next = || i32::try_from(random(&mut seed, size)).expect("small");
        let degrees = |steps: i32| f64::from(steps) / 1e7;
        let places: Vec<Place> = (0..80)
            .map(|_| [110.0 + degrees(next()), 29.0 + degrees(next())])
            .map(|degrees| Place::new(Point::from_degrees(degrees).expect("on the Earth")))
            .collect();
        let of = |a: u32, b: u32| places.get(at(a)).zip(places.get(at(b))).map_or(0, |(a, b)| a.metres(b));
        let walked = Walk::new(80, of).expect("few");
        assert!(is_permutation_from_start(&walked.order, 80));
        assert_eq!(walked.tree_metres, least_tree(80, of));
        assert!(sum(&walked.legs) <= 2 * walked.tree_metres);
        assert_eq!(walked, Walk::new(80, of).expect("few"));
    }
}

#[test]
fn thousands_of_places_keep_the_bound() {
    let mut seed = 19;
    let points = random_grid(&mut seed, 3_000, 30_000);
    let walked = walk(&points);
    assert!(is_permutation_from_start(&walked.order, 3_000));
    let preorder = Tree::new(3_000, &|a, b| metres(&points, a, b)).preorder().expect("few");
    let double = sum(&legs(3_000, &preorder, |a, b| metres(&points, a, b)));
    let own = sum(&walked.legs);
    assert!(own < double && double <= 2 * walked.tree_metres, "{own}, {double}, {}", walked.tree_metres);
}
