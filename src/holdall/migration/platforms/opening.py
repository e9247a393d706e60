"""Places as people write them: a folder, a bucket's URL, or a connection with a path, opened as platforms.

`/data/team` and `./team` are folders, `s3://bucket/prefix?endpoint=...` a bucket, `box:/Team` an account's folder.
"""

import re
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from holdall.connector import Settings
from holdall.connector.connections import open_box

from .box import BoxPlatform
from .errors import Kind, PlatformError
from .local import LocalPlatform
from .objects import ObjectPlatform
from .platform import Details, Entry, Platform, Side
from .simulated import IMAGINED

_CONNECTION = re.compile(r"([A-Za-z0-9][\w.-]+):(.*)", re.DOTALL)
"""A name of two letters or more before a colon: one letter is a drive."""

_CLIENT_OPTIONS = ("allow_http", "connect_timeout", "timeout", "proxy_url", "allow_invalid_certificates")
CURRENT = "box"
"""The name that stands for the connection in use, or the one of the environment."""


Missing = Literal["refuse", "create", "imagine"]
"""What happens where a place's folder is not there; `imagine` is for simulations."""


async def open_side(place: str, *, as_user: str | None = None, missing: Missing = "refuse", parallel: int = 8) -> Side:
    """The platform that a place is on, and the folder that it names; the caller closes the platform.

    Raises PlatformError where the place is not there, BoxError where a connection has no way to sign in, and ValueError
    for a place that cannot be read.
    """
    if place.startswith("s3://"):
        platform: Platform = ObjectPlatform(_store(place))
        return Side(platform, await platform.root())
    found = _CONNECTION.fullmatch(place)
    if found is None:
        return await _local(Path(place), missing)
    box = open_box(None if found[1] == CURRENT else found[1], settings=Settings(connections=max(parallel, 10)))
    account = BoxPlatform(box.as_user(as_user) if as_user else box)
    try:
        return Side(account, await folder_at(account, [name for name in found[2].split("/") if name], missing))
    except BaseException:
        await account.close()
        raise


def is_folder(place: str) -> bool:
    """Whether a place is a folder of this machine."""
    return not place.startswith("s3://") and _CONNECTION.fullmatch(place) is None


def identity_of_place(place: str, as_user: str | None) -> str:
    """What tells one place from another, so that the same command is the same job again; no secret is in it."""
    if place.startswith("s3://"):
        options = dict(parse_qsl(urlsplit(place).query))
        return f"{place.partition('?')[0].rstrip('/')} {options.get('endpoint', '')}"
    return str(Path(place).resolve()) if is_folder(place) else f"{place.rstrip('/')} {as_user or ''}"


async def _local(folder: Path, missing: Missing) -> Side:
    if missing == "imagine" and not folder.exists():
        there = next(parent for parent in folder.absolute().parents if parent.is_dir())
        return Side(LocalPlatform(there), IMAGINED)
    if missing == "create":
        folder.mkdir(parents=True, exist_ok=True)
    platform = LocalPlatform(folder)
    return Side(platform, await platform.root())


async def folder_at(platform: Platform, path: list[str], missing: Missing) -> Entry:
    """The folder that names lead to; see Missing. Raises PlatformError where it is not there, or no folder."""
    folder = await platform.root()
    for depth, name in enumerate(path):
        found = await platform.child(folder, name)
        if found is None and missing == "imagine":
            return IMAGINED
        if found is None and missing == "refuse":
            where = "/".join(path[: depth + 1])
            raise PlatformError(Kind.NOT_FOUND, f"there is no /{where}; look at the path and at whom the connection is")
        folder = found or await platform.create_folder(folder, name, Details())
    if folder.type != "folder":
        raise PlatformError(Kind.UNSUPPORTED, f"/{'/'.join(path)} is a {folder.type}; name a folder")
    return folder


def _store(url: str) -> S3Store:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    client = {option: options.pop(option) for option in _CLIENT_OPTIONS if option in options}
    if not parts.netloc:
        raise ValueError(f"{url} names no bucket; write s3://bucket/prefix")
    try:
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config=cast(Any, options),
            client_options=cast(Any, client),
        )
    except BaseError as error:
        raise ValueError(f"{url.partition('?')[0]}: {str(error).splitlines()[0]}") from error
