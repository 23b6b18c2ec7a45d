"""What each answered request adds to the numbers a monitor reads: by route, and of nobody.

Where several processes serve, each writes its numbers to a file in PROMETHEUS_MULTIPROC_DIR, and
whichever of them is asked adds all of them up.
"""

import os
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST"})
OTHER_METHOD, NO_ROUTE, STATIC = "other", "none", "static"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
disable_created_metrics()  # type: ignore[no-untyped-call]  # a moment for each number, which doubles them and nobody asks for
_OF_THIS_PROCESS = CollectorRegistry()

REQUESTS = Counter(
    "alongside_requests", "Answers given, by the name of the route.", ("route", "method", "status"),
    registry=_OF_THIS_PROCESS,
)  # fmt: skip
DURATION = Histogram(
    "alongside_request_seconds", "From the first byte asked to the answer made.", ("route",),
    buckets=SECONDS, registry=_OF_THIS_PROCESS,
)  # fmt: skip
QUERIES = Counter(
    "alongside_request_queries", "Statements sent to the database.", ("route",),
    registry=_OF_THIS_PROCESS,
)  # fmt: skip
DATABASE = Counter(
    "alongside_request_database_seconds", "Time spent waiting for the database.", ("route",),
    registry=_OF_THIS_PROCESS,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request that was answered: `route` is a name of the product's own addresses, `method` one of ours."""

    route: str
    method: str
    status: int
    seconds: float
    queries: int
    database_seconds: float


def measure(answered: Answered) -> None:
    """Add one request to the numbers of this process."""
    REQUESTS.labels(answered.route, answered.method, str(answered.status)).inc()
    DURATION.labels(answered.route).observe(answered.seconds)
    QUERIES.labels(answered.route).inc(answered.queries)
    DATABASE.labels(answered.route).inc(answered.database_seconds)


def requests_measured() -> CollectorRegistry:
    """The numbers of every process that serves from the same folder, or of this one alone."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return _OF_THIS_PROCESS
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
