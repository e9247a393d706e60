"""The pytest plugin that the package ships, used as other people use it: in a test session of its own."""

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import json
import urllib.error
import urllib.request

import pytest


def call(holdall, method, path, token, body=None):
    request = urllib.request.Request(
        holdall.base_url + path, method=method, data=body and json.dumps(body).encode(),
        headers={"authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read() or b"null")


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_enterprise_of_its_own(holdall, turn):
    assert call(holdall, "GET", "/2.0/folders/0/items", holdall.admin_token)["total_count"] == 0
    call(holdall, "POST", "/2.0/folders", holdall.admin_token, {"name": "Mine", "parent": {"id": "0"}})
    assert call(holdall, "GET", "/2.0/folders/0/items", holdall.admin_token)["total_count"] == 1


def test_users_are_made_when_asked_for(holdall):
    user = holdall.new_user("Uma User", space_amount=5000)
    me = call(holdall, "GET", "/2.0/users/me", user.token)
    assert (me["id"], me["name"], me["space_amount"]) == (user.id, "Uma User", 5000)
    assert holdall.new_user().login != user.login


def test_the_official_sdk_speaks_for_users_and_the_application(holdall):
    assert holdall.box_client().users.get_user_me().id == holdall.admin.id
    assert holdall.box_client(holdall.new_user("Uma")).users.get_user_me().name == "Uma"
    assert holdall.box_service_client().users.get_user_me().id == holdall.service_account_id


def test_faults_are_injected(holdall):
    holdall.control.inject_fault("get_users_me", status=503, count=1)
    with pytest.raises(urllib.error.HTTPError, match="503"):
        call(holdall, "GET", "/2.0/users/me", holdall.admin_token)
    call(holdall, "GET", "/2.0/users/me", holdall.admin_token)
"""


class TestPlugin:
    def test_tests_of_others_get_enterprises_users_and_sdk_clients(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(TESTS)
        result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q")
        result.assert_outcomes(passed=5)

    def test_a_suite_that_asks_for_nothing_starts_nothing(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(
            """
            import sys

            def test_nothing_of_the_server_is_imported():
                assert [name for name in sys.modules if name.startswith(("holdall.box", "sqlalchemy"))] == []
            """
        )
        pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q").assert_outcomes(passed=1)

    def test_its_fixtures_and_options_are_described(self, pytester: pytest.Pytester) -> None:
        shown = pytester.runpytest_subprocess("--fixtures", "-q").stdout.str()
        assert "A fresh enterprise on the server of the session" in shown
        assert "--holdall-url" in pytester.runpytest_subprocess("--help").stdout.str()
