"""Mail about tasks: to whom one is assigned, and who is reminded of it."""

from holdall.base.clock import format_instant
from holdall.base.db import Transaction
from holdall.content.identity.users import User
from holdall.content.mail import post_mail
from holdall.content.tasks.rows import TaskOnFile


async def write_task_mail(
    tx: Transaction, template: str, assignee: User, found: TaskOnFile, address: str, *, assigner: str
) -> None:
    """Part of a unit: write to an assignee; application users and service accounts read no mail."""
    if assignee.kind != "managed":
        return
    task = found.task
    await post_mail(
        tx,
        enterprise_id=found.file.enterprise_id,
        recipient=assignee.login,
        template=template,
        assigner=assigner,
        doing=task.action,
        item_name=found.file.name,
        message=task.message,
        due=None if task.due_at is None else _readable(task.due_at),
        link=f"{address}/file/{found.file.id}",
    )


def _readable(instant: int) -> str:
    """A time as people read it, such as 2026-01-31 12:00 UTC."""
    date, _, time = format_instant(instant).partition("T")
    return f"{date} {time[:5]} UTC"
