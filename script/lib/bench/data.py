"""The rows that are measured: who has them, what they are called, and how they get there.

Names are numbers of 19 digits, about as long as the gateway's own, because pgbench can compute
them: a client is CLIENT + tenant * STRIDE + n, a user USER + tenant * STRIDE + n, a registration
REGISTRATION + tenant * STRIDE + n.
"""

import dataclasses
import random
import time

import access_token
from processes import say

CLIENT = 10**18
USER = 2 * 10**18
REGISTRATION = 3 * 10**18
STRIDE = 10**7


@dataclasses.dataclass(frozen=True)
class Group:
    """Tenants of the same size; their numbers follow one another."""

    first: int
    tenants: int
    apps: int
    users: int

    @property
    def numbers(self):
        return range(self.first, self.first + self.tenants)


def host(tenant):
    return f"t{tenant}.bench.test"


def client(tenant, number):
    return CLIENT + tenant * STRIDE + number


def user(tenant, number):
    return USER + tenant * STRIDE + number


def registration(tenant, number):
    return REGISTRATION + tenant * STRIDE + number


class Data:
    """What the database holds. Every app is connected to the user n modulo the tenant's users."""

    def __init__(self, plan):
        self.usual = Group(1, plan.tenants, plan.apps_of_tenant, plan.users_of_tenant)
        self.many = Group(10_001, plan.many_tenants, plan.apps_of_many, 1)
        # As many rows and tokens, of fewer tenants.
        fold = plan.many_tenants // plan.few_tenants
        self.few = Group(50_001, plan.few_tenants, plan.apps_of_many * fold, fold)
        self.large = Group(100_001, 1, plan.apps_of_large_tenant, plan.users_of_tenant)
        self.seeded = []
        self._tokens = {}

    def token(self, tenant, number):
        """The token of a tenant's user: may read its connections and write apps."""
        return self._tokens[tenant, number]

    def connection(self, group, chance):
        """A request for a random connection with its user's token."""
        tenant = chance.choice(group.numbers)
        number = chance.randint(1, group.apps)
        token = self.token(tenant, number % group.users)
        return ("GET", f"/api/oauth/connection/id/{client(tenant, number)}", host(tenant), token)

    def app(self, group, chance):
        """A request for a random app, which needs no token."""
        tenant = chance.choice(group.numbers)
        number = chance.randint(1, group.apps)
        return ("GET", f"/api/oauth/app/id/{client(tenant, number)}", host(tenant), None)

    def registration(self, group, chance):
        """A request for a random app's registration, with a random user's token."""
        tenant = chance.choice(group.numbers)
        number = chance.randint(1, group.apps)
        token = self.token(tenant, number % group.users)
        path = f"/api/v1/auth/client/{registration(tenant, number)}"
        return ("GET", path, host(tenant), token)

    def registrations(self, group, chance):
        """A request for all registrations of a random tenant, with a random user's token."""
        tenant = chance.choice(group.numbers)
        token = self.token(tenant, chance.randrange(group.users))
        return ("GET", "/api/v1/auth/client", host(tenant), token)

    def apps(self, group, chance, method="GET", query="?amount=20&offset=0"):
        """A request to a random tenant's apps, with a random user's token."""
        tenant = chance.choice(group.numbers)
        token = self.token(tenant, chance.randrange(group.users))
        return (method, "/api/oauth/app" + query, host(tenant), token)

    def seed(self, database, groups):
        """Fills the database's tables for these groups, as their owner and with triggers off."""
        expires = int(time.time()) + 2 * access_token.SECONDS_PER_DAY
        for group in groups:
            began = time.monotonic()
            database.run(rows_of(group))
            tokens = list(self._make_tokens(group, expires))
            database.run(
                "COPY postern.token"
                " (tenant_id, expires_day, hash, kind, subject, scope, expires_at)"
                " FROM STDIN;\n" + "\n".join(tokens) + "\n\\.\n")
            say(f"seeded: tenants {group.tenants:,}, apps and connections of each {group.apps:,}"
                f" ({time.monotonic() - began:.0f} s)")
            self.seeded.append(group)
        database.run("VACUUM ANALYZE; CHECKPOINT;")

    def _make_tokens(self, group, expires):
        for tenant in group.numbers:
            for number in range(group.users):
                text = access_token.make(tenant, expires)
                self._tokens[tenant, number] = text
                yield access_token.row(text, tenant, str(user(tenant, number)), "all", expires)


def rows_of(group):
    """The SQL that makes a group's tenants, users, apps and connections."""
    tenants = f"generate_series({group.first}, {group.first + group.tenants - 1}) AS t"
    app = f"{CLIENT} + t::bigint * {STRIDE} + n"
    age = "now() - n * interval '1 second'"
    return f"""
        SET session_replication_role = replica;
        INSERT INTO postern.tenant (number, slug, name) OVERRIDING SYSTEM VALUE
        SELECT t, 't' || t, 'Tenant ' || t FROM {tenants};
        INSERT INTO postern.tenant_host (host, tenant)
        SELECT 't' || t || '.bench.test', t FROM {tenants};
        INSERT INTO postern.end_user (tenant_id, user_id, username)
        SELECT t, {USER} + t::bigint * {STRIDE} + u, 'user-' || u
        FROM {tenants}, generate_series(0, {group.users - 1}) AS u;
        INSERT INTO postern.client (tenant_id, client_id, registration_id, client_name, client_uri,
            redirect_uris, created_at, updated_at)
        SELECT t, {app}, {app} + {REGISTRATION - CLIENT}, 'App ' || n, 'https://app-' || n || '.example',
            ARRAY['https://app-' || n || '.example/callback'], {age}, {age}
        FROM {tenants}, generate_series(1, {group.apps}) AS n;
        INSERT INTO postern.user_grant (tenant_id, subject, client_id, scope, authenticated_at,
            accessed_at, created_at)
        SELECT t, {USER} + t::bigint * {STRIDE} + n % {group.users}, {app},
            'openid profile email', {age}, {age}, {age}
        FROM {tenants}, generate_series(1, {group.apps}) AS n;
        """


def chance():
    """The same sequence of choices in every run."""
    return random.Random(20)
