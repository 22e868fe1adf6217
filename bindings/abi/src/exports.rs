//! The functions of the module. Each instance has one session and one memory; both are the only state there is.
//!
//! A WASM instance runs one call at a time, and without imports nothing can call back in; so the state is never
//! borrowed twice, unless a trap (memory that has run out) left it so: then calls answer 0, and the host starts a new
//! instance.
#![expect(unsafe_code, reason = "an exported function has a name that the linker must keep; nothing here is unsafe")]

use std::cell::RefCell;

use wangge_formats::answer::ErrorView;

use crate::memory::Memory;
use crate::{ABI, Session, reply};

thread_local! {
    static HOSTED: RefCell<Hosted> = RefCell::default();
}

#[derive(Default)]
struct Hosted {
    memory: Memory,
    session: Session,
}

/// The version of these functions and of the calls.
#[unsafe(no_mangle)]
pub extern "C" fn wangge_abi() -> u32 {
    ABI
}

/// Lends memory for a request: `len` bytes; 0 if there is not so much.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(len: u32) -> u32 {
    with(|hosted| hosted.memory.lend(whole(len)).map_or(0, number))
}

/// Gives memory back: a request, or a reply. Does nothing if it is not lent, or not as long.
#[unsafe(no_mangle)]
pub extern "C" fn free(ptr: u32, len: u32) {
    with(|hosted| {
        hosted.memory.free(whole(ptr), whole(len));
        0
    });
}

/// Answers a request of `len` bytes at `ptr`, which stays the host's to free. Returns where the reply is, times 2^32,
/// plus its length; the reply is the host's to free too.
#[unsafe(no_mangle)]
pub extern "C" fn call(ptr: u32, len: u32) -> u64 {
    with(|hosted| {
        let reply = match hosted.memory.get(whole(ptr), whole(len)) {
            Some(request) => hosted.session.call(request),
            None => reply::error(&not_lent(ptr, len)),
        };
        let length = number(reply.len());
        u64::from(number(hosted.memory.give(reply))) << 32 | u64::from(length)
    })
}

fn with<T: Default>(work: impl FnOnce(&mut Hosted) -> T) -> T {
    HOSTED.with(|hosted| hosted.try_borrow_mut().map(|mut hosted| work(&mut hosted)).unwrap_or_default())
}

fn not_lent(ptr: u32, len: u32) -> ErrorView {
    let told = format!("{len} bytes at {ptr} are not lent; write the request where `alloc` says, and give its length");
    ErrorView::new("request.io", told)
}

/// Addresses and lengths have 32 bits here.
fn whole(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn number(whole: usize) -> u32 {
    u32::try_from(whole).unwrap_or(0)
}
