// Added to pages by `hfreport serve`: after each run the parts that differ replace the old ones, and
// errors are shown above the last good page. It runs before the page's own script, so that it knows the
// parts as they were written.
(() => {
  'use strict';
  let { version } = document.currentScript.dataset;
  const name = location.pathname.slice(1) || 'index.html';
  // Maximum number of names of files and parts in the message.
  const MOST = 5;
  let isFirst = true;
  // Messages use the page's language, before the first good run that of the browser; problems are shown as in the
  // terminal.
  const lang = version ? document.documentElement.lang : navigator.language.slice(0, 2) === 'fr' ? 'fr' : 'en';
  const words = (english, french) => (lang === 'fr' ? french : english);
  const AROUND = ['title', 'header', '#contents', 'footer'];
  // Those that stand alone: several charts of one figure are one part.
  const FIGURE = /<figure id="([^"]+)"[^]*?<\/figure>/g;
  const partsOf = page => [...AROUND.map(it => page.querySelector(it)), ...page.querySelector('main').children];
  // Each part as written, with its position; none if the page has no such part.
  let parts = partsOf(document).map(there => ({ part: there?.cloneNode(true), there }));

  const host = document.createElement('div');
  host.lang = lang;
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.innerHTML = `<style>
    :host { all: initial; font: 14px/1.5 system-ui, sans-serif; }
    p { position: fixed; right: 1rem; bottom: 1rem; z-index: 11; max-width: min(30rem, 80vw); margin: 0; padding: .4rem .8rem; border-radius: 6px; background: #15181c; color: #fff; }
    p:empty, section[hidden] { display: none; }
    section { position: fixed; inset: 0; z-index: 10; padding: 4vh 4vw; background: #0006; overflow: auto; }
    div { max-width: 72rem; margin: auto; padding: 1rem 1.2rem; border-top: 4px solid #e5534b; border-radius: 6px; background: #15181c; color: #fff; }
    h2 { display: inline; font-size: 1.1em; }
    pre { margin: 1rem 0 0; overflow-x: auto; font: 13px/1.45 "DejaVu Sans Mono", ui-monospace, monospace; }
    button { float: right; font: inherit; }
  </style><section role="alert" hidden><div><button>${words('Close', 'Fermer')}</button><h2></h2><pre lang="en" tabindex="0"></pre></div></section><p role="status"></p>`;
  document.documentElement.append(host);
  const [overlay, title, excerpts, button, line] = ['section', 'h2', 'pre', 'button', 'p'].map(it => shadow.querySelector(it));
  const close = () => (overlay.hidden = true);
  button.onclick = close;
  addEventListener('keydown', event => event.key === 'Escape' && close());
  let fading;
  const say = (text, lasts) => {
    line.textContent = text;
    clearTimeout(fading);
    if (!lasts) fading = setTimeout(say, 8000, '', true);
  };

  // The figures of a page as sent, which are most of it.
  const figuresOf = text => new Map([...text.matchAll(FIGURE)].map(([figure, id]) => [id, figure]));
  const textOf = async () => (await fetch(location.pathname)).text();
  let figures = textOf().then(text => (text.includes(`data-version="${version}"`) ? figuresOf(text) : new Map()), () => new Map());

  const isSame = (one, other) => {
    if (!one || !other) return !one === !other;
    return other.hasAttribute('data-same') ? one.id === other.id : one.isEqualNode(other);
  };

  // The name of a part in the message about changes.
  const called = (part, all) => {
    const at = all.indexOf(part);
    if (at < AROUND.length) return words(['title', 'title', 'contents', 'foot'], ['titre', 'titre', 'sommaire', 'pied de page'])[at];
    if (part.matches('figure, .variants')) return part.querySelector('figcaption small').textContent;
    if (part.matches('.table')) return part.querySelector('caption')?.textContent || words('a table', 'un tableau');
    const heading = all.slice(AROUND.length, at + 1).findLast(it => it.matches('h2, h3, h4, h5, h6'));
    return words('text', 'texte') + (heading ? words(' under “' + heading.textContent + '”', ' sous «\u00a0' + heading.textContent + '\u00a0»') : '');
  };

  // Removes a lost state from the address.
  const forget = ({ id }) => id && location.hash.startsWith('#' + id + '&') && history.replaceState(null, '', '#' + id);

  // Replaces a part by another: open details stay open, and the focus stays where it was.
  const replace = (there, part) => {
    const fresh = document.importNode(part, true);
    const details = it => it.querySelectorAll('details:not(.tools details)');
    const open = [...details(there)].map(it => it.open);
    details(fresh).forEach((it, at) => (it.open = open[at] ?? it.open));
    const path = [];
    let focused = document.activeElement;
    if (there.contains(focused)) for (; focused !== there; focused = focused.parentNode) path.unshift([...focused.parentNode.children].indexOf(focused));
    there.replaceWith(fresh);
    forget(there);
    path.reduce((it, at) => it?.children[at], path.length ? fresh : null)?.focus({ preventScroll: true });
    return fresh;
  };

  // The same for a changed part; an unchanged drawing keeps its state.
  const renew = (old, part) => {
    const bare = figure => {
      const rest = figure.cloneNode(true);
      rest.querySelectorAll('figcaption, .ft').forEach(it => it.remove());
      return rest;
    };
    if (!part.matches('figure') || !isSame(bare(old.part), bare(part))) return replace(old.there, part);
    for (const words of ['figcaption', '.ft']) replace(old.there.querySelector(words), part.querySelector(words));
    return old.there;
  };

  // Turns the page into the next one, and returns the names of the changed parts.
  const exchange = next => {
    const before = parts.map(it => it.part);
    const changed = [];
    // For each part of the next page: the identical one, one with the same id, or one of the same kind.
    const found = new Map(AROUND.map((_, at) => [next[at], parts[at]]));
    const left = new Set(parts.slice(AROUND.length));
    const inner = next.slice(AROUND.length);
    for (const fits of [isSame, (one, other) => one.id && one.id === other.id, (one, other) => !one.id && !other.id && one.localName === other.localName])
      for (const part of inner) {
        if (found.has(part)) continue;
        for (const old of left)
          if (fits(old.part, part)) {
            found.set(part, old);
            left.delete(old);
            break;
          }
      }
    for (const { part, there } of left) {
      changed.push(words('without ', 'sans ') + called(part, before));
      there.remove();
      forget(there);
    }
    parts = next.map(part => {
      const old = found.get(part);
      if (old && isSame(old.part, part)) return old;
      // Links to a definition with another number are not a visible change.
      if (!old || part.matches('figure') || old.part.textContent !== part.textContent) changed.push((old ? '' : words('new: ', 'nouveau\u00a0: ')) + called(part, next));
      return { part, there: old ? renew(old, part) : document.importNode(part, true) };
    });
    const main = document.querySelector('main');
    let place = main.firstElementChild;
    for (const { there } of parts.slice(AROUND.length))
      if (there === place) place = place.nextElementSibling;
      else main.insertBefore(there, place);
    return [...new Set(changed)];
  };

  // Keeps the scroll position, even if parts above it grow, appear or disappear.
  const steadily = action => {
    const root = document.documentElement;
    const isBelow = it => it && it.getBoundingClientRect().bottom > 0;
    const at = parts.findIndex(({ there }, at) => at >= AROUND.length && isBelow(there));
    const old = parts[at]?.there;
    const top = old?.getBoundingClientRect().top;
    root.style.overflowAnchor = 'none';
    const result = action();
    const now = old?.isConnected ? old : parts[at]?.there;
    if (scrollY && now) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: 'instant' });
    root.style.overflowAnchor = '';
    return result;
  };

  // Loads the current page, if it is not the one shown.
  const renewed = async event => {
    if (!event.versions[name]) return words('this page is no longer part of the report', 'cette page ne fait plus partie du rapport');
    if (event.versions[name] === version) return words('nothing differs on this page', 'rien ne change sur cette page');
    const text = await textOf();
    const known = await figures;
    figures = figuresOf(text);
    // An unchanged figure need not be parsed again.
    const short = text.replace(FIGURE, (figure, id) => (known.get(id) === figure ? `<figure id="${id}" data-same></figure>` : figure));
    const page = new DOMParser().parseFromString(short, 'text/html');
    const next = partsOf(page);
    // A placeholder for a table of contents, or a foot, that appears or disappears.
    if (!version || AROUND.some((_, at) => !next[at] !== !parts[at].part)) return location.reload();
    version = page.querySelector('[data-version]').dataset.version;
    // Colours and the rules of charts are those of the page.
    const [style, rules] = [document, page].map(it => it.querySelector('head style'));
    if (style.textContent !== rules.textContent) style.textContent = rules.textContent;
    document.querySelector('.origin')?.remove();
    const changed = steadily(() => {
      const names = exchange(next);
      document.dispatchEvent(new Event('hfreport:update'));
      return names;
    });
    return changed.slice(0, MOST).join(', ') + (changed.length > MOST ? words(' and ' + (changed.length - MOST) + ' more', ' et ' + (changed.length - MOST) + ' de plus') : '');
  };

  let work = Promise.resolve();
  const events = new EventSource('/events');
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    work = work.then(async () => {
      overlay.hidden = !event.problems;
      title.textContent = event.ended ? words('hfreport has ended', 'hfreport s’est arrêté') : words('The last run failed', 'La dernière exécution a échoué');
      excerpts.textContent = event.problems;
      if (event.ended) events.close();
      if (event.problems) say('');
      const changed = await renewed(event);
      const files = event.files.slice(0, MOST).join(', ') + (event.files.length > MOST ? words(' and more', ' et d’autres') : '');
      // The first event reports the state that the page has shown since it was opened.
      if (isFirst) isFirst = false;
      else if (files && changed && !event.problems) say(files + words(': ', '\u00a0: ') + changed + ' (' + event.milliseconds + ' ms)');
    }).catch(error => say(error.message, true));
  };
  events.onerror = () => say(words('hfreport does not answer: has it ended?', 'hfreport ne répond pas\u00a0: s’est-il arrêté\u202f?'), true);
  events.onopen = () => say('', true);
})();
