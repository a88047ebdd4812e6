-- The rows of the pages that read them with DuckDB: each model with its entity, type, country, modality and size.
CREATE TABLE rows AS
SELECT entity, type, country, name_fr AS pays, coalesce(modality, 'unknown') AS modality, parameters, downloads,
       CASE WHEN parameters < 5e6 THEN '..5M' WHEN parameters < 25e6 THEN '5M..25M' WHEN parameters < 50e6 THEN '25M..50M'
            WHEN parameters < 1e8 THEN '50M..100M' WHEN parameters < 2e8 THEN '100M..200M' WHEN parameters < 5e8 THEN '200M..500M'
            WHEN parameters < 1e9 THEN '500M..1B' WHEN parameters < 3e9 THEN '1B..3B' WHEN parameters < 7.5e9 THEN '3B..7.5B'
            WHEN parameters IS NOT NULL THEN '7.5B..' END AS size
FROM 'hub_2025-10-01.parquet'
JOIN 'accounts.csv' USING (account)
LEFT JOIN (SELECT country, name_fr FROM 'countries.csv') USING (country)
LEFT JOIN (SELECT pipeline_tag, modality FROM 'tasks.csv') USING (pipeline_tag);
