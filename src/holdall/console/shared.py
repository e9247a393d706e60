"""The page of a shared link, what is behind it, the download, and the question for a password."""

from typing import Literal
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from holdall.base.db import Transaction
from holdall.base.errors import ApiError, Forbidden, NotFound, RateLimited
from holdall.base.requests import network_address
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.pages import STALE, Refused, read_form, redirect, render, render_message, signed_in
from holdall.console.showing import Frame, read_item_id, record_use, send_content, show_item
from holdall.console.sign_in import ask_to_sign_in
from holdall.console.terms import lead_to_terms
from holdall.content.access import Access, Action, reach_active
from holdall.content.barriers.errors import BarrierBlocks
from holdall.content.identity.subject import LinkGrant, Subject, guest
from holdall.content.items.tables import ItemType
from holdall.content.sharing.link_opening import check_barrier, find_link, grant_of, unlock
from holdall.content.sharing.links import SharedLink, count_use
from holdall.content.terms.asking import TermsRequired, terms_required

_UNLOCKED = "holdall_link"
_UNLOCK_PURPOSE = "shared link"
_NO_LINK = ("There is nothing here", "This link was taken back, has expired, or never was. Ask whoever sent it to you.")

_KEPT_AWAY = (
    "This is not for you",
    "An information barrier of your company keeps you from what this link leads to. Its administrators can tell you more.",
)


class _AskPassword(Exception):
    """The link has a password that this browser has not given yet."""


@page("GET", "/v/{name}")
async def show_vanity(ctx: Context, name: str) -> Response:
    """A link by the name that its maker chose."""
    link = await find_link(ctx.db, f"/v/{name}")
    return _nothing(ctx) if link is None else redirect(f"/s/{link.token}")


@page("GET", "/s/{token}")
async def show_link(ctx: Context, token: str) -> Response:
    """What the link leads to."""
    return await _serve(ctx, token, None)


@page("GET", "/s/{token}/{item_id}")
async def show_inside(ctx: Context, token: str, item_id: str) -> Response:
    """Something inside the folder that the link leads to."""
    return await _serve(ctx, token, item_id)


@page("POST", "/s/{token}")
async def submit_password(ctx: Context, token: str) -> Response:
    """Open a link that has a password."""
    link = await find_link(ctx.db, f"/s/{token}")
    if link is None:
        return _nothing(ctx)
    try:
        form = await read_form(ctx)
    except Refused:
        return _ask(ctx, token, STALE, 400)
    subject = await signed_in(ctx)
    caller = network_address(ctx.request) or "" if subject is None else f"user {subject.user_id}"
    try:
        await unlock(ctx.db, link, form.get("password"), caller)
    except RateLimited as refused:
        minutes = max(1, round(refused.retry_after / 60))
        response = _ask(ctx, token, f"Too many attempts. Try again in {minutes} min.", 429)
        response.headers["retry-after"] = str(refused.retry_after)
        return response
    except Forbidden:
        return _ask(ctx, token, "The password is wrong.", 401)
    response = redirect(f"/s/{token}")
    response.set_cookie(
        _UNLOCKED,
        _unlocking(ctx, link),
        max_age=60 * 60,
        path=f"/s/{token}",
        secure=ctx.base_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return response


@page("GET", "/s/{token}/{item_id}/download")
async def download(ctx: Context, token: str, item_id: str) -> Response:
    """The content of a file that the link leads to."""
    try:
        link, subject = await _open(ctx, token)
        file = await _reach(ctx, subject, link, item_id)
        file.require(Action.DOWNLOAD)
    except _AskPassword:
        return _ask(ctx, token)
    except TermsRequired as required:
        return lead_to_terms(required.terms_id, ctx.request.url.path)
    except BarrierBlocks as blocked:
        return await _kept_away(ctx, blocked)
    except ApiError:
        return _nothing(ctx)
    return await _send(ctx, link, file)


@page("GET", "/shared/static/{name}")
async def download_directly(ctx: Context, name: str) -> Response:
    """The content of a file that an open link without a password leads to, for programs and other pages."""
    link = await find_link(ctx.db, f"/shared/static/{name}")
    grant = None if link is None or link.password_hash is not None else await grant_of(ctx.db, None, link)
    if link is None or grant is None:
        raise NotFound("There is no shared file at this address")
    file = await reach_active(ctx.db, guest(grant), link.item_id, ItemType.FILE, Action.DOWNLOAD)
    return await _send(ctx, link, file)


async def _serve(ctx: Context, token: str, item_id: str | None) -> Response:
    try:
        link, subject = await _open(ctx, token)
        item = await _reach(ctx, subject, link, item_id)
    except _AskPassword:
        return _ask(ctx, token)
    except TermsRequired as required:
        return lead_to_terms(required.terms_id, ctx.request.url.path)
    except BarrierBlocks as blocked:
        return await _kept_away(ctx, blocked)
    except Forbidden:
        return ask_to_sign_in(ctx, f"/s/{quote(token)}", purpose="a link that is for colleagues or collaborators")
    except ApiError:
        return _nothing(ctx)
    if item.item.type == ItemType.FILE:
        await ctx.db.write(_record_use, link, item, "preview_count")
    trail = [step for step in item.path if _is_within(item, step.id, link)]
    return await show_item(ctx, item, Frame(address=lambda _kind, number: f"/s/{token}/{number}", trail=trail))


async def _open(ctx: Context, token: str) -> tuple[SharedLink, Subject]:
    """The link and whoever opens it; raises _AskPassword, NotFound, TermsRequired, BarrierBlocks, or Forbidden where signing in may help."""
    link = await find_link(ctx.db, f"/s/{token}")
    if link is None:
        raise NotFound("There is no such link")
    subject = await signed_in(ctx)
    if subject is not None and subject.terms_due is not None:
        raise await terms_required(ctx.db, subject, subject.terms_due)
    grant = await grant_of(ctx.db, subject, link)
    if grant is not None and subject is not None:
        await check_barrier(ctx.db, subject, link)
    if grant is None and subject is None:
        raise Forbidden("Only those who have signed in may open this link")
    if link.password_hash is not None and ctx.request.cookies.get(_UNLOCKED) != _unlocking(ctx, link):
        raise _AskPassword
    return link, guest(grant) if subject is None and grant is not None else _with(subject, grant)


async def _reach(ctx: Context, subject: Subject, link: SharedLink, item_id: str | None) -> Access:
    wanted = link.item_id if item_id is None else read_item_id(item_id)
    access = await reach_active(ctx.db, subject, wanted, None, Action.VIEW)
    if link.item_id not in {access.item.id, *access.folder_ids}:
        raise NotFound("The item is not behind this link")
    return access


async def _send(ctx: Context, link: SharedLink, file: Access) -> Response:
    response = send_content(ctx, file)
    await ctx.db.write(_record_use, link, file, "download_count")
    return response


async def _record_use(
    tx: Transaction, link: SharedLink, file: Access, name: Literal["download_count", "preview_count"]
) -> None:
    """A unit: a file was seen or fetched through a link."""
    await count_use(tx, link.item_id, name)
    await record_use(tx, file, "ITEM_PREVIEW" if name == "preview_count" else "ITEM_DOWNLOAD")


def _with(subject: Subject | None, grant: LinkGrant | None) -> Subject:
    assert subject is not None
    return msgspec.structs.replace(subject, link=grant)


def _is_within(access: Access, step_id: int, link: SharedLink) -> bool:
    """Whether a folder on the way is the shared one or inside it: what is above is nobody's business."""
    ids = [*reversed(access.folder_ids)]
    return step_id in ids and link.item_id in ids and ids.index(step_id) >= ids.index(link.item_id)


def _unlocking(ctx: Context, link: SharedLink) -> str:
    """What a browser holds that has given the password; a new password makes it worthless."""
    return ctx.platform.key.sign(f"{link.token} {link.password_hash}", _UNLOCK_PURPOSE)


def _ask(ctx: Context, token: str, problem: str = "", status: int = 200) -> Response:
    return render(ctx, "shared_password.html", status=status, token=token, problem=problem)


async def _kept_away(ctx: Context, blocked: BarrierBlocks) -> Response:
    if blocked.mark is not None:
        await ctx.db.write(blocked.mark)
    return render_message(ctx, *_KEPT_AWAY, status=403)


def _nothing(ctx: Context) -> Response:
    return render_message(ctx, *_NO_LINK, status=404)
