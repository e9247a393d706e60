"""Classifications: the template that holds them, and what they are put on. Skill cards, which are metadata too."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.metadata import (
    CARD,
    CLASSIFICATION,
    CLASSIFICATION_FIELD,
    LABEL,
    apply,
    call,
    make_classifications,
)
from tests.support.tree import create, error_of, make_file

TEMPLATE = f"metadata_templates_enterprise_{CLASSIFICATION}_schema"


async def new_item(enterprise: Enterprise, kind: str) -> dict[str, Any]:
    """The path of a file or a folder of the user's."""
    if kind == "folder":
        return {"folder_id": (await create(enterprise.user, "plan"))["id"]}
    return {"file_id": (await make_file(enterprise, "plan")).item.id}


def options_in(template: dict[str, Any]) -> list[tuple[str, Any]]:
    """The keys and definitions of classifications."""
    (one,) = template["fields"]
    return [
        (option["key"], option.get("staticConfig", {}).get("classification", {}).get("classificationDefinition"))
        for option in one["options"]
    ]


@pytest.mark.operation(
    "get_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema",
    "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#add",
    "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#update",
    "post_metadata_templates_schema#classifications",
)
class TestTemplate:
    async def test_before_it_is_made_it_is_not_found(self, enterprise: Enterprise) -> None:
        answer = await enterprise.user.call(f"get_{TEMPLATE}")
        assert error_of(answer) == (404, "instance_tuple_not_found")

    async def test_classifications_keep_their_order_and_their_definitions(self, enterprise: Enterprise) -> None:
        made = await make_classifications(enterprise)
        described = {"classification": {"classificationDefinition": "For all", "colorID": 4}}
        at = {"fieldKey": CLASSIFICATION_FIELD}
        added = await enterprise.admin.call(
            f"put_{TEMPLATE}#add",
            json=[{"op": "addEnumOption", **at, "data": {"key": "Internal", "staticConfig": described}}],
        )
        changed = await enterprise.admin.call(
            f"put_{TEMPLATE}#update",
            json=[{"op": "editEnumOption", **at, "enumOptionKey": "Secret", "data": {"key": "Top secret"}}],
        )
        read = await enterprise.user.call(f"get_{TEMPLATE}")
        assert options_in(made) == [("Secret", "For few"), ("Public", None)]
        assert options_in(added.json()) == [("Secret", "For few"), ("Public", None), ("Internal", "For all")]
        assert options_in(changed.json()) == [("Top secret", "For few"), ("Public", None), ("Internal", "For all")]
        assert read.json() == changed.json()

    async def test_it_is_a_template_like_any_other_and_goes_like_one(self, enterprise: Enterprise) -> None:
        await make_classifications(enterprise)
        place: dict[str, Any] = {"scope": "enterprise", "template_key": CLASSIFICATION}
        deleted = await enterprise.admin.call("delete_metadata_templates_id_id_schema", **place)
        assert (deleted.status_code, (await enterprise.user.call(f"get_{TEMPLATE}")).status_code) == (204, 404)


@pytest.mark.operation(
    "get_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "post_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "put_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "delete_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "get_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "post_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "put_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
    "delete_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
)
@pytest.mark.parametrize("kind", ["file", "folder"])
class TestItems:
    async def test_an_item_is_classified_otherwise_classified_and_declassified(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        await make_classifications(enterprise)
        place = await new_item(enterprise, kind)
        name = f"{kind}s_id_metadata_enterprise_{CLASSIFICATION}"
        steps = [{"op": "replace", "path": f"/{CLASSIFICATION_FIELD}", "value": "Public"}]
        answers = [
            await enterprise.user.call(f"get_{name}", **place),
            await enterprise.user.call(f"post_{name}", json=LABEL, **place),
            await enterprise.user.call(f"post_{name}", json=LABEL, **place),
            await enterprise.user.call(f"put_{name}", json=steps, **place),
            await enterprise.user.call(f"get_{name}", **place),
            await enterprise.user.call(f"delete_{name}", **place),
            await enterprise.user.call(f"get_{name}", **place),
        ]
        assert [one.status_code for one in answers] == [404, 201, 409, 200, 200, 204, 404]
        labels = [answers[number].json()[CLASSIFICATION_FIELD] for number in (1, 3, 4)]
        assert labels == ["Secret", "Public", "Public"]

    async def test_it_is_the_same_under_the_number_of_the_enterprise(self, enterprise: Enterprise, kind: str) -> None:
        await make_classifications(enterprise)
        place = await new_item(enterprise, kind)
        item_id = place[f"{kind}_id"]
        made = await apply(enterprise.user, item_id, kind, CLASSIFICATION, LABEL, scope=f"enterprise_{enterprise.id}")
        read = await enterprise.user.call(f"get_{kind}s_id_metadata_enterprise_{CLASSIFICATION}", **place)
        assert read.json() == made

    async def test_a_label_that_there_is_not_is_refused(self, enterprise: Enterprise, kind: str) -> None:
        await make_classifications(enterprise)
        place = await new_item(enterprise, kind)
        refused = await enterprise.user.call(
            f"post_{kind}s_id_metadata_enterprise_{CLASSIFICATION}", json={CLASSIFICATION_FIELD: "Mine"}, **place
        )
        assert error_of(refused) == (400, "schema_validation_failed")


@pytest.mark.operation(
    "get_files_id_metadata_global_boxSkillsCards",
    "post_files_id_metadata_global_boxSkillsCards",
    "put_files_id_metadata_global_boxSkillsCards",
    "delete_files_id_metadata_global_boxSkillsCards",
)
class TestSkillCards:
    async def test_cards_are_put_on_a_file_replaced_and_taken_off(self, enterprise: Enterprise) -> None:
        place = await new_item(enterprise, "file")
        name = "files_id_metadata_global_boxSkillsCards"
        newer = {**CARD, "entries": []}
        steps = [{"op": "replace", "path": "/cards/0", "value": newer}]
        answers = [
            await enterprise.user.call(f"post_{name}", json={"cards": [CARD]}, **place),
            await enterprise.user.call(f"put_{name}", json=steps, **place),
            await enterprise.user.call(f"get_{name}", **place),
            await enterprise.user.call(f"delete_{name}", **place),
            await enterprise.user.call(f"get_{name}", **place),
        ]
        assert [one.status_code for one in answers] == [201, 200, 200, 204, 404]
        assert [one.json()["cards"] for one in answers[:3]] == [[CARD], [newer], [newer]]

    @pytest.mark.parametrize("body", [{}, {"cards": {}}, {"cards": ["x"]}, {"cards": [{}]}, {"cards": [], "more": 1}])
    async def test_what_is_no_list_of_cards_is_refused(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        file = await make_file(enterprise, "a")
        refused = await call(enterprise.user, "post", file.item.id, "file", "boxSkillsCards", scope="global", json=body)
        assert error_of(refused) == (400, "schema_validation_failed")
