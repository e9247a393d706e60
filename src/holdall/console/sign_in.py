"""The pages of signing in and out, and of choosing a password."""

from urllib.parse import urlencode

from starlette.responses import Response

from holdall.base.db import Transaction
from holdall.base.passwords import MINIMUM_LENGTH, check_password
from holdall.base.requests import network_address
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.pages import (
    SESSION_COOKIE,
    STALE,
    START,
    Refused,
    forget_session,
    local_address,
    read_form,
    redirect,
    remember_session,
    render,
    render_message,
    signed_in,
)
from holdall.content.identity.password_links import RESET_LIFETIME, make_ticket, open_ticket, send_link
from holdall.content.identity.sessions import close_session
from holdall.content.identity.sign_in import (
    Account,
    PasswordExpired,
    SignInRefused,
    TooManyAttempts,
    find_account,
    set_password,
    sign_in,
)

_WRONG = "The e-mail address or the password is wrong."
_DIFFERENT = "The two passwords differ."
_LINK_IS_OVER = "The link was used already, or its time is over. Ask for a new one."


@page("GET", "/sign-in")
async def show_sign_in(ctx: Context) -> Response:
    """The sign-in page; whoever is signed in goes on at once."""
    goal = local_address(ctx.request.query_params.get("next"))
    if await signed_in(ctx) is not None:
        return redirect(goal)
    return ask_to_sign_in(ctx, goal)


def ask_to_sign_in(
    ctx: Context, goal: str, *, purpose: str = "", login: str = "", problem: str = "", status: int = 200
) -> Response:
    """The sign-in page, leading on to `goal`; `purpose` says what the person is on the way to."""
    return render(ctx, "sign_in.html", status=status, next=goal, purpose=purpose, login=login, problem=problem)


@page("POST", "/sign-in")
async def submit_sign_in(ctx: Context) -> Response:
    """Sign in with login and password."""
    try:
        form = await read_form(ctx)
    except Refused:
        return ask_to_sign_in(ctx, START, problem=STALE, status=400)
    goal, purpose, login = local_address(form.get("next")), form.get("purpose", ""), form.get("login", "")
    try:
        secret = await sign_in(
            ctx.db, login=login, password=form.get("password", ""), address=network_address(ctx.request)
        )
    except TooManyAttempts as refused:
        wait = max(1, round(refused.seconds / 60))
        problem = f"Too many attempts. Try again in {wait} minute{'s' if wait > 1 else ''}."
        response = ask_to_sign_in(ctx, goal, purpose=purpose, login=login, problem=problem, status=429)
        response.headers["retry-after"] = str(refused.seconds)
        return response
    except PasswordExpired as refused:
        ticket = make_ticket(ctx.platform.key, refused.user, ctx.platform.clock.now() + RESET_LIFETIME * 1_000_000)
        return redirect(f"/sign-in/password?{urlencode({'ticket': ticket, 'next': goal})}")
    except SignInRefused:
        return ask_to_sign_in(ctx, goal, purpose=purpose, login=login, problem=_WRONG, status=401)
    return remember_session(ctx, redirect(goal), secret)


@page("GET", START)
async def show_account(ctx: Context) -> Response:
    """Who is signed in with this browser."""
    subject = await signed_in(ctx)
    if subject is None:
        return ask_to_sign_in(ctx, START)
    return render(ctx, "account.html", subject=subject)


@page("POST", "/sign-out")
async def submit_sign_out(ctx: Context) -> Response:
    """End the browser's session and go on as nobody."""
    try:
        form = await read_form(ctx)
    except Refused:
        return ask_to_sign_in(ctx, START, problem=STALE, status=400)
    secret = ctx.request.cookies.get(SESSION_COOKIE)
    if secret:
        await ctx.db.write(close_session, secret)
    return forget_session(redirect(local_address(form.get("next"))))


@page("GET", "/sign-in/forgotten")
async def show_forgotten(ctx: Context) -> Response:
    """Ask for the address that a link goes to."""
    return render(ctx, "forgotten.html")


@page("POST", "/sign-in/forgotten")
async def submit_forgotten(ctx: Context) -> Response:
    """Mail a link by which a new password is chosen. The answer does not tell who has an account."""
    try:
        form = await read_form(ctx)
    except Refused:
        return render(ctx, "forgotten.html", status=400)
    account = await find_account(ctx.db, form.get("login", ""))
    if account is not None and account.status != "inactive":
        await ctx.db.write(_mail_link, ctx, account)
    text = "If there is an account with that address, a link is on its way to it. It is good for an hour."
    return render_message(ctx, "Look into your mail", text, action=("/sign-in", "Back to sign in"))


@page("GET", "/sign-in/password")
async def show_password(ctx: Context) -> Response:
    """Let the holder of a ticket choose a password."""
    ticket = ctx.request.query_params.get("ticket", "")
    account = await open_ticket(ctx.db, ctx.platform.key, ticket)
    if account is None:
        return _link_is_over(ctx)
    return _ask_for_password(ctx, account, ticket, local_address(ctx.request.query_params.get("next")))


@page("POST", "/sign-in/password")
async def submit_password(ctx: Context) -> Response:
    """Set the password that was chosen, and sign in with it."""
    try:
        form = await read_form(ctx)
    except Refused:
        return _link_is_over(ctx)
    ticket, goal, password = form.get("ticket", ""), local_address(form.get("next")), form.get("password", "")
    account = await open_ticket(ctx.db, ctx.platform.key, ticket)
    if account is None:
        return _link_is_over(ctx)
    try:
        check_password(password)
    except ValueError as error:
        return _ask_for_password(ctx, account, ticket, goal, problem=f"{str(error).capitalize()}.")
    if password != form.get("again"):
        return _ask_for_password(ctx, account, ticket, goal, problem=_DIFFERENT)
    return remember_session(ctx, redirect(goal), await set_password(ctx.db, account, password))


async def _mail_link(tx: Transaction, ctx: Context, account: Account) -> None:
    await send_link(
        tx,
        ctx.platform.key,
        account.id,
        base_url=ctx.base_url,
        template="password_reset",
        lifetime=RESET_LIFETIME,
    )


def _ask_for_password(ctx: Context, account: Account, ticket: str, goal: str, problem: str = "") -> Response:
    return render(
        ctx,
        "password.html",
        status=400 if problem else 200,
        login=account.login,
        ticket=ticket,
        next=goal,
        minimum=MINIMUM_LENGTH,
        problem=problem,
    )


def _link_is_over(ctx: Context) -> Response:
    return render_message(
        ctx,
        "This link is over",
        _LINK_IS_OVER,
        status=400,
        action=("/sign-in/forgotten", "Ask for a new link"),
    )
