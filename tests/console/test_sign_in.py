"""The pages of signing in, as a person with a browser meets them."""

import pytest
import sqlalchemy as sa

from holdall.base.clock import HOUR, MINUTE
from holdall.base.db import query
from holdall.content.events.tables import events
from holdall.content.mail import list_mail
from tests.support.browser import Browser, cheap_hash
from tests.support.enterprise import Enterprise

PASSWORD = "correct horse battery"

_EVENTS = query(
    sa.select(events.c.event_type)
    .where(events.c.enterprise_id == sa.bindparam("enterprise"))
    .order_by(events.c.sequence)
)


async def new_login(enterprise: Enterprise, **columns: object) -> str:
    """The login of a new user with the password."""
    _, client = await enterprise.new_user("Paula Person", password_hash=cheap_hash(PASSWORD), **columns)
    login: str = (await client.call("get_users_me")).json()["login"]
    return login


async def events_of(enterprise: Enterprise) -> list[str]:
    return [kind for (kind,) in await enterprise.gateway.platform.db.all(_EVENTS, enterprise=enterprise.id)]


async def link_in_mail(enterprise: Enterprise, login: str) -> str:
    """The path of the link in the latest mail to that address."""
    mail = next(one for one in await list_mail(enterprise.gateway.platform.db) if one.recipient == login)
    link = next(word for word in mail.text.split() if word.startswith("https://"))
    return link.removeprefix("https://holdall.test")


async def sign_in(browser: Browser, login: str, password: str = PASSWORD) -> int:
    await browser.visit("/sign-in")
    return (await browser.submit(login=login, password=password)).status_code


class TestSignIn:
    async def test_the_right_password_opens_a_session(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        assert await sign_in(browser, login.upper()) == 200
        assert login in browser.response.text
        assert (await events_of(enterprise))[-1] == "LOGIN"

    async def test_an_address_beside_the_login_signs_in_too(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        user_id = (await enterprise.admin.call("get_users", filter_term=login)).json()["entries"][0]["id"]
        alias = f"alias.{enterprise.id}@example.com"
        await enterprise.admin.call("post_users_id_email_aliases", user_id=user_id, json={"email": alias})
        assert await sign_in(browser, alias) == 200
        assert login in browser.response.text

    async def test_the_session_is_in_a_cookie_that_no_script_and_no_other_site_can_use(
        self, enterprise: Enterprise
    ) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in")
        form = browser.forms[-1]
        response = await browser.http.post(form.action, data=form.fields | {"login": login, "password": PASSWORD})
        cookie = response.headers["set-cookie"]
        assert cookie.startswith("holdall_session=")
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))

    async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        pages = []
        for one in (login, f"nobody.{enterprise.id}@example.com"):
            status = await sign_in(browser, one, "wrong password")
            pages.append((status, browser.response.text.replace(one, "")))
        assert pages[0] == pages[1]
        assert pages[0][0] == 401
        assert (await events_of(enterprise))[-1] == "FAILED_LOGIN"

    @pytest.mark.parametrize("columns", [{"status": "inactive"}, {"kind": "app"}])
    async def test_who_may_not_sign_in_is_refused(self, enterprise: Enterprise, columns: dict[str, str]) -> None:
        user_id, _ = await enterprise.new_user(password_hash=cheap_hash(PASSWORD), **columns)
        told = await enterprise.admin.call("get_users_id", user_id=user_id)
        assert await sign_in(Browser(enterprise.gateway), told.json()["login"]) == 401

    async def test_after_ten_failures_the_next_attempt_waits_even_with_the_right_password(
        self, enterprise: Enterprise
    ) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        statuses = [await sign_in(browser, login, "wrong password") for _ in range(10)]
        refused = await sign_in(browser, login)
        assert (statuses, refused) == ([401] * 10, 429)
        assert 0 < int(browser.response.headers["retry-after"]) <= 61
        enterprise.gateway.platform.clock.advance(MINUTE)
        try:
            assert await sign_in(browser, login) == 200
        finally:
            enterprise.gateway.platform.clock.advance(-MINUTE)

    async def test_success_forgives_the_failures_before_it(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        for _ in range(9):
            await sign_in(browser, login, "wrong password")
        assert await sign_in(browser, login) == 200
        await browser.submit()
        assert [await sign_in(browser, login, "wrong password") for _ in range(2)] == [401, 401]

    async def test_a_session_ends_after_twelve_hours_and_with_the_user(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await sign_in(browser, login)
        enterprise.gateway.platform.clock.advance(12 * HOUR)
        try:
            later = await browser.visit("/account")
        finally:
            enterprise.gateway.platform.clock.advance(-12 * HOUR)
        assert "Sign out" not in later.text
        assert "Sign out" in (await browser.visit("/account")).text
        user_id = (await enterprise.admin.call("get_users", filter_term=login)).json()["entries"][0]["id"]
        await enterprise.admin.call("delete_users_id", user_id=user_id)
        assert "Sign out" not in (await browser.visit("/account")).text

    async def test_signing_out_ends_the_session_itself(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await sign_in(browser, login)
        kept = browser.http.cookies["holdall_session"]
        await browser.submit()
        browser.http.cookies.set("holdall_session", kept, domain="holdall.test")
        assert "Sign out" not in (await browser.visit("/account")).text

    @pytest.mark.parametrize(
        "goal", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "/a\n//b", ""]
    )
    async def test_nobody_is_led_to_another_site(self, enterprise: Enterprise, goal: str) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in", next=goal)
        await browser.submit(login=login, password=PASSWORD, next=goal)
        assert (browser.response.status_code, browser.response.url.path) == (200, "/account")

    async def test_whoever_is_signed_in_goes_on_at_once(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await sign_in(browser, login)
        await browser.visit("/sign-in", next="/account")
        assert browser.response.url.path == "/account"


class TestForgery:
    async def test_a_form_without_its_token_is_refused(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in")
        response = await browser.post("/sign-in", {"login": login, "password": PASSWORD})
        assert response.status_code == 400
        assert "holdall_session" not in browser.http.cookies

    async def test_the_token_of_another_browser_is_refused(self, enterprise: Enterprise) -> None:
        browser, other, login = Browser(enterprise.gateway), Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in")
        await other.visit("/sign-in")
        token = other.forms[-1].fields["form_token"]
        assert (await browser.submit(login=login, password=PASSWORD, form_token=token)).status_code == 400

    async def test_a_form_sent_from_another_site_is_refused(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in")
        fields = browser.forms[-1].fields | {"login": login, "password": PASSWORD}
        response = await browser.post("/sign-in", fields, **{"sec-fetch-site": "cross-site"})
        assert response.status_code == 400

    async def test_a_forged_sign_out_changes_nothing(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await sign_in(browser, login)
        await browser.post("/sign-out", {"next": "/sign-in"})
        assert "Sign out" in (await browser.visit("/account")).text


class TestPassword:
    async def test_a_forgotten_password_is_chosen_anew_by_a_link_in_mail(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in/forgotten")
        await browser.submit(login=login)
        await browser.visit(await link_in_mail(enterprise, login))
        await browser.submit(password="another password", again="another password")
        assert "Sign out" in browser.response.text
        fresh = Browser(enterprise.gateway)
        assert [await sign_in(fresh, login, one) for one in (PASSWORD, "another password")] == [401, 200]

    async def test_a_link_is_used_up_by_the_change_it_was_for(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in/forgotten")
        await browser.submit(login=login)
        link = await link_in_mail(enterprise, login)
        for expected in (200, 400):
            assert (await browser.visit(link)).status_code == expected
            if expected == 200:
                await browser.submit(password="another password", again="another password")

    async def test_a_link_is_good_for_an_hour(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in/forgotten")
        await browser.submit(login=login)
        link = await link_in_mail(enterprise, login)
        enterprise.gateway.platform.clock.advance(HOUR)
        try:
            assert (await browser.visit(link)).status_code == 400
        finally:
            enterprise.gateway.platform.clock.advance(-HOUR)

    async def test_the_answer_does_not_tell_who_has_an_account(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        pages = []
        for one in (login, f"nobody.{enterprise.id}@example.com"):
            await browser.visit("/sign-in/forgotten")
            pages.append((await browser.submit(login=one)).text)
        assert pages[0] == pages[1]

    @pytest.mark.parametrize(("password", "again"), [("short", "short"), ("long enough", "but different")])
    async def test_a_password_that_cannot_be_is_asked_for_again(
        self, enterprise: Enterprise, password: str, again: str
    ) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        await browser.visit("/sign-in/forgotten")
        await browser.submit(login=login)
        await browser.visit(await link_in_mail(enterprise, login))
        assert (await browser.submit(password=password, again=again)).status_code == 400
        await browser.submit(password="another password", again="another password")
        assert "Sign out" in browser.response.text

    async def test_a_user_who_must_choose_a_new_password_does_so_at_the_next_sign_in(
        self, enterprise: Enterprise
    ) -> None:
        browser, login = Browser(enterprise.gateway), await new_login(enterprise)
        user_id = (await enterprise.admin.call("get_users", filter_term=login)).json()["entries"][0]["id"]
        await enterprise.admin.call("put_users_id", user_id=user_id, json={"is_password_reset_required": True})
        await sign_in(browser, login)
        assert "Choose a password" in browser.response.text
        await browser.submit(password="another password", again="another password")
        assert "Sign out" in browser.response.text
        assert await sign_in(Browser(enterprise.gateway), login, "another password") == 200

    async def test_a_new_managed_user_is_welcomed_by_mail_and_chooses_a_password(self, enterprise: Enterprise) -> None:
        browser, login = Browser(enterprise.gateway), f"new.{enterprise.id}@example.com"
        await enterprise.admin.call("post_users", json={"name": "Nora New", "login": login})
        await browser.visit(await link_in_mail(enterprise, login))
        await browser.submit(password="another password", again="another password")
        assert "Nora New" in browser.response.text


class TestPages:
    @pytest.mark.parametrize("path", ["/sign-in", "/sign-in/forgotten", "/sign-in/password"])
    async def test_no_page_runs_scripts_loads_from_elsewhere_or_is_framed(
        self, enterprise: Enterprise, path: str
    ) -> None:
        response = await Browser(enterprise.gateway).visit(path)
        policy = dict(one.split(" ", 1) for one in response.headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self'",
            "form-action": "'self'",
            "frame-src": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert (response.headers["cache-control"], response.headers["x-frame-options"]) == ("no-store", "DENY")
        assert "<script" not in response.text
        assert "style=" not in response.text

    async def test_what_pages_load_is_there_and_may_be_kept(self, enterprise: Enterprise) -> None:
        browser = Browser(enterprise.gateway)
        text = (await browser.visit("/sign-in")).text
        addresses = [part.split('"')[0] for part in text.split('href="') if part.startswith("/assets/")]
        answers = [await browser.http.get(one) for one in addresses]
        assert [one.headers["content-type"] for one in answers] == ["image/svg+xml", "text/css; charset=utf-8"]
        assert {one.headers["cache-control"] for one in answers} == {"public, max-age=31536000, immutable"}

    @pytest.mark.parametrize(("login", "status"), [("a\0b@example.com", 400), ("x" * 5000, 401), ("", 401)])
    async def test_what_nobody_is_called_signs_nobody_in(self, enterprise: Enterprise, login: str, status: int) -> None:
        assert await sign_in(Browser(enterprise.gateway), login) == status

    async def test_what_a_person_typed_is_never_markup(self, enterprise: Enterprise) -> None:
        browser = Browser(enterprise.gateway)
        await browser.visit("/sign-in")
        await browser.submit(login='"><script>alert(1)</script>', password="wrong password")
        assert "<script" not in browser.response.text
