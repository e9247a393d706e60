"""Platforms that connections are made to, and signing in to one: a link to open, or a form to fill."""

from typing import Any, Literal

import msgspec
from starlette.responses import Response

from holdall.base.errors import BadRequest
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Many, One, Raw
from holdall.migration.api.routing import route
from holdall.migration.page import templates
from holdall.migration.service.connections import get_connection
from holdall.migration.service.credentials import Credentials, shown_fields
from holdall.migration.service.known_platforms import (
    PLATFORMS,
    AuthField,
    KnownPlatform,
    features_of,
    known_platform,
    validation_of,
)
from holdall.migration.service.listing import sort_rows
from holdall.migration.service.sign_ins import (
    CALLBACK,
    Request,
    SignInLost,
    begin_sign_in,
    complete_sign_in,
    refuse_sign_in,
    request_to_sign_in_anew,
)

_WINDOW = {"width": 600, "height": 720}
_PAGE_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "referrer-policy": "no-referrer",
}


class Wish(msgspec.Struct, kw_only=True):
    """What a person wants of the connection that signing in makes."""

    name: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    base_url: str | None = None
    delete_behavior: Literal["trash", "permanent"] | None = None
    admin_mode: bool = False
    readonly: bool = False


@route("GET", "connections/platforms", permission="connections.read")
async def list_platforms(ctx: Context) -> Many:
    """List the platforms with what each can do and what it allows in names; `q` searches their names."""
    sought = (ctx.page.q or "").casefold()
    found = [one for one in PLATFORMS.values() if sought in one.name.casefold()]
    rows, total = sort_rows(found, ctx.page, {"name": lambda one: one.name, "id": lambda one: one.id})
    return Many("platforms", [_view(ctx, one) for one in rows], total, ctx.page)


@route("GET", "connections/platforms/{id}", permission="connections.read")
async def get_platform(ctx: Context, id: str) -> One:
    """Get a platform."""
    return One("platform", _view(ctx, known_platform(id)))


@route("GET", "connections/platforms/{id}/new", permission="connections.write")
async def new_connection(ctx: Context, id: str) -> Raw:
    """Get what a new connection takes: for `box` the `target` to open and sign in at, which makes the connection.

    `admin_mode=1` makes it one to all users, whose paths begin with an e-mail address. `name` is the connection's; `client_id`,
    `client_secret` and `base_url` are those of another application or server than the settings name. The link is good
    for an hour, once. Other platforms answer the fields of `auth` as `attributes`, to be sent with POST /v1/connections.
    """
    asked = {name: ctx.asked.text(name) for name in ("name", "client_id", "client_secret", "base_url")}
    flags = {name: ctx.asked.flag(name) for name in ("admin_mode", "readonly")}
    behavior = ctx.asked.choice("delete_behavior", ("trash", "permanent"))
    wish = msgspec.convert({**asked, **flags, "delete_behavior": behavior}, Wish)
    return await _begin(ctx, known_platform(id), wish)


@route("POST", "connections/platforms/{id}/new", permission="connections.write")
async def post_new_connection(ctx: Context, id: str) -> Raw:
    """Get the same, with the parameters in a JSON body: so that no secret stands in an address. An addition of Holdall."""
    return await _begin(ctx, known_platform(id), await ctx.body(Wish))


@route("GET", "connections/{id}/edit", permission="connections.write")
async def edit_connection(ctx: Context, id: str) -> Raw:
    """Get what signing a connection in anew takes: a `target` to open, or the fields of `auth` to PATCH, without secrets."""
    connection = await get_connection(ctx.db, id)
    platform = known_platform(connection.platform_id)
    credentials = Credentials.unseal(ctx.site.key, connection.auth)
    if "oauth2" not in platform.methods or "client_id" not in credentials.fields or credentials.is_service_account:
        return _authorization(_form(platform, shown_fields(platform, credentials)))
    request = request_to_sign_in_anew(ctx.site.key, connection, f"{ctx.base_url}{CALLBACK}")
    target = await begin_sign_in(ctx.site, ctx.person.id, request, connection_id=connection.id)
    return _authorization(_link(target))


@route("GET", CALLBACK, public=True)
async def come_back(ctx: Context) -> Response:
    """Take a person back who has signed in at a platform: the connection is made, and a page says so."""
    state, code = ctx.asked.text("state"), ctx.asked.text("code")
    if not state or not code:
        await ctx.db.write(refuse_sign_in, state or "")
        reason = ctx.asked.text("error_description") or ctx.asked.text("error") or "The answer holds no code."
        return _page("Access was not granted", reason, 400)
    try:
        connection = await complete_sign_in(ctx.site, state, code)
    except SignInLost as error:
        return _page("No connection was made", str(error), 400)
    return _page("You are connected", f"The connection {connection.name} can be used. You can close this page.")


def brief_view(platform: KnownPlatform) -> dict[str, Any]:
    """A platform as other objects name it."""
    return {"id": platform.id, "name": platform.name, "type": "platform"}


def _view(ctx: Context, platform: KnownPlatform) -> dict[str, Any]:
    return {
        "id": platform.id,
        "name": platform.name,
        "group": platform.group,
        "disabled": False,
        "default": False,
        "authorize": {"methods": list(platform.methods), "prompt": _WINDOW},
        "features": features_of(platform),
        "path": {"validation": validation_of(platform)},
        "auth": _attributes(platform, {}),
        "type": "platform",
        "links": {"connect": {"href": ctx.url(f"connections/platforms/{platform.id}/new")}},
    }


async def _begin(ctx: Context, platform: KnownPlatform, wish: Wish) -> Raw:
    if "oauth2" not in platform.methods:
        return _authorization(_form(platform, {}))
    settings = ctx.site.settings
    base_url = wish.base_url or settings.migration_box_url or None
    # The application of the settings is for the server of the settings: no other one is told its secret.
    is_own = wish.client_id is None and (base_url or "") == settings.migration_box_url
    client_id = settings.migration_box_client_id if is_own else wish.client_id
    if not client_id:
        raise BadRequest(
            "There is no application to sign in to: set HOLDALL_MIGRATION_BOX_CLIENT_ID and _SECRET of the server, or send "
            f"client_id and client_secret. The application leads people back to {ctx.base_url}{CALLBACK}"
        )
    request = Request(
        name=wish.name,
        client_id=client_id,
        client_secret=(settings.migration_box_client_secret if is_own else wish.client_secret) or None,
        base_url=base_url,
        delete_behavior=wish.delete_behavior,
        redirect_uri=f"{ctx.base_url}{CALLBACK}",
        admin_mode=wish.admin_mode,
        readonly=wish.readonly,
    )
    return _authorization(_link(await begin_sign_in(ctx.site, ctx.person.id, request)))


def _authorization(value: dict[str, Any]) -> Raw:
    return Raw({"status": 200, "type": "authorization", "authorization": value})


def _link(target: str) -> dict[str, Any]:
    return {"method": "oauth2", "target": target, "prompt": _WINDOW, "attributes": {}}


def _form(platform: KnownPlatform, values: dict[str, Any]) -> dict[str, Any]:
    return {"method": "prompt", "target": None, "prompt": _WINDOW, "attributes": _attributes(platform, values)}


def _attributes(platform: KnownPlatform, values: dict[str, Any]) -> dict[str, Any]:
    return {one.name: _attribute(one, values.get(one.name)) for one in platform.fields}


def _attribute(field: AuthField, value: Any) -> dict[str, Any]:
    return {
        "type": field.type,
        "id": field.name,
        "caption": field.caption,
        "hint": field.hint,
        "required": field.required,
        "value": value,
        "options": {option: {"caption": option} for option in field.options},
    }


def _page(heading: str, text: str, status: int = 200) -> Response:
    page = templates().get_template("callback.html").render(heading=heading, text=text)
    return Response(page, status, _PAGE_HEADERS, media_type="text/html")
