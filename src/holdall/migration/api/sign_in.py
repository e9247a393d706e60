"""Signing in to the service and out of it: `/connect/token` and `/connect/logout`, in the shapes of OAuth 2 (RFC 6749)."""

from typing import Any

from holdall.base.requests import network_address
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Raw
from holdall.migration.api.errors import OAuthRefusal
from holdall.migration.api.routing import route
from holdall.migration.service.people import (
    IssuedTokens,
    Lifetimes,
    SignInRefused,
    TooManyAttempts,
    refresh,
    sign_in,
    sign_out,
)


@route("POST", "/connect/token", public=True)
async def post_token(ctx: Context) -> Raw:
    """Give an access token, for a password or for a refresh token.

    A form: `grant_type=password` with `username`, `password` and `scope`, or `grant_type=refresh_token` with
    `refresh_token`. With `offline_access` in the scope a refresh token comes along.
    """
    form = await ctx.form()
    grants = {"password": _with_password, "refresh_token": _with_refresh_token}
    grant = grants.get(form.get("grant_type", ""))
    if grant is None:
        raise OAuthRefusal("unsupported_grant_type", f"grant_type is one of {', '.join(grants)}")
    issued = await grant(ctx, form)
    body: dict[str, Any] = {
        "access_token": issued.access_token,
        "expires_in": issued.expires_in,
        "token_type": "Bearer",
    }
    return Raw(body | ({"refresh_token": issued.refresh_token} if issued.refresh_token else {}))


@route("GET", "/connect/logout")
async def get_logout(ctx: Context) -> None:
    """End the token that the request carries, and the refresh token that belongs to it."""
    token = ctx.request.headers["authorization"].partition(" ")[2].strip()
    await ctx.db.write(sign_out, ctx.person, token)


async def _with_password(ctx: Context, form: dict[str, str]) -> IssuedTokens:
    login, password = form.get("username"), form.get("password")
    if not login or not password:
        raise OAuthRefusal("invalid_request", "Send username and password")
    try:
        return await sign_in(
            ctx.db,
            login=login,
            password=password,
            address=network_address(ctx.request),
            lifetimes=_lifetimes(ctx),
            refreshable="offline_access" in form.get("scope", "").split(),
        )
    except TooManyAttempts as error:
        description = f"Too many attempts; try again in {error.seconds} seconds"
        raise OAuthRefusal("invalid_grant", description, status=429, retry_after=error.seconds) from None
    except SignInRefused:
        raise OAuthRefusal("invalid_grant", "The user name or the password is wrong") from None


async def _with_refresh_token(ctx: Context, form: dict[str, str]) -> IssuedTokens:
    token = form.get("refresh_token")
    if not token:
        raise OAuthRefusal("invalid_request", "Send refresh_token")
    try:
        return await refresh(ctx.db, refresh_token=token, lifetimes=_lifetimes(ctx))
    except SignInRefused:
        raise OAuthRefusal("invalid_grant", "The refresh token is unknown or has expired; sign in again") from None


def _lifetimes(ctx: Context) -> Lifetimes:
    settings = ctx.site.settings
    return Lifetimes(settings.access_token_lifetime, settings.refresh_token_lifetime)
