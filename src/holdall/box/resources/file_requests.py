"""File requests: read, changed, copied to another folder, and removed. People make the first one on a page of its folder."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Id
from holdall.box.bodies import EntityId, read_instant
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.file_requests import render_file_request
from holdall.box.views.plain import Document
from holdall.content.file_requests import requests
from holdall.content.file_requests.requests import Status, Wanted


class FileRequestChange(msgspec.Struct, kw_only=True):
    """What can be said of a request; absent leaves it as it is, and null takes an expiration away."""

    title: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    status: Status | UnsetType = UNSET
    is_email_required: bool | UnsetType = UNSET
    is_description_required: bool | UnsetType = UNSET
    expires_at: str | UnsetType | None = UNSET

    def wanted(self) -> Wanted:
        """The same, with the instant read; raises InvalidParameter."""
        return Wanted(
            title=self.title,
            description=UNSET if self.description is UNSET else self.description or "",
            is_active=UNSET if self.status is UNSET else self.status == "active",
            is_email_required=self.is_email_required,
            is_description_required=self.is_description_required,
            expires_at=read_instant("expires_at", self.expires_at)
            if isinstance(self.expires_at, str)
            else self.expires_at,
        )


class FolderOfRequest(msgspec.Struct):
    """The folder that a copy is for."""

    id: EntityId
    type: Literal["folder"] = "folder"


class FileRequestCopy(FileRequestChange, kw_only=True):
    """A copy to make: for which folder, and what shall be otherwise."""

    folder: FolderOfRequest


@operation("get_file_requests_id")
async def get_file_request(ctx: Context, file_request_id: Id) -> Document:
    """One file request, for those who may edit its folder."""
    return await render_file_request(ctx.db, *await requests.find_request(ctx.db, ctx.subject, file_request_id))


@operation("put_file_requests_id")
async def update_file_request(
    ctx: Context, file_request_id: Id, body: FileRequestChange, if_match: str | None = None
) -> Document:
    """Change a file request, activate it or deactivate it."""
    changed = await ctx.db.write(
        requests.change_request, ctx.subject, file_request_id, body.wanted(), if_match=if_match
    )
    return await render_file_request(ctx.db, *changed)


@operation("delete_file_requests_id")
async def delete_file_request(ctx: Context, file_request_id: Id) -> None:
    """Remove a file request for good; the files that came in by it stay."""
    await ctx.db.write(requests.remove_request, ctx.subject, file_request_id)


@operation("post_file_requests_id_copy")
async def copy_file_request(ctx: Context, file_request_id: Id, body: FileRequestCopy) -> Document:
    """Make a file request like another one for a folder, which may be the same."""
    copied = await ctx.db.write(requests.copy_request, ctx.subject, file_request_id, body.folder.id, body.wanted())
    return await render_file_request(ctx.db, *copied)
