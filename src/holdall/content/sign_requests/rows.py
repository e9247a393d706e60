"""Sign requests and signers as they are read from their tables. Instants are microseconds UTC."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.sign_requests.tables import sign_requests, sign_signers

Role = Literal["signer", "approver", "final_copy_reader"]
Color = Literal["blue", "black", "red"]
InputType = Literal["signature", "date", "text", "checkbox", "dropdown"]
OPEN = frozenset({"sent", "viewed"})
"""The statuses in which people sign."""
OVER = frozenset({"signed", "cancelled", "declined", "expired"})


class Prefill(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value for the tag of a document with this id."""

    document_tag_id: str | None = None
    text_value: str | None = None
    checkbox_value: bool | None = None
    date_value: str | None = None


class Options(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a request was asked to be, told again as it was said."""

    is_document_preparation_needed: bool = False
    redirect_url: str | None = None
    declined_redirect_url: str | None = None
    are_text_signatures_enabled: bool = True
    signature_color: Color | None = None
    email_subject: str | None = None
    email_message: str | None = None
    are_reminders_enabled: bool = False
    prefill_tags: list[Prefill] = []
    days_valid: int | None = None
    external_id: str | None = None
    external_system_name: str | None = None
    template_id: str | None = None
    request_flow: str | None = None


class SignerOptions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a signer was asked to be, told again as it was said."""

    is_in_person: bool = False
    embed_url_external_user_id: str | None = None
    redirect_url: str | None = None
    declined_redirect_url: str | None = None
    login_required: bool = False
    suppress_notifications: bool = False
    language: str | None = None


class Input(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place of the document that a signer fills in: on a page (0 is the first), in parts of its width and height.

    `x` and `y` are its upper left corner, from the upper left corner of the page.
    """

    type: InputType
    page_index: int
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    content_type: str | None = None
    document_tag_id: str | None = None
    label: str | None = None
    is_required: bool = True
    read_only: bool = False
    choices: list[str] = []
    text_value: str | None = None
    checkbox_value: bool | None = None
    date_value: str | None = None


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """How somebody has signed: with the name that was typed, and with strokes where it was drawn (parts of 1 by 0.4)."""

    name: str = ""
    strokes: list[list[tuple[float, float]]] = []


class Signer(msgspec.Struct, frozen=True):
    """Somebody whom a request is for."""

    id: int
    request_id: int
    position: int
    token: str
    email: str
    role: Role
    turn: int
    group_id: str | None
    password_hash: str | None
    options: SignerOptions
    inputs: list[Input]
    told_at: int | None
    viewed_at: int | None
    decision: Literal["signed", "declined"] | None
    decided_at: int | None
    reason: str | None
    signature: Signature | None
    address: str | None

    @property
    def must_decide(self) -> bool:
        """Whether the request waits for this one at all."""
        return self.role != "final_copy_reader"

    @property
    def path(self) -> str:
        """The path of the signer's page."""
        return f"/sign/{self.token}"


class SignRequest(msgspec.Struct, frozen=True):
    """A sign request, without its signers."""

    id: int
    enterprise_id: int
    sender_id: int
    name: str
    status: str
    error_code: str | None
    options: Options
    sources: list[tuple[int, int, str]]
    """The id, the version and the name of each file that it was made of."""
    folder_id: int
    file_id: int
    log_id: int | None
    blob_key: str | None
    version_id: int | None
    rendered: int
    prepare_token: str | None
    created_at: int
    sent_at: int | None
    finished_at: int | None
    expires_at: int | None
    remind_at: int | None

    def status_at(self, now: int) -> str:
        """The status; the end of its time counts before anybody has noted it."""
        is_late = self.expires_at is not None and now >= self.expires_at
        return "expired" if is_late and self.status in OPEN | {"created"} else self.status


def _request(*row: Any) -> SignRequest:
    return msgspec.convert(dict(zip(SignRequest.__struct_fields__, row, strict=True)), SignRequest)


def _signer(*row: Any) -> Signer:
    return msgspec.convert(dict(zip(Signer.__struct_fields__, row, strict=True)), Signer)


REQUESTS = sa.select(*rows_of(SignRequest, sign_requests))
_SIGNERS = sa.select(*rows_of(Signer, sign_signers))
_ID = sa.bindparam("request_id", type_=sa.BigInteger)
_FIND = query(REQUESTS.where(sign_requests.c.id == _ID), into=_request)
_LOCK = query(REQUESTS.where(sign_requests.c.id == _ID).with_for_update(), into=_request)
_PREPARED = query(REQUESTS.where(sign_requests.c.prepare_token == sa.bindparam("token")), into=_request)
_BY_TOKEN = query(_SIGNERS.where(sign_signers.c.token == sa.bindparam("token", type_=sa.Text)), into=_signer)
_OF = query(
    _SIGNERS.where(contains(sign_signers.c.request_id, "ids")).order_by(
        sign_signers.c.request_id, sign_signers.c.position
    ),
    into=_signer,
)


def request_query(statement: "sa.Select[Any]") -> Any:
    """A query for requests from a statement that begins with REQUESTS."""
    return query(statement, into=_request)


async def find_row(reader: Reader, request_id: int) -> SignRequest | None:
    """One request; None where there is none."""
    found: SignRequest | None = await reader.one(_FIND, request_id=request_id)
    return found


async def lock_row(tx: Transaction, request_id: int) -> SignRequest | None:
    """One request, which stays as it is until the unit commits."""
    found: SignRequest | None = await tx.one(_LOCK, request_id=request_id)
    return found


async def find_prepared(reader: Reader, token: str) -> SignRequest | None:
    """The request that is prepared at the address with this end."""
    found: SignRequest | None = await reader.one(_PREPARED, token=token)
    return found


async def find_signer(reader: Reader, token: str) -> Signer | None:
    """The signer whose page is at the address with this end."""
    found: Signer | None = await reader.one(_BY_TOKEN, token=token)
    return found


async def signers_of(reader: Reader, ids: Iterable[int]) -> dict[int, list[Signer]]:
    """The signers of each of the requests, in their order; one query."""
    found: dict[int, list[Signer]] = {request_id: [] for request_id in ids}
    for signer in await reader.all(_OF, ids=list(found)):
        found[signer.request_id].append(signer)
    return found


def done(signer: Signer, signers: Sequence[Signer]) -> bool:
    """Whether nothing is waited for from this signer any more: it was decided, by the signer or another of the group."""
    if not signer.must_decide or signer.decision is not None:
        return True
    return signer.group_id is not None and any(
        one.group_id == signer.group_id and one.decision is not None for one in signers
    )


def whose_turn(signers: Sequence[Signer]) -> list[Signer]:
    """Those who are to decide now: of all who are waited for, the ones with the lowest turn."""
    waiting = [one for one in signers if not done(one, signers)]
    first = min((one.turn for one in waiting), default=0)
    return [one for one in waiting if one.turn == first]
