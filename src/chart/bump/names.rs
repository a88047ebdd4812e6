//! The names of lines of ranks. In: the lines with their positions. Out: the rank and the name of each beside its
//! first and last position; the name of a line that has it at neither end stands above its first point, where there is room.

use crate::chart::bump::layout::{GAP, Layout, is_named};
use crate::chart::bump::model::BumpLine;
use crate::chart::layout::text_measure::{Weight, shorten_apart, width};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::{Anchor, TextStyle};

/// Draws the ranks and the names.
pub(super) fn draw(layout: &Layout<'_>, canvas: &Canvas) {
    let last = layout.bumps.positions.len().saturating_sub(1);
    let style = TextStyle::new(layout.theme.small_size, layout.theme.ink);
    for (side, at, out, anchor) in [(0, 0, -1.0, Anchor::End), (1, last, 1.0, Anchor::Start)] {
        let style = style.clone().anchored(anchor);
        let x = layout.x(at) + out * GAP;
        let widest = width(&layout.bumps.ranks.to_string(), style.size, Weight::Regular);
        let ranks = style.clone().colored(layout.theme.muted);
        canvas.group(&Group::new().class("axis").text(&ranks), |canvas| {
            for place in 1..=layout.bumps.ranks {
                let rank = layout.bumps.rank_at(at, place);
                canvas.text((x, layout.y(place)), &rank.to_string(), &ranks);
            }
        });
        canvas.group(&Group::new().class("names").text(&style), |canvas| {
            let lines = layout.bumps.lines.iter();
            let lines = lines.filter(|line| is_named(line, at, last, canvas.width()));
            let named: Vec<_> = lines
                .filter_map(|line| Some((line.label.as_str(), line.points[at]?)))
                .collect();
            let labels: Vec<&str> = named.iter().map(|(label, _)| *label).collect();
            let room = layout.names[side];
            let texts = shorten_apart(&labels, style.size, Weight::Regular, room);
            for ((label, point), text) in named.iter().zip(&texts) {
                let place = (x + out * (widest + 6.0), layout.y(point.place));
                canvas.shortened(label, std::slice::from_ref(text), |canvas| {
                    canvas.text(place, text, &style);
                });
            }
        });
    }
    draw_inside(layout, canvas, last);
}

/// The names of lines that have them at neither end, as far as they do not stand upon each other.
fn draw_inside(layout: &Layout<'_>, canvas: &Canvas, last: usize) {
    let style = TextStyle::new(layout.theme.smallest_size + 1.0, layout.theme.muted);
    let sheet = canvas.width();
    let is_inside = |line: &&BumpLine| [0, last].iter().all(|at| !is_named(line, *at, last, sheet));
    let mut taken: Vec<[f64; 3]> = Vec::new();
    let group = Group::new().class("names").text(&style);
    canvas.group(&group.halo(layout.theme.background), |canvas| {
        for line in layout.bumps.lines.iter().filter(is_inside) {
            let mut points = line.points.iter().enumerate();
            let Some((at, place)) = points.find_map(|(at, it)| Some((at, (*it)?.place))) else {
                continue;
            };
            let wide = width(&line.label, style.size, Weight::Regular);
            let y = layout.y(place) - 8.0 - style.size / 2.0;
            let left = (layout.x(at) - 4.0).min(layout.area.right() - wide);
            let box_of = [left, left + wide, y];
            let overlaps = |other: &[f64; 3]| {
                (other[2] - y).abs() < style.size * 1.2
                    && other[0] < box_of[1] + 4.0
                    && left < other[1] + 4.0
            };
            if wide <= layout.area.width && !taken.iter().any(overlaps) {
                canvas.text((left, y), &line.label, &style);
                taken.push(box_of);
            }
        }
    });
}
