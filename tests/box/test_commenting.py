"""Commenting on files and answering comments."""

from typing import Any

import pytest

from tests.box.test_comments import comment, messages_on, new_file, send
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.news import events_about, mail_to
from tests.support.sharing import share
from tests.support.tree import create, error_of


@pytest.mark.operation("post_comments")
class TestCreateComment:
    async def test_a_comment_names_its_file_its_author_and_its_time(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id, message="Looks good")
        assert made == {
            "type": "comment",
            "id": made["id"],
            "is_reply_comment": False,
            "message": "Looks good",
            "created_by": {
                "type": "user",
                "id": str(enterprise.user_id),
                "name": "Uma User",
                "login": f"user.{enterprise.id}@example.com",
            },
            "created_at": made["created_at"],
            "modified_at": made["created_at"],
            "item": {"type": "file", "id": file_id},
        }

    async def test_an_answer_belongs_to_the_file_of_what_it_answers(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        first = await comment(enterprise.user, file_id)
        answer = await comment(enterprise.user, first["id"], "comment", message="I agree")
        second = await comment(enterprise.user, answer["id"], "comment", message="So do I")
        assert [(one["is_reply_comment"], one["item"]) for one in (answer, second)] == [
            (True, {"type": "file", "id": file_id})
        ] * 2

    async def test_a_mention_reads_as_a_name(self, enterprise: Enterprise) -> None:
        tagged = f"What do you think, @[{enterprise.admin_id}:Ada]?"
        made = await comment(
            enterprise.user, await new_file(enterprise), tagged_message=tagged, fields="message,tagged_message"
        )
        assert (made["message"], made["tagged_message"]) == ("What do you think, @Ada?", tagged)

    async def test_a_mention_counts_in_a_plain_message_too(self, enterprise: Enterprise) -> None:
        made = await comment(
            enterprise.user, await new_file(enterprise), message="@[1:Ada] look", fields="message,tagged_message"
        )
        assert (made["message"], made["tagged_message"]) == ("@Ada look", "@[1:Ada] look")

    async def test_whom_it_mentions_gets_mail_if_the_file_is_theirs_to_see(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        file_id = await new_file(enterprise, parent_id=folder["id"])
        people = {role: (await enterprise.new_user())[0] for role in ("previewer", "uploader", "stranger")}
        people["author"] = enterprise.user_id
        for role in ("previewer", "uploader"):
            await share(enterprise.user, folder["id"], {"id": people[role]}, role)
        text = " ".join(f"@[{user_id}:{role}]" for role, user_id in people.items()) + " <b>look</b>"
        await comment(enterprise.user, file_id, tagged_message=text)
        mails = {
            role: [one for one in await mail_to(enterprise, user_id) if "mentioned" in one.subject]
            for role, user_id in people.items()
        }
        (mail,) = mails.pop("previewer")
        assert mails == {"uploader": [], "stranger": [], "author": []}
        assert mail.subject == "Uma User has mentioned you in a comment on “plan.txt”"
        assert f"https://holdall.test/file/{file_id}" in mail.text
        assert ("@previewer" in mail.text, "<b>look</b>" in mail.html) == (True, False)

    async def test_it_is_told_as_an_event_of_the_file(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        event_type, created_by, details = (await events_about(enterprise, file_id))[-1]
        assert (event_type, created_by) == ("COMMENT_CREATE", enterprise.user_id)
        assert {name: details["comment"][name] for name in ("id", "message", "is_reply_comment")} == {
            "id": made["id"],
            "message": "Looks good",
            "is_reply_comment": False,
        }
        assert details["item"]["name"] == "plan.txt"

    async def test_the_file_counts_among_the_recent_ones(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        await comment(enterprise.user, file_id)
        recent = (await enterprise.user.call("get_recent_items")).json()["entries"][0]
        assert (recent["item"]["id"], recent["interaction_type"]) == (file_id, "item_comment")

    @pytest.mark.parametrize(
        "body",
        [
            {"message": ""},
            {"message": " \n"},
            {"tagged_message": ""},
            {"message": "x" * 10_001},
            {"message": "a\0b"},
            {"tagged_message": "".join(f"@[{number}:x]" for number in range(51))},
            {"message": 5},
        ],
    )
    async def test_words_that_say_nothing_or_too_much_are_refused(
        self, enterprise: Enterprise, body: dict[str, Any]
    ) -> None:
        response = await send(enterprise.user, await new_file(enterprise), **body)
        assert error_of(response) == (400, "bad_request")

    @pytest.mark.parametrize(
        "body",
        [{}, {"message": "a"}, {"message": "a", "item": {"type": "folder", "id": "0"}}, {"message": "a", "item": {}}],
    )
    async def test_a_comment_is_on_a_file_or_a_comment(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        assert (await enterprise.user.call("post_comments", json=body)).status_code == 400

    async def test_what_is_not_there_takes_no_comment(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        answers = [
            await send(enterprise.user, 1),
            await send(enterprise.user, 1, "comment"),
            await send(enterprise.user, folder["id"]),
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 3

    async def test_a_file_in_the_trash_takes_none(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        first = await comment(enterprise.user, file_id)
        await enterprise.user.call("delete_files_id", file_id=file_id)
        answers = [await send(enterprise.user, file_id), await send(enterprise.user, first["id"], "comment")]
        assert [error_of(one) for one in answers] == [(404, "trashed")] * 2

    async def test_a_token_that_may_only_read_does_not_comment(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        reader = Client(enterprise.gateway, await enterprise.new_token(enterprise.user_id, scopes=("root_readonly",)))
        refused, listed = await send(reader, file_id), await messages_on(reader, file_id)
        assert (error_of(refused), listed) == ((403, "insufficient_scope"), [])
