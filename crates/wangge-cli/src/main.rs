//! The command `wangge`: parse, call, print.
#![forbid(unsafe_code)]

mod arguments;
mod command;
mod failure;
mod hint;
mod lang;
mod load;
mod number;
mod out;
mod progress;
mod refusal;
mod table;
mod time;
mod visible;
mod words;

use std::io::Write;
use std::process::ExitCode;

use crate::failure::Failure;
use crate::lang::Lang;

/// What a command prints, and how it ends.
struct Answer {
    text: String,
    /// Whether everything is as it should be: no gap, no fault.
    is_clean: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let lang = lang::of(&arguments);
    let answer = match arguments::parse(lang, &arguments) {
        Ok(arguments::Parsed::Page(text)) => Ok(Answer { text, is_clean: true }),
        Ok(arguments::Parsed::Ask(ask)) => {
            let answer = command::run(&ask);
            if ask.json { answer.or_else(Failure::into_json) } else { answer }
        }
        Err(failure) => Err(failure),
    };
    match answer {
        Ok(answer) => {
            let code = if answer.is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            print(&answer.text, code, lang)
        }
        Err(failure) => {
            // A closed standard error leaves nobody to tell.
            _ = write!(std::io::stderr(), "{}", visible::visible(&failure.text));
            failure.exit.into()
        }
    }
}

/// Writes to standard output. A reader that has seen enough, such as `head`, is no failure.
fn print(text: &str, code: ExitCode, lang: Lang) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(visible::visible(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let what = lang.of("不能写到标准输出", "could not write to standard output");
            _ = writeln!(std::io::stderr(), "{what}: {error}");
            ExitCode::from(2)
        }
        _ => code,
    }
}
