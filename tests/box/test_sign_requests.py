"""Sign requests over the API: made, listed, read, cancelled, sent again."""

from typing import Any

import pypdfium2
import pytest

from holdall.base.clock import DAY, HOUR
from holdall.content.sign_requests.deciding import decline, sign
from holdall.content.sign_requests.documents import finish_document, prepare_document
from holdall.content.sign_requests.progress import end_late_requests, remind_signers
from holdall.content.sign_requests.rows import Signature
from tests.content.webhooks.news import told, watch
from tests.support.barriers import wall_off
from tests.support.client import Client
from tests.support.documents import docx, pdf
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.news import events_about
from tests.support.pictures import picture
from tests.support.sharing import share
from tests.support.signing import SITE, finish, make_request, prepare, send_request, signers, subjects_to, workshop
from tests.support.tree import create, error_of
from tests.support.uploads import download, upload

ANN, BOB, CEM = "ann@example.org", "bob@example.org", "cem@example.org"


async def place(enterprise: Enterprise, name: str = "plan.pdf", content: bytes | None = None) -> tuple[str, str]:
    """A file, and the folder that it is in."""
    folder = await create(enterprise.user, "To sign")
    file = await upload(enterprise.user, name, pdf("Plan") if content is None else content, folder["id"])
    return file["id"], folder["id"]


@pytest.mark.operation("post_sign_requests")
class TestCreateSignRequest:
    async def test_what_was_asked_for_is_told_and_the_sender_comes_first(self, enterprise: Enterprise) -> None:
        file_id, folder_id = await place(enterprise)
        told = {
            "name": "Contract",
            "redirect_url": "https://example.com/done",
            "declined_redirect_url": "https://example.com/no",
            "are_text_signatures_enabled": False,
            "signature_color": "red",
            "email_subject": "Please",
            "email_message": "<b>Soon</b>",
            "are_reminders_enabled": True,
            "days_valid": 30,
            "external_id": "7",
            "external_system_name": "Shop",
            "prefill_tags": [{"document_tag_id": "0", "date_value": "2035-01-01"}],
        }
        signer = {"email": ANN, "password": "secret", "login_required": False, "embed_url_external_user_id": "1"}
        made = (await send_request(enterprise.user, file_id, folder_id, signers=[signer], **told)).json()
        first, second = made["signers"]
        assert {name: made[name] for name in told} == told | {"name": "Contract.pdf"}
        assert (made["type"], made["status"], made["sender_id"]) == ("sign-request", "converting", enterprise.user_id)
        assert made["sign_files"]["files"][0]["name"] == "Contract.pdf"
        assert made["sign_files"]["is_ready_for_download"] is False
        assert (first["email"], first["role"]) == (f"user.{enterprise.id}@example.com", "final_copy_reader")
        assert (second["email"], second["role"], "password" in second) == (ANN, "signer", False)
        assert second["embed_url"].startswith(f"{SITE}/sign/")

    async def test_it_is_sent_when_its_document_is_made(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN, email_message="Hello <b>Ann</b>")
        events = [kind for kind, _, _ in await events_about(enterprise, made["sign_files"]["files"][0]["id"])]
        assert (made["status"], made["sign_files"]["is_ready_for_download"]) == ("sent", True)
        assert await subjects_to(enterprise, ANN) == ["Uma User asks you to sign “plan (1).pdf”"]
        assert events == [
            "ITEM_COPY", "ITEM_UPLOAD", "SIGN_DOCUMENT_CONVERTED", "SIGN_DOCUMENT_CREATED", "SIGN_DOCUMENT_ASSIGNED"
        ]  # fmt: skip

    async def test_several_sources_become_one_pdf_in_the_folder_of_the_first(self, enterprise: Enterprise) -> None:
        file_id, folder_id = await place(enterprise, "letter.docx", docx("Dear Ann"))
        other = await upload(enterprise.user, "plan.pdf", pdf("one", "two"))
        sources = [{"type": "file", "id": one} for one in (file_id, other["id"])]
        answer = await send_request(enterprise.user, file_id, None, ANN, source_files=sources)
        made = await prepare(enterprise, answer.json()["id"])
        content = (await download(enterprise.user, made["sign_files"]["files"][0]["id"])).content
        assert (made["name"], made["parent_folder"]["id"], made["status"]) == ("letter.pdf", folder_id, "sent")
        assert len(pypdfium2.PdfDocument(content)) == 3

    async def test_without_a_folder_of_its_own_it_gets_one(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "plan.pdf", pdf("Plan"))
        made = [(await send_request(enterprise.user, file["id"], None, ANN)).json() for _ in range(2)]
        assert [one["parent_folder"]["name"] for one in made] == ["My Sign Requests"] * 2
        assert [one["name"] for one in made] == ["plan.pdf", "plan (1).pdf"]

    async def test_what_is_no_pdf_in_spite_of_its_name_ends_in_an_error_that_is_told(
        self, enterprise: Enterprise
    ) -> None:
        made = await make_request(enterprise, ANN, content=b"nonsense")
        assert (made["status"], made["error_code"]) == ("error_converting", "document_unreadable")
        assert await subjects_to(enterprise, ANN) == []

    async def test_a_group_has_one_name_of_ours_and_a_single_one_none(self, enterprise: Enterprise) -> None:
        wanted = [{"email": ANN, "signer_group_id": "a"}, {"email": BOB, "signer_group_id": "a"}]
        made = await make_request(enterprise, signers=[*wanted, {"email": CEM, "signer_group_id": "b"}])
        groups = [one["signer_group_id"] for one in made["signers"]]
        assert (groups[0], groups[1] == groups[2], groups[1] in {None, "a"}, groups[3]) == (None, True, False, None)

    async def test_tags_of_the_document_say_what_is_asked_for(self, enterprise: Enterprise) -> None:
        made = await make_request(
            enterprise,
            ANN,
            content=pdf("Sign [[s|1]]", "[[t|1|id:full|n:Name]]", "[[t|9]]"),
            prefill_tags=[{"document_tag_id": "full", "text_value": "Ann"}],
        )
        told = [(one["type"], one["page_index"], one["text_value"]) for one in made["signers"][1]["inputs"]]
        assert told == [("signature", 0, None), ("text", 1, "Ann")]

    @pytest.mark.parametrize(
        ("body", "name"),
        [
            ({"signers": []}, "signers"),
            ({"signers": [{"email": "nobody"}]}, "signers[0].email"),
            ({"signers": [{"email": ANN}, {"email": ANN.upper()}]}, "signers[0].email"),
            ({"signers": [{"email": ANN, "redirect_url": "javascript:x"}]}, "signers[0].redirect_url"),
            ({"signers": [{"email": ANN, "verification_phone_number": "1"}]}, "signers[0].verification_phone_number"),
            ({"source_files": []}, "source_files"),
            ({"days_valid": 731}, "days_valid"),
            ({"request_flow": "cfr11"}, "request_flow"),
            ({"parent_folder": {"type": "folder", "id": "0"}}, "parent_folder"),
        ],
    )
    async def test_what_cannot_be_is_refused_by_name(
        self, enterprise: Enterprise, body: dict[str, Any], name: str
    ) -> None:
        file_id, folder_id = await place(enterprise)
        wanted = {"parent_folder": {"type": "folder", "id": folder_id}, **body}
        answer = await send_request(enterprise.user, file_id, None, ANN, **wanted)
        assert (answer.status_code, answer.json()["context_info"]["errors"][0]["name"]) == (400, name)

    async def test_pictures_programs_and_readers_alone_are_refused(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "To sign")
        files = [await upload(enterprise.user, *one, folder["id"]) for one in (("a.png", picture()), ("b.exe", b"x"))]
        answers = [await send_request(enterprise.user, one["id"], folder["id"], ANN) for one in files]
        good = await upload(enterprise.user, "plan.pdf", pdf("Plan"), folder["id"])
        reader = [{"email": ANN, "role": "final_copy_reader"}]
        answers.append(await send_request(enterprise.user, good["id"], folder["id"], signers=reader))
        assert [error_of(one) for one in answers] == [(400, "bad_request")] * 3

    async def test_it_takes_the_rights_to_download_and_to_upload(self, enterprise: Enterprise) -> None:
        file_id, folder_id = await place(enterprise)
        user_id, client = await enterprise.new_user()
        own = await create(client, "Mine")
        unseen = await send_request(client, file_id, own["id"], ANN)
        await share(enterprise.user, folder_id, {"id": user_id}, "previewer")
        refused = await send_request(client, file_id, own["id"], ANN)
        assert error_of(unseen) == (404, "not_found")
        assert error_of(refused) == (403, "access_denied_insufficient_permissions")

    async def test_a_barrier_keeps_people_from_one_request(self, enterprise: Enterprise) -> None:
        kept, client = await enterprise.new_user()
        login = (await client.call("get_users_me")).json()["login"]
        await wall_off(enterprise, kept, enterprise.user_id)
        file_id, folder_id = await place(enterprise)
        refused = await send_request(enterprise.user, file_id, folder_id, ANN, login)
        taken = await send_request(enterprise.user, file_id, folder_id, ANN)
        assert (error_of(refused), taken.status_code) == ((403, "forbidden_by_policy"), 201)


@pytest.mark.operation("get_sign_requests_id")
class TestGetSignRequest:
    async def test_collaborators_see_it_without_the_addresses_of_pages(self, enterprise: Enterprise) -> None:
        signer = {"email": ANN, "embed_url_external_user_id": "1"}
        made = await make_request(enterprise, signers=[signer], is_document_preparation_needed=True)
        user_id, client = await enterprise.new_user()
        hidden = await client.call("get_sign_requests_id", sign_request_id=made["id"])
        await share(enterprise.user, made["parent_folder"]["id"], {"id": user_id}, "viewer")
        seen = (await client.call("get_sign_requests_id", sign_request_id=made["id"])).json()
        assert error_of(hidden) == (404, "not_found")
        assert (seen["collaborator_level"], seen["signers"][1]["embed_url"], seen["prepare_url"]) == (
            "viewer",
            None,
            None,
        )
        assert (made["signers"][1]["embed_url"], made["prepare_url"]) != (None, None)

    async def test_with_its_file_in_the_trash_it_is_not_there(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN)
        await enterprise.user.call("delete_files_id", file_id=made["sign_files"]["files"][0]["id"])
        gone = await enterprise.user.call("get_sign_requests_id", sign_request_id=made["id"])
        listed = (await enterprise.user.call("get_sign_requests")).json()["entries"]
        assert (error_of(gone), listed) == ((404, "not_found"), [])


@pytest.mark.operation("get_sign_requests")
class TestListSignRequests:
    async def test_own_ones_come_in_pages(self, enterprise: Enterprise) -> None:
        file_id, folder_id = await place(enterprise)
        ids = [(await send_request(enterprise.user, file_id, folder_id, ANN)).json()["id"] for _ in range(3)]
        first = (await enterprise.user.call("get_sign_requests", limit=2)).json()
        second = (await enterprise.user.call("get_sign_requests", limit=2, marker=first["next_marker"])).json()
        assert [one["id"] for one in first["entries"]] == ids[:2]
        assert ([one["id"] for one in second["entries"]], second["next_marker"]) == (ids[2:], None)

    async def test_those_of_colleagues_are_asked_for_and_chosen_by_sender(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN)
        user_id, client = await enterprise.new_user()
        await share(enterprise.user, made["parent_folder"]["id"], {"id": user_id}, "viewer")
        sender = f"user.{enterprise.id}@example.com"
        wanted: list[dict[str, Any]] = [
            {},
            {"shared_requests": "true"},
            {"shared_requests": "true", "senders": sender.upper()},
            {"shared_requests": "true", "senders": "other@example.com"},
        ]
        found = [(await client.call("get_sign_requests", **one)).json()["entries"] for one in wanted]
        alone = await client.call("get_sign_requests", senders=sender)
        assert [[one["id"] for one in entries] for entries in found] == [[], [made["id"]], [made["id"]], []]
        assert error_of(alone) == (400, "bad_request")

    async def test_other_enterprises_see_nothing(self, enterprise: Enterprise) -> None:
        await make_request(enterprise, ANN)
        other = await make_enterprise(enterprise.gateway)
        assert (await other.admin.call("get_sign_requests", shared_requests="true")).json()["entries"] == []


@pytest.mark.operation("post_sign_requests_id_cancel")
class TestCancelSignRequest:
    async def test_it_ends_and_those_who_were_asked_learn_it(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, signers=[{"email": ANN, "order": 1}, {"email": BOB, "order": 2}])
        call = {"sign_request_id": made["id"], "json": {"reason": "A mistake"}}
        cancelled = await enterprise.user.call("post_sign_requests_id_cancel", **call)
        again = await enterprise.user.call("post_sign_requests_id_cancel", **call)
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
        assert error_of(again) == (400, "bad_request")
        assert (await subjects_to(enterprise, ANN))[1:] == ["“plan (1).pdf” is not to be signed: it was cancelled"]
        assert await subjects_to(enterprise, BOB) == []

    async def test_a_viewer_may_not(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN)
        user_id, client = await enterprise.new_user()
        await share(enterprise.user, made["parent_folder"]["id"], {"id": user_id}, "viewer")
        calls = ("post_sign_requests_id_cancel", "post_sign_requests_id_resend")
        answers = [await client.call(one, sign_request_id=made["id"], json={}) for one in calls]
        assert [error_of(one) for one in answers] == [(403, "access_denied_insufficient_permissions")] * 2


@pytest.mark.operation("post_sign_requests_id_resend")
class TestResendSignRequest:
    async def test_those_whose_turn_it_is_get_mail_again(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, signers=[{"email": ANN, "order": 1}, {"email": BOB, "order": 2}])
        sent = await enterprise.user.call("post_sign_requests_id_resend", sign_request_id=made["id"])
        await enterprise.user.call("post_sign_requests_id_cancel", sign_request_id=made["id"], json={})
        late = await enterprise.user.call("post_sign_requests_id_resend", sign_request_id=made["id"])
        assert (sent.status_code, sent.content, error_of(late)) == (202, b"", (400, "bad_request"))
        assert (await subjects_to(enterprise, ANN))[1] == "Reminder: Uma User asks you to sign “plan (1).pdf”"
        assert await subjects_to(enterprise, BOB) == []


class TestTime:
    async def test_reminders_come_on_four_days_and_the_end_once(self, enterprise: Enterprise) -> None:
        platform = enterprise.gateway.platform
        made = await make_request(enterprise, ANN, are_reminders_enabled=True, days_valid=20)
        counts = []
        try:
            for days in (2, 1.1, 5, 5, 5, 1):
                platform.clock.advance(int(days * DAY) + HOUR)
                await remind_signers(platform.db, address=SITE)
                counts.append(len(await subjects_to(enterprise, ANN)) - 1)
            platform.clock.advance(DAY)
            client = Client(enterprise.gateway, await enterprise.new_token(enterprise.user_id))
            before = (await client.call("get_sign_requests_id", sign_request_id=made["id"])).json()["status"]
            for _ in range(2):
                await end_late_requests(platform.db, address=SITE)
        finally:
            platform.clock.advance(-platform.clock.offset)
        events = [kind for kind, _, _ in await events_about(enterprise, made["sign_files"]["files"][0]["id"])]
        assert (counts, before, events[-1], events.count("SIGN_DOCUMENT_EXPIRED")) == (
            [0, 1, 2, 3, 4, 4], "expired", "SIGN_DOCUMENT_EXPIRED", 1
        )  # fmt: skip
        assert (await subjects_to(enterprise, ANN))[-1].endswith("its time is over")

    async def test_embedded_and_suppressed_signers_get_no_mail(self, enterprise: Enterprise) -> None:
        wanted = [{"email": ANN, "embed_url_external_user_id": "1"}, {"email": BOB, "suppress_notifications": True}]
        made = await make_request(enterprise, signers=wanted)
        assert [await subjects_to(enterprise, one) for one in (ANN, BOB)] == [[], []]
        assert {
            one.told_at is not None for one in (await signers(enterprise, made["id"])).values() if one.must_decide
        } == {True}


class TestWebhooks:
    async def test_who_watches_the_folder_is_told_of_what_becomes_of_requests(self, enterprise: Enterprise) -> None:
        file_id, folder_id = await place(enterprise)
        names = ("SIGN_DOCUMENT_CREATED", "SIGN_SIGNER_SIGNED", "COMPLETED", "DECLINED")
        webhook = await watch(enterprise.user, folder_id, *(f"SIGN_REQUEST.{name}" for name in names))
        db = enterprise.gateway.platform.db
        for verdict in ("sign", "decline"):
            made = (await send_request(enterprise.user, file_id, folder_id, ANN)).json()
            await prepare(enterprise, made["id"])
            token = (await signers(enterprise, made["id"]))[ANN].token
            if verdict == "sign":
                await db.write(sign, token, Signature("Ann"), {}, network_address=None, address=SITE)
                await finish(enterprise, made["id"])
            else:
                await db.write(decline, token, "No", network_address=None, address=SITE)
        bodies = await told(enterprise, webhook)
        assert [one["trigger"].partition(".")[2] for one in bodies] == [
            "SIGN_DOCUMENT_CREATED", "SIGN_SIGNER_SIGNED", "COMPLETED", "SIGN_DOCUMENT_CREATED", "DECLINED"
        ]  # fmt: skip
        assert {one["source"]["type"] for one in bodies} == {"file"}

    async def test_a_sender_without_rights_ends_the_request_in_an_error_that_is_told(
        self, enterprise: Enterprise
    ) -> None:
        file_id, folder_id = await place(enterprise)
        user_id, sender = await enterprise.new_user()
        shared = await share(enterprise.user, folder_id, {"id": user_id}, "editor")
        webhook = await watch(enterprise.user, folder_id, "SIGN_REQUEST.SIGN_ERROR_FINALIZING")
        made = (await send_request(sender, file_id, folder_id, ANN)).json()
        await prepare_document(workshop(enterprise), int(made["id"]))
        await enterprise.user.call("put_collaborations_id", collaboration_id=shared["id"], json={"role": "viewer"})
        token = (await signers(enterprise, made["id"]))[ANN].token
        db = enterprise.gateway.platform.db
        await db.write(sign, token, Signature("Ann"), {}, network_address=None, address=SITE)
        await finish_document(workshop(enterprise), int(made["id"]))
        seen = (await sender.call("get_sign_requests_id", sign_request_id=made["id"])).json()
        assert (seen["status"], seen["error_code"]) == ("error_finalizing", "sender_has_no_access")
        assert len(await told(enterprise, webhook)) == 1
