// Pointing at marks by mouse, touch and keyboard. A single note describes the mark.
const note = make('div', { className: 'note-of-mark', hidden: true, role: 'status' });
body.append(note);
let current = null;

const leave = () => {
  note.hidden = true;
  one(document, '.ring')?.remove();
  current?.mark.at.classList.remove('at');
  current = null;
};

// Shows the note about a mark beside it.
const point = (figure, mark) => {
  if (current?.mark === mark) return;
  leave();
  current = { figure, mark };
  const { name, lines } = saidOf(figure, mark);
  note.replaceChildren(make('b', {}, name), ...lines.map(line => make('div', {}, line)));
  note.hidden = false;
  let at = mark.at;
  if (mark.box) {
    const [x, y, wide, high] = mark.box;
    append(figure.svg, `<path class="ring" d="M${x} ${y}h${wide}v${high}h${-wide}z"/>`);
    at = figure.svg.lastChild;
  } else at.classList.add('at');
  const { left, right, top, bottom } = frameOf(at);
  const { offsetWidth: w, offsetHeight: h } = note;
  note.style.left = max(4, min((left + right - w) / 2, body.clientWidth - w - 4)) + scrollX + 'px';
  note.style.top = (top > h + 8 ? top - h - 6 : bottom + 6) + scrollY + 'px';
};

// The position of an event in a drawing.
const placeOf = ({ svg }, event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

// The mark under a pointer: an element, or the nearest point. The name of a group stands for the
// group, and a line with a single bar for its bar, which may be short.
const markAt = (figure, event) => {
  const { drawn, svg } = figure;
  if (!svg) {
    const { target } = event;
    const element = target.closest('em')?.parentNode || target.closest(markElements[figure.form]);
    const found = drawn.find(mark => mark.at === element);
    const line = found || target.closest('li');
    const beside = found ? [] : drawn.filter(mark => mark.at.closest('li') === line);
    return found || (line && beside.length === 1 ? beside[0] : null);
  }
  const at = placeOf(figure, event);
  let best = null, least = 14;
  for (const mark of drawn) {
    const [x, y, wide, high] = mark.box;
    const distance = Math.hypot(max(x - at.x, 0, at.x - x - wide), max(y - at.y, 0, at.y - y - high));
    if (distance < least) [best, least] = [mark, distance];
  }
  return best;
};

const figureAt = event => {
  const element = event.target.closest?.('.drawing')?.closest('figure[data-v]');
  return element && figureOf(element);
};

// Enters a tile, or leaves it.
const enter = (figure, mark) => {
  if (figure.form !== 'tiles') return;
  const depth = figure.state.root.length;
  const [row] = mark.rows;
  if (row.path.length > depth + 1) {
    figure.state.root = row.path.slice(0, depth + 1);
    leave();
    changed(figure);
  }
};

on('pointermove', event => {
  if (event.pointerType === 'touch') return;
  const figure = figureAt(event);
  const mark = figure && markAt(figure, event);
  if (mark) point(figure, mark);
  else if (current && !current.figure.element.contains(document.activeElement)) leave();
});

on('click', event => {
  const figure = figureAt(event);
  if (!figure) return leave();
  const entry = event.target.closest(entries);
  if (entry) return choose(figure, seriesOf(entry), event.shiftKey || event.detail === 2);
  const mark = markAt(figure, event);
  if (!mark) return leave();
  const again = current?.mark === mark;
  point(figure, mark);
  // A touch first shows what it would enter.
  if (again || event.pointerType === 'mouse') enter(figure, mark);
});

on('keydown', event => {
  const { key } = event;
  const figure = figureAt(event);
  if (key === 'Escape' && current) leave();
  else if (!figure) return;
  // Escape and Backspace.
  else if (/^(Es|Bac)/.test(key)) {
    const { state } = figure;
    if (!state.root.length) return;
    state.root = state.root.slice(0, -1);
    changed(figure);
  } else {
    const { drawn } = figure;
    const at = current?.figure === figure ? drawn.indexOf(current.mark) : -1;
    // Right and down go on.
    const step = /^Arrow/.test(key) && (/[RD]/.test(key) ? 1 : -1);
    if (step) point(figure, drawn[(at + step + drawn.length) % drawn.length] || drawn[0]);
    else if (key === 'Home') point(figure, drawn[0]);
    else if (key === 'End') point(figure, drawn.at(-1));
    else if (key === 'Enter' && at >= 0) enter(figure, drawn[at]);
    else return;
  }
  event.preventDefault();
});
