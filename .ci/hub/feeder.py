"""Plays kiosks at a hub: so many events a second together, one in fifty an alert; answers commands at once."""
import argparse
import asyncio
import json
import time
import uuid

import websockets

CONDITIONS = ["MEDIA_OUT", "COVER_OPEN", "MEDIA_LOW", "NOT_RESPONDING"]
STATES = {"MEDIA_OUT": "error", "COVER_OPEN": "error", "MEDIA_LOW": "warning", "NOT_RESPONDING": "offline"}


class Kiosk:
    def __init__(self, number):
        self.host = f"T{number % 4 + 1}-K{number:04d}"
        self.next = {"alerts": 0, "readings": 0}
        self.holds = None
        self.turns = number

    def event(self, kind, **fields):
        return {"type": kind, "ts": int(time.time() * 1000), "tenantId": "acme", "host": self.host, **fields}

    def device(self, name, **more):
        holds = self.holds if name == "bagtag" else None
        return self.event("device", device=name, deviceKind="printer", state=STATES.get(holds, "ready"),
                          conditions=[holds] if holds else [], cuss="OK", model="EPSON TM-T88V", **more)

    async def connect(self, url):
        self.socket = await websockets.connect(url, subprotocols=["kiosk.telemetry.v1"], ping_interval=None, max_queue=None)
        await self.say({"kind": "hello", "tenantId": "acme", "host": self.host, "agent": "1.0.0",
                        "spool": str(uuid.uuid4()), "ts": 0, "lanes": {}})
        await self.socket.recv()
        for name in ("bagtag", "receipt"):
            await self.say(self.device(name, live=True))
        self.answering = asyncio.create_task(self.answer())

    async def answer(self):
        async for frame in self.socket:
            command = json.loads(frame)
            if command["kind"].endswith("-threshold"):
                await self.say({"kind": "ack", "cid": command["cid"], "previous": 90})

    async def say(self, frame):
        await self.socket.send(json.dumps(frame))

    async def batch(self, lane, events):
        await self.say({"kind": "batch", "lane": lane, "first": self.next[lane], "events": events})
        self.next[lane] += len(events)

    async def alert(self):
        self.turns += 1
        ends, code = self.holds is not None, self.holds or CONDITIONS[self.turns % len(CONDITIONS)]
        self.holds = None if ends else code
        await self.batch("alerts", [self.event(
            "error", code=code, message=f"bagtag (bag tags): {code.replace('_', ' ').lower()}.", device="bagtag",
            severity="error", active=not ends), self.device("bagtag")])
        return 2

    async def readings(self, count):
        await self.batch("readings", [self.event("cpu", pct=(self.turns + i) % 1000 / 10) for i in range(count)])
        self.turns += 1
        return count


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("url")
    options.add_argument("--rate", type=int, default=1000)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--kiosks", type=int, default=300)
    options = options.parse_args()
    kiosks = [Kiosk(number) for number in range(options.kiosks)]
    for first in range(0, len(kiosks), 50):
        await asyncio.gather(*(kiosk.connect(options.url) for kiosk in kiosks[first:first + 50]))
    print(f"feeding {options.rate} events/s from {len(kiosks)} kiosks", flush=True)
    began, sent, turn = time.monotonic(), 0, 0
    end = began + options.minutes * 60 + 60  # the browser decides when it is over
    while time.monotonic() < end:
        while sent < (time.monotonic() - began) * options.rate:
            kiosk = kiosks[turn % len(kiosks)]
            turn += 1
            sent += await (kiosk.alert() if turn % 20 == 0 else kiosk.readings(5))
        if turn % 500 < 5:
            print(f"fed {sent} events, {sent / max(0.001, time.monotonic() - began):.0f} a second", flush=True)
        await asyncio.sleep(0.05)


asyncio.run(main())
