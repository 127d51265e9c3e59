#!/usr/bin/env python3
"""The scanner behind the gadget: answers REQUEST_REVISION of the Simple Serial Interface at /dev/ttyGS0 until it is ended.

A message is its length without checksum, opcode, source (4 host, 0 scanner), status, data; then the two's complement of the
sum of all bytes before, high byte first.
"""
import os
import subprocess

REVISION = b"PAABSS00-006-R03 NBRIX 5 A1B2"
REQUEST = bytes.fromhex("04A30400FF55")
REPLY_REVISION = 0xA4
SCANNER = 0


def message(opcode, data):
    body = bytes([4 + len(data), opcode, SCANNER, 0]) + data
    return body + (-sum(body) & 0xFFFF).to_bytes(2, "big")


def main():
    port = os.open("/dev/ttyGS0", os.O_RDWR | os.O_NOCTTY)
    subprocess.run(["stty", "-F", "/dev/ttyGS0", "raw", "-echo"], check=True)
    print("gadget: the scanner listens", flush=True)
    heard = b""
    while True:
        more = os.read(port, 64)
        if not more:
            return  # unplugged
        heard += more
        while REQUEST in heard:
            heard = heard.split(REQUEST, 1)[1]
            os.write(port, message(REPLY_REVISION, REVISION))


main()
