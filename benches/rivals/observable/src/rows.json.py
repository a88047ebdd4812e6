"""What the page draws, as JSON."""
import json
import os
import pathlib
import sys
import duckdb

here = pathlib.Path(os.environ["RIVALS"])
os.chdir(here / "../../data")
duckdb.sql((here / "rows.sql").read_text("utf-8"))
def table(columns, where="true"):
    found = duckdb.sql(f"SELECT {columns}, sum(downloads)::BIGINT AS downloads, min(parameters) AS least FROM rows WHERE {where} GROUP BY ALL ORDER BY ALL")
    return [dict(zip(found.columns, row)) for row in found.fetchall()]
share = lambda of, whole="true": duckdb.sql(f"SELECT sum(downloads) FILTER ({of}) / sum(downloads) FILTER ({whole}) FROM rows").fetchall()[0][0]
json.dump({
    "small": share("parameters < 1e9", "parameters IS NOT NULL"),
    "american": share("country = 'US'"),
    "companies": share("type = 'company'"),
    "entities": table("entity, type"),
    "modalities": table("modality, entity"),
    "sizes": table("size, type", "parameters IS NOT NULL"),
    "countries": table("pays"),
}, sys.stdout)
