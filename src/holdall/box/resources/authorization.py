"""The token and revocation endpoints: OAuth 2 with Box's grant types. The pages of sign-in are in the console room.

Every answer carries the server's time in its Date header, by which clients correct their clocks.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from email.utils import formatdate
from urllib.parse import parse_qsl, unquote

from holdall.base.clock import SECOND
from holdall.base.errors import ApiError, Unauthorized
from holdall.box.context import Answer, Context
from holdall.box.errors import PlainError
from holdall.box.operations import operation
from holdall.content.identity.applications import (
    Application,
    authenticate_client,
    find_application_by_id,
    public_keys,
)
from holdall.content.identity.assertions import BOX_AUDIENCE, Assertion, peek_issuer, verify_assertion
from holdall.content.identity.authentication import authenticate
from holdall.content.identity.device_pinners import Device, device_named
from holdall.content.identity.downscoping import Link, Narrowed, Resource, narrow_token, parse_resource, unreachable
from holdall.content.identity.errors import OAuthError, invalid_client, invalid_grant, invalid_request
from holdall.content.identity.scopes import parse_scopes
from holdall.content.identity.subject import Subject
from holdall.content.identity.token_requests import (
    exchange_assertion,
    exchange_client_credentials,
    exchange_code,
    exchange_refresh_token,
    remember_assertion,
)
from holdall.content.identity.tokens import IssuedTokens, Lifetimes, revoke_token
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.sharing.link_opening import LinkHeader, open_link
from holdall.contract import FIRST_VERSION, load_schemas

FORM_LIMIT = 64 * 1024
_LISTED_SCOPES = frozenset(load_schemas()[FIRST_VERSION]["ResourceScope"]["properties"]["scope"]["enum"])
ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - a name, not a secret

ID_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - a name, not a secret

Form = Mapping[str, str]
Body = dict[str, object]


@operation("post_oauth2_token", "post_oauth2_token#refresh")
async def request_token(ctx: Context) -> Answer:
    """An access token for a code, a refresh token, an assertion, the application's own credentials or another token."""
    return await _answer(ctx, _grant)


@operation("post_oauth2_revoke")
async def revoke(ctx: Context) -> Answer:
    """End a sign-in by any of its tokens; a token that is not known counts as revoked (RFC 7009)."""
    return await _answer(ctx, _revoke)


async def _answer(ctx: Context, serve: Callable[[Context, Form], Awaitable[Body | None]]) -> Answer:
    """What `serve` makes of the form; an OAuthError as OAuth 2 renders it."""
    now = ctx.platform.clock.now() // SECOND
    headers = {"cache-control": "no-store", "pragma": "no-cache", "date": formatdate(now, usegmt=True)}
    try:
        return Answer(await serve(ctx, await _read_form(ctx)), headers=headers)
    except OAuthError as error:
        body = {"error": error.error, "error_description": error.description}
        raise PlainError(error.status, body, headers) from None


async def _grant(ctx: Context, form: Form) -> Body:
    grant = _GRANTS.get(form.get("grant_type", ""))
    if grant is None:
        raise OAuthError("unsupported_grant_type", "Invalid grant_type parameter or parameter missing")
    return await grant(ctx, form)


async def _revoke(ctx: Context, form: Form) -> None:
    application = await _authenticate_client(ctx, form)
    if not await ctx.db.write(revoke_token, application_id=application.id, token=_required(form, "token")):
        raise OAuthError("unauthorized_client", "The token belongs to another application")


async def _grant_code(ctx: Context, form: Form) -> Body:
    application = await _authenticate_client(ctx, form)
    issued = await ctx.db.write(
        exchange_code,
        application,
        _lifetimes(ctx),
        code=_required(form, "code"),
        redirect_uri=form.get("redirect_uri"),
        verifier=form.get("code_verifier"),
        device=_device(application, form),
    )
    return _token_body(issued)


async def _grant_refresh(ctx: Context, form: Form) -> Body:
    application = await _authenticate_client(ctx, form)
    token, device = _required(form, "refresh_token"), _device(application, form)
    issued = await ctx.db.write(exchange_refresh_token, application, _lifetimes(ctx), token=token, device=device)
    return _token_body(issued)


async def _grant_client_credentials(ctx: Context, form: Form) -> Body:
    application = await _authenticate_client(ctx, form)
    issued = await ctx.db.write(
        exchange_client_credentials,
        application,
        _lifetimes(ctx),
        subject_type=_required(form, "box_subject_type"),
        subject_id=_required(form, "box_subject_id"),
    )
    return _token_body(issued)


async def _grant_assertion(ctx: Context, form: Form) -> Body:
    text = _required(form, "assertion")
    if "client_id" not in form:
        form = {**form, "client_id": peek_issuer(text)}
    application = await _authenticate_client(ctx, form)
    assertion = await _verify(ctx, application, text)
    return _token_body(await ctx.db.write(exchange_assertion, application, _lifetimes(ctx), assertion))


async def _grant_exchange(ctx: Context, form: Form) -> Body:
    """A narrower token for another one. The application proves itself only where it gives its credentials."""
    token = _required(form, "subject_token")
    if form.get("subject_token_type", ACCESS_TOKEN_TYPE) != ACCESS_TOKEN_TYPE:
        raise invalid_request(f"subject_token_type must be {ACCESS_TOKEN_TYPE}")
    if "client_secret" in form:
        await _authenticate_client(ctx, form)
    scopes = parse_scopes(_required(form, "scope"))
    try:
        subject = await authenticate(ctx.db, token, as_user=None, operation_id=None)
    except Unauthorized as error:
        raise invalid_grant(error.message) from None
    target = await _target(ctx, subject, form)
    if "actor_token" in form:
        await _check_actor(ctx, subject, form)
    return _narrowed_body(await ctx.db.write(narrow_token, subject, scopes=scopes, target=target))


async def _check_actor(ctx: Context, subject: Subject, form: Form) -> None:
    """An assertion that names the external person a token is for, in the words of annotator tokens.

    https://developer.box.com/guides/authentication/tokens/annotator-tokens/. Who it is matters to annotations alone,
    which this server does not keep, so it is checked and not remembered.
    """
    if form.get("actor_token_type", ID_TOKEN_TYPE) != ID_TOKEN_TYPE:
        raise invalid_request(f"actor_token_type must be {ID_TOKEN_TYPE}")
    application = await find_application_by_id(ctx.db, subject.application_id)
    assert application is not None
    actor = await _verify(ctx, application, form["actor_token"])
    if actor.subject_type != "external":
        raise invalid_grant("Please check the 'box_sub_type' claim. It must be 'external'")
    await ctx.db.write(remember_assertion, application.id, actor)


async def _verify(ctx: Context, application: Application, assertion: str) -> Assertion:
    return verify_assertion(
        assertion,
        client_id=application.client_id,
        public_keys=await public_keys(ctx.db, application.id),
        audiences=_audiences(ctx),
        now=ctx.platform.clock.now(),
    )


async def _target(ctx: Context, subject: Subject, form: Form) -> Resource | Link | None:
    """What the token is narrowed to besides its scopes: an item by its address, or by a shared link."""
    resource, url = form.get("resource"), form.get("box_shared_link")
    if resource and url:
        raise invalid_request("Give resource or box_shared_link, not both")
    if resource:
        return parse_resource(resource)
    if not url:
        return None
    try:
        link, grant = await open_link(ctx.db, subject, LinkHeader(url, None))
    except ApiError:
        raise unreachable() from None
    return Link(url, link.item_id, grant)


_GRANTS: dict[str, Callable[[Context, Form], Awaitable[Body]]] = {
    "authorization_code": _grant_code,
    "refresh_token": _grant_refresh,
    "client_credentials": _grant_client_credentials,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": _grant_assertion,
    "urn:ietf:params:oauth:grant-type:token-exchange": _grant_exchange,
}


async def _read_form(ctx: Context) -> Form:
    text = (await ctx.read_body(FORM_LIMIT)).decode("utf-8", "replace")
    try:
        form = {name: value for name, value in parse_qsl(text, max_num_fields=64) if value}
    except ValueError as error:
        raise invalid_request("The body is not a form") from error
    if any("\0" in value for value in form.values()):
        raise invalid_request("The body holds the character U+0000")
    return form


def _required(form: Form, name: str) -> str:
    value = form.get(name)
    if value is None:
        raise invalid_request(f"Missing parameter: {name}")
    return value


def _device(application: Application, form: Form) -> Device | None:
    return device_named(form.get("box_device_id"), form.get("box_device_name"), application.name)


async def _authenticate_client(ctx: Context, form: Form) -> Application:
    """The application, by the form's client_id and client_secret or by HTTP Basic (RFC 6749, 2.3.1)."""
    client_id, client_secret = form.get("client_id"), form.get("client_secret")
    if client_secret is None:
        client_id, client_secret = _basic_credentials(ctx, client_id)
    return await authenticate_client(ctx.db, ctx.platform.key, client_id or "", client_secret)


def _basic_credentials(ctx: Context, client_id: str | None) -> tuple[str, str]:
    kind, _, credentials = ctx.request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        raise invalid_client()
    try:
        name, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise invalid_client() from None
    if client_id not in {None, unquote(name)}:
        raise invalid_client()
    return unquote(name), unquote(secret)


def _audiences(ctx: Context) -> set[str]:
    return {BOX_AUDIENCE, *(ctx.base_url + path for path in ("/oauth2/token", "/api/oauth2/token"))}


def _lifetimes(ctx: Context) -> Lifetimes:
    settings = ctx.platform.settings
    return Lifetimes(settings.access_token_lifetime, settings.refresh_token_lifetime)


def _token_body(issued: IssuedTokens | OAuthError) -> Body:
    if isinstance(issued, OAuthError):
        raise issued
    body: Body = {
        "access_token": issued.access_token,
        "expires_in": issued.expires_in,
        "restricted_to": [],
        "token_type": "bearer",
    }
    if issued.refresh_token is not None:
        body["refresh_token"] = issued.refresh_token
    return body


def _narrowed_body(narrowed: Narrowed) -> Body:
    """The answer for a narrowed token. Only scopes of items are listed as limits: that is what the contract allows."""
    item = narrowed.item
    limits: list[dict[str, object]] = [{"scope": scope} for scope in narrowed.scopes if scope in _LISTED_SCOPES]
    if item is not None:
        view: dict[str, object] = {
            "id": str(item.id),
            "type": TYPE_NAMES[item.type],
            "sequence_id": str(item.sequence),
            "etag": str(item.sequence),
            "name": item.name,
        }
        if item.sha1 is not None:
            view["sha1"] = item.sha1
        limits = [limit | {"object": view} for limit in limits]
    return {
        "access_token": narrowed.access_token,
        "expires_in": narrowed.expires_in,
        "token_type": "bearer",
        "restricted_to": limits,
        "issued_token_type": ACCESS_TOKEN_TYPE,
    }
