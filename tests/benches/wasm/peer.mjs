// What a competent front-end developer writes in an afternoon: Maps from ids, objects out.
// The answers are complete: the same links, posts, involvements and holders as wangge's.

const on = (row, date) => row.from <= date && (row.until === undefined || date < row.until);
const current = (dated, date) =>
  dated === undefined || typeof dated === "string" ? dated : dated.find((spell) => on(spell, date))?.id;
const byRank = (a, b) => (a.deputy ?? 0) - (b.deputy ?? 0) || (a.person < b.person ? -1 : a.person > b.person ? 1 : 0);

function group(map, key, value) {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}

export class Peer {
  constructor(document, date) {
    this.date = date;
    this.scheme = document.scheme;
    this.kinds = new Map(document.scheme.kinds.map((kind) => [kind.id, kind]));
    this.minimum = new Map(document.scheme.functions.map((own) => [own.id, own.min ?? 0]));
    this.rolesOf = new Map();
    for (const role of document.scheme.roles) group(this.rolesOf, role.level, role);
    this.duties = { role: new Map(), function: new Map(), programme: new Map() };
    for (const duty of document.scheme.duties) {
      const which = ["role", "function", "programme"].find((name) => duty[name] !== undefined);
      const rules = this.duties[which];
      if (!rules.has(duty[which])) rules.set(duty[which], new Map());
      rules.get(duty[which]).set(duty.kind, duty.involvement);
    }
    this.people = new Map();
    for (const { id, name, contact } of document.people) {
      this.people.set(id, { view: contact === undefined ? { id, name } : { id, name, contact }, absences: [] });
    }
    for (const absence of document.absences ?? []) this.people.get(absence.person).absences.push(absence);
    this.nodes = new Map();
    for (const row of [...document.units, ...document.households]) {
      if (on(row, date)) this.nodes.set(row.id, { id: row.id, level: row.level, from: row.from, up: undefined });
    }
    for (const row of document.units) this.link(row.id, current(row.parent, date));
    for (const row of document.households) this.link(row.id, current(row.unit, date));
    this.departments = new Map();
    for (const row of document.departments ?? []) {
      if (on(row, date)) group(this.departments, row.unit, row);
    }
    for (const rows of this.departments.values()) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.posts = new Map();
    for (const row of document.appointments) group(this.posts, row.department ?? `${row.unit} ${row.role}`, row);
    for (const rows of this.posts.values()) rows.sort(byRank);
    this.pairings = new Map();
    for (const row of document.pairings) group(this.pairings, row.household, row);
    const order = new Map(document.scheme.programmes.map((programme, i) => [programme.id, i]));
    for (const rows of this.pairings.values()) {
      rows.sort((a, b) => order.get(a.programme) - order.get(b.programme) || (a.person < b.person ? -1 : 1));
    }
  }

  link(id, above) {
    const node = this.nodes.get(id);
    if (node !== undefined && above !== undefined) node.up = this.nodes.get(above);
  }

  involvement(rules, holder, kind) {
    const own = rules.get(holder);
    if (own === undefined) return undefined;
    for (let at = kind; at !== undefined; at = this.kinds.get(at)?.parent) {
      const found = own.get(at);
      if (found !== undefined) return found;
    }
    return own.get("*");
  }

  present(row) {
    const person = this.people.get(row.person);
    if (this.scheme.contactRequired && person.view.contact === undefined) return false;
    return !person.absences.some((absence) => on(absence, this.date));
  }

  holder(rows, opened) {
    const today = rows.filter((row) => on(row, this.date));
    const primaries = today.filter((row) => row.deputy === undefined);
    const view = (row) => this.people.get(row.person).view;
    const held = primaries.filter((row) => this.present(row));
    if (held.length > 0) return { type: "held", persons: held.map(view) };
    const deputy = today.find((row) => row.deputy !== undefined && this.present(row));
    if (deputy !== undefined) return { type: "acting", person: view(deputy), for: primaries.map(view) };
    const type = today.length > 0 ? "absent" : "vacant";
    return { type, since: this.since(rows, opened, type === "vacant") };
  }

  since(rows, opened, vacant) {
    const same = (day) => {
      const appointed = rows.filter((row) => on(row, day));
      const away = (row) => {
        const person = this.people.get(row.person);
        const unreachable = this.scheme.contactRequired && person.view.contact === undefined;
        return unreachable || person.absences.some((absence) => on(absence, day));
      };
      return vacant ? appointed.length === 0 : appointed.length > 0 && appointed.every(away);
    };
    const changes = [opened];
    for (const row of rows) {
      for (const span of [row, ...this.people.get(row.person).absences]) {
        for (const day of [span.from, span.until]) {
          if (day !== undefined && opened < day && day <= this.date) changes.push(day);
        }
      }
    }
    changes.sort().reverse();
    let since = this.date;
    for (const day of changes) {
      if (!same(day)) break;
      since = day;
    }
    return since;
  }

  responsible(household, kind) {
    const links = [];
    const node = this.nodes.get(household);
    this.caretakers(household, kind, node.from, links);
    for (let unit = node.up; unit !== undefined; unit = unit.up) this.unitLinks(unit, kind, links);
    return links;
  }

  caretakers(household, kind, opened, links) {
    const rows = this.pairings.get(household) ?? [];
    for (const programme of new Set(rows.map((row) => row.programme))) {
      const involvement = this.involvement(this.duties.programme, programme, kind);
      const own = rows.filter((row) => row.programme === programme);
      if (involvement === undefined || !own.some((row) => on(row, this.date))) continue;
      links.push({ post: { type: "caretakers", household, programme }, involvement, holder: this.holder(own, opened) });
    }
  }

  unitLinks(unit, kind, links) {
    for (const role of this.rolesOf.get(unit.level) ?? []) {
      const involvement = this.involvement(this.duties.role, role.id, kind);
      if (involvement === undefined) continue;
      const rows = this.posts.get(`${unit.id} ${role.id}`) ?? [];
      if ((role.min ?? 0) === 0 && !rows.some((row) => on(row, this.date))) continue;
      const post = { type: "role", unit: unit.id, role: role.id };
      links.push({ post, involvement, holder: this.holder(rows, unit.from) });
    }
    for (const department of this.departments.get(unit.id) ?? []) {
      const involvement = this.involvement(this.duties.function, department.function, kind);
      if (involvement === undefined) continue;
      const rows = this.posts.get(department.id) ?? [];
      if (this.minimum.get(department.function) === 0 && !rows.some((row) => on(row, this.date))) continue;
      const post = { type: "department", unit: unit.id, department: department.id };
      links.push({ post, involvement, holder: this.holder(rows, department.from) });
    }
  }
}
