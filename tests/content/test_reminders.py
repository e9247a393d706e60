"""Reminders of tasks: whom the mail reaches, when, and only once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from holdall.base.clock import DAY, HOUR, format_instant
from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from holdall.content.tasks.reminders import remind_assignees
from tests.box.test_tasks import shared_file
from tests.support.client import Client
from tests.support.databases import ready_database
from tests.support.enterprise import Enterprise
from tests.support.news import mail_to
from tests.support.tasks import assign, resolve, set_task

ADDRESS = "https://files.example.com"


@pytest.fixture(scope="module")
async def gateway(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A server whose clock may be moved: on a database of its own."""
    data = tmp_path_factory.mktemp("reminders")
    url = await ready_database(database_url, data)
    application = Application(Settings(data=data, database=url, dev=True, work="elsewhere", log_format="none"))
    yield await application.start()
    await application.stop()


class Stage:
    """A task that is due in ten days, and an assignee."""

    def __init__(self, enterprise: Enterprise, task_id: str, user_id: int, client: Client, file_id: str) -> None:
        self.enterprise = enterprise
        self.db = enterprise.gateway.platform.db
        self.task_id = task_id
        self.user_id = user_id
        self.client = client
        self.file_id = file_id
        self.assignment_id = ""

    async def reminders(self, after: int = 0) -> list[str]:
        """The subjects of the reminders that the assignee has, when so much more time has gone by."""
        self.db.clock.advance(after)
        await remind_assignees(self.db, address=ADDRESS)
        mails = await mail_to(self.enterprise, self.user_id)
        return [mail.subject for mail in mails if mail.subject.startswith("Reminder")]

    async def reminded_at(self) -> Any:
        client = Client(self.client.gateway, await self.enterprise.new_token(self.enterprise.user_id))
        answer = await client.call("get_task_assignments_id", task_assignment_id=self.assignment_id)
        return answer.json()["reminded_at"]

    def in_days(self, days: float) -> str:
        return format_instant(self.db.now + int(days * DAY))


@pytest.fixture
async def stage(enterprise: Enterprise) -> Stage:
    file_id, [(user_id, client)] = await shared_file(enterprise, "viewer")
    stage = Stage(enterprise, "", user_id, client, file_id)
    task = await set_task(enterprise.user, file_id, message="Mind page 3", due_at=stage.in_days(10))
    stage.task_id = task["id"]
    stage.assignment_id = (await assign(enterprise.user, task["id"], user_id))["id"]
    return stage


class TestReminders:
    async def test_a_day_before_it_is_due_the_assignee_gets_mail_once(self, stage: Stage) -> None:
        early = await stage.reminders(8 * DAY + 23 * HOUR)
        unreminded = await stage.reminded_at()
        due = await stage.reminders(HOUR)
        again = await stage.reminders(12 * HOUR)
        (subject,) = due
        assert (early, unreminded, again) == ([], None, due)
        assert subject.startswith("Reminder: review “plan.txt” by 20")
        mail = (await mail_to(stage.enterprise, stage.user_id))[-1]
        assert (f"{ADDRESS}/file/{stage.file_id}" in mail.text, "Mind page 3" in mail.html) == (True, True)
        assert await stage.reminded_at() is not None

    async def test_who_has_decided_is_left_alone(self, stage: Stage) -> None:
        await resolve(stage.client, stage.assignment_id, "rejected")
        assert await stage.reminders(9 * DAY + HOUR) == []

    async def test_who_takes_it_back_is_reminded_again(self, stage: Stage) -> None:
        await resolve(stage.client, stage.assignment_id, "approved")
        await resolve(stage.client, stage.assignment_id, "incomplete")
        assert len(await stage.reminders(9 * DAY + HOUR)) == 1

    async def test_where_one_of_them_was_enough_the_others_are_left_alone(self, stage: Stage) -> None:
        await stage.enterprise.user.call(
            "put_tasks_id", task_id=stage.task_id, json={"completion_rule": "any_assignee"}
        )
        own = await assign(stage.enterprise.user, stage.task_id, stage.enterprise.user_id)
        await resolve(stage.enterprise.user, own["id"], "approved")
        assert await stage.reminders(9 * DAY + HOUR) == []

    @pytest.mark.parametrize(
        ("days", "first", "second"), [(20, 0, 1), (None, 0, 0), (0.5, 0, 0)], ids=["later", "never", "too soon"]
    )
    async def test_another_time_is_reminded_of_at_its_own(
        self, stage: Stage, days: float | None, first: int, second: int
    ) -> None:
        body = {"due_at": None if days is None else stage.in_days(days)}
        await stage.enterprise.user.call("put_tasks_id", task_id=stage.task_id, json=body)
        counts = [len(await stage.reminders(9 * DAY + HOUR)), len(await stage.reminders(10 * DAY))]
        assert counts == [first, second]

    async def test_who_has_lost_the_file_is_told_nothing_of_it(self, stage: Stage) -> None:
        owner = stage.enterprise.user
        listed = (await owner.call("get_files_id_collaborations", file_id=stage.file_id)).json()["entries"]
        await owner.call("delete_collaborations_id", collaboration_id=listed[0]["id"])
        assert (await stage.reminders(9 * DAY + HOUR), await stage.reminded_at()) == ([], None)

    async def test_of_a_file_in_the_trash_nobody_is_reminded(self, stage: Stage) -> None:
        await stage.enterprise.user.call("delete_files_id", file_id=stage.file_id)
        assert await stage.reminders(9 * DAY + HOUR) == []

    async def test_processes_that_remind_side_by_side_write_once(self, stage: Stage) -> None:
        stage.db.clock.advance(9 * DAY + HOUR)
        written = await asyncio.gather(*[remind_assignees(stage.db, address=ADDRESS) for _ in range(3)])
        assert (sum(written), len(await stage.reminders())) == (1, 1)
