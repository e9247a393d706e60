"""`holdall explain` and `holdall access-report`: why somebody may do something, and who can reach what."""

import csv
import sys

import msgspec

from holdall.base.cells import cell
from holdall.base.db import Database
from holdall.base.errors import NotFound
from holdall.base.keys import ServerKey
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import choose_user, run
from holdall.cli.place import HERE, Place
from holdall.content.access.explain import Explanation, read_action, subject_for
from holdall.content.access.explain import explain as explain_access
from holdall.content.access.report import Line, report_access

REFUSED = 1


def explain(user: str, action: str, item: int, *, place: Place = HERE, json: AsJson = False) -> None:
    """Say whether a user may do something to an item, and why. The status is 0 where it may, 1 where not.

    The user is taken to have a token with all scopes for content; a narrower one may allow less.

    Parameters
    ----------
    user
        The login or id of the user.
    action
        What the user would do: view, download, upload, rename, move, delete, share, invite, ...
    item
        The id of the file, folder or web link; 0 is the user's own root folder.
    """
    try:
        wanted = read_action(action)
    except ValueError as error:
        refuse(str(error))

    async def work(db: Database, _key: ServerKey) -> Explanation:
        return await explain_access(db, subject_for(await choose_user(db, user)), wanted, item)

    found = run(place, work)
    if json:
        print(msgspec.json.encode(found).decode())
    else:
        verdict = "may" if found.allowed else "may not"
        print(f"user {found.user_id} {verdict} {found.action.replace('_', ' ')} item {found.item_id}")
        for reason in found.reasons:
            print(f"  - {reason}")
    if not found.allowed:
        sys.exit(REFUSED)


def access_report(folder: int, *, place: Place = HERE) -> None:
    """Print as CSV who can reach a folder and what is in it, and by which grant.

    Parameters
    ----------
    folder
        The id of the folder, file or web link.
    """
    writer = csv.writer(sys.stdout)

    async def work(db: Database, _key: ServerKey) -> None:
        is_first = True
        async for line in report_access(db, folder):
            if is_first:
                writer.writerow(Line.__struct_fields__)
                is_first = False
            writer.writerow([cell(value) for value in msgspec.structs.astuple(line)])

    try:
        run(place, work)
    except NotFound as error:
        refuse(error.message)
