#!/usr/bin/python3
"""The agent against a server that cuts, stalls, lies and restarts at random, killed at random itself.

    chaos.py AGENT [--minutes M] [--seed N] [--keep]

In the end every position must be with the server, in order, once. The seed fixes what is done, not the instant at which the
machine lets it happen. Exit code 0 when all holds; 1 with what does not, and the folder with the evidence is kept.
"""

import argparse
import collections
import json
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

import chaos_check
from chaos_commands import Commander
from chaos_printer import READY, Plan, Printer
from chaos_processes import Agent, Journal, Server, millis
from chaos_store import Store, holes
from check import Failed

PATIENCE = 90  # seconds for each step of the calm end
AHEAD_AT = (3, 14, 25)  # starts of the server that claim to be ahead of the agent


class Chaos:
    """One test: who takes part, and what happens to them when."""

    def __init__(self, program, folder, seed, minutes):
        self.seconds = minutes * 60
        self.random = random.Random(seed)
        self.began = time.monotonic()
        self.store = folder / "store.jsonl"
        self.printers = [Printer(name) for name in ("bagtag", "boarding", "receipt")]
        self.plan = Plan(self.printers, self.random, self.seconds)
        self.server = Server(folder, seed)
        self.server.start()
        self.agent = Agent(program, folder, self.server.port, self.printers)
        self.agent.start()
        self.journal = Journal(folder / "out.jsonl")
        self.commander = Commander(self.random, self.server.send)
        self.agent_at, self.server_at, self.tell_at = 15.0, 10.0, 30.0
        self.frozen = False
        self.freezes = []  # [begin, end] in ms

    @property
    def elapsed(self):
        return time.monotonic() - self.began

    def say(self, text):
        print(f"{self.elapsed:6.1f} s  {text}", flush=True)

    def beat(self, calm=False):
        """What goes on all the time."""
        time.sleep(0.05)
        self.agent.alive()
        self.journal.read(self.commander.reply)
        self.commander.step(self.elapsed, calm)

    def rage(self):
        while self.elapsed < self.seconds:
            self.beat()
            self.plan.step(self.elapsed)
            if self.elapsed >= self.agent_at:
                self.strike_agent()
            if self.elapsed >= self.server_at:
                self.strike_server()
            if self.elapsed >= self.tell_at:
                self.tell_at += 30
                self.say(self.figures())

    def strike_agent(self):
        draw = self.random
        if not self.agent.running:
            self.agent.start()
            lives = draw.uniform(0, 2.5) if draw.random() < 0.2 else 3 + draw.expovariate(1 / 12)
        else:
            lives = draw.uniform(0, 3)
            orderly = draw.random() < 0.25
            self.say(f"agent {'SIGTERM' if orderly else 'SIGKILL'}, back in {lives:.1f} s")
            if orderly:
                self.agent.stop()
            else:
                self.agent.kill()
        self.agent_at = self.elapsed + lives

    def strike_server(self):
        draw = self.random
        if self.frozen:
            self.thaw()
        elif not self.server.running:
            ahead = self.server.starts + 1 in AHEAD_AT
            if ahead:
                self.say("server comes back and claims to be ahead")
            self.server.start(*(["--ahead"] if ahead else []))
        else:
            self.server_at = self.elapsed + draw.uniform(0, 4)
            if draw.random() < 0.3:
                self.say(f"server frozen for {self.server_at - self.elapsed:.1f} s")
                self.server.signal(signal.SIGSTOP)
                self.frozen = True
                self.freezes.append([millis(), None])
            else:
                self.say(f"server SIGKILL, back in {self.server_at - self.elapsed:.1f} s")
                self.server.kill()
            return
        self.server_at = self.elapsed + 3 + draw.expovariate(1 / 14)

    def thaw(self):
        self.server.signal(signal.SIGCONT)
        self.freezes[-1][1] = millis()
        self.frozen = False

    def until(self, condition, complaint):
        end = time.monotonic() + PATIENCE
        while not condition():
            self.beat(calm=True)
            if time.monotonic() > end:
                raise Failed(f"{complaint} within {PATIENCE} s: {self.missing()}")

    def missing(self):
        hello = self.journal.hello
        if not hello:
            return "no hello came"
        name, lanes = hello["frame"]["spool"], hello["frame"]["lanes"]
        known = dict(self.held())[name].known
        found = {lane: holes(known[lane], lanes[lane]["next"]) for lane in lanes}
        return f"spool {name} lacks {found}, unanswered {self.commander.unanswered()}, last state {self.journal.state}"

    def held(self):
        """Spool ids and what the server holds of them, in the order in which they came."""
        spools = {identity[2]: spool for identity, spool in Store(self.store).spools.items()}
        return [(name, spools[name]) for name in self.journal.spools if name in spools]

    def calm(self, *options):
        """A server that behaves, for an agent that runs; returns an instant before they can have met."""
        if self.frozen:
            self.thaw()
        if self.server.running:
            self.server.kill()
        began = millis()
        self.server.start("--calm", *options)
        if not self.agent.running:
            self.agent.start()
        return began

    def drain(self, what, began):
        """All that the agent has when it first greets after an instant must come to be known; returns its next positions."""
        self.until(lambda: self.journal.hello and self.journal.hello["at"] > began, "the agent does not connect")
        hello = self.journal.hello
        nexts = {lane: of["next"] for lane, of in hello["frame"]["lanes"].items()}

        def done():
            self.server.signal(signal.SIGUSR1)
            state = self.journal.state
            return (state and state["at"] > began and state["spool"] == hello["frame"]["spool"]
                    and all(state[what][lane]["next"] >= end for lane, end in nexts.items()))

        self.until(done, f"the server does not get all ({what})")
        return nexts

    def settle(self):
        """Peace: everything must come in, be told again to a server that lost all, and be at rest."""
        self.say("calm: what is left must come in now")
        for printer in self.printers:
            printer.shows = READY
        self.calm()
        self.until(lambda: not self.commander.unanswered(), "commands stay unanswered")
        rested = self.elapsed + 8
        self.until(lambda: self.elapsed > rested, "")
        self.agent.stop()
        began = millis()
        self.agent.start()
        nexts = self.drain("lanes", began)
        spool = self.journal.hello["frame"]["spool"]
        for loss in ("part", "empty"):
            self.say(f"all is there up to {nexts}; now to a server that lost {'all' if loss == 'empty' else 'some'} of it")
            began = self.calm("--forget", loss)
            self.drain("shown", began)
        self.agent.stop()
        self.journal.read(self.commander.reply)
        return spool, nexts

    def verdict(self, last, nexts):
        spools = self.held()
        runs = self.agent.runs
        chaos_check.complete(spools, last, nexts)
        events = chaos_check.merged(spools)
        forgotten = chaos_check.forgotten(spools)
        chaos_check.gaps(spools, self.journal.pretended)
        never = {lane: chaos_check.skipped(lane, events[lane], end, runs) for lane, end in nexts.items()}
        chaos_check.punished(self.journal.unpunished, runs, self.freezes)
        worst = chaos_check.readings(events["readings"], runs)
        told, again = chaos_check.alternating(events["alerts"], forgotten)
        looked = {printer.name: printer.looks for printer in self.printers}
        alerts = chaos_check.printers(events["alerts"], told, looked, runs)
        applied = self.commander.check()
        print(f"spool ids         {len(spools)}, " + ", ".join(f"next of {lane} {end}" for lane, end in nexts.items()))
        print("events            " + ", ".join(f"{len(held)} {lane}" for lane, held in events.items()))
        reasons = collections.Counter(f"{told['lane']} {told['reason']}" for _, spool in spools for told in spool.told)
        print(f"gaps              told {dict(reasons)}; positions skipped {never}")
        print(f"lost readings     at most the last {worst} ms before an end of the agent")
        print(f"printers          {alerts} alerts, as {sum(map(len, looked.values()))} looks showed")
        print(f"told once more    {again} times, what a gap had called forgotten")
        print(f"commands applied  {applied}, each once")

    def figures(self):
        counts = self.journal.counts
        agent = self.agent
        return (f"{counts['open']} connections, {counts['refused']} refused, {len(agent.runs)} agent starts "
                f"({agent.kills()} killed, {agent.early_stops()} stopped before they ran), "
                f"{self.server.starts} server starts, {len(self.freezes)} freezes, "
                f"{counts['lie']} lies, {counts['close 1002']} closed with 1002, {self.journal.pretended} times forgotten, "
                f"{self.journal.again} events again, {len(self.commander.issued)} commands sent {self.commander.sent} times, "
                f"{self.commander.answers} answers")

    def leave_evidence(self, folder):
        """What only this process knew: when the agent lived, what the printers showed, what was commanded."""
        known = {
            "freezes": self.freezes,
            "runs": [vars(run) for run in self.agent.runs],
            "looks": {printer.name: printer.looks for printer in self.printers},
            "commands": [vars(command) for command in self.commander.issued.values()],
        }
        (folder / "driver.json").write_text(json.dumps(known, indent=1))

    def end(self):
        """Leaves no process behind."""
        if self.server.running:
            self.server.kill()
        if self.agent.running:
            self.agent.process.kill()
            self.agent.process.wait()
        for printer in self.printers:
            printer.shutdown()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("agent", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--keep", action="store_true", help="keep the folder in any case")
    return parser.parse_args()


def main():
    options = arguments()
    print(f"seed {options.seed}, {options.minutes:g} minutes", flush=True)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # so that no process is left behind
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chaos-"))
    chaos = Chaos(options.agent.resolve(), folder, options.seed, options.minutes)
    try:
        chaos.rage()
        last, nexts = chaos.settle()
        chaos.verdict(last, nexts)
        print(chaos.figures())
        print(f"mischief          {dict(chaos.journal.deeds)}")
        print(f"lies              {dict(chaos.journal.lies)}")
        print(f"closes            {({of: count for of, count in chaos.journal.counts.items() if of.startswith('close ')})}")
    except Failed as failed:
        chaos.leave_evidence(folder)
        print(chaos.figures())
        print(f"FAILED with seed {options.seed}: {failed}\nthe evidence is kept in {folder}", flush=True)
        return 1
    finally:
        chaos.end()
    if options.keep:
        chaos.leave_evidence(folder)
        print(f"kept in {folder}")
    else:
        shutil.rmtree(folder)
    print("every position is there, in order, once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
