// Redraws the rest of a figure: without hidden series, with a range, shares, or the inside of a
// tile.
const pen = make('canvas').getContext('2d');
const widthOf = (text, size, bold) => {
  pen.font = (bold ? 'bold ' : '') + size + 'px DejaVu Sans, Verdana, sans-serif';
  return pen.measureText(text).width;
};

const inkOn = color => {
  const hex = color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color;
  const light = [1, 3, 5].map(at => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.2 ? '#161a20' : '#fff';
};

const textAt = (x, y, text, size, more = '') =>
  `<text x="${fixed(x)}" y="${fixed(y + size * 0.35)}" font-size="${size}" ${more}>${escaped(text)}</text>`;

const middle = 'text-anchor="middle"', ended = 'text-anchor="end"', soft = ' fill="#5a6270"';

const boxAt = ([x, y, wide, high], { paint, outline }) =>
  `<path d="M${fixed(x)} ${fixed(y)}h${fixed(wide)}v${fixed(high)}h${fixed(-wide)}z" fill="${paint}" stroke="${outline || 'none'}"/>`;

// Some `count` round values between two ends.
const ticksOf = (low, high, count) => {
  const rough = (high - low) / count;
  const power = 10 ** floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(it => it * power).find(it => it >= rough * 0.999999);
  const ticks = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) ticks.push(at * step || 0);
  return ticks;
};

const remove = (svg, ...classes) => every(svg, classes.map(it => '.' + it).join()).forEach(it => it.remove());

const drawBars = figure => {
  const { state, svg, arrangement } = figure;
  const lying = figure.form === 'rows';
  let [left, top, wide, high] = figure.area;
  const [from, to] = state.range || [0, figure.categories.length - 1];
  const names = figure.categories.slice(from, to + 1);
  if (lying && state.range) {
    const cut = high - min(high, names.length * max(44, high / figure.categories.length));
    high -= cut;
    const [, , sheet, height] = numbersOf(figure.size);
    svg.setAttribute('viewBox', `0 0 ${sheet} ${height - cut}`);
  }
  const rows = names.map(name => figure.rows.filter(row => row.name === name && isVisible(figure, row)));
  const stacked = arrangement === 'stacked' || figure.normalized;
  const lines = figure.form === 'lines';
  // Hidden series remain part of the whole.
  const whole_ = name => total(figure.rows.filter(row => arrangement === 'single' || row.name === name));
  const wholes = names.map(name => (state.share && whole_(name)) || 1);
  const size = (row, at) => row.quantity / wholes[at];
  const ends = rows.flatMap((list, at) => (stacked ? [list.reduce((sum, row) => sum + size(row, at), 0)] : list.map(row => size(row, at))));
  let high_ = max(0, ...ends), low_ = min(0, ...ends);
  if (high_ === low_) high_ = 1;
  if (state.share && stacked) high_ = 1;
  const length = lying ? wide : high;
  const ticks = ticksOf(low_, high_, lying ? length / 110 : 5);
  if (!lying && ticks.at(-1) < high_) high_ = ticks.at(-1) + ticks[1] - ticks[0], ticks.push(high_);
  // The text after a horizontal bar needs room.
  const room = lying ? 90 : 0;
  const place = value => ((value - low_) / (high_ - low_)) * (length - room);
  const isShare = state.share || figure.percent;
  const say = value => (isShare ? percent(value, 1) : amount(value, figure));
  let grid = '', axis = '', marks = '', texts = '', labels = '';
  for (const tick of ticks) {
    const at = place(tick);
    const name = isShare ? percent(tick, 1).replace(/[.,]0/, '') : briefly(tick, figure);
    grid += lying ? `<path d="M${left + at} ${top}v${high}"/>` : `<path d="M${left} ${top + high - at}h${wide}"/>`;
    axis += lying ? textAt(left + at, top + high + 11, name, 11) : textAt(left - 6, top + high - at, name, 11);
  }
  const { places } = figure;
  const slot = at => places[from + at] - places[from];
  const band = (lying ? high : wide) / (slot(to - from) + 1);
  const slots = arrangement === 'grouped' ? figure.series.filter(name => !state.hiddenSeries.has(name)) : [''];
  figure.drawn = [];
  const points = new Map();
  rows.forEach((list, at) => {
    let reached = 0;
    const order = stacked ? figure.series : null;
    if (order) list.sort((one, other) => order.indexOf(one.series) - order.indexOf(other.series));
    for (const row of list) {
      const value = size(row, at);
      const [start, end] = [place(stacked ? reached : 0), place(stacked ? reached + value : value)];
      reached += value;
      const thick = (band * 0.76) / slots.length;
      const offset = band * (slot(at) + 0.12) + thick * max(0, slots.indexOf(row.series));
      let box = lying
        ? [left + min(start, end), top + offset, max(0.5, abs(end - start)), thick]
        : [left + offset, top + high - max(start, end), thick, max(0.5, abs(end - start))];
      const text = say(value);
      if (lines) {
        const x = left + band * (slot(at) + 0.5), y = top + high - end;
        points.set(row.series, [...(points.get(row.series) || []), [x, y, row.paint, slot(at)]]);
        box = [x - 3, y - 3, 6, 6];
      } else marks += boxAt(box, row);
      figure.drawn.push({ box, rows: [row] });
      if (lines) continue;
      const [x, y, w, h] = box;
      if (stacked) {
        if (widthOf(text, 10) + 4 < w && h > 10) texts += textAt(x + w / 2, y + h / 2, text, 10, `${middle} fill="${inkOn(row.paint)}"`);
      } else if (lying) texts += textAt(x + w + 5, y + h / 2, text, min(11, h));
      else if (widthOf(text, 10) < thick + 6) texts += textAt(x + w / 2, y - 7, text, 10, middle);
    }
    if (stacked && list.length && !state.share) {
      const text = say(reached), end = place(reached);
      texts += lying
        ? textAt(left + end + 5, top + band * (slot(at) + 0.5), text, min(11, band), soft)
        : widthOf(text, 10) < band + 6 ? textAt(left + band * (slot(at) + 0.5), top + high - end - 8, text, 10, middle + soft) : '';
    }
    if (state.range) {
      const name = names[at].split('\n').join(' › ');
      const fitting = max(4, floor(lying ? (left - 16) / 6.6 : band / 6.2));
      const shown = [...name].length > fitting ? [...name].slice(0, fitting - 1).join('') + '…' : name;
      labels += lying ? textAt(left - 8, top + band * (slot(at) + 0.5), shown, 12, ended) : textAt(left + band * (slot(at) + 0.5), top + high + 14, shown, 12, middle);
    }
  });
  for (const [, line] of points)
    marks += `<path d="${line.map(([x, y, , at], i) => (at - line[i - 1]?.[3] === 1 ? 'L' : 'M') + fixed(x) + ' ' + fixed(y) + 'h0').join('')}" fill="none" stroke="${line[0][2]}" stroke-width="2" stroke-linecap="round"/>`;
  const title = every(svg, '.axis text').at(-1);
  const named = title && !/^[\d−]/.test(title.textContent) && !state.share && !(lying && state.range) ? title.outerHTML : '';
  remove(svg, 'grid', 'axis', 'values', 'endings', 'again', ...(state.range ? ['categories', 'groups', 'gaps'] : []), ...(lines ? ['names'] : []));
  figure.group.innerHTML = `<g stroke="#e1e4e9">${grid}</g>${marks}`;
  append(svg, `<g class="again"><g${soft} ${lying ? middle : ended}>${axis}</g>${named}${texts}${labels}</g>`);
};

// Squarified tiles: values, largest first, in a rectangle.
const squarify = (values, [x, y, wide, high]) => {
  const boxes = [];
  let sum = values.reduce((a, b) => a + b, 0);
  let at = 0;
  while (at < values.length) {
    const side = min(wide, high), area = (wide * high) / sum;
    let row = [], taken = 0, best = Infinity;
    for (let next = at; next < values.length; next++) {
      const more = taken + values[next];
      const thick = (more * area) / side;
      const worst = max(...[...row, values[next]].map(it => max((it * area) / thick ** 2, thick ** 2 / (it * area))));
      if (worst > best) break;
      best = worst;
      taken = more;
      row.push(values[next]);
    }
    const thick = (taken * area) / side;
    let offset = 0;
    for (const value of row) {
      const long = (value * area) / thick;
      boxes.push(wide >= high ? [x, y + offset, thick, long] : [x + offset, y, long, thick]);
      offset += long;
    }
    if (wide >= high) (x += thick), (wide -= thick);
    else (y += thick), (high -= thick);
    sum -= taken;
    at += row.length;
  }
  return boxes;
};

const drawTiles = figure => {
  const { state, svg } = figure;
  const seen = figure.rows.filter(row => isVisible(figure, row) && row.quantity > 0);
  let marks = '', texts = '';
  figure.drawn = [];
  const write = (x, y, lines, [wide, high], color, single) => {
    for (const size of single ? [12, 10] : [14, 11, 9]) {
      const fits = (line, at) => line && widthOf(line, size, !at) + 8 < wide;
      if (!fits(lines[0], 0) || size * 1.25 + 3 > high) continue;
      lines.filter(fits).forEach((line, at) => {
        if ((at + 1) * size * 1.25 + 3 < high)
          texts += textAt(x + 4, y + 3 + size * (0.62 + at * 1.25), line, size, `fill="${color}"` + (at ? '' : ' font-weight="bold"'));
      });
      return;
    }
  };
  const level = (rows, box, depth) => {
    const groups = new Map();
    for (const row of rows) groups.set(row.path[depth], [...(groups.get(row.path[depth]) || []), row]);
    const sorted = [...groups.values()].sort((a, b) => total(b) - total(a));
    // Hidden series remain part of the whole.
    const whole_ = total(inside(figure, rows[0].path.slice(0, depth)));
    squarify(sorted.map(total), box).forEach((place, at) => {
      const list = sorted[at];
      const leaf = depth + 1 >= list[0].path.length;
      const [x, y, wide, high] = place.map((it, side) => (side < 2 ? it + 0.5 : max(0, it - 1)));
      const value = total(list);
      const ofAll = percent(value, total(figure.rows)) + ' ' + totalWord;
      const said = state.share ? [ofAll] : [amount(value, figure), depth ? percent(value, whole_) + ' ' + groupWord : '', ofAll];
      const name = list[0].path[depth];
      if (leaf || wide < 34 || high < 40) {
        marks += boxAt([x, y, wide, high], list[0]);
        figure.drawn.push({ box: [x, y, wide, high], rows: list, head: !leaf, level: depth + 1 });
        write(x, y, [name, ...said], [wide, high], inkOn(list[0].paint));
        return;
      }
      marks += `<g style="filter:brightness(.86)">${boxAt([x, y, wide, 17], list[0])}</g>`;
      figure.drawn.push({ box: [x, y, wide, 17], rows: list, head: true, level: depth + 1 });
      const line = [name, ...said].filter(Boolean).join(' · ');
      write(x, y - 1, [widthOf(line, 12, true) + 8 < wide ? line : name], [wide, 20], inkOn(list[0].paint), true);
      level(list, [x, y + 18, wide, high - 18], depth + 1);
    });
  };
  const shown = inside(figure, state.root).filter(row => seen.includes(row));
  if (shown.length) level(shown, figure.area, state.root.length);
  remove(svg, 'labels', 'again');
  figure.group.innerHTML = marks;
  append(svg, `<g class="again">${texts}</g>`);
};

const isChanged = ({ state, normalized }) => state.hiddenSeries.size || state.share !== normalized || state.root.length || state.range;

// Draws the figure in its state: as it was loaded, or redrawn.
const draw = figure => {
  const { svg, state } = figure;
  svg.innerHTML = figure.original;
  svg.setAttribute('viewBox', figure.size);
  figure.group = one(svg, '.marks');
  figure.drawn = figure.marks;
  if (isChanged(figure)) figure.bands ? drawBars(figure) : figure.form === 'tiles' && drawTiles(figure);
  for (const entry of every(svg, entries)) entry.style.opacity = state.hiddenSeries.has(seriesOf(entry)) ? 0.35 : 1;
};

// The entries of a legend, and the series that each names.
const entries = '.legend g, .entry';
const seriesOf = entry => (one(entry, 'title') || one(entry, 'text')).textContent;
