// Addresses of a figure in its state: `#figure-sizes&hide=a&hide=b&share=1&root=x&range=2-5`.
const linkOf = ({ element, state, normalized }) => {
  const query = new URLSearchParams();
  state.hiddenSeries.forEach(name => query.append('hide', name));
  if (state.share !== normalized) query.set('share', +state.share);
  state.root.forEach(name => query.append('root', name));
  if (state.range) query.set('range', state.range.join('-'));
  return '#' + element.id + (query.size ? '&' + query : '');
};

// Charts of one figure, and their switch.
const variantsOf = (element, name) => every(element.closest('.variants'), name);

const follow = () => {
  const [id, ...rest] = location.hash.slice(1).split('&');
  const element = document.getElementById(id);
  if (element?.matches('.v')) {
    variantsOf(element, '.tabs input')[variantsOf(element, 'figure').indexOf(element)].checked = true;
    element.scrollIntoView();
  }
  if (!rest.length || !element?.dataset.v) return;
  const figure = figureOf(element);
  const query = new URLSearchParams(rest.join('&'));
  const { state, series, categories, rows } = figure;
  // Only existing items: an address may be outdated.
  state.hiddenSeries = new Set(query.getAll('hide').filter(name => series.includes(name)));
  if (query.has('share')) state.share = query.get('share') === '1';
  const root = query.getAll('root');
  state.root = rows.some(row => root.length < row.path.length && root.every((name, at) => row.path[at] === name)) ? root : [];
  const [from, to] = numbersOf(query.get('range') || '', '-');
  state.range = from >= 0 && from <= to && to < categories.length ? [from, to] : null;
  changed(figure, true);
  element.scrollIntoView();
};
onhashchange = follow;
on('change', ({ target }) => {
  if (!target.closest('.tabs')) return;
  const element = variantsOf(target, 'figure')[variantsOf(target, '.tabs input').indexOf(target)];
  history.replaceState(null, '', element.dataset.v ? linkOf(figureOf(element)) : '#' + element.id);
});
// The page in another language shows the same figure in the same state.
on('click', ({ target }) => {
  const link = target.closest('a[hreflang]');
  if (link) link.hash = location.hash;
});
// The table of contents shows where one is.
const entered = new IntersectionObserver(seen => {
  const heading = seen.find(it => it.isIntersecting)?.target;
  if (heading) every(document, '#contents a').forEach(it => (it.ariaCurrent = it.hash === '#' + heading.id ? 'true' : null));
}, { rootMargin: '0px 0px -60%' });
every(document, 'main :is(h2, h3)[id]').forEach(it => entered.observe(it));
