"""Links to previews that need no token: an expiring link that opens one, and the session that shows its pictures.

Each says for whom it was made; whether that person may still preview the file is asked again each time it is followed.
"""

import base64
import binascii

import msgspec

from holdall.base.clock import SECOND
from holdall.base.db import Database
from holdall.base.errors import Gone, NotFound
from holdall.base.keys import ServerKey
from holdall.box.context import Context
from holdall.content.access import Access, Action, reach_active
from holdall.content.identity.sessions import find_person
from holdall.content.identity.subject import Subject, guest
from holdall.content.items.tables import ItemType
from holdall.content.items.versions import find_live_version
from holdall.content.renditions.formats import format_of
from holdall.content.sharing.link_opening import grant_of
from holdall.content.sharing.links import links_of

LINK_SECONDS = 60
"""How long an expiring link opens a preview, as at Box."""
SESSION_SECONDS = 60 * 60
"""How long a preview that was opened goes on, as at Box."""

LINK_PATH = "/preview/expiring_embed"
LINK = "preview link"
SESSION = "preview session"
_SIGNATURE_LENGTH = 43
_CONTENT_SCOPE = "enterprise_content"


class Preview(msgspec.Struct, frozen=True, array_like=True):
    """What a link says: the version that is shown and for whom (0 is nobody who has signed in), until when (seconds).

    `link_item_id` is the item of the shared link that let the person see the file (0 for none).
    """

    file_id: int
    version_id: int
    user_id: int
    link_item_id: int
    sees_all_content: bool
    expires_at: int


_decode = msgspec.msgpack.Decoder(Preview).decode
_encode = msgspec.msgpack.Encoder().encode


def embed_link(ctx: Context, file: Access) -> dict[str, str] | None:
    """The field `expiring_embed_link` of a file: a page for a frame; None for a file that has no preview.

    Raises Forbidden where the subject may not preview the file.
    """
    file.require(Action.PREVIEW)
    if format_of(file.item.name) is None:
        return None
    token = write_preview(ctx.platform.key, preview_of(file, ctx.db.now, LINK_SECONDS), LINK)
    return {"url": f"{ctx.base_url}{LINK_PATH}/{token}"}


def preview_of(access: Access, now: int, seconds: int) -> Preview:
    """The preview of a file's current version for the subject of an access; `now` is in microseconds UTC."""
    subject = access.subject
    assert access.item.version_id is not None
    return Preview(
        access.item.id,
        access.item.version_id,
        subject.user_id,
        0 if subject.link is None else subject.link.item_id,
        _CONTENT_SCOPE in subject.scopes,
        now // SECOND + seconds,
    )


def write_preview(key: ServerKey, preview: Preview, purpose: str) -> str:
    """The token of a link (LINK) or a session (SESSION), safe in a URL."""
    payload = base64.urlsafe_b64encode(_encode(preview)).decode().rstrip("=")
    return payload + key.sign(payload, purpose)


def read_preview(key: ServerKey, token: str, purpose: str, now: int) -> Preview:
    """What a token says; raises NotFound for one that this server has not made, and Gone for one that has expired."""
    payload, signature = token[:-_SIGNATURE_LENGTH], token[-_SIGNATURE_LENGTH:]
    if not key.verify(payload, signature, purpose):
        raise NotFound("This is not a preview of this server")
    try:
        preview = _decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("This is not a preview of this server") from None
    if preview.expires_at <= now // SECOND:
        raise Gone("This preview has expired; ask for a new link to it")
    return preview


async def reach_preview(db: Database, preview: Preview) -> tuple[Access, str]:
    """The file, for whom the preview was made, and the name of the version shown.

    Raises NotFound and Forbidden where that person may not preview it any more.
    """
    subject = await _viewer(db, preview)
    file = await reach_active(db, subject, preview.file_id, ItemType.FILE, Action.PREVIEW)
    if preview.version_id == file.item.version_id:
        return file, file.item.name
    return file, (await find_live_version(db, preview.file_id, preview.version_id)).name


async def _viewer(db: Database, preview: Preview) -> Subject:
    subject = await find_person(db, preview.user_id) if preview.user_id else None
    if subject is None and preview.user_id:
        raise NotFound("Whoever asked for this preview has no account any more")
    if subject is not None and preview.sees_all_content:
        subject = msgspec.structs.replace(subject, scopes=subject.scopes | {_CONTENT_SCOPE})
    grant = None
    if preview.link_item_id:
        link = (await links_of(db, [preview.link_item_id])).get(preview.link_item_id)
        grant = None if link is None else await grant_of(db, subject, link)
    if subject is not None:
        return subject if grant is None else msgspec.structs.replace(subject, link=grant)
    if grant is None:
        raise NotFound("The shared link that led here was taken back")
    return guest(grant)
