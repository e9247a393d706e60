"""The collaboration allowlist: domains that may be shared with, and users it does not bind."""

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View, marker_page, start_of_page
from holdall.box.views.users import user_mini
from holdall.content.sharing import allowlist
from holdall.content.sharing.allowlist import Direction, Entry, Exemption


def _enterprise(row: Entry | Exemption) -> Document:
    return {"type": "enterprise", "id": str(row.enterprise_id), "name": row.enterprise_name}


ENTRY = View[Entry](
    {
        "type": lambda entry: "collaboration_whitelist_entry",
        "id": lambda entry: str(entry.id),
        "domain": lambda entry: entry.domain,
        "direction": lambda entry: entry.direction,
        "enterprise": _enterprise,
        "created_at": lambda entry: format_instant(entry.created_at),
    },
    mini=("domain", "direction"),
    standard=("domain", "direction", "enterprise", "created_at"),
)
EXEMPTION = View[Exemption](
    {
        "type": lambda exemption: "collaboration_whitelist_exempt_target",
        "id": lambda exemption: str(exemption.id),
        "enterprise": _enterprise,
        "user": lambda exemption: user_mini(exemption.user_id, exemption.user_name, exemption.user_login),
        "created_at": lambda exemption: format_instant(exemption.created_at),
        "modified_at": lambda exemption: format_instant(exemption.created_at),
    },
    mini=("user",),
    standard=("enterprise", "user", "created_at", "modified_at"),
)


class NewEntry(msgspec.Struct):
    """A domain to allow."""

    domain: str
    direction: Direction


class UserReference(msgspec.Struct):
    """A user named by id."""

    id: int


class NewExemption(msgspec.Struct):
    """A user to free from the list."""

    user: UserReference


@operation("get_collaboration_whitelist_entries")
async def list_entries(ctx: Context, marker: str | None = None, limit: int | None = None) -> Document:
    """The domains that users of the enterprise may share content with."""
    limit, after = start_of_page(limit, marker)
    found = await allowlist.list_entries(ctx.db, ctx.subject, after=after, limit=limit + 1)
    return marker_page(ENTRY, found, limit)


@operation("post_collaboration_whitelist_entries")
async def add_entry(ctx: Context, body: NewEntry) -> Document:
    """Allow a domain. The first one closes the enterprise for all that are not listed."""
    return ENTRY.render(await ctx.db.write(allowlist.add_entry, ctx.subject, body.domain, body.direction))


@operation("get_collaboration_whitelist_entries_id")
async def get_entry(ctx: Context, collaboration_whitelist_entry_id: Id) -> Document:
    """One allowed domain."""
    return ENTRY.render(await allowlist.find_entry(ctx.db, ctx.subject, collaboration_whitelist_entry_id))


@operation("delete_collaboration_whitelist_entries_id")
async def remove_entry(ctx: Context, collaboration_whitelist_entry_id: Id) -> None:
    """Take a domain off the list; collaborations that exist stay."""
    await ctx.db.write(allowlist.remove_entry, ctx.subject, collaboration_whitelist_entry_id)


@operation("get_collaboration_whitelist_exempt_targets")
async def list_exemptions(ctx: Context, marker: str | None = None, limit: int | None = None) -> Document:
    """The users whom the list does not bind."""
    limit, after = start_of_page(limit, marker)
    found = await allowlist.list_exemptions(ctx.db, ctx.subject, after=after, limit=limit + 1)
    return marker_page(EXEMPTION, found, limit)


@operation("post_collaboration_whitelist_exempt_targets")
async def add_exemption(ctx: Context, body: NewExemption) -> Document:
    """Free a user of the enterprise from the list."""
    return EXEMPTION.render(await ctx.db.write(allowlist.add_exemption, ctx.subject, body.user.id))


@operation("get_collaboration_whitelist_exempt_targets_id")
async def get_exemption(ctx: Context, collaboration_whitelist_exempt_target_id: Id) -> Document:
    """One exempt user."""
    found = await allowlist.find_exemption(ctx.db, ctx.subject, collaboration_whitelist_exempt_target_id)
    return EXEMPTION.render(found)


@operation("delete_collaboration_whitelist_exempt_targets_id")
async def remove_exemption(ctx: Context, collaboration_whitelist_exempt_target_id: Id) -> None:
    """Bind a user to the list again."""
    await ctx.db.write(allowlist.remove_exemption, ctx.subject, collaboration_whitelist_exempt_target_id)
