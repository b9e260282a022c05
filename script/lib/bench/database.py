"""The private database: who connects to it and how."""

from processes import run

NAME = "postern_bench"
GATEWAY_ROLE = "postern_gateway"
OWNER = "postgres"

# What the gateway sets for each of its connections; pgbench gets the same.
GATEWAY_SETTINGS = {
    "statement_timeout": "1500",
    "idle_in_transaction_session_timeout": "2000",
    "TimeZone": "UTC",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_sort": "off",
}


class Database:
    """A database of a cluster that listens on a Unix socket in a folder."""

    def __init__(self, bin_folder, socket_folder):
        self.bin_folder = bin_folder
        self.socket_folder = socket_folder
        self._psql = [
            f"{bin_folder}/psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
            "--set", "ON_ERROR_STOP=1", "--host", socket_folder, "--username", OWNER]

    def url(self, role):
        return f"postgresql://{role}@/{NAME}?host={self.socket_folder}&port=5432"

    def create(self):
        self._run("postgres", f"CREATE DATABASE {NAME};")

    def run(self, statements):
        """Runs SQL as a superuser, whom row security does not bind."""
        return self._run(NAME, statements)

    def _run(self, name, statements):
        return run([*self._psql, "--dbname", name], timeout=600, standard_input=statements)
