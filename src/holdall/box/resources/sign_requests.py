"""Sign requests: making, listing, reading, cancelling and sending them again."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from holdall.base.errors import BadRequest, InvalidParameter
from holdall.base.paging import encode_marker
from holdall.base.passwords import hash_password
from holdall.box.binding import CommaList, Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, start_of_page
from holdall.box.views.sign_requests import render_sign_request
from holdall.content.sign_requests import creating, progress, reading
from holdall.content.sign_requests.creating import NewSigner, Wanted
from holdall.content.sign_requests.rows import Color, Options, Prefill, Role, SignerOptions
from holdall.content.sign_requests.templates import fill_template


class FileToSign(msgspec.Struct):
    """A file that a document is made of."""

    id: EntityId
    type: Literal["file"] = "file"


class FolderForSigned(msgspec.Struct):
    """Where the signed document and the log go."""

    id: EntityId
    type: Literal["folder"] = "folder"


class SignerBody(msgspec.Struct, kw_only=True):
    """Somebody to sign; null is the same as absent."""

    email: str | None = None
    role: Role = "signer"
    is_in_person: bool | None = None
    order: Annotated[int, Meta(ge=0)] | None = None
    embed_url_external_user_id: str | None = None
    redirect_url: str | None = None
    declined_redirect_url: str | None = None
    login_required: bool | None = None
    verification_phone_number: str | None = None
    password: str | None = None
    signer_group_id: str | None = None
    suppress_notifications: bool | None = None
    language: str | None = None

    async def wanted(self, place: str) -> NewSigner:
        """The same as content knows it; raises InvalidParameter for what this server cannot do."""
        if self.verification_phone_number:
            message = "this server sends no text messages: use password or login_required"
            raise InvalidParameter(f"{place}.verification_phone_number", message)
        return NewSigner(
            email=(self.email or "").strip(),
            role=self.role,
            turn=self.order,
            group=self.signer_group_id,
            password_hash=await hash_password(self.password) if self.password else None,
            options=SignerOptions(
                is_in_person=bool(self.is_in_person),
                embed_url_external_user_id=self.embed_url_external_user_id,
                redirect_url=self.redirect_url,
                declined_redirect_url=self.declined_redirect_url,
                login_required=bool(self.login_required),
                suppress_notifications=bool(self.suppress_notifications),
                language=self.language,
            ),
        )


class NewSignRequest(msgspec.Struct, kw_only=True):
    """A request to make; null is the same as absent."""

    signers: list[SignerBody]
    source_files: list[FileToSign] | None = None
    parent_folder: FolderForSigned | None = None
    template_id: str | None = None
    name: str | None = None
    is_document_preparation_needed: bool | None = None
    redirect_url: str | None = None
    declined_redirect_url: str | None = None
    are_text_signatures_enabled: bool | None = None
    signature_color: Color | None = None
    email_subject: str | None = None
    email_message: str | None = None
    are_reminders_enabled: bool | None = None
    prefill_tags: list[Prefill] | None = None
    days_valid: int | None = None
    external_id: str | None = None
    external_system_name: str | None = None
    request_flow: str | None = None

    async def wanted(self) -> Wanted:
        """The same as content knows it; raises InvalidParameter."""
        if self.request_flow not in {None, "standard"}:
            raise InvalidParameter("request_flow", "this server knows the flow standard alone")
        return Wanted(
            source_ids=[one.id for one in self.source_files or ()],
            signers=[await one.wanted(f"signers[{number}]") for number, one in enumerate(self.signers)],
            name=self.name,
            folder_id=None if self.parent_folder is None else self.parent_folder.id,
            options=Options(
                is_document_preparation_needed=bool(self.is_document_preparation_needed),
                redirect_url=self.redirect_url,
                declined_redirect_url=self.declined_redirect_url,
                are_text_signatures_enabled=self.are_text_signatures_enabled is not False,
                signature_color=self.signature_color,
                email_subject=self.email_subject,
                email_message=self.email_message,
                are_reminders_enabled=bool(self.are_reminders_enabled),
                prefill_tags=self.prefill_tags or [],
                days_valid=self.days_valid,
                external_id=self.external_id,
                external_system_name=self.external_system_name,
                template_id=self.template_id,
                request_flow=self.request_flow,
            ),
        )


class Cancellation(msgspec.Struct):
    """Why a request is cancelled."""

    reason: str | None = None


@operation("post_sign_requests")
async def create_sign_request(ctx: Context, body: NewSignRequest) -> Document:
    """Have files signed: their document is made in the background, and then sent to those whose turn it is."""
    if len(body.signers) > creating.MOST_SIGNERS:
        raise InvalidParameter("signers", f"names at most {creating.MOST_SIGNERS} people")
    wanted = await body.wanted()
    if body.template_id is not None:
        wanted = await fill_template(ctx.db, ctx.subject, body.template_id, wanted)
    elif not wanted.source_ids:
        raise InvalidParameter("source_files", "is required, unless template_id names a template")
    request, _ = await ctx.db.write(creating.create_request, ctx.subject, wanted)
    return await _render(ctx, request.id)


@operation("get_sign_requests_id")
async def get_sign_request(ctx: Context, sign_request_id: Id) -> Document:
    """One sign request, for its sender and for those who may see its file."""
    return await _render(ctx, sign_request_id)


@operation("get_sign_requests")
async def list_sign_requests(
    ctx: Context,
    marker: str | None = None,
    limit: int | None = None,
    senders: CommaList = (),
    shared_requests: bool = False,
) -> Document:
    """The requests that the user has sent, the oldest first; or those of colleagues whose files the user may see."""
    limit, after = start_of_page(limit, marker)
    found, following = await reading.list_requests(
        ctx.db, ctx.subject, after=after, limit=limit, shared=shared_requests, senders=senders
    )
    entries = [render_sign_request(one, now=ctx.db.now, address=ctx.base_url) for one in found]
    return {
        "entries": entries,
        "limit": limit,
        "next_marker": None if following is None else encode_marker((following,)),
    }


@operation("post_sign_requests_id_cancel")
async def cancel_sign_request(ctx: Context, sign_request_id: Id, body: Cancellation) -> Document:
    """End a request that is not signed yet; those who were asked are told. Its sender may."""
    reason = body.reason or ""
    if len(reason) > progress.REASON_LENGTH:
        raise BadRequest(f"A reason has {progress.REASON_LENGTH} characters at most")
    await ctx.db.write(progress.cancel_request, ctx.subject, sign_request_id, reason=reason, address=ctx.base_url)
    return await _render(ctx, sign_request_id)


@operation("post_sign_requests_id_resend")
async def resend_sign_request(ctx: Context, sign_request_id: Id) -> None:
    """Mail once more to those whose turn it is. Its sender may."""
    await ctx.db.write(progress.resend_request, ctx.subject, sign_request_id, address=ctx.base_url)


async def _render(ctx: Context, request_id: int) -> Document:
    seen = await reading.find_request(ctx.db, ctx.subject, request_id)
    return render_sign_request(seen, now=ctx.db.now, address=ctx.base_url)
