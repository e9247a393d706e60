"""Tokens that become weaker ones, and tokens that end."""

import pytest

from tests.box.test_authorization import sign_in
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.oauth import (
    TOKEN_EXCHANGE,
    claims_for,
    client_of,
    downscope,
    me,
    register,
    request_token,
    rsa_key,
    sign,
)
from tests.support.tree import create, make_file


async def share_openly(client: Client, folder_id: str, **more: str) -> str:
    """The address of an open link to the folder."""
    body = {"shared_link": {"access": "open", **more}}
    answer = await client.call("put_folders_id", folder_id=folder_id, json=body, fields="shared_link")
    url: str = answer.json()["shared_link"]["url"]
    return url


@pytest.mark.operation("post_oauth2_token")
class TestExchange:
    async def test_the_narrower_token_tells_what_it_is_limited_to(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        response = await downscope(
            enterprise,
            enterprise.user.token,
            "item_rename item_preview",
            resource=f"https://api.box.com/2.0/files/{file.id}",
        )
        body = response.json()
        assert set(body) == {"access_token", "expires_in", "token_type", "restricted_to", "issued_token_type"}
        assert body["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"
        assert [(limit["scope"], limit["object"]["id"]) for limit in body["restricted_to"]] == [
            ("item_rename", str(file.id)),
            ("item_preview", str(file.id)),
        ]
        assert 3590 <= body["expires_in"] <= 3600

    async def test_its_scopes_are_all_that_it_can_do(self, enterprise: Enterprise) -> None:
        body = (await downscope(enterprise, enterprise.admin.token, "root_readonly")).json()
        response = await Client(enterprise.gateway, body["access_token"]).call("get_users")
        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")
        assert response.headers["www-authenticate"].startswith('Bearer realm="Service", error="insufficient_scope"')

    async def test_it_never_exceeds_the_token_it_is_made_from(self, enterprise: Enterprise) -> None:
        narrow = (await downscope(enterprise, enterprise.user.token, "item_preview")).json()["access_token"]
        wider = await downscope(enterprise, narrow, "item_preview item_rename")
        assert (wider.status_code, wider.json()["error"]) == (401, "invalid_scope")

    async def test_it_never_leaves_the_folder_of_the_token_it_is_made_from(self, enterprise: Enterprise) -> None:
        inside, outside = await make_file(enterprise, "in.txt"), await make_file(enterprise, "out.txt")
        address = "https://holdall.test/2.0/files/{}"
        narrow = await downscope(
            enterprise, enterprise.user.token, "item_preview", resource=address.format(inside.item.id)
        )
        token = narrow.json()["access_token"]
        answers = [
            await downscope(enterprise, token, "item_preview", resource=address.format(one.item.id))
            for one in (inside, outside)
        ]
        assert [one.status_code for one in answers] == [200, 400]
        assert answers[1].json()["error"] == "invalid_resource"

    async def test_it_keeps_the_limits_where_none_are_named(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        address = f"https://api.box.com/2.0/files/{file.id}"
        narrow = (await downscope(enterprise, enterprise.user.token, "item_preview", resource=address)).json()
        again = (await downscope(enterprise, narrow["access_token"], "item_preview")).json()["access_token"]
        other = await make_file(enterprise, "b.txt")
        refused = await downscope(
            enterprise, again, "item_preview", resource=f"https://api.box.com/2.0/files/{other.item.id}"
        )
        assert refused.json()["error"] == "invalid_resource"

    async def test_it_lives_no_longer_than_the_token_it_is_made_from(self, enterprise: Enterprise) -> None:
        token = await enterprise.new_token(enterprise.user_id, lifetime=600)
        body = (await downscope(enterprise, token, "item_preview")).json()
        assert 590 <= body["expires_in"] <= 600

    @pytest.mark.parametrize(
        "resource",
        ["https://api.box.com/2.0/files/1", "https://api.box.com/2.0/folders/1"],
    )
    async def test_what_the_user_may_not_know_of_cannot_be_named(self, enterprise: Enterprise, resource: str) -> None:
        response = await downscope(enterprise, enterprise.user.token, "item_preview", resource=resource)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_resource")

    async def test_another_users_file_cannot_be_named(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        file = (await make_file(enterprise, "theirs.txt", client=other)).item
        response = await downscope(
            enterprise, enterprise.user.token, "item_preview", resource=f"https://api.box.com/2.0/files/{file.id}"
        )
        assert (response.status_code, response.json()["error"]) == (400, "invalid_resource")

    async def test_a_shared_link_opens_its_folder_to_the_narrower_token_alone(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "plans")
        other = await create(enterprise.user, "other")
        url = await share_openly(enterprise.user, folder["id"])
        narrow = await downscope(enterprise, stranger.token, "base_explorer item_preview", box_shared_link=url)
        client = Client(enterprise.gateway, narrow.json()["access_token"])
        statuses = [
            (await one.call("get_folders_id_items", folder_id=place["id"])).status_code
            for one, place in ((client, folder), (client, other), (stranger, folder))
        ]
        assert narrow.json()["restricted_to"][0]["object"]["id"] == folder["id"]
        assert statuses == [200, 404, 404]

    async def test_a_link_that_is_taken_back_closes_the_narrower_token(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "plans")
        url = await share_openly(enterprise.user, folder["id"])
        narrow = (await downscope(enterprise, stranger.token, "base_explorer", box_shared_link=url)).json()
        await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"shared_link": None})
        client = Client(enterprise.gateway, narrow["access_token"])
        assert (await client.call("get_folders_id", folder_id=folder["id"])).status_code == 404

    async def test_links_that_do_not_open_are_refused(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "plans")
        url = await share_openly(enterprise.user, folder["id"], password="Secret123@")
        unknown = "https://holdall.test/s/unknown"
        answers = [
            await downscope(enterprise, stranger.token, "base_explorer", box_shared_link=one) for one in (url, unknown)
        ]
        assert [(one.status_code, one.json()["error"]) for one in answers] == [(400, "invalid_resource")] * 2

    async def test_an_address_and_a_link_exclude_each_other(self, enterprise: Enterprise) -> None:
        both = {"resource": "https://api.box.com/2.0/folders/0", "box_shared_link": "https://holdall.test/s/x"}
        response = await downscope(enterprise, enterprise.user.token, "base_explorer", **both)
        assert response.json()["error"] == "invalid_request"

    async def test_an_annotator_token_needs_an_assertion_that_names_an_external_person(
        self, enterprise: Enterprise
    ) -> None:
        await register(enterprise, rsa_key())
        person = {"sub": "person-7", "name": "Petra Person", "box_sub_type": "external"}
        good = sign(claims_for(enterprise, **person), rsa_key())
        internal = sign(claims_for(enterprise), rsa_key())
        answers = [
            await downscope(enterprise, enterprise.user.token, "item_preview", actor_token=one)
            for one in (good, good, internal, "x.y.z")
        ]
        assert [one.status_code for one in answers] == [200, 400, 400, 400]
        assert {one.json()["error"] for one in answers[1:]} == {"invalid_grant"}

    async def test_a_token_that_is_not_live_cannot_be_exchanged(self, enterprise: Enterprise) -> None:
        expired = await enterprise.new_token(enterprise.user_id, lifetime=0)
        answers = [await downscope(enterprise, one, "item_preview") for one in (expired, "unknown")]
        assert [(one.status_code, one.json()["error"]) for one in answers] == [(400, "invalid_grant")] * 2

    @pytest.mark.parametrize(
        ("changed", "error"),
        [
            ({"subject_token": ""}, "invalid_request"),
            ({"scope": ""}, "invalid_request"),
            ({"scope": "item_fly"}, "invalid_scope"),
            ({"resource": "https://api.box.com/2.0/users/1"}, "invalid_request"),
            ({"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"}, "invalid_request"),
        ],
    )
    async def test_what_is_missing_or_malformed_is_refused(
        self, enterprise: Enterprise, changed: dict[str, str], error: str
    ) -> None:
        form = {"grant_type": TOKEN_EXCHANGE, "subject_token": enterprise.user.token, "scope": "item_preview"} | changed
        response = await request_token(enterprise, **form)
        assert (response.status_code, response.json()["error"]) == (400, error)


@pytest.mark.operation("post_oauth2_revoke")
class TestRevoke:
    @pytest.mark.parametrize("which", ["access_token", "refresh_token"])
    async def test_either_token_ends_both(self, enterprise: Enterprise, which: str) -> None:
        tokens = await sign_in(enterprise)
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": tokens[which], **client_of(enterprise)}
        )
        refreshed = await request_token(
            enterprise, grant_type="refresh_token", refresh_token=tokens["refresh_token"], **client_of(enterprise)
        )
        assert (response.status_code, response.content) == (200, b"")
        assert (await me(enterprise, tokens["access_token"])).status_code == 401
        assert refreshed.status_code == 400

    async def test_it_ends_the_narrower_tokens_made_from_it(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        narrow = (await downscope(enterprise, tokens["access_token"], "item_preview")).json()["access_token"]
        await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": tokens["access_token"], **client_of(enterprise)}
        )
        assert (await me(enterprise, narrow)).status_code == 401

    async def test_a_narrower_token_ends_alone(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        narrow = (await downscope(enterprise, tokens["access_token"], "item_preview")).json()["access_token"]
        await Client(enterprise.gateway).call("post_oauth2_revoke", data={"token": narrow, **client_of(enterprise)})
        statuses = [(await me(enterprise, one)).status_code for one in (narrow, tokens["access_token"])]
        assert statuses == [401, 200]

    async def test_an_unknown_token_counts_as_revoked(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": "unknown", **client_of(enterprise)}
        )
        assert response.status_code == 200

    async def test_another_applications_token_is_left_alone(self, enterprise: Enterprise) -> None:
        other, tokens = await make_enterprise(enterprise.gateway), await sign_in(enterprise)
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": tokens["access_token"], **client_of(other)}
        )
        assert (response.status_code, response.json()["error"]) == (400, "unauthorized_client")
        assert (await me(enterprise, tokens["access_token"])).status_code == 200

    async def test_the_application_must_prove_itself(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": enterprise.user.token, "client_id": f"client-{enterprise.id}"}
        )
        assert (response.status_code, response.json()["error"]) == (400, "invalid_client")
        assert (await me(enterprise, str(enterprise.user.token))).status_code == 200
