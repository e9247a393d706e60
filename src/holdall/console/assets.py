"""What pages load besides themselves: the stylesheet and the icon, by addresses that change with their content."""

import hashlib
from functools import cache
from importlib import resources

from starlette.responses import Response

from holdall.base.errors import NotFound
from holdall.box.context import Context
from holdall.box.operations import page

_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml", "js": "text/javascript; charset=utf-8"}
_A_YEAR = 365 * 24 * 3600


@page("GET", "/assets/{name}")
async def get_asset(ctx: Context, name: str) -> Response:
    """A file that pages load; browsers may keep it, because a changed one has another address."""
    known = _read_all()
    if name not in known:
        raise NotFound(f"There is no asset {name!r}")
    return Response(
        known[name],
        media_type=_TYPES[name.rpartition(".")[2]],
        headers={"cache-control": f"public, max-age={_A_YEAR}, immutable"},
    )


def asset(name: str) -> str:
    """The address of an asset; raises KeyError for one that is not there."""
    return f"/assets/{name}?{_versions()[name]}"


@cache
def _read_all() -> dict[str, bytes]:
    folder = resources.files("holdall.console") / "assets"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in _TYPES}


@cache
def _versions() -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest()[:12] for name, content in _read_all().items()}
