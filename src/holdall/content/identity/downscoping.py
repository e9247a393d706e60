"""Narrowing a token: fewer scopes, one file or folder, never more than the token it is made from.

https://developer.box.com/guides/authentication/tokens/downscope/
"""

import re
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Transaction, query
from holdall.base.errors import ApiError
from holdall.content.access import reach
from holdall.content.events.outbox import emit
from holdall.content.identity.errors import OAuthError, invalid_grant, invalid_request
from holdall.content.identity.scopes import exceeding
from holdall.content.identity.subject import LinkGrant, Restriction, Subject
from holdall.content.identity.tables import access_tokens, grants
from holdall.content.identity.tokens import NEW_TOKEN, issue_access_token
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType

_RESOURCE = re.compile(r"https?://[^/?#]+(?:/api)?/2\.0/(file|folder)s/(\d{1,18})/?")


class Resource(msgspec.Struct, frozen=True):
    """The file or folder a token is narrowed to; a folder stands for everything below it too."""

    kind: Literal["file", "folder"]
    id: int


class Link(msgspec.Struct, frozen=True):
    """The shared link a token is narrowed to: the item that it leads to, and what it grants."""

    url: str
    item_id: int
    grant: LinkGrant | None


class Narrowed(msgspec.Struct, frozen=True):
    """A new token that can do less, and what it is limited to, for the answer's `restricted_to`."""

    access_token: str
    expires_in: int
    scopes: list[str]
    item: Item | None


class _Held(msgspec.Struct, frozen=True):
    expires_at: int
    revoked_at: int | None


_FIND_TOKEN = query(
    sa.select(access_tokens.c.expires_at, grants.c.revoked_at)
    .join_from(access_tokens, grants, grants.c.id == access_tokens.c.grant_id)
    .where(access_tokens.c.token_hash == sa.bindparam("token_hash")),
    _Held,
)


def parse_resource(address: str) -> Resource:
    """The item that a `resource` parameter names by its address in the API, on Box's host or on this one's."""
    match = _RESOURCE.fullmatch(address)
    if match is None:
        raise invalid_request("resource must be the address of a file or folder: https://api.box.com/2.0/files/{id}")
    return Resource("file" if match[1] == "file" else "folder", int(match[2]))


async def narrow_token(
    tx: Transaction, subject: Subject, *, scopes: list[str], target: Resource | Link | None
) -> Narrowed:
    """A token of the subject's grant with these scopes, for this item alone where one is named.

    It ends with the token that it is made from. Raises OAuthError where that token is not live any more, has not all
    of the scopes, or does not reach the item.
    """
    held = await tx.one(_FIND_TOKEN, token_hash=subject.token_hash)
    if held is None or held.revoked_at is not None or held.expires_at <= tx.now:
        raise invalid_grant("The subject_token is unknown, expired or revoked")
    too_much = exceeding(subject.scopes, scopes)
    if too_much:
        raise OAuthError("invalid_scope", f"The subject_token does not have the scope {too_much[0]!r}", status=401)
    item, restriction = None, subject.restriction
    if target is not None:
        item = await _reach(tx, subject, target)
        restriction = Restriction(
            item_type="file" if item.type == ItemType.FILE else "folder",
            item_id=item.id,
            shared_link=target.url if isinstance(target, Link) and target.grant is not None else None,
        )
    token = await issue_access_token(
        tx,
        grant_id=subject.grant_id,
        user_id=subject.user_id,
        application_id=subject.application_id,
        scopes=scopes,
        expires_at=held.expires_at,
        is_downscoped=True,
        restriction=restriction,
    )
    await emit(tx, subject, NEW_TOKEN, source_type="user", source_id=subject.user_id)
    return Narrowed(token, (held.expires_at - tx.now) // SECOND, scopes, item)


async def _reach(tx: Transaction, subject: Subject, target: Resource | Link) -> Item:
    """The item, as far as the subject may know of it; what may be done to it is decided when the token is used."""
    try:
        if isinstance(target, Link):
            access = await reach(tx, msgspec.structs.replace(subject, link=target.grant), target.item_id)
        else:
            kind = ItemType.FILE if target.kind == "file" else ItemType.FOLDER
            access = await reach(tx, subject, target.id, kind)
        access.require_active()
    except ApiError:
        raise unreachable() from None
    if access.item.type == ItemType.WEB_LINK:
        raise unreachable()
    return access.item


def unreachable() -> OAuthError:
    """The refusal of an item that the token does not reach, or that is not there: the answer does not tell which."""
    return OAuthError("invalid_resource", "The subject_token does not reach such a file or folder")
