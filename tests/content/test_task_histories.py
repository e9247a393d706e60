"""Tasks through random histories: assignments, decisions and rules go as a model in plain Python says."""

import random
from typing import Any

import pytest

from tests.box.test_tasks import shared_file
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.tasks import is_completed, resolve, send_assignment, set_task

STATES = ("incomplete", "completed", "approved", "rejected")
RULES = ("all_assignees", "any_assignee")
STEPS = 40


class Model:
    """A task as simple as it can be said: who has it, and what they have decided."""

    def __init__(self, action: str, rule: str) -> None:
        self.fitting = {"incomplete", "approved", "rejected"} if action == "review" else {"incomplete", "completed"}
        self.rule = rule
        self.states: dict[int, str] = {}

    @property
    def is_completed(self) -> bool:
        decided = [state for state in self.states.values() if state != "incomplete"]
        return len(decided) >= (1 if self.rule == "any_assignee" else max(len(self.states), 1))

    def assign(self, person: int) -> int:
        if self.is_completed:
            return 403
        if person in self.states:
            return 409
        self.states[person] = "incomplete"
        return 201

    def unassign(self, person: int) -> int:
        if self.states[person] != "incomplete":
            return 403
        del self.states[person]
        return 204

    def decide(self, person: int, state: str) -> int:
        before = self.states[person]
        if state == before:
            return 200
        if state not in self.fitting:
            return 400
        if before == "completed" or (before == "incomplete" and self.is_completed):
            return 403
        self.states[person] = state
        return 200


class Stage:
    """The same task on the server."""

    def __init__(self, owner: Client, task_id: str, people: list[tuple[int, Client]]) -> None:
        self.owner = owner
        self.task_id = task_id
        self.people = people
        self.assignments: dict[int, str] = {}

    async def assign(self, person: int) -> int:
        response = await send_assignment(self.owner, self.task_id, id=self.people[person][0])
        if response.status_code == 201:
            self.assignments[person] = response.json()["id"]
        return response.status_code

    async def unassign(self, person: int) -> int:
        assignment_id = self.assignments[person]
        response = await self.owner.call("delete_task_assignments_id", task_assignment_id=assignment_id)
        return response.status_code

    async def decide(self, person: int, state: str) -> int:
        return (await resolve(self.people[person][1], self.assignments[person], state)).status_code

    async def change_rule(self, rule: str) -> None:
        await self.owner.call("put_tasks_id", task_id=self.task_id, json={"completion_rule": rule})

    async def states(self) -> dict[int, str]:
        listed = await self.owner.call("get_tasks_id_assignments", task_id=self.task_id)
        by_user = {one["assigned_to"]["id"]: one["resolution_state"] for one in listed.json()["entries"]}
        return {
            number: by_user[str(user_id)] for number, (user_id, _) in enumerate(self.people) if str(user_id) in by_user
        }


@pytest.mark.parametrize("seed", range(6))
async def test_any_history_goes_as_the_model_says(enterprise: Enterprise, seed: int) -> None:
    dice = random.Random(seed)
    action, rule = ("review", "complete")[seed % 2], dice.choice(RULES)
    file_id, people = await shared_file(enterprise, "viewer", "editor", "previewer")
    task = await set_task(enterprise.user, file_id, action=action, completion_rule=rule)
    model, stage = Model(action, rule), Stage(enterprise.user, task["id"], people)
    history: list[Any] = []
    for _ in range(STEPS):
        person, state = dice.randrange(len(people)), dice.choice(STATES)
        step = dice.choice(["assign", "decide", "decide", "decide", "unassign", "rule"])
        if step == "rule":
            model.rule = dice.choice(RULES)
            await stage.change_rule(model.rule)
            history.append((step, model.rule))
        elif step == "assign" or person not in model.states:
            history.append(("assign", person, model.assign(person), await stage.assign(person)))
            assert history[-1][-1] == history[-1][-2], history
        elif step == "unassign":
            history.append((step, person, model.unassign(person), await stage.unassign(person)))
            assert history[-1][-1] == history[-1][-2], history
        else:
            history.append((step, person, state, model.decide(person, state), await stage.decide(person, state)))
            assert history[-1][-1] == history[-1][-2], history
        assert (await stage.states(), await is_completed(stage.owner, stage.task_id)) == (
            model.states,
            model.is_completed,
        ), history
