"""Sign requests on the wire: the contract's schema SignRequest."""

from typing import Any

import msgspec

from holdall.base.clock import format_instant
from holdall.box.views.plain import Document
from holdall.content.items.siblings import mini_of
from holdall.content.sign_requests.reading import Seen
from holdall.content.sign_requests.rows import Input, Signer

_TOLD_OPTIONS = (
    "is_document_preparation_needed",
    "redirect_url",
    "declined_redirect_url",
    "are_text_signatures_enabled",
    "signature_color",
    "email_subject",
    "email_message",
    "are_reminders_enabled",
    "days_valid",
    "external_id",
    "external_system_name",
    "template_id",
    "request_flow",
)


def render_sign_request(seen: Seen, *, now: int, address: str) -> Document:
    """One request as the subject sees it; the addresses of signers' pages are told to its sender alone."""
    request = seen.request
    is_own = seen.level == "owner"
    decided = sum(one.decision == "signed" for one in seen.signers)
    document: Document = {
        "type": "sign-request",
        "id": str(request.id),
        "short_id": f"SR-{request.id}",
        "name": request.name,
        "status": request.status_at(now),
        "error_code": request.error_code,
        **{name: getattr(request.options, name) for name in _TOLD_OPTIONS},
        "prefill_tags": msgspec.to_builtins(request.options.prefill_tags),
        "source_files": [_source(seen, file_id) for file_id, _, _ in request.sources],
        "parent_folder": _mini(seen, request.folder_id, "folder"),
        "sign_files": {
            "files": [_mini(seen, request.file_id, "file")],
            "is_ready_for_download": request.status != "converting" and request.rendered == decided,
        },
        "signers": [_signer(one, address, is_own=is_own) for one in seen.signers],
        "prepare_url": f"{address}/prepare-signing/{request.prepare_token}"
        if is_own and request.prepare_token
        else None,
        "auto_expire_at": _instant(request.expires_at),
        "created_at": format_instant(request.created_at),
        "finished_at": _instant(request.finished_at),
        "sender_email": seen.sender_login,
        "sender_id": request.sender_id,
        "collaborator_level": seen.level,
    }
    if request.log_id is not None and request.log_id in seen.items:
        document["signing_log"] = _mini(seen, request.log_id, "file")
    return document


def _signer(signer: Signer, address: str, *, is_own: bool) -> Document:
    options = signer.options
    is_embedded = is_own and options.embed_url_external_user_id is not None
    return {
        "email": signer.email,
        "role": signer.role,
        "order": signer.turn,
        "is_in_person": options.is_in_person,
        "embed_url_external_user_id": options.embed_url_external_user_id,
        "redirect_url": options.redirect_url,
        "declined_redirect_url": options.declined_redirect_url,
        "login_required": options.login_required,
        "verification_phone_number": None,
        "signer_group_id": signer.group_id,
        "suppress_notifications": options.suppress_notifications,
        "language": options.language,
        "has_viewed_document": signer.viewed_at is not None,
        "signer_decision": _decision(signer),
        "inputs": [render_input(one) for one in signer.inputs],
        "embed_url": f"{address}{signer.path}" if is_embedded else None,
        # A page in a frame of another site could be pressed by people who do not see it.
        "iframeable_embed_url": None,
        "attachments": [],
    }


def _decision(signer: Signer) -> Document | None:
    if signer.decision is None or signer.decided_at is None:
        return None
    return {
        "type": signer.decision,
        "finalized_at": format_instant(signer.decided_at),
        "additional_info": signer.reason,
    }


def render_input(place: Input) -> Document:
    """A place of a document that a signer fills in."""
    return {
        "type": place.type,
        "content_type": place.content_type or place.type,
        "page_index": place.page_index,
        "document_tag_id": place.document_tag_id,
        "read_only": place.read_only,
        "text_value": place.text_value,
        "checkbox_value": place.checkbox_value,
        "date_value": place.date_value,
    }


def _source(seen: Seen, file_id: int) -> Document:
    access = seen.items.get(file_id)
    base: Document = {"type": "file", "id": str(file_id)}
    return base if access is None else {**base, "etag": access.item.etag}


def _mini(seen: Seen, item_id: int, kind: str) -> dict[str, Any]:
    access = seen.items.get(item_id)
    return {"type": kind, "id": str(item_id)} if access is None else mini_of(access.item)


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)
