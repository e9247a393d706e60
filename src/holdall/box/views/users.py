"""Users as other resources name them: type, id, name and login."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.identity.tables import users

UserMini = dict[str, Any]

NOBODY: UserMini = {"type": "user", "id": "", "name": "", "login": ""}
"""Whom Box names where there is no user: the maker of a root folder, or of something whose maker is gone."""

_FIND_MINIS = query(sa.select(users.c.id, users.c.name, users.c.login).where(contains(users.c.id, "ids")))


async def user_minis(reader: Reader, ids: Iterable[int | None]) -> dict[int | None, UserMini]:
    """The mini of each user with one of these ids, in one query; None and unknown ids are left out."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = await reader.all(_FIND_MINIS, ids=list(wanted))
    return {user_id: user_mini(user_id, name, login) for user_id, name, login in rows}


def user_mini(user_id: int, name: str, login: str) -> UserMini:
    """The mini of one user."""
    return {"type": "user", "id": str(user_id), "name": name, "login": login}
