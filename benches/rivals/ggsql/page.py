"""The page with ggsql, whose charts are SVG; it has no treemap, so that modalities are bars without entities, and no table."""
import os
import pathlib
import sys
import duckdb
import ggsql
import pyarrow
here = pathlib.Path(__file__).parent
out = pathlib.Path(sys.argv[1]).resolve()
os.chdir(here / "../../../data")
duckdb.sql((here / "../rows.sql").read_text("utf-8"))
reader = ggsql.DuckDBReader("duckdb://memory")
reader.register("rows", pyarrow.table(duckdb.sql("SELECT * FROM rows")))
chart = lambda query, height: ggsql.SVGWriter(900, height).render(reader.execute(query))
order = ", ".join(f"'{size}'" for size, in duckdb.sql("SELECT size FROM rows WHERE size IS NOT NULL GROUP BY ALL ORDER BY min(parameters)").fetchall())
part = lambda of, whole: duckdb.sql(f"SELECT sum(downloads) FILTER ({of}) / sum(downloads) FILTER ({whole}) FROM rows").fetchall()[0][0]
percent = lambda share: f"{100 * share:.2f}\u202f%".replace(".", ",")
entities = chart("SELECT entity, type, sum(downloads)::BIGINT AS downloads FROM rows GROUP BY ALL VISUALISE downloads AS x, entity AS y, type AS fill DRAW bar LABEL title => 'Les entités et leur type'", 1200)
modalities = chart("SELECT modality, sum(downloads)::BIGINT AS downloads FROM rows GROUP BY ALL VISUALISE downloads AS x, modality AS y DRAW bar LABEL title => 'Les modalités'", 400)
sizes = chart(f"SELECT size, type, sum(downloads)::BIGINT AS downloads FROM rows WHERE size IS NOT NULL GROUP BY ALL VISUALISE size AS x, downloads AS y, type AS fill DRAW bar SCALE DISCRETE x FROM [{order}] LABEL title => 'Les tailles'", 500)
countries = duckdb.sql("SELECT pays, sum(downloads)::BIGINT, sum(downloads) / (SELECT sum(downloads) FROM rows) FROM rows GROUP BY pays ORDER BY 2 DESC").fetchall()
integer = lambda number: f"{number:,}".replace(",", "\u202f")
cells = "".join(f"<tr><td>{pays}<td>{integer(downloads)}<td>{percent(share)}" for pays, downloads, share in countries)
small, american, companies = (percent(part(*of)) for of in [("parameters < 1e9", "parameters IS NOT NULL"), ("country = 'US'", "true"), ("type = 'company'", "true")])
text = f"{small} des téléchargements vont à des modèles de moins d’un milliard de paramètres, {american} à des entités des États-Unis, {companies} à des entreprises."
page = f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Les entités les plus téléchargées</title><p>{text}</p>{entities}{modalities}{sizes}<table><tr><th>Pays<th>Téléchargements<th>Part{cells}</table>'
(out / "index.html").write_text(page, "utf-8")
