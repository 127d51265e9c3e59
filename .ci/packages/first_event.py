#!/usr/bin/python3
"""Restarts the installed agent and tells how long it takes until the hub has its first event, in milliseconds from exec.
   first_event.py LEADER     in the network of the container whose first process is LEADER"""
import json
import subprocess
import sys
import time
import urllib.request

leader = sys.argv[1]


def inside(*command):
    return subprocess.run(["nsenter", "--target", leader, "--all", *command], check=True, capture_output=True, text=True).stdout


def stored():
    with urllib.request.urlopen("http://127.0.0.1:9400/api/hosts") as answer:
        return sum(spool["stored"] for host in json.load(answer)["hosts"] for spool in host["spools"])


inside("systemctl", "stop", "kiosk-agent.service")
time.sleep(1)  # what the stop itself still sent
before = stored()
inside("systemctl", "start", "--no-block", "kiosk-agent.service")
end = time.monotonic() + 30
while stored() == before:
    if time.monotonic() > end:
        sys.exit("no event came within 30 s")
    time.sleep(0.002)
seen = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
began = int(inside("systemctl", "show", "--property", "ExecMainStartTimestampMonotonic", "--value", "kiosk-agent.service"))
print((seen - began) // 1000)
