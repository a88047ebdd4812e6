// Sets up the content of the loaded page, and content that is added later.
const enhance = () => {
  for (const element of figures.keys()) if (!element.isConnected) figures.delete(element);
  for (const element of every(document, 'figure[data-v]')) {
    if (figures.has(element)) continue;
    addControls(element);
    const data = one(element, '.data');
    data.ontoggle = () => prepareTable(one(data, 'table'));
  }
  every(document, '.table table').forEach(prepareTable);
};
enhance();
follow();
on('hfreport:update', enhance);
