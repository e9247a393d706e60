"""OAuth 2's authorization endpoint: a person signs in and lets an application act as them, or not."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

import msgspec
from starlette.responses import Response

from holdall.base.db import Transaction
from holdall.box.context import Context
from holdall.box.operations import operation, page
from holdall.console.pages import Refused, read_form, redirect, render, render_message, signed_in
from holdall.console.sign_in import ask_to_sign_in
from holdall.console.terms import lead_to_terms
from holdall.content.identity.applications import Application, find_application
from holdall.content.identity.codes import Challenge, issue_code, parse_challenge
from holdall.content.identity.errors import OAuthError
from holdall.content.identity.scopes import APPLICATION_SCOPES, exceeding, parse_scopes, widest


class Request(msgspec.Struct, frozen=True):
    """A request for a person's consent whose application and redirect address are known to be right."""

    application: Application
    redirect_uri: str
    state: str | None
    scopes: list[str]
    challenge: Challenge | None

    def answer(self, **parameters: str) -> Response:
        """Lead the browser back to the application with these parameters and its own state."""
        return redirect(_with_parameters(self.redirect_uri, self.state, parameters))


class _Unanswerable(Exception):
    """A request that is told to the person alone: its redirect address cannot be trusted."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class _Refusal(Exception):
    """A request that is refused to the application, by way of its redirect address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@operation("get_authorize")
async def get_authorize(ctx: Context) -> Response:
    """The page on which a person signs in and consents; the answer leads back to the application."""
    return await _with_request(ctx, _ask)


@page("POST", "/api/oauth2/authorize")
@page("POST", "/oauth2/authorize")
async def submit_consent(ctx: Context) -> Response:
    """What the person decided."""
    return await _with_request(ctx, _decide)


async def _with_request(ctx: Context, serve: Callable[[Context, Request], Awaitable[Response]]) -> Response:
    try:
        return await serve(ctx, await _read_request(ctx))
    except _Unanswerable as problem:
        return render_message(ctx, "The application cannot be let in", problem.text, status=400, code=problem.code)
    except _Refusal as refusal:
        return redirect(refusal.address)


async def _ask(ctx: Context, request: Request) -> Response:
    subject = await signed_in(ctx)
    address = f"{ctx.request.url.path}?{ctx.request.url.query}"
    if subject is None:
        return ask_to_sign_in(ctx, address, purpose=request.application.name)
    if subject.terms_due is not None:
        return lead_to_terms(subject.terms_due, address)
    destination = urlsplit(request.redirect_uri)
    return render(
        ctx,
        "consent.html",
        form_targets=(_form_target(request.redirect_uri),),
        subject=subject,
        application=request.application.name,
        grants=[APPLICATION_SCOPES[scope] for scope in widest(request.scopes) if scope in APPLICATION_SCOPES],
        destination=destination.netloc or f"{destination.scheme}:",
        next=address,
    )


async def _decide(ctx: Context, request: Request) -> Response:
    subject = await signed_in(ctx)
    try:
        form = await read_form(ctx)
    except Refused:
        return await _ask(ctx, request)
    if subject is None or subject.terms_due is not None:
        return await _ask(ctx, request)
    if form.get("decision") != "grant":
        return request.answer(error="access_denied", error_description="The user denied access to your application")
    code = await ctx.db.write(_issue, request, subject.user_id)
    return request.answer(code=code)


async def _issue(tx: Transaction, request: Request, user_id: int) -> str:
    return await issue_code(
        tx,
        application_id=request.application.id,
        user_id=user_id,
        redirect_uri=request.redirect_uri,
        scopes=request.scopes,
        challenge=request.challenge,
    )


async def _read_request(ctx: Context) -> Request:
    """The request of the query, checked. Raises _Unanswerable until the redirect address is known, then _Refusal."""
    query = ctx.request.query_params
    client_id = query.get("client_id", "")
    application = await find_application(ctx.db, client_id) if client_id.isprintable() else None
    if application is None:
        raise _Unanswerable("invalid_client", "There is no application with this client_id.")
    redirect_uri = _choose_redirect(application, query.get("redirect_uri"))
    state = query.get("state")
    try:
        _check_response_type(query.get("response_type"))
        return Request(
            application=application,
            redirect_uri=redirect_uri,
            state=state,
            scopes=_choose_scopes(application, query.get("scope")),
            challenge=parse_challenge(query.get("code_challenge"), query.get("code_challenge_method")),
        )
    except OAuthError as error:
        parameters = {"error": error.error, "error_description": error.description}
        raise _Refusal(_with_parameters(redirect_uri, state, parameters)) from None


def _choose_redirect(application: Application, asked: str | None) -> str:
    """The address to lead back to: one of those registered with the application, and none but those."""
    registered = application.redirect_uris
    if asked is not None:
        if asked not in registered:
            raise _Unanswerable("redirect_uri_mismatch", "The redirect_uri is not registered with the application.")
        return asked
    if len(registered) != 1:
        raise _Unanswerable("redirect_uri_missing", "The application must say which redirect_uri it means.")
    return registered[0]


def _check_response_type(asked: str | None) -> None:
    if asked != "code":
        raise OAuthError("unsupported_response_type", "response_type must be code")


def _choose_scopes(application: Application, asked: str | None) -> list[str]:
    if not asked:
        return application.scopes
    scopes = parse_scopes(asked)
    too_much = exceeding(application.scopes, scopes)
    if too_much:
        raise OAuthError("invalid_scope", f"The application does not have the scope {too_much[0]!r}")
    return scopes


def _with_parameters(address: str, state: str | None, parameters: dict[str, str]) -> str:
    """The address with these parameters after its own, and before its fragment."""
    parts = urlsplit(address)
    added = urlencode(parameters | ({"state": state} if state is not None else {}))
    return parts._replace(query=f"{parts.query}&{added}" if parts.query else added).geturl()


def _form_target(address: str) -> str:
    """The site of an address, as a content security policy names it: browsers check the redirection of a form too."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"
