"""Search: what is found, by which words, in which order, and how searches are refused."""

from typing import Any

import pytest

from holdall.base.clock import SECOND
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.finding import names, read_contents, search
from tests.support.tree import create, error_of, make_file, make_folder
from tests.support.uploads import upload


@pytest.mark.operation("get_search")
class TestWords:
    async def test_the_answer_is_a_page_of_items_in_their_standard_form(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "Quarterly report.txt", size=5)
        await make_file(enterprise, "Something else.txt")
        expected = await enterprise.user.call("get_files_id", file_id=file.item.id)
        assert await search(enterprise.user, "quarterly") == {
            "type": "search_results_items",
            "total_count": 1,
            "limit": 30,
            "offset": 0,
            "entries": [expected.json()],
        }

    @pytest.mark.parametrize(
        "query",
        ["quarterly", "QUARTERLY", "quart", "resume", "RÉSUMÉ", "final", "v2", "plan", "2024", "docx", "plan2024"],
    )
    async def test_a_name_is_found_by_its_words_their_beginnings_and_the_parts_of_compounds(
        self, enterprise: Enterprise, query: str
    ) -> None:
        await make_file(enterprise, "Quarterly_résumé-final.v2.BudgetPlan2024.docx")
        assert await names(enterprise.user, query) == (
            [] if query == "plan2024" else ["Quarterly_résumé-final.v2.BudgetPlan2024.docx"]
        )

    async def test_characters_of_a_script_without_spaces_are_found_wherever_they_stand(
        self, enterprise: Enterprise
    ) -> None:
        await make_file(enterprise, "東京都の報告書.docx")
        found = {query: await names(enterprise.user, query) for query in ("報告", "東京都", "京東", "報")}
        assert found == {
            "報告": ["東京都の報告書.docx"],
            "東京都": ["東京都の報告書.docx"],
            "京東": [],
            "報": ["東京都の報告書.docx"],
        }

    async def test_every_type_of_item_is_found_by_each_of_its_fields(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file_id = (await upload(user, "a.txt", b"The walrus said"))["id"]
        folder_id = (await create(user, "b"))["id"]
        link = {"name": "c", "url": "https://example.com", "parent": {"id": "0"}, "description": "A walrus"}
        await user.call("post_web_links", json=link)
        await user.call("put_files_id", file_id=file_id, json={"description": "of oysters", "tags": ["sea food"]})
        await user.call("put_folders_id", folder_id=folder_id, json={"description": "oysters", "tags": ["walrus"]})
        message = {"message": "The time has come", "item": {"type": "file", "id": file_id}}
        await user.call("post_comments", json=message)
        await read_contents(enterprise, file_id)
        queries = ("walrus", "oysters", "food", "time", "said")
        found = {query: sorted(await names(user, query)) for query in queries}
        assert found == {
            "walrus": ["a.txt", "b", "c"],
            "oysters": ["a.txt", "b"],
            "food": ["a.txt"],
            "time": ["a.txt"],
            "said": ["a.txt"],
        }

    @pytest.mark.parametrize(
        ("fields", "found"),
        [
            ("name", ["walrus name"]),
            ("description", ["description"]),
            ("tags", ["tags"]),
            ("comments", ["comments"]),
            ("file_content", ["content.txt"]),
            ("name,tags", ["tags", "walrus name"]),
        ],
    )
    async def test_content_types_say_where_to_look(self, enterprise: Enterprise, fields: str, found: list[str]) -> None:
        user = enterprise.user
        content_id = (await upload(user, "content.txt", b"walrus"))["id"]
        ids = {name: (await make_file(enterprise, name)).item.id for name in ("comments", "description", "tags")}
        await make_file(enterprise, "walrus name")
        await user.call("put_files_id", file_id=ids["description"], json={"description": "walrus"})
        await user.call("put_files_id", file_id=ids["tags"], json={"tags": ["walrus"]})
        message = {"message": "walrus", "item": {"type": "file", "id": str(ids["comments"])}}
        await user.call("post_comments", json=message)
        await read_contents(enterprise, content_id)
        assert sorted(await names(user, "walrus", content_types=fields)) == found
        assert len(await names(user, "walrus")) == 5

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("marketing AND boxworks", {"both"}),
            ("marketing OR boxworks", {"both", "one", "other"}),
            ("marketing boxworks", {"both", "one", "other"}),
            ("marketing AND NOT boxworks", {"one"}),
            ("marketing NOT boxworks", {"one"}),
            ("marketing and boxworks", {"both", "one", "other"}),
            ('"Blue-Box"', {"blue.box", "Blue Box", "Blue-Box"}),
            ('"box blue"', set()),
            ("NOT box", {"both", "one", "other"}),
            ("!?", set()),
        ],
    )
    async def test_operators_are_those_that_box_documents(
        self, enterprise: Enterprise, query: str, found: set[str]
    ) -> None:
        for name, text in (("both", "marketing for boxworks"), ("one", "marketing"), ("other", "boxworks")):
            file = await make_file(enterprise, name)
            await enterprise.user.call("put_files_id", file_id=file.item.id, json={"description": text})
        for name in ("blue.box", "Blue Box", "Blue-Box", "bluebox box"):
            await make_file(enterprise, name)
        assert set(await names(enterprise.user, query)) == found

    async def test_words_of_different_fields_are_all_there_but_no_phrase(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "blue")
        await enterprise.user.call("put_files_id", file_id=file.item.id, json={"description": "box"})
        assert await names(enterprise.user, "blue AND box") == ["blue"]
        assert await names(enterprise.user, '"blue box"') == []


@pytest.mark.operation("get_search")
class TestOrder:
    async def test_what_a_name_says_comes_first_then_all_the_words_then_the_newest(
        self, enterprise: Enterprise
    ) -> None:
        user = enterprise.user
        for number, (name, description) in enumerate(
            [
                ("budget of the report", ""),
                ("report budget", ""),
                ("text", "budget and report"),
                ("budget 1", ""),
                ("budget 2", ""),
                ("word", "budget"),
            ]
        ):
            file = await make_file(enterprise, f"{name}.{number}")
            await user.call("put_files_id", file_id=file.item.id, json={"description": description})
        assert await names(user, "report budget") == [
            "report budget.1",
            "budget of the report.0",
            "text.2",
            "budget 2.4",
            "budget 1.3",
            "word.5",
        ]

    async def test_by_date_the_latest_change_comes_first_or_last(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        ids = []
        for name in ("walrus 1", "walrus 2", "walrus 3"):
            ids.append((await make_file(enterprise, name)).item.id)
            clock.advance(SECOND)
        await enterprise.user.call("put_files_id", file_id=ids[0], json={"description": "changed"})
        latest_first = ["walrus 1", "walrus 3", "walrus 2"]
        assert await names(enterprise.user, "walrus", sort="modified_at") == latest_first
        assert await names(enterprise.user, "walrus", sort="modified_at", direction="ASC") == latest_first[::-1]
        by_relevance = await names(enterprise.user, "walrus", direction="ASC")
        assert by_relevance == ["walrus 3", "walrus 2", "walrus 1"]

    async def test_pages_are_parts_of_one_list_and_know_its_length(self, enterprise: Enterprise) -> None:
        for number in range(5):
            await make_file(enterprise, f"walrus {number}")
        pages = [await search(enterprise.user, "walrus", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
        assert [[entry["name"] for entry in page["entries"]] for page in pages] == [
            ["walrus 4", "walrus 3"],
            ["walrus 2", "walrus 1"],
            ["walrus 0"],
            [],
        ]
        assert [(page["total_count"], page["limit"], page["offset"]) for page in pages] == [
            (5, 2, offset) for offset in (0, 2, 4, 6)
        ]

    async def test_more_matches_than_are_weighed_at_once_are_paged_and_counted(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "many")
        for number in range(320):
            await make_file(enterprise, f"walrus {number}", parent_id=folder.item.id)
        page = await search(enterprise.user, "walrus", limit=3, offset=310)
        assert [entry["name"] for entry in page["entries"]] == ["walrus 9", "walrus 8", "walrus 7"]
        assert page["total_count"] == 320

    async def test_a_limit_above_the_largest_is_the_largest(self, enterprise: Enterprise) -> None:
        assert (await search(enterprise.user, "walrus", limit=1000))["limit"] == 200

    async def test_a_long_page_costs_as_many_queries_as_a_short_one(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "place")
        await make_file(enterprise, "walrus 0", parent_id=folder.item.id)
        db = enterprise.gateway.platform.db
        await search(enterprise.user, "walrus")
        with counted_queries(db) as short:
            await search(enterprise.user, "walrus")
        for number in (1, 2):
            await make_file(enterprise, f"walrus {number}", parent_id=folder.item.id)
        await search(enterprise.user, "walrus")
        with counted_queries(db) as long:
            assert (await search(enterprise.user, "walrus"))["total_count"] == 3
        assert len(long) == len(short)

    async def test_fields_are_chosen(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "walrus")
        found = await search(enterprise.user, "walrus", fields="name,size")
        assert found["entries"] == [{"type": "file", "id": str(file.item.id), "etag": "0", "name": "walrus", "size": 0}]


@pytest.mark.operation("get_search")
class TestRefusals:
    @pytest.mark.parametrize("query", [None, "", "   "])
    async def test_a_search_needs_something_to_look_for(self, enterprise: Enterprise, query: str | None) -> None:
        given: dict[str, Any] = {} if query is None else {"query": query}
        answer = await enterprise.user.call("get_search", **given)
        assert error_of(answer) == (400, "bad_request")
        assert answer.json()["context_info"]["errors"][0]["reason"] == "missing_parameter"

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("created_at_range", "yesterday,"),
            ("created_at_range", "2024-01-01T00:00:00Z,2023-01-01T00:00:00Z"),
            ("updated_at_range", ","),
            ("updated_at_range", "2024-01-01T00:00:00Z,2024-01-02T00:00:00Z,2024-01-03T00:00:00Z"),
            ("deleted_at_range", "2024-13-01T00:00:00Z,"),
            ("size_range", "a,b"),
            ("size_range", "-1,5"),
            ("size_range", "5,1"),
            ("size_range", "1.5,2"),
            ("owner_user_ids", "somebody"),
            ("recent_updater_user_ids", "1,x"),
            ("deleted_user_ids", "x"),
            ("ancestor_folder_ids", "x"),
            ("content_types", "name,body"),
            ("type", "hub"),
            ("scope", "world"),
            ("trash_content", "maybe"),
            ("sort", "size"),
            ("direction", "UP"),
            ("limit", -1),
            ("limit", "many"),
            ("offset", -1),
            ("offset", 10_001),
            ("include_recent_shared_links", "perhaps"),
            ("mdfilters", "x"),
            ("mdfilters", "[]"),
            ("mdfilters", '[{"scope":"enterprise"}]'),
            ("mdfilters", '[{"scope":"enterprise","templateKey":"contract","filters":{}}]'),
        ],
    )
    async def test_what_cannot_be_is_refused_with_its_name(self, enterprise: Enterprise, name: str, value: Any) -> None:
        answer = await enterprise.user.call("get_search", query="walrus", **{name: value})
        assert error_of(answer) == (400, "bad_request")
        (error,) = answer.json()["context_info"]["errors"]
        assert (error["reason"], error["name"]) == ("invalid_parameter", name)

    async def test_the_deepest_offset_is_answered(self, enterprise: Enterprise) -> None:
        assert (await search(enterprise.user, "walrus", offset=10_000))["entries"] == []

    async def test_too_many_words_are_refused(self, enterprise: Enterprise) -> None:
        answer = await enterprise.user.call("get_search", query="walrus " * 101)
        assert error_of(answer) == (400, "bad_request")


@pytest.mark.operation("get_search")
class TestWholeEnterprise:
    async def test_administrators_search_the_content_of_everybody_and_of_nobody_else(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        await make_file(other, "walrus of others")
        await make_file(enterprise, "walrus of a user")
        await make_file(enterprise, "walrus of the admin", client=enterprise.admin)
        assert await names(enterprise.admin, "walrus") == ["walrus of the admin"]
        assert await names(enterprise.admin, "walrus", scope="enterprise_content") == [
            "walrus of the admin",
            "walrus of a user",
        ]

    async def test_others_may_not(self, enterprise: Enterprise) -> None:
        answer = await enterprise.user.call("get_search", query="walrus", scope="enterprise_content")
        assert error_of(answer) == (403, "access_denied_insufficient_permissions")
