"""Further addresses of a user, good for invitations and for signing in as the login is.

https://developer.box.com/reference/resources/email-alias/
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.directory.tables import email_aliases
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import User, get_user, is_address, may_manage
from holdall.content.sharing.binding import bind_invitations


class EmailAlias(msgspec.Struct, frozen=True):
    """An address beside the login."""

    id: int
    user_id: int
    email: str


_ROW = rows_of(EmailAlias, email_aliases)
_OF_USER = query(
    sa.select(*_ROW).where(email_aliases.c.user_id == sa.bindparam("user_id")).order_by(email_aliases.c.id),
    into=EmailAlias,
)
_KEY = sa.bindparam("email_key", type_=sa.Text)
_TAKEN = query(
    sa.union_all(
        sa.select(users.c.id).where(users.c.login_key == _KEY),
        sa.select(email_aliases.c.user_id).where(email_aliases.c.email_key == _KEY),
    )
)


async def list_email_aliases(reader: Reader, subject: Subject, user_id: int) -> Sequence[EmailAlias]:
    """The aliases of a user, oldest first; raises NotFound or InsufficientPermissions."""
    await get_user(reader, subject, user_id)
    return await reader.all(_OF_USER, user_id=user_id)


async def add_email_alias(tx: Transaction, subject: Subject, user_id: int, email: str) -> EmailAlias:
    """A unit: give a user one more address; raises NotFound, Forbidden, InvalidParameter, or Conflict for a taken one."""
    user = await _user_to_change(tx, subject, user_id)
    email = email.strip()
    if not is_address(email):
        raise InvalidParameter("email", f"{email!r} is not an e-mail address")
    if await tx.value(_TAKEN, email_key=email.casefold()) is not None:
        raise Conflict("The address belongs to a user already", code="user_login_already_used")
    alias_id = tx.new_id()
    await tx.insert(
        email_aliases,
        id=alias_id,
        enterprise_id=subject.enterprise_id,
        user_id=user_id,
        email=email,
        email_key=email.casefold(),
        created_at=tx.now,
    )
    await bind_invitations(tx, user_id, subject.enterprise_id, email)
    await emit(tx, subject, "EMAIL_ALIAS_CONFIRM", source_type="user", source_id=user.id, email=email)
    return EmailAlias(alias_id, user_id, email)


async def remove_email_alias(tx: Transaction, subject: Subject, user_id: int, alias_id: int) -> None:
    """A unit: take an address from a user; raises NotFound or InsufficientPermissions."""
    user = await _user_to_change(tx, subject, user_id)
    if await tx.delete(email_aliases, id=alias_id, user_id=user_id) == 0:
        raise NotFound(f"User {user_id} has no email alias with id {alias_id}")
    await emit(tx, subject, "EMAIL_ALIAS_REMOVE", source_type="user", source_id=user.id)


async def _user_to_change(tx: Transaction, subject: Subject, user_id: int) -> User:
    user = await get_user(tx, subject, user_id)
    if not may_manage(subject, user):
        raise InsufficientPermissions("Only an administrator may change the addresses of a user")
    return user
