"""The people and groups of a Box enterprise: whom a job acts as, and whom content is shared with.

Box finds by the beginning of a name or an address alone, so what was found is compared with all of what was asked for.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar

from holdall.connector import Box, BoxError

from .box_errors import problem_of
from .errors import Kind, PlatformError
from .platform import Account, Group, Wanted

Person = TypeVar("Person", Account, Group)

_USER = ["id", "name", "login", "status", "role"]
_GROUP = ["id", "name", "description", "external_sync_identifier"]


async def myself(box: Box) -> Account:
    """Whom a client acts as; raises PlatformError."""
    try:
        return account_of(await box.call("get_users_me", fields=_USER))
    except BoxError as error:
        raise problem_of(error) from error


async def accounts(box: Box, q: str | None = None) -> AsyncIterator[Sequence[Account]]:
    """The managed users of the enterprise, a page at a time; FORBIDDEN for whom is no administrator."""
    wanted: dict[str, Any] = {"filter_term": q} if q else {}
    try:
        async for page in box.pages("get_users", fields=_USER, usemarker=True, limit=1000, **wanted):
            yield [account_of(record) for record in page]
    except BoxError as error:
        raise _explained(error, "list the people") from error


async def groups(box: Box, q: str | None = None) -> AsyncIterator[Sequence[Group]]:
    """The groups of the enterprise, a page at a time."""
    wanted: dict[str, Any] = {"filter_term": q} if q else {}
    try:
        async for page in box.pages("get_groups", fields=_GROUP, limit=1000, **wanted):
            yield [_group(record) for record in page]
    except BoxError as error:
        raise _explained(error, "list the groups") from error


async def find_account(box: Box, wanted: Wanted) -> Account:
    """The one user that is meant; NOT_FOUND or FORBIDDEN, with what to do about it."""
    me = await myself(box)
    if _means(wanted, me):
        return me
    if wanted.id:
        try:
            return account_of(await box.call("get_users_id", user_id=wanted.id, fields=_USER))
        except BoxError as error:
            raise _explained(error, f"look for the user {wanted}") from error
    found = [one async for page in accounts(box, wanted.email or wanted.name) for one in page if _means(wanted, one)]
    return _only(found, wanted, "user")


async def find_group(box: Box, wanted: Wanted) -> Group:
    """The one group that is meant; NOT_FOUND or FORBIDDEN, with what to do about it."""
    if wanted.id:
        try:
            return _group(await box.call("get_groups_id", group_id=wanted.id, fields=_GROUP))
        except BoxError as error:
            raise _explained(error, f"look for the group {wanted}") from error
    wanted = Wanted(name=wanted.name)
    found = [one async for page in groups(box, wanted.name) for one in page if _same(one.name, wanted.name)]
    return _only(found, wanted, "group")


def _only(found: Sequence[Person], wanted: Wanted, kind: str) -> Person:
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found)
        raise PlatformError(Kind.NOT_FOUND, f"{len(found)} {kind}s are called {wanted}: name one by its id ({ids})")
    raise PlatformError(
        Kind.NOT_FOUND, f"there is no {kind} {wanted}; look at the spelling, and at whose connection this is"
    )


def _means(wanted: Wanted, account: Account) -> bool:
    if wanted.id:
        return wanted.id == account.id
    return _same(account.email, wanted.email) if wanted.email else _same(account.name, wanted.name)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()


def account_of(record: Mapping[str, Any]) -> Account:
    """A user as Box tells of one, in full or in passing."""
    return Account(
        id=record["id"],
        email=record.get("login") or None,
        name=record.get("name") or None,
        username=record.get("login") or None,
        admin=record.get("role") in ("admin", "coadmin"),
        disabled=record.get("status", "active") == "inactive",
        built_in=(record.get("login") or "").startswith("AutomationUser_"),
    )


def _group(record: Mapping[str, Any]) -> Group:
    return Group(
        id=record["id"],
        name=record["name"],
        caption=record.get("description") or None,
        external_id=record.get("external_sync_identifier") or None,
    )


def _explained(error: BoxError, what: str) -> PlatformError:
    """The refusal, with what an administrator can do where the account lacks the right."""
    problem = problem_of(error)
    if problem.kind is Kind.FORBIDDEN:
        message = f"the connection's account may not {what}: connect as an administrator of the enterprise ({error})"
        return PlatformError(Kind.FORBIDDEN, message)
    if problem.kind is Kind.NOT_FOUND:
        message = f"cannot {what}: there is none; look at the id, and at whose connection this is"
        return PlatformError(Kind.NOT_FOUND, message)
    return problem
