"""The page where the sender of a sign request says where people sign, and sends it."""

from starlette.responses import Response

from holdall.base.errors import ApiError, BadRequest, Gone
from holdall.base.ids import number_in
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.pages import STALE, Form, Refused, read_form, render, render_message
from holdall.console.signed_pages import pictures_of, send_page
from holdall.content.sign_requests.preparing import PLACES, finish_preparation, open_preparation
from holdall.content.sign_requests.rows import Signer, SignRequest

PATH = "/prepare-signing"
_NOTHING = ("There is nothing here", "This address leads to no document that is to be prepared.")
_DONE = ("This request was sent", "It was prepared already, or has ended. The API tells how it stands.")


@page("GET", PATH + "/{token}")
async def show_preparation(ctx: Context, token: str) -> Response:
    """The document, and the form for the places of signatures."""
    try:
        request, signers = await open_preparation(ctx.db, token)
    except ApiError as error:
        return _refuse(ctx, error)
    return await _show(ctx, token, request, signers)


@page("POST", PATH + "/{token}")
async def submit_preparation(ctx: Context, token: str) -> Response:
    """Take the places over and send the request."""
    try:
        request, signers = await open_preparation(ctx.db, token)
    except ApiError as error:
        return _refuse(ctx, error)
    try:
        places = _places(await read_form(ctx), signers)
        await ctx.db.write(finish_preparation, token, places, address=ctx.base_url)
    except Refused:
        return await _show(ctx, token, request, signers, STALE)
    except Gone as error:
        return _refuse(ctx, error)
    except ApiError as error:
        return await _show(ctx, token, request, signers, error.message)
    return render_message(ctx, "Sent", f"Those whose turn it is are asked to sign “{request.name}” now.")


@page("GET", PATH + "/{token}/page/{number}")
async def show_page(ctx: Context, token: str, number: str) -> Response:
    """A picture of a page of the document."""
    request, _ = await open_preparation(ctx.db, token)
    return await send_page(ctx, request, number)


def _places(form: Form, signers: list[Signer]) -> dict[int, tuple[int, str]]:
    found = {}
    for signer in signers:
        place, page_number = form.get(f"place-{signer.position}", ""), form.get(f"page-{signer.position}", "")
        if not place:
            continue
        number = number_in(page_number)
        if place not in PLACES or number is None or not 1 <= number < 10_000:
            raise BadRequest(f"Choose a place and a page for {signer.email}")
        found[signer.position] = (number - 1, place)
    return found


async def _show(ctx: Context, token: str, request: SignRequest, signers: list[Signer], problem: str = "") -> Response:
    path = f"{PATH}/{token}"
    pictures, _ = await pictures_of(ctx, request, path)
    return render(
        ctx,
        "prepare_signing.html",
        status=400 if problem else 200,
        request=request,
        signers=signers,
        pictures=pictures,
        places=list(PLACES),
        path=path,
        problem=problem,
    )


def _refuse(ctx: Context, error: ApiError) -> Response:
    heading, text = _DONE if isinstance(error, Gone) else _NOTHING
    return render_message(ctx, heading, text, status=error.status)
