//! One of our SVGs, element by element. In: its tree. Out: its shapes and texts on the sheet, or what in it we
//! never write and hence do not draw.

use roxmltree::{Node, NodeType};
use tiny_skia::Transform;

use super::attributes::{Looks, leading_number, number};
use super::path_data;
use super::shapes::{Place, to_pixels};
use super::sheet::Sheet;
use super::text::{Line, Typesetter};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Groups within groups; ours have about ten.
const DEEPEST: usize = 64;

/// The width and height of a drawing in CSS pixels.
///
/// # Errors
/// The root is not an `svg` element whose `viewBox` begins at 0, or it asks for another size; says which.
pub(super) fn size(root: Node<'_, '_>) -> Result<(f32, f32), String> {
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(NAMESPACE) {
        return Err(unknown_element(root));
    }
    let view = root.attribute("viewBox").unwrap_or_default();
    let mut numbers = view.split(' ').map(number);
    let found = (
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
    );
    let (Some(Some(0.0)), Some(Some(0.0)), Some(Some(width)), Some(Some(height)), None) = found
    else {
        return Err(format!("viewBox=\"{view}\""));
    };
    for (name, known) in [("width", width), ("height", height)] {
        match root.attribute(name) {
            Some(value) if number(value) != Some(known) => return Err(unknown(name, value)),
            _ => {}
        }
    }
    Ok((width, height))
}

/// Draws all that is in the root.
///
/// # Errors
/// There is an element, an attribute or a value that we never write; says which.
pub(super) fn draw(
    root: Node<'_, '_>,
    scale: f32,
    sheet: &mut Sheet<'_>,
    typesetter: &mut Typesetter,
) -> Result<(), String> {
    let mut looks = Looks::default();
    set_all(root, &mut looks, |name, _, _| {
        // Sizes were read before, and letters are those of the embedded fonts.
        matches!(
            name,
            "viewBox" | "width" | "height" | "font-family" | "role"
        ) || name == "aria-labelledby"
    })?;
    let place = Place {
        sheet,
        scale,
        opacity: 1.0,
    };
    let mut drawing = Drawing { place, typesetter };
    drawing.children(root, &looks, 0)?;
    drawing.place.sheet.prepare();
    Ok(())
}

struct Drawing<'a, 'pixels> {
    place: Place<'a, 'pixels>,
    typesetter: &'a mut Typesetter,
}

impl Drawing<'_, '_> {
    fn children(
        &mut self,
        parent: Node<'_, '_>,
        looks: &Looks,
        depth: usize,
    ) -> Result<(), String> {
        if depth > DEEPEST {
            return Err(format!("more than {DEEPEST} groups within groups"));
        }
        for node in parent.children() {
            match node.node_type() {
                NodeType::Element => self.element(node, *looks, depth)?,
                NodeType::Text => {
                    let text = node.text().unwrap_or_default().trim();
                    if !text.is_empty() {
                        return Err(format!("text outside of an element for it: {text}"));
                    }
                }
                NodeType::Comment => {}
                NodeType::PI | NodeType::Root => return Err("a processing instruction".to_owned()),
            }
        }
        Ok(())
    }

    fn element(&mut self, node: Node<'_, '_>, looks: Looks, depth: usize) -> Result<(), String> {
        if node.tag_name().namespace() != Some(NAMESPACE) {
            return Err(unknown_element(node));
        }
        match node.tag_name().name() {
            "title" | "desc" => Ok(()),
            "g" => self.group(node, looks, depth),
            "path" => self.path(node, looks),
            "circle" => self.circle(node, looks),
            "text" => self.text(node, looks),
            _ => Err(unknown_element(node)),
        }
    }

    fn group(&mut self, node: Node<'_, '_>, mut looks: Looks, depth: usize) -> Result<(), String> {
        set_all(node, &mut looks, |name, value, looks| match name {
            "data-x" => true,
            "transform" => {
                let moved = translation(value).filter(|(_, rest)| rest.is_empty());
                if let Some(((x, y), _)) = moved {
                    looks.shift = (looks.shift.0 + x, looks.shift.1 + y);
                }
                moved.is_some()
            }
            _ => false,
        })?;
        self.children(node, &looks, depth + 1)
    }

    fn path(&mut self, node: Node<'_, '_>, mut looks: Looks) -> Result<(), String> {
        self.place.opacity = 1.0;
        let opacity = &mut self.place.opacity;
        set_all(node, &mut looks, |name, value, _| match name {
            "d" => true,
            "opacity" => set(opacity, value),
            _ => false,
        })?;
        nothing_in(node)?;
        let data = node.attribute("d").unwrap_or_default();
        self.place.outline(&path_data::parse(data)?, &looks);
        Ok(())
    }

    fn circle(&mut self, node: Node<'_, '_>, mut looks: Looks) -> Result<(), String> {
        self.place.opacity = 1.0;
        let opacity = &mut self.place.opacity;
        let (mut x, mut y, mut radius) = (0.0, 0.0, 0.0);
        set_all(node, &mut looks, |name, value, _| match name {
            "cx" => set(&mut x, value),
            "cy" => set(&mut y, value),
            "r" => set(&mut radius, value),
            "opacity" => set(opacity, value),
            _ => false,
        })?;
        nothing_in(node)?;
        self.place.circle((x, y), radius, &looks);
        Ok(())
    }

    fn text(&mut self, node: Node<'_, '_>, mut looks: Looks) -> Result<(), String> {
        let (mut x, mut y) = (0.0, 0.0);
        let mut turned = None;
        set_all(node, &mut looks, |name, value, _| match name {
            "x" => set(&mut x, value),
            "y" => set(&mut y, value),
            "transform" => {
                turned = turning(value);
                turned.is_some()
            }
            _ => false,
        })?;
        let to_pixels = to_pixels(&looks, self.place.scale);
        let mut text = String::new();
        for child in node.children() {
            match child.node_type() {
                NodeType::Text => text.push_str(child.text().unwrap_or_default()),
                NodeType::Comment => {}
                _ => return Err(unknown_element(child)),
            }
        }
        let line = Line {
            text: &text,
            at: (x, y),
            to_pixels: turned.map_or(to_pixels, |turned| to_pixels.pre_concat(turned)),
            is_level: turned.is_none(),
        };
        self.typesetter.draw(self.place.sheet, &line, &looks)
    }
}

/// Takes all attributes of an element over: into its looks, by `own`, or not at all if they say nothing about the
/// drawing.
fn set_all(
    node: Node<'_, '_>,
    looks: &mut Looks,
    mut own: impl FnMut(&str, &str, &mut Looks) -> bool,
) -> Result<(), String> {
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let is_known = attribute.namespace().is_none()
            && (matches!(name, "id" | "class" | "data-r")
                || own(name, value, looks)
                || looks.set(name, value).is_some());
        if !is_known {
            return Err(unknown(name, value));
        }
    }
    Ok(())
}

fn set(place: &mut f32, value: &str) -> bool {
    let read = number(value);
    *place = read.unwrap_or(*place);
    read.is_some()
}

/// `translate(x)` or `translate(x y)` at the beginning of a transformation, and what follows.
fn translation(value: &str) -> Option<((f32, f32), &str)> {
    let inner = value.strip_prefix("translate(")?;
    let (x, end) = leading_number(inner.as_bytes())?;
    let (numbers, rest) = inner.split_once(')')?;
    let y = match numbers.get(end..)? {
        "" => 0.0,
        y => number(y.strip_prefix(' ')?)?,
    };
    Some(((x as f32, y), rest))
}

/// A move, and maybe a rotation about the place to which it leads.
fn turning(value: &str) -> Option<Transform> {
    let ((x, y), rest) = translation(value)?;
    let degrees = match rest {
        "" => 0.0,
        rest => number(rest.strip_prefix("rotate(")?.strip_suffix(')')?)?,
    };
    Some(Transform::from_translate(x, y).pre_rotate(degrees))
}

fn nothing_in(node: Node<'_, '_>) -> Result<(), String> {
    match node.first_element_child() {
        Some(child) if child.tag_name().name() != "title" => Err(unknown_element(child)),
        _ => Ok(()),
    }
}

fn unknown_element(node: Node<'_, '_>) -> String {
    format!(
        "no picture can show the element `{}`",
        node.tag_name().name()
    )
}

fn unknown(name: &str, value: &str) -> String {
    format!("no picture can show {name}=\"{value}\"")
}

#[cfg(test)]
mod tests {
    use super::{Transform, translation, turning};

    #[test]
    fn transformations_are_moves_and_turns() {
        assert_eq!(translation("translate(4.5)"), Some(((4.5, 0.0), "")));
        assert_eq!(translation("translate(1 -2)"), Some(((1.0, -2.0), "")));
        let turned = turning("translate(10 20)rotate(90)").unwrap();
        let mut point = tiny_skia::Point::from_xy(5.0, 0.0);
        turned.map_point(&mut point);
        assert!((point.x - 10.0).abs() < 1e-5 && (point.y - 25.0).abs() < 1e-5);
        assert_eq!(
            turning("translate(1)"),
            Some(Transform::from_translate(1.0, 0.0))
        );
        for other in [
            "rotate(90)",
            "scale(2)",
            "translate(1,2)",
            "translate(1 2)scale(2)",
            "translate(1",
        ] {
            assert_eq!(turning(other), None, "{other}");
        }
    }
}
