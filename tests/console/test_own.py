"""A person's own pages: files, invitations, and what mail leads to."""

from typing import Any

import pytest

from holdall.base.clock import DAY, format_instant
from holdall.content.mail import list_mail
from tests.support.browser import Browser, cheap_hash
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.tree import create
from tests.support.uploads import upload

PASSWORD = "correct horse battery"


async def person(enterprise: Enterprise, name: str = "Paula Person") -> tuple[Any, str]:
    """A new user who can sign in: the user's client, and the login."""
    _, client = await enterprise.new_user(name, password_hash=cheap_hash(PASSWORD))
    return client, (await client.call("get_users_me")).json()["login"]


async def signed_in(enterprise: Enterprise, login: str) -> Browser:
    browser = Browser(enterprise.gateway)
    await browser.visit("/sign-in")
    await browser.submit(login=login, password=PASSWORD)
    return browser


async def link_in_mail(enterprise: Enterprise, login: str) -> str:
    """The path of the link in the latest mail to that address."""
    mail = next(one for one in await list_mail(enterprise.gateway.platform.db) if one.recipient == login)
    link = next(word for word in mail.text.split() if word.startswith("https://"))
    return link.removeprefix("https://holdall.test")


class TestFiles:
    async def test_all_files_holds_the_own_ones_and_what_others_share(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        own = await create(client, "Own folder")
        shared = await create(enterprise.user, "Shared <folder>")
        await upload(enterprise.user, "inside.txt", b"shared words", shared["id"])
        await share(enterprise.user, shared["id"], {"login": login}, role="viewer")
        browser = await signed_in(enterprise, login)
        start = await browser.visit("/")
        listing = await browser.visit(f"/folder/{shared['id']}")
        assert (own["name"] in start.text, "Shared &lt;folder&gt;" in start.text) == (True, True)
        assert ("inside.txt" in listing.text, 'href="/folder/0">All Files' in listing.text) == (True, True)

    async def test_a_file_is_shown_and_downloaded(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        file = await upload(client, "notes.txt", b"my words")
        browser = await signed_in(enterprise, login)
        page = await browser.visit(f"/file/{file['id']}")
        content = await browser.visit(f"/file/{file['id']}/download")
        assert ("my words" in page.text, content.content) == (True, b"my words")

    async def test_who_may_only_upload_sees_names_and_no_content(self, enterprise: Enterprise) -> None:
        _, login = await person(enterprise)
        folder = await create(enterprise.user, "Dropbox")
        file = await upload(enterprise.user, "notes.txt", b"secret words", folder["id"])
        await share(enterprise.user, folder["id"], {"login": login}, role="uploader")
        browser = await signed_in(enterprise, login)
        listing = await browser.visit(f"/folder/{folder['id']}")
        page = await browser.visit(f"/file/{file['id']}")
        refused = await browser.visit(f"/file/{file['id']}/download")
        assert ("notes.txt" in listing.text, "secret words" in page.text, refused.status_code) == (True, False, 403)

    async def test_the_way_to_what_is_shared_shows_nothing_beside_it(self, enterprise: Enterprise) -> None:
        _, login = await person(enterprise)
        top = await create(enterprise.user, "Top")
        shared = await create(enterprise.user, "Shared", top["id"])
        await create(enterprise.user, "Beside it", top["id"])
        await share(enterprise.user, shared["id"], {"login": login}, can_view_path=True)
        body = {"shared_link": {"access": "collaborators"}}
        link = (await enterprise.user.call("put_folders_id", folder_id=top["id"], json=body)).json()["shared_link"]
        browser = await signed_in(enterprise, login)
        pages = [await browser.visit(f"/folder/{top['id']}"), await browser.visit(link["url"])]
        assert [("Shared" in page.text, "Beside it" in page.text) for page in pages] == [(True, False)] * 2

    @pytest.mark.parametrize(
        "path", ["/folder/{hidden}", "/file/{hidden}", "/folder/x", "/folder/99999999999999999999"]
    )
    async def test_what_is_not_for_the_person_is_not_there(self, enterprise: Enterprise, path: str) -> None:
        _, login = await person(enterprise)
        hidden = await create(enterprise.user, "Hidden folder")
        browser = await signed_in(enterprise, login)
        page = await browser.visit(path.format(hidden=hidden["id"]))
        assert (page.status_code, "Hidden folder" in page.text) == (404, False)

    async def test_who_has_not_signed_in_does_so_and_goes_on(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        file = await upload(client, "notes.txt", b"my words")
        browser = Browser(enterprise.gateway)
        asked = await browser.visit(f"/file/{file['id']}")
        page = await browser.submit(login=login, password=PASSWORD)
        assert ("my words" in asked.text, "my words" in page.text) == (False, True)


class TestInvitations:
    async def invite(self, enterprise: Enterprise, name: str = "Plans") -> tuple[Enterprise, str, str]:
        """Another enterprise whose user is invited to a folder: it, the login, and the folder's id."""
        other = await make_enterprise(enterprise.gateway)
        _, login = await person(other)
        folder = await create(enterprise.user, name)
        await upload(enterprise.user, "inside.txt", b"words", folder["id"])
        await share(enterprise.user, folder["id"], {"login": login}, role="viewer")
        return other, login, folder["id"]

    async def test_the_mail_leads_to_a_page_where_it_is_accepted(self, enterprise: Enterprise) -> None:
        other, login, folder_id = await self.invite(enterprise)
        browser = Browser(other.gateway)
        await browser.visit(await link_in_mail(enterprise, login))
        page = await browser.submit(login=login, password=PASSWORD)
        accepted = await browser.submit(answer="accept")
        assert ("Plans" in page.text, "as viewer" in page.text, "inside.txt" in page.text) == (True, True, False)
        assert (accepted.url.path, "inside.txt" in accepted.text) == (f"/folder/{folder_id}", True)

    async def test_declined_it_is_gone(self, enterprise: Enterprise) -> None:
        other, login, folder_id = await self.invite(enterprise)
        browser = await signed_in(other, login)
        await browser.visit("/invitations")
        declined = await browser.submit(answer="decline")
        folder = await browser.visit(f"/folder/{folder_id}")
        assert ("Plans" in declined.text, folder.status_code) == (False, 404)

    async def test_only_whom_it_is_for_answers_it_and_only_in_time(self, enterprise: Enterprise) -> None:
        other, login, folder_id = await self.invite(enterprise)
        listed = await enterprise.user.call("get_folders_id_collaborations", folder_id=folder_id)
        path = f"/invitations/{listed.json()['entries'][0]['id']}"
        _, stranger = await person(other, "Sam Stranger")
        strange, invited = await signed_in(other, stranger), await signed_in(other, login)
        page = await invited.visit("/invitations")
        token = invited.forms[0].fields["form_token"]
        foreign = await strange.post(path, {"answer": "accept", "form_token": token})
        await strange.visit("/account")
        own_token = strange.forms[0].fields["form_token"]
        not_theirs = await strange.post(path, {"answer": "accept", "form_token": own_token})
        unclear = await invited.post(path, {"answer": "maybe", "form_token": token})
        await invited.post(path, {"answer": "decline", "form_token": token})
        again = await invited.post(path, {"answer": "accept", "form_token": token})
        statuses = [one.status_code for one in (page, foreign, not_theirs, unclear, again)]
        assert statuses == [200, 400, 404, 400, 400]

    async def test_an_address_without_an_account_is_told_so(self, enterprise: Enterprise) -> None:
        address = f"later.{enterprise.id}@example.com"
        folder = await create(enterprise.user, "Plans")
        await share(enterprise.user, folder["id"], {"login": address})
        mail = next(one for one in await list_mail(enterprise.gateway.platform.db) if one.recipient == address)
        assert "no account here yet" in mail.text

    async def test_an_invitation_that_has_expired_is_not_shown(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        _, login = await person(other)
        folder, clock = await create(enterprise.user, "Plans"), enterprise.gateway.platform.clock
        until = format_instant(clock.now() + DAY)
        await share(enterprise.user, folder["id"], {"login": login}, expires_at=until)
        browser = await signed_in(other, login)
        before = await browser.visit("/invitations")
        clock.advance(2 * DAY)
        try:
            after = await browser.visit("/invitations")
        finally:
            clock.advance(-2 * DAY)
        assert ("Plans" in before.text, "Plans" in after.text) == (True, False)

    async def test_an_invitation_to_join_an_enterprise_says_why_it_cannot_be_accepted(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        _, login = await person(other)
        body = {"enterprise": {"id": str(enterprise.id)}, "actionable_by": {"login": login}}
        await enterprise.admin.call("post_invites", json=body)
        browser = await signed_in(other, login)
        page = await browser.visit(await link_in_mail(enterprise, login))
        assert "invites you to join Acme" in page.text
        assert browser.forms == []
