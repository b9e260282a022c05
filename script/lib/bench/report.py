"""The table on standard output, and the same as JSON."""

import json
import os
import platform

from processes import run

# From this part of the cores' time on, the table says that a row was disturbed.
DISTURBING = 0.08


class Report:
    """Collects the rows of a run."""

    def __init__(self, around, plan, output):
        self._around = around
        self._plan = plan
        self._output = output
        self._rows = []

    def add(self, rows, noise):
        """Takes the rows of one measurement, and what else the machine did meanwhile."""
        for row in rows:
            row.noise = noise
        self._rows += rows

    def finish(self):
        """Prints and writes what was measured."""
        conditions = self._conditions()
        print(self._table(), end="\n\n")
        print("\n".join(f"{name}: {text}" for name, text in conditions.items()), end="\n\n")
        for row in self._rows:
            print(details(row))
        with open(self._output, "w", encoding="utf-8") as file:
            json.dump(
                {"rows": [entry(row) for row in self._rows], "conditions": conditions}, file,
                indent=2, ensure_ascii=False)
            file.write("\n")

    def _table(self):
        lines = [(
            "row", "ours", "beside", "unit", "ratio", "target", "", "p50 ms", "p99 ms", "noise")]
        for row in self._rows:
            beside = "–" if row.beside is None else figure(row.beside)
            ratio = "–" if row.ratio is None else f"{row.ratio:.2f}"
            target = f"≤ {row.target}" if row.ratio is None else f"≥ {row.target}"
            lines.append((
                row.row, figure(row.ours), beside, row.unit, ratio, target,
                "holds" if row.holds else "MISSED", figure(row.p50), figure(row.p99),
                f"{row.noise:.0%}"))
        widths = [max(map(len, column)) for column in zip(*lines)]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if place in (0, 6) else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths))).rstrip()
            for line in lines)

    def _conditions(self):
        plan = self._plan
        postgres = run([f"{self._around.database.bin_folder}/postgres", "--version"], 10).strip()
        return {
            "size": f"{plan.name}: medians of {plan.rounds} rounds of {plan.round_seconds} s in"
            f" turns after a warm-up; tenants × apps and connections: {self._groups()}",
            "machine": f"{processor()}, {len(os.sched_getaffinity(0))} cores for everything:"
            f" gateway, PostgreSQL, load generators; Linux {platform.release()}",
            "noise": "the part of the cores' time that was neither idle nor this benchmark's;"
            f" {self._disturbed()}",
            "database": f"{postgres}, on a Unix socket, row security on, fsync and"
            " synchronous_commit on, shared_buffers 512MB, jit off, VACUUM ANALYZE after seeding",
            "gateway": f"defaults, but the request log is off, as nginx's is; libpq {libpq()}",
            "load": f"wrk -t1 -c{plan.connections} over 127.0.0.1, keep-alive; pgbench -M prepared"
            " as the gateway's role, with its settings and its best number of clients; one thread"
            " makes the load on either side (pgbench was seen up to 1.5 times as fast with two)",
        }

    def _disturbed(self):
        rows = [row.row for row in self._rows if row.noise > DISTURBING]
        return f"disturbed, so say little: {', '.join(rows)}" if rows else "no row was disturbed"

    def _groups(self):
        return ", ".join(
            f"{group.tenants:,} × {group.apps:,}" for group in self._around.data.seeded)


def entry(row):
    """The row as its readers expect it; what was measured besides comes last."""
    return {
        "row": row.row, "ours": rounded(row.ours), "beside": rounded(row.beside),
        "unit": row.unit, "ratio": None if row.ratio is None else round(row.ratio, 3),
        "target": row.target, "holds": row.holds, "command": row.command,
        "beside_command": row.beside_command, "sql": row.sql, "p50_ms": rounded(row.p50),
        "p99_ms": rounded(row.p99), "noise": round(row.noise, 3), "note": row.note}


def details(row):
    lines = [f"{row.row}" + (f" ({row.note})" if row.note else "") + ":"]
    lines.append(f"  ours:   {row.command}")
    if row.beside_command:
        lines.append(f"  beside: {row.beside_command}")
    lines += [f"    {line}" for line in row.sql.splitlines()]
    return "\n".join(lines)


def rounded(value):
    if value is None:
        return None
    return round(value) if value >= 1000 else round(value, 2)


def figure(value):
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def libpq():
    try:
        return run(["pkg-config", "--modversion", "libpq"], 10).strip()
    except OSError:
        return "unknown"
