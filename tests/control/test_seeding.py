"""Seeds: what they make, and what they say where they cannot be."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from holdall.control.seeding import SeedError, load_seed, parse_seed, shipped_seeds
from tests.control.conftest import Control

PEOPLE = """
enterprises:
  - id: 7
    users:
      - {id: 70, login: ada@seven.example, name: Ada Seven, role: admin, password: correct-horse}
      - {login: bob@seven.example}
    applications: [{client_id: seven, client_secret: hush}]
tokens:
  - {user: 70, token: ada-token}
  - {user: bob@seven.example}
"""


async def listing(control: Control, token: str, folder_id: str = "0") -> dict[str, dict[str, Any]]:
    response = await control.client(token).call("get_folders_id_items", folder_id=folder_id, fields="name,size,sha1")
    return {entry["name"]: entry for entry in response.json()["entries"]}


class TestPeople:
    async def test_ids_names_and_tokens_are_as_given_or_made_up(self, control: Control) -> None:
        planted = await control.call("POST", "/seed", content=PEOPLE)
        assert planted["enterprises"] == [{"id": "7", "name": "Seeded enterprise"}]
        assert [(one["login"], one["name"], one["role"]) for one in planted["users"]] == [
            ("ada@seven.example", "Ada Seven", "admin"),
            ("bob@seven.example", "bob", "user"),
        ]
        assert planted["applications"][0]["client_secret"] == "hush"
        me = (await control.client("ada-token").call("get_users_me")).json()
        assert (me["id"], me["login"]) == ("70", "ada@seven.example")
        bob = (await control.client(planted["tokens"][1]["token"]).call("get_users_me")).json()
        assert bob["id"] == planted["users"][1]["id"]

    async def test_applying_it_twice_changes_nothing(self, control: Control) -> None:
        first = await control.call("POST", "/seed", content=PEOPLE)
        users = (await control.client("ada-token").call("get_users")).json()
        second = await control.call("POST", "/seed", content=PEOPLE)
        assert second["users"] == first["users"]
        assert second["applications"] == first["applications"]
        assert (await control.client("ada-token").call("get_users")).json() == users

    async def test_the_application_of_a_seed_signs_in_with_its_secret(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        form = {
            "grant_type": "client_credentials",
            "client_id": "seven",
            "client_secret": "hush",
            "box_subject_type": "enterprise",
            "box_subject_id": "7",
        }
        response = await control.client("").call("post_oauth2_token", data=form)
        assert response.status_code == 200


class TestContent:
    async def test_folders_and_files_have_the_content_that_is_said(self, control: Control, tmp_path: Path) -> None:
        (tmp_path / "real.bin").write_bytes(b"real")
        seed = f"""
content:
  - owner: ada@seven.example
    items:
      - folder: Letters
        key: letters
        items:
          - {{file: hello.txt, text: Hello, key: hello, description: A greeting}}
          - {{file: real.bin, path: {tmp_path / "real.bin"}}}
          - {{file: "page-{{n}}.bin", size: 3 KB, repeat: 70}}
      - {{folder: "year-{{n}}", repeat: 3}}
      - {{file: empty.txt}}
"""
        await control.call("POST", "/seed", content=PEOPLE)
        planted = await control.call("POST", "/seed", content=seed)
        root = await listing(control, "ada-token")
        assert list(root) == ["Letters", "year-1", "year-2", "year-3", "empty.txt"]
        letters = await listing(control, "ada-token", planted["keys"]["letters"])
        assert len(letters) == 72
        assert letters["hello.txt"]["sha1"] == hashlib.sha1(b"Hello").hexdigest()
        assert letters["real.bin"]["sha1"] == hashlib.sha1(b"real").hexdigest()
        assert {one["size"] for name, one in letters.items() if name.startswith("page-")} == {3000}
        assert len({one["sha1"] for name, one in letters.items() if name.startswith("page-")}) == 70
        hello = (await control.client("ada-token").call("get_files_id", file_id=planted["keys"]["hello"])).json()
        assert hello["description"] == "A greeting"

    async def test_what_is_there_by_name_stays(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        content = "content: [{owner: 70, items: [{folder: A, key: a, items: [{file: b.txt, text: one, key: b}]}]}]"
        first = await control.call("POST", "/seed", content=content)
        second = await control.call("POST", "/seed", content=content.replace("text: one", "text: two"))
        assert second["keys"] == first["keys"]
        entries = await listing(control, "ada-token", first["keys"]["a"])
        assert entries["b.txt"]["sha1"] == hashlib.sha1(b"one").hexdigest()


SHARED = """
enterprises:
  - {id: 8, users: [{login: eve@eight.example}], applications: [{}]}
groups:
  - {name: Letter writers, by: 70, members: [bob@seven.example], admins: [ada@seven.example], key: writers}
content:
  - owner: ada@seven.example
    items:
      - folder: Letters
        key: letters
        items: [{file: hello.txt, text: Hello, key: hello}]
      - {web_link: site, url: "https://example.com/", key: site}
collaborations:
  - {item: letters, group: writers, role: viewer uploader, key: by-group}
  - {item: hello, user: eve@eight.example, role: editor}
  - {item: letters, user: eve@eight.example, role: viewer, status: pending}
  - {item: letters, user: nobody@nine.example, expires_at: 2044-01-01T00:00:00Z}
shared_links:
  - {item: hello, password: correct-horse, can_download: false}
  - {item: site, access: company, vanity_name: our-own-site-seven}
tokens:
  - {user: eve@eight.example, token: eve-token}
  - {user: bob@seven.example, token: bob-token}
"""


class TestSharing:
    async def test_items_are_shared_with_groups_users_and_addresses(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        planted = await control.call("POST", "/seed", content=SHARED)
        letters = planted["keys"]["letters"]
        listed = await control.client("ada-token").call("get_folders_id_collaborations", folder_id=letters)
        told = [
            (one["role"], one["status"], (one["accessible_by"] or {}).get("name"), one["invite_email"])
            for one in listed.json()["entries"]
        ]
        assert told == [
            ("viewer uploader", "accepted", "Letter writers", None),
            ("viewer", "pending", "", None),
            ("editor", "pending", None, "nobody@nine.example"),
        ]
        assert list(await listing(control, "bob-token")) == ["Letters"]
        assert list(await listing(control, "eve-token")) == ["hello.txt"]

    async def test_groups_have_members_and_admins(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        planted = await control.call("POST", "/seed", content=SHARED)
        group_id = planted["keys"]["writers"]
        listed = await control.client("ada-token").call("get_groups_id_memberships", group_id=group_id)
        told = {one["user"]["login"]: one["role"] for one in listed.json()["entries"]}
        assert told == {"bob@seven.example": "member", "ada@seven.example": "admin"}

    async def test_items_have_shared_links(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        keys = (await control.call("POST", "/seed", content=SHARED))["keys"]
        ada = control.client("ada-token")
        file = (await ada.call("get_files_id", file_id=keys["hello"])).json()["shared_link"]
        site = (await ada.call("get_web_links_id", web_link_id=keys["site"])).json()["shared_link"]
        assert (file["access"], file["is_password_enabled"], file["effective_permission"]) == (
            "open",
            True,
            "can_preview",
        )
        assert (site["access"], site["vanity_name"]) == ("company", "our-own-site-seven")

    async def test_links_keep_to_what_the_enterprise_has_decided(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        settings = "enterprises: [{id: 7, settings: {shared_link_access_limit: company}}]\n"
        keys = (await control.call("POST", "/seed", content=SHARED))["keys"]
        await control.call("POST", "/seed", content=settings)
        link = (await control.client("ada-token").call("get_files_id", file_id=keys["hello"])).json()["shared_link"]
        assert (link["access"], link["effective_access"]) == ("open", "company")

    async def test_applying_it_twice_changes_nothing(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        first = await control.call("POST", "/seed", content=SHARED)
        shared = control.client("ada-token")
        before = (await shared.call("get_folders_id_collaborations", folder_id=first["keys"]["letters"])).json()
        second = await control.call("POST", "/seed", content=SHARED)
        after = (await shared.call("get_folders_id_collaborations", folder_id=first["keys"]["letters"])).json()
        assert (second["keys"], after) == (first["keys"], before)

    @pytest.mark.parametrize(
        ("seed", "message"),
        [
            ("groups: [{name: A, by: bob@seven.example}]", "groups[0]: Only an administrator"),
            ("groups: [{name: A, by: 70, members: [x@y.example]}]", "groups[0].members: there is no user"),
            ("collaborations: [{item: a, user: 70}]", "collaborations[0].item: nothing in the seed has the key 'a'"),
            ("collaborations: [{item: 5, user: 70}]", "collaborations[0].item: there is no item 5"),
            ("collaborations: [{item: 5}]", "collaborations[0]: it has either `user` or `group`"),
            ("shared_links: [{item: 5, access: nobody}]", "shared_links[0].access: "),
        ],
    )
    async def test_what_cannot_be_is_refused_by_its_place(self, control: Control, seed: str, message: str) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        refused = await control.call("POST", "/seed", content=seed, status=400)
        assert refused["message"][: len(message)] == message

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ("collaborations: [{item: a, user: bob@seven.example, role: previewer}]", "collaborations[0]: role: "),
            (
                "collaborations: [{item: a, user: bob@seven.example, expires_at: soon}]",
                "collaborations[0].expires_at: ",
            ),
            ("collaborations: [{item: w, user: bob@seven.example}]", "collaborations[0].item: web links"),
            ("shared_links: [{item: a, password: short}]", "shared_links[0]: shared_link.password: "),
        ],
    )
    async def test_what_the_platform_refuses_is_told_with_its_place(
        self, control: Control, more: str, message: str
    ) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        items = "[{file: a.txt, key: a}, {web_link: w, url: 'https://example.com', key: w}]"
        seed = f"content: [{{owner: 70, items: {items}}}]\n{more}\n"
        refused = await control.call("POST", "/seed", content=seed, status=400)
        assert refused["message"][: len(message)] == message


GOVERNED = f"""{PEOPLE}
content:
- owner: ada@seven.example
  items: [{{folder: Cases, key: cases, items: [{{file: a.txt, key: file, text: a}}]}}]
legal_holds:
- {{name: Case 7, by: 70, key: case, assigned_to: [{{type: folder, id: cases}}, {{type: ownership, id: bob@seven.example}}]}}
retention_policies:
- {{name: Month, by: 70, key: month, days: 30, assigned_to: [{{type: folder, id: cases}}, {{type: enterprise}}]}}
"""


class TestGovernance:
    async def test_policies_are_assigned_once(self, control: Control) -> None:
        keys = [(await control.call("POST", "/seed", content=GOVERNED))["keys"] for _ in range(2)]
        client = control.client("ada-token")
        hold = (await client.call("get_legal_hold_policies_id", legal_hold_policy_id=keys[0]["case"])).json()
        month = (await client.call("get_retention_policies_id", retention_policy_id=keys[0]["month"])).json()
        await client.call("delete_files_id", file_id=keys[0]["file"])
        refused = await client.call("delete_files_id_trash", file_id=keys[0]["file"])
        assert keys[0] == keys[1]
        assert (hold["assignment_counts"]["folder"], hold["assignment_counts"]["ownership"]) == (1, 1)
        assert (month["retention_length"], month["assignment_counts"]["enterprise"], refused.status_code) == (
            "30",
            1,
            403,
        )

    async def test_what_cannot_be_is_refused_by_its_place(self, control: Control) -> None:
        refused = GOVERNED.replace("days: 30", "days: 0")
        answer = await control.call("POST", "/seed", status=400, content=refused)
        assert "retention_policies[0]: retention_length" in answer["message"]


class TestEnvironment:
    async def test_variables_are_told_with_the_ids_of_keys(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        seed = "{content: [{owner: 70, items: [{folder: A, key: a}]}], environment: {NAME: plain, FOLDER_ID: $a}}"
        planted = await control.call("POST", "/seed", content=seed)
        assert planted["environment"] == {"NAME": "plain", "FOLDER_ID": planted["keys"]["a"]}


class TestServer:
    async def test_download_links_name_the_address_of_the_seed(self, control: Control) -> None:
        seed = PEOPLE + "content: [{owner: 70, items: [{file: a.txt, text: a, key: a}]}]\n"
        planted = await control.call("POST", "/seed", content=seed + "server: {download_url: https://dl.example}\n")
        link = await control.client("ada-token").call("get_files_id_content", file_id=planted["keys"]["a"])
        assert link.headers["location"].startswith("https://dl.example/")

    async def test_faults_and_clock_of_a_seed_take_the_place_of_others(self, control: Control) -> None:
        await control.call("POST", "/faults", json={"status": 500}, status=201)
        seed = "{clock: 2031-02-03T04:05:06Z, faults: [{operation: get_users_me, status: 502}]}"
        await control.call("POST", "/seed", content=seed)
        assert [one["status"] for one in (await control.call("GET", "/faults"))["faults"]] == [502]
        assert (await control.call("GET", "/clock"))["now"].startswith("2031-02-03")


class TestErrors:
    @pytest.mark.parametrize(
        ("seed", "message"),
        [
            ("enterprises: [", "the seed is no YAML"),
            ("[1, 2]", "a seed is a mapping"),
            ("enterprizes: []", "enterprizes: there is no such section; did you mean 'enterprises'?"),
            ("enterprises: [{users: [{login: a@b.example, rol: admin}]}]", "enterprises[0].users[0]: "),
            ("enterprises: [{users: [{login: a@b.example, role: boss}]}]", "enterprises[0].users[0].role: "),
            ("enterprises: [{settings: {shared_links: open}}]", "enterprises[0].settings: "),
            ("enterprises: [{applications: [{scopes: [everything]}]}]", "enterprises[0].applications[0].scopes: "),
            (
                "enterprises: [{applications: [{public_keys: [{id: k, public_key: no}]}]}]",
                "enterprises[0].applications[0].public_keys[0].public_key: ",
            ),
            ("tokens: [{user: nobody@nowhere.example}]", "tokens[0].user: there is no user 'nobody@nowhere.example'"),
            ("content: [{owner: 1, items: []}]", "content[0].owner: there is no user '1'"),
            ("clock: later", "clock: "),
            ("faults: [{operation: get_nothing}]", "faults[0].operation: no operation is called 'get_nothing'"),
            ("environment: {A: $b}", "environment.A: nothing in the seed has the key 'b'"),
        ],
    )
    async def test_they_name_the_place(self, control: Control, seed: str, message: str) -> None:
        refused = await control.call("POST", "/seed", content=seed, status=400)
        assert (refused["code"], refused["message"][: len(message)]) == ("seed_invalid", message)

    @pytest.mark.parametrize(
        ("item", "message"),
        [
            ("{folder: a, file: b}", "content[0].items[0]: an item has one of"),
            ("{folder: a, items: [{size: 5}]}", "content[0].items[0].items[0]: an item has one of"),
            ("{file: a, size: huge}", "content[0].items[0].size: 'huge' is no size"),
            ("{file: a, repeat: 2}", "content[0].items[0]: a repeated item has {n} in its name"),
            ("{file: a/b}", "content[0].items[0]: "),
            ("{file: a, path: /nowhere}", "content[0].items[0].path: /nowhere cannot be read"),
        ],
    )
    async def test_they_name_the_item(self, control: Control, item: str, message: str) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        refused = await control.call("POST", "/seed", content=f"content: [{{owner: 70, items: [{item}]}}]", status=400)
        assert refused["message"][: len(message)] == message

    async def test_a_login_of_another_enterprise_is_refused(self, control: Control) -> None:
        await control.call("POST", "/seed", content=PEOPLE)
        seed = "enterprises: [{id: 8, users: [{login: ada@seven.example}]}]"
        refused = await control.call("POST", "/seed", content=seed, status=400)
        assert refused["message"].startswith("enterprises[0].users[0].login: ")

    def test_a_name_that_is_no_seed_and_no_file_is_refused_with_the_known_ones(self) -> None:
        with pytest.raises(SeedError, match="conformance, demo, empty"):
            load_seed("nowhere.yaml")


class TestShippedSeeds:
    @pytest.mark.parametrize("name", shipped_seeds())
    async def test_each_can_be_applied_twice(self, control: Control, name: str) -> None:
        first = await control.call("POST", f"/seed/{name}")
        second = await control.call("POST", f"/seed/{name}")
        assert second == first

    async def test_an_unknown_name_is_refused(self, control: Control) -> None:
        assert (await control.call("POST", "/seed/nothing", status=400))["message"].endswith("conformance, demo, empty")

    def test_a_seed_of_ones_own_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text("environment: {A: b}")
        assert (
            load_seed(str(tmp_path / "mine.yaml")) == parse_seed("environment: {A: b}") == {"environment": {"A": "b"}}
        )
