"""The benchmark's rounds: starts both sides of each row, lets them take turns, reports.

`script/bench` prepares the surroundings and runs this folder; see its help text.
"""

import argparse
import signal
import sys

from noise import Noise
from plan import Plan
from processes import BenchError, say
from report import Report
from rows import ROWS
from surroundings import Surroundings


def arguments():
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("--program", required=True)
    parser.add_argument("--postgres-bin", required=True)
    parser.add_argument("--nginx", required=True)
    parser.add_argument("--socket-folder", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("rows", nargs="*")
    return parser.parse_args()


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    given = arguments()
    plan = Plan.quick() if given.quick else Plan.full()
    surroundings = Surroundings(given, plan)
    report = Report(surroundings, plan, given.output)
    surroundings.prepare(given.rows)
    failed = False
    for name, measure in ROWS.items():
        if given.rows and name not in given.rows:
            continue
        say(name)
        noise = Noise(given.socket_folder)
        try:
            rows = list(measure(surroundings))
            report.add(rows, noise.share())
        except BenchError as error:
            say(f"{name} could not be measured: {error}")
            failed = True
    report.finish()
    return 1 if failed else 0


try:
    sys.exit(main())
except BenchError as error:
    say(error)
    sys.exit(1)
