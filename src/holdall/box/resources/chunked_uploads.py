"""Chunked uploads: a session, its parts in any order, and the commit that makes a file of them."""

import base64
import binascii
import re
from typing import Any

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import InvalidParameter, NotFound
from holdall.base.paging import check_limit
from holdall.box.binding import LARGEST_ID, Id
from holdall.box.bodies import read_content_time
from holdall.box.context import Answer, Context
from holdall.box.incoming import BodyStream
from holdall.box.operations import operation
from holdall.box.views.items import render_item
from holdall.box.views.plain import offset_page
from holdall.content.uploads import sessions
from holdall.content.uploads.commit import Commit, Committer, NamedPart
from holdall.content.uploads.parts import PartReceiver, Stretch
from holdall.content.uploads.sessions import UploadedPart, UploadSession
from holdall.storage import Part

MAX_OFFSET = 10_000
PARTS_IN_A_PAGE = 1000
SHA1_BYTES = 20
LONGEST_NUMBER = 19

_CONTENT_RANGE = re.compile(r"\s*bytes\s+([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19})\s*", re.ASCII | re.IGNORECASE)


class NewFileSession(msgspec.Struct):
    """The file that is to come. Each field has an error of its own, so none is typed here."""

    folder_id: Any = None
    file_size: Any = None
    file_name: Any = None


class NewVersionSession(msgspec.Struct):
    """The version that is to come; the name is a new one for the file."""

    file_size: Any = None
    file_name: Any = None


class CommitAttributes(msgspec.Struct):
    """What else the client says of the file."""

    content_created_at: str | None = None
    content_modified_at: str | None = None
    description: str | None = None


class CommitBody(msgspec.Struct):
    """The parts of the file, as uploading them answered them."""

    parts: list[NamedPart]
    attributes: CommitAttributes | None = None


@operation("post_files_upload_sessions")
async def create_session(ctx: Context, body: NewFileSession) -> dict[str, Any]:
    """Begin the upload of a new file in parts."""
    if body.folder_id is None:
        raise InvalidParameter("folder_id", "is required", code="missing_destination")
    if body.file_name is None:
        raise InvalidParameter("file_name", "is required", code="missing_file_name")
    folder_id, size = _read_folder_id(body.folder_id), _read_size(body.file_size)
    name = _read_name(body.file_name)
    try:
        session = await ctx.db.write(sessions.open_session, ctx.subject, size=size, folder_id=folder_id, name=name)
    except NotFound as error:
        if error.reason != NotFound.code:
            raise
        raise NotFound(error.message, code="invalid_parameter") from None
    return _render(ctx, session, 0)


@operation("post_files_id_upload_sessions")
async def create_version_session(ctx: Context, file_id: Id, body: NewVersionSession) -> dict[str, Any]:
    """Begin the upload of a new version of a file in parts."""
    size = _read_size(body.file_size)
    name = None if body.file_name is None else _read_name(body.file_name)
    session = await ctx.db.write(sessions.open_session, ctx.subject, size=size, file_id=file_id, name=name)
    return _render(ctx, session, 0)


@operation("get_files_upload_sessions_id")
async def get_session(ctx: Context, upload_session_id: str) -> dict[str, Any]:
    """How far an upload session is."""
    session = await sessions.find_open_session(ctx.db, ctx.subject, upload_session_id)
    return _render(ctx, session, await sessions.count_parts(ctx.db, session))


@operation("put_files_upload_sessions_id")
async def upload_part(ctx: Context, upload_session_id: str, digest: str, content_range: str) -> dict[str, Any]:
    """One part of the file; the same part again changes nothing."""
    stretch, sha1 = _read_content_range(content_range), _read_digest(digest)
    body = BodyStream(ctx.request, ctx.platform.settings.upload_limit)
    receiver = PartReceiver(ctx.db, ctx.platform.stores, ctx.subject)
    session, part = await receiver.receive(upload_session_id, aiter(body), stretch, sha1)
    ctx.platform.whole_hashes.add(session.id, part.number, Part(part.store, part.blob_key, part.size))
    return {"part": _render_part(session, part)}


@operation("get_files_upload_sessions_id_parts")
async def list_parts(ctx: Context, upload_session_id: str, offset: int = 0, limit: int | None = None) -> dict[str, Any]:
    """The parts that have come, in the order of the file."""
    if not 0 <= offset <= MAX_OFFSET:
        raise InvalidParameter("offset", f"must be from 0 to {MAX_OFFSET}", code="invalid_offset")
    limit = check_limit(limit, default=PARTS_IN_A_PAGE, maximum=PARTS_IN_A_PAGE)
    session = await sessions.find_open_session(ctx.db, ctx.subject, upload_session_id)
    parts = await sessions.page_of_parts(ctx.db, session, offset=offset, limit=limit)
    return offset_page(
        [_render_part(session, part) for part in parts],
        total_count=await sessions.count_parts(ctx.db, session),
        limit=limit,
        offset=offset,
        order=[{"by": "type", "direction": "ASC"}],
    )


@operation("post_files_upload_sessions_id_commit")
async def commit_session(
    ctx: Context,
    upload_session_id: str,
    *,
    digest: str,
    body: CommitBody,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> dict[str, Any] | Answer:
    """Make a file, or a version, of the parts; 202 while their common SHA-1 is still being computed."""
    attributes = body.attributes or CommitAttributes()
    commit = Commit(
        sha1=_read_digest(digest),
        parts=body.parts,
        content_created_at=read_content_time("content_created_at", attributes.content_created_at),
        content_modified_at=read_content_time("content_modified_at", attributes.content_modified_at),
        description=attributes.description or "",
        if_match=if_match,
        if_none_match=if_none_match,
    )
    access = await Committer(ctx.db, ctx.platform.whole_hashes, ctx.subject).commit(upload_session_id, commit)
    if access is None:
        return Answer(status=202, headers={"retry-after": "1"})
    return {"total_count": 1, "entries": [await render_item(ctx.db, access, None)]}


@operation("delete_files_upload_sessions_id")
async def abort_session(ctx: Context, upload_session_id: str) -> None:
    """End a session and drop its parts. After the commit it only forgets the session."""
    await ctx.db.write(sessions.close_session, ctx.subject, upload_session_id)
    ctx.platform.whole_hashes.forget(upload_session_id)


def _render(ctx: Context, session: UploadSession, num_parts_processed: int) -> dict[str, Any]:
    address = f"{ctx.base_url}/api/2.0/files/upload_sessions/{session.id}"
    return {
        "id": session.id,
        "type": "upload_session",
        "session_expires_at": format_instant(session.expires_at),
        "part_size": session.part_size,
        "total_parts": session.total_parts,
        "num_parts_processed": num_parts_processed,
        "session_endpoints": {
            "upload_part": address,
            "commit": f"{address}/commit",
            "abort": address,
            "list_parts": f"{address}/parts",
            "status": address,
        },
    }


def _render_part(session: UploadSession, part: UploadedPart) -> dict[str, Any]:
    return {
        "part_id": part.part_id,
        "offset": part.number * session.part_size,
        "size": part.size,
        "sha1": part.sha1,
    }


def _read_folder_id(value: Any) -> int:
    folder_id = _read_number(value)
    if folder_id is None:
        raise InvalidParameter("folder_id", "is not the id of a folder", code="invalid_folder_id")
    return folder_id


def _read_size(value: Any) -> int:
    if value is None:
        raise InvalidParameter("file_size", "is required", code="missing_file_size")
    size = _read_number(value)
    if size is None:
        raise InvalidParameter("file_size", "is not a number of bytes", code="invalid_file_size")
    return size


def _read_number(value: Any) -> int | None:
    """A number that is not negative, sent as such or in digits."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number and int(text) <= LARGEST_ID else None


def _read_name(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidParameter("file_name", "is not a name", code="item_name_invalid")
    return value


def _read_digest(header: str) -> str:
    """The SHA-1 (hex) in a Digest header, `sha=` and base64 (RFC 3230); raises InvalidParameter."""
    for digest in header.split(","):
        algorithm, _, value = digest.strip().partition("=")
        if algorithm.lower() in {"sha", "sha-1"}:
            try:
                raw = base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                break
            if len(raw) == SHA1_BYTES:
                return raw.hex()
    raise InvalidParameter("digest", "must be sha= and the SHA-1 of the bytes in base64", code="invalid_digest")


def _read_content_range(header: str) -> Stretch:
    match = _CONTENT_RANGE.fullmatch(header)
    if match is None:
        raise InvalidParameter("content-range", "must name bytes: bytes first-last/size")
    return Stretch(int(match[1]), int(match[2]), int(match[3]))
