#!/usr/bin/python3
"""A server that knows the plain contract alone: cpu and error events, commands and their replies.

It is written from the contract and shares no code with the agent. It answers no subprotocol, and
treats any field or frame beyond the contract as its author would: unknown fields are passed over,
frames that are neither a known event nor a reply are noted as violations.

    plain_server.py --port 0 --port-file F --out F [--commands F] [--token T]

One JSON line per happening is appended to --out:
    {"at": ms, "what": "open|event|reply|violation|command|close", "connection": n, "frame": {...}}
Commands are JSON lines, read from standard input and from --commands (a file that may grow); each
goes to every agent that is connected, once, as it stands.
"""

import asyncio
import http
import json
import time

import serving
import websockets

EVENTS = {
    "cpu": {"ts": int, "tenantId": str, "host": str, "pct": (int, float)},
    "error": {
        "ts": int,
        "tenantId": str,
        "host": str,
        "code": str,
        "message": str,
        "severity": str,
    },
}
REPLIES = {"ack": {"cid": str}, "nack": {"cid": str, "reason": str}}
SEVERITIES = ("info", "warning", "error", "critical")


def fits(value, kind):
    return isinstance(value, kind) and not isinstance(value, bool)


def faults(frame):
    """What a frame lacks to be one of the contract; empty when it is one."""
    if not isinstance(frame, dict):
        return ["not an object"]
    if "type" in frame:
        fields = EVENTS.get(frame["type"]) if isinstance(frame["type"], str) else None
    else:
        fields = REPLIES.get(frame.get("kind")) if isinstance(frame.get("kind"), str) else None
    if fields is None:
        return ["neither an event nor a reply of the contract"]
    found = [f"{name}: {frame.get(name)!r}" for name, kind in fields.items() if not fits(frame.get(name), kind)]
    if frame.get("type") == "cpu" and not found and not 0 <= frame["pct"] <= 100:
        found.append(f"pct out of 0..100: {frame['pct']}")
    if frame.get("type") == "error":
        if frame.get("severity") not in SEVERITIES:
            found.append(f"severity: {frame.get('severity')!r}")
        if "active" in frame and not isinstance(frame["active"], bool):
            found.append(f"active: {frame['active']!r}")
    return found


class Server:
    def __init__(self, out, token):
        self.out = out
        self.token = token
        self.agents = {}
        self.connections = 0

    def note(self, what, connection, **more):
        line = {"at": int(time.time() * 1000), "what": what, "connection": connection, **more}
        self.out.write(json.dumps(line) + "\n")
        self.out.flush()

    async def admit(self, path, headers):
        if self.token and headers.get("Authorization") != "Bearer " + self.token:
            return http.HTTPStatus.UNAUTHORIZED, [], b"unauthorized\n"
        return None

    async def agent(self, socket, path=None):
        self.connections += 1
        number = self.connections
        self.agents[number] = socket
        self.note("open", number, path=socket.path)
        try:
            async for message in socket:
                self.receive(number, message)
        except websockets.ConnectionClosed:
            pass
        finally:
            del self.agents[number]
            self.note("close", number, code=socket.close_code, reason=socket.close_reason)

    def receive(self, number, message):
        if isinstance(message, bytes):
            self.note("violation", number, faults=["binary frame"])
            return
        try:
            frame = json.loads(message)
        except ValueError:
            self.note("violation", number, faults=["not JSON"], text=message[:1000])
            return
        found = faults(frame)
        if found:
            self.note("violation", number, faults=found, frame=frame)
        else:
            self.note("event" if "type" in frame else "reply", number, frame=frame)

    async def command(self, line):
        for number, socket in list(self.agents.items()):
            self.note("command", number, text=line)
            try:
                await socket.send(line)
            except websockets.ConnectionClosed:
                pass


async def run(options):
    with open(options.out, "a", encoding="utf-8") as out:
        await serving.serve(Server(out, options.token), options)


def main():
    asyncio.run(run(serving.arguments(__doc__).parse_args()))


if __name__ == "__main__":
    main()
