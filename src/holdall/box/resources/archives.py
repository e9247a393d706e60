"""Archives: folders of the enterprise's own for what is out of use."""

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.paging import encode_marker
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, start_of_page
from holdall.content.archives import archives
from holdall.content.archives.archives import Archive


class NewArchive(msgspec.Struct):
    """What an archive shall be called, and where its bytes shall go."""

    name: str
    description: str = ""
    storage_policy_id: str | None = None


class ArchiveChange(msgspec.Struct):
    """What shall be different; absent leaves it as it is."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


@operation("get_archives_v2025.0")
async def list_archives(ctx: Context, limit: int | None = None, marker: str | None = None) -> Document:
    """A page of the enterprise's archives, the oldest first."""
    limit, after = start_of_page(limit, marker)
    found = await archives.list_archives(ctx.db, ctx.subject, after=after, limit=limit + 1)
    following = encode_marker((found[limit - 1].id,)) if len(found) > limit else None
    return {"entries": [_archive(one) for one in found[:limit]], "limit": limit, "next_marker": following}


@operation("post_archives_v2025.0")
async def create_archive(ctx: Context, body: NewArchive) -> Document:
    """Make an empty archive."""
    made = await ctx.db.write(
        archives.create_archive,
        ctx.subject,
        name=body.name,
        description=body.description,
        storage_policy=body.storage_policy_id,
        policies=ctx.platform.stores.policies,
    )
    return _archive(made)


@operation("put_archives_id_v2025.0")
async def change_archive(ctx: Context, archive_id: Id, body: ArchiveChange) -> Document:
    """Call or describe an archive otherwise."""
    description = body.description if body.description is UNSET else body.description or ""
    changed = await ctx.db.write(
        archives.change_archive, ctx.subject, archive_id, name=body.name, description=description
    )
    return _archive(changed)


@operation("delete_archives_id_v2025.0")
async def remove_archive(ctx: Context, archive_id: Id) -> None:
    """Remove an empty archive for good."""
    await ctx.db.write(archives.remove_archive, ctx.subject, archive_id)


def _archive(one: Archive) -> Document:
    return {
        "type": "archive",
        "id": str(one.id),
        "name": one.name,
        "description": one.description,
        "size": one.size,
        "owned_by": {"type": "user", "id": str(one.owner_id)},
    }
