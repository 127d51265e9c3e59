#!/usr/bin/python3
"""Sends commands to an agent through the hub, as an operator does, and waits for each answer.
   commands.py HOST COUNT [PATIENCE]     prints how many were acknowledged; fails unless all were, within PATIENCE seconds (20)"""
import asyncio
import json
import sys
import time

import websockets

HUB = "ws://127.0.0.1:9400/ws/telemetry?tenant=acme"
host, count = sys.argv[1], int(sys.argv[2])
patience = float(sys.argv[3]) if len(sys.argv) > 3 else 20


async def main():
    async with websockets.connect(HUB, max_size=None, max_queue=None) as operator:
        waiting = set()
        for number in range(count):
            cid = "%d-%d" % (time.time_ns(), number)
            waiting.add(cid)
            pct = 50 + number % 40
            await operator.send(json.dumps({"kind": "set-threshold", "host": host, "pct": pct, "cid": cid}))
        acknowledged = 0
        while waiting:  # events of the kiosk come in between
            frame = json.loads(await operator.recv())
            if frame.get("cid") in waiting:
                waiting.remove(frame["cid"])
                acknowledged += frame["kind"] == "ack"
        return acknowledged


try:
    acknowledged = asyncio.run(asyncio.wait_for(main(), patience))
except (asyncio.TimeoutError, OSError, websockets.WebSocketException) as failure:
    sys.exit("commands.py: not all %d commands were answered: %r" % (count, failure))
print(acknowledged)
sys.exit(0 if acknowledged == count else 1)
