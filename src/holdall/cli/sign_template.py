"""`holdall sign-template`: make the templates of sign requests, for which the API has no operation."""

from pathlib import Path
from typing import Any

import cyclopts
import msgspec
import yaml

from holdall.base.db import Database
from holdall.base.errors import ApiError
from holdall.base.keys import ServerKey
from holdall.cli.app import refuse
from holdall.cli.offline import choose_user, run
from holdall.cli.place import HERE, Place
from holdall.content.access.explain import subject_for
from holdall.content.sign_requests.templates import find_by_name
from holdall.control.seeding.sign_templates import SeedSignTemplate, plant_template

app = cyclopts.App(name="sign-template")


@app.command
def create(file: Path, *, by: str, place: Place = HERE) -> None:
    """Make a sign template of a user's, and print its id.

    Parameters
    ----------
    file
        YAML or JSON with name, folder, files and signers, as under sign_templates of a seed; folder and files are ids.
    by
        Login or id of the user whose template it is.
    """
    seed = _read(file)
    folder_id, *source_ids = (_id(one) for one in (seed.folder, *seed.files))

    async def work(db: Database, _key: ServerKey) -> int:
        subject = subject_for(await choose_user(db, by))
        if await find_by_name(db, subject, seed.name) is not None:
            refuse(f"{by} has a template {seed.name!r} already: give this one another name")
        try:
            return await db.write(plant_template, subject, seed, folder_id, source_ids)
        except (ApiError, ValueError) as error:
            refuse(str(error))

    print(run(place, work))


def _read(file: Path) -> SeedSignTemplate:
    try:
        content: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        return msgspec.convert(content, SeedSignTemplate, strict=False)
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}")
    except (UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        refuse(f"{file}: {' '.join(str(error).split())}")


def _id(thing: str | int) -> int:
    text = str(thing)
    if not (text.isascii() and text.isdigit()):
        refuse(f"{text!r} is no id")
    return int(text)
