// The content of a figure: the rows of its table, the marks of its drawing, and how they
// correspond.
const figures = new Map();

// The texts of a table's rows; a cell that spans several rows is in each of them.
const textsOf = table => {
  const left = [];
  const width = headsOf(table).length;
  return [...table.tBodies[0].rows].map(line => {
    let own = 0;
    const texts = Array.from({ length: width }, (_, at) => {
      if (left[at]?.rows > 0) {
        left[at].rows--;
        return left[at].text;
      }
      const cell = line.cells[own++];
      const text = cell ? bare(cell.textContent) : '';
      if (cell?.rowSpan > 1) left[at] = { rows: cell.rowSpan - 1, text };
      return text;
    });
    // A row without cells over several rows stays as it is, with all that is drawn in it.
    texts.line = !one(table, '[rowspan]') && line;
    return texts;
  });
};

// The elements that are marks, and the groups of tiles, by the kind of a chart.
const markElements = { bars: '.rows i, .tail i', fixed: '.rows i', tiles: '.tree b', cells: 'td[class]:not(.none)' };

// The marks as drawn, each an element with the rows that it shows and whether it is a group.
const marksOf = (chart, form, rows) => {
  const order = attribute(one(chart, '[data-r]'), 'data-r').split(' ').filter(Boolean).flatMap(it => {
    const [from, to = from] = numbersOf(it, '-');
    return Array.from({ length: to - from + 1 }, (_, at) => rows[from + at]);
  });
  let next = 0;
  return every(chart, markElements[form]).map(at => {
    const head = at.matches('.g');
    const mark = { at, head, rows: order.slice(next, next + (head ? every(at, 'b:not(.g)').length : 1)) };
    // A group of one tile shares all of its names.
    if (head) mark.level = depthOf(at);
    else mark.rows[0].paint = at.closest('[class]').className.split(' ')[0], next++;
    return mark;
  });
};

// How many groups of tiles an element is in, itself included.
const depthOf = element => {
  let depth = 0;
  for (let at = element; at; at = at.parentNode.closest?.('.g')) depth++;
  return depth;
};

// The points of lines: boxes in a drawing, in its own units.
const pointsOf = (svg, rows) => {
  const marks = [];
  for (const element of every(svg, '.marks [data-r]')) {
    const numbers = numbersOf(element.dataset.r, '-');
    // A single row stands for the whole series.
    const list = numbers[1] >= 0 ? numbers.map(at => rows[at]) : rows.filter(row => row.series === rows[numbers[0]].series);
    const paint = attribute(one(element, '[stroke]'), 'stroke');
    const points = new Map();
    // Areas end in points that are no values; their edges have the values alone.
    for (const path of every(element, '[stroke] path,path[stroke]'))
      for (const it of attribute(path, 'd').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) points.set(+it[1], +it[2]);
    for (const dot of every(element, 'circle')) points.set(+attribute(dot, 'cx'), +attribute(dot, 'cy'));
    [...points].sort((a, b) => a[0] - b[0]).forEach(([x, y], at) => {
      list[at].paint = paint;
      marks.push({ box: [x - 3, y - 3, 6, 6], rows: [list[at]], at: element });
    });
  }
  return marks;
};

// A figure that nobody has touched.
const untouched = ({ normalized }) => ({ hiddenSeries: new Set(), share: normalized, root: [], range: null });

// The figure of an element, parsed on first use.
const figureOf = element => {
  const known = figures.get(element);
  // Another drawing of several may be shown by now.
  if (known?.svg && !known.svg.getClientRects().length) adopt(known);
  if (known) return known;
  const chart = one(element, '.chart');
  const table = one(element, '.data table');
  const { c, s, v, a, e, h, x, p, b = '', u = '', d } = element.dataset;
  const heads = headsOf(table).map(cell => cell.textContent);
  const names = numbersOf(c);
  const rows = textsOf(table).map(cells => ({
    cells,
    path: names.map(at => cells[at]),
    name: names.map(at => cells[at]).join('\n'),
    series: s && cells[s],
    quantity: number(cells[v]) / (p ? 100 : 1),
  }));
  const figure = {
    element, chart, table, heads, names, rows,
    valueColumn: +v, seriesColumn: s && +s, shareColumn: h && +h, arrangement: a, normalized: a === 'normalized', scale: e, decimals: d, front: b, rear: u, adds: x, percent: p,
    form: chart.className.split(' ')[1],
    original: chart.innerHTML,
  };
  figure.state = untouched(figure);
  adopt(figure);
  figure.categories = [...new Set(rows.map(row => row.name))];
  figure.series = s ? [...new Set(rows.map(row => row.series))] : [];
  const sum = name => total(rows.filter(row => row.series === name));
  if (figure.form !== 'paths') figure.series = figure.series.map(name => [sum(name), name]).sort((one, other) => other[0] - one[0]).map(it => it[1]);
  figures.set(element, figure);
  return figure;
};

// Finds the marks of what is drawn now; of several drawings, of the one that fits the window.
const adopt = figure => {
  const { chart, rows, form } = figure;
  figure.svg = form === 'paths' ? every(chart, 'svg').find(it => frameOf(it).width) || one(chart, 'svg') : null;
  figure.drawn = figure.svg ? pointsOf(figure.svg, rows) : marksOf(chart, form, rows);
};

const isVisible = (figure, row) => !figure.state.hiddenSeries.has(row.series);
// The rows of a group of tiles.
const inside = (figure, root) => figure.rows.filter(row => root.every((name, at) => row.path[at] === name));
const total = rows => rows.reduce((sum, row) => sum + row.quantity, 0);

// The note about a mark: its name, its amount, its shares, and the rest of its table row.
const saidOf = (figure, mark) => {
  const [first] = mark.rows;
  const { rows } = figure;
  const path = mark.head ? first.path.slice(0, mark.level ?? sharedDepth(mark.rows)) : first.path;
  const names = mark.head || first.path.includes(first.series) || !first.series ? path : [...path, first.series];
  const lines = [];
  const value = total(mark.rows);
  lines.push(mark.head && !figure.percent ? (figure.decimals ? amount(value, figure) : whole.format(value)) : first.cells[figure.valueColumn] + (figure.percent ? percentSign : ''));
  if (figure.adds && !figure.percent) {
    const parent = path.slice(0, -1);
    const siblings = figure.form === 'tiles'
      ? parent.length ? inside(figure, parent) : []
      : figure.seriesColumn !== undefined && !first.path.includes(first.series)
        ? rows.filter(row => row.name === first.name) : [];
    if (siblings.length > !parent.length) lines.push(percent(value, total(siblings)) + ' ' + groupWord);
    lines.push(percent(value, total(rows)) + ' ' + totalWord);
  }
  if (!mark.head)
    first.cells.forEach((text, at) => {
      const told = [...figure.names, figure.valueColumn, figure.seriesColumn, figure.adds && figure.shareColumn].includes(at);
      if (!told && text) lines.push(figure.heads[at] + colon + text);
    });
  return { name: names.join(' › '), lines };
};

// How many names the rows of a group have in common.
const sharedDepth = rows => {
  let depth = 0;
  while (depth < rows[0].path.length - 1 && rows.every(row => row.path[depth] === rows[0].path[depth])) depth++;
  return depth || 1;
};
