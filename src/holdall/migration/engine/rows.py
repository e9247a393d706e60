"""The rows of the ledger as the engine reads them.

What a row says of the two sides becomes an entry of the platform again.
"""

from typing import Any

import msgspec

from holdall.migration.platforms.platform import Account, Entry


class Item(msgspec.Struct, frozen=True):
    """A row of the ledger."""

    id: int
    job_id: str
    parent_id: int | None
    depth: int
    type: str
    name: str
    path: str
    source_identity: str
    source_address: str
    source_revision: str
    source: dict[str, Any]
    size: int
    sha1: str | None
    destination_address: str | None
    destination_identity: str | None
    destination_name: str | None
    destination_parent_id: int | None
    destination_revision: str | None
    relocation: dict[str, Any] | None
    moved_revision: str | None
    action: str
    status: str
    reason: str | None
    attempts: int
    bytes: int
    versions: int
    seen_run: int
    listed_run: int | None
    changed_run: int | None
    transferred_at: int | None
    verified_run: int | None
    category: str | None = None
    created_run: int | None = None

    def source_entry(self) -> Entry:
        """The item as the source told of it."""
        owner = self.source.get("owner")
        return Entry(
            address=self.source_address,
            identity=self.source_identity,
            type=self.type,  # type: ignore[arg-type] # written from an Entry
            name=self.name,
            revision=self.source_revision,
            size=self.size,
            hashes=self.source.get("hashes", {}),
            created=self.source.get("created"),
            modified=self.source.get("modified"),
            owner=Account(**owner) if owner else None,
            target=self.source.get("target"),
        )

    def destination_entry(self) -> Entry:
        """The item's counterpart as it was when the engine last wrote it."""
        assert self.destination_address is not None
        assert self.destination_identity is not None
        return Entry(
            address=self.destination_address,
            identity=self.destination_identity,
            type=self.type,  # type: ignore[arg-type] # written from an Entry
            name=self.destination_name or self.name,
            revision=self.destination_revision or "",
        )


class Moved(msgspec.Struct, frozen=True):
    """What a comparison needs of a file that a run has moved."""

    id: int
    path: str
    size: int
    sha1: str | None
    destination_address: str
    attempts: int


class Run(msgspec.Struct, frozen=True):
    """One execution of a job."""

    id: int
    job_id: str
    phase: str
    status: str
    options: dict[str, Any]
    reason: str | None
    started_at: int
    finished_at: int | None
    rate_limits: int


class Count(msgspec.Struct, frozen=True):
    """How many items of a type and a status there are, and their bytes."""

    type: str
    status: str
    items: int
    bytes: int
