"""A gateway under load: how it is configured, started and found."""

import json
import os
import socket
import time

from database import GATEWAY_ROLE
from processes import BenchError, Server, run


def free_port():
    """A TCP port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port, path, timeout=1.0):
    """The whole answer to a GET, or nothing where nobody answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout) as connection:
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
            return b"".join(parts)
    except OSError:
        return b""


class Gateway(Server):
    """`postern serve` with its defaults, but for the database and what is named here."""

    def __init__(self, program, database, loops=None, **settings):
        self.port = free_port()
        self.settings = {"POSTERN_LOG_REQUESTS": "false", **settings}
        inherited = {name: "" for name in os.environ if name.startswith("POSTERN_")}
        for name in inherited:
            del os.environ[name]
        command = [program, "serve", "--listen", f"127.0.0.1:{self.port}"]
        if loops is not None:
            command += ["--loops", str(loops)]
        self.started = time.monotonic()
        super().__init__(
            command, {"POSTERN_DATABASE_URL": database.url(GATEWAY_ROLE), **self.settings})

    def wait_until_ready(self):
        """Polls without mercy and returns how many seconds after its start it was ready."""
        while not answer(self.port, "/readyz").startswith(b"HTTP/1.1 200 "):
            self.require_alive()
            if time.monotonic() - self.started > 20:
                raise BenchError(f"not ready: {answer(self.port, '/readyz').decode()}")
            time.sleep(0.0005)
        return time.monotonic() - self.started

    def described(self):
        """How a person would start it."""
        words = [f"{name}={value}" for name, value in self.settings.items()]
        command = " ".join(self.command).replace(self.command[0], "postern", 1)
        return " ".join(words + [command])

    def resident_mebibytes(self):
        """VmRSS, in MiB."""
        with open(f"/proc/{self.number}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise BenchError("the gateway has no VmRSS")


def statements(program):
    """The SQL of each route, by the route's name, as the program itself lists it."""
    listing = json.loads(run([program, "routes", "--sql", "--json"], timeout=30))
    return {route["name"]: route["statements"] for route in listing["routes"]}
