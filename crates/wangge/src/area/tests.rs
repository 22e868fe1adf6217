//! Points and areas against definitions that are slow and plain.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

fn point(lon: i32, lat: i32) -> Point {
    Point { lon, lat }
}

fn area(rings: &[&[(i32, i32)]]) -> Area {
    Area::from_points(rings.iter().map(|ring| ring.iter().map(|&(x, y)| point(x, y)).collect()).collect()).unwrap()
}

/// Even-odd by its definition, for the point moved east by very little and north by very much less: then no edge and
/// no corner is ever hit. A number with its infinitely small parts is a tuple (whole, east, north).
fn holds(rings: &[Vec<Point>], p: Point) -> bool {
    let exact = |p: &Point| (i128::from(p.lon), i128::from(p.lat));
    let (px, py) = exact(&p);
    let mut inside = false;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let ((ax, ay), (bx, by)) = if a.lat <= b.lat { (exact(a), exact(b)) } else { (exact(b), exact(a)) };
            if (ay, 0, 0) < (py, 0, 1) && (py, 0, 1) < (by, 0, 0) {
                let side = ((px - ax) * (by - ay) - (bx - ax) * (py - ay), by - ay, ax - bx);
                inside ^= side < (0, 0, 0);
            }
        }
    }
    inside
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn locations_are_kept_to_1e_7_degrees_rounded_half_away_from_zero() {
    assert_eq!(Point::from_degrees([0.000_000_25, -0.000_000_25]), Some(point(3, -3)));
    assert_eq!(Point::from_degrees([-180.0, 90.0]), Some(point(-1_800_000_000, 900_000_000)));
    let none = [[180.000_000_1, 0.0], [0.0, -90.1], [f64::NAN, 0.0], [0.0, f64::INFINITY]];
    assert!(none.into_iter().all(|at| Point::from_degrees(at).is_none()));
}

#[test]
fn a_ring_needs_three_distinct_points_on_the_earth() {
    let good = vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]];
    let two = vec![[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [1.0, 0.0]];
    let outside = vec![[0.0, 0.0], [1.0, 0.0], [181.0, 1.0]];
    let same = vec![[0.0, 0.0], [0.000_000_01, 0.0], [0.0, 1.0]];
    let area = Area::from_degrees(std::slice::from_ref(&good)).unwrap();
    assert_eq!(area.rings().map(Iterator::count).collect::<Vec<_>>(), [3]);
    let error = Area::from_degrees(&[good, two, vec![], outside, same]).unwrap_err();
    assert_eq!(error.rings, [1, 2, 3, 4]);
    assert_eq!(Area::from_degrees(&[]), Err(AreaError { rings: vec![] }));
}

#[test]
fn an_area_has_at_most_a_million_points() {
    let ring = |n: i32| (0..n).map(|x| point(x, x % 2)).collect::<Vec<_>>();
    assert!(Area::from_points(vec![ring(999_990), ring(10)]).is_ok());
    let error = Area::from_points(vec![ring(999_990), ring(11), ring(3)]).unwrap_err();
    assert_eq!(error.rings, [1]);
}

#[test]
fn r9_edges_belong_to_the_right_and_above() {
    let square = area(&[&[(0, 0), (10, 0), (10, 10), (0, 10)]]);
    for inside in [(0, 0), (5, 0), (0, 5), (9, 9)] {
        assert!(square.contains(point(inside.0, inside.1)), "{inside:?}");
    }
    for outside in [(10, 0), (0, 10), (10, 10), (10, 5), (5, 10), (-1, 0), (0, -1), (11, 5)] {
        assert!(!square.contains(point(outside.0, outside.1)), "{outside:?}");
    }
    let hole = area(&[&[(0, 0), (10, 0), (10, 10), (0, 10)], &[(2, 2), (2, 8), (8, 8), (8, 2)]]);
    assert!(!hole.contains(point(2, 2)) && hole.contains(point(8, 5)) && hole.contains(point(5, 8)));
}

#[test]
fn r9_the_widest_area_is_exact() {
    let world = area(&[&[(-1_800_000_000, -900_000_000), (1_800_000_000, -900_000_000), (1_800_000_000, 900_000_000)]]);
    assert!(world.contains(point(0, 0)));
    assert!(!world.contains(point(-1, 0)) && !world.contains(point(-2, 0)));
    assert!(world.contains(point(1_799_999_998, 899_999_999)));
    assert!(!world.contains(point(1_799_999_997, 899_999_999)));
}

#[test]
fn areas_are_measured_in_the_plane_of_the_first_point() {
    // 0.001 x 0.001 degrees at 60 degrees north: half as wide as at the equator.
    let square = |north: i32| area(&[&[(0, north), (10_000, north), (10_000, north + 10_000), (0, north + 10_000)]]);
    assert!(close(square(0).m2(), 111.32 * 110.574));
    assert!(close(square(600_000_000).m2(), 111.32 * 110.574 / 2.0));
    let world = area(&[&[
        (-1_800_000_000, -900_000_000),
        (1_800_000_000, -900_000_000),
        (1_800_000_000, 900_000_000),
        (-1_800_000_000, 900_000_000),
    ]]);
    assert!(world.m2() < 1e3 && overlap_m2(&square(0), &world) > 1e4);
}

fn rings(size: i32) -> impl Strategy<Value = Vec<Vec<Point>>> {
    let ring = prop::collection::vec((0..size, 0..size).prop_map(|(x, y)| point(x, y)), 3..12);
    prop::collection::vec(ring.prop_filter("three points", |ring| has_three_distinct(ring)), 1..4)
}

/// Rectangles of lattice cells, each as a ring: an area by even-odd whose cells can be counted.
fn rectangles() -> impl Strategy<Value = Vec<[i32; 4]>> {
    let rectangle = [0..12_i32, 0..12, 1..8, 1..8].prop_map(|[x, y, width, height]| [x, y, x + width, y + height]);
    prop::collection::vec(rectangle, 1..5)
}

fn of_rectangles(rectangles: &[[i32; 4]]) -> Area {
    let ring = |&[x0, y0, x1, y1]: &[i32; 4]| {
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| point(x * 1000, y * 1000)).to_vec()
    };
    Area::from_points(rectangles.iter().map(ring).collect()).unwrap()
}

fn has_cell(rectangles: &[[i32; 4]], (x, y): (i32, i32)) -> bool {
    rectangles.iter().filter(|r| r[0] <= x && x < r[2] && r[1] <= y && y < r[3]).count() % 2 == 1
}

/// Square metres of the lattice cells that pass, in the plane of the first point of the first rectangle.
fn cells(first: &[[i32; 4]], mut passes: impl FnMut((i32, i32)) -> bool) -> f64 {
    let count: i32 = (0..400).map(|i| i32::from(passes((i % 20, i / 20)))).sum();
    let latitude: f64 = f64::from(first[0][1]) * 1000.0 * 1e-7;
    f64::from(count) * 1e6 * 1e-14 * 111_320.0 * latitude.to_radians().cos() * 110_574.0
}

/// Quadrilaterals with jittered corners, and extra points on shared edges: they tile what their outer edge holds.
fn tiling(n: usize) -> impl Strategy<Value = Vec<Vec<Point>>> {
    let jitter = prop::collection::vec((-4..=4_i32, -4..=4_i32), (n + 1) * (n + 1));
    let middles = prop::collection::vec(any::<bool>(), 2 * (n + 1) * (n + 1));
    (jitter, middles).prop_map(move |(jitter, middles)| {
        let corner = |x: usize, y: usize| {
            let (dx, dy) = jitter[y * (n + 1) + x];
            point(i32::try_from(x).unwrap() * 20 + dx, i32::try_from(y).unwrap() * 20 + dy)
        };
        let between = |a: (usize, usize), b: (usize, usize)| {
            let (low, high) = (a.min(b), a.max(b));
            let (p, q) = (corner(low.0, low.1), corner(high.0, high.1));
            let steep = usize::from(low.0 == high.0);
            middles[2 * (low.1 * (n + 1) + low.0) + steep]
                .then(|| point(p.lon.midpoint(q.lon) + 1, p.lat.midpoint(q.lat) - 1))
        };
        let tile = |x: usize, y: usize| {
            let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
            let mut ring = Vec::new();
            for (a, b) in corners.into_iter().zip(corners.into_iter().cycle().skip(1)) {
                ring.push(corner(a.0, a.1));
                ring.extend(between(a, b));
            }
            ring
        };
        (0..n * n).map(|i| tile(i % n, i / n)).collect()
    })
}

proptest! {
    #[test]
    fn degrees_come_back_as_they_were(lon in -1_800_000_000..=1_800_000_000_i32, lat in -900_000_000..=900_000_000_i32) {
        let point = point(lon, lat);
        prop_assert_eq!(Point::from_degrees(point.to_degrees()), Some(point));
    }

    #[test]
    fn r9_a_point_is_inside_by_even_odd(rings in rings(9), long in 0_usize..200) {
        // A ring of many points reaches over several blocks.
        let mut rings = rings;
        rings[0] = rings[0].iter().copied().cycle().take(rings[0].len() + long / 2 * 2).collect();
        let area = Area::from_points(rings.clone()).unwrap();
        for i in 0..121 {
            let p = point(i % 11 - 1, i / 11 - 1);
            prop_assert_eq!(area.contains(p), holds(&rings, p), "{:?}", p);
        }
    }

    #[test]
    fn r9_far_points_are_exact(
        rings in prop::collection::vec(
            prop::collection::vec((-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32), 3..9), 1..3),
        at in (-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32),
    ) {
        let rings: Vec<Vec<_>> = rings.iter().map(|r| r.iter().map(|&(x, y)| point(x, y)).collect()).collect();
        let area = Area::from_points(rings.clone()).unwrap();
        let corners: Vec<Point> = rings.iter().flatten().copied().chain([point(at.0, at.1)]).collect();
        for p in corners {
            prop_assert_eq!(area.contains(p), holds(&rings, p));
        }
    }

    #[test]
    fn the_rings_come_back_as_they_were(rings in rings(1000)) {
        let mut kept = rings.clone();
        kept.iter_mut().filter(|ring| ring.first() == ring.last()).for_each(|ring| { ring.pop(); });
        let area = Area::from_points(rings).unwrap();
        prop_assert_eq!(area.rings().map(Iterator::collect).collect::<Vec<Vec<Point>>>(), kept);
    }

    #[test]
    fn r9_tiles_that_share_edges_never_share_a_point_and_leave_none_out(tiles in tiling(4)) {
        let areas: Vec<_> = tiles.iter().map(|ring| Area::from_points(vec![ring.clone()]).unwrap()).collect();
        let index = AreaIndex::new(areas.iter().zip(0..).map(|(area, key)| (key, 0, area)));
        for i in 0..90 * 90 {
            let p = point(i % 90 - 5, i / 90 - 5);
            let held: Vec<u32> = areas.iter().zip(0..).filter(|(area, _)| area.contains(p)).map(|(_, key)| key).collect();
            prop_assert!(held.len() <= 1);
            // Well inside the outer edge.
            if (6..74).contains(&p.lon) && (6..74).contains(&p.lat) {
                prop_assert_eq!(held.len(), 1, "{:?}", p);
            }
            prop_assert_eq!(index.locate(p), held.first().copied());
        }
        for (i, a) in areas.iter().enumerate() {
            for b in &areas[i + 1..] {
                prop_assert!(overlap_m2(a, b) < 1e-9);
            }
        }
    }

    #[test]
    fn overlaps_are_the_cells_in_both(a in rectangles(), b in rectangles()) {
        let both = cells(&a, |cell| has_cell(&a, cell) && has_cell(&b, cell));
        prop_assert!(close(overlap_m2(&of_rectangles(&a), &of_rectangles(&b)), both));
        prop_assert!(close(of_rectangles(&a).m2(), cells(&a, |cell| has_cell(&a, cell))));
    }

    #[test]
    fn holes_are_the_cells_in_no_child(parent in rectangles(), children in prop::collection::vec(rectangles(), 0..5)) {
        let bare = cells(&parent, |cell| has_cell(&parent, cell) && !children.iter().any(|c| has_cell(c, cell)));
        let areas: Vec<_> = children.iter().map(|child| of_rectangles(child)).collect();
        prop_assert!(close(uncovered_m2(&of_rectangles(&parent), &areas), bare));
    }

    #[test]
    fn what_is_shared_and_what_is_not_make_up_the_whole(a in rings(100_000), b in rings(100_000)) {
        let (a, b) = (Area::from_points(a).unwrap(), Area::from_points(b).unwrap());
        let (shared, rest) = (overlap_m2(&a, &b), uncovered_m2(&a, [&b]));
        prop_assert!((shared + rest - a.m2()).abs() < 0.01, "{} {} {}", shared, rest, a.m2());
        prop_assert!((overlap_m2(&a, &a) - a.m2()).abs() < 0.01);
    }

    #[test]
    fn r9_the_index_answers_like_a_search_of_all_areas(
        areas in prop::collection::vec((0..3_u32, 0..60_i32, 0..60_i32, rings(12)), 0..300),
        shuffle in any::<prop::sample::Index>(),
    ) {
        let mut entries: Vec<(u32, u32, Area)> = Vec::new();
        for ((rank, x, y, rings), key) in areas.into_iter().zip(0..) {
            let moved = rings.iter().map(|r| r.iter().map(|p| point(p.lon + x, p.lat + y)).collect()).collect();
            entries.push((key, rank, Area::from_points(moved).unwrap()));
        }
        let mut handed_in = entries.clone();
        if !handed_in.is_empty() {
            handed_in.rotate_left(shuffle.index(entries.len()));
        }
        let index = AreaIndex::new(handed_in.iter().map(|(key, rank, area)| (*key, *rank, area)));
        for i in 0..36 * 36 {
            let p = point(i % 36 * 2, i / 36 * 2);
            let at = |rank| entries.iter().find(|e| e.1 == rank && e.2.contains(p)).map(|e| e.0);
            prop_assert_eq!(index.locate(p), at(2).or(at(1)).or(at(0)));
            prop_assert_eq!(index.locate_at(1, p), at(1));
        }
        let mut pairs = Vec::new();
        for rank in [2, 1, 0] {
            for a in entries.iter().filter(|e| e.1 == rank) {
                let (inner, a_box) = (entries.iter().filter(|b| b.1 == rank && b.0 > a.0), a.2.bounds());
                pairs.extend(inner.filter(|b| {
                    let b_box = b.2.bounds();
                    let apart = a_box.max.lon <= b_box.min.lon || b_box.max.lon <= a_box.min.lon
                        || a_box.max.lat <= b_box.min.lat || b_box.max.lat <= a_box.min.lat;
                    !apart
                }).map(|b| (a.0, b.0)));
            }
        }
        prop_assert_eq!(index.pairs_at_same_level().collect::<Vec<_>>(), pairs);
    }

    #[test]
    fn r9_the_index_knows_areas_of_every_size(
        areas in prop::collection::vec(
            (-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32, 0_u32..31, 0_u32..30), 1..40),
        near in prop::collection::vec((any::<prop::sample::Index>(), -3..=3_i32, -3..=3_i32), 50),
    ) {
        // Diamonds from a few steps to half the Earth, cut off at its edges.
        let diamond = |x: i32, y: i32, width: u32, height: u32| {
            let (width, height) = (1_i64 << width, 1_i64 << height);
            let at = |dx: i64, dy: i64| {
                let (x, y) = (i64::from(x) + dx, i64::from(y) + dy);
                let (x, y) = (x.clamp(-1_800_000_000, 1_800_000_000), y.clamp(-900_000_000, 900_000_000));
                point(i32::try_from(x).unwrap(), i32::try_from(y).unwrap())
            };
            Area::from_points(vec![vec![at(-width, 0), at(0, -height), at(width, 0), at(0, height)]])
        };
        let areas: Vec<Area> = areas.into_iter().filter_map(|(x, y, w, h)| diamond(x, y, w, h).ok()).collect();
        let index = AreaIndex::new(areas.iter().zip(0..).map(|(area, key)| (key, 0, area)));
        let corners: Vec<Point> = areas.iter().flat_map(|area| area.rings().flatten().collect::<Vec<_>>()).collect();
        for (corner, dx, dy) in near {
            let Some(corner) = (!corners.is_empty()).then(|| corner.get(&corners)) else { continue };
            let p = point(corner.lon + dx, corner.lat + dy);
            let found = areas.iter().zip(0..).find(|(area, _)| area.contains(p)).map(|(_, key)| key);
            prop_assert_eq!(index.locate(p), found);
        }
    }
}
