"""`holdall workflow`: define the workflows of folders, see them and what was started of them, switch and remove them."""

from pathlib import Path
from typing import Annotated, Any

import cyclopts
import msgspec
import yaml

from holdall.base.clock import format_instant
from holdall.base.db import Database
from holdall.base.keys import ServerKey
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import choose_user, print_rows, run
from holdall.cli.place import HERE, Place
from holdall.content.access.explain import subject_for
from holdall.content.workflows.flows import WorkflowDefinition, define, enable, list_all_workflows, remove
from holdall.content.workflows.running import latest_runs

app = cyclopts.App(name="workflow")


@app.command
def add(
    file: Path,
    *,
    folder: int,
    user: Annotated[str, cyclopts.Parameter(name="--as")],
    place: Place = HERE,
) -> None:
    """Define a workflow of a folder; one of the same name there is defined anew.

    Parameters
    ----------
    file
        YAML: name, outcomes, and optionally description and is_enabled; docs/how-to/workflows.md shows all of it.
    folder
        The id of the folder whose files it is started on.
    user
        Login or id of whoever defines it, and may edit the folder.
    """
    definition = _read(file)

    async def work(db: Database, _key: ServerKey) -> int:
        subject = subject_for(await choose_user(db, user))
        return await db.write(define, subject, folder, definition)

    print(f"workflow {run(place, work)} ({definition.name})")


@app.command(name="list")
def list_all(*, place: Place = HERE, json: AsJson = False) -> None:
    """List the workflows of the server."""

    async def work(db: Database, _key: ServerKey) -> list[dict[str, Any]]:
        return [
            {
                "id": str(one.id),
                "folder": str(one.folder_id),
                "name": one.name,
                "enabled": one.is_enabled,
                "outcomes": " ".join(outcome.action_type for outcome in one.outcomes),
            }
            for one in await list_all_workflows(db)
        ]

    print_rows(run(place, work), json=json)


@app.command
def runs(*, limit: int = 50, place: Place = HERE, json: AsJson = False) -> None:
    """List what was started, the latest first: how far it is, and why it ended where it failed.

    Parameters
    ----------
    limit
        At most so many.
    """

    async def work(db: Database, _key: ServerKey) -> list[dict[str, Any]]:
        return [
            {
                "id": str(one.id),
                "workflow": str(one.workflow_id),
                "started_by": str(one.started_by),
                "started_at": format_instant(one.started_at),
                "state": one.state,
                "done": f"{one.position} of {len(one.plan)}",
                "reason": one.reason or "",
            }
            for one in await latest_runs(db, limit)
        ]

    print_rows(run(place, work), json=json)


@app.command(name="enable")
def enable_workflow(workflow: int, *, place: Place = HERE) -> None:
    """Let a workflow be started."""
    _switch(place, workflow, is_enabled=True)


@app.command(name="disable")
def disable_workflow(workflow: int, *, place: Place = HERE) -> None:
    """Let a workflow not be started any more; what has been started goes on."""
    _switch(place, workflow, is_enabled=False)


@app.command(name="remove")
def remove_workflow(workflow: int, *, place: Place = HERE) -> None:
    """Forget a workflow; what was started of it stops."""

    async def work(db: Database, _key: ServerKey) -> None:
        await db.write(remove, workflow)

    run(place, work)
    print(f"workflow {workflow} is gone")


def _switch(place: Place, workflow: int, *, is_enabled: bool) -> None:
    async def work(db: Database, _key: ServerKey) -> None:
        await db.write(enable, workflow, is_enabled=is_enabled)

    run(place, work)
    print(f"workflow {workflow} is {'enabled' if is_enabled else 'disabled'}")


def _read(file: Path) -> WorkflowDefinition:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        return msgspec.convert(msgspec.to_builtins(raw), WorkflowDefinition, strict=False)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        refuse(f"{file} cannot be read: {' '.join(str(error).split())}")
    except msgspec.ValidationError as error:
        refuse(f"{file}: {error}")
