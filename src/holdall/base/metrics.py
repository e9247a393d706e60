"""Prometheus metrics of the gateway: requests and their duration by operation id."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("holdall_requests_total", "Requests answered.", ["operation", "status"])
DURATION = Histogram(
    "holdall_request_seconds",
    "Time from the first byte of a request to the last of its answer.",
    ["operation"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)
IN_FLIGHT = Gauge("holdall_requests_in_flight", "Requests being answered now.", multiprocess_mode="livesum")


def count_request(name: str, status: int, seconds: float) -> None:
    """Count one request that was answered, under its operation's id or its page's path."""
    requests, durations = _children(name, status)
    requests.inc()
    durations.observe(seconds)


@cache
def _children(name: str, status: int) -> tuple[Counter, Histogram]:
    """Looking a child up by its labels costs more than counting with it."""
    return REQUESTS.labels(name, status), DURATION.labels(name)
