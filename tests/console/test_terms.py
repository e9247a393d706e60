"""The page of terms of service, and the pages that lead to it."""

from tests.console.test_own import person, signed_in
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.terms import write_terms
from tests.support.tree import create
from tests.support.uploads import upload


class TestTerms:
    async def test_who_signs_in_accepts_the_terms_and_goes_on(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        file = await upload(client, "notes.txt", b"my words")
        await write_terms(enterprise.admin, text="Be <b>kind</b>.")
        browser = await signed_in(enterprise, login)
        asked = await browser.visit(f"/file/{file['id']}")
        went_on = await browser.submit(answer="accept")
        home = await client.call("get_folders_id", folder_id=0)
        assert ("Be &lt;b&gt;kind&lt;/b&gt;." in asked.text, "my words" in asked.text) == (True, False)
        assert ("my words" in went_on.text, home.status_code) == (True, 200)

    async def test_who_declines_stays_out(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        await write_terms(enterprise.admin)
        browser = await signed_in(enterprise, login)
        await browser.visit("/")
        declined = await browser.submit(answer="decline")
        pages = [await browser.visit(address) for address in ("/folder/0", "/invitations")]
        home = await client.call("get_folders_id", folder_id=0)
        assert ("You have declined" in declined.text, home.status_code) == (True, 400)
        assert ["Terms of service of Acme" in page.text for page in pages] == [True, True]

    async def test_an_invitation_from_outside_leads_to_the_terms_there(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await write_terms(other.admin, "external", text="For guests")
        _, login = await person(enterprise)
        folder = await create(other.user, "Shared")
        await share(other.user, folder["id"], {"login": login})
        browser = await signed_in(enterprise, login)
        await browser.visit("/invitations")
        asked = await browser.submit(answer="accept")
        waiting = await browser.submit(answer="accept")
        opened = await browser.submit(answer="accept")
        assert ("For guests" in asked.text, "Shared" in waiting.text) == (True, True)
        assert opened.url.path == f"/folder/{folder['id']}"

    async def test_who_has_nothing_to_accept_goes_on(self, enterprise: Enterprise) -> None:
        _, login = await person(enterprise)
        browser = await signed_in(enterprise, login)
        page = await browser.visit("/terms", next="/folder/0")
        missing = await browser.visit("/terms", terms="1", next="/folder/0")
        assert (page.url.path, missing.status_code) == ("/folder/0", 404)
