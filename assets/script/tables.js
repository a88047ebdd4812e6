// For comparison: small letters, ordinary spaces.
const plain = text => lower(bare(text)).replace(/\s/g, ' ');
// Tables that can be sorted by a column and filtered by a text.
const prepareTable = table => {
  if (table.dataset.ready) return;
  table.dataset.ready = 1;
  const texts = textsOf(table);
  const body = table.tBodies[0];
  // Numbers stand to the right; `5 M – 25 M` are numbers too, a day is a text.
  const shape = /^[−<≥]*[\d\s.,]+(%|k|M|Md|B)?(\s?–.+)?$/i;
  const heads = headsOf(table);
  const numeric = heads.map((head, at) => isNumeric(head) || texts.every(cells => !cells[at] || shape.test(cells[at])));
  const size = range => {
    const [text] = range.split('–');
    return number(text) * ({ k: 1e3, K: 1e3, M: 1e6, Md: 1e9, B: 1e9 }[text.match(/[a-z]+/i)] || 1) - /</.test(text);
  };
  const collator = new Intl.Collator(locale, { numeric: true });
  let order = null, wanted = '';
  const fill = () => {
    let rows = texts.filter(cells => cells.some(text => plain(text).includes(wanted)));
    if (order) {
      const [at, sign] = order;
      // Texts in an order of their own, as months; a text that is none of them comes last.
      const own = heads[at].dataset.o?.split('\n');
      const rank = text => (own ? own.indexOf(text) + 1 || sign * 1e9 : size(text));
      rows = [...rows].sort((a, b) => sign * (own || numeric[at] ? rank(a[at]) - rank(b[at]) : collator.compare(a[at], b[at])));
    }
    // The first cells may span several rows: now each row gets its own.
    body.replaceChildren(...rows.map(cells => cells.line || make('tr', {}, ...cells.map((textContent, at) => make(at ? 'td' : 'th', { textContent, className: at && numeric[at] ? 'n' : '' })))));
    count.textContent = wanted && rows.length + ' / ' + texts.length;
  };
  heads.forEach((head, at) => {
    const name = head.textContent;
    head.replaceChildren(button(name, () => {
      const sign = order?.[0] === at ? -order[1] : numeric[at] ? -1 : 1;
      order = [at, sign];
      heads.forEach(it => (it.ariaSort = null));
      head.ariaSort = sign > 0 ? 'ascending' : 'descending';
      fill();
    }, orderWord + ' ' + name));
  });
  const find = make('input', { type: 'search', placeholder: narrowWord, ariaLabel: narrowWord, oninput: () => { wanted = plain(find.value); fill(); } });
  const count = make('span', { role: 'status' });
  table.parentNode.before(make('p', { className: 'filter' }, find, ' ', count));
};
