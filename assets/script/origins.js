// The origin of a number, shown beside it.
{
  let box, opener, all;

  // In the order of the list, whatever becomes of the rows of tables.
  const remember = () => { all = every(document, 'a[href^="#."]:not([data-w] a)'); };
  remember();
  on('hfreport:update', remember);

  const close = back => {
    box?.remove();
    box = null;
    if (back) opener.focus({ preventScroll: true });
  };

  // The rows behind a link in the text; the list has them in the order of the page, without
  // repetitions.
  const rowsOf = (link, list) => {
    let numerator, denominator, head;
    const links = list.dataset.n.split('\n').map(rows => rows && rows.split('\t').map(row => {
      let [, part, of, digits, as, name] = row.match(/^(=|[-\d]*)(\/?)(-?\d*)([ ~]?)(.*)/);
      numerator = part = part === '=' ? numerator : part;
      if (of) part += of + (denominator = digits || denominator);
      if (as === '~') name = name ? head + ' / ' + name : head;
      else if (as) head = name.split(' / ')[0];
      return [part, name];
    }));
    return links[all.indexOf(link)] || [];
  };

  // The displayed form of rows, one per line; the unit stands above the numbers, so that it need not agree with them.
  const told = (rows, [exact, row], unit, of) => {
    const head = exact + (unit && ' (' + unit + ')');
    const lines = rows.map(([digits, name]) => [name, (digits && digits + of).replace(/-?\d+/g, it => signed(whole.format(BigInt(it)), '', '')).replace('/', ' / ')]);
    return (rows[1] ? [row, head, ...lines.flat()] : lines.flatMap(([name, value]) => [row, name, head, value])).map((text, at) => make(at % 2 ? 'dd' : 'dt', {}, text));
  };

  const show = (link, definition) => {
    const list = definition.closest('[data-w]');
    const words = list.dataset.w.split('|');
    const next = definition.cloneNode(true);
    const parts = next.lastChild;
    const said = every(parts, 'dt').flatMap(it => it.textContent.split(', '));
    // Facts shared by all definitions are given once; a claim has none of them.
    for (const term of every(list, '.shared dt'))
      definition.id > '.c' || said.includes(term.textContent) || parts.append(term.cloneNode(true), term.nextSibling.cloneNode(true));
    parts.prepend(...told(rowsOf(link, list), words, definition.dataset.u ?? list.dataset.u, definition.dataset.d || ''));
    if (!box?.contains(link)) {
      opener = link;
      next.prepend(make('p', {}, link.textContent));
    }
    next.append(make('button', { ariaLabel: words[2], onclick: () => close(true) }, '×'));
    close();
    const { left, bottom } = opener.getClientRects()[0];
    const ariaLabel = opener.textContent + ' – ' + definition.firstChild.textContent;
    box = Object.assign(next, { id: '', className: 'origin', tabIndex: -1, role: 'dialog', ariaLabel });
    body.append(box);
    box.style.left = scrollX + max(8, min(left, body.clientWidth - box.offsetWidth - 8)) + 'px';
    box.style.top = scrollY + bottom + 6 + 'px';
    box.focus();
  };

  on('click', event => {
    const link = event.target.closest('a[href^="#."]');
    const definition = link && document.getElementById(link.hash.slice(1));
    if (definition) {
      event.preventDefault();
      show(link, definition);
    } else if (box && !box.contains(event.target)) close([body, box].includes(document.activeElement));
  });
  on('keydown', event => event.key === 'Escape' && box && close(true));
}
