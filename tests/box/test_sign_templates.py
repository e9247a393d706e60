"""Sign templates: listed and read by their maker, and what requests are made of them."""

from typing import Any

import pytest

from holdall.content.sign_requests.rows import Input
from holdall.content.sign_requests.templates import Template, TemplateSigner
from tests.support.documents import pdf
from tests.support.enterprise import Enterprise
from tests.support.signing import make_sign_template, prepare
from tests.support.tree import create, error_of
from tests.support.uploads import upload

ANN, BOB = "ann@example.org", "bob@example.org"
PLACE = Input(type="signature", page_index=0, x=0.1, y=0.8, width=0.3, height=0.1)
NAME = Input(type="text", page_index=0, x=0.1, y=0.7, width=0.3, height=0.05, label="Name", is_required=False)


async def template(enterprise: Enterprise, name: str = "Contract", **more: Any) -> tuple[Template, str, str]:
    """A template, its file and its folder."""
    folder = await create(enterprise.user, name)
    file = await upload(enterprise.user, "plan.pdf", pdf("Plan"), folder["id"])
    return await make_sign_template(enterprise.user, name, folder["id"], file["id"], **more), file["id"], folder["id"]


async def request(enterprise: Enterprise, made: Template, *signers: dict[str, Any], **more: Any) -> Any:
    return await enterprise.user.call(
        "post_sign_requests", json={"template_id": str(made.id), "signers": list(signers), **more}
    )


@pytest.mark.operation("get_sign_templates_id")
class TestGetSignTemplate:
    async def test_it_tells_signers_places_and_what_is_locked(self, enterprise: Enterprise) -> None:
        signers = [
            TemplateSigner(inputs=[PLACE], label="Employee"),
            TemplateSigner(email=BOB, role="approver", order=2),
        ]
        made, file_id, folder_id = await template(enterprise, signers=signers, days_valid=7, are_options_locked=True)
        told = (await enterprise.user.call("get_sign_templates_id", template_id=made.id)).json()
        names = ("type", "name", "days_valid", "are_options_locked", "are_files_locked", "ready_sign_link")
        assert [told[name] for name in names] == ["sign-template", "Contract", 7, True, False, None]
        assert (told["source_files"][0]["id"], told["parent_folder"]["id"]) == (file_id, folder_id)
        assert [(one["public_id"], one["email"], one["role"], one["order"]) for one in told["signers"]] == [
            ("S1", None, "signer", 1), ("S2", BOB, "approver", 2)
        ]  # fmt: skip
        assert told["signers"][0]["inputs"][0]["coordinates"] == {"x": 0.1, "y": 0.8}
        assert told["additional_info"] == {
            "non_editable": ["name", "days_valid"], "required": {"signers": [["email"], []]}
        }  # fmt: skip

    async def test_it_is_its_makers_alone(self, enterprise: Enterprise) -> None:
        made, _, _ = await template(enterprise)
        answers = [
            await enterprise.admin.call("get_sign_templates_id", template_id=made.id),
            await enterprise.user.call("get_sign_templates_id", template_id="no-number"),
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 2


@pytest.mark.operation("get_sign_templates")
class TestListSignTemplates:
    async def test_own_ones_come_in_pages(self, enterprise: Enterprise) -> None:
        ids = [str((await template(enterprise, name))[0].id) for name in ("A", "B", "C")]
        first = (await enterprise.user.call("get_sign_templates", limit=2)).json()
        second = (await enterprise.user.call("get_sign_templates", limit=2, marker=first["next_marker"])).json()
        others = (await enterprise.admin.call("get_sign_templates")).json()
        assert [one["id"] for one in first["entries"]] == ids[:2]
        assert ([one["id"] for one in second["entries"]], second["next_marker"]) == (ids[2:], None)
        assert others["entries"] == []


class TestRequestsOfTemplates:
    async def test_the_template_says_what_the_request_does_not(self, enterprise: Enterprise) -> None:
        signers = [TemplateSigner(inputs=[PLACE, NAME]), TemplateSigner(email=BOB, role="approver", order=2)]
        made, file_id, folder_id = await template(enterprise, signers=signers, days_valid=7, email_subject="Sign it")
        answer = await request(enterprise, made, {"email": ANN}, email_message="Soon")
        told = await prepare(enterprise, answer.json()["id"])
        assert (told["name"], told["parent_folder"]["id"], told["template_id"]) == (
            "Contract.pdf",
            folder_id,
            str(made.id),
        )
        assert (told["email_subject"], told["email_message"], told["days_valid"]) == ("Sign it", "Soon", 7)
        assert told["source_files"][0]["id"] == file_id
        assert [(one["email"], one["role"], one["order"], len(one["inputs"])) for one in told["signers"][1:]] == [
            (ANN, "signer", 1, 2), (BOB, "approver", 2, 0)
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("signers", "more", "name"),
        [
            ([], {}, "signers[0].email"),
            ([{"email": ANN}, {"email": BOB}], {}, "signers"),
            ([{"email": ANN}], {"name": "Mine"}, "name"),
            ([{"email": ANN}], {"source_files": [{"type": "file", "id": "1"}]}, "source_files"),
        ],
    )
    async def test_what_is_missing_or_locked_is_refused_by_name(
        self, enterprise: Enterprise, signers: list[dict[str, Any]], more: dict[str, Any], name: str
    ) -> None:
        made, _, _ = await template(enterprise, are_options_locked=True, are_files_locked=True)
        answer = await request(enterprise, made, *signers, **more)
        assert (answer.status_code, answer.json()["context_info"]["errors"][0]["name"]) == (400, name)

    async def test_others_make_none_of_it(self, enterprise: Enterprise) -> None:
        made, _, _ = await template(enterprise)
        body = {"template_id": str(made.id), "signers": [{"email": ANN}]}
        assert error_of(await enterprise.admin.call("post_sign_requests", json=body)) == (404, "not_found")
