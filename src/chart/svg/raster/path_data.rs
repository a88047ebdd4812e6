//! Path data. In: the moves and straight lines of our paths. Out: their points.

use super::attributes::leading_number;

/// Connected straight lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// The index after its last point; its first one follows the part before.
    pub(super) end: usize,
    /// Whether a line leads from the last point to the first one.
    pub(super) is_closed: bool,
}

/// A path: its parts, in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outline {
    /// The points of all parts.
    pub(super) points: Vec<(f32, f32)>,
    parts: Vec<Part>,
}

impl Outline {
    /// The points of each part, and whether it is closed.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&[(f32, f32)], bool)> {
        let mut start = 0;
        self.parts.iter().map(move |part| {
            let points = &self.points[start..part.end];
            start = part.end;
            (points, part.is_closed)
        })
    }

    fn end_part(&mut self, is_closed: bool) {
        let end = self.points.len();
        if self.parts.last().map_or(0, |part| part.end) < end {
            self.parts.push(Part { end, is_closed });
        }
    }
}

/// Reads path data.
///
/// # Errors
/// The data have a command that we do not write (curves, arcs), or numbers are missing; says where.
pub(super) fn parse(data: &str) -> Result<Outline, String> {
    let mut reader = Reader {
        rest: data.as_bytes(),
    };
    let mut outline = Outline::default();
    let (mut pen, mut start) = ((0.0, 0.0), (0.0, 0.0));
    let mut is_open = false;
    while let Some(command) = reader.command() {
        let at = data.len() - reader.rest.len();
        let read = reader.read(command, pen, start);
        let next = read.filter(|_| is_open || matches!(command, b'M' | b'm'));
        pen = next.ok_or_else(|| format!("path data: `{}` at {at}", command as char))?;
        match command {
            b'M' | b'm' => {
                outline.end_part(false);
                start = pen;
                is_open = true;
            }
            b'z' => {
                outline.end_part(true);
                is_open = false;
                continue;
            }
            _ => {}
        }
        outline.points.push((pen.0 as f32, pen.1 as f32));
    }
    outline.end_part(false);
    Ok(outline)
}

struct Reader<'data> {
    rest: &'data [u8],
}

impl Reader<'_> {
    fn skip_spaces(&mut self) {
        while let [b' ', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    fn command(&mut self) -> Option<u8> {
        self.skip_spaces();
        let (command, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*command)
    }

    fn number(&mut self) -> Option<f64> {
        self.skip_spaces();
        let (number, end) = leading_number(self.rest)?;
        self.rest = &self.rest[end..];
        Some(number)
    }

    /// Where a command leads from `pen`, in a part that began at `start`.
    fn read(&mut self, command: u8, pen: (f64, f64), start: (f64, f64)) -> Option<(f64, f64)> {
        Some(match command {
            b'M' | b'L' => (self.number()?, self.number()?),
            b'm' => (pen.0 + self.number()?, pen.1 + self.number()?),
            b'h' => (pen.0 + self.number()?, pen.1),
            b'H' => (self.number()?, pen.1),
            b'v' => (pen.0, pen.1 + self.number()?),
            b'z' => start,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn parts_begin_at_the_sheet_or_at_the_pen() {
        let outline = parse("M1 2h3v4h-3m0 2h1v-.5zm1 1L5.5-6").unwrap();
        let parts: Vec<_> = outline.parts().collect();
        let first: &[(f32, f32)] = &[(1.0, 2.0), (4.0, 2.0), (4.0, 6.0), (1.0, 6.0)];
        let second: &[(f32, f32)] = &[(1.0, 8.0), (2.0, 8.0), (2.0, 7.5)];
        let third: &[(f32, f32)] = &[(2.0, 9.0), (5.5, -6.0)];
        assert_eq!(parts, [(first, false), (second, true), (third, false)]);
        assert_eq!(parse("").unwrap().parts().count(), 0);
    }

    #[test]
    fn what_we_never_write_is_an_error() {
        for data in [
            "M1 2C1 2 3 4 5 6",
            "M1",
            "M1 2 3 4",
            "L1 2",
            "M0 0zL1 1",
            "M0 0q",
            "é",
        ] {
            assert!(parse(data).is_err(), "{data}");
        }
    }
}
