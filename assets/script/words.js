// The texts of the script, and its number formats, in the language of the page.
const french = document.documentElement.lang === 'fr';
const [
  sharesWord, seriesWord, onlyWord, searchWord, rangeWord, sinceWord, untilWord, resetWord,
  linkWord, copiedWord, wholeWord, narrowWord, orderWord, groupWord, totalWord, colon, chartWord,
] = (
  french
    ? 'Parts|Séries|seule|Chercher|Étendue|De|à|Tout afficher|Lien|Copié|Tout|Filtrer les lignes|Trier par|du groupe|du total|\u00a0: |graphique\u00a0: flèches pour parcourir'
    : 'Shares|Series|only|Search|Range|From|to|Show all|Link|Copied|All|Filter the rows|Sort by|of group|of total|: |chart: arrow keys go through'
).split('|');
const locale = french ? 'fr-FR' : 'en-US';
const numbers = options => new Intl.NumberFormat(locale, options);
const fractions = digits => numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits });
const whole = fractions(0), tenths = fractions(1);
const short = numbers({ notation: 'compact', maximumSignificantDigits: 3 });
const fractions2 = numbers({ maximumFractionDigits: 2 });

// A written number with what stands around it, and the sign that is as wide as a digit.
const signed = (text, front, rear) => text.replace(/^-?/, sign => (sign && '−') + front) + rear;

// To whole numbers, half away from zero.
const round = value => Math.sign(value) * Math.round(abs(value));

// A share of 1 in percent, rounded once.
const percentSign = french ? '\u202f%' : '%';
const percent = (part, of) => signed(tenths.format(round((part * 1000) / of) / 10), '', percentSign);

// An amount as an axis says it, and as the marks of a chart do. French writes thousands in full, counts in Md beyond 10¹² too, and a symbol follows a letter at once: 1 M€.
const letters = { 3: french ? 'k' : 'K', 6: 'M', 9: french ? 'Md' : 'B', 12: 'T' };
const letterSpace = french ? '\u00a0' : '';
// Those of an axis have the unit of the largest one.
const triples = value => floor(Math.log10(abs(value)) / 3);
const briefly = (value, { front, rear }, most) => {
  const power = most >= (french ? 1e6 : 1e4) && value ? min(triples(most) * 3, french ? 9 : 12) : 0;
  const three = french && triples(value);
  const text = most ? fractions2.format(value / 10 ** power) + (power ? letterSpace + letters[power] : '') : three > 3 ? whole.format(value / 1e9) + '\u00a0Md' : (three === 1 ? whole : short).format(value);
  return signed(text, front, /\d$/.test(text) ? rear : rear.replace(/^\s(?=\P{L})/u, ''));
};
const amount = (value, figure) => {
  const { scale, decimals, front, rear } = figure;
  if (decimals) return signed(fractions(decimals).format(value), front, rear);
  if (!scale) return briefly(value, figure);
  // What is below zero has as many decimals as show it.
  let shown = 0;
  while (value < 0 && !round(value * 10 ** (shown - scale))) shown++;
  const digits = fractions(shown).format(value / 10 ** scale);
  return signed((value > 0 && digits < 1 ? '<' + letterSpace + 1 : digits) + letterSpace + letters[scale], '', '');
};

// The first number that a cell of a table shows, with all of its digits.
const digitsOf = text => {
  const digits = (text.match(/\d[\d.,\s]*/) || '')[0]?.replace(/\s/g, '') || '';
  return (/^\D*−/.test(text) ? '-' : '') + (french ? digits.replace(',', '.') : digits.replace(/,/g, ''));
};
const number = text => +digitsOf(text);

// Shorter names for frequent calls; the first says where an element or a range of text stands in the window.
const frameOf = it => it.getBoundingClientRect();
const one = (element, selector) => element.querySelector(selector);
const every = (element, selector) => [...element.querySelectorAll(selector)];
const on = (name, action) => document.addEventListener(name, action);
const attribute = (element, name) => element.getAttribute(name);
const { max, min, floor, abs } = Math;
const { body } = document;
// The cells of the head of a table, and whether the numbers of a column stand below one.
const headsOf = table => [...table.tHead.rows[0].cells];
const isNumeric = head => getComputedStyle(head).textAlign === 'right';
const fixed = length => length.toFixed(1);
const numbersOf = (text, separator = ' ') => text.split(separator).map(Number);
// Texts without the joiners that keep ranges on a line.
const bare = text => text.replaceAll('\u2060', '');
const lower = text => text.toLocaleLowerCase();

const escaped = text => text.replace(/[&<>"]/g, it => '&#' + it.charCodeAt() + ';');

// Adds to a drawing.
const append = (svg, markup) => svg.insertAdjacentHTML('beforeend', markup);

// Creates an element from its tag, properties and children.
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const button = (text, action, title) => make('button', { onclick: action, title: title || '' }, text);
