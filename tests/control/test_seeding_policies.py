"""Seeds of terms of service and of information barriers."""

import pytest

from tests.control.conftest import Control

PEOPLE = """
enterprises:
  - id: 7
    users:
      - {id: 70, login: ada@seven.example, role: admin}
      - {id: 71, login: bob@seven.example}
      - {id: 72, login: cyd@seven.example}
    applications: [{}]
tokens:
  - {user: ada@seven.example, token: ada-token}
  - {user: bob@seven.example, token: bob-token}
  - {user: cyd@seven.example, token: cyd-token}
"""
POLICIES = """
terms_of_service:
  - {by: 70, text: Be kind., accepted_by: [70, bob@seven.example], key: terms}
information_barriers:
  - by: 70
    key: barrier
    segments:
      - {name: Research, members: [bob@seven.example], kept_from: [Trading]}
      - {name: Trading, members: [cyd@seven.example]}
"""


class TestPolicies:
    async def test_terms_are_asked_of_who_has_not_accepted_them(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        await control.call("POST", "/seed", content=POLICIES)
        statuses = [
            (await control.client(token).call("get_folders_id", folder_id=0)).status_code
            for token in ("ada-token", "bob-token", "cyd-token")
        ]
        assert statuses == [200, 200, 400]

    async def test_a_barrier_acts(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        planted = await control.call("POST", "/seed", content=POLICIES)
        admin, barrier = control.client("ada-token"), {"shield_information_barrier_id": planted["keys"]["barrier"]}
        made = (await admin.call("get_shield_information_barriers_id", **barrier)).json()
        segments = (await admin.call("get_shield_information_barrier_segments", **barrier)).json()["entries"]
        assert (made["status"], [one["name"] for one in segments]) == ("pending", ["Research", "Trading"])

    async def test_applying_it_twice_changes_nothing(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        first = await control.call("POST", "/seed", content=POLICIES)
        second = await control.call("POST", "/seed", content=POLICIES)
        answers = await control.client("ada-token").call(
            "get_terms_of_service_user_statuses", tos_id=first["keys"]["terms"]
        )
        assert (second["keys"], answers.json()["total_count"]) == (first["keys"], 2)

    @pytest.mark.parametrize(
        ("seed", "message"),
        [
            ("terms_of_service: [{by: 71, text: a}]", "terms_of_service[0]: Only an administrator"),
            ("terms_of_service: [{by: 70, text: ''}]", "terms_of_service[0]: text: must not be empty"),
            (
                "information_barriers: [{by: 70, segments: [{name: A, kept_from: [B]}]}]",
                "information_barriers[0]: there is no segment named 'B'",
            ),
            (
                "information_barriers: [{by: 70, segments: [{name: A}]}]",
                "information_barriers[0]: Information barrier",
            ),
        ],
    )
    async def test_what_cannot_be_is_refused_by_its_place(self, control: Control, seed: str, message: str) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        refused = await control.call("POST", "/seed", content=seed, status=400)
        assert refused["message"][: len(message)] == message
