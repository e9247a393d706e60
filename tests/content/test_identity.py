"""Rules of identity that no single operation shows: scopes that cover others, passwords, and what is swept away."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY, HOUR, MINUTE
from holdall.base.db import query
from holdall.base.passwords import (
    check_password,
    hash_password,
    needs_rehash,
    new_password,
    verify_password,
)
from holdall.content.identity import expiry, operation_scopes
from holdall.content.identity.errors import OAuthError
from holdall.content.identity.scopes import (
    APPLICATION_SCOPES,
    DOWNSCOPES,
    exceeding,
    holds,
    opened_by,
    parse_scopes,
    widest,
)
from holdall.content.identity.tables import access_tokens, assertions_seen, grants
from holdall.contract import load_operations
from tests.support.enterprise import Enterprise
from tests.support.oauth import claims_for, client_of, exchange_assertion, me, register, request_token, rsa_key, sign


class TestScopes:
    @pytest.mark.parametrize(
        ("held", "scope", "expected"),
        [
            ({"root_readwrite"}, "root_readonly", True),
            ({"root_readwrite"}, "item_delete", True),
            ({"root_readonly"}, "item_preview", True),
            ({"root_readonly"}, "item_rename", False),
            ({"root_readonly"}, "root_readwrite", False),
            ({"item_preview"}, "item_preview", True),
            ({"item_preview"}, "root_readonly", False),
            ({"manage_managed_users"}, "manage_app_users", True),
            ({"manage_app_users"}, "manage_managed_users", False),
            ({"root_readwrite"}, "manage_webhook", False),
            (set(), "item_preview", False),
        ],
    )
    def test_a_wider_scope_covers_a_narrower_one(self, held: set[str], scope: str, expected: bool) -> None:
        assert holds(held, scope) is expected
        assert (not held.isdisjoint(opened_by([scope]))) is expected

    def test_what_exceeds_is_named(self) -> None:
        assert exceeding({"root_readonly"}, ["item_preview", "item_delete", "ai.readwrite"]) == [
            "item_delete",
            "ai.readwrite",
        ]

    def test_scopes_are_read_by_their_canonical_names_once_each(self) -> None:
        assert parse_scopes("manage_legal_holds  gcm item_preview item_preview") == [
            "manage_legal_hold",
            "enterprise_content",
            "item_preview",
        ]

    def test_an_unknown_scope_is_refused(self) -> None:
        with pytest.raises(OAuthError) as refused:
            parse_scopes("root_readonly root_fly")
        assert refused.value.error == "invalid_scope"

    def test_a_person_reads_the_widest_alone(self) -> None:
        asked = ["root_readonly", "root_readwrite", "manage_app_users", "manage_managed_users", "manage_groups"]
        assert widest(asked) == ["root_readwrite", "manage_managed_users", "manage_groups"]

    def test_every_operation_has_a_row_of_scopes_that_exist(self) -> None:
        known = APPLICATION_SCOPES.keys() | DOWNSCOPES
        wrong = {
            one.id: needed - known
            for one in load_operations().values()
            if (needed := operation_scopes.required_scopes(one)) - known or (not needed and not one.public)
        }
        assert wrong == {}


class TestPasswords:
    async def test_a_password_is_known_by_its_hash_alone(self) -> None:
        hashed = await hash_password("correct horse")
        assert hashed.startswith("$argon2id$")
        assert [await verify_password(hashed, one) for one in ("correct horse", "wrong horse")] == [True, False]

    async def test_without_a_hash_no_password_is_right(self) -> None:
        assert await verify_password(None, "anything") is False

    async def test_what_is_no_hash_is_not_right_either(self) -> None:
        assert await verify_password("plain text", "plain text") is False

    async def test_a_weak_hash_is_due_for_another(self) -> None:
        weak = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0$mYwVvS6xpeT8oVxGqEwHvw"
        assert (needs_rehash(weak), needs_rehash(await hash_password("correct horse"))) == (True, False)

    @pytest.mark.parametrize("password", ["", "short", "x" * 257])
    def test_too_short_and_too_long_ones_are_refused(self, password: str) -> None:
        with pytest.raises(ValueError, match="8 to 256 characters"):
            check_password(password)

    def test_new_ones_are_good_and_differ(self) -> None:
        made = {new_password() for _ in range(10)}
        for one in made:
            check_password(one)
        assert len(made) == 10


class TestExpiry:
    async def test_what_is_over_is_removed_and_what_is_not_stays(self, enterprise: Enterprise) -> None:
        platform = enterprise.gateway.platform
        await register(enterprise, rsa_key())
        assertion = sign(claims_for(enterprise), rsa_key())
        token = (await exchange_assertion(enterprise, assertion)).json()["access_token"]
        fresh = await enterprise.new_token(enterprise.user_id, lifetime=90 * 24 * 3600)
        before = await self._counts(enterprise)
        platform.clock.advance(HOUR + DAY + MINUTE)
        try:
            await expiry.remove_over(platform.db)
            after = await self._counts(enterprise)
            assert (await me(enterprise, token)).status_code == 401
            assert (await me(enterprise, fresh)).status_code == 200
        finally:
            platform.clock.advance(-(HOUR + DAY + MINUTE))
        assert before == {"access_tokens": 4, "grants": 4, "assertions_seen": 1}
        assert after == {"access_tokens": 1, "grants": 1, "assertions_seen": 0}

    async def test_a_grant_with_a_refresh_token_stays(self, enterprise: Enterprise) -> None:
        from tests.box.test_authorization import sign_in

        platform = enterprise.gateway.platform
        tokens = await sign_in(enterprise)
        platform.clock.advance(3 * DAY)
        try:
            await expiry.remove_over(platform.db)
            response = await request_token(
                enterprise, grant_type="refresh_token", refresh_token=tokens["refresh_token"], **client_of(enterprise)
            )
        finally:
            platform.clock.advance(-3 * DAY)
        assert response.status_code == 200

    async def test_a_token_that_expired_lately_is_still_known_to_have_been_one(self, enterprise: Enterprise) -> None:
        platform = enterprise.gateway.platform
        token = await enterprise.new_token(enterprise.user_id, lifetime=60)
        platform.clock.advance(HOUR)
        try:
            await expiry.remove_over(platform.db)
            response = await me(enterprise, token)
        finally:
            platform.clock.advance(-HOUR)
        assert "expired_token" in response.headers["www-authenticate"]

    async def _counts(self, enterprise: Enterprise) -> dict[str, int]:
        """How many rows of the enterprise there are."""
        ours: dict[sa.Table, Any] = {
            access_tokens: access_tokens.c.application_id == enterprise.application_id,
            grants: grants.c.application_id == enterprise.application_id,
            assertions_seen: assertions_seen.c.application_id == enterprise.application_id,
        }
        db = enterprise.gateway.platform.db
        return {
            table.name: await db.value(query(sa.select(sa.func.count()).select_from(table).where(condition)))
            for table, condition in ours.items()
        }
