//! The colours of marks. In: how many values need one, a base colour, or a name from a spec. Out:
//! colours that remain distinguishable with any of the three kinds of colour blindness.

use crate::chart::color::Color;
use crate::chart::color::{Lch, from_lch, lch};

const fn rgb(code: u32) -> Color {
    Color {
        red: (code >> 16) as u8,
        green: (code >> 8) as u8,
        blue: code as u8,
    }
}

/// The colour of the folded rest of a breakdown.
pub(crate) const OTHERS: Color = rgb(0x00a9_aeb6);
/// What stands out in a chart whose other marks are quiet.
pub(crate) const ACCENT: Color = rgb(0x00d4_480b);
/// The same in drawings; `--accent` of the style has it too.
pub(crate) const ACCENT_HEX: &str = "#d4480b";
/// The same as text, readable on paper.
pub(crate) const ACCENT_TEXT: Color = rgb(0x00ad_3a06);
/// Marks among which others stand out.
pub(crate) const QUIET: Color = rgb(0x00a4_a8b3);
/// The colour of a missing value.
pub(crate) const MISSING: Color = rgb(0x00d4_d7dc);

/// Blue, orange, vermilion and yellow come from the set of Okabe and Ito ("Color Universal Design",
/// 2008; jfly.uni-koeln.de/color), the others except brown from Paul Tol's muted and bright schemes
/// (technical note SRON/EPS/TN/09-002, 2021). The first eight are chosen and ordered so that they
/// remain distinct under simulated protanopia, deuteranopia and tritanopia (see the tests).
pub(crate) const HUES: [Color; 12] = [
    rgb(0x0000_72b2), // blue
    rgb(0x00e6_9f00), // orange
    rgb(0x0044_aa99), // teal
    rgb(0x00d5_5e00), // vermilion
    rgb(0x0088_ccee), // sky
    rgb(0x0033_2288), // indigo
    rgb(0x00f0_e442), // yellow
    rgb(0x006b_4423), // brown
    rgb(0x00cc_79a7), // pink
    rgb(0x0011_7733), // green
    rgb(0x0088_2255), // wine
    rgb(0x0099_9933), // olive
];

/// Changes of lightness and factors of chroma for further rounds of the palette.
const VARIANTS: [(f64, f64); 11] = [
    (0.0, 1.0),
    (0.14, 0.75),
    (-0.13, 0.9),
    (0.07, 0.5),
    (-0.07, 0.5),
    (0.2, 0.4),
    (-0.2, 0.7),
    (0.12, 0.25),
    (-0.12, 0.3),
    (0.03, 0.3),
    (-0.17, 0.35),
];

const NAMED: [(&str, Color); 12] = [
    ("blue", rgb(0x0000_72b2)),
    ("yellow", rgb(0x00ed_cc1f)),
    ("red", rgb(0x00cc_3311)),
    ("green", rgb(0x0000_9e73)),
    ("orange", rgb(0x00e6_9f00)),
    ("purple", rgb(0x00aa_3377)),
    ("cyan", rgb(0x0033_bbee)),
    ("grey", rgb(0x0088_8888)),
    ("brown", rgb(0x007f_4f24)),
    ("pink", rgb(0x00cc_79a7)),
    ("teal", rgb(0x0044_aa99)),
    ("olive", rgb(0x0099_9933)),
];

/// The colour names that a spec may use besides `#rrggbb`.
pub(crate) const COLOR_NAMES: [&str; 12] = {
    let mut names = [""; 12];
    let mut index = 0;
    while index < NAMED.len() {
        names[index] = NAMED[index].0;
        index += 1;
    }
    names
};

/// Parses a colour as a spec writes it: one of [`COLOR_NAMES`], or `#rrggbb` in either case.
#[must_use]
pub(crate) fn parse_color(text: &str) -> Option<Color> {
    if let Some(digits) = text.strip_prefix('#') {
        let valid = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return valid
            .then(|| u32::from_str_radix(digits, 16).ok().map(rgb))
            .flatten();
    }
    NAMED
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, color)| *color)
}

/// How many rounds of its hues a palette has: as they are, then lighter, darker, greyer.
pub(crate) const ROUNDS: usize = VARIANTS.len();

/// One colour for each of `values`: the hues, of which there is at least one, then [`ROUNDS`] of them. Further ones repeat;
/// of [`HUES`] the first 132 are distinct.
#[must_use]
pub(crate) fn assign(hues: &[Color], values: usize) -> Vec<Color> {
    (0..values)
        .map(|index| {
            let base = hues[index % hues.len()];
            let (lighter, chroma) = VARIANTS[index / hues.len() % ROUNDS];
            if index < hues.len() {
                base
            } else {
                vary(base, lighter, chroma)
            }
        })
        .collect()
}

fn vary(base: Color, lighter: f64, chroma: f64) -> Color {
    let base = lch(base);
    let wanted = base.lightness + lighter;
    // A colour already near one end is shifted the other way, and further, since clamping or
    // mirroring would make two variants equal.
    let lightness = if (0.28..=0.93).contains(&wanted) {
        wanted
    } else {
        base.lightness - 1.6 * lighter
    };
    from_lch(Lch {
        lightness,
        chroma: base.chroma * chroma,
        ..base
    })
}

/// `n` colours of one hue from dark to light, evenly spaced in `OKLCH` lightness and never near
/// black or white. A single colour is the base itself.
#[must_use]
pub(crate) fn shades(base: Color, n: usize) -> Vec<Color> {
    if n <= 1 {
        return vec![base; n];
    }
    let center = lch(base);
    // A much darker yellow is an olive.
    let darker = if center.lightness > 0.75 { 0.13 } else { 0.26 };
    let low = (center.lightness - darker).clamp(0.38, 0.76);
    let high = (center.lightness + 0.28).clamp(0.80, 0.92);
    (0..n)
        .map(|index| {
            let lightness = low + (high - low) * index as f64 / (n - 1) as f64;
            // Pale steps with full chroma would glow beside the dark ones.
            let chroma =
                center.chroma * (1.0 - 0.35 * (lightness - center.lightness).max(0.0) / 0.3);
            from_lch(Lch {
                lightness,
                chroma,
                ..center
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{COLOR_NAMES, HUES, MISSING, OTHERS, assign, parse_color, rgb, shades};
    use crate::chart::color::Color;
    use crate::chart::color::{lch, linear_rgb, oklab};

    /// Full protanopia, deuteranopia and tritanopia: Machado, Oliveira and Fernandes, "A
    /// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
    const DEFICIENCIES: [[[f64; 3]; 3]; 3] = [
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
        let [one, other] = [oklab(one), oklab(other)];
        one.iter()
            .zip(other)
            .map(|(a, b)| (a - b).powi(2))
            .sum::<f64>()
            .sqrt()
    }

    fn simulate(color: Color, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = linear_rgb(color);
        matrix.map(|row| {
            row.iter()
                .zip(light)
                .map(|(a, b)| a * b)
                .sum::<f64>()
                .clamp(0.0, 1.0)
        })
    }

    #[test]
    fn the_first_eight_colours_stay_apart_for_every_kind_of_sight() {
        // 0.02 in OKLab is about one just noticeable difference; six of them are clearly visible.
        let colors = assign(&HUES, 8);
        for (index, one) in colors.iter().enumerate() {
            for other in &colors[..index] {
                assert!(
                    distance(linear_rgb(*one), linear_rgb(*other)) > 0.12,
                    "{one:?} {other:?}"
                );
                for matrix in &DEFICIENCIES {
                    let apart = distance(simulate(*one, matrix), simulate(*other, matrix));
                    assert!(apart > 0.12, "{one:?} {other:?} {apart}");
                }
            }
        }
    }

    #[test]
    fn what_stands_out_has_one_colour_in_drawings_and_in_the_style() {
        assert_eq!(
            crate::chart::color::hexadecimal(super::ACCENT),
            super::ACCENT_HEX
        );
        let style = include_str!("../../../assets/style/page.css");
        assert!(style.contains(&format!("--accent: {};", super::ACCENT_HEX)));
    }

    /// The colours that the monthly report gives to the values of a dimension, with their codes.
    fn given(dimension: &str) -> Vec<(&'static str, Color)> {
        let spec = include_str!("../../../reports/base/hub_downloads.yaml");
        let (_, colors) = spec.split_once("\ncolors:\n").expect("colours");
        let (_, own) = colors
            .split_once(&format!("\n  {dimension}:"))
            .or_else(|| colors.split_once(&format!("  {dimension}:")))
            .expect("the dimension");
        let end = own.find("\n  ").map_or(own.len(), |first| {
            let mut at = first;
            while own[at..].starts_with("\n    ") {
                at = own[at + 1..]
                    .find("\n  ")
                    .map_or(own.len(), |next| at + 1 + next);
            }
            at
        });
        let parts = own[..end].split("\"#").collect::<Vec<_>>();
        let codes = parts.windows(2).map(|pair| {
            let code = pair[0].trim_end_matches([':', ' ']);
            let code = code.rsplit([' ', '{', '\n']).next().unwrap_or_default();
            let color = parse_color(&format!("#{}", &pair[1][..6])).expect("a colour");
            (code, color)
        });
        codes.collect()
    }

    #[test]
    fn what_meets_in_a_bar_of_the_monthly_report_is_told_apart_without_red_or_green() {
        // A hundred times the distance in OKLab under protanopia and deuteranopia.
        const LEAST: f64 = 7.0;
        for (dimension, count) in [("modality", 9), ("type", 5), ("continent", 7)] {
            let colors = given(dimension);
            assert_eq!(colors.len(), count, "{dimension}: {colors:?}");
            for (at, (code, one)) in colors.iter().enumerate() {
                for (other_code, other) in &colors[..at] {
                    // The two smallest types follow each other on the ramp and are named beside it.
                    if ["non-profit", "hybrid"].contains(code)
                        && ["non-profit", "hybrid"].contains(other_code)
                    {
                        continue;
                    }
                    for matrix in &DEFICIENCIES[..2] {
                        let apart = distance(simulate(*one, matrix), simulate(*other, matrix));
                        assert!(
                            100.0 * apart >= LEAST,
                            "{dimension}: {code} and {other_code} are {apart}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_hundred_and_thirty_two_values_get_distinct_colours() {
        let mut colors = assign(&HUES, 132)
            .iter()
            .map(|c| (c.red, c.green, c.blue))
            .collect::<Vec<_>>();
        colors.extend([OTHERS, MISSING].iter().map(|c| (c.red, c.green, c.blue)));
        colors.sort_unstable();
        colors.dedup();
        assert_eq!(colors.len(), 134);
        assert_eq!(assign(&HUES, 0), []);
        assert_eq!(assign(&HUES, 300).len(), 300);
    }

    #[test]
    fn names_and_hexadecimal_codes_are_read() {
        assert_eq!(parse_color("blue"), Some(rgb(0x0000_72b2)));
        assert_eq!(parse_color("#0072B2"), Some(rgb(0x0000_72b2)));
        for name in COLOR_NAMES {
            assert!(parse_color(name).is_some(), "{name}");
        }
        for wrong in [
            "",
            "#",
            "#123",
            "#12345g",
            "#+12345",
            "Blue",
            "#0072b2ff",
            "bleu",
        ] {
            assert_eq!(parse_color(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shades_are_distinct_steps_of_one_hue_between_black_and_white() {
        for name in COLOR_NAMES {
            let base = parse_color(name).unwrap();
            for n in 2..=25 {
                let steps = shades(base, n);
                assert_eq!(steps.len(), n);
                for pair in steps.windows(2) {
                    assert!(
                        lch(pair[0]).lightness + 0.005 < lch(pair[1]).lightness,
                        "{name} {n}"
                    );
                }
                assert!(lch(steps[0]).lightness > 0.35 && lch(steps[n - 1]).lightness < 0.94);
            }
        }
        assert_eq!(shades(OTHERS, 1), [OTHERS]);
        assert_eq!(shades(OTHERS, 0), []);
    }
}
