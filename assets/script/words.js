// What the script says, and how it writes numbers, in the language of the page.
const french = document.documentElement.lang === 'fr';
const words = french
  ? {
      shares: 'Parts', series: 'Séries', only: 'seule', every: 'Toutes', search: 'Chercher',
      range: 'Étendue', since: 'De', until: 'à', reset: 'Tout afficher', save: 'Exporter', fetched: 'Télécharger',
      copy: 'Copier', link: 'lien', copied: 'Copié', whole: 'Tout', narrow: 'Filtrer les lignes', ordered: 'Trier par',
      group: 'du groupe', total: 'du total', colon: '\u00a0: ', chart: 'graphique\u00a0: flèches pour parcourir',
    }
  : {
      shares: 'Shares', series: 'Series', only: 'only', every: 'All', search: 'Search',
      range: 'Range', since: 'From', until: 'to', reset: 'Show all', save: 'Export', fetched: 'Download',
      copy: 'Copy', link: 'link', copied: 'Copied', whole: 'All', narrow: 'Filter the rows', ordered: 'Sort by',
      group: 'of group', total: 'of total', colon: ': ', chart: 'chart: arrow keys go through',
    };
const locale = french ? 'fr-FR' : 'en-US';
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });

// To whole numbers, half away from zero.
const round = value => Math.sign(value) * Math.round(Math.abs(value));

// A share of 1 in percent, rounded once.
const percentSign = french ? '\u202f%' : '%';
const percent = (part, of) => tenths.format(round((part * 1000) / of) / 10) + percentSign;

// An amount as the marks of a chart say it.
const amount = (value, scale) => {
  const unit = scale && { 3: french ? 'k' : 'K', 6: 'M', 9: french ? 'Md' : 'B' }[scale];
  const digits = round(value / 10 ** scale);
  const space = french ? '\u00a0' : '';
  const text = unit ? (value && !digits ? '<' + space + 1 : whole.format(digits)) + space + unit : short.format(value);
  return text.replace('-', '−');
};

// The number that a cell of a table shows.
const number = text => {
  const digits = text.replace('−', '-').replace(/[^\d.,-]/g, '');
  return +(french ? digits.replace(',', '.') : digits.replace(/,/g, ''));
};

// Shorter words for what is done often.
const one = (element, selector) => element.querySelector(selector);
const every = (element, selector) => [...element.querySelectorAll(selector)];
const on = (name, action) => document.addEventListener(name, action);
const attribute = (element, name) => element.getAttribute(name);
const { max, min, floor } = Math;
const { body } = document;
const fixed = length => length.toFixed(1);

const escaped = text => text.replace(/[&<>"]/g, it => '&#' + it.charCodeAt() + ';');

// An element from its tag, properties and children.
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const button = (text, action, title) => make('button', { onclick: action, title: title || '' }, text);
