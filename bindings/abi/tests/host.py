"""A host of wangge in Python: it knows the module only from docs/hosting.md, whose example it runs.

    python host.py MODULE COUNTY [VECTORS ...]

It asks the county of the document COUNTY, sends what no host should send, and replays conformance vectors: every
reply must be theirs, byte for byte.
"""

import json
import random
import re
import sys
import time
from pathlib import Path

from wasmtime import Engine, Module, Trap, WasmtimeError

ROOT = Path(__file__).resolve().parents[3]
PAGES = ["docs/hosting.md", "docs/hosting.zh-CN.md"]
DAY = "2026-11-23"
VILLAGE = "430821108223"
HOUSEHOLD = "430821108223-h0017"
PROGRAMME = "one-household-one-member"
BAD_CALLS = 100_000


def page_example():
    """The Python of the page; both languages show the same."""
    blocks = [re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S) for page in PAGES]
    assert len(blocks[0]) == 1 and blocks[0] == blocks[1], "the pages must show one example, the same in each language"
    names = {}
    exec(compile(blocks[0][0], PAGES[0], "exec"), names)
    return names


PAGE = page_example()
Wangge, WanggeError = PAGE["Wangge"], PAGE["WanggeError"]


class Told:
    """Tells what is done and how long it took."""

    def __init__(self, what):
        self.what = what

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            print(f"  {self.what}: {time.perf_counter() - self.start:.3f} s", flush=True)


def refusal(wangge, request):
    """The code of an error."""
    reply = json.loads(wangge.reply(request if isinstance(request, bytes) else json.dumps(request).encode()))
    assert list(reply) == ["error"], reply
    return reply["error"]["code"]


def pages(wangge):
    """How many pages of memory the module has."""
    return wangge.memory.size(wangge.store)


def county(engine, module, document):
    """Opens a county, asks, assigns and verifies."""
    wangge = Wangge(engine, module)
    print(f"\nthe county, {len(document):,} bytes, in one instance")
    print(f"  {wangge.call('about')}")
    with Told("open"):
        opened = wangge.open(document)
    print(f"  {opened['counts']}; memory {pages(wangge) // 16} MiB")
    with Told("as of " + DAY):
        directory = wangge.call("as-of", registry=opened["registry"], date=DAY)["directory"]
    with Told("who answers for one household, 10,000 times"):
        for _ in range(10_000):
            answer = wangge.call("responsible", directory=directory, subject=HOUSEHOLD, kind="forest-fire")
    assert answer["answerable"]["type"] == "by"
    with Told("who answers for all households"):
        everybody = wangge.call("responsible-all", directory=directory, kind="flood")
    assert len(everybody["answerable"]) == opened["counts"]["households"]
    matter = {"subject": HOUSEHOLD, "kind": "forest-fire", "urgency": "emergency", "reportedAt": "2026-10-01T23:10"}
    with Told("how a fire at night climbs"):
        path = wangge.call("escalate", directory=directory, matter=matter)
    assert path["outcome"] == "answered" and path["steps"]
    with Told("who is left out"):
        findings = wangge.call("findings", directory=directory)
    print(f"  {len(findings['findings']):,} gaps among {findings['checked']}")
    village(wangge, directory)
    everywhere(wangge, directory)
    wangge.call("close", handle=opened["registry"])
    wangge.call("close", handle=directory)
    print(f"  memory at the end: {pages(wangge) // 16} MiB")


def village(wangge, directory):
    """Assigns the households of one village, explains, and checks the plan as a stranger would."""
    options = {"programme": PROGRAMME, "unit": VILLAGE, "max": 18}
    with Told("the best plan for one village"):
        plan = wangge.call("assign", directory=directory, options=options)
    assert plan["summary"]["proven"] and plan["summary"]["after"]["missing"] == 0
    pairs = wangge.call("pairs", plan=plan["plan"])
    assert len(pairs["households"]) == plan["summary"]["after"]["pairs"]
    explained = wangge.call("explain", plan=plan["plan"], household=HOUSEHOLD, atMost=3)
    assert explained["chosen"] and len(explained["alternatives"]) == 3
    file = wangge.call("plan-file", plan=plan["plan"])
    assert wangge.call("verify", directory=directory, plan=file)["verdict"] == "optimal"
    file["pairs"][0]["takers"] = []
    worse = wangge.call("verify", directory=directory, plan=file)["verdict"]
    assert worse in ("unproven", "beaten"), worse
    wangge.call("close", handle=plan["plan"])


def everywhere(wangge, directory):
    """Assigns every household of the county."""
    with Told("the best plan for the whole county"):
        plan = wangge.call("assign", directory=directory, options={"programme": PROGRAMME})
    figures = plan["summary"]["after"]
    print(f"  {figures['pairs']:,} pairs of {plan['summary']['eligiblePairs']:,}, {figures['cost']['total']:,} m, proven")
    assert plan["summary"]["proven"]
    with Told("its file of pairs and proof"):
        file = wangge.reply(json.dumps({"call": "plan-file", "plan": plan["plan"]}).encode())
    with Told(f"the same checked from the file, {len(file):,} bytes"):
        request = b'{"call":"verify","directory":%d,"plan":%s}' % (directory, file[len(b'{"ok":') : -1])
        assert wangge.send(request)["verdict"] == "optimal"
    wangge.call("close", handle=plan["plan"])


def bad_use(engine, module):
    """What no host should send, one by one and then without end: replies, and flat memory."""
    wangge = Wangge(engine, module)
    print("\nwrong use")
    text = (ROOT / "tests/conformance/chalinhe.jsonl").read_bytes().split(b"\n", 1)[0]
    registry = wangge.send(text)["registry"]
    directory = wangge.call("as-of", registry=registry, date=DAY)["directory"]
    assert refusal(wangge, b"") == "request.truncated"
    assert refusal(wangge, b"\xff") == "request.encoding"
    assert refusal(wangge, b"[" * 1_000_000) in ("request.type", "request.syntax")
    assert refusal(wangge, {"call": "fly"}) == "request.value"
    assert refusal(wangge, {"call": "findings", "directory": 77}) == "handle.unknown"
    assert refusal(wangge, {"call": "duties", "directory": directory, "person": "p?"}) == "person.unknown"
    assert refusal(wangge, b'{"call":"open","document":{"format":"wangge/9"}}') == "document.version"
    wrong_memory(wangge)
    requests = [text[: len(text) // 2], text.replace(b"wangge/1", b"wangge/2"), b"{}", b"\x00" * 300, b'{"call":"close","handle":9}']
    requests.append(b'{"call":"responsible","directory":%d,"subject":"nowhere","kind":"flood"}' % directory)
    requests.append(b'{"call":"assign","directory":%d,"options":{"programme":"%s"}}' % (directory, b"p" * 5000))
    for request in requests * 20:
        refusal(wangge, request)
    before = pages(wangge)
    dice = random.Random(1)
    with Told(f"{BAD_CALLS:,} bad calls"):
        for number in range(BAD_CALLS):
            # The longest now and then, or it would be all that is measured.
            refusal(wangge, requests[number % len(requests)] if number % 97 == 0 else dice.choice(requests[2:]))
            if number % 3 == 0:
                wangge._free(wangge.store, dice.getrandbits(31), dice.getrandbits(31))
    after = pages(wangge)
    print(f"  memory before {before} pages, after {after}")
    assert after == before
    with Told("2,000 directories opened and closed"):
        for _ in range(2_000):
            other = wangge.call("as-of", registry=registry, date="2026-12-01")["directory"]
            wangge.call("close", handle=other)
    print(f"  memory then {pages(wangge)} pages")
    assert pages(wangge) <= after + 1
    assert wangge.call("responsible", directory=directory, subject=HOUSEHOLD, kind="flood")["links"]


def wrong_memory(wangge):
    """Addresses and lengths that were never lent, or not so."""
    store = wangge.store
    start = wangge._alloc(store, 16)
    for address, length in [(0, 0), (0, 16), (start + 1, 4), (start, 17), (-1, 1), (-1, -1), (start, -1), (2**31 - 1, 2**31 - 1)]:
        packed = wangge._call(store, address, length)
        at, size = packed >> 32 & 0xFFFFFFFF, packed & 0xFFFFFFFF
        assert json.loads(wangge.memory.read(store, at, at + size))["error"]["code"] == "request.io"
        wangge._free(store, at, size)
        wangge._free(store, at, size)
        wangge._free(store, address, length)
    wangge.memory.write(store, b'{"call":"about"}', start)
    packed = wangge._call(store, start, 16)
    assert packed & 0xFFFFFFFF > 50
    wangge._free(store, packed >> 32, packed & 0xFFFFFFFF)
    wangge._free(store, start, 16)
    assert wangge._alloc(store, -1) == 0, "4 GiB are not to be had"


def scarce(engine, module, document):
    """A runtime that allows little memory: a request that does not fit is refused, a county traps, a new instance works."""
    wangge = Wangge(engine, module)
    wangge.store.set_limits(memory_size=192 << 20)
    assert wangge._alloc(wangge.store, 256 << 20) == 0
    assert wangge.call("about")["abi"] == 1
    try:
        wangge.open(document)
    except (Trap, WasmtimeError) as trap:
        print(f"\nwith 192 MiB the county ends in a trap: {str(trap).strip().splitlines()[-1].strip()}")
    else:
        sys.exit("the county needs more than 192 MiB, and no trap was seen")
    packed = wangge._call(wangge.store, 0, 0)
    assert packed == 0, "an instance that was trapped answers 0"
    assert Wangge(engine, module).call("about")["abi"] == 1


def replay(engine, module, folder):
    """Every vector of a folder: each file in an instance of its own."""
    files = sorted(Path(folder).glob("*.jsonl"))
    assert files, f"there are no vectors in {folder}"
    calls, start = 0, time.perf_counter()
    for file in files:
        wangge = Wangge(engine, module)
        lines = file.read_bytes().split(b"\n")
        assert lines.pop() == b"" and len(lines) % 2 == 0, file
        for number in range(0, len(lines), 2):
            reply = bytes(wangge.reply(lines[number]))
            if reply != lines[number + 1]:
                sys.exit(f"{file}:{number + 1}: {lines[number][:400]}\n  expected {lines[number + 1][:2000]}\n  got      {reply[:2000]}")
            calls += 1
    print(f"\n{calls:,} calls of {len(files)} files in {folder} answered to the byte: {time.perf_counter() - start:.1f} s")


def main(module_path, document_path, *folders):
    engine = Engine()
    start = time.perf_counter()
    module = Module.from_file(engine, module_path)
    print(f"\n{module_path} compiled in {time.perf_counter() - start:.2f} s; imports: {len(module.imports)}")
    assert not module.imports
    print("\nthe example of the page")
    PAGE["example"](module_path, document_path)
    bad_use(engine, module)
    for folder in folders:
        replay(engine, module, folder)
    document = Path(document_path).read_bytes()
    scarce(engine, module, document)
    county(engine, module, document)


if __name__ == "__main__":
    main(*sys.argv[1:])
