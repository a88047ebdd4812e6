//! Colours of values. In: the ends of the values. Out: steps of colour between them.
//!
//! Lightness alone orders the steps, evenly, so that people with any colour vision, and grey
//! prints, show the order; hue and chroma only help. Values on both sides of zero have a grey
//! middle and two hues that remain distinct with red-green and blue-yellow colour blindness: blue
//! and orange.

use crate::chart::color::{Color, Lch, from_lch};

/// Steps of colour: neighbouring steps differ by about as little as eyes can see.
const STEPS: usize = 32;
/// Lightness of the smallest and of the largest amount: both differ from white paper.
const LIGHTEST: f64 = 0.95;
const DARKEST: f64 = 0.33;
/// Hues in degrees, from the smallest to the largest amount.
const PALE: f64 = 215.0;
const DEEP: f64 = 270.0;
/// Hue of values below zero.
const BELOW: f64 = 55.0;

/// The steps of colour from `low` to `high`; from zero to both sides if their signs differ.
pub(crate) fn colors(low: f64, high: f64) -> Vec<Color> {
    let places = (0..STEPS).map(|step| step as f64 / (STEPS - 1) as f64);
    if low < 0.0 && high > 0.0 {
        places.map(|at| on_both_sides(2.0 * at - 1.0)).collect()
    } else if high <= 0.0 {
        places.map(|at| below(1.0 - at)).collect()
    } else {
        places.map(amount).collect()
    }
}

/// The colour of an amount, from 0, the smallest, to 1.
fn amount(at: f64) -> Color {
    from_lch(Lch {
        lightness: LIGHTEST + (DARKEST - LIGHTEST) * at,
        chroma: 0.025 + 0.34 * at * (1.0 - 0.62 * at),
        hue: (PALE + (DEEP - PALE) * at).to_radians(),
    })
}

/// The colour of an amount below zero, from 0, none, to 1.
fn below(at: f64) -> Color {
    from_lch(Lch {
        lightness: LIGHTEST + (DARKEST + 0.1 - LIGHTEST) * at,
        chroma: 0.015 + 0.3 * at * (1.0 - 0.55 * at),
        hue: BELOW.to_radians(),
    })
}

/// The colour of a value from −1 to 1.
fn on_both_sides(at: f64) -> Color {
    if at < 0.0 { below(-at) } else { amount(at) }
}

#[cfg(test)]
mod tests {
    use super::{STEPS, colors};
    use crate::chart::color::{lch, linear_rgb, oklab};

    #[test]
    fn lightness_falls_evenly_with_the_amount() {
        let steps = colors(0.0, 1.0);
        assert_eq!(steps.len(), STEPS);
        let lightness: Vec<f64> = steps.iter().map(|color| lch(*color).lightness).collect();
        let even = (lightness[0] - lightness[STEPS - 1]) / (STEPS - 1) as f64;
        for pair in lightness.windows(2) {
            assert!((pair[0] - pair[1] - even).abs() < 0.25 * even, "{pair:?}");
        }
    }

    #[test]
    fn neighbouring_steps_look_about_equally_different() {
        let steps = colors(0.0, 1.0);
        let distances: Vec<f64> = steps
            .windows(2)
            .map(|pair| {
                let [one, other] = [pair[0], pair[1]].map(|color| oklab(linear_rgb(color)));
                let squares = one.iter().zip(other).map(|(a, b)| (a - b).powi(2));
                squares.sum::<f64>().sqrt()
            })
            .collect();
        let mean = distances.iter().sum::<f64>() / distances.len() as f64;
        for distance in distances {
            assert!(
                (0.7 * mean..1.4 * mean).contains(&distance),
                "{distance} {mean}"
            );
        }
    }

    #[test]
    fn both_sides_of_zero_are_darker_than_zero() {
        let steps = colors(-1.0, 1.0);
        let lightness = |at: usize| lch(steps[at]).lightness;
        assert!(lightness(0) < 0.5 && lightness(STEPS - 1) < 0.5);
        assert!(lightness(STEPS / 2) > 0.9 && lightness(STEPS / 2 - 1) > 0.9);
    }
}
