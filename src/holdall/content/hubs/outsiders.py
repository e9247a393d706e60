"""People from outside who collaborate on hubs: part of the queries that ask who has to do with an enterprise.

Apart from the other grants, which know access, for the rooms that access is built upon.
"""

from typing import Any

import sqlalchemy as sa

from holdall.content.hubs.tables import hub_collaborations, hubs


def of_outsiders(user: sa.ColumnElement[bool], enterprise_id: sa.BindParameter[int]) -> sa.Select[Any]:
    """The users who collaborate on hubs of an enterprise, as far as `user`, a condition on `hub_collaborations`, lets them."""
    return (
        sa.select(hub_collaborations.c.user_id)
        .join_from(hub_collaborations, hubs, hubs.c.id == hub_collaborations.c.hub_id)
        .where(user, hubs.c.enterprise_id == enterprise_id)
    )
