export default {title: "Les entités les plus téléchargées", root: "src", search: false, pages: []};
