"""People of other enterprises who are let go: ending what was shared with them."""

from holdall.content.sharing.external_users import LETTING_GO, end_some
from holdall.work import Queue, Site, step, workflow


@workflow(LETTING_GO, queue=Queue.LONG)
async def let_go(site: Site, enterprise_id: int, user_id: int, by: int, until: int) -> None:
    """End one person's collaborations, a batch at a time."""
    while await step(end_some, site.db, enterprise_id, user_id, by, until):
        pass
