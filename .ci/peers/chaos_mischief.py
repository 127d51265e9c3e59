"""What the chaos server does to a connection, drawn from its seed."""

import asyncio
import http
import socket as sockets
import struct

import websockets
from v1_server import LANES, SUBPROTOCOL

BEAT = 0.8  # seconds between two deeds of one connection, on average
SILENCE = 9  # seconds; an agent that pings every second must have left long before
JUNK = [
    "not JSON",
    "[1,2,3]",
    '{"lane":"readings","next":5}',
    '{"kind":"ack","cid":"yours"}',
    '{"kind":"set-threshold","pct":5,"host":"T1-K017"}',
    '{"kind":"receipt","kind":"receipt"}',
    '{"a":' * 40 + "1" + "}" * 40,
    "\u0000\ufffd\U0001f5a8",
    '{"kind":"' + "x" * 70_000 + '"}',
    b"\x00\x01binary",
    b"",
]


def drawn(random, weights):
    return random.choices(list(weights), list(weights.values()))[0]


# The handshake.

REFUSALS = {401: None, 403: None, 429: "1", 503: "1", 500: None, 302: None, 404: None}
GARBAGE = [
    b"SSH-2.0-OpenSSH_9.2p1\r\n",
    b"\x15\x03\x01\x00\x02\x02\x28" + bytes(300),
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 101 Switching Prot",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\nSec-WebSocket-Protocol: " + SUBPROTOCOL.encode() + b"\r\n\r\n",
]


async def handshake(protocol, chaos):
    """None lets the agent in; else an answer that refuses it. Raises when no answer is to be sent."""
    random = chaos.random
    how = drawn(random, {"in": 80, "refuse": 12, "mute": 3, "garbage": 5})
    if how == "in":
        return None
    if how == "refuse":
        status = random.choice(list(REFUSALS))
        chaos.note("refused", 0, how=f"HTTP {status}")
        wish = [("Retry-After", REFUSALS[status])] if REFUSALS[status] else []
        return http.HTTPStatus(status), wish, b"no\n"
    chaos.note("refused", 0, how=how)
    if how == "garbage":
        protocol.transport.write(random.choice(GARBAGE))
    seconds = random.uniform(0.5, 4)
    await asyncio.wait([asyncio.ensure_future(protocol.wait_closed())], timeout=seconds)
    if await said_more(protocol):
        chaos.note("violation", 0, fault="the agent spoke on after an answer that was no upgrade")
    protocol.transport.abort()
    raise ConnectionResetError("mischief")


async def said_more(protocol):
    """Whether the agent sent something behind its request."""
    try:
        return bool(await asyncio.wait_for(protocol.reader.read(1), 0.05))
    except (asyncio.TimeoutError, ConnectionError):
        return False


# The welcome.


def welcome_kind(random):
    """true: what is stored. empty, part: as if all, or the latest, had been lost."""
    return drawn(random, {"true": 82, "empty": 6, "part": 7, "none": 2, "malformed": 3})


def above(random, nexts):
    """A welcome above the agent's next, in one lane or in both."""
    chosen = random.choice([["alerts"], ["readings"], ["alerts", "readings"]])
    return {lane: end + (random.randint(100, 20_000) if lane in chosen else 0) for lane, end in nexts.items()}


# What happens while it lasts.


async def trouble(session, random):
    """One deed after the other, until the connection is gone."""
    while True:
        await asyncio.sleep(random.expovariate(1 / BEAT))
        if not session.told or session.lie or session.over:
            continue
        deed = drawn(random, DEEDS)
        session.note("mischief", how=deed.__name__)
        try:
            await deed(session, random)
        except websockets.ConnectionClosed:
            return


async def reset(session, random):
    session.socket.transport.get_extra_info("socket").setsockopt(
        sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    session.socket.transport.abort()


async def end_without_close_frame(session, random):
    session.socket.transport.close()


async def close_frame(session, random):
    session.our_code = random.choice([1000, 1001, 1011, 1012, 1013])
    await session.socket.close(session.our_code, "mischief")


async def half_frame(session, random):
    session.socket.transport.write(b"\x81\x7e\x04\x00" + b'{"kind":"receipt","la')
    await asyncio.sleep(random.uniform(0, 0.5))
    session.socket.transport.abort()


async def cut_at_batch(session, random):
    session.cut_at_batch = random.choice(["before", "after"])


def how_long(random):
    return random.choice([random.uniform(0.3, 2), random.uniform(0.3, 2), random.uniform(2, 5)])


async def stop_reading(session, random):
    transport = session.socket.transport
    transport.pause_reading()
    await asyncio.sleep(random.choice([how_long(random), SILENCE]))
    if not transport.is_closing():
        transport.resume_reading()


async def stop_receipting(session, random):
    session.unreceipted = True
    await asyncio.sleep(how_long(random))
    session.unreceipted = False
    await session.pay()


async def stop_ponging(session, random):
    session.socket.mute = True
    await asyncio.sleep(how_long(random))
    session.socket.mute = False


async def fall_silent(session, random):
    """Reads on, says nothing: the agent must notice within 2.5 of its pings."""
    session.silent = session.socket.mute = True
    seconds = random.choice([how_long(random), SILENCE])
    await asyncio.sleep(seconds)
    await asyncio.sleep(1 if seconds >= SILENCE else 0)  # this process may have been frozen, and have the end still to read
    if seconds >= SILENCE and not session.over:
        session.note("violation", fault=f"{SILENCE} s of silence and the agent is still there")
    session.silent = session.socket.mute = False
    await session.pay()


async def receipt_beyond(session, random):
    lane = random.choice(list(LANES))
    frame = {"kind": "receipt", "lane": lane, "next": session.beyond(lane)}
    await session.lied("a receipt beyond what was sent")
    await session.send(frame)


async def receipt_back(session, random):
    lane = max(session.told, key=session.told.get)
    if session.told[lane]:
        frame = {"kind": "receipt", "lane": lane, "next": random.randrange(session.told[lane])}
        await session.lied("a receipt that goes back")
        await session.send(frame)


async def receipt_malformed(session, random):
    frame = random.choice([
        {"kind": "receipt", "lane": "readings", "next": -1},
        {"kind": "receipt", "lane": "readings", "next": "7"},
        {"kind": "receipt", "lane": "readings", "next": 1.5},
        {"kind": "receipt", "lane": "letters", "next": 1},
        {"kind": "receipt", "lane": "alerts"},
    ])
    await session.lied("a malformed receipt")
    await session.send(frame)


async def second_welcome(session, random):
    await session.lied("a second welcome")
    await session.send({"kind": "welcome", "lanes": session.server.store.spool(session.identity).next()})


async def junk(session, random):
    for _ in range(random.randint(1, 5)):
        await session.socket.send(random.choice(JUNK))


async def double_receipts(session, random):
    session.doubled = not session.doubled


async def late_receipts(session, random):
    session.late = not session.late


async def unasked_receipt(session, random):
    """True, but nothing new."""
    await session.say_receipts(set(LANES))


DEEDS = {
    reset: 6, end_without_close_frame: 6, close_frame: 6, half_frame: 6, cut_at_batch: 12,
    stop_reading: 7, stop_receipting: 8, stop_ponging: 6, fall_silent: 6,
    receipt_beyond: 4, receipt_back: 4, receipt_malformed: 4, second_welcome: 4,
    junk: 14, double_receipts: 6, late_receipts: 8, unasked_receipt: 6,
}
