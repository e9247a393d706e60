"""How every page is made: rendered from a template, under one policy, and its forms protected against forgery."""

import hmac
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jinja2
from starlette.responses import HTMLResponse, RedirectResponse, Response

from holdall.base.errors import BadRequest
from holdall.base.ids import new_secret, secret_hash
from holdall.box.context import Context
from holdall.console.assets import asset
from holdall.content.identity.sessions import LIFETIME, find_session
from holdall.content.identity.subject import Subject

SESSION_COOKIE = "holdall_session"
FORM_COOKIE = "holdall_form"
FORM_PURPOSE = "form"
FORM_LIMIT = 64 * 1024
START = "/account"
STALE = "The page was open for too long, or cookies are off. Please try again."
"""What is said where a form is refused."""

Form = Mapping[str, str]


class Refused(Exception):
    """A form that did not come from a page of ours, or came too late: the page is shown again."""


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("holdall.console"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    return environment


def render(
    ctx: Context,
    template: str,
    *,
    status: int = 200,
    form_targets: tuple[str, ...] = (),
    content_hosts: tuple[str, ...] = (),
    may_be_framed: bool = False,
    has_script: bool = False,
    **values: Any,
) -> Response:
    """A page from a template. `form_targets` are the sites its forms may lead to, besides this one.

    `content_hosts` are the sites that images and frames of the page may come from, besides this one.

    `may_be_framed` lets pages of other sites show it in a frame: it must have nothing to press.

    `has_script` lets the page run modules of ours, which it must be of use without.

    A page with a form needs `form_token` and goes with the cookie that the token is checked against.
    """
    nonce = ctx.request.cookies.get(FORM_COOKIE) or new_secret()
    values["form_token"] = _form_token(ctx, nonce)
    html = _templates().get_template(template).render(values)
    headers = _headers(form_targets, content_hosts, may_be_framed=may_be_framed, has_script=has_script)
    response = HTMLResponse(html, status, headers)
    if FORM_COOKIE not in ctx.request.cookies and not may_be_framed:
        _set_cookie(ctx, response, FORM_COOKIE, nonce)
    return response


def render_message(
    ctx: Context,
    heading: str,
    text: str,
    *,
    status: int = 200,
    code: str | None = None,
    action: tuple[str, str] | None = None,
) -> Response:
    """A page that says one thing; `action` is the address and the words of a way on."""
    return render(ctx, "message.html", status=status, heading=heading, text=text, code=code, action=action)


def redirect(address: str) -> RedirectResponse:
    """Lead the browser on with a GET, after a form or before one."""
    return RedirectResponse(address, 303, _headers(()))


async def read_form(ctx: Context) -> Form:
    """The fields of a form from one of our pages; raises Refused where it may have come from elsewhere."""
    text = (await ctx.read_body(FORM_LIMIT)).decode("utf-8", "replace")
    try:
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=512))
    except ValueError as error:
        raise BadRequest("The body is not a form") from error
    if any("\0" in value for value in form.values()):
        raise BadRequest("The body holds the character U+0000")
    check_form(ctx, form)
    return form


def check_form(ctx: Context, form: Form) -> None:
    """Raise Refused unless the fields hold the token of a page of ours in this browser."""
    nonce = ctx.request.cookies.get(FORM_COOKIE, "")
    is_elsewhere = ctx.request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
    expected = _form_token(ctx, nonce)
    if is_elsewhere or not nonce or not hmac.compare_digest(form.get("form_token", "").encode(), expected.encode()):
        raise Refused


async def signed_in(ctx: Context) -> Subject | None:
    """Whose session the browser holds, if any."""
    secret = ctx.request.cookies.get(SESSION_COOKIE)
    return await find_session(ctx.db, secret) if secret else None


def remember_session(ctx: Context, response: Response, secret: str) -> Response:
    """Let the browser hold a session."""
    _set_cookie(ctx, response, SESSION_COOKIE, secret, max_age=LIFETIME)
    return response


def forget_session(response: Response) -> Response:
    """Let the browser forget its session."""
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return response


def local_address(address: str | None) -> str:
    """An address on this server to go on to; anything else becomes the page of the account."""
    parts = urlsplit(address or "")
    is_local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    # Browsers read a backslash as a slash, and two of them as another site.
    if not is_local or address is None or address.startswith(("//", "/\\")) or any(ord(one) < 33 for one in address):
        return START
    return address


def _form_token(ctx: Context, nonce: str) -> str:
    """Bound to the browser by a cookie, and to its session, so that a page of before a sign-in serves no more after."""
    session = ctx.request.cookies.get(SESSION_COOKIE, "")
    return ctx.platform.key.sign(f"{nonce}.{secret_hash(session)}", FORM_PURPOSE)


def _set_cookie(ctx: Context, response: Response, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        secure=ctx.base_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def _headers(
    form_targets: tuple[str, ...],
    content_hosts: tuple[str, ...] = (),
    *,
    may_be_framed: bool = False,
    has_script: bool = False,
) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        **({"script-src": "'self'"} if has_script else {}),
        "style-src": "'self'",
        "img-src": " ".join(("'self'", *content_hosts)),
        "frame-src": " ".join(("'self'", *content_hosts)) if content_hosts else "'none'",
        "form-action": " ".join(("'self'", *form_targets)),
        "base-uri": "'none'",
        "frame-ancestors": "*" if may_be_framed else "'none'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
    }
    return headers if may_be_framed else {**headers, "x-frame-options": "DENY"}
