"""What an administrator hands on: the signed manifest of a job, and its report as one page."""

import io
import tempfile
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.responses import Response, StreamingResponse

from holdall.base.errors import Conflict
from holdall.base.keys import ServerKey
from holdall.migration.api.context import Context
from holdall.migration.api.routing import route
from holdall.migration.api.scopes import asked_scope
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.manifest import write_manifest
from holdall.migration.page import write_page
from holdall.migration.service.connections import connections_by_id
from holdall.migration.service.scope import Subject

_PIECE = 256 * 1024
_IN_MEMORY = 8 * 1024 * 1024


@route("GET", "transfers/{job}/manifest", permission="reports.read")
@route("GET", "jobs/{job}/manifest", permission="reports.read")
async def get_manifest(ctx: Context, job: str) -> Response:
    """Get the signed manifest of all that a job has brought to its destination; `holdall migrate verify` checks it anew."""
    subject, ledger, run = await _last(ctx, job)
    source, destination = await _places(ctx, subject)
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it is closed when it is sent
    key = manifest_key(ctx.site.key)
    await write_manifest(file, ledger, run, source=source, destination=destination, key=key)
    file.seek(0)
    headers = {"content-disposition": f"attachment; filename=manifest-{subject.id}.jsonl", "cache-control": "no-store"}
    return StreamingResponse(_pieces(file), media_type="application/jsonl", headers=headers)


@route("GET", "transfers/{job}/report.html", permission="reports.read")
@route("GET", "jobs/{job}/report.html", permission="reports.read")
async def get_page(ctx: Context, job: str) -> Response:
    """Get the report of a job as one page that stands alone."""
    subject, ledger, run = await _last(ctx, job)
    source, destination = await _places(ctx, subject)
    page = io.StringIO()
    await write_page(page, ledger, run, source=source, destination=destination)
    headers = {
        "content-disposition": f"attachment; filename=report-{subject.id}.html",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(page.getvalue().encode("utf-8", "backslashreplace"), media_type="text/html", headers=headers)


def manifest_key(key: ServerKey) -> Ed25519PrivateKey:
    """The key that signs manifests, the same on every server that has the server's key."""
    seed = key.sign("ed25519", "migration manifest")
    return Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(seed + "=" * (-len(seed) % 4)))


async def _last(ctx: Context, job: str) -> tuple[Subject, Ledger, Run]:
    [subject] = (await asked_scope(ctx, job)).subjects.values()
    ledger = Ledger(ctx.db, subject.ledger)
    run = await ledger.last_run()
    if run is None:
        raise Conflict(f"The job {subject.name} has not run yet")
    return subject, ledger, run


async def _places(ctx: Context, subject: Subject) -> tuple[str, str]:
    """Both sides as people know them: the connection's name and the path."""
    ids = {
        side: (subject.transfer.get(side) or {}).get("connection", {}).get("id") for side in ("source", "destination")
    }
    known = await connections_by_id(ctx.db, [one for one in ids.values() if one is not None])
    names = {side: known[one].name if one in known else side for side, one in ids.items()}
    return tuple(f"{names[side]}:{subject.path_of(side) or '/'}" for side in ids)  # type: ignore[return-value] # two


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
