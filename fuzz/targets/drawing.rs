//! Marks of any names and numbers → drawings, as files and in a page.

use super::tags::page_drawing_is_sound;
use hfreport::chart::bars::model::{Arrangement, Bars, Category, Orientation};
use hfreport::chart::breaks::BreakMark;
use hfreport::chart::lines::model::{Form, LinePosition, LineSeries, Lines};
use hfreport::chart::model::{Common, Legend, LegendEntry, Mark, Marks, ValueFormat};
use hfreport::chart::spacing::Spacing;
use hfreport::chart::tree::model::{Tree, TreeNode};
use hfreport::chart::{ChartModel, Color, Theme, alternative_text, draw, draw_for_page};
use hfreport::text::{Affix, Locale};

/// Charts: names and numbers are taken from the bytes; every drawing is valid XML that contains the
/// names, and that of a page has its own elements and attributes only.
#[allow(clippy::too_many_lines, reason = "one model, field by field")]
pub(crate) fn drawing(bytes: &[u8]) {
    let (choices, rest) = bytes.split_at(bytes.len().min(4));
    let choice = |at: usize| choices.get(at).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(rest);
    let mut names = text.split('\n').map(str::to_owned).cycle();
    let mut name = || names.next().unwrap_or_default();
    let mut numbers = rest.chunks(8).map(|chunk| {
        let mut whole = [0; 8];
        whole[..chunk.len()].copy_from_slice(chunk);
        let value = f64::from_le_bytes(whole);
        if choice(2) & 1 == 0 {
            value.abs().log2().abs()
        } else {
            value
        }
    });
    let color = Color {
        red: choice(1),
        green: choice(2),
        blue: choice(3),
    };
    let count = usize::from(choice(1) % 12);
    let mark = |slot: usize, value: f64, name: &mut dyn FnMut() -> String| Mark {
        key: name(),
        label: name(),
        slot,
        value,
        text: name(),
        note: name(),
        color,
        others: value > 2.0,
        row: slot,
    };
    let mut number = || numbers.next().unwrap_or(1.0);
    let marks: Box<dyn Marks> = match choice(0) % 4 {
        0 | 1 => Box::new(Bars {
            orientation: [Orientation::Vertical, Orientation::Horizontal]
                [usize::from(choice(0) % 4)],
            arrangement: [
                Arrangement::Single,
                Arrangement::Stacked,
                Arrangement::Normalized,
                Arrangement::Grouped,
            ][usize::from(choice(0) / 4 % 4)],
            categories: (0..count)
                .map(|at| Category {
                    key: name(),
                    label: name(),
                    group: (at % 3 == 0).then(|| (name(), name())),
                    end_label: name(),
                    marks: (0..2).map(|slot| mark(slot, number(), &mut name)).collect(),
                    gap: at % 5 == 4,
                })
                .collect(),
            slots: 2,
        }),
        2 => {
            let mut node = |children: Vec<TreeNode>| TreeNode {
                key: name(),
                label: name(),
                value: number(),
                text: name(),
                share_of_parent: name(),
                share_of_total: name(),
                color,
                rows: 0..1,
                children,
            };
            let leaves: Vec<TreeNode> = (0..count).map(|_| node(Vec::new())).collect();
            Box::new(Tree {
                nodes: vec![node(leaves.clone()), node(leaves)],
            })
        }
        _ => Box::new(Lines {
            form: [Form::Lines, Form::Stacked][usize::from(choice(3) / 128)],
            breaks: vec![BreakMark {
                at: count / 2,
                text: name(),
            }],
            spacing: Spacing::at(&(0_i64..).take(count).map(|at| at * at).collect::<Vec<_>>()),
            positions: (0..count)
                .map(|at| LinePosition {
                    key: name(),
                    label: name(),
                    empty: at % 4 == 3,
                })
                .collect(),
            series: (0..2)
                .map(|_| LineSeries {
                    key: name(),
                    label: name(),
                    color,
                    points: (0..count)
                        .map(|at| (at % 4 != 3).then(|| mark(0, number(), &mut name)))
                        .collect(),
                })
                .collect(),
        }),
    };
    let title = name();
    let common = Common {
        id: name(),
        title: title.clone(),
        alternative: name(),
        locale: Locale::ALL[usize::from(choice(3) % 2)],
        value_title: name(),
        category_title: name(),
        value_format: [ValueFormat::Compact, ValueFormat::Percent][usize::from(choice(3) / 2 % 2)],
        affix: Affix {
            before: name(),
            behind: name(),
        },
        value_labels: choice(3) & 4 != 0,
        legend: (choice(3) & 8 != 0).then(|| Legend {
            title: name(),
            entries: (0..count)
                .map(|_| LegendEntry {
                    key: name(),
                    label: name(),
                    color,
                })
                .collect(),
            max_entries: 5,
        }),
        annotations: Vec::new(),
        logarithmic: choice(3) & 64 != 0,
        width: (choice(3) & 16 != 0).then(|| u32::from(choice(1)) * 8),
        height: (choice(3) & 32 != 0).then(|| u32::from(choice(2)) * 8),
    };
    let _ = alternative_text(&*marks, &common);
    let model = ChartModel { common, marks };
    page_drawing_is_sound(&draw_for_page(&model));
    let svg = draw(&model, &Theme::default());
    let document = roxmltree::Document::parse(&svg)
        .unwrap_or_else(|error| panic!("the drawing is no XML: {error}\n{svg}"));
    for node in document.descendants() {
        assert!(!matches!(
            node.tag_name().name(),
            "script" | "foreignObject" | "a" | "image"
        ));
        assert!(
            node.attributes()
                .all(|attribute| !attribute.name().starts_with("on"))
        );
    }
    let geometry = [
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "width",
        "height",
        "d",
        "points",
        "transform",
        "viewBox",
    ];
    for attribute in document.descendants().flat_map(|node| node.attributes()) {
        let finite = !attribute.value().contains("NaN") && !attribute.value().contains("inf");
        assert!(
            finite || !geometry.contains(&attribute.name()),
            "{attribute:?}"
        );
    }
}
