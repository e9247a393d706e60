"""Users as an enterprise manages them: found, listed, made, changed and deleted, and who may do that.

https://developer.box.com/reference/resources/user/
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, Forbidden, InsufficientPermissions, InvalidParameter, NotFound
from holdall.base.ids import new_secret
from holdall.content.barriers.tables import barrier_members
from holdall.content.directory.tables import avatars, email_aliases, memberships
from holdall.content.events.outbox import emit
from holdall.content.hubs.outsiders import of_outsiders
from holdall.content.hubs.tables import hub_collaborations
from holdall.content.identity.provision import SERVICE_DOMAIN, create_user
from holdall.content.identity.scopes import holds
from holdall.content.identity.subject import Role, Subject
from holdall.content.identity.tables import device_pinners, users
from holdall.content.identity.tokens import end_sessions
from holdall.content.items.tables import items
from holdall.content.items.trash import discard_everything_of
from holdall.content.sharing.allowlist_tables import allowlist_exemptions
from holdall.content.sharing.binding import bind_invitations, end_collaborations
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.storage_policies.tables import storage_policy_assignments
from holdall.content.tasks.leaving import drop_open_assignments
from holdall.content.terms.tables import terms_of_service_user_statuses

NAME_LENGTH = 50
UNLIMITED = -1

_ADDRESS = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")
_GONE_WITH_A_USER = (
    memberships,
    email_aliases,
    avatars,
    allowlist_exemptions,
    device_pinners,
    terms_of_service_user_statuses,
    storage_policy_assignments,
    barrier_members,
    hub_collaborations,
)
_TIMEZONE = re.compile(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}")
_LENGTHS = {"name": NAME_LENGTH, "login": 254, "job_title": 100, "phone": 100, "address": 255}


class User(msgspec.Struct, frozen=True):
    """A row of the table `users` without its password. Instants in microseconds UTC, sizes in bytes."""

    id: int
    enterprise_id: int
    login: str
    name: str
    kind: str
    role: Role
    status: str
    root_id: int
    language: str
    timezone: str
    job_title: str
    phone: str
    address: str
    space_amount: int
    space_used: int
    max_upload_size: int
    external_app_user_id: str | None
    application_id: int | None
    options: dict[str, Any]
    created_at: int
    modified_at: int
    deleted_at: int | None


_ROW = rows_of(User, users)
_FIND = query(sa.select(*_ROW).where(users.c.id == sa.bindparam("user"), users.c.deleted_at.is_(None)), User)
_FIND_TO_CHANGE = query(
    sa.select(*_ROW).where(users.c.id == sa.bindparam("user"), users.c.deleted_at.is_(None)).with_for_update(), User
)
_LOGIN_KEY = sa.bindparam("login_key", type_=sa.Text)
_LOGIN_OWNER = query(
    sa.union_all(
        sa.select(users.c.id).where(users.c.login_key == _LOGIN_KEY),
        sa.select(email_aliases.c.user_id).where(email_aliases.c.email_key == _LOGIN_KEY),
    )
)
_EXTERNAL_ID_OWNER = query(
    sa.select(users.c.id).where(
        users.c.application_id == sa.bindparam("application"),
        users.c.external_app_user_id == sa.bindparam("external_id"),
    )
)
_COLLABORATOR, _COMPANY = (sa.bindparam(name, type_=sa.BigInteger) for name in ("user", "enterprise"))
_COLLABORATES = query(
    sa.select(collaborations.c.user_id)
    .where(
        collaborations.c.user_id == _COLLABORATOR,
        collaborations.c.enterprise_id == _COMPANY,
        collaborations.c.status == "accepted",
    )
    .union(of_outsiders(hub_collaborations.c.user_id == _COLLABORATOR, _COMPANY))
)
_OWNED_ITEM = query(sa.select(items.c.id).where(items.c.parent_id == sa.bindparam("root")).limit(1))


async def find_colleague(reader: Reader, subject: Subject, user_id: int) -> User:
    """A user of the subject's enterprise; raises NotFound. What of it may be told is for the caller to decide."""
    user = await reader.one(_FIND, user=user_id)
    if user is None or user.enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no user with id {user_id}")
    return user


async def get_user(reader: Reader, subject: Subject, user_id: int) -> User:
    """A user that the subject may know everything of: itself, or one of those that it manages.

    Raises NotFound, or InsufficientPermissions for a user of the same enterprise that it does not manage.
    """
    user = await reader.one(_FIND, user=user_id)
    if user is None or user.enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no user with id {user_id}")
    if user.id != subject.user_id:
        _require_management(subject, user)
    return user


async def get_acquaintance(reader: Reader, subject: Subject, user_id: int) -> User:
    """The same, or somebody of another enterprise who collaborates on content that the subject administers."""
    user = await reader.one(_FIND, user=user_id)
    is_foreign = user is not None and user.enterprise_id != subject.enterprise_id
    if user is None or not is_foreign or not subject.is_admin or not holds(subject.scopes, "manage_managed_users"):
        return await get_user(reader, subject, user_id)
    if await reader.one(_COLLABORATES, user=user_id, enterprise=subject.enterprise_id) is None:
        raise NotFound(f"There is no user with id {user_id}")
    return user


async def add_user(
    tx: Transaction, subject: Subject, /, *, is_app_user: bool, login: str | None, **columns: Any
) -> User:
    """Make a user in the subject's enterprise; `columns` are further columns of users, `name` among them.

    Raises InsufficientPermissions, InvalidParameter, or Conflict (user_login_already_used).
    """
    _require_admin(subject)
    if not is_app_user and not holds(subject.scopes, "manage_managed_users"):
        raise InsufficientPermissions("The application may make app users only")
    if not is_app_user and login is None:
        raise InvalidParameter("login", "is required, unless is_platform_access_only is true")
    if login is None:
        login = f"AppUser_{subject.application_id}_{new_secret(10)}@{SERVICE_DOMAIN}"
    _check_columns({**columns, "login": login})
    await _require_free_login(tx, login)
    await _require_free_external_id(tx, subject.application_id, columns.get("external_app_user_id"))
    user_id = await create_user(
        tx,
        enterprise_id=subject.enterprise_id,
        login=login,
        kind="app" if is_app_user else "managed",
        application_id=subject.application_id,
        **columns,
    )
    user = await tx.one(_FIND, user=user_id)
    assert user is not None
    await emit(tx, subject, "NEW_USER", source_type="user", source_id=user.id, name=user.name, login=user.login)
    return user


async def change_user(
    tx: Transaction, subject: Subject, user_id: int, /, *, options: dict[str, Any], **columns: Any
) -> User:
    """Change columns of a user, and of its options those that are named; answers the user as it is now.

    Raises NotFound, InsufficientPermissions, InvalidParameter, or Conflict (user_login_already_used).
    """
    user = await _find_to_change(tx, subject, user_id)
    _check_columns(columns)
    if "role" in columns and user.role == "admin":
        raise InsufficientPermissions("The role of the enterprise's admin cannot be changed")
    if columns.get("status") == "inactive" and (user.id == subject.user_id or user.role == "admin"):
        raise InsufficientPermissions("You can deactivate neither yourself nor the enterprise's admin")
    if "login" in columns:
        await _require_free_login(tx, columns["login"], but_of=user.id)
        columns["login_key"] = columns["login"].casefold()
    if "name" in columns:
        columns["name_key"] = columns["name"].casefold()
    if "external_app_user_id" in columns:
        columns["application_id"] = await _claim_external_id(tx, subject, user, columns["external_app_user_id"])
    if options:
        columns["options"] = {**user.options, **options}
    await tx.update(users, {"id": user.id}, **columns, modified_at=tx.now)
    if "login" in columns:
        await bind_invitations(tx, user.id, user.enterprise_id, columns["login"])
    if columns.get("status") == "inactive":
        await end_sessions(tx, user.id)
    changed = await tx.one(_FIND, user=user.id)
    assert changed is not None
    await _tell_change(tx, subject, user, changed)
    return changed


async def delete_user(tx: Transaction, subject: Subject, user_id: int, *, force: bool) -> User:
    """Delete a user, with `force` together with everything it owns; answers the user as it was.

    The row stays as the author of what others keep; login and tokens are gone. Raises NotFound,
    InsufficientPermissions, or Forbidden where the user owns content and `force` is not given.
    """
    user = await _find_to_change(tx, subject, user_id)
    if user.id == subject.user_id or user.role == "admin" or user.kind == "service":
        raise InsufficientPermissions("Neither you, the enterprise's admin nor a service account can be deleted")
    if await tx.one(_OWNED_ITEM, root=user.root_id) is not None:
        if not force:
            raise Forbidden(
                f"User {user.id} still owns content: transfer it to another user first, or delete with force=true"
            )
        # Nobody's any more: from now on the tree is out of everybody's reach, and the collector removes it.
        await discard_everything_of(tx, user.id, user.root_id)
    await end_sessions(tx, user.id)
    await end_collaborations(tx, user.id)
    await drop_open_assignments(tx, user.id)
    for table in _GONE_WITH_A_USER:
        await tx.delete(table, user_id=user.id)
    await tx.update(
        users,
        {"id": user.id},
        login="",
        login_key=f"deleted:{user.id}",
        external_app_user_id=None,
        password_hash=None,
        deleted_at=tx.now,
        modified_at=tx.now,
    )
    await emit(tx, subject, "DELETE_USER", source_type="user", source_id=user.id, name=user.name, login=user.login)
    return user


def may_manage(subject: Subject, user: User) -> bool:
    """Whether the subject manages this user: an admin of its enterprise, whose application has a scope for it."""
    if not subject.is_admin or user.enterprise_id != subject.enterprise_id:
        return False
    if holds(subject.scopes, "manage_managed_users"):
        return True
    return user.kind == "app" and user.application_id == subject.application_id


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address, and so a login."""
    return _ADDRESS.fullmatch(text) is not None


def _require_admin(subject: Subject) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only admins, co-admins and service accounts manage users")


def _require_management(subject: Subject, user: User) -> None:
    if not may_manage(subject, user):
        raise InsufficientPermissions(f"You do not manage user {user.id}")


async def _find_to_change(tx: Transaction, subject: Subject, user_id: int) -> User:
    user = await tx.one(_FIND_TO_CHANGE, user=user_id)
    if user is None or user.enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no user with id {user_id}")
    _require_management(subject, user)
    if user.role == "admin" and subject.role != "admin":
        raise InsufficientPermissions("Only the admin may change the enterprise's admin")
    return user


def _check_columns(columns: dict[str, Any]) -> None:
    for name, longest in _LENGTHS.items():
        if len(columns.get(name) or "") > longest:
            raise InvalidParameter(name, f"must have at most {longest} characters")
    if "name" in columns and not columns["name"].strip():
        raise InvalidParameter("name", "must not be empty")
    if "login" in columns and not is_address(columns["login"]):
        raise InvalidParameter("login", f"{columns['login']!r} is not an e-mail address")
    if "timezone" in columns and not _TIMEZONE.fullmatch(columns["timezone"]):
        raise InvalidParameter("timezone", f"{columns['timezone']!r} is not a time zone, such as Europe/Zurich")
    if "space_amount" in columns and columns["space_amount"] < UNLIMITED:
        raise InvalidParameter("space_amount", "must be a number of bytes, or -1 for no limit")


async def _require_free_login(tx: Transaction, login: str, but_of: int | None = None) -> None:
    owner = await tx.value(_LOGIN_OWNER, login_key=login.casefold())
    if owner is not None and owner != but_of:
        raise login_in_use()


def login_in_use() -> Conflict:
    """The refusal of a login that belongs to somebody, in any enterprise of this server."""
    return Conflict("User with the specified login already exists", code="user_login_already_used")


async def _require_free_external_id(
    tx: Transaction, application_id: int, external_id: str | None, but_of: int | None = None
) -> None:
    if external_id is None:
        return
    owner = await tx.value(_EXTERNAL_ID_OWNER, application=application_id, external_id=external_id)
    if owner is not None and owner != but_of:
        raise Conflict(f"Another user of the application has the external_app_user_id {external_id!r}")


async def _claim_external_id(tx: Transaction, subject: Subject, user: User, external_id: str | None) -> int:
    """The application whose external id it is: the one that made the user, or, where none did, the one that asks."""
    if user.application_id not in {None, subject.application_id}:
        raise InsufficientPermissions("Only the application that made the user may change its external_app_user_id")
    await _require_free_external_id(tx, subject.application_id, external_id, but_of=user.id)
    return subject.application_id


async def _tell_change(tx: Transaction, subject: Subject, before: User, after: User) -> None:
    names: Sequence[str] = [name for name in User.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    changed = [name for name in names if name != "modified_at"]
    if not changed:
        return
    about: dict[str, Any] = {"source_type": "user", "source_id": after.id, "name": after.name, "login": after.login}
    if "role" in changed:
        await emit(tx, subject, "CHANGE_ADMIN_ROLE", **about, old_role=before.role, new_role=after.role)
    await emit(tx, subject, "EDIT_USER", **about, changed=changed)
