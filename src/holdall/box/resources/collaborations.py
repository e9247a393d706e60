"""Collaborations: sharing files and folders with users and groups, and who shares what with whom."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.errors import InvalidParameter
from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId, Grantee, grantee_of, read_instant
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.collaborations import render_collaboration, render_collaborations
from holdall.box.views.plain import Document, offset_page
from holdall.content.access import Action, reach_active
from holdall.content.items.tables import ItemType
from holdall.content.sharing import collaborations
from holdall.content.sharing.collaboration_rows import Collaboration, pending_rows, rows_on
from holdall.content.sharing.collaborations import Change, Invitation, InviteRole, Status

LARGEST_OFFSET = 10_000
_KINDS = {"file": ItemType.FILE, "folder": ItemType.FOLDER}


class ItemToShare(msgspec.Struct):
    """What to share."""

    type: Literal["file", "folder"]
    id: EntityId


class NewCollaboration(msgspec.Struct):
    """An invitation."""

    item: ItemToShare
    accessible_by: Grantee
    role: InviteRole
    is_access_only: bool | UnsetType | None = UNSET
    can_view_path: bool | UnsetType | None = UNSET
    expires_at: str | UnsetType | None = UNSET


class CollaborationChange(msgspec.Struct):
    """What can be changed of a collaboration; absent leaves it as it is."""

    role: InviteRole | Literal["owner"] | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    expires_at: str | UnsetType | None = UNSET
    can_view_path: bool | UnsetType = UNSET


@operation("post_collaborations")
async def create_collaboration(
    ctx: Context, body: NewCollaboration, fields: Fields = None, notify: bool = True
) -> Document:
    """Share a file or a folder with a user or a group."""
    user_id, group_id, login = grantee_of(body.accessible_by)
    wanted = Invitation(
        item_id=body.item.id,
        kind=_KINDS[body.item.type],
        role=body.role,
        user_id=user_id,
        group_id=group_id,
        login=login,
        can_view_path=body.can_view_path is True,
        is_access_only=body.is_access_only is True,
        expires_at=read_instant("expires_at", body.expires_at) if isinstance(body.expires_at, str) else None,
        address=ctx.base_url if notify else None,
    )
    made = await ctx.db.write(collaborations.invite, ctx.subject, wanted)
    return await render_collaboration(ctx.db, ctx.subject, made, fields)


@operation("get_collaborations_id")
async def get_collaboration(ctx: Context, collaboration_id: Id, fields: Fields = None) -> Document:
    """One collaboration."""
    found = await collaborations.find_collaboration(ctx.db, ctx.subject, collaboration_id)
    return await render_collaboration(ctx.db, ctx.subject, found, fields)


@operation("put_collaborations_id")
async def update_collaboration(ctx: Context, collaboration_id: Id, body: CollaborationChange) -> Document | Answer:
    """Change a role, answer an invitation, or make a collaborator the owner, which answers nothing."""
    expires_at = read_instant("expires_at", body.expires_at) if isinstance(body.expires_at, str) else body.expires_at
    change = Change(role=body.role, status=body.status, expires_at=expires_at, can_view_path=body.can_view_path)
    changed = await ctx.db.write(collaborations.change_collaboration, ctx.subject, collaboration_id, change)
    if changed is None:
        return Answer(status=204)
    return await render_collaboration(ctx.db, ctx.subject, changed)


@operation("delete_collaborations_id")
async def delete_collaboration(ctx: Context, collaboration_id: Id) -> None:
    """End a collaboration; collaborators may leave by themselves."""
    await ctx.db.write(collaborations.remove_collaboration, ctx.subject, collaboration_id)


@operation("get_collaborations")
async def list_pending_collaborations(
    ctx: Context,
    status: Literal["pending"],
    *,
    fields: Fields = None,
    offset: int = 0,
    limit: int | None = None,
) -> Document:
    """The invitations that the user has not answered yet."""
    assert status == "pending", "the contract has no other"
    limit = _page_size(limit, offset)
    rows, total = await pending_rows(ctx.db, ctx.subject.user_id, limit=limit, offset=offset)
    return await _offset_page(ctx, rows, total=total, limit=limit, offset=offset, fields=fields)


@operation("get_files_id_collaborations")
async def list_file_collaborations(
    ctx: Context, file_id: Id, fields: Fields = None, limit: int | None = None, marker: str | None = None
) -> Document:
    """Everybody who was invited to a file or to a folder above it."""
    return await _list_on(ctx, file_id, ItemType.FILE, fields=fields, limit=limit, marker=marker)


@operation("get_folders_id_collaborations")
async def list_folder_collaborations(
    ctx: Context, folder_id: Id, fields: Fields = None, limit: int | None = None, marker: str | None = None
) -> Document:
    """Everybody who was invited to a folder or to one above it."""
    return await _list_on(ctx, folder_id, ItemType.FOLDER, fields=fields, limit=limit, marker=marker)


@operation("get_groups_id_collaborations")
async def list_group_collaborations(ctx: Context, group_id: Id, limit: int | None = None, offset: int = 0) -> Document:
    """What a group was invited to, for its administrators."""
    limit = _page_size(limit, offset)
    rows, total = await collaborations.list_group_collaborations(
        ctx.db, ctx.subject, group_id, limit=limit, offset=offset
    )
    return await _offset_page(ctx, rows, total=total, limit=limit, offset=offset)


async def _list_on(
    ctx: Context, item_id: int, kind: ItemType, *, fields: Fields, limit: int | None, marker: str | None
) -> Document:
    limit = check_limit(limit, default=100, maximum=1000)
    after = decode_marker(marker, tuple[int])[0] if marker else 0
    access = await reach_active(ctx.db, ctx.subject, item_id, kind, Action.VIEW_COLLABORATORS)
    rows = await rows_on(ctx.db, access.open_ids, after=after, limit=limit + 1)
    page = rows[:limit]
    entries = await render_collaborations(ctx.db, ctx.subject, page, fields)
    following = encode_marker((page[-1].id,)) if len(rows) > limit else None
    return {"entries": entries, "limit": limit, "next_marker": following}


async def _offset_page(
    ctx: Context, rows: list[Collaboration], *, total: int, limit: int, offset: int, fields: Fields = None
) -> Document:
    entries = await render_collaborations(ctx.db, ctx.subject, rows, fields)
    return offset_page(entries, total_count=total, limit=limit, offset=offset)


def _page_size(limit: int | None, offset: int) -> int:
    if not 0 <= offset <= LARGEST_OFFSET:
        raise InvalidParameter("offset", f"must be between 0 and {LARGEST_OFFSET}")
    return check_limit(limit, default=100, maximum=1000)
