#!/usr/bin/python3
"""A kiosk.telemetry.v1 server that loses nothing and cannot be trusted: it cuts, stalls, lies and refuses.

What it stores is always true, and fsynced before its receipt (chaos_store.py); what it *says* may be anything
(chaos_mischief.py). It watches the agent meanwhile and writes a `violation` for whatever the contract does not allow:
a position that names two events, one that comes after its gap, a hole that no gap told of, a `forgotten` gap
over what the server never had, a hello that goes back, a lie that is not answered with 1002, a 1002 without a lie.

    chaos_server.py --port P --port-file F --out F --commands F --store F --seed S [--calm] [--forget empty|part] [--ahead]

    --calm     does no mischief
    --forget   with it: pretends, at each connection, to have lost everything, or what came last
    --ahead    answers the first hello with a welcome above the agent's next

Happenings in --out: as v1_server.py, without `event` and `live`, and with `refused`, `mischief`, `lie`. SIGUSR1 writes
a `state` line: the true `next` of each lane, and `shown`, what the present connection is made to believe.
"""

import asyncio
import functools
import logging
import random
import signal

import chaos_mischief
import serving
import v1_server
import websockets
from chaos_store import Store, holes, raw_events
from v1_server import LANES, SUBPROTOCOL, Lane, Violation

MAX_IN_FLIGHT = 64  # of the agent's configuration: it cannot have sent more than this beyond the last receipt
PATIENCE = 10  # seconds in which a lie must be answered
OWN_CODES = (1000, 1001, 1005, 1006)  # with which an agent may end a connection without a lie


class Protocol(websockets.WebSocketServerProtocol):
    """A connection that may be refused, left without an answer, or without pongs."""

    mute = False

    def __init__(self, chaos, *arguments, **more):
        super().__init__(*arguments, **more)
        self.chaos = chaos

    async def process_request(self, path, request_headers):
        if not self.chaos.options.calm:
            return await chaos_mischief.handshake(self, self.chaos)
        return None

    async def pong(self, data=b""):
        if not self.mute:
            await super().pong(data)


class Session(v1_server.Session):
    """One connection: what it was told, and what it is made to believe."""

    def __init__(self, server, socket, number):
        super().__init__(server, socket, number)
        self.shown = {}  # lane -> what this connection is told to be there
        self.told = {}  # lane -> the last next that it was told
        self.sent = {lane: Lane() for lane in LANES}  # what came over this connection
        self.ends = {}  # lane -> the agent's next at the hello
        self.lie = None  # the lie that must end this connection
        self.ahead = self.partial = False
        self.over = False  # a later connection took its place
        self.silent = self.unreceipted = self.late = self.doubled = False
        self.cut_at_batch = None
        self.our_code = None  # that this side closed with
        self.owed = set()

    async def receive(self, message):
        if self.over:
            return
        self.text = message
        await super().receive(message)

    async def hello(self, frame):
        self.ends = self.identify(frame)
        self.server.take_over(self)
        spool = self.server.store.spool(self.identity)
        for lane, end in self.ends.items():
            highest = max(spool.contents[lane], default=-1)
            if highest >= end:
                raise Violation(f"hello: next of {lane} is {end}, but {highest} of {self.identity[2]} was sent before")
        how = self.server.welcome_kind()
        self.note("hello", frame=frame, how=how)
        self.partial = how == "part"
        true = {lane: spool.known[lane].next() for lane in LANES}
        if how == "none":
            await self.lied("no welcome")
        elif how == "ahead":
            self.ahead = True
            await self.say_welcome(chaos_mischief.above(self.server.random, self.ends))
            await self.lied("a welcome above the agent's next")
        elif how == "malformed":
            await self.send({"kind": "welcome", "lanes": {"alerts": {"next": -1}}})
            await self.lied("a malformed welcome")
        else:
            self.shown = spool.known
            if how != "true":
                part = 0 if how == "empty" else self.server.random.random()
                self.shown = self.server.store.earlier(spool, {lane: int(part * end) for lane, end in true.items()})
            await self.say_welcome({lane: shown.next() for lane, shown in self.shown.items()})

    async def say_welcome(self, nexts):
        self.told = dict(nexts)
        await self.send({"kind": "welcome", "lanes": {lane: {"next": end} for lane, end in nexts.items()}})

    async def lied(self, lie):
        """From here on the agent must leave, with 1002; a welcome above its next makes it leave in peace."""
        self.lie = lie
        self.note("lie", lie=lie)
        asyncio.get_running_loop().create_task(self.expect_end(lie))

    async def expect_end(self, lie):
        patience = PATIENCE + (10 if lie == "no welcome" else 0)
        done, _ = await asyncio.wait([asyncio.ensure_future(self.socket.wait_closed())], timeout=patience)
        if not done and not self.over:
            self.note("violation", fault=f"{lie}: the agent did not leave within {patience} s")
            self.socket.transport.abort()

    async def batch(self, frame):
        lane, first, events = self.checked_batch(frame)
        if self.ahead or not self.told:
            raise Violation(f"a batch without a welcome that it could follow: {lane} {first}")
        cut, self.cut_at_batch = None if self.lie else self.cut_at_batch, None
        if cut == "before":
            return await self.cut()
        self.look(lane, first, events)
        again = self.server.store.take(self.identity, self.number, lane, first, raw_events(self.text, events))
        self.show(lane, first, events)
        if again:
            self.note("again", lane=lane, first=first, count=again)
        if cut == "after":
            return await self.cut()
        await self.receipts({lane} | {event["lane"] for event in events if event["type"] == "gap"})

    async def cut(self):
        self.over = True  # what came behind this batch is lost with it
        await super().cut()

    def look(self, lane, first, events):
        """A gap leaves before anything behind its range; nothing else leaves twice over one connection."""
        for event in events:
            if event["type"] != "gap" or event["reason"] != "forgotten":
                continue
            end = event["first"] + event["count"]
            if not self.server.store.knew(self.identity[:2], event["lane"], event["first"], end):
                raise Violation(f"forgotten is what the server never had: {event}")
        if [event["type"] for event in events] == ["gap"]:
            return  # it may stand anywhere
        # What told of a gap may be among what was lost and not be receipted yet for the agent: it comes in its turn then.
        if not self.partial and holes(self.shown[lane], first):
            raise Violation(f"{lane} {first} came, but no gap told of {holes(self.shown[lane], first)}")
        for position, event in enumerate(events, first):
            if event["type"] != "gap" and self.sent[lane].covers(position):
                raise Violation(f"{lane} {position} came twice over one connection")

    def show(self, lane, first, events):
        self.sent[lane].add(first, first + len(events))
        if self.shown is not self.server.store.spool(self.identity).known:
            self.shown[lane].add(first, first + len(events))
            for event in events:
                if event["type"] == "gap" and event["count"]:
                    self.shown[event["lane"]].add(event["first"], event["first"] + event["count"])

    async def receipts(self, lanes):
        if self.unreceipted or self.silent:
            self.owed |= lanes
        elif self.late:
            asyncio.get_running_loop().call_later(self.server.random.uniform(0.1, 2), self.later, lanes)
        else:
            await self.say_receipts(lanes)

    def later(self, lanes):
        asyncio.get_running_loop().create_task(self.say_receipts(lanes))

    async def say_receipts(self, lanes):
        for lane in sorted(lanes):
            if self.lie or self.over or self.silent:
                return
            for _ in range(2 if self.doubled else 1):
                self.told[lane] = self.shown[lane].next()
                await self.send({"kind": "receipt", "lane": lane, "next": self.told[lane]})

    async def pay(self):
        """Sends the receipts that a stall held back."""
        owed, self.owed = self.owed, set()
        await self.say_receipts(owed)

    def beyond(self, lane):
        """More than the agent can have sent, whatever is on its way."""
        end = max([self.ends[lane], *(behind for _, behind in self.shown[lane].ranges)])
        return end + MAX_IN_FLIGHT + self.server.random.randint(1, 20_000)

    async def send(self, frame):
        try:
            await super().send(frame)
        except websockets.ConnectionClosed:
            pass  # the reader meets it too


class Server(v1_server.Server):
    """Admits connections and hands commands on."""

    def __init__(self, options, out):
        super().__init__(options, out)
        self.random = random.Random(options.seed)
        self.store = Store(options.store, writing=True)
        self.ahead = options.ahead
        self.accepted = 0

    def note(self, what, connection, **more):
        if what != "live":
            super().note(what, connection, **more)

    def welcome_kind(self):
        if self.options.calm:
            return self.options.forget or "true"
        if self.ahead:
            self.ahead = False
            return "ahead"
        return chaos_mischief.welcome_kind(self.random)

    def take_over(self, session):
        """What an earlier connection still brings is older than what this one says: it ends unread."""
        for other in list(self.sessions.values()):
            if other is not session and other.identity:
                other.over = True
                other.socket.transport.abort()

    def state(self):
        for session in self.sessions.values():
            if session.identity and not session.over and session.shown:
                true = self.store.spool(session.identity).next()
                shown = {lane: {"next": known.next()} for lane, known in session.shown.items()}
                self.note("state", session.number, spool=session.identity[2], lanes=true, shown=shown)

    async def agent(self, socket, path=None):
        self.accepted += 1
        session = Session(self, socket, self.accepted)
        session.note("open")
        self.sessions[session.number] = session
        trouble = None
        if not self.options.calm:
            trouble = asyncio.get_running_loop().create_task(chaos_mischief.trouble(session, self.random))
        try:
            async for message in socket:
                await session.receive(message)
        except Violation as broken:
            session.note("violation", fault=str(broken), spool=session.identity)
            await socket.close(1002, str(broken)[:100])
        except websockets.ConnectionClosed:
            pass
        finally:
            if trouble:
                trouble.cancel()
            self.sessions.pop(session.number, None)
            self.closed(session, socket)

    @staticmethod
    def closed(session, socket):
        code = socket.close_code
        session.note("close", code=code, reason=socket.close_reason, lie=session.lie)
        excused = session.lie or session.over or code in OWN_CODES or code == session.our_code
        if not excused:
            session.note("violation", fault=f"the agent closed with {code} ({socket.close_reason}) without cause")

    async def command(self, line):
        for session in list(self.sessions.values()):
            if session.identity and not session.over and not session.silent:
                session.note("command", text=line)
                try:
                    await session.socket.send(line)
                except websockets.ConnectionClosed:
                    pass


async def run(options):
    logging.getLogger("websockets").setLevel(logging.CRITICAL + 1)
    with open(options.out, "a", encoding="utf-8") as out:
        server = Server(options, out)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, server.state)
        protocol = functools.partial(Protocol, server)
        await serving.serve(server, options, subprotocols=[SUBPROTOCOL], create_protocol=protocol, ping_interval=None)


def main():
    parser = serving.arguments(__doc__)
    parser.add_argument("--store", required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--calm", action="store_true")
    parser.add_argument("--forget", choices=["empty", "part"])
    parser.add_argument("--ahead", action="store_true")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
