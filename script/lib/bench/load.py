"""The two load generators. Each call is one round, and says how many a second it managed."""

import dataclasses
import json
import os
import re

from database import GATEWAY_ROLE, GATEWAY_SETTINGS, NAME
from processes import BenchError, run


@dataclasses.dataclass(frozen=True)
class Result:
    """What a round came to; percentiles in milliseconds, where the generator knows them."""

    rate: float
    p50: float | None = None
    p99: float | None = None


class HTTPLoad:
    """wrk with requests from a file, over keep-alive connections to 127.0.0.1."""

    def __init__(self, port, folder, name, requests, connections, body=None):
        self._file = os.path.join(folder, f"{name}.requests")
        with open(self._file, "w", encoding="ascii") as file:
            for method, path, host, token in requests:
                file.write("\t".join([method, path, host, token or "-", body or "-"]) + "\n")
        self._name = name
        self._seconds = 1
        self._url = f"http://127.0.0.1:{port}"
        self._connections = connections

    def _command(self, seconds, script, file):
        return [
            "wrk", "-t1", f"-c{self._connections}", f"-d{seconds}", "-s", script, self._url,
            "--", file]

    def round(self, seconds):
        self._seconds = seconds
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "requests.lua")
        printed = run(self._command(f"{seconds}s", script, self._file), timeout=seconds + 30)
        told = json.loads(printed.strip().splitlines()[-1])
        if told["refused"] or told["broken"] or not told["requests"]:
            raise BenchError(f"{self._name}: not every request was answered with success: {told}")
        return Result(
            told["requests"] / told["microseconds"] * 1e6, told["p50"], told["p99"])

    def described(self):
        file = f"{self._name}.requests"
        return " ".join(self._command(f"{self._seconds}s", "requests.lua", file))


class StatementLoad:
    """pgbench with a script, prepared, in the gateway's role and with its settings.

    It has one thread, as wrk has beside it.
    """

    def __init__(self, database, folder, name, script, variables=None):
        self.script = script
        self._file = os.path.join(folder, f"{name}.pgbench")
        with open(self._file, "w", encoding="utf-8") as file:
            file.write(script)
        self._database = database
        self._name = name
        self._variables = variables or {}
        self._seconds = 1
        self.clients = 16

    def _command(self, seconds, file, host):
        definitions = [f"-D{name}={value}" for name, value in self._variables.items()]
        return [
            "pgbench", "-n", "-Mprepared", f"-f{file}", f"-c{self.clients}", "-j1",
            f"-T{seconds}", *definitions, f"-h{host}", f"-U{GATEWAY_ROLE}", NAME]

    def _settings(self):
        return " ".join(f"-c {name}={value}" for name, value in GATEWAY_SETTINGS.items())

    def round(self, seconds):
        self._seconds = seconds
        command = self._command(seconds, self._file, self._database.socket_folder)
        command[0] = os.path.join(self._database.bin_folder, "pgbench")
        printed = run(command, timeout=seconds + 30, environment={"PGOPTIONS": self._settings()})
        rate = re.search(r"^tps = ([0-9.]+)", printed, re.MULTILINE)
        if rate is None or "number of failed transactions: 0 " not in printed:
            raise BenchError(f"{self._name}: {printed.strip()[-500:]}")
        return Result(float(rate.group(1)))

    def search(self, clients, seconds):
        """Keeps the number of clients that is fastest here."""
        tried = {}
        for self.clients in clients:
            tried[self.clients] = self.round(seconds).rate
        self.clients = max(tried, key=tried.get)

    def described(self):
        command = " ".join(self._command(self._seconds, f"{self._name}.pgbench", "SOCKET"))
        return f"PGOPTIONS='{self._settings()}' {command}"
