// Where a number comes from, shown beside it.
{
  let box, opener;

  const close = back => {
    box?.remove();
    box = null;
    if (back) opener.focus({ preventScroll: true });
  };

  // The rows behind a number, a line each: numerator, denominator, name.
  const rows = (said, [exact, row], unit, of) => {
    const lines = said ? said.split('\n') : [];
    return lines.flatMap(line => {
      const [, digits, name] = line.match(/^([-\d/]*) ?(.*)/);
      const grouped = (digits && digits + of).replace(/\d+/g, it => whole.format(BigInt(it)));
      const value = grouped && grouped.replace('/', ' / ') + '\u00a0' + unit;
      return (lines[1] ? [name, value] : [row, name, exact, value]).map((text, at) => make(at % 2 ? 'dd' : 'dt', {}, text));
    });
  };

  const show = (link, definition) => {
    const list = definition.closest('[data-w]');
    const words = list.dataset.w.split('|');
    const next = definition.cloneNode(true);
    const parts = next.lastChild;
    const said = [...parts.children].map(it => it.textContent);
    // What all definitions share is said once.
    for (const term of list.querySelectorAll('.shared dt'))
      said.includes(term.textContent) || parts.append(term.cloneNode(true), term.nextSibling.cloneNode(true));
    parts.prepend(...rows(link.dataset.n, words, definition.dataset.u ?? list.dataset.u, definition.dataset.d || ''));
    if (!box?.contains(link)) {
      opener = link;
      next.prepend(make('p', {}, link.textContent));
    }
    next.append(make('button', { ariaLabel: words[2], onclick: () => close(true) }, '×'));
    close();
    const { left, bottom } = opener.getClientRects()[0];
    const ariaLabel = opener.textContent + ' – ' + definition.firstChild.textContent;
    box = Object.assign(next, { id: '', className: 'origin', tabIndex: -1, role: 'dialog', ariaLabel });
    document.body.append(box);
    box.style.left = scrollX + Math.max(8, Math.min(left, document.body.clientWidth - box.offsetWidth - 8)) + 'px';
    box.style.top = scrollY + bottom + 6 + 'px';
    box.focus();
  };

  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#."]');
    const definition = link && document.getElementById(link.hash.slice(1));
    if (definition) {
      event.preventDefault();
      show(link, definition);
    } else if (box && !box.contains(event.target)) close([document.body, box].includes(document.activeElement));
  });
  addEventListener('keydown', event => event.key === 'Escape' && box && close(true));
}
