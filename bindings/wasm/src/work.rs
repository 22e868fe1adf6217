//! The work for JavaScript: a log held against a registry.

use js_sys::Uint8Array;
use wangge::Work;
use wangge_formats::ask;
use wangge_formats::print::Language;
use wangge_formats::question::{self, ReportRecord};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::registry::RawRegistry;
use crate::reply::{Reply, thrown};
use crate::source::Source;

/// What was done in a county. It stays as it is: what is recorded gives the next one.
#[wasm_bindgen]
pub struct RawWork {
    work: Work,
    /// The lines by which it differs from the one that it was made of.
    recorded: String,
}

#[wasm_bindgen]
impl RawRegistry {
    /// The work of a log, in UTF-8.
    ///
    /// # Errors
    /// `document.*`, `work.faults`.
    pub fn work(&self, log: &Uint8Array) -> Reply<RawWork> {
        let work = ask::work(&self.0, Source::new(log, None)).map_err(thrown)?;
        Ok(RawWork { work, recorded: String::new() })
    }
}

#[wasm_bindgen]
impl RawWork {
    /// The work after entries, all or none; this one stays, so that a worker can be started again.
    ///
    /// # Errors
    /// `document.*`, `work.faults`.
    pub fn record(&self, entries: &Uint8Array) -> Reply<RawWork> {
        let mut work = self.work.clone();
        let recorded = ask::record(&mut work, Source::new(entries, None)).map_err(thrown)?;
        Ok(Self { work, recorded })
    }

    /// The lines that were recorded last, as they are to be added to the log.
    #[must_use]
    pub fn recorded(&self) -> String {
        self.recorded.clone()
    }

    /// The open cases at an instant.
    ///
    /// # Errors
    /// `instant.invalid`, `unit.unknown`.
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn board(&self, at: &str, unit: Option<String>) -> Reply<String> {
        ask::board(&self.work, at, unit.as_deref()).map_err(thrown)
    }

    /// What a matter has come to at an instant.
    ///
    /// # Errors
    /// `instant.invalid`, `matter.unknown`.
    pub fn case(&self, matter: &str, at: &str) -> Reply<String> {
        ask::case(&self.work, matter, at).map_err(thrown)
    }

    /// What must be sent later than one instant, up to another.
    ///
    /// # Errors
    /// `instant.invalid`.
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn due(&self, after: Option<String>, until: &str) -> Reply<String> {
        // What was given out is kept by whoever asks.
        ask::due(&mut self.work.clone(), after.as_deref(), until).map_err(thrown)
    }

    /// What is on record about a household.
    ///
    /// # Errors
    /// `date.invalid`, `household.unknown`, `person.unknown`.
    #[wasm_bindgen(js_name = oneFile)]
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn one_file(&self, household: &str, date: &str, asker: Option<String>) -> Reply<String> {
        ask::one_file(&self.work, household, date, asker.as_deref()).map_err(thrown)
    }
}

/// Matters in numbers.
#[wasm_bindgen]
impl RawWork {
    /// Matters in numbers.
    ///
    /// # Errors
    /// `request.*`, and what is not there.
    pub fn report(&self, options: &str) -> Reply<String> {
        ask::report(&self.work, &asked(options)?).map_err(thrown)
    }

    /// The same as a page to print.
    ///
    /// # Errors
    /// As of [`report`](Self::report).
    #[wasm_bindgen(js_name = reportPage)]
    pub fn report_page(&self, options: &str, is_chinese: bool) -> Reply<String> {
        ask::report_page(&self.work, &asked(options)?, language(is_chinese)).map_err(thrown)
    }

    /// The same as a table for a spreadsheet.
    ///
    /// # Errors
    /// As of [`report`](Self::report).
    #[wasm_bindgen(js_name = reportTable)]
    pub fn report_table(&self, options: &str, is_chinese: bool) -> Reply<String> {
        ask::report_table(&self.work, &asked(options)?, language(is_chinese)).map_err(thrown)
    }

    /// The matters that a figure counts.
    ///
    /// # Errors
    /// As of [`report`](Self::report), and `figure.unknown`.
    pub fn matters(&self, figure: &str, options: &str) -> Reply<String> {
        ask::matters(&self.work, &asked(options)?, figure).map_err(thrown)
    }

    /// Which reports are due.
    ///
    /// # Errors
    /// `instant.invalid`, `unit.unknown`.
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn reporting(&self, unit: Option<String>, after: &str, until: &str, known_at: &str) -> Reply<String> {
        ask::reporting(&self.work, unit.as_deref(), after, until, known_at).map_err(thrown)
    }
}

/// Campaigns.
#[wasm_bindgen]
impl RawWork {
    /// Every campaign, with its coverage on a date.
    ///
    /// # Errors
    /// `date.invalid`.
    pub fn campaigns(&self, date: &str) -> Reply<String> {
        ask::campaigns(&self.work, date).map_err(thrown)
    }

    /// How far a campaign has come.
    ///
    /// # Errors
    /// `date.invalid`, `campaign.unknown`, `campaign.outside`.
    pub fn coverage(&self, campaign: &str, date: &str) -> Reply<String> {
        ask::coverage(&self.work, campaign, date).map_err(thrown)
    }

    /// Where somebody has still to go.
    ///
    /// # Errors
    /// `date.invalid`, `person.unknown`.
    pub fn visits(&self, person: &str, date: &str) -> Reply<String> {
        ask::visits(&self.work, person, date).map_err(thrown)
    }
}

fn asked(options: &str) -> Reply<ReportRecord> {
    question::read(options.as_bytes()).map_err(thrown)
}

fn language(is_chinese: bool) -> Language {
    if is_chinese { Language::Chinese } else { Language::English }
}
