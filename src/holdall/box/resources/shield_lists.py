"""Shield lists: countries, domains, addresses of mail and of networks, under a name."""

from typing import Any

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.shield_lists import lists
from holdall.content.shield_lists.lists import ShieldList, WantedList
from holdall.content.shield_lists.members import RULES


class Countries(msgspec.Struct, tag="country"):
    """Countries by their codes."""

    country_codes: list[str]


class Domains(msgspec.Struct, tag="domain"):
    """Domains."""

    domains: list[str]


class Emails(msgspec.Struct, tag="email"):
    """Addresses of mail."""

    email_addresses: list[str]


class Networks(msgspec.Struct, tag="ip"):
    """Addresses of networks, and ranges of them."""

    ip_addresses: list[str]


class Body(msgspec.Struct):
    """What a list shall be."""

    name: str
    content: Countries | Domains | Emails | Networks
    description: str | None = None

    def read(self) -> WantedList:
        """The same without the wire's names for the members of each kind."""
        kind: Any = self.content.__struct_config__.tag
        return WantedList(self.name, self.description, kind, getattr(self.content, RULES[kind].field))


@operation("get_shield_lists_v2025.0")
async def list_shield_lists(ctx: Context) -> Document:
    """All lists of the enterprise, without their members."""
    found = await lists.list_shield_lists(ctx.db, ctx.subject)
    return {
        "entries": [
            {"type": "shield_list", "id": str(one.id), "name": one.name, "content": {"type": one.kind}} for one in found
        ]
    }


@operation("post_shield_lists_v2025.0")
async def create_shield_list(ctx: Context, body: Body) -> Document:
    """Keep a new list."""
    return _shield_list(await ctx.db.write(lists.create_shield_list, ctx.subject, body.read()))


@operation("get_shield_lists_id_v2025.0")
async def get_shield_list(ctx: Context, shield_list_id: Id) -> Document:
    """One list."""
    return _shield_list(await lists.find_shield_list(ctx.db, ctx.subject, shield_list_id))


@operation("put_shield_lists_id_v2025.0")
async def change_shield_list(ctx: Context, shield_list_id: Id, body: Body) -> Document:
    """Let a list be another."""
    return _shield_list(await ctx.db.write(lists.change_shield_list, ctx.subject, shield_list_id, body.read()))


@operation("delete_shield_lists_id_v2025.0")
async def remove_shield_list(ctx: Context, shield_list_id: Id) -> None:
    """Forget a list."""
    await ctx.db.write(lists.remove_shield_list, ctx.subject, shield_list_id)


def _shield_list(one: ShieldList) -> Document:
    return {
        "type": "shield_list",
        "id": str(one.id),
        "name": one.name,
        "description": one.description,
        "enterprise": {"type": "enterprise", "id": str(one.enterprise_id)},
        "content": {"type": one.kind, RULES[one.kind].field: one.members},
        "created_at": format_instant(one.created_at),
        "updated_at": format_instant(one.updated_at),
    }
