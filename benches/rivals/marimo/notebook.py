"""The page as a marimo notebook, exported without its code."""
import marimo

app = marimo.App(app_title="Les entités les plus téléchargées")


@app.cell
def _():
    import os
    import pathlib
    import altair as alt
    import duckdb
    import marimo as mo
    import plotly.express as px
    import polars

    here = pathlib.Path(__file__).parent
    os.chdir(here / "../../../data")
    duckdb.sql((here / "../rows.sql").read_text("utf-8"))
    sql = lambda text: polars.DataFrame(duckdb.sql(text))
    part = lambda of, whole: duckdb.sql(f"SELECT sum(downloads) FILTER ({of}) / sum(downloads) FILTER ({whole}) FROM rows").fetchall()[0][0]
    share = lambda of, whole="true": f"{100 * part(of, whole):.2f}\u202f%".replace(".", ",")
    return alt, mo, px, share, sql


@app.cell
def _(mo, share):
    mo.md(f"{share('parameters < 1e9', 'parameters IS NOT NULL')} des téléchargements vont à des modèles de moins d’un milliard de paramètres, {share('country = ' + repr('US'))} à des entités des États-Unis, {share('type = ' + repr('company'))} à des entreprises.")


@app.cell
def _(alt, sql):
    entities = sql("SELECT entity, type, sum(downloads)::DOUBLE AS downloads FROM rows GROUP BY ALL ORDER BY ALL")
    alt.Chart(entities, title="Les entités et leur type").mark_bar().encode(x="sum(downloads)", y=alt.Y("entity").sort("-x"), color="type")


@app.cell
def _(px, sql):
    modalities = sql("SELECT modality, entity, sum(downloads) AS downloads FROM rows GROUP BY ALL ORDER BY ALL")
    px.treemap(modalities, path=["modality", "entity"], values="downloads", title="Les modalités")


@app.cell
def _(alt, sql):
    sizes = sql("SELECT size, type, sum(downloads)::DOUBLE AS downloads, min(parameters) AS least FROM rows WHERE size IS NOT NULL GROUP BY size, type ORDER BY least, type")
    alt.Chart(sizes, title="Les tailles").mark_bar().encode(x=alt.X("size").sort(field="least", op="min"), y="downloads", color="type")


@app.cell
def _(mo, sql):
    countries = sql("SELECT pays, sum(downloads)::BIGINT AS téléchargements, sum(downloads) / (SELECT sum(downloads) FROM rows) AS part FROM rows GROUP BY pays ORDER BY 2 DESC")
    mo.ui.table(countries, selection=None, format_mapping={"part": "{:.2%}"})


if __name__ == "__main__":
    app.run()
