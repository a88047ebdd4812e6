// Shows a figure in its state: without hidden series, with a range, shares, or the inside of a
// tile. Bars change their lengths, lines disappear, tiles are laid out anew.
const isChanged = ({ state, normalized }) => state.hiddenSeries.size || state.share !== normalized || state.root.length || state.range;

// The entries of a legend, and the series that each names.
const entries = '.legend g, .entry, .legend [class]';
const seriesOf = entry => bare((one(entry, 'title') || one(entry, 'text') || entry).textContent);

const draw = figure => {
  const { chart, form, state } = figure;
  leave();
  chart.innerHTML = figure.original;
  adopt(figure);
  if (isChanged(figure)) ({ bars: drawBars, tiles: drawTiles, paths: drawPaths, fixed: drawFixed })[form]?.(figure);
  for (const entry of every(figure.element, entries)) entry.style.opacity = state.hiddenSeries.has(seriesOf(entry)) ? 0.35 : 1;
};

const drawPaths = figure => {
  for (const svg of every(figure.chart, 'svg'))
    for (const { at, rows } of pointsOf(svg, figure.rows)) if (!isVisible(figure, rows[0])) at.style.display = 'none';
  figure.drawn = figure.drawn.filter(mark => isVisible(figure, mark.rows[0]));
};

// Lengths that stay as they are: those of panels, and logarithms.
const drawFixed = figure => figure.drawn.forEach(({ at, rows }) => (at.hidden = !isVisible(figure, rows[0])));

const drawBars = figure => {
  const { state, chart, arrangement, drawn } = figure;
  const [from, to] = state.range || [0, figure.categories.length - 1];
  const stacked = arrangement === 'stacked' || arrangement === 'normalized';
  const isShare = state.share || figure.percent;
  const say = value => (isShare ? percent(value, 1) : amount(value, figure));
  // Beside other lengths the end of a long list is a part of it.
  const tail = one(chart, '.tail');
  if (tail) one(chart, 'ol').append(...tail.children);
  tail?.remove();
  // Lines and words are about the lengths as they were.
  every(chart, '.an, p em').forEach(it => it.remove());
  const lines = new Map();
  for (const mark of drawn) {
    const line = mark.at.closest('li');
    lines.set(line, [...(lines.get(line) || []), mark]);
  }
  // Hidden series remain part of the whole.
  const wholeOf = ({ name }) => (state.share && total(figure.rows.filter(row => arrangement === 'single' || row.name === name))) || 1;
  const shown = [];
  let high = 0, low = 0;
  // Without a mark: a date without rows, or a name without a value, which has its place among the others.
  every(chart, 'li.gap').forEach(line => (line.hidden = state.range));
  every(chart, 'li:not(.axis, .gap)').forEach((line, at) => {
    if (!lines.has(line)) line.hidden = at < from || at > to;
  });
  lines.forEach((marks, line) => {
    const at = figure.categories.indexOf(marks[0].rows[0].name);
    line.hidden = at < from || at > to;
    // Several marks are a group, one below the other, or end to end in one line.
    const grouped = marks.length > 1 && !one(line, 'i + i') && !stacked;
    let sum = 0;
    for (const mark of marks) {
      const [row] = mark.rows;
      const seen = !line.hidden && isVisible(figure, row);
      mark.at.hidden = !seen;
      if (grouped) mark.at.parentNode.hidden = !seen;
      if (!seen) continue;
      mark.size = row.quantity / wholeOf(row);
      shown.push(mark);
      sum = grouped ? mark.size : sum + mark.size;
      high = max(high, sum);
      low = min(low, sum);
    }
    const [end, note] = ['b', 'small'].map(it => one(line, 'p ' + it));
    if (note) note.hidden = state.share;
    if (grouped) marks.forEach(mark => (one(mark.at.parentNode, 'b').textContent = mark.at.hidden ? '' : say(mark.size)));
    else if (end) end.textContent = marks.every(mark => mark.at.hidden) || (state.share && stacked) ? '' : say(sum);
  });
  const range = (state.share && stacked ? 1 : high - low) || 1;
  for (const { at, size } of shown) {
    at.style.setProperty('--v', abs(size) / range);
    at.style.setProperty('--x', (min(size, 0) - low) / range);
    if (stacked || one(at.parentNode, 'i + i')) {
      at.textContent = say(size);
      at.classList.add('on', 't');
    }
  }
  for (const list of every(chart, 'ol')) list.style.setProperty('--z', -low / range);
  const axis = one(chart, '.axis p');
  if (axis) {
    axis.parentNode.hidden = !shown.length;
    let step = 10 ** floor(Math.log10(range / 4));
    step *= [1, 2, 5, 10].find(it => range / step / it <= 5);
    axis.innerHTML = '';
    for (let at = Math.ceil(low / step); at * step <= low + range * 1.001; at++) {
      const tick = at * step || 0;
      axis.innerHTML += `<u style="--v:${(tick - low) / range}">${escaped(isShare ? percent(tick, 1) : briefly(tick, figure, max(abs(low), abs(low + range))))}</u>`;
    }
  }
  const cut = shown.filter(({ at }) => at.scrollWidth > at.clientWidth || at.clientHeight < 14);
  for (const { at } of cut) at.textContent = '';
  figure.drawn = shown;
};

// Boxes that share out a rectangle by value, largest first: strips along its shorter side, nearly
// square, as the page has them. An item is a value and what makes it of a width and a height.
const boxes = (items, wide, high, part) => {
  if (!items.length) return '';
  const isRow = wide >= high;
  let html = '';
  while (items.length && wide >= high === isRow) {
    const side = min(wide, high);
    const area = (wide * high) / items.reduce((sum, it) => sum + it[0], 0);
    let count = 0, taken = 0, best = Infinity;
    for (const [value] of items) {
      const thick = ((taken + value) * area) / side;
      const worst = max(...[items[0][0], value].map(it => max((it * area) / thick ** 2, thick ** 2 / (it * area))));
      if (worst > best) break;
      best = worst;
      taken += value;
      count++;
    }
    const thick = (taken * area) / side;
    const strip = items.slice(0, count).map(([value, make]) => {
      const long = (value * area) / thick;
      return count > 1 ? make(fixed(long * 10), ...(isRow ? [thick, long] : [long, thick])) : make(fixed(thick * 10), ...(isRow ? [thick, side] : [side, thick]));
    }).join('');
    const tag = isRow ? 's' : 'u';
    html += count > 1 ? `<${tag} style="flex:${fixed(thick * 10)}">${strip}</${tag}>` : strip;
    items = items.slice(count);
    isRow ? (wide -= thick) : (high -= thick);
  }
  const tag = isRow ? 'u' : 's';
  return `<${tag}${part ? ` style="flex:${part}"` : ''}>${html}${boxes(items, wide, high, fixed((isRow ? wide : high) * 10))}</${tag}>`;
};

const drawTiles = figure => {
  const { state, chart } = figure;
  const tree = one(chart, '.tree');
  const marks = [];
  const level = (rows, depth, wide, high, named) => {
    const groups = new Map();
    for (const row of rows) groups.set(row.path[depth], [...(groups.get(row.path[depth]) || []), row]);
    // Hidden series remain part of the whole.
    const whole_ = total(inside(figure, rows[0].path.slice(0, depth)));
    const sorted = [...groups].sort((a, b) => total(b[1]) - total(a[1]));
    const items = sorted.map(([name, list]) => [total(list), (part, wide, high) => {
      const value = total(list);
      const head = depth + 1 < list[0].path.length;
      const share = [depth ? percent(value, whole_) + ' ' + groupWord : '', percent(value, total(figure.rows)) + ' ' + totalWord].filter(Boolean).join(' · ');
      marks.push({ rows: list, head, level: depth + 1 });
      const top = depth === state.root.length && head;
      const label = named ? '' : `<${top ? 'em' : 'i'}>${escaped(name)}<small> ${share}</small></${top ? 'em' : 'i'}>`;
      const below = head ? level(list, depth + 1, wide, high, !top) : '';
      return `<b class="${list[0].paint}${head ? ' g' : ''}" style="flex:${part}">${top ? label + below : below + label}</b>`;
    }]);
    return boxes(items, wide, high);
  };
  const shown = inside(figure, state.root).filter(row => isVisible(figure, row) && row.quantity > 0);
  tree.innerHTML = shown.length ? level(shown, state.root.length, 1000, 590) : '';
  // The boxes stand in the document in the order in which they were made.
  every(tree, 'b').forEach((at, index) => (marks[index].at = at));
  figure.drawn = marks;
  // What does not fit is not shown: first the shares, then the names.
  every(tree, 'i, em, small').forEach(it => it.classList.add('on'));
  for (const what of ['small', ':is(i, em)']) {
    const labels = every(tree, ':is(i, em)').filter(it => {
      const box = it.parentNode;
      return it.offsetWidth + 7 > box.clientWidth || it.offsetHeight + (it.localName === 'i' && box.closest('.g') !== box ? 24 : 4) > box.clientHeight;
    });
    labels.forEach(it => (what === 'small' ? one(it, what) : it).classList.remove('on'));
  }
};

// Labels of tiles are measured for the window.
addEventListener('resize', () => figures.forEach(figure => {
  if (figure.form === 'paths' || (figure.form === 'tiles' && isChanged(figure))) draw(figure);
}));
