#!/usr/bin/python3
"""A server that speaks kiosk.telemetry.v1: hello and welcome, batches, receipts, gaps.

It is written from the contract and shares no code with the agent. Every event is stored once, by
its identity (tenant, host, spool, lane, position), whatever is sent again.

    v1_server.py --port 0 --port-file F --out F [--commands F] [--token T]
                 [--cut-every N] [--late-receipts] [--forget]

    --cut-every N    drops the connection, without a close frame, at every Nth batch: at odd cuts
                     before it is stored, at even ones after, but before its receipt
    --late-receipts  sends each receipt 0.5 s after its batch
    --forget         has lost everything at each new connection: welcomes with next 0

One JSON line per happening is appended to --out:
    {"at": ms, "what": "open|hello|event|again|live|reply|violation|command|cut|close", "connection": n, ...}
`event` is written once per identity and carries "lane", "position" and "frame"; `again` counts the
positions of a batch that were held before. SIGUSR1 writes a `state` line: per identity prefix the
`next` of each lane and the ranges that gaps named. Commands: as in plain_server.py.
"""

import asyncio
import http
import json
import signal
import time

import serving
import websockets

SUBPROTOCOL = "kiosk.telemetry.v1"
LANES = {"alerts": ("error", "device", "gap"), "readings": ("cpu", "metric")}
LIVE = ("heartbeat", "device")
LATE_SECONDS = 0.5


class Lane:
    """Positions that are held or named by a gap, as disjoint ranges [first, end) in order."""

    def __init__(self):
        self.ranges = []

    def covers(self, position):
        return any(first <= position < end for first, end in self.ranges)

    def add(self, first, end):
        kept = []
        for one in self.ranges:
            if one[1] < first or end < one[0]:
                kept.append(one)
            else:
                first, end = min(first, one[0]), max(end, one[1])
        kept.append((first, end))
        self.ranges = sorted(kept)

    def next(self):
        """The first position that is neither held nor in a gap."""
        return self.ranges[0][1] if self.ranges and self.ranges[0][0] == 0 else 0


class Spool:
    """What is known of one spool of one kiosk."""

    def __init__(self):
        self.held = {lane: Lane() for lane in LANES}
        self.known = {lane: Lane() for lane in LANES}  # held or in a gap
        self.gaps = {lane: [] for lane in LANES}

    def next(self):
        return {lane: {"next": known.next()} for lane, known in self.known.items()}


class Violation(Exception):
    """The agent broke the contract; the connection is closed with 1002."""


def whole(value, what):
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Violation(f"{what} must be a whole number from 0, was {value!r}")
    return value


def text(value, what):
    if not isinstance(value, str) or not value:
        raise Violation(f"{what} must be text, was {value!r}")
    return value


class Session:
    """One connection of an agent, from its hello on."""

    def __init__(self, server, socket, number):
        self.server = server
        self.socket = socket
        self.number = number
        self.identity = None

    def note(self, what, **more):
        self.server.note(what, self.number, **more)

    @property
    def spool(self):
        return self.server.spools[self.identity]

    async def receive(self, message):
        if isinstance(message, bytes):
            raise Violation("binary frame")
        try:
            frame = json.loads(message)
        except ValueError:
            raise Violation("not JSON: " + message[:200]) from None
        if not isinstance(frame, dict):
            raise Violation("not an object")
        kind = frame.get("kind")
        if kind == "hello":
            await self.hello(frame)
        elif self.identity is None:
            raise Violation("a frame before the hello")
        elif kind == "batch":
            await self.batch(frame)
        elif kind in ("ack", "nack"):
            text(frame.get("cid"), "cid")
            if kind == "nack":
                text(frame.get("reason"), "reason")
            self.note("reply", frame=frame)
        elif frame.get("type") in LIVE:
            if frame["type"] == "device" and frame.get("live") is not True:
                raise Violation("a device event outside a batch that is not live")
            self.stamp(frame)
            self.note("live", frame=frame)
        else:
            raise Violation("unknown frame: " + message[:200])

    def identify(self, frame):
        """Takes from a hello whose spool this is; returns the next position of each lane."""
        if self.identity is not None:
            raise Violation("a second hello")
        self.identity = (
            text(frame.get("tenantId"), "tenantId"),
            text(frame.get("host"), "host"),
            text(frame.get("spool"), "spool"),
        )
        text(frame.get("agent"), "agent")
        whole(frame.get("ts"), "ts")
        lanes = frame.get("lanes") or {}
        return {lane: whole((lanes.get(lane) or {}).get("next"), f"lanes.{lane}.next") for lane in LANES}

    async def hello(self, frame):
        self.identify(frame)
        if self.server.options.forget:
            self.server.spools.pop(self.identity, None)
        spool = self.server.spools.setdefault(self.identity, Spool())
        self.note("hello", frame=frame)
        await self.send({"kind": "welcome", "lanes": spool.next()})

    def checked_batch(self, frame):
        """The lane, first position and events of a batch that keeps to the contract."""
        lane = frame.get("lane")
        if lane not in LANES:
            raise Violation(f"unknown lane {lane!r}")
        first = whole(frame.get("first"), "first")
        events = frame.get("events")
        if not isinstance(events, list) or not events:
            raise Violation("events must be a list that is not empty")
        for event in events:
            if not isinstance(event, dict) or event.get("type") not in LANES[lane]:
                raise Violation(f"lane {lane} does not carry {event!r}"[:300])
            self.stamp(event)
        return lane, first, events

    async def batch(self, frame):
        lane, first, events = self.checked_batch(frame)
        cut = self.server.due_to_cut()
        if cut == "before":
            await self.cut()
            return
        self.store(lane, first, events)
        if cut == "after":
            await self.cut()
            return
        lanes = {lane} | {event["lane"] for event in events if event["type"] == "gap"}
        if self.server.options.late_receipts:
            asyncio.get_running_loop().create_task(self.receipts_later(lanes))
        else:
            await self.receipts(lanes)

    def stamp(self, event):
        whole(event.get("ts"), "ts")
        if (event.get("tenantId"), event.get("host")) != self.identity[:2]:
            raise Violation(f"an event of another kiosk: {event!r}"[:300])

    def store(self, lane, first, events):
        spool, again = self.spool, 0
        for position, event in enumerate(events, first):
            if spool.held[lane].covers(position):
                again += 1
                continue
            spool.held[lane].add(position, position + 1)
            spool.known[lane].add(position, position + 1)
            self.note("event", lane=lane, position=position, frame=event)
            if event["type"] == "gap":
                self.gap(event)
        if again:
            self.note("again", lane=lane, first=first, count=again)

    def gap(self, event):
        lane = event.get("lane")
        if lane not in LANES:
            raise Violation(f"a gap in an unknown lane {lane!r}")
        first, count = whole(event.get("first"), "first"), whole(event.get("count"), "count")
        text(event.get("reason"), "reason")
        if count:
            self.spool.known[lane].add(first, first + count)
            self.spool.gaps[lane].append([first, count, event["reason"]])

    async def receipts(self, lanes):
        for lane in sorted(lanes):
            await self.send({"kind": "receipt", "lane": lane, "next": self.spool.known[lane].next()})

    async def receipts_later(self, lanes):
        await asyncio.sleep(LATE_SECONDS)
        try:
            await self.receipts(lanes)
        except (websockets.ConnectionClosed, KeyError):
            pass  # cut, or forgotten, in the meantime

    async def send(self, frame):
        await self.socket.send(json.dumps(frame))

    async def cut(self):
        self.note("cut")
        self.socket.transport.abort()
        await self.socket.wait_closed()


class Server:
    def __init__(self, options, out):
        self.options = options
        self.out = out
        self.spools = {}
        self.sessions = {}
        self.connections = 0
        self.batches = 0
        self.cuts = 0

    def note(self, what, connection, **more):
        line = {"at": int(time.time() * 1000), "what": what, "connection": connection, **more}
        self.out.write(json.dumps(line) + "\n")
        self.out.flush()

    def state(self):
        for identity, spool in self.spools.items():
            self.note("state", 0, identity=list(identity), lanes=spool.next(), gaps=spool.gaps)

    def due_to_cut(self):
        """None, or whether the batch that just came is lost before or after it was stored."""
        self.batches += 1
        if not self.options.cut_every or self.batches % self.options.cut_every:
            return None
        self.cuts += 1
        return "before" if self.cuts % 2 else "after"

    async def admit(self, path, headers):
        if self.options.token and headers.get("Authorization") != "Bearer " + self.options.token:
            return http.HTTPStatus.UNAUTHORIZED, [], b"unauthorized\n"
        return None

    async def agent(self, socket, path=None):
        self.connections += 1
        session = Session(self, socket, self.connections)
        session.note("open", path=socket.path, subprotocol=socket.subprotocol)
        try:
            if socket.subprotocol != SUBPROTOCOL:
                raise Violation(f"the agent did not offer {SUBPROTOCOL}")
            self.sessions[session.number] = session
            async for message in socket:
                await session.receive(message)
        except Violation as broken:
            session.note("violation", fault=str(broken))
            await socket.close(1002, str(broken)[:100])
        except websockets.ConnectionClosed:
            pass
        finally:
            self.sessions.pop(session.number, None)
            session.note("close", code=socket.close_code, reason=socket.close_reason)

    async def command(self, line):
        for session in list(self.sessions.values()):
            if session.identity is None:
                continue
            session.note("command", text=line)
            try:
                await session.socket.send(line)
            except websockets.ConnectionClosed:
                pass


async def run(options):
    with open(options.out, "a", encoding="utf-8") as out:
        server = Server(options, out)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, server.state)
        await serving.serve(server, options, subprotocols=[SUBPROTOCOL])


def main():
    parser = serving.arguments(__doc__)
    parser.add_argument("--cut-every", type=int, default=0, metavar="N")
    parser.add_argument("--late-receipts", action="store_true")
    parser.add_argument("--forget", action="store_true")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
