//! A hub of some models, which lists them as the real one does: sorted by downloads, in pages, with `Link`.

use crate::remote::{Answer, Asked, Server};
use serde_json::{Value, json};
use std::sync::Arc;

/// A fault at some requests.
pub(crate) type Fault = fn(&Asked, &dyn Fn() -> Answer) -> Option<Answer>;

/// A model of the hub.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) recent: u64,
    pub(crate) value: Value,
}

/// A model with what the hub says of it.
pub(crate) fn model(
    id: &str,
    recent: u64,
    downloads: u64,
    tag: Option<&str>,
    languages: &[&str],
    parameters: Option<i64>,
) -> Model {
    let author = id.split('/').next().unwrap_or_default();
    let mut tags = vec!["pytorch", "license:mit"];
    tags.extend(languages);
    let mut value = json!({"_id": "x", "id": id, "author": author, "downloads": recent, "downloadsAllTime": downloads, "tags": tags});
    if let Some(tag) = tag {
        value["pipeline_tag"] = json!(tag);
    }
    if let Some(parameters) = parameters {
        value["safetensors"] = json!({"parameters": {"F32": parameters}, "total": parameters});
    }
    Model {
        id: id.to_owned(),
        recent,
        value,
    }
}

/// Starts a hub; `page` is what it gives at a time at most.
pub(crate) fn hub(mut models: Vec<Model>, languages: &[&str], page: usize, fault: Fault) -> Server {
    models.sort_by(|one, other| {
        other
            .recent
            .cmp(&one.recent)
            .then_with(|| one.id.cmp(&other.id))
    });
    let models = Arc::new(models);
    let tags: Vec<Value> = languages
        .iter()
        .map(|id| json!({"id": id, "label": id, "type": "language"}))
        .collect();
    let kinds = json!({"language": tags, "library": [{"id": "pytorch", "type": "library"}, {"id": "jax", "type": "library"}]}).to_string();
    Server::start(move |asked| {
        let answer = || answer(asked, &models, &kinds, page);
        fault(asked, &answer).unwrap_or_else(answer)
    })
}

fn answer(asked: &Asked, models: &[Model], kinds: &str, page: usize) -> Answer {
    if asked.path == "/api/models-tags-by-type" {
        return Answer::of(200, kinds);
    }
    let Some(query) = asked.path.strip_prefix("/api/models?") else {
        return Answer::of(404, "");
    };
    let limit: usize = asked.query("limit").unwrap().parse().unwrap();
    // What the real one asks for, and what it refuses.
    let is_wrong = limit > 500
        || asked.query("sort") != Some("downloads")
        || ["direction=", "full=", "cardData=", "config="]
            .iter()
            .any(|name| query.contains(name))
        || !query.contains("expand%5B%5D=downloadsAllTime");
    if is_wrong {
        return Answer::of(400, "");
    }
    let from: usize = asked.query("cursor").map_or(0, |cursor| {
        cursor.trim_start_matches("c%3D").parse().unwrap()
    });
    let author = asked.query("author");
    let found: Vec<&Model> = models
        .iter()
        .filter(|it| author.is_none_or(|author| it.value["author"] == author))
        .collect();
    let size = limit.min(page);
    let shown: Vec<&Value> = found
        .iter()
        .skip(from)
        .take(size)
        .map(|it| &it.value)
        .collect();
    let answer = Answer::of(200, serde_json::to_vec(&shown).unwrap());
    if from + size >= found.len() {
        return answer;
    }
    let query: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("cursor="))
        .collect();
    answer.with(
        "link",
        format!(
            "</api/models?{}&cursor=c%3D{}>; rel=\"next\"",
            query.join("&"),
            from + size
        ),
    )
}
