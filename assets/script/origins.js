// Where a number comes from, shown beside it.
(() => {
  let box, opener;

  const close = back => {
    box?.remove();
    box = null;
    if (back) opener.focus({ preventScroll: true });
  };

  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const grouped = digits => (/^-?\d+$/.test(digits) ? BigInt(digits).toLocaleString(document.documentElement.lang) : digits);

  // The rows behind a number, a line each: numerator, denominator, name.
  const rows = (said, [exact, row], unit) => {
    const lines = said ? said.split('\n') : [];
    return lines.flatMap(line => {
      const [, digits, name] = line.match(/^([-\d/.]*) ?(.*)$/);
      const value = digits && digits.split('/').map(grouped).join(' / ') + (unit ? '\u00a0' + unit : '');
      return (lines[1] ? [name, value] : [row, name, exact, value]).map((text, at) => element(at % 2 ? 'dd' : 'dt', text));
    });
  };

  const show = (link, definition) => {
    const words = definition.closest('[data-w]').dataset.w.split('|');
    const next = definition.cloneNode(true);
    const shut = element('button', '×');
    shut.ariaLabel = words[2];
    shut.onclick = () => close(true);
    next.lastChild.prepend(...rows(link.dataset.n, words, definition.dataset.u));
    if (!box?.contains(link)) {
      opener = link;
      next.prepend(element('p', link.textContent));
    }
    next.append(shut);
    Object.assign(next, { id: '', className: 'origin', tabIndex: -1, role: 'dialog', ariaLabel: next.innerText.split('\n')[0] });
    close();
    box = next;
    document.body.append(box);
    const { left, top, bottom } = opener.getClientRects()[0];
    const { offsetWidth, offsetHeight } = box;
    const above = bottom + offsetHeight > innerHeight - 8 && top > offsetHeight + 8;
    box.style.left = scrollX + Math.max(8, Math.min(left, document.body.clientWidth - offsetWidth - 8)) + 'px';
    box.style.top = scrollY + (above ? top - offsetHeight - 6 : bottom + 6) + 'px';
    box.focus({ preventScroll: true });
  };

  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#."]');
    const definition = link && document.getElementById(link.hash.slice(1));
    if (definition && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (box && link === opener) close(true);
      else show(link, definition);
    } else if (box && !box.contains(event.target)) close([document.body, box].includes(document.activeElement));
  });
  addEventListener('keydown', event => event.key === 'Escape' && box && close(true));
})();
