"""Lets the sides of a comparison take turns and keeps the medians."""

import dataclasses
import statistics

from load import Result


def take_turns(sides, plan, warm_ups=1):
    """Returns the median of each side's rounds: first, second, …, first, second, …"""
    results = [[] for _ in sides]
    for side in sides:
        side.round(warm_ups * plan.warm_up_seconds)
    for _ in range(plan.rounds):
        for side, kept in zip(sides, results):
            kept.append(side.round(plan.round_seconds))
    return [median(kept) for kept in results]


def median(results):
    """The median of each figure by itself."""

    def middle(values):
        known = [value for value in values if value is not None]
        return statistics.median(known) if known else None

    return Result(*(middle(values) for values in zip(*map(dataclasses.astuple, results))))


@dataclasses.dataclass
class Row:
    """A line of the table; `target` bounds the ratio or, where there is none, our figure."""

    row: str
    ours: float
    unit: str
    target: float
    command: str
    beside: float | None = None
    beside_command: str = ""
    sql: str = ""
    p50: float | None = None
    p99: float | None = None
    note: str = ""
    noise: float = 0.0

    @property
    def ratio(self):
        return None if self.beside is None else self.ours / self.beside

    @property
    def holds(self):
        return self.ours <= self.target if self.ratio is None else self.ratio >= self.target


def compared(name, ours, beside, target, **more):
    """A row of two results in requests per second."""
    return Row(
        name, ours.rate, "1/s", target, beside=beside.rate, p50=ours.p50, p99=ours.p99, **more)
