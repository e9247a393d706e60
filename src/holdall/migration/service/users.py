"""The users of the service, as others see and change them; nobody gives what they do not have themselves.

Changes are units of work: what they depend on is read inside them.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, Forbidden, NotFound
from holdall.base.passwords import check_password, hash_password
from holdall.migration.service.listing import Page, list_page
from holdall.migration.service.people import LONGEST_LOGIN, Person, plain_login, roles_by_id
from holdall.migration.service.permissions import ADMINISTRATOR, PERMISSIONS
from holdall.migration.service.tables import groups, tokens, users


class User(msgspec.Struct, frozen=True, kw_only=True):
    """A user's row without the password."""

    id: str
    login: str
    name: str | None
    email: str | None
    phone: str | None
    disabled: bool
    roles: list[str]
    group_id: str | None
    preferences: dict[str, Any]
    created_by: str | None
    created_on: int
    modified_by: str | None
    modified_on: int


def _user(*values: Any) -> User:
    return User(**dict(zip(User.__struct_fields__, values, strict=True)))


_USERS = sa.select(*rows_of(User, users))
_BY_ID = query(_USERS.where(users.c.id == sa.bindparam("id")), _user)
_LOCKED = query(_USERS.where(users.c.id == sa.bindparam("id")).with_for_update(), _user)
_BY_LOGIN = query(_USERS.where(users.c.login == sa.bindparam("login")), _user)
_ENABLED = query(_USERS.where(users.c.disabled.is_(False)).with_for_update(), _user)
_GROUP = query(sa.select(groups.c.id).where(groups.c.id == sa.bindparam("id")))
_OTHER_TOKENS = query(
    sa.delete(tokens).where(tokens.c.user_id == sa.bindparam("user"), tokens.c.digest != sa.bindparam("digest"))
)
SORTABLE = {"login": users.c.login, "name": users.c.name, "email": users.c.email, "created_on": users.c.created_on}


class Changes(msgspec.Struct, kw_only=True):
    """What is to become of a user; UNSET leaves it as it is. The password comes as its hash."""

    login: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType | None = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET
    phone: str | msgspec.UnsetType | None = msgspec.UNSET
    disabled: bool | msgspec.UnsetType = msgspec.UNSET
    roles: list[str] | msgspec.UnsetType = msgspec.UNSET
    group_id: str | msgspec.UnsetType | None = msgspec.UNSET
    preferences: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    password_hash: str | msgspec.UnsetType = msgspec.UNSET

    def columns(self) -> dict[str, Any]:
        """The columns that change, with their values."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not msgspec.UNSET}


def new_identifier() -> str:
    """An id as the service gives them: 32 hexadecimal digits."""
    return uuid.uuid4().hex


async def list_users(reader: Reader, page: Page, *, active: bool | None) -> tuple[list[User], int]:
    """A page of users, only the enabled or the disabled ones where that is asked for."""
    statement = _USERS if active is None else _USERS.where(users.c.disabled.is_(not active))
    searched = (users.c.login, users.c.name, users.c.email)
    return await list_page(reader, statement, page, into=_user, sortable=SORTABLE, searched=searched)


async def get_user(reader: Reader, user_id: str) -> User:
    """A user by id; raises NotFound."""
    found = await reader.one(_BY_ID, id=user_id)
    if found is None:
        raise NotFound(f"There is no user {user_id}; GET /v1/users lists them")
    return found


async def find_user(reader: Reader, login: str) -> User | None:
    """The user with this login, if there is one."""
    return await reader.one(_BY_LOGIN, login=plain_login(login))


async def hashed(password: str) -> str:
    """The hash of a new password; raises BadRequest where it is too short or too long."""
    try:
        check_password(password)
    except ValueError as error:
        raise BadRequest(f"The password is refused: {error}") from None
    return await hash_password(password)


async def create_user(tx: Transaction, by: Person | None, changes: Changes) -> User:
    """A unit: make a user. `by` is None where the server's own operator does it. Raises BadRequest, Conflict or Forbidden."""
    columns = changes.columns()
    await _check(tx, by, changes)
    if "login" not in columns or "password_hash" not in columns:
        raise BadRequest("A user needs a login and a password")
    empty: dict[str, Any] = {
        "name": None,
        "email": None,
        "phone": None,
        "disabled": False,
        "roles": [],
        "group_id": None,
    }
    author = by.id if by else None
    row = {"id": new_identifier(), **empty, "preferences": {}, **columns}
    audited = {"created_by": author, "created_on": tx.now, "modified_by": author, "modified_on": tx.now}
    await tx.insert(users, **row, **audited)
    return await get_user(tx, row["id"])


async def change_user(tx: Transaction, by: Person, user_id: str, changes: Changes) -> User:
    """A unit: change a user. A new password ends the user's tokens, but not the one that asks for it.

    Raises NotFound, BadRequest, Conflict, or Forbidden where the user may do what `by` may not.
    """
    user = await _changeable(tx, by, user_id)
    await _check(tx, by, changes, user_id)
    columns = changes.columns()
    await tx.update(users, {"id": user_id}, **columns, modified_by=by.id, modified_on=tx.now)
    if "password_hash" in columns or columns.get("disabled"):
        await tx.run(_OTHER_TOKENS, user=user_id, digest=by.token_digest)
    if ADMINISTRATOR.id in user.roles:
        await _check_administrators(tx)
    return await get_user(tx, user_id)


async def delete_user(tx: Transaction, by: Person, user_id: str) -> None:
    """A unit: remove a user and the user's tokens; raises NotFound, Forbidden, or Conflict for the last administrator."""
    user = await _changeable(tx, by, user_id)
    await tx.delete(tokens, user_id=user_id)
    await tx.delete(users, id=user_id)
    if ADMINISTRATOR.id in user.roles:
        await _check_administrators(tx)


async def make_administrator(db: Database, login: str, password: str) -> User:
    """The user with this login as an administrator with this password, made where there is none; for operators.

    Raises BadRequest where the password is too short or too long.
    """
    return await db.write(_make_administrator, plain_login(login), await hashed(password))


async def _make_administrator(tx: Transaction, login: str, password_hash: str) -> User:
    known = await find_user(tx, login)
    if known is None:
        made = Changes(login=login, password_hash=password_hash, roles=[ADMINISTRATOR.id])
        return await create_user(tx, None, made)
    roles = list(dict.fromkeys([*known.roles, ADMINISTRATOR.id]))
    values = {"password_hash": password_hash, "roles": roles, "disabled": False, "modified_on": tx.now}
    await tx.update(users, {"id": known.id}, **values)
    await tx.delete(tokens, user_id=known.id)
    return await get_user(tx, known.id)


async def _changeable(tx: Transaction, by: Person, user_id: str) -> User:
    user = await tx.one(_LOCKED, id=user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id}; GET /v1/users lists them")
    _check_holds(by, await _permissions_of(tx, user.roles), f"change {user.login}")
    return user


async def _check(tx: Transaction, by: Person | None, changes: Changes, user_id: str | None = None) -> None:
    """Raise where what a user is to become cannot be, or is more than the one has who says so."""
    columns = changes.columns()
    login = columns.get("login", "login")
    if not login or len(login) > LONGEST_LOGIN or login != plain_login(login):
        raise BadRequest(f"A login has 1 to {LONGEST_LOGIN} characters")
    namesake = await tx.one(_BY_LOGIN, login=columns.get("login"))
    if namesake is not None and namesake.id != user_id:
        raise Conflict(f"There is a user with the login {login} already")
    if "roles" in columns:
        known = await roles_by_id(tx, columns["roles"])
        missing = [one for one in columns["roles"] if one not in known]
        if missing:
            raise BadRequest(f"There is no role {missing[0]}; GET /v1/roles lists them")
        if by is not None:
            _check_holds(by, await _permissions_of(tx, columns["roles"]), "give these roles")
    group = columns.get("group_id")
    if group is not None and await tx.one(_GROUP, id=group) is None:
        raise BadRequest(f"There is no group {group}; GET /v1/groups lists them")


async def _permissions_of(reader: Reader, roles: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(role.permissions for role in (await roles_by_id(reader, roles)).values()))


def _check_holds(by: Person, permissions: frozenset[str], what: str) -> None:
    """Raise Forbidden where a person would reach through others what they may not do themselves."""
    lacking = sorted(permissions - by.permissions)
    if lacking:
        raise Forbidden(f"{by.login} may not {what}: that takes {', '.join(lacking)}, which they lack themselves")


async def _check_administrators(tx: Transaction) -> None:
    """Somebody must be left who may do everything, or only the server's operator could repair it."""
    left: Sequence[User] = await tx.all(_ENABLED)
    if not any(ADMINISTRATOR.id in user.roles for user in left):
        raise Conflict("This is the last enabled administrator; make another one first")


def check_permissions(by: Person, permissions: Iterable[str]) -> list[str]:
    """The permissions that a role is to have, without repetition; raises BadRequest or Forbidden."""
    chosen = list(dict.fromkeys(permissions))
    unknown = [one for one in chosen if one not in PERMISSIONS]
    if unknown:
        raise BadRequest(f"There is no permission {unknown[0]!r}; GET /v1/permissions lists them")
    _check_holds(by, frozenset(chosen), "give these permissions")
    return chosen
