"""What hubs let people do with what is in them: a collaborator on a hub, whatever the role, views its items and all below.

Queries of access put these beside the collaborations. The items do not appear among the user's own files.
"""

from typing import Any

import sqlalchemy as sa

from holdall.content.access.actions import Role
from holdall.content.directory.tables import memberships
from holdall.content.hubs.tables import hub_collaborations, hub_items

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
# Our own words, as part of the statement: parameters would be passed at every request.
_ROLE = sa.literal_column(f"'{Role.HUB_VIEWER.value}'", sa.Text)
_COLUMNS = {
    "item_id": hub_items.c.item_id,
    "id": hub_collaborations.c.id,
    "role": _ROLE,
    "can_view_path": sa.literal_column("false", sa.Boolean),
    "is_access_only": sa.literal_column("true", sa.Boolean),
    "group_id": hub_collaborations.c.group_id,
}


def on_items(up: sa.FromClause) -> sa.Select[Any]:
    """The grants of hubs on the items whose ids are in `up`: columns as those of `access.place.Given`."""
    member = sa.exists().where(memberships.c.group_id == hub_collaborations.c.group_id, memberships.c.user_id == _USER)
    return (
        _grants()
        .join_from(up, hub_items, hub_items.c.item_id == up.c.id)
        .join(hub_collaborations, hub_collaborations.c.hub_id == hub_items.c.hub_id)
        .where(sa.or_(hub_collaborations.c.user_id == _USER, member))
    )


def of_user() -> tuple[sa.Select[Any], sa.Select[Any]]:
    """All that hubs let the user see, by an own collaboration and by those of the user's groups; the same columns."""
    own = _grants().join_from(hub_collaborations, hub_items, hub_items.c.hub_id == hub_collaborations.c.hub_id)
    by_group = (
        _grants()
        .join_from(memberships, hub_collaborations, hub_collaborations.c.group_id == memberships.c.group_id)
        .join(hub_items, hub_items.c.hub_id == hub_collaborations.c.hub_id)
    )
    return own.where(hub_collaborations.c.user_id == _USER), by_group.where(memberships.c.user_id == _USER)


def _grants() -> sa.Select[Any]:
    return sa.select(*(column.label(name) for name, column in _COLUMNS.items()))
