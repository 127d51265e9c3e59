"""What the chaos server holds: each event once, on disk before it is receipted.

One JSON line per batch that brought something new, appended and fsynced:
    {"at": ms, "connection": n, "id": [tenant, host, spool], "lane": l, "events": [[position, "event as it came"], ...]}
A line that a SIGKILL cut short was never receipted; it is cut off at the next opening.
"""

import json
import os
import re
import time

import v1_server
from v1_server import LANES, Lane, Violation

EVENTS_KEY = re.compile(r'"events"\s*:\s*\[')
SEPARATOR = re.compile(r"[\s,]*")
JSON = json.JSONDecoder()


def raw_events(text, events):
    """The events of a batch as the very text that was sent, to be compared byte for byte."""
    at, raws = EVENTS_KEY.search(text).end(), []
    for event in events:
        start = SEPARATOR.match(text, at).end()
        value, at = JSON.raw_decode(text, start)
        if value != event:
            raise Violation("a batch whose events cannot be told apart")
        raws.append(text[start:at])
    return raws


class Spool(v1_server.Spool):
    """One spool id: what is held (lane -> position -> text), and what gaps said, in order."""

    def __init__(self):
        super().__init__()
        self.contents = {lane: {} for lane in LANES}
        self.told = []  # {"at", "position", "lane", "first", "count", "reason"} of each gap event


class Store:
    """All spools, by (tenant, host, spool id). Opened for reading it takes nothing."""

    def __init__(self, path, writing=False):
        self.spools = {}
        self.path = path
        self.file = None
        self._load(writing)
        if writing:
            self.file = open(path, "ab", buffering=0)

    def _load(self, writing):
        if not os.path.exists(self.path):
            return
        with open(self.path, "rb") as file:
            content = file.read()
        whole = content.rfind(b"\n") + 1
        if writing and whole < len(content):
            os.truncate(self.path, whole)
        for line in content[:whole].splitlines():
            record = json.loads(line)
            spool = self.spool(tuple(record["id"]))
            for position, raw in record["events"]:
                self._enter(spool, record["lane"], position, raw, record["at"])

    def spool(self, identity):
        return self.spools.setdefault(identity, Spool())

    def take(self, identity, connection, lane, first, raws):
        """Stores what is new and returns how many were held before; they must be the same, byte for byte."""
        spool, fresh, now = self.spool(identity), [], int(time.time() * 1000)
        for position, raw in enumerate(raws, first):
            held = spool.contents[lane].get(position)
            where = f"{lane} {position} of spool {identity[2]}"
            if held is None:
                if spool.known[lane].covers(position):
                    raise Violation(f"{where} came after a gap had said that nothing more would: {raw}")
                fresh.append([position, raw])
            elif held != raw:
                raise Violation(f"{where} names two events: {held} and {raw}")
        if fresh:
            record = {"at": now, "connection": connection, "id": identity, "lane": lane, "events": fresh}
            self._append(json.dumps(record).encode() + b"\n")
        for position, raw in fresh:
            self._enter(spool, lane, position, raw, now)
        return len(raws) - len(fresh)

    def _append(self, line):
        while line:
            line = line[self.file.write(line):]
        os.fsync(self.file.fileno())

    def knew(self, kiosk, lane, first, end):
        """Whether each position of a range is held or in a gap under any spool id of a kiosk; they share positions."""
        merged = Lane()
        for identity, spool in self.spools.items():
            if identity[:2] == kiosk:
                for begin, behind in spool.known[lane].ranges:
                    merged.add(begin, behind)
        return not [hole for hole in holes(merged, end) if hole[1] > first]

    @staticmethod
    def earlier(spool, ends):
        """What would be known if all from `ends` on had been lost, as by a server that was restored from a backup."""
        shown = {lane: Lane() for lane in LANES}
        for lane, end in ends.items():
            for first, behind in spool.held[lane].ranges:
                if first < end:
                    shown[lane].add(first, min(behind, end))
        for told in spool.told:
            if told["position"] < ends["alerts"]:
                shown[told["lane"]].add(told["first"], told["first"] + told["count"])
        return shown

    @staticmethod
    def _enter(spool, lane, position, raw, at):
        spool.contents[lane][position] = raw
        spool.held[lane].add(position, position + 1)
        spool.known[lane].add(position, position + 1)
        event = json.loads(raw)
        if event["type"] == "gap" and event["count"]:
            told = {"at": at, "position": position, **{name: event[name] for name in ("lane", "first", "count", "reason")}}
            spool.told.append(told)
            spool.known[event["lane"]].add(event["first"], event["first"] + event["count"])


def holes(known, end):
    """The ranges below end that a lane neither holds nor knows to be in a gap."""
    found, at = [], 0
    for first, behind in known.ranges:
        if at >= end:
            break
        if first > at:
            found.append((at, min(first, end)))
        at = max(at, behind)
    if at < end:
        found.append((at, end))
    return found
