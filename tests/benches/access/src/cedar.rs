//! The county as entities of Cedar, and access as policies.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use wangge::record::Involvement;
use wangge::{Action, Directory, Holder, Post, Subject};

/// An action reaches what is in a unit of the person's, or whoever the person cares for; nobody handles their own home.
const POLICIES: &str = r#"
permit(principal, action == Action::"see", resource)
    when { resource in principal.see || resource.see.contains(principal) };
permit(principal, action == Action::"personal", resource)
    when { resource in principal.personal || resource.personal.contains(principal) };
permit(principal, action == Action::"record", resource)
    when { resource in principal.record || resource.record.contains(principal) };
permit(principal, action == Action::"manage", resource) when { resource in principal.manage };
forbid(principal, action in [Action::"record", Action::"manage"], resource)
    when { principal has home && principal.home == resource };
"#;

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    person: EntityTypeName,
    action: EntityTypeName,
    household: EntityTypeName,
}

fn kind(name: &str) -> EntityTypeName {
    EntityTypeName::from_str(name).unwrap()
}

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

fn set(members: impl IntoIterator<Item = EntityUid>) -> RestrictedExpression {
    RestrictedExpression::new_set(members.into_iter().map(RestrictedExpression::new_entity_uid))
}

impl Cedar {
    /// What each present person's posts reach is worked out beforehand, by wangge.
    pub fn new(directory: &Directory, homes: &HashMap<&str, &str>) -> Self {
        let (person, unit, household) = (kind("Person"), kind("Unit"), kind("Household"));
        let mut all = Vec::new();
        for own in directory.units() {
            let parents: HashSet<EntityUid> = own.parent().map(|parent| uid(&unit, parent.id())).into_iter().collect();
            all.push(Entity::new(uid(&unit, own.id()), HashMap::new(), parents).unwrap());
        }
        for own in directory.households() {
            let carers = carers(directory, Subject::from(own));
            let attributes = Action::ALL.into_iter().filter(|action| *action != Action::Manage).map(|action| {
                let allowed = carers.iter().filter(|(_, involvement)| allows(*involvement, action));
                (action.as_str().to_owned(), set(allowed.map(|(id, _)| uid(&person, id))))
            });
            let parents = HashSet::from([uid(&unit, own.unit().id())]);
            all.push(Entity::new(uid(&household, own.id()), attributes.collect(), parents).unwrap());
        }
        for own in directory.people() {
            let scope = directory.scope(own.id()).unwrap();
            let reach = |action| set(scope.tops(action).map(|top| uid(&unit, top.id())));
            let mut attributes: HashMap<_, _> =
                Action::ALL.map(|action| (action.as_str().to_owned(), reach(action))).into();
            if let Some(home) = homes.get(own.id()) {
                attributes.insert("home".to_owned(), RestrictedExpression::new_entity_uid(uid(&household, home)));
            }
            all.push(Entity::new(uid(&person, own.id()), attributes, HashSet::new()).unwrap());
        }
        Self {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_str(POLICIES).unwrap(),
            entities: Entities::from_entities(all, None).unwrap(),
            person,
            action: kind("Action"),
            household,
        }
    }

    pub fn may(&self, person: &str, action: &str, household: &str) -> bool {
        let (principal, action) = (uid(&self.person, person), uid(&self.action, action));
        let request = Request::new(principal, action, uid(&self.household, household), Context::empty(), None).unwrap();
        let response = self.authorizer.is_authorized(&request, &self.policies, &self.entities);
        response.decision() == Decision::Allow
    }
}

/// The present caretakers of a household, with the involvements of their programmes.
fn carers<'d>(directory: &'d Directory, household: Subject<'d>) -> HashSet<(&'d str, Involvement)> {
    let mut found = HashSet::new();
    for kind in directory.scheme().kinds() {
        for link in household.responsible(kind).unwrap().links() {
            match (link.post(), link.holder()) {
                (Post::Caretakers { .. }, Holder::Held(people)) => {
                    found.extend(people.map(|person| (person.id(), link.involvement())));
                }
                (Post::Caretakers { .. }, _) => {}
                _ => break,
            }
        }
    }
    found
}

fn allows(involvement: Involvement, action: Action) -> bool {
    match involvement {
        Involvement::Accountable => true,
        Involvement::Responsible => action != Action::Manage,
        Involvement::Support => matches!(action, Action::See | Action::Personal),
        Involvement::Informed => action == Action::See,
    }
}
