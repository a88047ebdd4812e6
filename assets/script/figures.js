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
      const text = cell ? cell.textContent : '';
      if (cell?.rowSpan > 1) left[at] = { rows: cell.rowSpan - 1, text };
      return text;
    });
    // A small line in the last cell.
    texts.line = one(line, 'svg');
    return texts;
  });
};

// The rectangles of a path.
const rectanglesOf = path => {
  let x = 0, y = 0;
  return [...attribute(path, 'd').matchAll(/([Mm])(-?[\d.]+) ?(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h-?[\d.]+(z?)/g)].map(it => {
    const [dx, dy, wide, high] = it.slice(2, 6).map(Number);
    [x, y] = it[1] === 'M' ? [dx, dy] : [x + dx, y + dy];
    const box = [x, y, wide, high];
    if (!it[6]) y += high;
    return box;
  });
};

const figureLayout = svg => one(svg, '.marks').dataset.layout;
const fillOf = element => attribute(element.closest('[fill]'), 'fill');

// The marks as drawn: a box, the rows that it shows, whether it is the header of a group.
const marksOf = (svg, rows) => {
  const marks = [];
  const add = (box, shown, head) => marks.push({ box, rows: shown, head });
  for (const element of every(svg, '.marks[data-r], .marks [data-r]')) {
    const numbers = numbersOf(element.dataset.r, '-');
    // A single row stands for the whole series.
    const list = numbers[1] >= 0 ? numbers.map(at => rows[at]) : rows.filter(row => row.series === rows[numbers[0]].series);
    if (element.localName === 'path') {
      const paint = fillOf(element), outline = attribute(element, 'stroke');
      rectanglesOf(element).forEach((box, at) => {
        Object.assign(list[at], { paint, outline });
        add(box, [list[at]]);
      });
    } else if (/lines/.test(figureLayout(svg))) {
      // A line: its points by their position along x.
      const paint = attribute(one(element, '[stroke]'), 'stroke');
      const points = new Map();
      for (const path of every(element, 'path'))
        for (const it of attribute(path, 'd').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) points.set(+it[1], +it[2]);
      for (const dot of every(element, 'circle')) points.set(+attribute(dot, 'cx'), +attribute(dot, 'cy'));
      [...points].sort((a, b) => a[0] - b[0]).forEach(([x, y], at) => {
        list[at].paint = paint;
        add([x - 3, y - 3, 6, 6], [list[at]]);
      });
    } else {
      let at = numbers[0];
      for (const path of element.children) {
        if (path.localName !== 'path') continue;
        const paint = fillOf(path);
        if (path.matches('.head')) {
          const shown = rows.slice(...numbers);
          shown.forEach(row => (row.paint ||= paint));
          add(rectanglesOf(path)[0], shown, true);
        } else
          for (const box of rectanglesOf(path)) {
            Object.assign(rows[at], { paint, outline: attribute(path, 'stroke') });
            add(box, [rows[at++]]);
          }
      }
    }
  }
  return marks;
};

// A figure that nobody has touched.
const untouched = ({ normalized }) => ({ hiddenSeries: new Set(), share: normalized, root: [], range: null });

// The figure of an element, parsed on first use.
const figureOf = element => {
  const known = figures.get(element);
  if (known) return known;
  const svg = one(element, 'svg');
  const table = one(element, 'table');
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
  const group = one(svg, '.marks');
  const figure = {
    element, svg, table, heads, names, rows, group,
    valueColumn: +v, seriesColumn: s && +s, shareColumn: h && +h, arrangement: a, normalized: a === 'normalized', scale: e, decimals: d, front: b, rear: u, adds: x, percent: p,
    form: figureLayout(svg),
    // Whether marks are in bands along an axis, so that a range can be drawn: in tiles, cells and fixed lines they are not.
    bands: !/ile|cel|-/.test(figureLayout(svg)),
    area: numbersOf(group.dataset.plot),
    original: svg.innerHTML, size: attribute(svg, 'viewBox'),
  };
  figure.state = untouched(figure);
  figure.marks = figure.drawn = marksOf(svg, rows);
  figure.categories = [...new Set(rows.map(row => row.name))];
  // On a scale of dates, categories have positions, and those between them may be empty.
  figure.places = [...(group.dataset.x?.split(' ') || figure.categories.keys())].map(Number);
  figure.series = s ? [...new Set(rows.map(row => row.series))] : [];
  const sum = name => total(rows.filter(row => row.series === name));
  if (a !== 'lines') figure.series = figure.series.map(name => [sum(name), name]).sort((one, other) => other[0] - one[0]).map(it => it[1]);
  figures.set(element, figure);
  return figure;
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
