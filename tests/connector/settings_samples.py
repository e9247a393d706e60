"""What the documented curl commands about an enterprise's set-up need: storage policies, workflows and the like."""

from collections.abc import Callable
from typing import Any

import httpx

Change = Callable[[Any], dict[str, Any]]


class SettingsWorld:
    """The things that those commands name, for the world of test_curl_live."""

    box: Any
    address: str

    def storage_policy_id(self) -> str:
        return "second"

    def storage_policy_assignment_id(self: Any) -> str:
        record = self.box.storage_policy_assignments.create(
            storage_policy={"type": "storage_policy", "id": "main"},
            assigned_to={"type": "user", "id": self["user_id"]},
        )
        return str(record["id"])

    def co_owned_folder_id(self: Any) -> str:
        """A folder of which the application's service account is a co-owner."""
        headers = {"authorization": f"Bearer {self.token()}"}
        account = httpx.get(f"{self.address}/2.0/users/me", headers=headers).json()
        folder_id = str(self["folder_id"])
        self.box.user_collaborations.create(
            item={"type": "folder", "id": folder_id},
            accessible_by={"type": "user", "id": account["id"]},
            role="co-owner",
        )
        return folder_id

    def integration_mapping_id(self: Any) -> str:
        record = self.box.call(
            "post_integration_mappings_slack",
            partner_item={"type": "channel", "id": self.new("C"), "slack_org_id": "E1"},
            box_item={"type": "folder", "id": self["co_owned_folder_id"]},
        )
        return str(record["id"])

    def workflow(self: Any) -> Any:
        """A workflow of the world's folder, in which there are two files."""
        outcome = {"action": "assign_task"}
        seed = {"owner": 101, "folder": self["folder_id"], "name": "Review", "outcomes": [outcome]}
        httpx.post(f"{self.address}/_control/seed", json={"workflows": [seed]}).raise_for_status()
        return self.box.workflows.list(folder_id=self["folder_id"])["entries"][0]

    def workflow_id(self: Any) -> str:
        return str(self["workflow"]["id"])


def start_of_a_flow(world: Any) -> dict[str, Any]:
    parent = {"id": world["folder_id"]}
    files = [world.box.upload(b"x", name=world.new("file"), folder_id=parent["id"])["id"] for _ in range(2)]
    flow = world["workflow"]["flows"][0]
    return {
        "flow.id": flow["id"],
        "files": [{"type": "file", "id": one} for one in files],
        "folder.id": parent["id"],
        "outcomes.0.id": flow["outcomes"][0]["id"],
        "outcomes.0.task_collaborators.variable_value": [{"type": "user", "id": "101"}],
    }


def with_content(world: Any) -> dict[str, Any]:
    return {"items": [{"type": "file", "id": world["file_id"], "content": "Public APIs are key drivers of growth."}]}


SETTINGS_CHANGES: dict[int, Change] = {
    **dict.fromkeys(range(6, 10), with_content),
    **dict.fromkeys((11, 12), lambda world: with_content(world) | {"metadata_template": None}),
    **dict.fromkeys((13, 14), with_content),
    222: lambda world: {"storage_policy.id": "second", "assigned_to.id": world["user_id"]},
    224: lambda world: {"storage_policy.id": "second"},
    260: start_of_a_flow,
    269: lambda world: {"partner_item.id": world.new("C"), "box_item.id": world["co_owned_folder_id"]},
}
