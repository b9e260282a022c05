"""What every row finds ready: the database with its rows, the program, the statements."""

import os

from data import Data
from database import Database
from gateway import Gateway, statements
from load import HTTPLoad, StatementLoad
from nginx import Nginx
from processes import BenchError, run, say

# The groups of tenants that a row reads; "usual" serves whoever needs just something.
NEEDS = {"tenants": ["many", "few"], "size": ["usual", "large"]}


class Surroundings:
    """Made once for a run."""

    def __init__(self, given, plan):
        self.plan = plan
        self.program = given.program
        self.folder = given.folder
        self._nginx = given.nginx
        self.database = Database(given.postgres_bin, given.socket_folder)
        self.data = Data(plan)
        self.statements = {}
        if not os.access(f"{given.postgres_bin}/pgbench", os.X_OK):
            raise BenchError(f"no pgbench in {given.postgres_bin}")

    def prepare(self, rows):
        """Migrates and seeds what these rows need; no rows means all."""
        self.statements = statements(self.program)
        self.database.create()
        run([self.program, "migrate", "up", "--database", self.database.url("postgres")], 60)
        names = {name for row in rows or NEEDS for name in NEEDS.get(row, ["usual"])}
        data = self.data
        groups = {
            "usual": data.usual, "many": data.many, "few": data.few, "large": data.large}
        say(f"seeding ({self.plan.name})")
        self.data.seed(self.database, [groups[name] for name in groups if name in names])

    def gateway(self, **options):
        """A gateway that is ready."""
        gateway = Gateway(self.program, self.database, **options)
        try:
            gateway.wait_until_ready()
        except BaseException:
            gateway.stop()
            raise
        return gateway

    def nginx(self, body):
        """An nginx that says this."""
        nginx = Nginx(self._nginx, self.folder, body.replace("\n", "\\n"))
        try:
            nginx.wait_until_ready(body)
        except BaseException:
            nginx.stop()
            raise
        return nginx

    def requests(self, port, name, requests, body=None):
        """wrk with these requests."""
        return HTTPLoad(port, self.folder, name, requests, self.plan.connections, body)

    def transactions(self, name, script, clients, variables=None):
        """pgbench with this script, at its best."""
        load = StatementLoad(self.database, self.folder, name, script, variables)
        load.search(clients, self.plan.search_seconds)
        return load
