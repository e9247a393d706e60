"""How the server is doing: what Prometheus reads at `/metrics`, as JSON for clients of the service, and what is logged."""

from typing import Any

from prometheus_client import REGISTRY

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import One, Raw
from holdall.migration.api.routing import route


@route("GET", "diagnostics/metrics", permission="settings.read")
async def get_metrics(ctx: Context) -> Raw:
    """Get the metrics of the process that answers, by name; `name` and `q` are parts of names, `type` is one of their types."""
    parts = [part.casefold() for part in (ctx.asked.text("name"), ctx.asked.text("q")) if part]
    kind = ctx.asked.text("type")
    metrics: dict[str, Any] = {}
    for family in REGISTRY.collect():
        if kind is not None and family.type != kind.lower():
            continue
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            name = f"{sample.name}{{{labels}}}" if labels else sample.name
            if all(part in name.casefold() for part in parts):
                metrics[name] = {"value": sample.value, "type": family.type}
    return Raw({"status": 200, "type": "metrics", "metrics": metrics})


@route("GET", "diagnostics/logs/configuration", permission="settings.read")
async def get_logging(ctx: Context) -> One:
    """Get the level of the server's log. It is written to standard error and kept by whoever runs the server; see
    `HOLDALL_LOG_FORMAT`.
    """
    level = "warn" if ctx.site.settings.log_lines == "none" else "info"
    return One("logging", {"level": level, "retention_days": None})
