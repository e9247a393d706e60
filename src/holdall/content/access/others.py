"""Who else may do something to an item: what is told of it to others is told to nobody who may not see it."""

from collections.abc import Iterable

import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.access.actions import Action
from holdall.content.access.decision import decide
from holdall.content.access.explain import subject_for
from holdall.content.access.reach import find_places
from holdall.content.identity.tables import users
from holdall.content.identity.users import User

OF_COLLABORATORS = frozenset({"root_readwrite"})
"""What people may do as owners and collaborators, and not as administrators of the enterprise."""

_ACTIVE = query(
    sa.select(*rows_of(User, users))
    .where(contains(users.c.id, "ids"), users.c.deleted_at.is_(None), users.c.status != "inactive")
    .order_by(users.c.id),
    into=User,
)


async def those_who_may(reader: Reader, action: Action, item_id: int, user_ids: Iterable[int]) -> list[User]:
    """Those of the users who are active and may do this to the item, which is not in the trash; a query for each."""
    ids = list(user_ids)
    found = []
    for user in await reader.all(_ACTIVE, ids=ids) if ids else []:
        place = (await find_places(reader, user.id, [item_id])).get(item_id)
        access = None if place is None else decide(subject_for(user, OF_COLLABORATORS), place, reader.now)
        if access is not None and not access.is_trashed and access.allows(action):
            found.append(user)
    return found
