"""`holdall skill`: let applications be told of files that come into folders, see what they were told, and end that."""

from typing import Annotated, Any

import cyclopts

from holdall.base.clock import format_instant
from holdall.base.db import Database
from holdall.base.keys import ServerKey
from holdall.base.settings import load_settings
from holdall.cli.app import AsJson
from holdall.cli.offline import Several, choose_application, print_rows, run
from holdall.cli.place import HERE, Place
from holdall.content.skills.reporting import latest_invocations
from holdall.content.skills.rules import SkillDefinition, define_skill, list_skills, remove_skill

app = cyclopts.App(name="skill")


@app.command
def add(
    name: str,
    *,
    url: str,
    folder: Annotated[tuple[int, ...], cyclopts.Parameter(negative_iterable=())],
    extension: Several = (),
    application: str | None = None,
    place: Place = HERE,
) -> None:
    """Let an application be told of the files that come into folders; a skill of the same name is defined anew.

    The application's service account must be an editor of the folders at least, and its webhook keys sign.

    Parameters
    ----------
    name
        What people call it.
    url
        The address that is told.
    folder
        The id of a folder; may be given several times. What is below it counts too.
    extension
        Of the files that it is for, such as pdf; may be given several times. Without any, all files.
    application
        The client id or name; needed only where there are several.
    """
    definition = SkillDefinition(name=name, url=url, extensions=list(extension))
    reach = load_settings(None, data=place.data, database=place.database).webhook_reach

    async def work(db: Database, _key: ServerKey) -> int:
        chosen = await choose_application(db, application)
        return await db.write(define_skill, chosen, definition, folder, reach=reach)

    print(f"skill {run(place, work)} ({name})")


@app.command(name="list")
def list_all(*, place: Place = HERE, json: AsJson = False) -> None:
    """List the skills of the server."""

    async def work(db: Database, _key: ServerKey) -> list[dict[str, Any]]:
        return [
            {
                "id": str(one.id),
                "name": one.name,
                "application_id": str(one.application_id),
                "url": one.address,
                "folders": " ".join(map(str, folder_ids)),
                "extensions": " ".join(one.extensions) or "all",
            }
            for one, folder_ids in await list_skills(db)
        ]

    print_rows(run(place, work), json=json)


@app.command
def invocations(*, limit: int = 50, place: Place = HERE, json: AsJson = False) -> None:
    """List what skills were told of, the latest first, and how far they say they are.

    Parameters
    ----------
    limit
        At most so many.
    """

    async def work(db: Database, _key: ServerKey) -> list[dict[str, Any]]:
        return [
            {
                "id": one.id,
                "skill": str(one.skill_id),
                "file": str(one.file_id),
                "status": one.status,
                "created_at": format_instant(one.created_at),
                "changed_at": format_instant(one.changed_at),
            }
            for one in await latest_invocations(db, limit)
        ]

    print_rows(run(place, work), json=json)


@app.command(name="remove")
def remove(skill: int, *, place: Place = HERE) -> None:
    """Tell a skill of nothing any more; the cards that it has put on files stay."""

    async def work(db: Database, _key: ServerKey) -> None:
        await db.write(remove_skill, skill)

    run(place, work)
    print(f"skill {skill} is gone")
