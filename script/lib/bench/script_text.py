"""Writes pgbench scripts around the statements that a route runs."""

import re

from processes import BenchError

SET_TENANT = "SELECT set_config('postern.tenant', :tenant, true);"
PARAMETER = re.compile(r"\$(\d+)")
INSERTION = re.compile(
    r"INSERT INTO \S+ \(([^)]*)\)\s*(?:VALUES \(([^)]*)\)|SELECT (.*?) FROM)", re.DOTALL)


def with_variables(statement, variables):
    """The statement with pgbench's variables for its parameters, found by the column's name."""
    names = {number: column for column, number in re.findall(r"(\w+) = \$(\d+)", statement)}
    names |= {number: "limit" for number in re.findall(r"LIMIT \$(\d+)", statement)}
    if inserted := INSERTION.search(statement):
        columns, values = (group.split(", ") for group in inserted.groups() if group)
        names |= {value.lstrip("$"): column for column, value in zip(columns, values)}

    def variable(match):
        column = names.get(match.group(1))
        if column not in variables:
            raise BenchError(f"{match.group(0)} ({column}) is nothing known in: {statement}")
        return f":{variables[column]}"

    return " ".join(PARAMETER.sub(variable, statement).split()) + ";"


def pipelined(choices, statements):
    """One transaction in one round trip, as the gateway sends it."""
    return "\n".join([choices, "\\startpipeline", SET_TENANT, *statements, "\\endpipeline", ""])


def one_by_one(choices, statements):
    """The same transaction in a round trip for each statement."""
    return "\n".join([choices, "BEGIN;", SET_TENANT, *statements, "COMMIT;", ""])
