"""ESC/POS printers that break and recover by a plan, and remember what they were asked and what they said.

They answer DLE EOT 1 to 4 with the bytes that the Epson manuals give (TM-T88III, "DLE EOT"); one fault at a time.
"""

import socketserver
import threading
import time

READY = "ready"
ANSWERS = {
    READY: b"\x12\x12\x12\x12",
    "MEDIA_OUT": b"\x1a\x32\x12\x72",
    "CUTTER_FAULT": b"\x1a\x52\x1a\x12",
    "RECOVERABLE_FAULT": b"\x1a\x52\x16\x12",
    "HARDWARE_FAULT": b"\x1a\x52\x32\x12",
    "OVER_TEMPERATURE": b"\x1a\x52\x52\x12",
    "DEVICE_OFFLINE": b"\x1a\x12\x12\x12",
}
FAULTS = [state for state in ANSWERS if state != READY]
EACH = 3  # times that a fault may come in ten minutes: with the fourth the agent would call it flapping


class Printer(socketserver.ThreadingTCPServer):
    """One printer on a port of its own."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, name):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.name = name
        self.shows = READY
        self.looks = []  # (wall clock in ms, what was shown) of each complete conversation
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        pass  # the agent was killed while it asked


class Conversation(socketserver.BaseRequestHandler):
    """Four questions, four answers, all of one moment."""

    def handle(self):
        at, shown = int(time.time() * 1000), self.server.shows
        self.request.settimeout(5)
        for n in range(1, 5):
            asked = b""
            while len(asked) < 3:
                some = self.request.recv(3 - len(asked))
                if not some:
                    return
                asked += some
            if asked != bytes([0x10, 0x04, n]):
                self.server.looks.append((at, f"asked {asked.hex()}"))
                return
            self.request.sendall(ANSWERS[shown][n - 1 : n])
        self.server.looks.append((at, shown))


class Plan:
    """When which printer breaks and recovers, drawn from a seed."""

    def __init__(self, printers, random, seconds):
        self.moments = []  # (seconds from the beginning, printer, what it shows from then on)
        for printer in printers:
            faults = FAULTS * EACH
            random.shuffle(faults)
            each = max(8.0, seconds / len(faults))
            at = random.uniform(1, 5)
            for fault in faults:
                end = at + random.uniform(0.3, 0.6) * each
                if end + 3 > seconds:
                    break
                self.moments += [(at, printer, fault), (end, printer, READY)]
                at += each
        self.moments.sort(key=lambda moment: moment[0])

    def step(self, elapsed):
        while self.moments and self.moments[0][0] <= elapsed:
            _, printer, shows = self.moments.pop(0)
            printer.shows = shows
