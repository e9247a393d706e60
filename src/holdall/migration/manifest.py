"""The signed manifest of a migration: every item with its size and SHA-1, to be checked again by anyone, later.

One JSON document a line: a header, the items by path, and a signature (Ed25519) over all lines before it.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Entry, Platform

FORM = 1


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest is of; places are as the job named them, times microseconds UTC."""

    manifest: int
    job: str
    run: int
    source: str
    destination: str
    finished_at: int | None


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item: where it was, where it is, and what it holds. `modified` is microseconds UTC."""

    type: str
    path: str
    destination_path: str
    size: int = 0
    sha1: str | None = None
    modified: int | None = None
    versions: int = 0


class Footer(msgspec.Struct, frozen=True, kw_only=True):
    """The end: how many items there are, and who vouches for the lines above."""

    items: int
    public_key: str
    signature: str


class Manifest(msgspec.Struct, frozen=True):
    """A manifest that was read: its header, and its footer, whose signature holds."""

    header: Header
    footer: Footer

    @property
    def fingerprint(self) -> str:
        """What names the key that signed: the beginning of its SHA-256."""
        return fingerprint(self.footer.public_key)


class Difference(msgspec.Struct, frozen=True):
    """An item that a side does not hold as the manifest says."""

    path: str
    reason: str


def load_key(path: Path) -> Ed25519PrivateKey:
    """The key that signs manifests here, made at the first use; only its owner may read the file."""
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(path.read_text()))
    except FileNotFoundError:
        key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(b64encode(key.private_bytes_raw()))
    return key


async def write_manifest(
    target: IO[bytes], ledger: Ledger, run: Run, *, source: str, destination: str, key: Ed25519PrivateKey
) -> int:
    """Write what the ledger says is at the destination; how many items that is."""
    digest = hashlib.sha512()

    def put(record: msgspec.Struct) -> None:
        line = msgspec.json.encode(record) + b"\n"
        digest.update(line)
        target.write(line)

    put(
        Header(
            manifest=FORM,
            job=ledger.job_id,
            run=run.id,
            source=source,
            destination=destination,
            finished_at=run.finished_at,
        )
    )
    count = 0
    async for line in _lines(ledger):
        put(line)
        count += 1
    public = b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    signature = b64encode(key.sign(digest.digest())).decode()
    target.write(msgspec.json.encode(Footer(items=count, public_key=public, signature=signature)) + b"\n")
    return count


async def _lines(ledger: Ledger) -> AsyncIterator[Line]:
    root = await ledger.root()
    if root is None:
        return
    waiting = [(root.id, "", "")]
    while waiting:  # a folder at a time, so that a check needs one listing of each
        folder, path, there = waiting.pop()
        after = 0
        while page := await ledger.children(folder, after):
            after = page[-1].id
            for item in page:
                if item.destination_address is None or item.destination_name is None or item.source_address == "":
                    continue
                line = Line(
                    type=item.type,
                    path=path + item.name,
                    destination_path=there + item.destination_name,
                    size=item.size,
                    sha1=item.sha1,
                    modified=item.source.get("modified"),
                    versions=item.versions,
                )
                yield line
                if item.type == "folder":
                    waiting.append((item.id, f"{line.path}/", f"{line.destination_path}/"))


def read_manifest(source: IO[bytes]) -> tuple[Manifest, Iterator[Line]]:
    """A manifest whose signature holds, and its items; `source` can be read twice.

    Raises ValueError where it is no manifest, is cut short, or was changed after it was signed.
    """
    digest = hashlib.sha512()
    header: Header | None = None
    last = b""
    count = -1
    for raw in source:
        if last:
            digest.update(last)
            count += 1
        else:
            header = _decode(raw, Header)
        last = raw
    if header is None or header.manifest != FORM:
        raise ValueError("this is no manifest of a migration")
    footer = _decode(last, Footer)
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(footer.public_key))
        key.verify(b64decode(footer.signature), digest.digest())
    except (InvalidSignature, ValueError) as error:
        raise ValueError("the signature does not hold: the manifest was changed after it was signed") from error
    if footer.items != count:
        raise ValueError(f"the manifest tells of {footer.items} items and lists {count}")
    source.seek(0)
    return Manifest(header, footer), _items(source)


def _items(source: IO[bytes]) -> Iterator[Line]:
    next(source)
    previous: bytes | None = None
    for raw in source:
        if previous is not None:
            yield msgspec.json.decode(previous, type=Line)
        previous = raw


def _decode(raw: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        raise ValueError("this is no manifest of a migration, or it was cut short") from error


def fingerprint(public_key: str) -> str:
    """What names a public key for people."""
    return hashlib.sha256(b64decode(public_key)).hexdigest()[:16]


async def compare(
    lines: Iterator[Line], platform: Platform, root: Entry, *, at_source: bool = False
) -> AsyncIterator[Difference | None]:
    """For each item None where the side holds it as the manifest says, else how it differs; bytes are read anew."""
    checker = _Checker(platform, root)
    for line in lines:
        path = line.path if at_source else line.destination_path
        try:
            reason = await checker.difference(line, path)
        except PlatformError as error:
            reason = f"could not be compared: {error.message}"
        yield Difference(path, reason) if reason else None


class _Checker:
    """A side of a migration, one folder of it listed at a time."""

    def __init__(self, platform: Platform, root: Entry) -> None:
        self._platform = platform
        self._folders = {"": root}
        self._listed: tuple[str, dict[str, Entry]] = ("/", {})

    async def difference(self, line: Line, path: str) -> str | None:
        parent, _, name = path.rpartition("/")
        entry = (await self._children(parent)).get(name)
        if entry is None:
            empty = line.type == "folder" and not self._platform.features.empty_folders
            return None if empty else "is not there"
        if entry.type != line.type:
            return f"is a {entry.type}, not a {line.type}"
        if line.type == "folder":
            self._folders[path] = entry
            return None
        if line.type == "file" and entry.size != line.size:
            return f"has {entry.size} bytes, not {line.size}"
        if line.type == "file" and line.sha1 is not None:
            found = await self._platform.sha1(entry)
            return f"has the SHA-1 {found}, not {line.sha1}" if found != line.sha1 else None
        return None

    async def _children(self, parent: str) -> dict[str, Entry]:
        if self._listed[0] != parent:
            folder = self._folders.get(parent)
            found: dict[str, Entry] = {}
            if folder is not None:
                try:
                    async for page in self._platform.children(folder):
                        found.update((entry.name, entry) for entry in page)
                except PlatformError as error:
                    if error.kind is not Kind.NOT_FOUND:
                        raise
            self._listed = (parent, found)
        return self._listed[1]
