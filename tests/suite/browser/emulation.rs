//! The environment in which a page is shown: sizes, colour schemes, paper, without scripts, with
//! colour blindness.

use super::Tab;
use serde_json::json;
use std::path::Path;

impl Tab {
    /// A window on a desktop computer.
    #[track_caller]
    pub(crate) fn viewport(&self, width: u32, height: u32) {
        self.screen(width, height, false);
    }

    /// The touch screen of a telephone.
    #[track_caller]
    pub(crate) fn phone(&self, width: u32, height: u32) {
        self.screen(width, height, true);
    }

    fn screen(&self, width: u32, height: u32, is_phone: bool) {
        self.command(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}),
        );
        self.command(
            "Emulation.setTouchEmulationEnabled",
            &json!({"enabled": is_phone}),
        );
    }

    /// Bars that scroll take no room of the page.
    #[track_caller]
    pub(crate) fn without_scrollbars(&self) {
        self.command("Emulation.setScrollbarsHidden", &json!({"hidden": true}));
    }

    /// A media feature, `("prefers-color-scheme", "dark")`, and the medium: `screen`, `print`.
    #[track_caller]
    pub(crate) fn media(&self, medium: &str, preferences: &[(&str, &str)]) {
        let features: Vec<_> = preferences
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        self.command(
            "Emulation.setEmulatedMedia",
            &json!({"media": medium, "features": features}),
        );
    }

    /// Pages opened from now on run none of their own scripts.
    #[track_caller]
    pub(crate) fn without_scripts(&self) {
        self.command(
            "Emulation.setScriptExecutionDisabled",
            &json!({"value": true}),
        );
    }

    /// Simulates a vision deficiency: `deuteranopia`, `protanopia`, `tritanopia`, `achromatopsia`,
    /// `blurredVision`, `none`.
    #[track_caller]
    pub(crate) fn vision(&self, deficiency: &str) {
        self.command(
            "Emulation.setEmulatedVisionDeficiency",
            &json!({"type": deficiency}),
        );
    }

    /// Runs a script in every opened page, before its own.
    #[track_caller]
    pub(crate) fn before(&self, script: &str) {
        self.command(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({"source": script}),
        );
    }

    /// Downloads of the page are saved to a folder.
    #[track_caller]
    pub(crate) fn downloads_to(&self, folder: &Path) {
        self.context_command(
            "Browser.setDownloadBehavior",
            json!({"behavior": "allow", "downloadPath": folder}),
        );
    }

    /// The page may read and write the clipboard.
    #[track_caller]
    pub(crate) fn allow_clipboard(&self) {
        self.context_command(
            "Browser.grantPermissions",
            json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}),
        );
    }
}
