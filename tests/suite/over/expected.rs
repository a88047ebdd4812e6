//! The columns of change of the 55 months, worked out by plain loops over their rows.

use std::collections::{BTreeMap, BTreeSet};

/// The cells of rows by their codes, each by the name of its column.
pub(super) type Table = BTreeMap<Vec<String>, BTreeMap<String, String>>;

/// A month: the day of its snapshot, and the downloads of each id.
#[derive(Clone)]
pub(super) struct Month {
    pub(super) day: String,
    /// Months since the year 0.
    pub(super) number: i64,
    pub(super) rows: BTreeMap<String, i128>,
}

impl Month {
    fn downloads(&self) -> i128 {
        self.rows.values().sum()
    }

    fn year(&self) -> i64 {
        self.number / 12
    }
}

type Fraction = (i128, i128);

pub(super) fn fraction(found: Option<Fraction>) -> String {
    let Some((above, below)) = found else {
        return "-".to_owned();
    };
    assert!(below > 0);
    let (mut a, mut b) = (above.unsigned_abs(), below.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1).cast_signed();
    match (above / divisor, below / divisor) {
        (above, 1) => above.to_string(),
        (above, below) => format!("{above}/{below}"),
    }
}

fn whole(found: Option<i128>) -> String {
    fraction(found.map(|value| (value, 1)))
}

fn less(now: Fraction, before: Fraction) -> Fraction {
    (now.0 * before.1 - before.0 * now.1, now.1 * before.1)
}

fn by(above: Fraction, below: Fraction) -> Fraction {
    (above.0 * below.1, above.1 * below.0)
}

/// The columns of a number over months, of which some have no value; a month that is not in the list has no file.
struct Course<'a> {
    months: &'a [Month],
    value: &'a dyn Fn(&Month) -> Option<Fraction>,
}

impl Course<'_> {
    fn at(&self, number: i64) -> Option<Fraction> {
        let month = self.months.iter().find(|month| month.number == number)?;
        (self.value)(month)
    }

    /// The columns that every measure has, for a month.
    fn columns(&self, name: &str, number: i64, cells: &mut BTreeMap<String, String>) {
        let mut add =
            |ending: &str, value| cells.insert(format!("{name}{ending}"), fraction(value));
        let (now, before) = (self.at(number), self.at(number - 1));
        let year = self.at(number - 12);
        let change = |from: Option<Fraction>| Some(less(now?, from?));
        let growth = |from: Option<Fraction>| {
            let change = change(from)?;
            from.filter(|from| from.0 > 0).map(|from| by(change, from))
        };
        add("", now);
        add("_previous", before);
        add("_change", change(before));
        add("_growth", growth(before));
        add("_year_previous", year);
        add("_year_growth", growth(year));
        let last: Option<Vec<Fraction>> = (number - 2..=number).map(|it| self.at(it)).collect();
        let sum = last.map(|last| {
            let sum = last.iter().fold((0, 1), |sum, it| {
                (sum.0 * it.1 + it.0 * sum.1, sum.1 * it.1)
            });
            (sum.0, sum.1 * 3)
        });
        add("_mean", sum);
        let first = self.at(self.months[0].number).filter(|first| first.0 > 0);
        let index = first.and_then(|first| Some(by((now?.0 * 100, now?.1), first)));
        add("_index", index);
    }
}

/// Ranks by size: one more than how many are larger.
fn ranks<'a>(sizes: impl Iterator<Item = (&'a str, Fraction)>) -> BTreeMap<&'a str, i128> {
    let sizes: Vec<(&str, Fraction)> = sizes.collect();
    let ranks = sizes.iter().map(|(name, own)| {
        let larger = |it: &&(&str, Fraction)| it.1.0 * own.1 > own.0 * it.1.1;
        (*name, sizes.iter().filter(larger).count() as i128 + 1)
    });
    ranks.collect()
}

/// A figure of a month.
type Figure<'a> = &'a dyn Fn(&Month) -> Fraction;

/// The breakdown by month as it must be; `missing` months have no file.
pub(super) fn expected_months(months: &[Month]) -> Table {
    let downloads = |month: &Month| (month.downloads(), 1);
    let models = |month: &Month| (month.rows.len() as i128, 1);
    let each = |month: &Month| (month.downloads(), month.rows.len() as i128);
    let measures: [(&str, Figure<'_>); 3] = [
        ("downloads", &downloads),
        ("models", &models),
        ("each", &each),
    ];
    let all: BTreeSet<&String> = months.iter().flat_map(|month| month.rows.keys()).collect();
    let mut table = BTreeMap::new();
    let mut sum = 0;
    let mut unbroken = true;
    for month in months {
        let has = |number| months.iter().find(|other| other.number == number);
        let before = has(month.number - 1);
        sum += month.downloads();
        unbroken &= before.is_some() || month.number == months[0].number;
        let mut cells = BTreeMap::new();
        for (name, value) in measures {
            let course = Course {
                months,
                value: &|month| Some(value(month)),
            };
            course.columns(name, month.number, &mut cells);
            let sizes = months
                .iter()
                .map(|month| (month.day.as_str(), value(month)));
            let rank = ranks(sizes)[month.day.as_str()];
            cells.insert(format!("{name}_rank"), rank.to_string());
        }
        let total: i128 = months.iter().map(Month::downloads).sum();
        let share = fraction(Some((month.downloads(), total)));
        cells.insert("downloads_share".to_owned(), share);
        let share = fraction(Some((month.rows.len() as i128, all.len() as i128)));
        cells.insert("models_share".to_owned(), share);
        let running = unbroken.then_some(sum);
        cells.insert("downloads_running".to_owned(), whole(running));
        let moved = |from: &Month, to: &Month| {
            let only = to.rows.keys().filter(|id| !from.rows.contains_key(*id));
            only.count() as i128
        };
        let entered = before.map(|before| moved(before, month));
        let left = before.map(|before| moved(month, before));
        cells.insert("models_entered".to_owned(), whole(entered));
        cells.insert("models_left".to_owned(), whole(left));
        table.insert(vec![month.day.clone()], cells);
    }
    table
}

/// The breakdown by month and model as it must be.
pub(super) fn expected_models(months: &[Month]) -> Table {
    let mut table = BTreeMap::new();
    let ranks_of = |month: &Month| -> BTreeMap<String, i128> {
        let sizes = month.rows.iter();
        let ranks = ranks(sizes.map(|(id, downloads)| (id.as_str(), (*downloads, 1))));
        let owned = ranks.into_iter();
        owned.map(|(id, rank)| (id.to_owned(), rank)).collect()
    };
    let ranked: Vec<BTreeMap<String, i128>> = months.iter().map(ranks_of).collect();
    let has = |number: i64| months.iter().position(|month| month.number == number);
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    let mut unbroken = true;
    for (at, month) in months.iter().enumerate() {
        let before = has(month.number - 1);
        unbroken &= before.is_some() || at == 0;
        for (id, downloads) in &month.rows {
            let course = Course {
                months,
                value: &|month| month.rows.get(id).map(|downloads| (*downloads, 1)),
            };
            let mut cells = BTreeMap::new();
            course.columns("downloads", month.number, &mut cells);
            let mut add = |name: &str, cell| cells.insert(format!("downloads_{name}"), cell);
            let share = |month: &Month| {
                let downloads = month.rows.get(id)?;
                Some((*downloads, month.downloads()))
            };
            let (now, was) = (share(month), before.and_then(|at| share(&months[at])));
            add("share", fraction(now));
            add("share_previous", fraction(was));
            let change = was.and_then(|was| Some(less(now?, was)));
            add("share_change", fraction(change));
            let rank = ranked[at][id];
            let was = before.and_then(|at| ranked[at].get(id).copied());
            add("rank", whole(Some(rank)));
            add("rank_previous", whole(was));
            add("rank_change", whole(was.map(|was| rank - was)));
            let sum = sums.entry(id).or_default();
            *sum += downloads;
            add("running", whole(unbroken.then_some(*sum)));
            let lacks = |at: Option<usize>| {
                let found = at.map(|at| !months[at].rows.contains_key(id));
                found.map_or_else(|| "-".to_owned(), |lacks| lacks.to_string())
            };
            cells.insert("entered".to_owned(), lacks(before));
            cells.insert("leaves".to_owned(), lacks(has(month.number + 1)));
            table.insert(vec![month.day.clone(), id.clone()], cells);
        }
    }
    table
}

/// The breakdown by year as it must be, of the months of all files.
pub(super) fn expected_years(months: &[Month]) -> Table {
    let years: BTreeSet<i64> = months.iter().map(Month::year).collect();
    let of = |year: i64| months.iter().filter(move |month| month.year() == year);
    let downloads = |year: i64| of(year).map(Month::downloads).sum::<i128>();
    let ids = |year: i64| -> BTreeSet<&String> { of(year).flat_map(|it| it.rows.keys()).collect() };
    let is_whole = |year: i64| of(year).count() == 12;
    let mut table = BTreeMap::new();
    let mut sum = 0;
    for year in &years {
        let year = *year;
        let has = years.contains(&(year - 1));
        let both = has && is_whole(year) && is_whole(year - 1);
        sum += downloads(year);
        let mut cells = BTreeMap::new();
        let amounts: [(&str, &dyn Fn(i64) -> i128); 2] = [
            ("downloads", &downloads),
            ("models", &|year| ids(year).len() as i128),
        ];
        for (name, value) in amounts {
            let mut add = |ending: &str, cell| cells.insert(format!("{name}{ending}"), cell);
            let (now, was) = (value(year), value(year - 1));
            add("", whole(Some(now)));
            add("_previous", whole(has.then_some(was)));
            add("_change", whole(both.then_some(now - was)));
            add("_growth", fraction(both.then_some((now - was, was))));
            add("_mean", fraction(both.then_some((now + was, 2))));
            let index = is_whole(year).then(|| (now * 100, value(2023)));
            add("_index", fraction(index));
            let codes: Vec<String> = years.iter().map(i64::to_string).collect();
            let sizes = codes.iter().zip(&years);
            let sizes = sizes.map(|(code, year)| (code.as_str(), (value(*year), 1)));
            let rank = ranks(sizes)[year.to_string().as_str()];
            add("_rank", rank.to_string());
        }
        let all: BTreeSet<&String> = years.iter().flat_map(|year| ids(*year)).collect();
        let total: i128 = years.iter().map(|year| downloads(*year)).sum();
        let share = fraction(Some((downloads(year), total)));
        cells.insert("downloads_share".to_owned(), share);
        let share = fraction(Some((ids(year).len() as i128, all.len() as i128)));
        cells.insert("models_share".to_owned(), share);
        cells.insert("downloads_running".to_owned(), sum.to_string());
        let (now, was) = (ids(year), ids(year - 1));
        let entered = both.then(|| now.difference(&was).count() as i128);
        cells.insert("models_entered".to_owned(), whole(entered));
        let left = both.then(|| was.difference(&now).count() as i128);
        cells.insert("models_left".to_owned(), whole(left));
        cells.insert("whole".to_owned(), is_whole(year).to_string());
        table.insert(vec![format!("{year}-01-01")], cells);
    }
    table
}
