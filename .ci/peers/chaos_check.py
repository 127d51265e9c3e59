"""What must hold of the store in the end, whatever happened on the way.

A spool id that the agent gave up (the server claimed to be ahead) goes on under the next one at the same positions, so a
position names one event over all ids of a kiosk.
"""

import json

from chaos_printer import FAULTS, READY
from chaos_store import holes
from check import Failed
from v1_server import LANES, Lane

BLOCK = 4096 + 30  # positions that one stop without warning may skip: what is reserved, and what was lost before it
FLUSH = 1000  # ms of readings that it may take
YOUNG = 8000  # ms; a shorter run may have been killed before its first reading
SLACK = 1500  # ms that a busy machine may be late
LATE = 150  # ms between two readings, which are due every 100: the machine was busy
SETTLE = 3000  # ms until a condition that four looks in a row showed must have been told


def merged(spools):
    """The events of each lane over all spool ids: {lane: {position: event}}, in order."""
    lanes = {}
    for lane in LANES:
        raws = {}
        for name, spool in spools:
            for position, raw in spool.contents[lane].items():
                if raws.setdefault(position, raw) != raw:
                    raise Failed(f"{lane} {position} is {raws[position]}, and under spool {name} it is {raw}")
        lanes[lane] = {position: json.loads(raw) for position, raw in sorted(raws.items())}
    return lanes


def complete(spools, last, nexts):
    """Every position below the agent's next is held or in a gap that was told."""
    for lane, end in nexts.items():
        missing = holes(dict(spools)[last].known[lane], end)
        if missing:
            raise Failed(f"{lane} {missing} of spool {last} never came; the agent's next is {end}")


def gaps(spools, pretended):
    """Each gap that was told has a reason that can be explained."""
    for name, spool in spools:
        for told in spool.told:
            if told["reason"] not in ("restart", "forgotten"):
                raise Failed(f"a gap without cause under spool {name}: {told}")
            if told["reason"] == "forgotten" and not pretended:
                raise Failed(f"a gap over what the server never forgot, under spool {name}: {told}")


def skipped(lane, events, end, runs):
    """Positions are missing only where the agent did not stop in order, a block for each time; returns how many."""
    kills = [run.end for run in runs if run.abrupt]
    never, before, stamp = 0, -1, 0
    for position, event in [*events.items(), (end, None)]:
        count = position - before - 1
        if count > 0:
            between = sum(stamp <= kill and (event is None or kill <= event["ts"]) for kill in kills)
            if count > BLOCK * between:
                where = f"{lane} {before + 1} to {position - 1}"
                raise Failed(f"{where} never came, and the agent was killed {between} times meanwhile")
            never += count
        if event is None or position >= end:
            break
        before, stamp = position, event["ts"]
    return never


def punished(unpunished, runs, freezes):
    """A lie ends the connection with 1002, if the agent lives to do it and the server to see it."""
    for at, lie in unpunished:
        ended = any(run.end - 1000 <= at <= run.end + 10_000 for run in runs)
        silent = any(begin <= at <= end + 1000 for begin, end in freezes)  # for longer than the agent waits
        if not ended and not silent:
            raise Failed(f"{lie} did not end the connection with 1002, at {at}")


def readings(events, runs):
    """In order, once, and none missing but one flush interval at an end; returns the most that was lost there, in ms."""
    stamps, step = [], 0
    for position, event in events.items():
        if event["type"] == "cpu":
            late = event["ts"] - stamps[-1] if stamps else 0
            if late < 0 or stamps and late == 0 and step < LATE:  # after a late one, the next may come at once
                raise Failed(f"readings {position} is not later than the one before it: {event}")
            step = late or step
            stamps.append(event["ts"])
    worst = 0
    for run in runs:
        own = [stamp for stamp in stamps if run.start <= stamp <= run.end]
        for before, after in zip(own, own[1:]):
            if after - before > FLUSH + SLACK:
                raise Failed(f"{after - before} ms without a reading at {before}, while the agent ran")
        if run.end - run.start < YOUNG:
            continue  # it hardly began
        lost = run.end - (own[-1] if own else run.start)
        if lost > FLUSH + SLACK:
            raise Failed(f"the {lost} ms before the agent's end ({run.how} at {run.end}) hold no reading")
        worst = max(worst, lost)
    return worst


def forgotten(spools):
    """The alerts that gaps called forgotten."""
    lane = Lane()
    for _, spool in spools:
        for told in spool.told:
            if told["lane"] == "alerts" and told["reason"] == "forgotten":
                lane.add(told["first"], told["first"] + told["count"])
    return lane


def alternating(events, lost):
    """Each condition begins, ends, begins...

    What the server claims to have lost may be told once more: the agent then takes it for what nobody was told.
    Returns the changes of the devices, {(device, code): [(ts, active)]}, and how often something was told once more.
    """
    told, again = {}, 0
    for position, event in events.items():
        if event["type"] == "error" and "active" in event:
            device = event.get("device")
            before = told.setdefault((device, event["code"], None if device else event.get("subject")), [])
            if event["active"] == (before[-1][1] if before else False):
                if not (before and lost.covers(before[-1][2])):
                    began = "began" if event["active"] else "ended"
                    raise Failed(f"alerts {position} tells twice that a condition {began}: {event}")
                again += 1
            before.append((event["ts"], event["active"], position))
    changes = {key[:2]: [change[:2] for change in of] for key, of in told.items() if key[0]}
    return changes, again


def printers(events, told, looked, runs):
    """What the printers showed and what was told of them agree; returns how many alerts that were."""
    alerts = 0
    for device, looks in looked.items():
        strange = [shown for _, shown in looks if shown not in FAULTS and shown != READY]
        if strange:
            raise Failed(f"{device} {strange[0]}")
        for code in FAULTS:
            changes = told.get((device, code), [])
            alerts += len(changes)
            for change in changes:
                founded(device, code, change, looks)
            for run in runs:
                believed(device, code, changes, [look for look in looks if run.start <= look[0] <= run.end], run)
        last = [event for event in events.values() if event["type"] == "device" and event["device"] == device][-1]
        if last["state"] != "ready" or last["conditions"]:
            raise Failed(f"{device} is ready in the end, told was last: {last}")
    return alerts


def founded(device, code, change, looks):
    """Two looks in a row, not long before it was told, showed it."""
    stamp, active = change
    recent = [shown == code for at, shown in looks if stamp - 6000 <= at <= stamp + 50]
    if not any(one == active and other == active for one, other in zip(recent, recent[1:])):
        raise Failed(f"{device}: {code} {'began' if active else 'ended'} at {stamp}, but the printer showed no such thing")


def believed(device, code, changes, looks, run):
    """What four looks in a row showed was told, if the agent lived on for long enough."""
    for four in zip(looks, looks[1:], looks[2:], looks[3:]):
        shown = {look[1] == code for look in four}
        at = four[3][0]
        if len(shown) > 1 or run.end < at + SETTLE:
            continue
        earlier = [active for stamp, active in changes if stamp <= at]
        states = {earlier[-1] if earlier else False} | {active for stamp, active in changes if at < stamp <= at + SETTLE}
        if not shown & states:
            raise Failed(f"{device}: {code} was {'shown' if True in shown else 'gone'} at {at}, but not told by {at + SETTLE}")
