"""What both servers need around the contract: listening, commands from outside, an orderly end."""

import argparse
import asyncio
import os
import signal
import sys

import websockets


async def lines_of(path, take):
    """Hands on each complete line of a file, also those that are appended later."""
    offset = 0
    while True:
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                file.seek(offset)
                while True:
                    line = file.readline()
                    if not line.endswith("\n"):
                        break
                    offset = file.tell()
                    if line.strip():
                        await take(line.strip())
        await asyncio.sleep(0.05)


def listen_on_stdin(loop, take):
    if sys.stdin is None:
        return  # closed from the start
    buffered = bytearray()

    def readable():
        some = os.read(sys.stdin.fileno(), 65536)
        if not some:
            loop.remove_reader(sys.stdin.fileno())
        buffered.extend(some)
        while b"\n" in buffered:
            line, _, rest = bytes(buffered).partition(b"\n")
            buffered[:] = rest
            if line.strip():
                loop.create_task(take(line.decode("utf-8").strip()))

    try:
        loop.add_reader(sys.stdin.fileno(), readable)
    except (OSError, ValueError):
        pass  # standard input is a file: the command file is left


async def serve(server, options, **how):
    """Listens on loopback until SIGTERM or SIGINT. The server has agent(), admit() and command()."""
    loop = asyncio.get_running_loop()
    stop = loop.create_future()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, lambda: stop.done() or stop.set_result(None))
    async with websockets.serve(
        server.agent, "127.0.0.1", options.port, process_request=server.admit, max_size=1 << 20, close_timeout=1, **how
    ) as listening:
        port = listening.sockets[0].getsockname()[1]
        with open(options.port_file + ".new", "w", encoding="ascii") as file:
            file.write(f"{port}\n")
        os.rename(options.port_file + ".new", options.port_file)
        listen_on_stdin(loop, server.command)
        tail = loop.create_task(lines_of(options.commands, server.command)) if options.commands else None
        await stop
        if tail:
            tail.cancel()


def arguments(description):
    """The options that both have."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--commands", help="file of JSON lines; may grow while the server runs")
    parser.add_argument("--token", help="refuse other bearer tokens with 401")
    return parser
