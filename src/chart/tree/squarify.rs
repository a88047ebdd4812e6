//! Divides a rectangle among values. In: positive values in descending order, a rectangle. Out: one
//! rectangle per value, nearly square, with exactly proportional areas.
//!
//! By Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000): rows are laid along the shorter
//! side, and a value joins the current row as long as that makes the worst of its rectangles
//! squarer. Written here because the areas of the crate `treemap` are not proportional (nine equal
//! values give seven tiles of 12.5 % and two of 6.3 %).

use crate::chart::layout::area::Area;

/// One rectangle for each value, in the same order. Values must be positive and finite, largest
/// first; an empty area gives empty rectangles.
pub(crate) fn squarify(values: &[f64], area: Area) -> Vec<Area> {
    // Divided by the largest value first, since a sum of huge values could be infinite.
    let largest = values.first().copied().unwrap_or(1.0);
    let total: f64 = values.iter().map(|value| value / largest).sum();
    let scale = area.width * area.height / total;
    let sizes: Vec<f64> = values.iter().map(|value| value / largest * scale).collect();
    let mut tiles = Vec::with_capacity(sizes.len());
    let mut free = area;
    let mut start = 0;
    while start < sizes.len() {
        let side = free.width.min(free.height);
        let mut end = start + 1;
        let mut sum = sizes[start];
        while end < sizes.len() {
            let joined = sum + sizes[end];
            if worst(joined, sizes[start], sizes[end], side)
                > worst(sum, sizes[start], sizes[end - 1], side)
            {
                break;
            }
            sum = joined;
            end += 1;
        }
        free = lay_row(
            &sizes[start..end],
            sum,
            end == sizes.len(),
            free,
            &mut tiles,
        );
        start = end;
    }
    tiles
}

/// The worst aspect ratio in a row with the area `sum`, given its largest and smallest tile.
fn worst(sum: f64, largest: f64, smallest: f64, side: f64) -> f64 {
    let (side, sum) = (side * side, sum * sum);
    (side * largest / sum).max(sum / (side * smallest))
}

/// Lays one row along the shorter side and returns the rest of the rectangle.
fn lay_row(sizes: &[f64], sum: f64, last: bool, free: Area, tiles: &mut Vec<Area>) -> Area {
    let upright = free.width >= free.height;
    let (side, room) = if upright {
        (free.height, free.width)
    } else {
        (free.width, free.height)
    };
    // The last row takes the entire rest, so that rounding leaves no gap.
    let depth = if last || side <= 0.0 {
        room
    } else {
        (sum / side).min(room)
    };
    let mut offset = 0.0;
    for size in sizes {
        let length = if sum > 0.0 { side * size / sum } else { 0.0 };
        tiles.push(if upright {
            Area {
                left: free.left,
                top: free.top + offset,
                width: depth,
                height: length,
            }
        } else {
            Area {
                left: free.left + offset,
                top: free.top,
                width: length,
                height: depth,
            }
        });
        offset += length;
    }
    if upright {
        Area {
            left: free.left + depth,
            width: (free.width - depth).max(0.0),
            ..free
        }
    } else {
        Area {
            top: free.top + depth,
            height: (free.height - depth).max(0.0),
            ..free
        }
    }
}

#[cfg(test)]
mod tests {
    use super::squarify;
    use crate::chart::layout::area::Area;

    const SHEET: Area = Area {
        left: 10.0,
        top: 20.0,
        width: 600.0,
        height: 400.0,
    };

    #[test]
    fn areas_are_in_proportion_to_values() {
        // The example of the paper: 6, 6, 4, 3, 2, 2, 1 in a rectangle of 6 by 4.
        let area = Area {
            left: 0.0,
            top: 0.0,
            width: 6.0,
            height: 4.0,
        };
        let tiles = squarify(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], area);
        let sizes: Vec<_> = tiles
            .iter()
            .map(|tile| (tile.width * tile.height * 1e6).round() / 1e6)
            .collect();
        assert_eq!(sizes, [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]);
        assert_eq!(
            tiles[0],
            Area {
                left: 0.0,
                top: 0.0,
                width: 3.0,
                height: 2.0
            }
        );
        assert_eq!(
            tiles[1],
            Area {
                left: 0.0,
                top: 2.0,
                width: 3.0,
                height: 2.0
            }
        );
    }

    #[test]
    fn tiles_stay_inside_and_do_not_overlap() {
        let values: Vec<f64> = (1..=180)
            .rev()
            .map(|index| f64::from(index).powi(3))
            .collect();
        let tiles = squarify(&values, SHEET);
        for (index, tile) in tiles.iter().enumerate() {
            assert!(
                tile.left >= 9.999
                    && tile.right() <= 610.001
                    && tile.top >= 19.999
                    && tile.bottom() <= 420.001
            );
            for other in &tiles[..index] {
                let wide = tile.right().min(other.right()) - tile.left.max(other.left);
                let high = tile.bottom().min(other.bottom()) - tile.top.max(other.top);
                assert!(wide.min(high) < 1e-6);
            }
        }
    }

    #[test]
    fn extreme_values_give_finite_rectangles() {
        let mut values = vec![1e300, 1e18];
        values.extend(vec![1e-12; 5000]);
        for area in [
            SHEET,
            Area {
                width: 0.0,
                ..SHEET
            },
            Area {
                height: 1e-9,
                ..SHEET
            },
        ] {
            for tile in squarify(&values, area) {
                assert!(
                    [tile.left, tile.top, tile.width, tile.height]
                        .iter()
                        .all(|side| side.is_finite())
                );
                assert!(tile.width >= 0.0 && tile.height >= 0.0);
            }
        }
        assert!(squarify(&[], SHEET).is_empty());
    }
}
