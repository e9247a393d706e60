"""What operators ask a server beside the API: is it alive, is it ready, how is it doing."""

import os

import sqlalchemy as sa
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from starlette.responses import JSONResponse, Response

from holdall.base.db import query
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.work.health import measure

log = structlog.get_logger()

_PROBE = query(sa.select(sa.literal(1)))


@page("GET", "/healthz")
async def get_health(ctx: Context) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@page("GET", "/readyz")
async def get_readiness(ctx: Context) -> Response:
    """The process can do its work: the database answers. `work` is its part in background work, and fails no probe."""
    try:
        await ctx.db.value(_PROBE)
    except Exception as error:
        return JSONResponse({"status": "unavailable", "database": type(error).__name__}, status_code=503)
    return JSONResponse({"status": "ready", "work": ctx.platform.background.part})


@page("GET", "/metrics")
async def get_metrics(ctx: Context) -> Response:
    """Prometheus metrics; of all server processes where there are several."""
    try:
        await measure(ctx.platform.background)
    except Exception:
        log.exception("background work cannot be measured")
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
