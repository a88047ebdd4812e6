// The controls above a figure: shares, series, range, back, export.
const choose = (figure, name, alone) => {
  const { hiddenSeries } = figure.state;
  if (alone) {
    const others = figure.series.filter(it => it !== name);
    figure.state.hiddenSeries = new Set(others.every(it => hiddenSeries.has(it)) ? [] : others);
  } else hiddenSeries.delete(name) || hiddenSeries.add(name);
  changed(figure);
};

const fields = 'input, select, button';
const details = (name, fill) => {
  const panel = make('div', { className: 'panel' });
  const element = make('details', {}, make('summary', {}, name), panel);
  // Keyboard users keep their focus.
  element.refill = () => {
    if (!element.open) return;
    const at = every(panel, fields).indexOf(document.activeElement);
    panel.replaceChildren(...fill());
    every(panel, fields)[at]?.focus();
  };
  element.ontoggle = element.refill;
  return element;
};

// The series: to hide, to show alone, to find among many.
const seriesPanel = figure => {
  const list = make('ul', {});
  const fill = wanted =>
    list.replaceChildren(
      ...figure.series.filter(name => lower(name).includes(lower(wanted))).map(name => {
        const box = make('input', { type: 'checkbox', checked: !figure.state.hiddenSeries.has(name), onchange: () => choose(figure, name) });
        const { paint } = figure.rows.find(row => row.series === name && row.paint) || {};
        const swatch = make('i', { className: 'swatch ' + paint });
        if (figure.svg) swatch.style.background = paint;
        const label = make('label', {}, box, swatch, name);
        return make('li', {}, label, button(onlyWord, () => choose(figure, name, true), name));
      }),
    );
  const find = make('input', { type: 'search', placeholder: searchWord, oninput: () => fill(find.value), ariaLabel: searchWord });
  const element = details(seriesWord + ' (' + figure.series.length + ')', () => {
    fill(find.value);
    return [find, list];
  });
  return element;
};

const rangePanel = figure =>
  details(rangeWord, () => {
    const last = figure.categories.length - 1;
    const set = (side, value) => {
      const range = [...(figure.state.range || [0, last])];
      range[side] = value;
      figure.state.range = range[0] > range[1] ? range.reverse() : range;
      if (!range[0] && range[1] === last) figure.state.range = null;
      changed(figure);
    };
    const select = side => {
      const options = figure.categories.map((name, at) => make('option', { value: at }, name.replaceAll('\n', ' › ')));
      const element = make('select', { onchange: () => set(side, +element.value) }, ...options);
      element.value = (figure.state.range || [0, last])[side];
      return make('label', {}, side ? untilWord : sinceWord, ' ', element);
    };
    return [select(0), select(1)];
  });

// What says that an element is one of SVG.
const svgNames = 'http://www.w3.org/2000/svg';
const textOf = {
  csv: figure => {
    const heads = headsOf(figure.table);
    // As in the tables of a bundle: no formula, also for a spreadsheet that separates by semicolons or tabs, and names without the marks that isolate them.
    const cell = text => {
      const safe = text.replace(/[\u2060\u2068\u2069]/g, '').replace(/(^|[;\t\n])(?=[ "]*([=@＝＋－＠]|[+-](?![\d.]*$)))/g, "$1'");
      return /[",;\t\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
    };
    const exact = (text, at) => (text && isNumeric(heads[at]) && (/^−?\d[\d\s.,]*$/.test(text) || (at === figure.valueColumn && figure.decimals)) ? digitsOf(text) : cell(text));
    return [figure.heads.map(cell), ...figure.rows.map(row => row.cells.map(exact))].map(line => line.join()).join('\n') + '\n';
  },
  svg: figure => {
    if (!figure.svg) return pictureOf(one(figure.element, '.drawing'));
    const copy = figure.svg.cloneNode(true);
    one(copy, '.ring')?.remove();
    copy.setAttribute('xmlns', svgNames);
    // What the style of the page says of every drawing.
    copy.style = 'background:#fff;font:12px DejaVu Sans,Verdana,sans-serif;fill:#1f242e';
    return new XMLSerializer().serializeToString(copy);
  },
};
// An element as SVG: the boxes that have a colour, and the texts in their lines.
const pictureOf = element => {
  const frame = frameOf(element);
  const range = document.createRange();
  let svg = '';
  const box = ({ left, top }, wide, high, fill) => (svg += `<path d="M${fixed(left - frame.left)} ${fixed(top - frame.top)}h${fixed(wide)}v${fixed(high)}h-${fixed(wide)}" fill="${fill}"/>`);
  const walk = node => {
    if (node.nodeType === 3) {
      const { color, fontWeight, fontSize, fontFamily } = getComputedStyle(node.parentNode);
      const lines = [];
      for (const word of node.data.matchAll(/\S+/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const place = frameOf(range);
        if (lines.at(-1)?.top === place.top) lines.at(-1).text += ' ' + word[0];
        else if (place.width) lines.push({ top: place.top, text: word[0], place });
      }
      for (const { text, place } of lines)
        svg += `<text x="${fixed(place.left - frame.left)}" y="${fixed(place.top + place.height / 2 - frame.top + parseFloat(fontSize) * 0.35)}" fill="${color}" style="${escaped(`font:${fontWeight} ${fontSize} ${fontFamily}`)}">${escaped(text)}</text>`;
    } else if (node.checkVisibility?.()) {
      const { backgroundColor: fill } = getComputedStyle(node);
      const place = frameOf(node);
      if (!/, 0\)/.test(fill)) box(place, place.width, place.height, fill);
      if (node.matches('.legend [class]')) box({ left: place.left, top: place.top + 3 }, 12, 12, getComputedStyle(node, '::before').backgroundColor);
      node.childNodes.forEach(walk);
    }
  };
  walk(element);
  const [wide, high] = [frame.width, frame.height].map(Math.round);
  return `<svg xmlns="${svgNames}" viewBox="0 0 ${wide} ${high}"><path d="M0 0h${wide}v${high}H0" fill="${getComputedStyle(body).backgroundColor}"/>${svg}</svg>`;
};
const blobOf = async (figure, kind) => {
  if (kind === 'csv') return new Blob([textOf.csv(figure)], { type: 'text/csv' });
  const text = textOf.svg(figure);
  const svg = new Blob([text], { type: 'image/svg+xml' });
  if (kind === 'svg') return svg;
  const [, , wide, high] = numbersOf(text.match(/viewBox="(.*?)"/)[1]);
  const picture = new Image(wide, high);
  picture.src = URL.createObjectURL(svg);
  await picture.decode();
  const canvas = make('canvas', { width: wide * 2, height: high * 2 });
  canvas.getContext('2d').drawImage(picture, 0, 0, wide * 2, high * 2);
  URL.revokeObjectURL(picture.src);
  return new Promise(done => canvas.toBlob(done));
};
// The exports of a figure as it is shown, and its address.
const exportsOf = figure => {
  const name = figure.element.id.replace('figure-', '');
  const download = async kind => {
    const href = URL.createObjectURL(await blobOf(figure, kind));
    make('a', { href, download: name + '.' + kind }).click();
  };
  const link = button(linkWord, async () => {
    await navigator.clipboard.writeText(location.href.split('#')[0] + linkOf(figure));
    link.textContent = copiedWord;
  });
  return [...['svg', 'png', 'csv'].map(kind => button(kind.toUpperCase(), () => download(kind))), link];
};

// The path from the whole to the tile shown.
const fillWay = figure => {
  const { root } = figure.state;
  const to = depth => () => { figure.state.root = root.slice(0, depth); changed(figure); };
  figure.way.hidden = !root.length;
  figure.way.replaceChildren(...[wholeWord, ...root].map((name, at) => (at === root.length ? make('b', {}, name) : button(name, to(at)))));
};

const addControls = element => {
  const figure = figureOf(element);
  const tools = make('div', { className: 'tools' });
  const share = button(sharesWord, () => { figure.state.share = !figure.state.share; changed(figure); });
  const bars = figure.form === 'bars';
  if (bars && figure.adds && !figure.percent) tools.append(share);
  if (figure.series.length > 1 && (bars || (figure.svg && one(figure.svg, '.lines')))) tools.append(seriesPanel(figure));
  if (bars && figure.categories.length > 2) tools.append(rangePanel(figure));
  figure.reset = button(resetWord, () => {
    figure.state = untouched(figure);
    changed(figure);
  });
  tools.append(figure.reset, ...exportsOf(figure));
  figure.way = make('nav', { className: 'way', ariaLabel: wholeWord });
  figure.share = share;
  figure.tools = tools;
  const drawing = one(element, '.drawing');
  drawing.before(figure.way);
  drawing.after(tools);
  drawing.tabIndex = 0;
  drawing.role = 'group';
  drawing.ariaLabel = chartWord;
  drawing.addEventListener('focusout', leave);
  showControls(figure);
};

const showControls = figure => {
  figure.share.ariaPressed = figure.state.share;
  figure.reset.hidden = !isChanged(figure);
  fillWay(figure);
  every(figure.tools, 'details').forEach(it => it.refill());
};

// Renders the figure in its state, and updates the address that leads back to it.
const changed = (figure, silent) => {
  draw(figure);
  showControls(figure);
  if (!silent) history.replaceState(null, '', linkOf(figure));
};
