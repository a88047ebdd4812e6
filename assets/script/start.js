// What the page holds when it is read, and what is put into it later.
const enhance = () => {
  for (const element of figures.keys()) if (!element.isConnected) figures.delete(element);
  for (const element of document.querySelectorAll('figure[data-v]')) {
    if (figures.has(element)) continue;
    addControls(element);
    const data = element.querySelector('.data');
    data.addEventListener('toggle', () => prepareTable(data.querySelector('table')), { once: true });
  }
  document.querySelectorAll('.table table').forEach(prepareTable);
};
enhance();
follow();
document.addEventListener('hfreport:update', enhance);
