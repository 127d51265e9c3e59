"""The agent and the server as processes that are killed, and what the server wrote down."""

import collections
import json
import pathlib
import signal
import subprocess
import time

from check import Failed

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = """[kiosk]
tenant_id = "acme"
host = "T1-K017"
state_dir = "{folder}/state"
[server]
url = "ws://127.0.0.1:{port}/ws/agent"
ping_interval = "1s"
backoff_initial = "200ms"
backoff_max = "2s"
max_in_flight = 64
[sample]
cpu = "100ms"
memory = "1s"
disk = "off"
temperature = "off"
[threshold.cpu]
for = "0s"
[status]
listen = "off"
[service]
socket = "off"
"""
DEVICE = """[[device]]
id = "{printer.name}"
kind = "printer"
driver = "escpos"
endpoint = "tcp://127.0.0.1:{printer.port}"
interval = "500ms"
timeout = "2s"
raise_after = 2
clear_after = 2
"""


def millis():
    return int(time.time() * 1000)


class Run:
    """One life of the agent, wall clock in ms."""

    def __init__(self):
        self.start, self.end, self.how = millis(), None, "alive"
        self.abrupt = False  # killed, or told to stop while it was still starting


STARTING = 5000  # ms; in a shorter life a SIGTERM may come before the agent listens for it


class Agent:
    """The agent, which is started again with the same folders."""

    def __init__(self, program, folder, port, printers):
        self.program, self.folder = program, folder
        config = CONFIG.format(folder=folder, port=port) + "".join(DEVICE.format(printer=one) for one in printers)
        (folder / "agent.toml").write_text(config)
        self.process = None
        self.log_start = 0  # of the present run
        self.runs = []

    def start(self):
        with (self.folder / "agent.log").open("ab") as log:
            log.write(f"--- run {len(self.runs) + 1}, {millis()}\n".encode())
            log.flush()
            self.log_start = log.tell()
            command = [self.program, "run", "--config", self.folder / "agent.toml"]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.runs.append(Run())

    @property
    def running(self):
        return self.process is not None

    def alive(self):
        if self.running and self.process.poll() is not None:
            raise Failed(f"the agent ended by itself with {self.process.returncode}")

    def kill(self):
        self.end("SIGKILL", signal.SIGKILL)

    def stop(self):
        self.end("SIGTERM", signal.SIGTERM)

    def end(self, how, number):
        self.alive()
        self.runs[-1].end, self.runs[-1].how = millis(), how
        self.process.send_signal(number)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failed(f"the agent did not end within 15 s of {how}") from None
        self.process = None
        self.judge(self.runs[-1])

    def judge(self, run):
        run.abrupt = b"Stopped in order" not in (self.folder / "agent.log").read_bytes()[self.log_start:]
        if run.how == "SIGTERM" and run.abrupt and run.end - run.start > STARTING:
            raise Failed(f"SIGTERM at {run.end} did not stop the agent in order")

    def kills(self):
        return sum(run.how == "SIGKILL" for run in self.runs)

    def early_stops(self):
        return sum(run.how == "SIGTERM" and run.abrupt for run in self.runs)


class Server:
    """The chaos server, which keeps its port and its store over its lives."""

    def __init__(self, folder, seed):
        self.folder, self.seed = folder, seed
        self.port = self.starts = 0
        self.process = None
        self.commands = folder / "commands.jsonl"
        self.commands.touch()

    def start(self, *options):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        self.starts += 1
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["/usr/bin/python3", HERE / "chaos_server.py", "--port", str(self.port), "--port-file", port_file,
                 "--out", self.folder / "out.jsonl", "--commands", self.commands, "--store", self.folder / "store.jsonl",
                 "--seed", f"{self.seed}/{self.starts}", *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 30
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise Failed("the server does not start; see server.log")
            time.sleep(0.02)
        self.port = int(port_file.read_text())

    @property
    def running(self):
        return self.process is not None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def signal(self, number):
        self.process.send_signal(number)

    def send(self, frame):
        with self.commands.open("a") as file:
            file.write(json.dumps(frame) + "\n")


class Journal:
    """What the server wrote down, read as it grows."""

    def __init__(self, path):
        self.path, self.offset = path, 0
        self.counts = collections.Counter()
        self.deeds = collections.Counter()
        self.lies = collections.Counter()
        self.spools = []  # ids in the order of their first hello
        self.hello = self.state = None
        self.unpunished = []  # (ms, lie) of connections that ended otherwise than with 1002 after a lie
        self.pretended = 0
        self.again = 0

    def read(self, take_reply):
        """Takes what is new; a violation ends the test."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self.offset)
            content = file.read()
        whole = content.rfind(b"\n") + 1
        self.offset += whole
        for line in content[:whole].splitlines():
            self.take(json.loads(line), take_reply)

    def take(self, line, take_reply):
        what = line["what"]
        self.counts[what] += 1
        if what == "violation":
            raise Failed(f"connection {line['connection']} at {line['at']}: {line['fault']}")
        if what == "hello":
            self.hello = line
            self.pretended += line["how"] in ("empty", "part")
            if line["frame"]["spool"] not in self.spools:
                self.spools.append(line["frame"]["spool"])
        elif what == "state":
            self.state = line
        elif what == "again":
            self.again += line["count"]
        elif what == "reply":
            take_reply(line["frame"], line["at"])
        elif what == "close":
            self.counts[f"close {line['code']}"] += 1
            if line["lie"] and line["code"] != (1000 if "above" in line["lie"] else 1002):
                self.unpunished.append((line["at"], line["lie"]))
        elif what == "lie":
            self.lies[line["lie"]] += 1
        elif what in ("mischief", "refused"):
            self.deeds[line["how"]] += 1
