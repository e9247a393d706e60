"""`holdall hub`: shared links of hubs, which no operation of the API gives or takes away."""

from typing import Annotated

import cyclopts

from holdall.base.db import Database
from holdall.base.keys import ServerKey
from holdall.cli.offline import choose_user, run
from holdall.cli.place import HERE, Place
from holdall.content.access.explain import subject_for
from holdall.content.hubs.links import share_hub, unshare_hub
from holdall.content.hubs.standing import LinkAccess

app = cyclopts.App(name="hub")

By = Annotated[str, cyclopts.Parameter(name="--as")]


@app.command
def share(hub: int, *, user: By, access: LinkAccess = "company", place: Place = HERE) -> None:
    """Give a hub a shared link, or change whom its link is for; prints the end of the link's address.

    Parameters
    ----------
    hub
        The id of the hub.
    user
        Login or id of who shares it: an editor or co-owner of the hub, or an administrator.
    access
        For anybody who has signed in (open), for the enterprise (company), or for its collaborators.
    """

    async def work(db: Database, _key: ServerKey) -> str:
        return await db.write(share_hub, subject_for(await choose_user(db, user)), hub, access)

    print(f"/s/{run(place, work)}")


@app.command
def unshare(hub: int, *, user: By, place: Place = HERE) -> None:
    """Take the shared link of a hub away.

    Parameters
    ----------
    hub
        The id of the hub.
    user
        Login or id of who does it: an editor or co-owner of the hub, or an administrator.
    """

    async def work(db: Database, _key: ServerKey) -> None:
        await db.write(unshare_hub, subject_for(await choose_user(db, user)), hub)

    run(place, work)
    print(f"hub {hub} has no shared link")
