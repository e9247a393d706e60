"""The page of a signer, from the mail to the sealed document."""

import io
from typing import Any

import httpx
import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from holdall.base.clock import DAY
from tests.console.test_own import person, signed_in
from tests.support.browser import Browser
from tests.support.documents import pdf
from tests.support.enterprise import Enterprise
from tests.support.news import events_about
from tests.support.pictures import form_and_size
from tests.support.signing import finish, make_request, read_request, signers, subjects_to
from tests.support.uploads import download, upload_version

ANN, BOB, CEM = "ann@example.org", "bob@example.org", "cem@example.org"
STROKES = "[[[0.1,0.2],[0.9,0.8]]]"


async def open_page(enterprise: Enterprise, made: dict[str, Any], email: str = ANN) -> tuple[Browser, httpx.Response]:
    browser = Browser(enterprise.gateway)
    return browser, await browser.visit((await signers(enterprise, made["id"]))[email].path)


async def sign(enterprise: Enterprise, made: dict[str, Any], email: str, **fields: str) -> httpx.Response:
    browser, _ = await open_page(enterprise, made, email)
    return await browser.submit(0, action="sign", **{"name": email.partition("@")[0].title(), **fields})


async def document_of(enterprise: Enterprise, made: dict[str, Any]) -> bytes:
    return (await download(enterprise.user, made["sign_files"]["files"][0]["id"])).content


def words_of(content: bytes, page: int) -> str:
    text: str = pypdfium2.PdfDocument(content)[page].get_textpage().get_text_range()
    return text


class TestSigning:
    async def test_the_document_is_seen_signed_sealed_and_logged(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN, content=pdf("Plan", size=(595, 842)))
        browser, page = await open_page(enterprise, made)
        seen = await browser.visit(page.text.partition('<img src="/sign/')[2].partition('"')[0].join(("/sign/", "")))
        viewed = await read_request(enterprise, made["id"])
        thanks = await sign(enterprise, made, ANN, name="Ann  Example")
        waiting = await read_request(enterprise, made["id"])
        done = await finish(enterprise, made["id"])
        content = await document_of(enterprise, done)
        log = (await download(enterprise.user, done["signing_log"]["id"])).content
        assert form_and_size(seen.content)[0] == "PNG"
        assert (viewed["status"], viewed["signers"][1]["has_viewed_document"]) == ("viewed", True)
        assert "Thank you, you are done" in thanks.text
        assert (waiting["status"], waiting["sign_files"]["is_ready_for_download"]) == ("finalizing", False)
        assert (done["status"], done["signers"][1]["signer_decision"]["type"]) == ("signed", "signed")
        assert done["finished_at"] is not None
        assert ("Plan" in words_of(content, 0), "Ann Example, ann@example.org" in words_of(content, 1)) == (True, True)
        assert ("Ann Example (typed)" in words_of(log, 0), done["signing_log"]["name"]) == (
            True, "plan (1) Signing Log.pdf"
        )  # fmt: skip

    async def test_the_seal_covers_the_whole_document_and_breaks_with_it(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN)
        await sign(enterprise, made, ANN)
        content = await document_of(enterprise, await finish(enterprise, made["id"]))
        found = {}
        for name, document in {"own": content, "changed": content.replace(b"/MediaBox", b"/MEdiaBox", 1)}.items():
            (embedded,) = PdfFileReader(io.BytesIO(document), strict=False).embedded_signatures
            context = ValidationContext(trust_roots=[embedded.signer_cert])
            status = await async_validate_pdf_signature(embedded, context)
            found[name] = (status.intact, status.valid, str(status.coverage))
        assert found["own"] == (True, True, "SignatureCoverageLevel.ENTIRE_FILE")
        assert found["changed"][0] is False

    async def test_events_and_mail_tell_of_every_step(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN)
        await sign(enterprise, made, ANN)
        await finish(enterprise, made["id"])
        told = await events_about(enterprise, made["sign_files"]["files"][0]["id"])
        assert [(kind, by is None) for kind, by, _ in told[3:]] == [
            ("SIGN_DOCUMENT_CREATED", False),
            ("SIGN_DOCUMENT_ASSIGNED", True),
            ("SIGN_DOCUMENT_VIEWED_BY_SIGNER", True),
            ("SIGN_DOCUMENT_SIGNED", True),
            ("ITEM_UPLOAD", False),
            ("SIGN_DOCUMENT_COMPLETED", True),
        ]
        assert (await subjects_to(enterprise, ANN))[1] == "“plan (1).pdf” was signed by everybody"
        sender = f"user.{enterprise.id}@example.com"
        assert await subjects_to(enterprise, sender) == ["“plan (1).pdf” was signed by everybody"]

    async def test_what_signers_fill_in_comes_into_its_place(self, enterprise: Enterprise) -> None:
        content = pdf("Sign [[s|1]]", "[[t|1|id:full|n:Name]]", "[[d|1]]", size=(595, 842))
        made = await make_request(enterprise, ANN, content=content)
        missing = await sign(enterprise, made, ANN, **{"input-1": " "})
        wrong = await sign(enterprise, made, ANN, **{"input-1": "Ann of Example", "input-2": "soon"})
        await sign(enterprise, made, ANN, **{"input-1": "Ann of Example", "input-2": "2031-02-03"})
        done = await finish(enterprise, made["id"])
        signed = await document_of(enterprise, done)
        assert [(one.status_code, 'role="alert"' in one.text) for one in (missing, wrong)] == [(400, True)] * 2
        assert [words_of(signed, page).count(word) for page, word in enumerate(("Ann", "Ann of Example", "2031-02-03"))] == [
            1, 1, 1
        ]  # fmt: skip
        assert (len(pypdfium2.PdfDocument(signed)), done["signers"][1]["inputs"][1]["text_value"]) == (
            3,
            "Ann of Example",
        )

    async def test_a_drawn_signature_is_asked_for_where_a_typed_one_is_not_enough(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN, are_text_signatures_enabled=False)
        typed = await sign(enterprise, made, ANN)
        broken = await sign(enterprise, made, ANN, drawing="[[[7,0]]]")
        drawn = await sign(enterprise, made, ANN, drawing=STROKES)
        assert [one.status_code for one in (typed, broken, drawn)] == [400, 400, 200]
        assert (await finish(enterprise, made["id"]))["status"] == "signed"

    async def test_what_somebody_else_puts_on_the_file_is_not_what_is_signed(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN, content=pdf("Plan", size=(595, 842)))
        await upload_version(enterprise.user, made["sign_files"]["files"][0]["id"], pdf("Other"))
        await sign(enterprise, made, ANN)
        done = await finish(enterprise, made["id"])
        assert "Plan" in words_of(await document_of(enterprise, done), 0)


class TestTurns:
    async def test_one_comes_after_the_other_and_each_gets_mail_then(self, enterprise: Enterprise) -> None:
        wanted = [{"email": ANN, "order": 1}, {"email": BOB, "order": 2, "role": "approver"}]
        made = await make_request(enterprise, signers=[*wanted, {"email": CEM, "role": "final_copy_reader"}])
        early = (await open_page(enterprise, made, BOB))[1]
        reading = (await open_page(enterprise, made, CEM))[1]
        before = await subjects_to(enterprise, BOB)
        await sign(enterprise, made, ANN)
        partly = await finish(enterprise, made["id"])
        await sign(enterprise, made, BOB, name="")
        done = await finish(enterprise, made["id"])
        content = await document_of(enterprise, done)
        assert ("not your turn yet" in early.text, "final copy" in reading.text, before) == (True, True, [])
        assert (await subjects_to(enterprise, BOB))[0] == "Uma User asks you to approve “plan (1).pdf”"
        assert (partly["status"], partly["sign_files"]["is_ready_for_download"]) == ("viewed", True)
        assert (done["status"], "Approved" in words_of(content, 1)) == ("signed", True)
        assert await subjects_to(enterprise, CEM) == ["“plan (1).pdf” was signed by everybody"]

    async def test_one_of_a_group_signs_for_all_of_it(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, signers=[{"email": one, "signer_group_id": "x"} for one in (ANN, BOB)])
        await sign(enterprise, made, ANN)
        other = (await open_page(enterprise, made, BOB))[1]
        assert ("of your group has signed" in other.text, (await finish(enterprise, made["id"]))["status"]) == (
            True, "signed"
        )  # fmt: skip

    async def test_nobody_signs_twice(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN, BOB)
        browser, _ = await open_page(enterprise, made)
        form = browser.forms[0].fields | {"name": "Ann", "action": "sign"}
        path = (await signers(enterprise, made["id"]))[ANN].path
        first, second = await browser.post(path, form), await browser.post(path, form)
        assert (first.status_code, second.status_code, "not your turn" in second.text) == (200, 400, True)

    async def test_after_a_decision_the_browser_is_led_on(self, enterprise: Enterprise) -> None:
        wanted = [
            {"email": ANN, "order": 1, "redirect_url": "https://example.com/signed"},
            {"email": BOB, "order": 2, "is_in_person": True},
            {"email": CEM, "order": 3},
        ]
        made = await make_request(enterprise, signers=wanted, declined_redirect_url="https://example.com/no")
        await sign(enterprise, made, ANN)
        browser, _ = await open_page(enterprise, made, BOB)
        declined = await browser.submit(1, action="decline", reason="Too dear")
        told = await read_request(enterprise, made["id"])
        over = (await open_page(enterprise, made, CEM))[1]
        assert str(browser.destination) == "https://example.com/no"
        assert (declined.status_code, told["status"], over.status_code) == (303, "declined", 410)
        assert told["signers"][2]["signer_decision"]["additional_info"] == "Too dear"
        sender = f"user.{enterprise.id}@example.com"
        assert await subjects_to(enterprise, sender) == ["“plan (1).pdf” is not to be signed: it was declined"]

    async def test_who_signs_next_on_the_same_device_is_led_to(self, enterprise: Enterprise) -> None:
        wanted = [{"email": ANN, "order": 1}, {"email": BOB, "order": 2, "is_in_person": True}]
        made = await make_request(enterprise, signers=wanted)
        following = await sign(enterprise, made, ANN)
        assert "as bob@example.org" in following.text


class TestWhoMayOpen:
    async def test_addresses_that_never_were_and_requests_that_are_over(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        made = await make_request(enterprise, ANN, days_valid=1)
        never = await Browser(enterprise.gateway).visit("/sign/nothing")
        clock.advance(2 * DAY)
        browser, late = await open_page(enterprise, made)
        clock.advance(-2 * DAY)
        assert (never.status_code, late.status_code, "time to sign it is over" in late.text) == (404, 410, True)
        assert browser.forms == []

    async def test_a_password_is_asked_for_and_not_to_be_guessed(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, signers=[{"email": one, "password": "open sesame"} for one in (ANN, BOB)])
        browser, asked = await open_page(enterprise, made)
        path = (await signers(enterprise, made["id"]))[ANN].path
        picture = await Browser(enterprise.gateway).visit(f"{path}/page/1")
        statuses = [(await browser.submit(password="wrong")).status_code for _ in range(21)]
        other, _ = await open_page(enterprise, made, BOB)
        opened = await other.submit(password="open sesame")
        assert ("plan" in asked.text, picture.status_code) == (False, 404)
        assert (set(statuses[:20]), statuses[20], "retry-after" in browser.response.headers) == ({401}, 429, True)
        assert ("as bob@example.org" in opened.text, opened.status_code) == (True, 200)

    async def test_a_sign_in_is_asked_for_with_the_right_address(self, enterprise: Enterprise) -> None:
        _, login = await person(enterprise)
        _, other = await person(enterprise, "Olaf Other")
        made = await make_request(enterprise, signers=[{"email": login.upper(), "login_required": True}])
        path = (await signers(enterprise, made["id"]))[login.upper()].path
        asked = await Browser(enterprise.gateway).visit(path)
        own = await (await signed_in(enterprise, login)).visit(path)
        wrong = await (await signed_in(enterprise, other)).visit(path)
        assert ('name="login"' in asked.text, "plan" in asked.text) == (True, False)
        assert ((own.status_code, wrong.status_code), "plan" in wrong.text) == ((200, 403), False)

    async def test_forms_from_elsewhere_sign_nothing(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise, ANN)
        browser, _ = await open_page(enterprise, made)
        path = (await signers(enterprise, made["id"]))[ANN].path
        forged = await browser.post(path, {"name": "Ann", "action": "sign", "form_token": "forged"})
        elsewhere = await browser.post(
            path, browser.forms[0].fields | {"name": "Ann", "action": "sign"}, **{"sec-fetch-site": "cross-site"}
        )
        decision = (await read_request(enterprise, made["id"]))["signers"][1]["signer_decision"]
        assert ([one.status_code for one in (forged, elsewhere)], decision) == ([400, 400], None)


class TestPreparing:
    async def test_the_sender_says_where_people_sign_and_sends_it(self, enterprise: Enterprise) -> None:
        made = await make_request(
            enterprise, ANN, BOB, content=pdf("Plan", size=(595, 842)), is_document_preparation_needed=True
        )
        asked = await subjects_to(enterprise, ANN)
        early = (await open_page(enterprise, made))[1]
        browser = Browser(enterprise.gateway)
        shown = await browser.visit(made["prepare_url"])
        refused = await browser.submit(**{"place-1": "nowhere", "page-1": "1"})
        await browser.visit(made["prepare_url"])
        sent = await browser.submit(**{"place-1": "bottom right", "page-1": "1", "place-2": "", "page-2": "1"})
        again = await browser.visit(made["prepare_url"])
        told = await read_request(enterprise, made["id"])
        for one in (ANN, BOB):
            await sign(enterprise, made, one)
        content = await document_of(enterprise, await finish(enterprise, made["id"]))
        assert (made["status"], asked, "Not ready yet" in early.text, ANN in shown.text) == ("created", [], True, True)
        assert (refused.status_code, sent.status_code, again.status_code, told["status"]) == (400, 200, 410, "sent")
        assert ("Ann" in words_of(content, 0), "Bob" in words_of(content, 1)) == (True, True)


@pytest.mark.parametrize(
    "path", ["/sign/x/page/1", "/sign/x/document", "/prepare-signing/x", "/prepare-signing/x/page/1"]
)
async def test_what_is_below_an_address_that_never_was_is_not_there(enterprise: Enterprise, path: str) -> None:
    assert (await Browser(enterprise.gateway).visit(path)).status_code == 404
