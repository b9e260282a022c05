"""The rows without load: how soon the gateway is ready, and what it occupies while nobody asks."""

import select
import socket
import statistics

from data import chance
from gateway import Gateway
from processes import BenchError
from rounds import Row


def start(around):
    """From before the program is executed until /readyz says 200."""
    times = []
    for _ in range(around.plan.starts + 1):
        with Gateway(around.program, around.database) as gateway:
            times.append(gateway.wait_until_ready() * 1000)
    yield Row(
        "start", statistics.median(times[1:]), "ms", 100, gateway.described(),
        note=f"median of {around.plan.starts} starts, polled every half millisecond;"
        f" the slowest {max(times[1:]):.0f} ms")


def memory(around):
    """Resident memory after a few requests of each kind, and with very many idle connections."""
    usual = around.data.usual
    with around.gateway() as gateway:
        luck = chance()
        samples = [
            *(("GET", path, "localhost", None) for path in ["/healthz", "/readyz"]),
            around.data.app(usual, luck), around.data.connection(usual, luck),
            around.data.apps(usual, luck)]
        for sample in samples * 5:
            with connection(gateway.port) as peer:
                ask(peer, sample)
        yield Row(
            "memory after start", gateway.resident_mebibytes(), "MiB", 24, gateway.described(),
            note="VmRSS after five requests of each kind")
        count = around.plan.idle_connections
        peers = []
        try:
            for _ in range(count):
                peer = connection(gateway.port)
                peers.append(peer)
                ask(peer, around.data.connection(usual, luck))
            require_open(peers)
            yield Row(
                "memory 10,000 idle", gateway.resident_mebibytes(), "MiB", 60,
                gateway.described(),
                note=f"VmRSS with {count:,} connections that have each done one authenticated read")
        finally:
            for peer in peers:
                peer.close()


def connection(port):
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def ask(peer, request):
    """Sends a request and takes its answer in; the connection stays open."""
    method, path, host, token = request
    fields = f"Host: {host}\r\n" + (f"Authorization: Bearer {token}\r\n" if token else "")
    peer.sendall(f"{method} {path} HTTP/1.1\r\n{fields}\r\n".encode())
    received = b""
    while b"\r\n\r\n" not in received:
        received += take(peer)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise BenchError(f"{path}: {received.decode(errors='replace')}")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:"))
    while len(body) < length:
        body += take(peer)


def take(peer):
    if not (part := peer.recv(65536)):
        raise BenchError("the gateway closed a connection that was to stay open")
    return part


def require_open(peers):
    """Nobody has anything to read: not even the end."""
    poll = select.poll()
    for peer in peers:
        poll.register(peer, select.POLLIN)
    if closed := len(poll.poll(0)):
        raise BenchError(f"the gateway closed {closed} idle connections")
