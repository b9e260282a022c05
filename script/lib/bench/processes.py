"""Runs other programs, each in the knowledge of who ends it."""

import os
import subprocess
import sys
import tempfile
import time

BEGAN = time.monotonic()


class BenchError(Exception):
    """Something that was to be measured could not be."""


def say(text):
    """Tells how far it is; standard output belongs to the table."""
    print(f"{time.monotonic() - BEGAN:5.0f} s  {text}", file=sys.stderr, flush=True)


def run(command, timeout, environment=None, standard_input=None):
    """Runs a program to its end and returns what it printed; it is killed when time is up."""
    try:
        done = subprocess.run(
            command, timeout=timeout, input=standard_input, text=True, capture_output=True,
            env={**os.environ, **(environment or {})}, check=False)
    except subprocess.TimeoutExpired:
        raise BenchError(f"{command[0]} did not end within {timeout:.0f} s") from None
    if done.returncode != 0:
        raise BenchError(f"{' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


class Server:
    """A program that runs until it is told to stop."""

    def __init__(self, command, environment=None):
        self.command = command
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._errors,
            env={**os.environ, **(environment or {})})
        self.number = self._process.pid

    def require_alive(self):
        """Fails, with its last words, when the program has ended."""
        if self._process.poll() is not None:
            self._errors.seek(0)
            words = self._errors.read().decode(errors="replace").strip()[-2000:]
            raise BenchError(f"{' '.join(self.command)} ended: {words}")

    def stop(self):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(3)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._errors.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
