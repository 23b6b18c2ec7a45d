"""How the deployment stands, as a monitor reads it: gauges made of counts by authority."""

from collections.abc import Iterable, Iterator

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from alongside import __version__
from alongside.jobs.counting import Counted, deployment_counts

# By what is counted: the name, the words and which labels it has.
GAUGES = {
    "waiting": ("deliveries_waiting", "Messages on their way.", ("channel", "authority")),
    "failed": (
        "deliveries_failed",
        "Messages no team could be given, which are tried again.",
        ("channel", "authority"),
    ),
    "oldest_waiting_seconds": ("delivery_oldest_seconds", "How late the oldest message is.", ()),
    "overdue": ("clocks_overdue", "Time limits passed and still running.", ("authority",)),
    "workers": ("workers", "Workers seen in the last three minutes.", ()),
    "worker_seen": ("worker_seen_timestamp_seconds", "When a worker was last seen.", ()),
    "loads": ("loads", "Files loaded, by state.", ("state",)),
    "database_bytes": ("database_bytes", "Size of the database.", ()),
}


class Standing(Collector):
    """Asks the database anew whenever it is read; while it is away, says only that."""

    def collect(self) -> Iterator[Metric]:
        version = GaugeMetricFamily("alongside_version_info", "Always 1.", labels=["version"])
        version.add_metric([__version__], 1)
        yield version
        try:
            counts = deployment_counts()
        except Error:
            counts = None
        up = "Whether the database answers the pages."
        yield GaugeMetricFamily("alongside_database_up", up, value=float(counts is not None))
        if counts is not None:
            yield from gauges(counts)


def gauges(counts: Iterable[Counted]) -> Iterator[Metric]:
    """One gauge for each thing counted, with 0 where a monitor waits for a number and there is none."""
    counted = list(counts)
    for about, (name, words, labels) in GAUGES.items():
        gauge = GaugeMetricFamily(f"alongside_{name}", words, labels=labels)
        for one in counted:
            if one.counted == about:
                known = {"channel": one.of_what, "state": one.of_what, "authority": one.authority}
                gauge.add_metric([known[label] for label in labels], one.number)
        if not gauge.samples and not labels and about != "worker_seen":
            gauge.add_metric([], 0)
        yield gauge
