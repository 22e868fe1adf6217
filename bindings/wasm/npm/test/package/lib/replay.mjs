// Conformance vectors through the package: a request becomes a call, and what it gives, as JSON, must be the reply to the
// byte. Runs in Node and in a page, over the package itself or over its worker.

const OPEN = '{"call":"open","document":';
const VERIFY = /^\{"call":"verify","directory":(\d+),"plan":/;
const NOBODY = 0xffffffff;

/** The calls: what is asked of what, and how the answer looks as a reply. */
const CALLS = {
  scheme: ({ registry }) => registry.scheme,
  "findings-between": ({ registry }, { from, until }) => registry.findings(from, until),
  responsible: ({ directory }, { subject, kind }) => directory.responsible(subject, kind),
  "responsible-all": async ({ directory }, { kind }) => {
    const { links, answerable } = await directory.responsibleAll(kind);
    return { links, answerable: Array.from(answerable, (link) => (link === NOBODY ? null : link)) };
  },
  escalate: ({ directory }, { matter }) => directory.escalate(matter),
  duties: ({ directory }, { person }) => directory.duties(person),
  may: ({ directory }, { person, action, subject }) => directory.may(person, action, subject),
  scope: ({ directory }, { person }) => directory.scope(person),
  findings: ({ directory }) => directory.findings(),
  tree: ({ directory }, { unit, depth }) => directory.tree({ unit, depth }),
  locate: async ({ directory }, { location, level }) => ({ unit: (await directory.locate(location, level)) ?? null }),
  households: async ({ directory }) => {
    const [ids, units, unitIds] = [await directory.householdIds(), await directory.householdUnits(), await directory.unitIds()];
    const positions = await directory.positions();
    const locations = ids.map((_, number) => Array.from(positions.subarray(2 * number, 2 * number + 2)));
    return {
      ids,
      units: Array.from(units, (unit) => unitIds[unit]),
      locations: locations.map((location) => (location.some(Number.isNaN) ? null : location)),
    };
  },
  pairs: async ({ plan }) => {
    const { households, takers, table } = await plan.pairs();
    return { households: Array.from(households), takers: Array.from(takers), table };
  },
  explain: ({ plan }, { household, atMost }) => plan.explain(household, atMost),
  diff: async ({ plan }) => ({ changes: await plan.diff() }),
  "verify-own": ({ plan }) => plan.verify(),
  close: async ({ handle }) => {
    await handle.dispose();
    return {};
  },
};

/**
 * Replays a file.
 *
 * `open` makes a registry of the text of a document; `about` is what the package says of itself; `seen` is told of every
 * call and what it gave. Returns how many replies were equal, and those that were not.
 */
export async function replay(text, { open, about, seen = () => {} }) {
  const lines = text.split("\n");
  const handles = new Map();
  let last = 0;
  const keep = (object) => {
    handles.set(++last, object);
    return last;
  };

  async function answer(line) {
    if (line.startsWith(OPEN)) {
      const registry = await open(documentOf(line));
      return told({ registry: keep(registry), counts: registry.counts }, "counts", registry.counts);
    }
    const verified = VERIFY.exec(line);
    if (verified !== null) {
      const plan = line.slice(verified[0].length, -1);
      return told(await handles.get(Number(verified[1])).verify(plan), "verify");
    }
    const request = JSON.parse(line);
    const { call } = request;
    if (call === "about") return about;
    if (call === "as-of") {
      const directory = await handles.get(request.registry).asOf(request.date);
      return { directory: keep(directory), date: directory.date };
    }
    if (call === "assign") {
      const plan = await handles.get(request.directory).assign(request.options);
      return told({ plan: keep(plan), summary: plan.summary }, "summary", plan.summary);
    }
    const on = Object.fromEntries(["registry", "directory", "plan", "handle"].map((name) => [name, handles.get(request[name])]));
    if (call === "plan-file") {
      const file = await on.plan.file();
      seen("file", JSON.parse(file));
      return { text: file };
    }
    if (CALLS[call] === undefined) throw new Error(`the driver does not know the call ${call}`);
    return told(await CALLS[call](on, request), call);
  }

  function told(reply, call, given = reply) {
    seen(call, given);
    return reply;
  }

  const result = { equal: 0, errors: 0, different: [] };
  for (let at = 0; at + 1 < lines.length; at += 2) {
    let got;
    try {
      const reply = await answer(lines[at]);
      got = `{"ok":${reply.text ?? JSON.stringify(reply)}}`;
    } catch (error) {
      if (typeof error?.toJSON !== "function") throw new Error(`line ${at + 1}: ${error?.stack ?? error}`, { cause: error });
      seen("error", error.toJSON());
      result.errors += 1;
      got = `{"error":${JSON.stringify(error)}}`;
    }
    if (got === lines[at + 1]) result.equal += 1;
    else result.different.push({ line: at + 2, request: cut(lines[at]), expected: cut(lines[at + 1], got), got: cut(got, lines[at + 1]) });
  }
  for (const object of handles.values()) await object.dispose();
  return result;
}

/** The document of a request. One that ends too early takes the bracket of the request for its own. */
function documentOf(line) {
  const document = line.slice(OPEN.length, -1);
  const outside = document.replace(/"(?:[^"\\]|\\.)*"/g, "");
  const count = (brackets) => outside.split(brackets).length;
  const ends = count(/[[{]/) === count(/[\]}]/) && !outside.includes('"');
  return ends ? document : line.slice(OPEN.length);
}

/** What is long is shown from shortly before the first difference. */
function cut(text, other = text) {
  let same = 0;
  while (same < text.length && text[same] === other[same]) same += 1;
  if (same === text.length) same = 0;
  const from = Math.max(0, same - 60);
  return `${from > 0 ? "…" : ""}${text.slice(from, from + 300)}`;
}
