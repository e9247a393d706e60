"""What outcomes do: each by the rule that the operation of the API goes by, as whoever started the flow."""

from collections.abc import Awaitable, Callable, Mapping

import msgspec

from holdall.base.clock import DAY
from holdall.base.db import Transaction
from holdall.base.errors import BadRequest, Conflict, NotFound
from holdall.base.json_patch import Step
from holdall.content.access import Action, reach_active
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import find_colleague
from holdall.content.items import copies, folders
from holdall.content.items.changes import Changes, LockRequest, update_item
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import trash_item
from holdall.content.items.watermarks import remove_watermark, set_watermark
from holdall.content.mail import post_mail
from holdall.content.metadata.classification import CLASSIFICATION, FIELD
from holdall.content.metadata.instances import Place, apply_instance, change_instance
from holdall.content.sharing.collaborations import Invitation, invite
from holdall.content.tasks.assignments import assign_task
from holdall.content.tasks.tasks import create_task
from holdall.content.workflows.definitions import Outcome

FILE, FOLDER = ItemType.FILE, ItemType.FOLDER


class Stage(msgspec.Struct, frozen=True):
    """What an outcome acts on: the unit of work, who started the flow, and what on; `address` is the server's."""

    tx: Transaction
    subject: Subject
    folder_id: int
    file_ids: list[int]
    outcome: Outcome
    address: str
    retention: int
    """How many seconds the trash keeps what is deleted."""


Tasks = list[int]
"""The ids of the tasks that an outcome has assigned."""


async def carry_out(stage: Stage) -> Tasks:
    """Part of a unit: do what an outcome says, and answer the tasks that it has assigned; raises what the rule does."""
    kind = stage.outcome.action_type
    if kind in _ON_FOLDER:
        await _ON_FOLDER[kind](stage)
        return []
    tasks: Tasks = []
    for file_id in stage.file_ids:
        if kind == "assign_task":
            tasks.append(await _assign_task(stage, file_id))
        else:
            await _ON_FILE[kind](stage, file_id)
    return tasks


async def _assign_task(stage: Stage, file_id: int) -> int:
    outcome, tx, subject = stage.outcome, stage.tx, stage.subject
    if outcome.role is not None:
        await _share_file(stage, file_id)
    due_at = None if outcome.due_in_days is None else tx.now + outcome.due_in_days * DAY
    made = await create_task(
        tx,
        subject,
        file_id,
        action="review",
        message=outcome.message,
        completion_rule=outcome.completion_rule,
        due_at=due_at,
    )
    for user_id in outcome.people or ():
        await assign_task(tx, subject, made.task.id, user_id=user_id, login=None, address=stage.address)
    return made.task.id


async def _share(stage: Stage, item_id: int, kind: ItemType) -> None:
    role = stage.outcome.role
    assert role is not None, "the definition was checked"
    for user_id in stage.outcome.people or ():
        wanted = Invitation(item_id=item_id, kind=kind, role=role, user_id=user_id, address=stage.address)
        try:
            await invite(stage.tx, stage.subject, wanted)
        except BadRequest as error:
            if error.reason != "user_already_collaborator":
                raise


async def _share_file(stage: Stage, file_id: int) -> None:
    await _share(stage, file_id, FILE)


async def _share_folder(stage: Stage) -> None:
    await _share(stage, stage.folder_id, FOLDER)


async def _add_metadata(stage: Stage, file_id: int) -> None:
    outcome = stage.outcome
    assert outcome.scope is not None
    assert outcome.template_key is not None
    await _set(stage, Place(file_id, FILE, outcome.scope, outcome.template_key), outcome.values or {})


async def _classify_file(stage: Stage, file_id: int) -> None:
    await _set(stage, Place(file_id, FILE, "enterprise", CLASSIFICATION), {FIELD: stage.outcome.classification})


async def _classify_folder(stage: Stage) -> None:
    place = Place(stage.folder_id, FOLDER, "enterprise", CLASSIFICATION)
    await _set(stage, place, {FIELD: stage.outcome.classification})


async def _set(stage: Stage, place: Place, values: Mapping[str, object]) -> None:
    """Apply a template with these values, or set them where it has been applied."""
    try:
        await apply_instance(stage.tx, stage.subject, place, values)
    except Conflict:
        steps = [Step(op="add", path=f"/{name}", value=value) for name, value in values.items()]
        await change_instance(stage.tx, stage.subject, place, steps)


async def _copy_file(stage: Stage, file_id: int) -> None:
    await copies.copy_file(stage.tx, stage.subject, file_id, parent_id=stage.outcome.folder_id or 0)


async def _move_file(stage: Stage, file_id: int) -> None:
    changes = Changes(parent_id=stage.outcome.folder_id or 0)
    await update_item(stage.tx, stage.subject, file_id, FILE, changes)


async def _move_folder(stage: Stage) -> None:
    changes = Changes(parent_id=stage.outcome.folder_id or 0)
    await update_item(stage.tx, stage.subject, stage.folder_id, FOLDER, changes)


async def _rename_folder(stage: Stage) -> None:
    changes = Changes(name=stage.outcome.folder_name or "")
    await update_item(stage.tx, stage.subject, stage.folder_id, FOLDER, changes)


async def _create_folder(stage: Stage) -> None:
    outcome = stage.outcome
    parent_id = stage.folder_id if outcome.folder_id is None else outcome.folder_id
    await folders.create_folder(stage.tx, stage.subject, parent_id=parent_id, name=outcome.folder_name or "")


async def _delete_file(stage: Stage, file_id: int) -> None:
    await trash_item(stage.tx, stage.subject, file_id, FILE, retention=stage.retention)


async def _delete_folder(stage: Stage) -> None:
    await trash_item(stage.tx, stage.subject, stage.folder_id, FOLDER, retention=stage.retention)


async def _lock_file(stage: Stage, file_id: int) -> None:
    await update_item(stage.tx, stage.subject, file_id, FILE, Changes(lock=LockRequest()))


async def _unlock_file(stage: Stage, file_id: int) -> None:
    await update_item(stage.tx, stage.subject, file_id, FILE, Changes(lock=None))


async def _watermark_file(stage: Stage, file_id: int) -> None:
    await set_watermark(stage.tx, stage.subject, file_id, FILE)


async def _remove_watermark(stage: Stage, file_id: int) -> None:
    try:
        await remove_watermark(stage.tx, stage.subject, file_id, FILE)
    except NotFound:
        # Without a watermark there is nothing to remove; without the file there is something to tell.
        await reach_active(stage.tx, stage.subject, file_id, FILE, Action.WATERMARK)


async def _notify(stage: Stage) -> None:
    folder = await reach_active(stage.tx, stage.subject, stage.folder_id, FOLDER)
    for user_id in stage.outcome.people or ():
        user = await find_colleague(stage.tx, stage.subject, user_id)
        if user.kind == "managed":
            await post_mail(
                stage.tx,
                enterprise_id=folder.item.enterprise_id,
                recipient=user.login,
                template="workflow_notification",
                sender=stage.subject.name,
                folder_name=folder.item.name,
                message=stage.outcome.message,
                link=f"{stage.address}/folder/{folder.item.id}",
            )


_ON_FILE: Mapping[str, Callable[[Stage, int], Awaitable[None]]] = {
    "add_metadata": _add_metadata,
    "apply_file_classification": _classify_file,
    "copy_file": _copy_file,
    "delete_file": _delete_file,
    "lock_file": _lock_file,
    "move_file": _move_file,
    "remove_watermark_file": _remove_watermark,
    "share_file": _share_file,
    "unlock_file": _unlock_file,
    "watermark_file": _watermark_file,
}
_ON_FOLDER: Mapping[str, Callable[[Stage], Awaitable[None]]] = {
    "apply_folder_classification": _classify_folder,
    "create_folder": _create_folder,
    "delete_folder": _delete_folder,
    "move_folder": _move_folder,
    "rename_folder": _rename_folder,
    "send_notification": _notify,
    "share_folder": _share_folder,
}
