"""How a job moves content; the names and values are the migration API's own.

Source of the words: the vendor's documentation of `transfer` options, as the reference of the API collects it.
"""

from typing import Literal

import msgspec

from holdall.migration.platforms.names import Remedies

from .audit import AuditLevel
from .metadata import MetadataMap

TransferType = Literal["copy", "sync", "migrate", "move", "publish", "taxonomy"]
Status = Literal["none", "pending", "success", "processed", "skipped", "retry", "remediation"]
"""What has become of an item; `remediation` waits for a person, `retry` for the next attempt."""

RETRIES = 2
"""How often an item is tried again before it is flagged, unless the job says otherwise."""


class Versioning(msgspec.Struct, frozen=True, kw_only=True):
    """Whether earlier versions travel too, and how many of the newest at most."""

    preserve: Literal["native", "none"] = "native"
    select: Literal["all", "latest"] = "all"


class Permissions(msgspec.Struct, frozen=True, kw_only=True):
    """Whether rights travel (`add` takes none away, `diff` makes them equal), shared links too, and what trouble means.

    `failures` says which trouble flags an item: `exceptions` what a platform refuses, `deny` lost denials (no platform here
    has any), `all` both, `none` nothing.
    """

    policy: Literal["none", "add", "diff"] = "none"
    links: bool = False
    failures: Literal["exceptions", "deny", "all", "none"] = "exceptions"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The options of one run, with the defaults of a careful administrator.

    `delete_brake` is the share of a job's items, in per cent, above which a run stops before it deletes anything and
    waits for a person; `delete_confirmed` is that person's answer. With `retry_flagged` flagged items are tried again.
    `max_items_per_container` is how many of the job's items a folder of the destination takes; the others are flagged.
    `parallel_writes` is how many files are under way at once. `comments`, `tags`, `metadata` and `descriptions` travel where
    both sides have them. An item whose trouble may pass is tried again up to `retries` times. With `reset_permissions` all of an item's extras are looked at again, whether it has changed or not.
    """

    transfer_type: TransferType = "copy"
    simulation_mode: bool = False
    conflict_resolution: Literal["copy", "latest", "source", "destination", "failure"] = "copy"
    item_overwrite: Literal["overwrite", "skip", "fail"] = "overwrite"
    duplicate_names: Literal["rename", "warn"] = "rename"
    delete_propagation: Literal["mirror", "ignore_source", "ignore_destination", "ignore_both"] = "ignore_source"
    empty_containers: Literal["create", "skip"] = "create"
    large_item: Literal["fail", "skip"] = "fail"
    max_items_per_container: int | None = None
    failure_policy: Literal["continue", "halt"] = "continue"
    audit_level: AuditLevel = "info"
    segment_transform: bool = True
    encode_invalid_characters: bool = False
    segment_truncate: bool = False
    timestamps: bool = True
    versioning: Versioning = Versioning()
    parallel_writes: int = 8
    verify: bool = True
    delete_brake: int = 10
    delete_confirmed: bool = False
    retry_flagged: bool = False
    permissions: Permissions = Permissions()
    preserve_owners: bool = False
    lock_propagation: Literal["ignore", "mirror_lock", "mirror_owner"] = "ignore"
    tags: Literal["none", "add"] = "add"
    metadata: bool = True
    metadata_map: MetadataMap | None = None
    comments: bool = True
    descriptions: bool = True
    reset_permissions: bool = False
    retries: int = RETRIES

    @property
    def remedies(self) -> Remedies:
        """What is done to names that the destination refuses."""
        return Remedies(
            transforming=self.segment_transform,
            encoding=self.encode_invalid_characters,
            truncating=self.segment_truncate,
        )

    @property
    def mirrors(self) -> bool:
        """Whether what the source no longer has is removed from the destination."""
        return self.delete_propagation == "mirror" or self.transfer_type == "publish"
