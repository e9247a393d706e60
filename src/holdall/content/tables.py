"""Every table, imported so that the one MetaData knows it: for migrations, snapshots and checks."""

from holdall.base.db import metadata
from holdall.base.db.blocks import id_blocks
from holdall.base.turns import turns
from holdall.content.directory.tables import groups, memberships
from holdall.content.events.tables import events
from holdall.content.identity.tables import enterprises, users
from holdall.content.items.tables import items, versions
from holdall.content.mail.tables import mails
from holdall.content.sharing.allowlist_tables import allowlist_entries, allowlist_exemptions
from holdall.storage.tables import blob_parts, blobs, store_owner

__all__ = [
    "allowlist_entries",
    "allowlist_exemptions",
    "blob_parts",
    "blobs",
    "enterprises",
    "events",
    "groups",
    "id_blocks",
    "items",
    "mails",
    "memberships",
    "metadata",
    "store_owner",
    "turns",
    "users",
    "versions",
]
