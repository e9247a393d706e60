"""Pictures of users."""

import io

from multipart import MultipartError, MultipartParser, parse_options_header
from starlette.responses import Response

from holdall.base.errors import BadRequest, NotFound, Unauthorized
from holdall.box.binding import Id
from holdall.box.context import Answer, Context
from holdall.box.operations import operation, page
from holdall.content.directory import avatars
from holdall.content.directory.avatars import MAX_BYTES, SIZES
from holdall.content.identity.authentication import authenticate
from holdall.content.identity.users import find_colleague, get_user
from holdall.storage import find_parts, read_parts

PATH = "/api/avatar/{size}/{user_id}"
_FORM_OVERHEAD = 64 * 1024
_PURPOSE = "avatar link"


@operation("get_users_id_avatar")
async def get_avatar(ctx: Context, user_id: Id) -> Response:
    """The picture of a user of the enterprise, for everybody in it."""
    if user_id != ctx.subject.user_id:
        await find_colleague(ctx.db, ctx.subject, user_id)
    return await _send(ctx, user_id, "large")


@operation("post_users_id_avatar")
async def set_avatar(ctx: Context, user_id: Id) -> Answer:
    """Give a user a picture, a JPEG or PNG of at most 1 MB and 1024 x 1024 pixels, in the part `pic` of a form."""
    await get_user(ctx.db, ctx.subject, user_id)
    picture = _read_picture(
        ctx.request.headers.get("content-type", ""), await ctx.read_body(MAX_BYTES + _FORM_OVERHEAD)
    )
    is_first = await avatars.set_avatar(ctx.db, ctx.platform.stores, ctx.subject, user_id, picture)
    links = {size: _link(ctx, size, user_id) for size in SIZES}
    return Answer({"pic_urls": links}, status=201 if is_first else 200)


@operation("delete_users_id_avatar")
async def remove_avatar(ctx: Context, user_id: Id) -> None:
    """Take the picture of a user away."""
    await ctx.db.write(avatars.remove_avatar, ctx.subject, user_id)


@page("GET", PATH)
async def send_avatar(ctx: Context, size: str, user_id: str) -> Response:
    """A picture by the signed link of `post_users_id_avatar`, or with a token of the same enterprise."""
    signature = ctx.request.query_params.get("signature")
    if not user_id.isdecimal() or size not in SIZES:
        raise NotFound(f"There is no avatar at {ctx.request.url.path}")
    if signature is None:
        token = ctx.request.headers.get("authorization", "").partition(" ")[2].strip()
        ctx.subject = await authenticate(ctx.db, token, as_user=None, operation_id="get_users_id_avatar")
        await find_colleague(ctx.db, ctx.subject, int(user_id))
    elif not ctx.platform.key.verify(f"{size}/{user_id}", signature, _PURPOSE):
        raise Unauthorized("The link to this picture is not signed by this server", error="invalid_request")
    return await _send(ctx, int(user_id), size)


async def _send(ctx: Context, user_id: int, size: str) -> Response:
    avatar = await avatars.find_avatar(ctx.db, user_id, size)
    parts = await find_parts(ctx.db, avatar.blob_key)
    pieces = await read_parts(ctx.platform.stores, parts, 0, sum(part.size for part in parts))
    content = b"".join([piece async for piece in pieces])
    headers = {"x-content-type-options": "nosniff", "cache-control": "private, max-age=60"}
    return Response(content, media_type=avatar.media_type, headers=headers)


def _link(ctx: Context, size: str, user_id: int) -> str:
    place = f"{size}/{user_id}"
    return f"{ctx.base_url}/api/avatar/{place}?signature={ctx.platform.key.sign(place, _PURPOSE)}"


def _read_picture(content_type: str, body: bytes) -> bytes:
    kind, options = parse_options_header(content_type)
    if kind != "multipart/form-data":
        raise BadRequest("Send the picture as multipart/form-data, in a part called pic")
    try:
        parts = list(
            MultipartParser(io.BytesIO(body), options.get("boundary", ""), strict=True, memory_limit=4 * MAX_BYTES)
        )
    except MultipartError as error:
        raise BadRequest(f"The form cannot be read: {error}") from None
    picture = next((part for part in parts if part.name == "pic"), None)
    if picture is None:
        raise BadRequest("The form has no part called pic")
    return bytes(picture.raw)
