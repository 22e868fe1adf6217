//! What is open, by handle. Handles are counted from 1 and never given twice.

use std::collections::BTreeMap;
use std::fmt;

use smol_str::SmolStr;
use wangge::{Directory, Plan, Registry};
use wangge_formats::answer::ErrorView;

/// The number of something open.
pub type Handle = u64;

/// Everything that is open. Each thing owns what it needs, so they may be closed in any order.
#[derive(Default)]
pub struct Open {
    things: BTreeMap<Handle, Thing>,
    /// The last handle that was given.
    last: Handle,
}

enum Thing {
    Registry(Registry),
    Directory(Directory),
    Plan(Box<Plan>),
}

impl Thing {
    fn name(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::Directory(_) => "directory",
            Self::Plan(_) => "plan",
        }
    }
}

impl Open {
    pub fn add_registry(&mut self, registry: Registry) -> Handle {
        self.add(Thing::Registry(registry))
    }

    pub fn add_directory(&mut self, directory: Directory) -> Handle {
        self.add(Thing::Directory(directory))
    }

    pub fn add_plan(&mut self, plan: Plan) -> Handle {
        self.add(Thing::Plan(Box::new(plan)))
    }

    pub fn registry(&self, handle: Handle) -> Result<&Registry, ErrorView> {
        match self.get(handle)? {
            Thing::Registry(registry) => Ok(registry),
            other => Err(not_a("registry", handle, other)),
        }
    }

    pub fn directory(&self, handle: Handle) -> Result<&Directory, ErrorView> {
        match self.get(handle)? {
            Thing::Directory(directory) => Ok(directory),
            other => Err(not_a("directory", handle, other)),
        }
    }

    pub fn plan(&self, handle: Handle) -> Result<&Plan, ErrorView> {
        match self.get(handle)? {
            Thing::Plan(plan) => Ok(plan),
            other => Err(not_a("plan", handle, other)),
        }
    }

    pub fn close(&mut self, handle: Handle) -> Result<(), ErrorView> {
        self.things.remove(&handle).map(drop).ok_or_else(|| self.none(handle))
    }

    fn add(&mut self, thing: Thing) -> Handle {
        // A host that opens a million things a second takes half a million years to come to the end.
        self.last = self.last.saturating_add(1);
        self.things.insert(self.last, thing);
        self.last
    }

    fn get(&self, handle: Handle) -> Result<&Thing, ErrorView> {
        self.things.get(&handle).ok_or_else(|| self.none(handle))
    }

    fn none(&self, handle: Handle) -> ErrorView {
        if (1..=self.last).contains(&handle) {
            about("handle.freed", handle, format!("handle `{handle}` was closed; open it again"))
        } else {
            about("handle.unknown", handle, format!("handle `{handle}` was never given; take one from a reply"))
        }
    }
}

fn not_a(wanted: &str, handle: Handle, found: &Thing) -> ErrorView {
    let found = found.name();
    about("handle.unknown", handle, format!("handle `{handle}` is of a {found}; give that of a {wanted}"))
}

fn about(code: &'static str, handle: Handle, told: String) -> ErrorView {
    ErrorView { ids: vec![SmolStr::from(handle.to_string())], ..ErrorView::new(code, told) }
}

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.things.iter().map(|(handle, thing)| (handle, thing.name()))).finish()
    }
}
