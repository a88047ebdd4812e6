"""The page with Plotly and great_tables: one file, whose charts need the script that is part of it."""
import os
import pathlib
import sys
import duckdb
import plotly.express as px
import polars
from great_tables import GT
here = pathlib.Path(__file__).parent
out = pathlib.Path(sys.argv[1]).resolve()
os.chdir(here / "../../../data")
duckdb.sql((here / "../rows.sql").read_text("utf-8"))
sql = lambda text: polars.DataFrame(duckdb.sql(text))
part = lambda of, whole: duckdb.sql(f"SELECT sum(downloads) FILTER ({of}) / sum(downloads) FILTER ({whole}) FROM rows").fetchall()[0][0]
share = lambda of, whole="true": f"{100 * part(of, whole):.2f}\u202f%".replace(".", ",")
entities = px.bar(sql("SELECT entity, type, sum(downloads) AS downloads FROM rows GROUP BY ALL ORDER BY ALL"), x="downloads", y="entity", color="type", height=1200, title="Les entités et leur type")
entities.update_yaxes(categoryorder="total ascending")
modalities = px.treemap(sql("SELECT modality, entity, sum(downloads) AS downloads FROM rows GROUP BY ALL ORDER BY ALL"), path=["modality", "entity"], values="downloads", title="Les modalités")
sizes = px.bar(sql("SELECT size, type, sum(downloads) AS downloads, min(parameters) AS least FROM rows WHERE parameters IS NOT NULL GROUP BY size, type ORDER BY least, type"), x="size", y="downloads", color="type", title="Les tailles")
sizes.update_xaxes(categoryorder="array", categoryarray=sql("SELECT size FROM rows WHERE size IS NOT NULL GROUP BY size ORDER BY min(parameters)")["size"])
countries = GT(sql("SELECT pays, sum(downloads)::BIGINT AS downloads, sum(downloads) / (SELECT sum(downloads) FROM rows) AS share FROM rows GROUP BY pays ORDER BY downloads DESC"), locale="fr", id="countries")
countries = countries.cols_label(pays="Pays", downloads="Téléchargements", share="Part").fmt_integer("downloads").fmt_percent("share").tab_header("Les pays")
small, american, companies = share("parameters < 1e9", "parameters IS NOT NULL"), share("country = 'US'"), share("type = 'company'")
text = f"{small} des téléchargements vont à des modèles de moins d’un milliard de paramètres, {american} à des entités des États-Unis, {companies} à des entreprises."
figures = [figure.to_html(full_html=False, include_plotlyjs=at == 0) for at, figure in enumerate([entities, modalities, sizes])]
page = f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Les entités les plus téléchargées</title><p>{text}</p>{"".join(figures)}{countries.as_raw_html()}'
(out / "index.html").write_text(page, "utf-8")
