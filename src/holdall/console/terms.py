"""The page on which a person accepts or declines terms of service; the others lead to it where it comes first."""

from urllib.parse import urlencode

from starlette.responses import Response

from holdall.base.errors import ApiError
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.pages import Refused, local_address, read_form, redirect, render, render_message, signed_in
from holdall.console.sign_in import ask_to_sign_in
from holdall.content.identity.subject import Subject
from holdall.content.terms.asking import TermsRequired
from holdall.content.terms.statuses import answer
from holdall.content.terms.terms import find_terms

PATH = "/terms"
_STALE = "The page was open for too long, or cookies are off. Please try again."
_ANSWERS = {"accept": True, "decline": False}


def lead_to_terms(terms_id: int, goal: str) -> Response:
    """Lead the browser to these terms, and from there on to `goal`."""
    return redirect(_address(terms_id, goal))


@page("GET", PATH)
async def show_terms(ctx: Context) -> Response:
    """The terms that the address names, or those of the person's enterprise that are still to be accepted."""
    query = ctx.request.query_params
    goal, subject = local_address(query.get("next")), await signed_in(ctx)
    if subject is None:
        return ask_to_sign_in(ctx, f"{PATH}?{ctx.request.url.query}", purpose="terms of service")
    return await _show(ctx, subject, query.get("terms"), goal)


@page("POST", PATH)
async def submit_answer(ctx: Context) -> Response:
    """What the person decided; who accepts goes on."""
    subject = await signed_in(ctx)
    if subject is None:
        return ask_to_sign_in(ctx, PATH, purpose="terms of service")
    query = ctx.request.query_params
    try:
        form = await read_form(ctx)
    except Refused:
        return await _show(ctx, subject, query.get("terms"), local_address(query.get("next")), _STALE)
    goal, is_accepted = local_address(form.get("next")), _ANSWERS.get(form.get("answer", ""))
    if is_accepted is None:
        return await _show(ctx, subject, form.get("terms"), goal, "Choose to accept or to decline.")
    terms_id = _number(form.get("terms"))
    try:
        await ctx.db.write(answer, subject, terms_id, is_accepted=is_accepted)
    except ApiError as error:
        return _explain(ctx, error, _address(terms_id, goal))
    if is_accepted:
        return redirect(goal)
    text = "Until you accept the terms, you cannot work with what they are for. You may read them again at any time."
    return render_message(ctx, "You have declined", text, action=(_address(terms_id, goal), "Read the terms again"))


async def _show(ctx: Context, subject: Subject, asked: str | None, goal: str, problem: str = "") -> Response:
    terms_id = _number(asked) if asked else subject.terms_due
    if terms_id is None:
        return redirect(goal)
    try:
        terms = await find_terms(ctx.db, subject, terms_id)
    except ApiError as error:
        return _explain(ctx, error, _address(terms_id, goal))
    status = 400 if problem else 200
    return render(ctx, "terms.html", status=status, subject=subject, terms=terms, next=goal, problem=problem)


def _number(text: str | None) -> int:
    """The id in a form or an address; no terms have the id 0."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _address(terms_id: int, goal: str) -> str:
    return f"{PATH}?{urlencode({'terms': terms_id, 'next': goal})}"


def _explain(ctx: Context, error: ApiError, goal: str) -> Response:
    """That there is nothing to answer, or that the terms of the own enterprise come first."""
    if isinstance(error, TermsRequired):
        return lead_to_terms(error.terms_id, goal)
    text = "There are no such terms of service, or they are not asked of you any more."
    return render_message(ctx, "There is nothing to accept", text, status=error.status, action=("/", "Go to All Files"))
