"""External users: people of other enterprises, and letting them go."""

from typing import Literal

import msgspec

from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.sharing import external_users
from holdall.content.sharing.external_users import Verdict


class Person(msgspec.Struct):
    """A user by id."""

    id: EntityId
    type: Literal["user"] = "user"


class Job(msgspec.Struct):
    """Whom to let go."""

    external_users: list[Person]


@operation("post_external_users_submit_delete_job_v2025.0")
async def let_external_users_go(ctx: Context, body: Job) -> Document:
    """Order that nothing of the enterprise's is shared with these people any more; a status for each of them."""
    user_ids = [one.id for one in body.external_users]
    return {"entries": [_verdict(one) for one in await ctx.db.write(external_users.submit, ctx.subject, user_ids)]}


def _verdict(verdict: Verdict) -> Document:
    document: Document = {"user_id": str(verdict.user_id), "status": verdict.status}
    return document if verdict.detail is None else {**document, "detail": verdict.detail}
