"""Pictures of users: checked, cut to the sizes that Box keeps, and stored as blobs.

Limits are Box's: JPEG or PNG, at most 1 MB and 1024 x 1024 pixels (https://developer.box.com/reference/post-users-id-avatar/).
"""

import asyncio
import io
from collections.abc import Mapping

import msgspec
import sqlalchemy as sa
from PIL import Image, ImageOps, UnidentifiedImageError

from holdall.base.db import Database, Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, InsufficientPermissions, NotFound
from holdall.content.directory.tables import avatars
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import get_user, may_manage
from holdall.storage import Intake, Stores, Taken

MAX_BYTES = 1024 * 1024
MAX_EDGE = 1024
SIZES: Mapping[str, int] = {"small": 50, "large": 128, "preview": 512}
"""The longest edge of each size in pixels."""
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class Avatar(msgspec.Struct, frozen=True):
    """One size of a user's picture."""

    blob_key: str
    media_type: str


_FIND = query(
    sa.select(avatars.c.blob_key, avatars.c.media_type).where(
        avatars.c.user_id == sa.bindparam("user_id"), avatars.c.size == sa.bindparam("size")
    ),
    into=Avatar,
)


async def find_avatar(reader: Reader, user_id: int, size: str) -> Avatar:
    """One size of a user's picture; raises NotFound where there is none."""
    avatar = await reader.one(_FIND, user_id=user_id, size=size)
    if avatar is None:
        raise NotFound(f"User {user_id} has no avatar")
    return avatar


async def set_avatar(db: Database, stores: Stores, subject: Subject, user_id: int, picture: bytes) -> bool:
    """Make `picture` the avatar of a user; whether there was none before.

    Raises NotFound, InsufficientPermissions, or BadRequest for what is not a picture within the limits.
    """
    await _require_change(db, subject, user_id)
    media_type, cuts = await asyncio.to_thread(cut_picture, picture)
    taken = {size: await stores.intake.put(content) for size, content in cuts.items()}
    return await db.write(_replace, subject, user_id, stores.intake, taken, media_type=media_type)


async def remove_avatar(tx: Transaction, subject: Subject, user_id: int) -> None:
    """A unit: take the picture away; raises NotFound where there is none, or InsufficientPermissions."""
    await _require_change(tx, subject, user_id)
    if await tx.delete(avatars, user_id=user_id) == 0:
        raise NotFound(f"User {user_id} has no avatar")
    await emit(tx, subject, "EDIT_USER", source_type="user", source_id=user_id, changed=["avatar"])


def cut_picture(picture: bytes) -> tuple[str, dict[str, bytes]]:
    """The media type and the bytes of each size; raises BadRequest for what is not a picture within the limits.

    The picture is decoded and written anew, so nothing but its pixels survives: no position, no script, no second file.
    """
    if not picture:
        raise BadRequest("The picture is empty")
    if len(picture) > MAX_BYTES:
        raise BadRequest(f"The picture has {len(picture)} bytes; at most {MAX_BYTES} are taken")
    try:
        with Image.open(io.BytesIO(picture), formats=list(MEDIA_TYPES)) as image:
            if max(image.size) > MAX_EDGE:
                width, height = image.size
                raise BadRequest(
                    f"The picture has {width} x {height} pixels; at most {MAX_EDGE} x {MAX_EDGE} are taken"
                )
            kind = image.format or "PNG"
            upright = ImageOps.exif_transpose(image).convert("RGB" if kind == "JPEG" else "RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BadRequest("The file is not a picture in JPEG or PNG form") from None
    return MEDIA_TYPES[kind], {size: _cut(upright, edge, kind) for size, edge in SIZES.items()}


def _cut(image: Image.Image, edge: int, kind: str) -> bytes:
    smaller = image.copy()
    smaller.thumbnail((edge, edge))
    written = io.BytesIO()
    smaller.save(written, format=kind)
    return written.getvalue()


async def _replace(
    tx: Transaction, subject: Subject, user_id: int, intake: Intake, taken: Mapping[str, Taken], *, media_type: str
) -> bool:
    await _require_change(tx, subject, user_id)
    had = await tx.delete(avatars, user_id=user_id)
    for size, one in taken.items():
        blob = await intake.record(tx, one, enterprise_id=subject.enterprise_id)
        await tx.insert(avatars, user_id=user_id, size=size, blob_key=blob.key, media_type=media_type)
    await emit(tx, subject, "EDIT_USER", source_type="user", source_id=user_id, changed=["avatar"])
    return had == 0


async def _require_change(reader: Reader, subject: Subject, user_id: int) -> None:
    user = await get_user(reader, subject, user_id)
    if user.id != subject.user_id and not may_manage(subject, user):
        raise InsufficientPermissions(f"You may not change the avatar of user {user_id}")
