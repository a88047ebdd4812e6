//! Names at the ends of lines, pushed apart. In: the heights at which lines end. Out: heights for the
//! names, near their lines without overlapping.

/// Moves the wanted heights as little as their order allows, so that neighbours are at least
/// `distance` apart and all lie between `top` and `bottom`; `None` if there is not enough room.
/// Results are in the order of the input.
pub(crate) fn push_apart(
    wanted: &[f64],
    distance: f64,
    (top, bottom): (f64, f64),
) -> Option<Vec<f64>> {
    let count = wanted.len();
    if count == 0 {
        return Some(Vec::new());
    }
    if distance * (count - 1) as f64 > bottom - top {
        return None;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    // Blocks of touching names; each is placed at the average position wanted by its members.
    let mut blocks: Vec<Block> = Vec::new();
    for index in &order {
        let mut block = Block {
            sum: wanted[*index],
            count: 1,
        };
        while let Some(above) = blocks.last() {
            let touching = above.start(distance, top, bottom) + above.count as f64 * distance
                > block.start(distance, top, bottom);
            if !touching {
                break;
            }
            // A member's wanted position, relative to the first of its block.
            let offset = above.count as f64 * distance;
            block = Block {
                sum: above.sum + block.sum - offset * block.count as f64,
                count: above.count + block.count,
            };
            blocks.pop();
        }
        blocks.push(block);
    }
    let heights = blocks.iter().flat_map(|block| {
        let start = block.start(distance, top, bottom);
        (0..block.count).map(move |index| start + index as f64 * distance)
    });
    let mut placed = vec![0.0; count];
    for (index, height) in order.into_iter().zip(heights) {
        placed[index] = height;
    }
    Some(placed)
}

struct Block {
    /// Sum of the heights wanted for the first name of the block.
    sum: f64,
    count: usize,
}

impl Block {
    fn start(&self, distance: f64, top: f64, bottom: f64) -> f64 {
        let lowest = bottom - (self.count - 1) as f64 * distance;
        (self.sum / self.count as f64).min(lowest).max(top)
    }
}

#[cfg(test)]
mod tests {
    use super::push_apart;

    #[test]
    fn names_that_are_clear_of_each_other_stay() {
        assert_eq!(
            push_apart(&[50.0, 10.0], 12.0, (0.0, 100.0)),
            Some(vec![50.0, 10.0])
        );
        assert_eq!(push_apart(&[], 12.0, (0.0, 100.0)), Some(vec![]));
    }

    #[test]
    fn names_that_touch_share_the_way_apart() {
        assert_eq!(
            push_apart(&[50.0, 50.0], 10.0, (0.0, 100.0)),
            Some(vec![45.0, 55.0])
        );
        assert_eq!(
            push_apart(&[99.0, 98.0, 97.0], 10.0, (0.0, 100.0)),
            Some(vec![100.0, 90.0, 80.0])
        );
        assert_eq!(
            push_apart(&[1.0, 0.0], 10.0, (0.0, 100.0)),
            Some(vec![10.0, 0.0])
        );
    }

    #[test]
    fn a_crowd_is_refused() {
        assert_eq!(push_apart(&[1.0, 2.0, 3.0], 60.0, (0.0, 100.0)), None);
    }

    #[test]
    fn every_pair_is_apart_and_inside() {
        let wanted: Vec<f64> = (0..9_i32).map(|index| f64::from(index * 37 % 50)).collect();
        let mut placed = push_apart(&wanted, 11.0, (0.0, 100.0)).unwrap();
        placed.sort_by(f64::total_cmp);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] > 10.999));
        assert!(placed[0] >= 0.0 && placed[8] <= 100.0);
    }
}
