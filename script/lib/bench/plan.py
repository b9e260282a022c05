"""How much a run does: data, rounds and their length."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Plan:
    """The size of a run; `--quick` does the same with less. wrk and pgbench count whole seconds."""

    name: str
    rounds: int
    round_seconds: int
    warm_up_seconds: int
    search_seconds: int
    apps_of_large_tenant: int
    starts: int
    connections: int = 64
    idle_connections: int = 10_000
    tenants: int = 100
    apps_of_tenant: int = 1_000
    users_of_tenant: int = 10
    many_tenants: int = 10_000
    apps_of_many: int = 10
    few_tenants: int = 10

    @classmethod
    def full(cls):
        return cls(
            "full", rounds=5, round_seconds=4, warm_up_seconds=2, search_seconds=2,
            apps_of_large_tenant=1_000_000, starts=11)

    @classmethod
    def quick(cls):
        return cls(
            "quick", rounds=3, round_seconds=1, warm_up_seconds=1, search_seconds=1,
            apps_of_large_tenant=200_000, starts=5)
