"""From a token to its subject, in one query: the first thing that every request needs."""

import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.base.errors import Unauthorized
from holdall.base.ids import secret_hash
from holdall.content.identity.subject import Restriction, Subject
from holdall.content.identity.tables import access_tokens, applications, grants, users

_FIND_TOKEN = query(
    sa.select(
        users.c.id,
        users.c.enterprise_id,
        users.c.name,
        users.c.login,
        users.c.kind,
        users.c.role,
        users.c.status,
        users.c.root_id,
        access_tokens.c.application_id,
        access_tokens.c.grant_id,
        access_tokens.c.scopes,
        access_tokens.c.restriction,
        access_tokens.c.expires_at,
        grants.c.revoked_at,
        applications.c.can_act_as_user,
    )
    .join_from(access_tokens, users, users.c.id == access_tokens.c.user_id)
    .join(grants, grants.c.id == access_tokens.c.grant_id)
    .join(applications, applications.c.id == access_tokens.c.application_id)
    .where(access_tokens.c.token_hash == sa.bindparam("token_hash"))
)


async def authenticate(db: Database, token: str, *, as_user: str | None, operation_id: str | None) -> Subject:
    """The subject of an access token; raises Unauthorized for one that is unknown, expired or revoked."""
    token_hash = secret_hash(token)
    row = await db.one(_FIND_TOKEN, token_hash=token_hash)
    if row is None or row[12] <= db.clock.now() or row[13] is not None:
        raise Unauthorized("The access token is unknown, expired or revoked; get a new one")
    restriction = None if row[11] is None else Restriction(**row[11])
    return Subject(
        user_id=row[0],
        enterprise_id=row[1],
        name=row[2],
        login=row[3],
        kind=row[4],
        role=row[5],
        status=row[6],
        root_id=row[7],
        application_id=row[8],
        grant_id=row[9],
        scopes=frozenset(row[10]),
        restriction=restriction,
        actor_id=row[0],
        token_hash=token_hash,
        can_act_as_user=row[14],
    )
