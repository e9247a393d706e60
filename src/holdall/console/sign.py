"""The page of a signer: the document, and what there is to do about it. See `content.sign_requests.deciding`."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from starlette.responses import Response

from holdall.base.clock import format_instant
from holdall.base.errors import ApiError, BadRequest, Forbidden, NotFound, RateLimited
from holdall.base.requests import network_address
from holdall.box.context import Context
from holdall.box.delivery.links import make_link
from holdall.box.operations import page
from holdall.console.pages import STALE, Form, Refused, read_form, redirect, render, render_message, signed_in
from holdall.console.sign_in import ask_to_sign_in
from holdall.console.signed_pages import pictures_of, send_page
from holdall.content.sign_requests import deciding
from holdall.content.sign_requests.deciding import Visit, open_visit
from holdall.content.sign_requests.rows import Signature, whose_turn
from holdall.content.sign_requests.telling import announce_request

PATH = "/sign"
INPUT = "input-"
_UNLOCKED, _UNLOCK_PURPOSE = "holdall_sign", "sign request"
_NOTHING = ("There is nothing here", "This address leads to no document. Ask whoever sent it to you.")
_NOT_YOU = ("This document is for somebody else", "Sign out, and sign in with the address that the mail was sent to.")
_STATES = {
    "preparing": ("Not ready yet", "The document is still being made. You get mail when it is your turn."),
    "waiting": ("It is not your turn yet", "Others sign before you. You get mail when it is your turn."),
}
_OVER = {
    "cancelled": "Whoever sent it has taken it back.",
    "declined": "Somebody has declined to sign it.",
    "expired": "The time to sign it is over.",
}


@page("GET", PATH + "/{token}")
async def show_document(ctx: Context, token: str) -> Response:
    """The document, and the form to sign it where it is the signer's turn."""
    try:
        visit = await open_visit(ctx.db, token)
    except NotFound:
        return render_message(ctx, *_NOTHING, status=404)
    refusal = await _gate(ctx, visit)
    if refusal is not None:
        return refusal
    if visit.state(ctx.db.now) == "open":
        await ctx.db.write(deciding.note_view, token)
    return await _show(ctx, visit)


@page("POST", PATH + "/{token}")
async def submit(ctx: Context, token: str) -> Response:
    """Give the password, sign, or decline."""
    try:
        visit = await open_visit(ctx.db, token)
    except NotFound:
        return render_message(ctx, *_NOTHING, status=404)
    try:
        form = await read_form(ctx)
    except Refused:
        refusal = await _gate(ctx, visit, STALE)
        return refusal if refusal is not None else await _show(ctx, visit, BadRequest(STALE))
    if form.get("action") == "unlock":
        return await _unlock(ctx, visit, form.get("password", ""))
    refusal = await _gate(ctx, visit)
    if refusal is not None:
        return refusal
    try:
        after = await _decide(ctx, token, form)
    except ApiError as error:
        return await _show(ctx, await open_visit(ctx.db, token), error, form)
    return redirect(_way_on(after))


@page("GET", PATH + "/{token}/page/{number}")
async def show_page(ctx: Context, token: str, number: str) -> Response:
    """A picture of a page of the document."""
    visit = await open_visit(ctx.db, token)
    if await _gate(ctx, visit) is not None:
        raise NotFound("There is no such page")
    return await send_page(ctx, visit.request, number)


@page("GET", PATH + "/{token}/document")
async def download_document(ctx: Context, token: str) -> Response:
    """The document with the signatures that it has."""
    visit = await open_visit(ctx.db, token)
    refusal = await _gate(ctx, visit)
    if refusal is not None:
        return refusal
    if visit.request.version_id is None or visit.state(ctx.db.now) in {"preparing", "waiting", "over"}:
        return await _show(ctx, visit)
    response = redirect(make_link(ctx, visit.request.version_id))
    await ctx.db.write(announce_request, visit.request, "SIGNER_DOWNLOADED", visit.signer)
    return response


async def _decide(ctx: Context, token: str, form: Form) -> Visit:
    place, address = network_address(ctx.request), ctx.base_url
    if form.get("action") == "decline":
        reason = form.get("reason", "")
        return await ctx.db.write(deciding.decline, token, reason, network_address=place, address=address)
    if form.get("action") != "sign":
        raise BadRequest("Choose to sign or to decline")
    signature = Signature(" ".join(form.get("name", "").split()), _read_strokes(form.get("drawing", "")))
    values = _values(form)
    return await ctx.db.write(deciding.sign, token, signature, values, network_address=place, address=address)


def _read_strokes(drawing: str) -> list[list[tuple[float, float]]]:
    try:
        return msgspec.json.decode(drawing, type=list[list[tuple[float, float]]]) if drawing else []
    except msgspec.MsgspecError:
        raise BadRequest("The drawing cannot be read: draw it again") from None


def _values(form: Form) -> dict[int, str]:
    found = {name.removeprefix(INPUT): value for name, value in form.items() if name.startswith(INPUT)}
    return {int(name): value for name, value in found.items() if name.isascii() and name.isdigit() and len(name) < 6}


def _way_on(visit: Visit) -> str:
    """Where the browser goes after a decision: to the next one who signs on this device, to where the request says, or back."""
    own, request = visit.signer.options, visit.request.options
    if visit.signer.decision == "declined":
        targets = (own.declined_redirect_url, own.redirect_url, request.declined_redirect_url, request.redirect_url)
    else:
        following = next((one for one in whose_turn(visit.signers) if one.options.is_in_person), None)
        targets = (None if following is None else following.path, own.redirect_url, request.redirect_url, None)
    return next((one for one in targets if one), visit.signer.path)


async def _gate(ctx: Context, visit: Visit, problem: str = "") -> Response | None:
    """What keeps the browser from the document: a sign-in, or a password; None where nothing does."""
    if visit.signer.options.login_required:
        subject = await signed_in(ctx)
        if subject is None:
            return ask_to_sign_in(ctx, visit.signer.path, purpose="a document to sign")
        if subject.login.casefold() != visit.signer.email.casefold():
            return render_message(ctx, *_NOT_YOU, status=403, action=("/account", "Your account"))
    if visit.signer.password_hash is None or ctx.request.cookies.get(_UNLOCKED) == _unlocking(ctx, visit):
        return None
    return _ask_password(ctx, visit, problem, 400 if problem else 200)


async def _unlock(ctx: Context, visit: Visit, password: str) -> Response:
    caller = network_address(ctx.request) or ""
    try:
        await deciding.check_signer_password(ctx.db, visit.signer, password, caller)
    except RateLimited as refused:
        minutes = max(1, round(refused.retry_after / 60))
        response = _ask_password(ctx, visit, f"Too many attempts. Try again in {minutes} min.", 429)
        response.headers["retry-after"] = str(refused.retry_after)
        return response
    except Forbidden:
        return _ask_password(ctx, visit, "The password is wrong.", 401)
    response = redirect(visit.signer.path)
    response.set_cookie(
        _UNLOCKED,
        _unlocking(ctx, visit),
        max_age=60 * 60,
        path=visit.signer.path,
        secure=ctx.base_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return response


def _unlocking(ctx: Context, visit: Visit) -> str:
    return ctx.platform.key.sign(f"{visit.signer.token} {visit.signer.password_hash}", _UNLOCK_PURPOSE)


def _ask_password(ctx: Context, visit: Visit, problem: str, status: int) -> Response:
    return render(ctx, "sign_password.html", status=status, path=visit.signer.path, problem=problem)


async def _show(
    ctx: Context, visit: Visit, error: ApiError | None = None, form: Mapping[str, str] | None = None
) -> Response:
    state = visit.state(ctx.db.now)
    if state in _STATES:
        return render_message(ctx, *_STATES[state], status=200 if error is None else error.status)
    if state == "over":
        status = visit.request.status_at(ctx.db.now)
        text = _OVER.get(status, "The document cannot be made. Ask whoever sent it to you.")
        return render_message(ctx, f"“{visit.request.name}” is not to be signed", text, status=410)
    pictures, left_out = await pictures_of(ctx, visit.request, visit.signer.path)
    return render(
        ctx,
        "sign.html",
        status=200 if error is None else error.status,
        form_targets=_targets(visit),
        has_script=True,
        request=visit.request,
        signer=visit.signer,
        signers=[one for one in visit.signers if one.must_decide],
        state=state,
        problem="" if error is None else error.message,
        given=form or {},
        today=format_instant(ctx.db.now)[:10],
        pictures=pictures,
        left_out=left_out,
    )


def _targets(visit: Visit) -> tuple[str, ...]:
    """The sites that a form of the page may lead to in the end."""
    own, request = visit.signer.options, visit.request.options
    urls = (own.redirect_url, own.declined_redirect_url, request.redirect_url, request.declined_redirect_url)
    return tuple(sorted({f"{parts.scheme}://{parts.netloc}" for url in urls if url for parts in [urlsplit(url)]}))
