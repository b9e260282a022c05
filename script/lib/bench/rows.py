"""The rows of the table, each a function that measures both of its sides."""

from data import CLIENT, REGISTRATION, STRIDE, USER, chance
from gateway import answer
from idle import memory, start
from rounds import compared, take_turns
from script_text import one_by_one, pipelined, with_variables

# Prepared for wrk to choose from. Beside pgbench, which computes its choices, no more than wrk has
# in its processor's cache; where wrk stands on either side, as many as the data is large.
CHOICES = 20_000
REQUESTS = 100_000
READERS = (4, 8, 16, 32)  # pgbench's clients, of which the best number is used
WRITERS = (16, 32, 64)


def health(around):
    """A constant answer, one event loop beside one worker."""
    with around.gateway(loops=1) as gateway:
        body = answer(gateway.port, "/healthz").partition(b"\r\n\r\n")[2].decode()
        with around.nginx(body) as nginx:
            ours = around.requests(
                gateway.port, "health", [("GET", "/healthz", "localhost", None)])
            beside = around.requests(nginx.port, "nginx", [("GET", "/", "localhost", None)])
            results = take_turns([ours, beside], around.plan)
        yield compared(
            "health", *results, 0.9, command=f"{gateway.described()}; {ours.described()}",
            beside_command=f"nginx, 1 worker, return 200 {body!r}; {beside.described()}",
            note="one event loop beside one worker")


def read(around):
    """A single row behind a token, beside the same transaction in one and in four round trips."""
    usual = around.data.usual
    choices, statements = connection_read(around, usual)
    pipeline = around.transactions("read", pipelined(choices, statements), READERS)
    trips = around.transactions("read4", one_by_one(choices, statements), READERS)
    with around.gateway() as gateway:
        ours = around.requests(gateway.port, "read", connections(around, usual, CHOICES))
        results = take_turns([ours, pipeline, trips], around.plan)
        command = f"{gateway.described()}; {ours.described()}"
    for name, beside, result, target in [
        ("read", pipeline, results[1], 0.85), ("read 4 round trips", trips, results[2], 2.2),
    ]:
        yield compared(
            name, results[0], result, target, command=command,
            beside_command=beside.described(), sql=beside.script)


def list_apps(around):
    """Twenty apps of a thousand."""
    usual = around.data.usual
    choices = f"\\set tenant random({usual.first}, {usual.numbers[-1]})\n\\set limit 21"
    statements = bound(
        around, "governor.app.list", {"tenant_id": "tenant", "limit": "limit"})
    beside = around.transactions("list", pipelined(choices, statements), READERS)
    with around.gateway() as gateway:
        ours = around.requests(gateway.port, "list", pages(around, usual))
        results = take_turns([ours, beside], around.plan)
        yield compared(
            "list", *results, 0.8, command=f"{gateway.described()}; {ours.described()}",
            beside_command=beside.described(), sql=beside.script)


def create(around):
    """An app with its secret, committed to the disk."""
    usual = around.data.usual
    choices = "\n".join([
        f"\\set tenant random({usual.first}, {usual.numbers[-1]})",
        f"\\set client random({4 * CLIENT}, {9 * CLIENT})",
        f"\\set user {USER} + :tenant * {STRIDE}",
    ])
    names = {
        "tenant_id": "tenant", "client_id": "client", "client_name": "name", "client_uri": "uri",
        "redirect_uris": "uris", "creator": "user", "secret_hash": "hash", "scheme": "scheme",
        "registration_id": "client", "modifier": "user", "version": "client"}
    values = {
        "name": "Bench", "uri": "https://bench.example", "uris": "{https://bench.example/back}",
        "hash": "\\x" + "5a" * 32, "scheme": "sha256"}
    statements = bound(around, "governor.app.create", names)
    beside = around.transactions("create", pipelined(choices, statements), WRITERS, values)
    body = ('{"name":"Bench","url":"https://bench.example",'
            '"redirect_uri":"https://bench.example/back"}')
    with around.gateway() as gateway:
        luck = chance()
        requests = [around.data.apps(usual, luck, "POST", "") for _ in range(2000)]
        ours = around.requests(gateway.port, "create", requests, body)
        results = take_turns([ours, beside], around.plan)
        yield compared(
            "create", *results, 0.6, command=f"{gateway.described()}; {ours.described()}",
            beside_command=beside.described(), sql=beside.script)


def registrations(around):
    """A client's registration, and all thousand of a tenant's in one answer."""
    usual = around.data.usual
    luck = chance()
    choices = "\n".join([
        f"\\set tenant random({usual.first}, {usual.numbers[-1]})",
        f"\\set n random(1, {usual.apps})",
        f"\\set registration {REGISTRATION} + :tenant * {STRIDE} + :n",
        "\\set limit 1001",
    ])
    variables = {
        "tenant_id": "tenant", "registration_id": "registration", "limit": "limit"}
    for name, route, requests, target in [
        ("registration", "angusgm.client.read",
         [around.data.registration(usual, luck) for _ in range(CHOICES)], 0.8),
        ("registrations", "angusgm.client.list",
         [around.data.registrations(usual, luck) for _ in range(CHOICES // 20)], 0.7),
    ]:
        statements = bound(around, route, variables)
        beside = around.transactions(name, pipelined(choices, statements), READERS)
        with around.gateway() as gateway:
            ours = around.requests(gateway.port, name, requests)
            results = take_turns([ours, beside], around.plan)
            yield compared(
                name, *results, target, command=f"{gateway.described()}; {ours.described()}",
                beside_command=beside.described(), sql=beside.script,
                note=f"{gateway.resident_mebibytes():.0f} MiB resident afterwards")


def cold(around):
    """The read with a look-up of the token in the database, beside the read with the cache."""
    requests = connections(around, around.data.usual)
    with around.gateway(POSTERN_INTROSPECTION_TTL="0s") as without, around.gateway() as gateway:
        ours = around.requests(without.port, "cold", requests)
        beside = around.requests(gateway.port, "warm", requests)
        results = take_turns([ours, beside], around.plan)
        yield compared(
            "cold token", *results, 0.6, command=f"{without.described()}; {ours.described()}",
            beside_command=f"{gateway.described()}; {beside.described()}")


def tenants(around):
    """The read over very many tenants, beside as many rows and tokens of ten."""
    many, few = around.data.many, around.data.few
    with around.gateway() as gateway:
        sides = [
            around.requests(gateway.port, name, connections(around, group)) for name, group in [
                ("tenants-many", many), ("tenants-few", few),
                ("tenants-few-tokens", first(many, few.tenants))]]
        # Long enough for each loop to have met nearly every tenant once.
        ours, beside, few_tokens = take_turns(sides, around.plan, warm_ups=3)
        yield compared(
            "tenants", ours, beside, 0.95,
            command=f"{gateway.described()}; {sides[0].described()}",
            beside_command=sides[1].described(),
            note=f"{many.tenants:,} tenants beside {few.tenants} with as many rows and tokens;"
            f" with {few.tenants} tokens and {few.tenants * many.apps} rows in all it is"
            f" {few_tokens.rate:,.0f}/s, a ratio of {ours.rate / few_tokens.rate:.2f}")


def size(around):
    """The read and the first page of apps where there are very many, beside where there are few."""
    large, few = around.data.large, first(around.data.usual)
    with around.gateway() as gateway:
        yield size_of_read(around, gateway, large, few)
        sides = [
            around.requests(gateway.port, f"size-first-page-{name}", pages(around, group))
            for name, group in [("large", large), ("small", few)]]
        results = take_turns(sides, around.plan)
        yield compared(
            "size first page", *results, 0.95,
            command=f"{gateway.described()}; {sides[0].described()}",
            beside_command=sides[1].described(),
            note=f"a tenant with {large.apps:,} apps beside one with {few.apps:,}")


def size_of_read(around, gateway, large, few):
    """The read, and what the database alone makes of the same two tenants."""
    groups = [("large", large), ("small", few)]
    sides = [
        around.requests(
            gateway.port, f"size-read-{name}", told_apart(connections(around, group)))
        for name, group in groups]
    alone = [
        around.transactions(
            f"size-read-{name}", pipelined(*connection_read(around, group)), READERS)
        for name, group in groups]
    ours, beside, *database = take_turns(sides + alone, around.plan)
    rates = [side.rate for side in database]
    return compared(
        "size read", ours, beside, 0.95, command=f"{gateway.described()}; {sides[0].described()}",
        beside_command=sides[1].described(), sql=alone[0].script,
        note=f"a tenant with {large.apps:,} apps and connections beside one with {few.apps:,};"
        f" pgbench alone does {rates[0]:,.0f}/s beside {rates[1]:,.0f}/s, a ratio of"
        f" {rates[0] / rates[1]:.2f}")


def connection_read(around, group):
    """The read's statements, and what chooses among the group's connections."""
    choices = "\n".join([
        f"\\set tenant random({group.first}, {group.numbers[-1]})",
        f"\\set n random(1, {group.apps})",
        f"\\set client {CLIENT} + :tenant * {STRIDE} + :n",
        f"\\set user {USER} + :tenant * {STRIDE} + :n % {group.users}",
    ])
    variables = {"tenant_id": "tenant", "subject": "user", "client_id": "client"}
    return choices, bound(around, "governor.connection.read", variables)


def told_apart(requests):
    """The requests with a parameter that nobody reads, so that wrk, which keeps equal texts once,
    has as many of them to look through on either side."""
    return [(method, f"{path}?n={number}", host, token)
            for number, (method, path, host, token) in enumerate(requests)]


def connections(around, group, count=REQUESTS):
    luck = chance()
    return [around.data.connection(group, luck) for _ in range(count)]


def pages(around, group):
    luck = chance()
    return [around.data.apps(group, luck) for _ in range(REQUESTS // 10)]


def first(group, tenants=1):
    """The first of the group's tenants."""
    return type(group)(group.first, tenants, group.apps, group.users)


def bound(around, route, variables):
    return [with_variables(statement, variables) for statement in around.statements[route]]


ROWS = {
    "start": start, "memory": memory, "health": health, "read": read, "list": list_apps,
    "registrations": registrations,
    "cold": cold, "tenants": tenants, "size": size, "create": create,
}
