"""Shared links of files, folders and web links: made, changed, taken away, and opened."""

from typing import Any

import pytest

from holdall.base.attempts import failed_sign_ins
from holdall.base.clock import DAY, SECOND, format_instant
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import create, error_of, make_file

TYPES = ("files", "folders", "web_links")
PASSWORD = "correct horse"


async def make(enterprise: Enterprise, kind: str) -> dict[str, Any]:
    """The path parameter of a fresh item of a type."""
    if kind == "files":
        return {"file_id": (await make_file(enterprise, "plan.txt", size=3)).item.id}
    if kind == "folders":
        return {"folder_id": (await create(enterprise.user, "plans"))["id"]}
    body = {"url": "https://example.com/", "parent": {"id": "0"}, "name": "site"}
    return {"web_link_id": (await enterprise.user.call("post_web_links", json=body)).json()["id"]}


async def share(client: Client, kind: str, place: dict[str, Any], link: Any) -> Any:
    return await client.call(f"put_{kind}_id#add_shared_link", **place, json={"shared_link": link})


async def link_of(client: Client, kind: str, place: dict[str, Any]) -> Any:
    return (await client.call(f"get_{kind}_id", **place)).json()["shared_link"]


def header_of(url: str, password: str | None) -> str:
    return f"shared_link={url}" + (f"&shared_link_password={password}" if password else "")


async def open_link(client: Client, url: str, password: str | None = None, kind: str = "files") -> Any:
    operation = "get_shared_items" if kind == "files" else f"get_shared_items#{kind}"
    return await client.call(operation, boxapi=header_of(url, password))


@pytest.fixture(params=TYPES)
def kind(request: pytest.FixtureRequest) -> str:
    """Each type of item in turn."""
    name: str = request.param
    return name


@pytest.mark.operation(
    "put_files_id#add_shared_link",
    "put_files_id#update_shared_link",
    "put_files_id#remove_shared_link",
    "get_files_id#get_shared_link",
    "put_folders_id#add_shared_link",
    "put_folders_id#update_shared_link",
    "put_folders_id#remove_shared_link",
    "get_folders_id#get_shared_link",
    "put_web_links_id#add_shared_link",
    "put_web_links_id#update_shared_link",
    "put_web_links_id#remove_shared_link",
    "get_web_links_id#get_shared_link",
)
class TestSetLink:
    async def test_an_empty_link_is_open_and_lets_people_download(self, enterprise: Enterprise, kind: str) -> None:
        place = await make(enterprise, kind)
        made = (await share(enterprise.user, kind, place, {})).json()["shared_link"]
        token = made["url"].rpartition("/s/")[2]
        assert made == {
            "url": f"https://holdall.test/s/{token}",
            "download_url": f"https://holdall.test/shared/static/{token}.txt" if kind == "files" else None,
            "vanity_url": None,
            "vanity_name": None,
            "access": "open",
            "accessed": "open",
            "effective_access": "open",
            "effective_permission": "can_download",
            "is_password_enabled": False,
            "unshared_at": None,
            "permissions": {"can_download": True, "can_preview": True, "can_edit": False},
            "download_count": 0,
            "preview_count": 0,
        }
        assert await link_of(enterprise.user, kind, place) == made

    async def test_a_change_keeps_the_address_and_what_it_does_not_name(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        place = await make(enterprise, kind)
        first = (await share(enterprise.user, kind, place, {"password": PASSWORD})).json()["shared_link"]
        until = format_instant(enterprise.gateway.platform.clock.now() + DAY)
        body = {"unshared_at": until, "permissions": {"can_download": False}}
        second = (await share(enterprise.user, kind, place, body)).json()["shared_link"]
        assert (second["url"], second["is_password_enabled"], second["unshared_at"]) == (first["url"], True, until)
        assert second["effective_permission"] == "can_preview"

    async def test_null_takes_it_away_and_the_next_one_has_another_address(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        place = await make(enterprise, kind)
        first = (await share(enterprise.user, kind, place, {})).json()["shared_link"]
        gone = (await share(enterprise.user, kind, place, None)).json()["shared_link"]
        opened = await open_link(enterprise.admin, first["url"])
        second = (await share(enterprise.user, kind, place, {})).json()["shared_link"]
        assert (gone, opened.status_code, second["url"] != first["url"]) == (None, 404, True)

    async def test_a_vanity_name_leads_to_the_item_and_belongs_to_one_link(self, enterprise: Enterprise) -> None:
        name = f"our-plans-{enterprise.id}"
        first, second = await make(enterprise, "files"), await make(enterprise, "folders")
        made = (await share(enterprise.user, "files", first, {"vanity_name": name})).json()["shared_link"]
        taken = await share(enterprise.user, "folders", second, {"vanity_name": name.upper()})
        opened = await open_link(enterprise.admin, made["vanity_url"])
        assert (made["vanity_url"], taken.status_code) == (f"https://holdall.test/v/{name}", 409)
        assert opened.json()["id"] == str(first["file_id"])

    @pytest.mark.parametrize(
        "link",
        [
            {"access": "nobody"},
            {"password": "short"},
            {"password": PASSWORD, "access": "company"},
            {"vanity_name": "short"},
            {"vanity_name": "twelve letters!"},
            {"unshared_at": "yesterday"},
            {"unshared_at": "2001-01-01T00:00:00Z"},
            {"access": "collaborators", "permissions": {"can_download": True}},
            "text",
        ],
    )
    async def test_a_link_that_cannot_be_is_refused_and_none_is_made(self, enterprise: Enterprise, link: Any) -> None:
        place = await make(enterprise, "files")
        response = await share(enterprise.user, "files", place, link)
        assert (response.status_code, await link_of(enterprise.user, "files", place)) == (400, None)

    async def test_a_root_folder_has_none(self, enterprise: Enterprise) -> None:
        response = await share(enterprise.user, "folders", {"folder_id": 0}, {})
        assert response.status_code == 400

    async def test_who_may_not_see_an_item_cannot_share_it(self, enterprise: Enterprise) -> None:
        place = await make(enterprise, "files")
        _, stranger = await enterprise.new_user()
        assert (await share(stranger, "files", place, {})).status_code == 404


@pytest.mark.operation("get_shared_items", "get_shared_items#folders", "get_shared_items#web_links")
class TestOpenLink:
    async def test_an_open_link_leads_anybody_to_the_item(self, enterprise: Enterprise, kind: str) -> None:
        other = await make_enterprise(enterprise.gateway)
        place = await make(enterprise, kind)
        made = (await share(enterprise.user, kind, place, {})).json()["shared_link"]
        opened = await open_link(other.user, made["url"], kind=kind)
        assert (opened.status_code, opened.json()["id"]) == (200, str(next(iter(place.values()))))

    async def test_a_company_link_is_not_there_for_others(self, enterprise: Enterprise, kind: str) -> None:
        other = await make_enterprise(enterprise.gateway)
        _, colleague = await enterprise.new_user()
        made = (await share(enterprise.user, kind, await make(enterprise, kind), {"access": "company"})).json()
        url = made["shared_link"]["url"]
        statuses = [(await open_link(one, url, kind=kind)).status_code for one in (colleague, other.user)]
        assert statuses == [200, 404]

    async def test_a_link_for_collaborators_grants_nothing_by_itself(self, enterprise: Enterprise, kind: str) -> None:
        _, colleague = await enterprise.new_user()
        made = (await share(enterprise.user, kind, await make(enterprise, kind), {"access": "collaborators"})).json()
        url = made["shared_link"]["url"]
        statuses = [(await open_link(one, url, kind=kind)).status_code for one in (enterprise.user, colleague)]
        assert statuses == [200, 404]

    async def test_a_password_is_asked_for(self, enterprise: Enterprise) -> None:
        made = (await share(enterprise.user, "files", await make(enterprise, "files"), {"password": PASSWORD})).json()
        url = made["shared_link"]["url"]
        answers = [await open_link(enterprise.admin, url, password) for password in (None, "wrong", PASSWORD)]
        assert [one.status_code for one in answers] == [403, 403, 200]
        assert error_of(answers[0])[1] == "incorrect_shared_item_password"

    async def test_guessing_its_password_is_slowed_down_for_the_guesser_alone(self, enterprise: Enterprise) -> None:
        place, clock = await make(enterprise, "files"), enterprise.gateway.platform.clock
        made = (await share(enterprise.user, "files", place, {"password": PASSWORD})).json()["shared_link"]
        url = made["url"]
        guesses = [(await open_link(enterprise.admin, url, f"guess {number}")).status_code for number in range(20)]
        refused = await open_link(enterprise.admin, url, PASSWORD)
        elsewhere = await enterprise.admin.with_headers(boxapi=header_of(url, "guess")).call("get_files_id", **place)
        of_another = await open_link((await make_enterprise(enterprise.gateway)).user, url, PASSWORD)
        clock.advance(int(refused.headers["retry-after"]) * SECOND)
        try:
            after = await open_link(enterprise.admin, url, PASSWORD)
        finally:
            clock.advance(-int(refused.headers["retry-after"]) * SECOND)
        assert (set(guesses), refused.status_code, error_of(refused)[1]) == ({403}, 429, "too_many_requests")
        assert (elsewhere.status_code, of_another.status_code, after.status_code) == (429, 200, 200)

    async def test_many_guessers_together_are_slowed_down_and_who_knew_the_password_is_not(
        self, enterprise: Enterprise
    ) -> None:
        place = await make(enterprise, "files")
        made = (await share(enterprise.user, "files", place, {"password": PASSWORD})).json()["shared_link"]
        before = await open_link(enterprise.admin, made["url"], PASSWORD)

        async def guess_a_lot(tx: Any) -> None:
            key = f"link:{place['file_id']}"
            await tx.update(failed_sign_ins, {"key": key}, failures=1000, last_at=tx.now)

        await enterprise.gateway.platform.db.write(guess_a_lot)
        new, known = [await open_link(enterprise.admin, made["url"], one) for one in ("guess", PASSWORD)]
        assert (before.status_code, new.status_code, known.status_code) == (200, 429, 200)

    async def test_the_right_password_is_never_too_often(self, enterprise: Enterprise) -> None:
        made = await share(enterprise.user, "files", await make(enterprise, "files"), {"password": PASSWORD})
        url = made.json()["shared_link"]["url"]
        await open_link(enterprise.admin, url, "wrong")
        opened = [(await open_link(enterprise.admin, url, PASSWORD)).status_code for _ in range(25)]
        await share(enterprise.user, "files", {"file_id": made.json()["id"]}, {"password": "another horse"})
        outdated = await open_link(enterprise.admin, url, PASSWORD)
        assert (set(opened), outdated.status_code) == ({200}, 403)

    async def test_when_its_time_is_over_there_is_no_link(self, enterprise: Enterprise) -> None:
        place, clock = await make(enterprise, "files"), enterprise.gateway.platform.clock
        until = format_instant(clock.now() + DAY)
        made = (await share(enterprise.user, "files", place, {"unshared_at": until})).json()["shared_link"]
        clock.advance(2 * DAY)
        try:
            user = Client(enterprise.gateway, await enterprise.new_token(enterprise.user_id))
            opened, shown = await open_link(user, made["url"]), await link_of(user, "files", place)
        finally:
            clock.advance(-2 * DAY)
        assert (opened.status_code, shown) == (404, None)

    async def test_what_is_in_the_trash_is_not_led_to(self, enterprise: Enterprise) -> None:
        place = await make(enterprise, "files")
        made = (await share(enterprise.user, "files", place, {})).json()["shared_link"]
        await enterprise.user.call("delete_files_id", **place)
        assert (await open_link(enterprise.admin, made["url"])).status_code == 404

    @pytest.mark.parametrize(
        ("header", "status"),
        [
            (None, 400),
            ("nonsense", 400),
            ("shared_link=https://holdall.test/s/unknown", 404),
            ("shared_link=elsewhere", 404),
        ],
    )
    async def test_without_a_link_there_is_nothing(
        self, enterprise: Enterprise, header: str | None, status: int
    ) -> None:
        given: dict[str, Any] = {} if header is None else {"boxapi": header}
        response = await enterprise.user.call("get_shared_items", **given)
        assert response.status_code == status

    async def test_the_etag_spares_the_answer(self, enterprise: Enterprise) -> None:
        place = await make(enterprise, "files")
        made = (await share(enterprise.user, "files", place, {})).json()
        response = await enterprise.admin.call(
            "get_shared_items",
            boxapi=f"shared_link={made['shared_link']['url']}",
            headers={"if-none-match": made["etag"]},
        )
        assert (response.status_code, response.content) == (304, b"")


class TestHeaderOnEveryRead:
    async def test_a_folder_link_opens_what_is_in_the_folder_and_nothing_beside_it(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await create(enterprise.user, "shared")
        inside = await make_file(enterprise, "in.txt", parent_id=folder["id"], size=3)
        beside = await make_file(enterprise, "beside.txt", size=3)
        made = (await share(enterprise.user, "folders", {"folder_id": folder["id"]}, {})).json()["shared_link"]
        guest = other.user.with_headers(boxapi=f"shared_link={made['url']}")
        listed = await guest.call("get_folders_id_items", folder_id=folder["id"])
        read = await guest.call("get_files_id", file_id=inside.item.id, fields="path_collection,permissions")
        content = await guest.call("get_files_id_content", file_id=inside.item.id)
        renamed = await guest.call("put_files_id", file_id=inside.item.id, json={"name": "mine.txt"})
        hidden = await guest.call("get_files_id", file_id=beside.item.id)
        assert [entry["name"] for entry in listed.json()["entries"]] == ["in.txt"]
        assert [entry["name"] for entry in read.json()["path_collection"]["entries"]] == ["shared"]
        assert (read.json()["permissions"]["can_download"], read.json()["permissions"]["can_rename"]) == (True, False)
        assert (content.status_code, renamed.status_code, hidden.status_code) == (302, 403, 404)

    async def test_a_link_without_download_lets_nobody_download(self, enterprise: Enterprise) -> None:
        place = await make(enterprise, "files")
        link = {"permissions": {"can_download": False}}
        made = (await share(enterprise.user, "files", place, link)).json()["shared_link"]
        guest = (await make_enterprise(enterprise.gateway)).user.with_headers(boxapi=f"shared_link={made['url']}")
        read, content = await guest.call("get_files_id", **place), await guest.call("get_files_id_content", **place)
        assert (read.status_code, content.status_code) == (200, 403)

    async def test_a_file_kept_in_the_company_is_not_downloaded_by_others(self, enterprise: Enterprise) -> None:
        place = await make(enterprise, "files")
        body = {"shared_link": {}, "permissions": {"can_download": "company"}}
        made = (await enterprise.user.call("put_files_id", **place, json=body)).json()["shared_link"]
        header = f"shared_link={made['url']}"
        _, colleague = await enterprise.new_user()
        stranger = (await make_enterprise(enterprise.gateway)).user
        statuses = [
            (await one.with_headers(boxapi=header).call("get_files_id_content", **place)).status_code
            for one in (colleague, stranger)
        ]
        assert statuses == [302, 403]

    async def test_the_enterprise_may_close_its_links_to_others(self, enterprise: Enterprise) -> None:
        place = await make(enterprise, "files")
        made = (await share(enterprise.user, "files", place, {})).json()["shared_link"]

        async def close(tx: Any) -> None:
            from holdall.content.identity.tables import enterprises

            await tx.update(enterprises, {"id": enterprise.id}, settings={"shared_link_access_limit": "company"})

        await enterprise.gateway.platform.db.write(close)
        shown = await link_of(enterprise.user, "files", place)
        opened = await open_link((await make_enterprise(enterprise.gateway)).user, made["url"])
        assert (shown["access"], shown["effective_access"], opened.status_code) == ("open", "company", 404)
