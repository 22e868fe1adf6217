//! Progress on standard error, for what takes longer than a second, and only where a person looks.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Before this nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// One piece of work. It is shown once it has taken longer than a second, and wiped away when it ends.
pub struct Progress {
    bar: ProgressBar,
    since: Instant,
}

impl Progress {
    /// Work of unknown length. What it does is shown with the time that it takes.
    pub fn spinner(what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_message(what);
        let waiting = bar.clone();
        std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            if !waiting.is_finished() {
                waiting.set_draw_target(ProgressDrawTarget::stderr());
                waiting.enable_steady_tick(Duration::from_millis(120));
            }
        });
        Self { bar, since: Instant::now() }
    }

    /// What is being done now.
    pub fn tell(&self, what: String) {
        self.bar.set_message(what);
    }

    /// Work on so many bytes.
    pub fn bytes(what: &'static str, total: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden()).with_message(what);
        let known = if total.is_some() { "{msg} {bar:30} {bytes} / {total_bytes}" } else { "{msg} {bytes}" };
        let style = ProgressStyle::with_template(known);
        Self { bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())), since: Instant::now() }
    }

    /// A reader that counts what goes through it.
    pub fn reader<R: Read>(&self, inner: R) -> impl Read {
        Counted { inner, progress: self }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

struct Counted<'p, R> {
    inner: R,
    progress: &'p Progress,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let Progress { bar, since } = self.progress;
        if bar.is_hidden() && since.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(u64::try_from(count).unwrap_or(0));
        Ok(count)
    }
}
