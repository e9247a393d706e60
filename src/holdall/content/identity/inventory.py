"""Enterprises, users and applications of a whole server, as its operator sees them."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import query, rows_of
from holdall.base.db.database import Reader
from holdall.content.identity.applications import Application
from holdall.content.identity.tables import applications, enterprises, users
from holdall.content.identity.users import User


class Enterprise(msgspec.Struct, frozen=True):
    """An enterprise and how many users it has, service accounts among them."""

    id: int
    name: str
    created_at: int
    users: int


_ENTERPRISES = query(
    sa.select(
        enterprises.c.id,
        enterprises.c.name,
        enterprises.c.created_at,
        sa.select(sa.func.count())
        .where(users.c.enterprise_id == enterprises.c.id, users.c.deleted_at.is_(None))
        .scalar_subquery(),
    ).order_by(enterprises.c.id),
    Enterprise,
)
_APPLICATIONS = query(sa.select(*rows_of(Application, applications)).order_by(applications.c.id), Application)
_BY_LOGIN = query(
    sa.select(*rows_of(User, users)).where(
        users.c.login_key == sa.bindparam("login_key"), users.c.deleted_at.is_(None)
    ),
    User,
)
_BY_ID = query(
    sa.select(*rows_of(User, users)).where(users.c.id == sa.bindparam("user"), users.c.deleted_at.is_(None)), User
)
_USERS = query(
    sa.select(*rows_of(User, users))
    .where(users.c.enterprise_id == sa.bindparam("enterprise"), users.c.deleted_at.is_(None))
    .order_by(users.c.id),
    User,
)


async def list_enterprises(reader: Reader) -> list[Enterprise]:
    """Every enterprise of the server, the oldest first."""
    return await reader.all(_ENTERPRISES)


async def list_applications(reader: Reader) -> list[Application]:
    """Every application of the server, the oldest first."""
    return await reader.all(_APPLICATIONS)


async def list_all_users(reader: Reader, enterprise_id: int) -> list[User]:
    """Every user of an enterprise, the oldest first."""
    return await reader.all(_USERS, enterprise=enterprise_id)


async def find_user(reader: Reader, login_or_id: str) -> User | None:
    """The user with this login, in any case, or with this id."""
    if login_or_id.isascii() and login_or_id.isdigit() and len(login_or_id) <= 18:
        return await reader.one(_BY_ID, user=int(login_or_id))
    return await reader.one(_BY_LOGIN, login_key=login_or_id.casefold())
