//! What only its own server is told: tokens and keys, from the environment alone. They are in no message and in
//! nothing that is written.

use super::secret::Secret;
use super::signature::{Keys, signed};
use crate::diagnostic::{Code, Diagnostic};
use crate::world::{Method, World};
use std::time::Duration;
use url::Url;

/// Where the hub is, unless `HF_ENDPOINT` says otherwise.
const HUB: &str = "https://huggingface.co";

/// The servers that have secrets, and these.
#[derive(Clone, Debug)]
pub(crate) struct Secrets {
    /// The hub.
    pub(crate) hub: Url,
    /// The store.
    pub(super) store: Url,
    token: Option<Secret>,
    keys: Option<Keys>,
    region: String,
}

impl Secrets {
    /// Those of the environment; `endpoint` is another hub, that was typed.
    ///
    /// # Errors
    /// An endpoint is no address of the web.
    pub(crate) fn of(world: &dyn World, endpoint: Option<&str>) -> Result<Self, Diagnostic> {
        let variable = |name: &str| {
            world
                .variable(name)
                .filter(|value| !value.trim().is_empty())
        };
        let server = |name: &str, text: &str| {
            let url = Url::parse(text.trim_end_matches('/')).ok();
            let fine =
                |url: &Url| url.has_host() && url.username().is_empty() && url.password().is_none();
            url.filter(fine).ok_or_else(|| {
                let message = format!("`{name}` is the address of a server, such as `{HUB}`");
                Diagnostic::error(Code::ADDRESS, message).environment()
            })
        };
        let hub = endpoint
            .map(str::to_owned)
            .or_else(|| variable("HF_ENDPOINT"));
        let name = if endpoint.is_some() {
            "--endpoint"
        } else {
            "HF_ENDPOINT"
        };
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let region = region.unwrap_or_else(|| "us-east-1".to_owned());
        let store = variable("AWS_ENDPOINT_URL_S3").or_else(|| variable("AWS_ENDPOINT_URL"));
        let store = store.unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
        let keys = variable("AWS_ACCESS_KEY_ID").zip(variable("AWS_SECRET_ACCESS_KEY"));
        Ok(Self {
            hub: server(name, hub.as_deref().unwrap_or(HUB))?,
            store: server("AWS_ENDPOINT_URL", &store)?,
            token: variable("HF_TOKEN").map(|token| Secret(token.trim().to_owned())),
            keys: keys.map(|(id, secret)| Keys {
                id,
                secret: Secret(secret),
                session: variable("AWS_SESSION_TOKEN").map(Secret),
            }),
            region,
        })
    }

    /// Whether the hub is the one that is asked unless somebody says otherwise.
    #[must_use]
    pub(crate) fn is_usual_hub(&self) -> bool {
        self.hub.as_str().trim_end_matches('/') == HUB
    }

    /// Whether the hub knows who asks.
    #[must_use]
    pub(crate) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The headers that a server is to have, if it is one of the two.
    pub(super) fn headers(
        &self,
        method: Method,
        url: &Url,
        now: Duration,
    ) -> Vec<(&'static str, String)> {
        if let (Some(token), true) = (&self.token, url.origin() == self.hub.origin()) {
            return vec![("authorization", format!("Bearer {}", token.0))];
        }
        match &self.keys {
            Some(keys) if url.origin() == self.store.origin() => {
                signed(method, url, keys, &self.region, now)
            }
            _ => Vec::new(),
        }
    }
}
