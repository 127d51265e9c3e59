"""Commands at random, the same cid again and again, and what their answers prove.

Every limit that is set is used once, so the `previous` of an acknowledgement names the command that it followed. All
acknowledged commands of a metric must form one chain from the configured limit on: each applied exactly once. And
the chain must be possible in time: none may stand behind one that was first sent after its own answer had come.
"""

import time

from check import Failed

HOST = "T1-K017"
CONFIGURED = {"cpu": 90, "memory": None}
WRONG = [
    ({"pct": 140}, "invalid-threshold"),
    ({"pct": -0.5}, "invalid-threshold"),
    ({"host": "T9-K999"}, "wrong-host"),
    ({"metric": "humidity"}, "unknown-metric"),
    ({"kind": "reboot"}, "unsupported-command"),
    ({"pct": "high"}, "malformed"),
    ({"host": None}, "malformed"),
]
MOST = 900  # the agent remembers the last 1,000 answers
PAUSE = 1.3  # seconds between two new commands, on average
PATIENCE = 2.0  # seconds until an unanswered command is sent again


class Issued:
    """A command, when it was sent, and what came back."""

    def __init__(self, frame, word):
        self.frame = frame
        self.word = word  # of the nack that it must get; None when it must be acknowledged
        self.first_sent = self.last_sent = 0
        self.answer = None
        self.answered = None  # ms, when the first answer had come

    @property
    def metric(self):
        return self.frame.get("metric", "cpu")

    @property
    def leaves(self):
        """The limit that holds after it."""
        return self.frame["pct"] if self.frame["kind"] == "set-threshold" else CONFIGURED[self.metric]


class Commander:
    """Sends through the server's command file; takes the replies that the server noted."""

    def __init__(self, random, send):
        self.random, self.send = random, send
        self.issued = {}
        self.sent = self.answers = 0
        hundredths = [value for value in range(500, 9900) if value != 9000]
        self.limits = [value / 100 for value in random.sample(hundredths, MOST)]
        self.next_new = self.next_old = 0

    def step(self, elapsed, calm=False):
        random, now = self.random, int(time.time() * 1000)
        if not calm and elapsed >= self.next_new and len(self.issued) < MOST:
            self.next_new = elapsed + random.expovariate(1 / PAUSE)
            command = self.draw()
            self.issued[command.frame["cid"]] = command
            self.put(command, now)
        for command in self.issued.values():
            if command.answer is None and now - command.last_sent > PATIENCE * 1000:
                self.put(command, now)
        if not calm and elapsed >= self.next_old and self.issued:
            self.next_old = elapsed + random.expovariate(1 / 3)
            self.put(random.choice(list(self.issued.values())), now)

    def draw(self):
        random, number = self.random, len(self.issued)
        frame = {"kind": "set-threshold", "host": HOST, "pct": self.limits[number], "cid": f"chaos-{number}"}
        if random.random() < 0.3:
            frame["metric"] = random.choice(["cpu", "memory"])
        if random.random() < 0.2:
            fields, word = random.choice(WRONG)
            return Issued({name: value for name, value in {**frame, **fields}.items() if value is not None}, word)
        if random.random() < 0.2:
            frame["kind"] = "clear-threshold"
            del frame["pct"]
        return Issued(frame, None)

    def put(self, command, now):
        command.first_sent = command.first_sent or now
        command.last_sent = now
        self.sent += 1
        self.send(command.frame)

    def reply(self, frame, at):
        command = self.issued.get(frame["cid"])
        if command is None:
            raise Failed(f"an answer to a command that was never sent: {frame}")
        self.answers += 1
        if command.answer is None:
            command.answer, command.answered = frame, at
            self.fits(command)
        elif command.answer != frame:
            raise Failed(f"two answers to {command.frame}: {command.answer} and {frame}")

    @staticmethod
    def fits(command):
        answer = command.answer
        if command.word:
            right = answer["kind"] == "nack" and answer["reason"].startswith(command.word + ": ")
        else:
            right = answer["kind"] == "ack" and "previous" in answer
        if not right:
            raise Failed(f"{command.frame} was answered with {answer}")

    def unanswered(self):
        return [command.frame for command in self.issued.values() if command.answer is None]

    def check(self):
        """The chain of each metric; returns how many commands it holds."""
        acknowledged = [command for command in self.issued.values() if not command.word]
        for metric, base in CONFIGURED.items():
            in_time(metric, chain(metric, base, [command for command in acknowledged if command.metric == metric]))
        return len(acknowledged)


def chain(metric, base, commands):
    """The order in which they were applied. Clearing comes back to the base; in between there is one way only."""
    after = {}
    for command in commands:
        after.setdefault(command.answer["previous"], []).append(command)
    parts, last = [], None
    for first in after.pop(base, []):
        part = [first]
        while part[-1].leaves != base and part[-1].leaves in after:
            following = after.pop(part[-1].leaves)
            if len(following) > 1:
                raise Failed(f"{metric}: two commands replaced one limit: {[one.frame for one in following]}")
            part += following
        if part[-1].leaves == base:
            parts.append(part)
        elif last is None:
            last = part
        else:
            raise Failed(f"{metric}: nothing followed {last[-1].frame}, nor {part[-1].frame}; one was lost")
    if after:
        previous, lost = next(iter(after.items()))
        raise Failed(f"{metric}: {lost[0].frame} replaced {previous}, which held at no such time")
    parts.sort(key=lambda part: min(one.answered for one in part) + max(one.first_sent for one in part))
    return [command for part in parts + [last or []] for command in part]


def in_time(metric, order):
    latest = None
    for command in order:
        if latest and command.answered < latest.first_sent:
            raise Failed(f"{metric}: {command.frame} was answered before {latest.frame} was sent, but applied after it")
        if latest is None or command.first_sent > latest.first_sent:
            latest = command
