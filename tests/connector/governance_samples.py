"""What the documented curl commands about legal holds and retention need."""

from collections.abc import Callable
from typing import Any

from tests.connector.things import Things

Change = Callable[[Any], dict[str, Any]]


class GovernedThings(Things):
    """Policies and assignments, made when they are asked for."""

    def legal_hold_policy_id(self) -> str:
        return str(self.box.legal_hold_policies.create(policy_name=self.new("hold"), is_ongoing=True)["id"])

    policy_id = legal_hold_policy_id

    def legal_hold_policy_assignment_id(self) -> str:
        file_id, policy_id = self["file_id"], self["policy_id"]
        record = self.box.legal_hold_policy_assignments.create(
            policy_id=policy_id, assign_to={"type": "file", "id": file_id}
        )
        return str(record["id"])

    def file_version_legal_hold_id(self) -> str:
        self["legal_hold_policy_assignment_id"]
        return str(self["current_version_id"])

    def retention_policy_id(self) -> str:
        record = self.box.retention_policies.create(
            policy_name=self.new("retention"),
            policy_type="finite",
            retention_length=30,
            disposition_action="remove_retention",
        )
        return str(record["id"])

    def retention_policy_assignment_id(self) -> str:
        policy_id, folder_id = self["retention_policy_id"], self["folder_id"]
        record = self.box.retention_policy_assignments.create(
            policy_id=policy_id, assign_to={"type": "folder", "id": folder_id}
        )
        return str(record["id"])

    def file_version_retention_id(self) -> str:
        self["retention_policy_assignment_id"]
        name = self.new("retained")
        copy = self.box.files.copy(file_id=self["file_id"], parent={"id": self["folder_id"]}, name=name)
        return str(copy["file_version"]["id"])


GOVERNANCE_CHANGES: dict[int, Change] = {
    180: lambda world: {"policy_name": world.new("Policy")},
    184: lambda world: {"policy_id": world["retention_policy_id"], "assign_to.id": world["folder_id"]},
    187: lambda world: {"policy_name": world.new("Policy"), "is_ongoing": True},
    189: lambda world: {"policy_name": world.new("Policy")},
    192: lambda world: {"assign_to.id": world["folder_id"]},
}
