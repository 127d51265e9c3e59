#!/usr/bin/python3
"""Runs the built agent against the two independent servers and says what it found.

    check.py AGENT        AGENT = path of kiosk-agent; exit 0 when all holds, 1 with the reason when not
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 60


class Failed(Exception):
    """Something does not hold."""


class Peer:
    """One of the servers, as a process; its happenings are lines of a file that outlives it."""

    def __init__(self, folder, script, *options):
        self.folder, self.script, self.options = folder, script, options
        self.out = folder / "out.jsonl"
        self.commands = folder / "commands.jsonl"
        self.commands.touch()
        self.port = 0
        self.process = None

    def start(self):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["/usr/bin/python3", HERE / self.script, "--port", str(self.port), "--port-file", port_file,
             "--out", self.out, "--commands", self.commands, *self.options],
            stdin=subprocess.DEVNULL)
        wait(lambda: port_file.exists() and port_file.read_text().strip(), self.script + " does not listen")
        self.port = int(port_file.read_text())
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def lines(self, what):
        found = []
        if self.out.exists():
            text = self.out.read_text()
            for line in text[:text.rfind("\n") + 1].splitlines():  # the last one may be in the middle of being written
                happening = json.loads(line)
                if happening["what"] == what:
                    found.append(happening)
        return found

    def command(self, frame):
        with self.commands.open("a") as file:
            file.write(json.dumps(frame) + "\n")


def wait(condition, complaint):
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise Failed(complaint + " within %d s" % SECONDS)
        time.sleep(0.1)


def agent(program, folder, port, beat="200ms"):
    config = folder / "agent.toml"
    config.write_text(
        '[kiosk]\ntenant_id = "acme"\nhost = "T1-K017"\nstate_dir = "%s/state"\n'
        '[server]\nurl = "ws://127.0.0.1:%d/ws/agent"\nbackoff_max = "2s"\n'
        '[sample]\ncpu = "%s"\nmemory = "1s"\ndisk = "off"\ntemperature = "off"\n'
        '[status]\nlisten = "off"\n[service]\nsocket = "off"\n' % (folder, port, beat))
    log = (folder / "agent.log").open("ab")
    return subprocess.Popen([program, "run", "--config", config], stdout=log, stderr=log)


def frames(peer):
    return [line["frame"] if isinstance(line["frame"], dict) else json.loads(line["frame"])
            for line in peer.lines("event")]


def answered(peer, cid, kind):
    def there():
        for line in peer.lines("reply"):
            frame = line["frame"] if isinstance(line["frame"], dict) else json.loads(line["frame"])
            if frame.get("cid") == cid and frame.get("kind") == kind:
                return True
        return False
    wait(there, "no %s for command %s" % (kind, cid))


def no_violation(peer):
    violations = peer.lines("violation")
    if violations:
        raise Failed("%s: %s" % (peer.script, violations[0]))


def without_hole(stamps, least):
    """Every second a reading: a step of nearly two beats holds a missing one; a busy machine is late by less."""
    if len(stamps) < least:
        raise Failed("only %d readings" % len(stamps))
    for before, after in zip(stamps, stamps[1:]):
        if after - before > 1900:
            raise Failed("a hole of %d ms at %d" % (after - before, before))


def plain(program, folder):
    peer = Peer(folder, "plain_server.py").start()
    process = agent(program, folder, peer.port, "1s")
    try:
        wait(lambda: len(frames(peer)) > 10, "no events arrive")
        peer.command({"kind": "set-threshold", "host": "T1-K017", "pct": 85, "cid": "good"})
        peer.command({"kind": "set-threshold", "host": "T1-K017", "pct": 140, "cid": "bad"})
        answered(peer, "good", "ack")
        answered(peer, "bad", "nack")
        peer.kill()
        time.sleep(5)  # what happens meanwhile must arrive later
        before = len(frames(peer))
        peer.start()
        wait(lambda: len(frames(peer)) > before + 25, "nothing arrives after the server came back")
    finally:
        process.terminate()
        process.wait(10)
        peer.kill()
    no_violation(peer)
    types = {frame["type"] for frame in frames(peer)}
    if not types <= {"cpu", "error"}:
        raise Failed("a plain server was sent " + ", ".join(sorted(types)))
    stamps = [frame["ts"] for frame in frames(peer) if frame["type"] == "cpu"]
    again = len(stamps) - len(set(stamps))
    without_hole(sorted(set(stamps)), 30)
    return "%d readings, none missing, %d sent again" % (len(set(stamps)), again)


def v1(program, folder, *options):
    peer = Peer(folder, "v1_server.py", *options).start()
    process = agent(program, folder, peer.port)
    try:
        wait(lambda: len(frames(peer)) > 10, "no events arrive")
        peer.command({"kind": "set-threshold", "host": "T1-K017", "pct": 85, "cid": "good"})
        answered(peer, "good", "ack")
        wait(lambda: len(frames(peer)) > 150, "events stop arriving")
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = agent(program, folder, peer.port)
        before = len(frames(peer))
        wait(lambda: len(frames(peer)) > before + 60, "nothing arrives after the agent was killed")
    finally:
        process.terminate()
        process.wait(10)
        peer.kill()
    no_violation(peer)
    stored = [(line["lane"], line["position"]) for line in peer.lines("event")]
    contents = {}
    for identity, frame in zip(stored, frames(peer)):
        if contents.setdefault(identity, frame) != frame:
            raise Failed("%s %d names two events" % identity)
    if len(stored) != len(contents) and "--forget" not in options:  # a server that forgets stores again
        raise Failed("a position was stored twice")
    stamps = [frame["ts"] for frame in contents.values() if frame["type"] == "cpu"]
    if len(stamps) != len(set(stamps)):
        raise Failed("a reading stands at two positions")
    return "%d events, each once, %d connections" % (len(contents), len(peer.lines("hello")))


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    checks = [
        ("plain contract", plain, ()),
        ("v1", v1, ()),
        ("v1, cut at every 7th batch, late receipts", v1, ("--cut-every", "7", "--late-receipts")),
        ("v1, forgets all at each connection", v1, ("--cut-every", "40", "--forget")),
    ]
    for name, check, options in checks:
        with tempfile.TemporaryDirectory(prefix="peers-") as folder:
            folder = pathlib.Path(folder)
            try:
                print("%-45s %s" % (name, check(program, folder, *options)), flush=True)
            except Failed as failed:
                print("%-45s FAILED: %s" % (name, failed), flush=True)
                log = folder / "agent.log"
                print(log.read_text()[-3000:] if log.exists() else "", flush=True)
                return 1
    return 0


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    sys.exit(main())
