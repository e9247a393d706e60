"""Prometheus metrics of the gateway: requests and their duration by operation id."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("holdall_requests_total", "Requests answered.", ["operation", "status"])
DURATION = Histogram(
    "holdall_request_seconds",
    "Time from the first byte of a request to the last of its answer.",
    ["operation"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)
IN_FLIGHT = Gauge("holdall_requests_in_flight", "Requests being answered now.", multiprocess_mode="livesum")
