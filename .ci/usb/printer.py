#!/usr/bin/env python3
"""The printer behind the gadget: answers DLE EOT 1 to 4 at /dev/g_printer0 until it is ended.

    printer.py PORT_STATUS A1 A2 A3 A4     all in hexadecimal; "silent" instead of the four answers gives none

The port status is what the kernel answers by itself to GET_PORT_STATUS of the USB printer class. The numbers of the calls are
those of Linux, include/uapi/linux/usb/g_printer.h; the new status is the argument itself, not a pointer to it.
"""
import fcntl
import os
import sys

GADGET_GET_PRINTER_STATUS = 0x80016721  # _IOR('g', 0x21, unsigned char)
GADGET_SET_PRINTER_STATUS = 0xC0016722  # _IOWR('g', 0x22, unsigned char)
PACKET = 8192


def answers(question, told):
    """What to say to some DLE EOT n in a row; a receipt is taken and not answered."""
    said = b""
    for at in range(len(question) - 2):
        n = question[at + 2]
        if question[at : at + 2] == b"\x10\x04" and 1 <= n <= len(told):
            said += told[n - 1 : n]
    return said


def main():
    status = int(sys.argv[1], 16)
    told = b"" if sys.argv[2] == "silent" else bytes.fromhex("".join(sys.argv[2:6]))
    gadget = os.open("/dev/g_printer0", os.O_RDWR)
    fcntl.ioctl(gadget, GADGET_SET_PRINTER_STATUS, status)
    print(f"gadget: port status {fcntl.ioctl(gadget, GADGET_GET_PRINTER_STATUS, 0):02x}", flush=True)
    while True:
        question = os.read(gadget, PACKET)
        said = answers(question, told)
        if said:
            os.write(gadget, said)


main()
