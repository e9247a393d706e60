"""The signing log: who was asked, saw and decided what, and when, and how to recognise the document that it is about."""

import hashlib
from collections.abc import Sequence

from holdall.base.clock import format_instant
from holdall.content.sign_requests.rows import Signer, SignRequest

_ROLES = {"signer": "Signs", "approver": "Approves", "final_copy_reader": "Gets the final copy"}


def log_of(request: SignRequest, signers: Sequence[Signer], document: bytes, now: int) -> str:
    """The log of a request that all have signed, as text; the SHA-256 is of the document as it was sealed."""
    lines = [
        f"Signing log of {request.name}",
        "",
        f"Sign request  {request.id}",
        f"Sender        {signers[0].email}",
        f"Created       {format_instant(request.created_at)}",
        f"Sent          {_instant(request.sent_at)}",
        f"Completed     {format_instant(now)}",
        f"SHA-256       {hashlib.sha256(document).hexdigest()}",
    ]
    if request.options.external_id is not None:
        lines.append(f"External id   {request.options.external_id}")
    for signer in signers:
        lines += ["", *_about(request, signer)]
    return "\n".join(lines) + "\n"


def _about(request: SignRequest, signer: Signer) -> list[str]:
    lines = [signer.email, f"    {_ROLES[signer.role]}, turn {signer.turn}"]
    if signer.options.embed_url_external_user_id is not None:
        system = request.options.external_system_name or "another system"
        lines.append(f"    Identified by {system} as {signer.options.embed_url_external_user_id}")
    checks = [
        *(["a sign-in"] if signer.options.login_required else []),
        *(["a password"] if signer.password_hash is not None else []),
    ]
    if checks:
        lines.append(f"    The page asked for {' and '.join(checks)}")
    if signer.told_at is not None:
        lines.append(f"    Asked         {format_instant(signer.told_at)}")
    if signer.viewed_at is not None:
        lines.append(f"    Viewed        {format_instant(signer.viewed_at)}")
    if signer.decided_at is not None:
        done = "Signed  " if signer.role == "signer" else "Approved"
        lines.append(f"    {done}      {format_instant(signer.decided_at)}")
        if signer.signature is not None and signer.signature.name:
            how = "drawn" if signer.signature.strokes else "typed"
            lines.append(f"    As            {signer.signature.name} ({how})")
        if signer.address is not None:
            lines.append(f"    From          {signer.address}")
    return lines


def _instant(instant: int | None) -> str:
    return "-" if instant is None else format_instant(instant)
