"""The page where a person answers invitations to collaborate, and reads those to join an enterprise."""

from starlette.responses import Response

from holdall.base.errors import ApiError
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.pages import STALE, Refused, read_form, redirect, render, signed_in
from holdall.console.sign_in import ask_to_sign_in
from holdall.console.terms import lead_to_terms
from holdall.content.directory.invites import invites_of
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import FIND_ITEMS, TYPE_NAMES
from holdall.content.sharing.collaboration_rows import pending_rows
from holdall.content.sharing.collaborations import Change, Status, change_collaboration
from holdall.content.terms.asking import TermsRequired

PATH = "/invitations"
MOST = 100
_ANSWERS: dict[str, Status] = {"accept": "accepted", "decline": "rejected"}


@page("GET", PATH)
async def show_invitations(ctx: Context) -> Response:
    """The invitations that wait for the person's answer."""
    subject = await signed_in(ctx)
    if subject is None or subject.terms_due is not None:
        return _ask(ctx, subject)
    return await _show(ctx, subject)


@page("POST", PATH + "/{collaboration_id}")
async def answer_invitation(ctx: Context, collaboration_id: str) -> Response:
    """Accept an invitation, and go to what was shared; or decline it."""
    subject = await signed_in(ctx)
    if subject is None or subject.terms_due is not None:
        return _ask(ctx, subject)
    try:
        form = await read_form(ctx)
    except Refused:
        return await _show(ctx, subject, STALE, 400)
    status = _ANSWERS.get(form.get("answer", ""))
    if status is None or not (collaboration_id.isascii() and collaboration_id.isdigit()):
        return await _show(ctx, subject, "Choose to accept or to decline.", 400)
    try:
        row = await ctx.db.write(change_collaboration, subject, int(collaboration_id), Change(status=status))
    except ApiError as error:
        return await _explain(ctx, subject, error)
    if status == "rejected" or row is None:
        return redirect(PATH)
    (item,) = await ctx.db.all(FIND_ITEMS, ids=[row.item_id])
    return redirect(f"/{TYPE_NAMES[item.type]}/{item.id}")


async def _explain(ctx: Context, subject: Subject, error: ApiError) -> Response:
    if isinstance(error, TermsRequired):
        return lead_to_terms(error.terms_id, PATH)
    return await _show(ctx, subject, f"That did not work: {error.message}.", error.status)


def _ask(ctx: Context, subject: Subject | None) -> Response:
    """To sign in, or to accept the terms of the own enterprise first."""
    if subject is not None and subject.terms_due is not None:
        return lead_to_terms(subject.terms_due, PATH)
    return ask_to_sign_in(ctx, PATH, purpose="your invitations")


async def _show(ctx: Context, subject: Subject, problem: str = "", status: int = 200) -> Response:
    rows, total = await pending_rows(ctx.db, subject.user_id, limit=MOST, offset=0)
    items = {item.id: item for item in await ctx.db.all(FIND_ITEMS, ids=[row.item_id for row in rows])}
    return render(
        ctx,
        "invitations.html",
        status=status,
        subject=subject,
        problem=problem,
        invitations=[(row, items[row.item_id]) for row in rows],
        others=total - len(rows),
        kinds=TYPE_NAMES,
        to_join=await invites_of(ctx.db, subject),
    )
