"""Tasks: reminding people of those that are due soon."""

from holdall.content.tasks.reminders import remind_assignees
from holdall.work import Site, schedule, step


@schedule("remind of tasks", "*/5 * * * *")
async def remind(site: Site) -> None:
    """Write to whom a task is due tomorrow."""
    await step(remind_assignees, site.db, address=site.settings.address)
