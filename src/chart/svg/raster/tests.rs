//! Pictures beside those of resvg, which draws all of SVG. `tests/pictures` has drawings with every element that we
//! write, and what resvg 0.49 makes of them with the embedded fonts, at two pixels per CSS pixel (of cards: one). With
//! resvg itself as a dependency of tests, all that the engine needs would be built a second time for them.

#![allow(
    clippy::disallowed_methods,
    reason = "the drawings and their pictures are files"
)]

use super::{RasterError, rasterize};
use std::fmt::Write as _;
use std::path::Path;

/// Mean difference of a channel over a picture, of 255.
const MEAN: f64 = 0.25;
/// Mean difference of a channel over a block, signed: letters may stand an eighth of a pixel elsewhere, but as much ink
/// is laid on.
const BLOCK: f64 = 20.0;
/// Pixels of a block across and down.
const SIDE: usize = 8;

/// A picture as red, green and blue.
struct Picture {
    width: usize,
    height: usize,
    channels: Vec<u8>,
}

/// A drawing and what resvg makes of it.
struct Drawing {
    name: String,
    svg: String,
    scale: f32,
    picture: Picture,
}

impl Drawing {
    /// Whether a drawing of ours looks like this one as resvg draws it; how much they differ, if not.
    fn compare(&self, svg: &str) -> Result<(), String> {
        let ours = read(&rasterize(svg, self.scale).expect("a drawing of ours"));
        let (mean, block) = difference(&ours, &self.picture);
        if mean <= MEAN && block <= BLOCK {
            Ok(())
        } else {
            Err(format!("{}: {mean:.3}, {block:.1}", self.name))
        }
    }
}

fn read(png: &[u8]) -> Picture {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut channels = vec![0; reader.output_buffer_size().expect("a small picture")];
    let info = reader.next_frame(&mut channels).expect("a picture");
    assert_eq!(info.color_type, png::ColorType::Rgb);
    Picture {
        width: info.width as usize,
        height: info.height as usize,
        channels,
    }
}

/// All drawings, by name.
fn drawings() -> Vec<Drawing> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let files = std::fs::read_dir(folder).expect("the drawings");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "svg"));
    files.sort();
    let drawings = files.into_iter().map(|file| {
        let name = file.file_stem().expect("a name").to_string_lossy();
        Drawing {
            scale: if name == "card" { 1.0 } else { 2.0 },
            svg: std::fs::read_to_string(&file).expect("a drawing"),
            picture: read(&std::fs::read(file.with_extension("png")).expect("a picture")),
            name: name.into_owned(),
        }
    });
    drawings.collect()
}

fn drawing(name: &str) -> Drawing {
    let found = drawings().into_iter().find(|drawing| drawing.name == name);
    found.expect("a drawing of this name")
}

/// The mean difference of two pictures, and the largest one of their blocks.
fn difference(one: &Picture, other: &Picture) -> (f64, f64) {
    assert_eq!((one.width, one.height), (other.width, other.height));
    let channels = || one.channels.iter().zip(&other.channels);
    let sum: u64 = channels()
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    let mut blocks = vec![0_i64; 3 * one.width.div_ceil(SIDE) * one.height.div_ceil(SIDE)];
    for (at, (one_level, other_level)) in channels().enumerate() {
        let (x, y) = (at / 3 % one.width, at / 3 / one.width);
        let block = y / SIDE * one.width.div_ceil(SIDE) + x / SIDE;
        blocks[3 * block + at % 3] += i64::from(*one_level) - i64::from(*other_level);
    }
    let largest = blocks.iter().map(|sum| sum.abs()).max().unwrap_or(0);
    (
        sum as f64 / one.channels.len() as f64,
        largest as f64 / (SIDE * SIDE) as f64,
    )
}

/// A drawing of 300 × 200 pixels around some elements.
fn sheet(elements: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"a\" class=\"chart\" viewBox=\"0 0 300 200\" role=\"img\" \
         aria-labelledby=\"t d\" font-family=\"DejaVu Sans, Verdana, sans-serif\" font-size=\"12\" fill=\"#1f242e\">\
         <title id=\"t\">T</title><desc id=\"d\">D</desc><path d=\"M0 0h300v200H0z\" fill=\"#fff\"/>{elements}</svg>"
    )
}

const SMALL: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\" \
    font-family=\"DejaVu Sans\"><text x=\"2\" y=\"15\">é</text></svg>";

#[test]
fn the_picture_has_the_size_asked_for() {
    let png = rasterize(SMALL, 2.0).expect("a small picture");
    assert_eq!(&png[1..4], b"PNG");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((number(16), number(20)), (80, 40));
}

#[test]
fn what_has_no_size_is_an_error() {
    assert!(matches!(rasterize("<svg", 1.0), Err(RasterError::Parse(_))));
    let size = |scale| rasterize(SMALL, scale).expect_err("no size");
    assert_eq!(size(1000.0), RasterError::Size(40_000, 20_000));
    assert_eq!(size(0.0), RasterError::Size(0, 0));
    assert_eq!(size(f32::NAN), RasterError::Size(0, 0));
    assert!(matches!(size(f32::INFINITY), RasterError::Size(..)));
}

#[test]
fn drawings_look_as_resvg_draws_them() {
    let drawings = drawings();
    assert!(drawings.len() > 10);
    for drawing in drawings {
        assert_eq!(drawing.compare(&drawing.svg), Ok(()));
    }
}

#[test]
fn a_text_that_is_missing_is_seen() {
    for drawing in drawings() {
        // Of large drawings only some, since a picture takes a moment.
        let step = if drawing.picture.width < 1000 { 1 } else { 9 };
        let texts = drawing.svg.match_indices("<text").step_by(step);
        for (start, _) in texts {
            let end = start + drawing.svg[start..].find("</text>").expect("an end");
            let without = format!("{}{}", &drawing.svg[..start], &drawing.svg[end + 7..]);
            let is_seen = !drawing.svg[start..end].contains("unseen");
            let text = &drawing.svg[start..end];
            assert_eq!(drawing.compare(&without).is_err(), is_seen, "{text}");
        }
    }
}

#[test]
fn a_difference_is_seen() {
    let cases = [
        ("texts", "y=\"20\"", "y=\"21\""),
        ("texts", "12,5", "12,1"),
        ("texts", "AVATAR", "AVATAB"),
        ("texts", "font-weight=\"normal\"", ""),
        ("texts", "paint-order=\"stroke\"", ""),
        ("texts", "rotate(270)", "rotate(271)"),
        ("texts", "e\u{301}", "e"),
        ("texts", "שלום", "םולש"),
        ("texts", "translate(200.5", "translate(201.5"),
        ("shapes", "h50.3v20", "h51.3v20"),
        ("shapes", "M160 110L190 140", "M160 110L190 130"),
        ("shapes", "stroke-dasharray=\"1 3\"", ""),
        ("shapes", "#0072b2", "#3072b2"),
        ("shapes", "opacity=\"0.25\"", ""),
        ("shapes", "paint-order=\"stroke\"", ""),
        ("shapes", "r=\"4.5\"", "r=\"3.9\""),
        ("shapes", "translate(4.5)", "translate(5.5)"),
    ];
    for (name, from, to) in cases {
        let drawing = drawing(name);
        assert!(drawing.svg.contains(from), "{from}");
        let changed = drawing.svg.replacen(from, to, 1);
        assert!(drawing.compare(&changed).is_err(), "{name}: {from}");
    }
}

#[test]
fn a_picture_is_the_same_whatever_was_drawn_before_and_on_every_thread() {
    let drawings = drawings().into_iter().map(|drawing| drawing.svg);
    let drawings: Vec<String> = drawings.collect();
    let alone = |svg: &String| {
        std::thread::scope(|scope| {
            let drawn = scope.spawn(|| rasterize(svg, 2.0)).join();
            drawn.expect("a thread that ends")
        })
    };
    let first: Vec<_> = drawings.iter().map(alone).collect();
    // Other sizes, and more letters than are kept.
    let mut many = String::new();
    for number in 0..3000 {
        let (x, size) = (number % 290, 5.0 + f64::from(number % 301) / 10.0);
        let _ = write!(
            many,
            "<text x=\"{x}.3\" y=\"99\" font-size=\"{size}\">M{number} Éàß</text>"
        );
    }
    rasterize(&sheet(&many), 2.0).expect("many letters");
    rasterize(&drawings[0], 0.3).expect("a small picture");
    for (svg, first) in drawings.iter().zip(first).rev() {
        assert_eq!(rasterize(svg, 2.0), first);
        assert!(first.is_ok());
    }
}

#[test]
fn what_is_empty_draws_nothing() {
    let elements = "<g/><path/><path d=\"M5 5\" stroke=\"#000\"/><circle cx=\"9\" cy=\"9\" stroke=\"#000\"/><text/>\
        <text x=\"9\" y=\"20\"> \n </text><path d=\"M9 9h9\" stroke=\"#000\" stroke-width=\"0\"/>\
        <text x=\"500\" y=\"20\">out of sight</text><path d=\"M-9-9h5v5h-5z\"/>";
    assert_eq!(rasterize(&sheet(elements), 2.0), rasterize(&sheet(""), 2.0));
}

#[test]
fn more_colours_than_a_table_has_are_kept() {
    let colors =
        (0..1000_u32).map(|tile| [tile % 10, tile / 10 % 10, tile / 100].map(|it| it as u8 * 25));
    let mut tiles = String::new();
    for (tile, [red, green, blue]) in colors.clone().enumerate() {
        let (x, y) = (tile % 50 * 6, tile / 50 * 10);
        let _ = write!(
            tiles,
            "<path d=\"M{x} {y}h6v10h-6z\" fill=\"#{red:02x}{green:02x}{blue:02x}\"/>"
        );
    }
    let picture = read(&rasterize(&sheet(&tiles), 1.0).expect("tiles"));
    for (tile, color) in colors.enumerate() {
        let (x, y) = (tile % 50 * 6 + 3, tile / 50 * 10 + 5);
        let at = 3 * (y * picture.width + x);
        assert_eq!(picture.channels[at..at + 3], color);
    }
}

#[test]
fn what_we_never_write_is_an_error() {
    for elements in [
        "<rect x=\"1\" y=\"1\" width=\"5\" height=\"5\"/>",
        "<line x2=\"5\" y2=\"5\" stroke=\"#000\"/>",
        "<text x=\"1\">a<tspan>b</tspan></text>",
        "<text x=\"1\" dy=\"3\">a</text>",
        "<text x=\"1 2\">a</text>",
        "<text letter-spacing=\"1\">a</text>",
        "<g opacity=\"0.5\"/>",
        "<g transform=\"scale(2)\"/>",
        "<g fill=\"red\"/>",
        "<g style=\"fill:#f00\"/>",
        "<path d=\"M0 0C1 1 2 2 3 3\"/>",
        "<path d=\"M0 0h5v5\" fill-rule=\"evenodd\"/>",
        "<circle r=\"1\"><animate/></circle>",
        "<a xmlns=\"urn:other\"/>",
        "<path xmlns:x=\"urn:other\" x:d=\"M0 0\"/>",
        "loose text",
        "<style>path { fill: red }</style>",
    ] {
        let error = rasterize(&sheet(elements), 1.0).expect_err(elements);
        assert!(
            matches!(error, RasterError::Parse(_)),
            "{elements}: {error}"
        );
    }
    let deep = format!("{}{}", "<g>".repeat(100), "</g>".repeat(100));
    assert!(rasterize(&sheet(&deep), 1.0).is_err());
    for (from, to) in [
        ("viewBox=\"0 0 300 200\"", "viewBox=\"0 10 300 200\""),
        ("viewBox=\"0 0 300 200\"", "width=\"300\" height=\"200\""),
        (
            "viewBox=\"0 0 300 200\"",
            "viewBox=\"0 0 300 200\" width=\"600\"",
        ),
        ("http://www.w3.org/2000/svg", "urn:other"),
    ] {
        assert!(
            rasterize(&sheet("").replace(from, to), 1.0).is_err(),
            "{to}"
        );
    }
}
