"""Uploads: a file in one request, a new version of one, and the check whether either would be taken."""

import re
from typing import Annotated, Any

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.box.binding import Fields, Id
from holdall.box.bodies import Reference, read_content_time
from holdall.box.context import Context
from holdall.box.incoming import BodyStream
from holdall.box.operations import operation
from holdall.box.upload_form import OVERHEAD, UploadForm
from holdall.box.views.items import render_item
from holdall.content.access import Access
from holdall.content.identity.downscoping import Resource, narrow_token
from holdall.content.identity.scopes import holds
from holdall.content.items import files
from holdall.content.uploads.receive import Incoming, Receiver

UPLOAD_SCOPES = ("base_upload", "item_upload")

_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)


class NewFile(msgspec.Struct):
    """The attributes of an upload."""

    name: str
    parent: Reference
    content_created_at: str | None = None
    content_modified_at: str | None = None
    description: str | None = None


class NewVersion(msgspec.Struct):
    """The attributes of the upload of a new version; the name is a new one for the file."""

    name: str | None = None
    content_modified_at: str | None = None


class FileToCheck(msgspec.Struct):
    """What a client means to upload."""

    name: str | None = None
    parent: Reference | None = None
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None


@operation("post_files_content")
async def upload_file(ctx: Context, fields: Fields = None, content_md5: str | None = None) -> dict[str, Any]:
    """A new file, from a form with its attributes first and then its bytes."""
    sha1 = _read_sha1(content_md5)
    form = _open_form(ctx)
    attributes = await form.read_attributes(NewFile)
    access = await _receiver(ctx).receive_file(
        Incoming(form.file(), form.least_size, sha1),
        parent_id=attributes.parent.id,
        name=attributes.name,
        content_created_at=read_content_time("content_created_at", attributes.content_created_at),
        content_modified_at=read_content_time("content_modified_at", attributes.content_modified_at),
        description=attributes.description or "",
    )
    return await _render(ctx, access, fields, is_new=True)


@operation("post_files_id_content")
async def upload_file_version(
    ctx: Context, file_id: Id, fields: Fields = None, content_md5: str | None = None, if_match: str | None = None
) -> dict[str, Any]:
    """A new version of a file, which may give it a new name."""
    sha1 = _read_sha1(content_md5)
    form = _open_form(ctx)
    attributes = await form.read_attributes(NewVersion)
    access = await _receiver(ctx).receive_version(
        Incoming(form.file(), form.least_size, sha1),
        file_id=file_id,
        name=attributes.name,
        content_modified_at=read_content_time("content_modified_at", attributes.content_modified_at),
        if_match=if_match,
    )
    return await _render(ctx, access, fields)


@operation("options_files_content")
async def check_file(ctx: Context, body: FileToCheck) -> dict[str, Any]:
    """Whether a new file would be taken, and where to send it."""
    if body.name is None:
        raise InvalidParameter("name", "is required")
    if body.parent is None:
        raise InvalidParameter("parent", "is required")
    folder = await files.check_new_file(ctx.db, ctx.subject, parent_id=body.parent.id, name=body.name, size=body.size)
    return await _permit(ctx, "/files/content", Resource("folder", folder.item.id))


@operation("options_files_id_content")
async def check_file_version(ctx: Context, file_id: Id, body: FileToCheck) -> dict[str, Any]:
    """Whether a new version of a file would be taken, and where to send it."""
    await files.check_new_version(ctx.db, ctx.subject, file_id=file_id, name=body.name, size=body.size)
    return await _permit(ctx, f"/files/{file_id}/content", Resource("file", file_id))


async def _permit(ctx: Context, path: str, resource: Resource) -> dict[str, Any]:
    """Where to send an upload, and a token that can do nothing but upload there."""
    scope = next(scope for scope in UPLOAD_SCOPES if holds(ctx.subject.scopes, scope))
    narrowed = await ctx.db.write(narrow_token, ctx.subject, scopes=[scope], target=resource)
    return {"upload_url": f"{ctx.base_url}/api/2.0{path}", "upload_token": narrowed.access_token}


def _receiver(ctx: Context) -> Receiver:
    return Receiver(ctx.db, ctx.platform.stores, ctx.subject)


def _read_sha1(header: str | None) -> str | None:
    """The SHA-1 that the header content-md5 carries in spite of its name, in lower-case hex."""
    if header is None:
        return None
    if not _SHA1.fullmatch(header.strip()):
        raise InvalidParameter("content-md5", "is not a SHA-1 in hex", code="bad_digest")
    return header.strip().lower()


def _open_form(ctx: Context) -> UploadForm:
    body = BodyStream(ctx.request, ctx.platform.settings.upload_limit + OVERHEAD)
    return UploadForm(body, ctx.request.headers.get("content-type", ""))


async def _render(ctx: Context, access: Access, fields: Fields, *, is_new: bool = False) -> dict[str, Any]:
    return {"total_count": 1, "entries": [await render_item(ctx.db, access, fields, is_new=is_new)]}
