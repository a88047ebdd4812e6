// The page with Malloy: one file, whose charts and table need the renderer that is part of it; it has no treemap, so that modalities are bars without entities.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { DuckDBConnection } from "@malloydata/db-duckdb";
import { API, SingleConnectionRuntime } from "@malloydata/malloy";
const [data, out] = process.argv.slice(2);
const connection = new DuckDBConnection("duckdb", ":memory:", data);
const runtime = new SingleConnectionRuntime({connection, urlReader: {readURL: (url) => fs.promises.readFile(url, "utf-8")}});
const model = runtime.loadModel(pathToFileURL("page.malloy"));
const run = (view) => model.loadQuery(`run: models -> ${view}`).run({rowLimit: 1000});
const percent = (share) => share.toLocaleString("fr", {style: "percent", minimumFractionDigits: 2});
const [shares] = (await run("shares")).data.toObject();
const results = {};
for (const view of ["entities", "modalities", "sizes", "by_country"]) results[view] = API.util.wrapResult(await run(view));
await connection.close();
const text = `${percent(shares.small)} des téléchargements vont à des modèles de moins d’un milliard de paramètres, ${percent(shares.american)} à des entités des États-Unis, ${percent(shares.companies)} à des entreprises.`;
const renderer = fs.readFileSync(createRequire(import.meta.url).resolve("@malloydata/render"), "utf-8");
const page = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Les entités les plus téléchargées</title><body><p>${text}</p>
<script>${renderer}</script>
<script>
for (const [view, result] of Object.entries(${JSON.stringify(results).replaceAll("<", "\\u003c")})) {
  const viz = new index.MalloyRenderer().createViz();
  viz.setResult(result);
  viz.render(document.body.appendChild(Object.assign(document.createElement("div"), {id: view})));
}
</script>`;
fs.writeFileSync(`${out}/index.html`, page);
