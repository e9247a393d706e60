"""People of the service with fewer permissions."""

import httpx

from holdall.base.ids import new_secret
from holdall.migration.service.people import Lifetimes, issue
from holdall.migration.service.permissions import AUDITOR
from holdall.migration.service.users import Changes, create_user
from tests.migration.jobs.world import World


async def looking_at(world: World) -> httpx.AsyncClient:
    """A client of somebody who may look at everything and change nothing."""
    changes = Changes(login=f"auditor-{new_secret(12).lower()}", password_hash="-", roles=[AUDITOR.id])
    user = await world.site.db.write(create_user, None, changes)
    issued = await world.site.db.write(issue, user.id, Lifetimes(3600, 3600))
    headers = {"authorization": f"Bearer {issued.access_token}"}
    transport = world.client._transport  # the same server
    return httpx.AsyncClient(transport=transport, base_url="https://holdall.test", headers=headers)
