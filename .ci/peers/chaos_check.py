"""What must hold of the store in the end, whatever happened on the way.

A spool id that the agent gave up (the server claimed to be ahead) goes on under the next one at the same positions:
the next one skips [0, E) with a `restart` gap, and E must not lie beyond what the server holds of the first.
"""

import json

from chaos_printer import FAULTS, READY
from chaos_store import holes
from check import Failed
from v1_server import LANES, Lane

BLOCK = 4096  # positions that one stop without warning may skip
FLUSH = 1000  # ms of readings that it may take
SLACK = 1500  # ms that a busy machine may be late
SETTLE = 3000  # ms until a condition that four looks in a row showed must have been told


def following(spools):
    """The events of each lane over all spool ids, in order: [(spool, position, event)]."""
    chains = {}
    for lane in LANES:
        chain = []
        for name, spool in spools:
            begin = handed_over(spool, lane)
            if begin and chain:
                before = spools[[one for one, _ in spools].index(name) - 1]
                taken_over(lane, begin, before, (name, spool))
            chain = [entry for entry in chain if entry[1] < begin] if begin else chain
            chain += [(name, position, json.loads(raw)) for position, raw in sorted(spool.contents[lane].items())]
        chains[lane] = chain
    return chains


def handed_over(spool, lane):
    """Where a spool id goes on that took the place of another; 0 for one that began."""
    for told in spool.told:
        if told["lane"] == lane and told["first"] == 0 and told["reason"] == "restart":
            return told["count"]
    return 0


def taken_over(lane, begin, before, after):
    missing = holes(before[1].known[lane], begin)
    if missing:
        raise Failed(f"{lane} {missing} of spool {before[0]} went neither under it nor under {after[0]}, from {begin} on")
    for position, raw in before[1].contents[lane].items():
        other = after[1].contents[lane].get(position)
        if position >= begin and other is not None and other != raw:
            raise Failed(f"{lane} {position} is {raw} in spool {before[0]} and {other} in {after[0]}")


def complete(spools, last, nexts):
    """Every position below the agent's next is held or in a gap that was told."""
    for lane, end in nexts.items():
        missing = holes(dict(spools)[last].known[lane], end)
        if missing:
            raise Failed(f"{lane} {missing} of spool {last} never came; the agent's next is {end}")


def gaps(spools, kills, pretended):
    """Each reason can be explained; returns the positions by lane and reason."""
    figures = {}
    for lane in LANES:
        skipped = 0
        for number, (name, spool) in enumerate(spools):
            ranges = {}
            for told in spool.told:
                if told["lane"] == lane:
                    ranges.setdefault(told["reason"], Lane()).add(told["first"], told["first"] + told["count"])
            for reason, covered in ranges.items():
                count = sum(behind - first for first, behind in covered.ranges)
                figures[f"{lane} {reason}"] = figures.get(f"{lane} {reason}", 0) + count
                if reason not in ("restart", "forgotten"):
                    raise Failed(f"a gap {reason} in {lane} of spool {name}: {covered.ranges}")
                if reason == "forgotten" and not pretended:
                    raise Failed(f"a gap forgotten in {lane} of spool {name}, but the server forgot nothing")
                if reason == "restart":
                    skipped += count - (handed_over(spool, lane) if number else 0)
        if skipped > BLOCK * kills:
            raise Failed(f"{lane}: {skipped} positions were skipped for {kills} kills, at most {BLOCK} each")
    return figures


def readings(chain, runs):
    """In order, once, and no more lost at an end than one flush interval; returns the most that was, in ms."""
    stamps = []
    for name, position, event in chain:
        if event["type"] == "cpu":
            if stamps and event["ts"] <= stamps[-1]:
                raise Failed(f"readings {position} of spool {name} is not later than the one before it: {event}")
            stamps.append(event["ts"])
    worst = 0
    for run in runs:
        own = [stamp for stamp in stamps if run.start <= stamp <= run.end]
        if run.end - run.start < 8000:
            continue  # it hardly began
        lost = run.end - (own[-1] if own else run.start)
        if lost > FLUSH + SLACK:
            raise Failed(f"the {lost} ms before the agent's end ({run.how} at {run.end}) hold no reading")
        worst = max(worst, lost)
    return worst


def alternating(chain):
    """Each condition begins, ends, begins...: returns {(device, code): [(ts, active)]}."""
    told = {}
    for name, position, event in chain:
        if event["type"] == "error" and "active" in event:
            key = (event.get("device"), event["code"], event.get("subject") if "device" not in event else None)
            before = told.setdefault(key, [])
            if event["active"] == (before[-1][1] if before else False):
                raise Failed(f"alerts {position} of spool {name} tells twice that a condition "
                             f"{'began' if event['active'] else 'ended'}: {event}")
            before.append((event["ts"], event["active"]))
    return {key[:2]: events for key, events in told.items() if key[0]}


def printers(chain, told, looked, runs):
    """What the printers showed and what was told of them agree; returns how many alerts that were."""
    alerts = 0
    for device, looks in looked.items():
        strange = [shown for _, shown in looks if shown not in FAULTS and shown != READY]
        if strange:
            raise Failed(f"{device} {strange[0]}")
        for code in FAULTS:
            events = told.get((device, code), [])
            alerts += len(events)
            for event in events:
                founded(device, code, event, looks)
            for run in runs:
                believed(device, code, events, [look for look in looks if run.start <= look[0] <= run.end], run)
        last = [event for _, _, event in chain if event["type"] == "device" and event["device"] == device][-1]
        if last["state"] != "ready" or last["conditions"]:
            raise Failed(f"{device} is ready in the end, told was last: {last}")
    return alerts


def founded(device, code, event, looks):
    """Two looks in a row, not long before it was told, showed it."""
    stamp, active = event
    recent = [shown == code for at, shown in looks if stamp - 6000 <= at <= stamp + 50]
    if not any(one == active and other == active for one, other in zip(recent, recent[1:])):
        raise Failed(f"{device}: {code} {'began' if active else 'ended'} at {stamp}, but the printer showed no such thing")


def believed(device, code, events, looks, run):
    """What four looks in a row showed was told, if the agent lived on for long enough."""
    for four in zip(looks, looks[1:], looks[2:], looks[3:]):
        shown = {look[1] == code for look in four}
        at = four[3][0]
        if len(shown) > 1 or run.end < at + SETTLE:
            continue
        earlier = [active for stamp, active in events if stamp <= at]
        states = {earlier[-1] if earlier else False} | {active for stamp, active in events if at < stamp <= at + SETTLE}
        if not shown & states:
            raise Failed(f"{device}: {code} was {'shown' if True in shown else 'gone'} at {at}, but not told by {at + SETTLE}")
