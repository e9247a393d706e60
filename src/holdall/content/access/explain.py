"""Why a user may or may not do something to an item, for people who run the platform."""

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from holdall.base.clock import format_instant
from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.access.actions import Action
from holdall.content.access.decision import Access
from holdall.content.access.place import Place, in_archive
from holdall.content.access.reach import find_places, reach
from holdall.content.barriers.walls import why_barred
from holdall.content.directory.tables import groups, memberships
from holdall.content.governance.keeping import find_kept
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import User
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.terms.asking import TermsRequired, due_at_home

WIDEST_SCOPES = frozenset({"root_readwrite", "enterprise_content"})
IN_TRASH = frozenset({Action.VIEW, Action.RESTORE, Action.PURGE})
"""What can be done to an item in the trash, by those who may."""


class Explanation(msgspec.Struct, frozen=True):
    """A decision and its reasons, one sentence each."""

    user_id: int
    action: str
    item_id: int
    allowed: bool
    reasons: list[str]


_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_mine = sa.or_(
    collaborations.c.user_id == _USER,
    collaborations.c.group_id.in_(sa.select(memberships.c.group_id).where(memberships.c.user_id == _USER)),
)
_WITHOUT_EFFECT = query(
    sa.select(
        collaborations.c.id,
        collaborations.c.item_id,
        collaborations.c.role,
        collaborations.c.status,
        collaborations.c.expires_at,
        groups.c.name,
    )
    .select_from(collaborations.outerjoin(groups, groups.c.id == collaborations.c.group_id))
    .where(contains(collaborations.c.item_id, "ids"), _mine)
    .order_by(collaborations.c.id)
)


def subject_for(user: User, scopes: frozenset[str] = WIDEST_SCOPES) -> Subject:
    """A user as a token with these scopes speaks for it; without, as the widest token does."""
    return Subject(
        user_id=user.id,
        enterprise_id=user.enterprise_id,
        application_id=0,
        grant_id=0,
        name=user.name,
        login=user.login,
        kind=user.kind,
        role=user.role,
        status=user.status,
        root_id=user.root_id,
        scopes=scopes,
        actor_id=user.id,
        token_hash="",
    )


def read_action(text: str) -> Action:
    """The action of this name, such as download or set_share_access; raises ValueError naming all of them."""
    try:
        return Action[text.strip().upper().replace("-", "_").replace(" ", "_")]
    except KeyError:
        known = ", ".join(action.name.lower() for action in Action)
        raise ValueError(f"{text!r} is no action; there are {known}") from None


async def explain(reader: Reader, subject: Subject, action: Action, item_id: int) -> Explanation:
    """Whether the subject may do this to the item, and why."""
    due = await due_at_home(reader, subject.user_id)
    if due is not None:
        return _waits_for_terms(subject, action, item_id, due)
    try:
        access = await reach(reader, subject, item_id)
    except TermsRequired as required:
        return _waits_for_terms(subject, action, item_id, required.terms_id)
    except NotFound:
        access = None
    if access is None:
        places = await find_places(reader, subject.user_id, [item_id])
        allowed, reasons = False, await _why_hidden(reader, subject, item_id, places.get(item_id))
    else:
        allowed = access.allows(action) and (action in IN_TRASH or not access.is_trashed)
        reasons = [*access.reasons, *_why_not(access, action, allowed)]
        kept = await find_kept(reader, [item_id]) if allowed and action is Action.PURGE else None
        if kept is not None:
            allowed, reasons = False, [*reasons, kept.reason]
    return Explanation(subject.user_id, action.name.lower(), item_id, allowed, reasons)


def _waits_for_terms(subject: Subject, action: Action, item_id: int, terms_id: int) -> Explanation:
    reason = f"user {subject.user_id} must accept terms of service {terms_id} first"
    return Explanation(subject.user_id, action.name.lower(), item_id, allowed=False, reasons=[reason])


def _why_not(access: Access, action: Action, allowed: bool) -> Iterable[str]:
    if allowed:
        return
    doing = action.name.lower().replace("_", " ")
    if action not in access.granted:
        yield f"as {access.role.value} of item {access.item.id}, nobody may {doing} it"
    elif access.is_trashed and action not in IN_TRASH:
        yield f"nobody may {doing} what is in the trash"
    elif access.in_archive and action in access.allowed:
        yield f"an archive, and a file in one, stays as it is: nobody may {doing} it"
    elif not access.locked:
        yield f"the token's scopes or the user's status ({access.subject.status}) do not allow to {doing}"


async def _why_hidden(reader: Reader, subject: Subject, item_id: int, place: Place | None) -> list[str]:
    if place is None:
        return [f"there is no item {item_id}"]
    owner = place.chain[-1].owner_id
    if place.is_barred and owner is not None:
        return [await why_barred(reader, subject.user_id, owner)]
    if in_archive(place.chain):
        return [f"item {item_id} is in an archive, where only administrators with enterprise_content reach it"]
    reasons = [f"item {item_id} belongs to user {owner}, and nothing lets user {subject.user_id} know of it"]
    ids = [step.id for step in place.chain]
    for row_id, on_item, role, status, expires_at, group in await reader.all(
        _WITHOUT_EFFECT, ids=ids, user_id=subject.user_id
    ):
        by = "" if group is None else f" of the group {group}"
        state = status
        if expires_at is not None and expires_at <= reader.now:
            state = f"over since {format_instant(expires_at)}"
        reasons.append(f"collaboration {row_id}{by} as {role} on item {on_item} is {state}")
    return reasons
