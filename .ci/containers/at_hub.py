#!/usr/bin/env python3
"""Waits until the hub of simulator/compose.yaml says something, over its published HTTP API; prints the seconds that took.

    at_hub.py ready DEVICE...             all these devices of the kiosk are ready
    at_hub.py begun|ended CODE DEVICE     an error event of that code and device, stored
"""
import json
import sys
import time
import urllib.request

HUB = "http://127.0.0.1:9400"
TOKEN = "demo-operator"
PATIENCE_SECONDS = 90


def ask(path):
    request = urllib.request.Request(HUB + path, headers={"Authorization": "Bearer " + TOKEN})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read().decode()


def states():
    hosts = json.loads(ask("/api/hosts"))["hosts"]
    return {d["device"]: d["state"] for host in hosts for d in host.get("devices", [])}


def holds(what, names):
    if what == "ready":
        known = states()
        return all(known.get(name) == "ready" for name in names)
    code, device = names
    wanted = (code, device, what == "begun")
    lines = ask("/api/events?tenant=acme&host=T1-K017&lane=alerts").splitlines()
    events = (json.loads(line)["event"] for line in lines)
    return any((e.get("code"), e.get("device"), e.get("active")) == wanted for e in events)


def main():
    what, names = sys.argv[1], sys.argv[2:]
    begin = time.monotonic()
    trouble = None
    while time.monotonic() - begin < PATIENCE_SECONDS:
        try:
            if holds(what, names):
                print("%.1f" % (time.monotonic() - begin))
                return
            trouble = None
        except OSError as refused:  # the hub is starting; also urllib's own errors
            trouble = refused
        time.sleep(0.1)
    sys.exit("the hub did not have %s %s within %d s%s"
             % (what, " ".join(names), PATIENCE_SECONDS, "; it says: %s" % trouble if trouble else ""))


main()
