"""Connections that a person makes by signing in: a link to consent, and what happens when the person comes back.

What the link needs is kept sealed for an hour, is used once, and is known by a state that nobody guesses (RFC 6749, 10.12).
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import HOUR
from holdall.base.db import Transaction, query
from holdall.base.errors import BadRequest
from holdall.base.ids import secret_hash
from holdall.base.keys import ServerKey
from holdall.connector import Box, BoxError
from holdall.connector.hosts import Hosts
from holdall.connector.sign_in.oauth import AuthorizationRequest, OAuthApp, UserOAuth
from holdall.connector.sign_in.tokens import MemoryStore, Token
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.service.connecting import NewConnection, change_connection, create_connection
from holdall.migration.service.connections import Connection
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.people import forget_expired_tokens, permissions_of
from holdall.migration.service.tables import sign_ins
from holdall.work import Site, every

LIFETIME = HOUR
PURPOSE = "migration sign-in"
CALLBACK = "/connect/callback"
"""Where people come back to: what the application must have registered, below the server's address."""


class SignInLost(Exception):
    """The person came back, but no connection came of it; the message is for the person."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a link to sign in is for."""

    name: str | None
    admin_mode: bool
    readonly: bool
    client_id: str
    client_secret: str | None
    base_url: str | None
    delete_behavior: str | None
    redirect_uri: str
    url: str = ""
    code_verifier: str = ""


class _Begun(msgspec.Struct, frozen=True):
    platform_id: str
    connection_id: str | None
    request: str
    created_by: str | None


_COLUMNS = [sign_ins.c[name] for name in _Begun.__struct_fields__]
_BEGUN = query(
    sa.select(*_COLUMNS)
    .where(sign_ins.c.state == sa.bindparam("state"), sign_ins.c.expires_at > sa.bindparam("now", type_=sa.BigInteger))
    .with_for_update(),
    _Begun,
)
_FORGET_EXPIRED = query(sa.delete(sign_ins).where(sign_ins.c.expires_at <= sa.bindparam("now", type_=sa.BigInteger)))


@every(3600, "forget migration sign-ins")
async def forget_sign_ins(site: Site) -> None:
    """Remove the tokens and the links to sign in whose time is over."""
    await site.db.write(_forget_expired)


async def begin_sign_in(site: Site, by: str, request: Request, *, connection_id: str | None = None) -> str:
    """The link to open, for a new connection or to sign an existing one in anew; raises BadRequest for an impossible server."""
    app = OAuthApp(request.client_id, request.client_secret, request.redirect_uri)
    try:
        hosts = Hosts.at(request.base_url) if request.base_url else Hosts()
    except ValueError as error:
        raise BadRequest(f"base_url: {error}") from None
    authorization = AuthorizationRequest.new(app, hosts=hosts)
    kept = msgspec.structs.replace(request, url=authorization.url, code_verifier=authorization.code_verifier)
    sealed = site.key.seal(msgspec.json.encode(kept).decode(), PURPOSE)
    await site.db.write(_keep, authorization.state, sealed, by, connection_id)
    return authorization.url


async def complete_sign_in(site: Site, state: str, code: str) -> Connection:
    """The connection that came of a sign-in; raises SignInLost."""
    begun = await site.db.write(_take, state)
    if begun is None:
        raise SignInLost("The link was used already, or its time is over. Ask for a new one.")
    if begun.created_by is None or "connections.write" not in await permissions_of(site.db, begun.created_by):
        raise SignInLost("Whoever asked for the link may not make connections any more.")
    request = msgspec.json.decode(site.key.unseal(begun.request, PURPOSE), type=Request)
    token, account = await _trade(request, state, code)
    fields = {
        name: value
        for name in ("client_id", "client_secret", "base_url", "delete_behavior")
        if (value := getattr(request, name))
    }
    credentials = Credentials(fields, token)
    if begun.connection_id is not None:
        columns = {"auth": credentials.seal(site.key), "account": account}
        return await site.db.write(change_connection, begun.created_by, begun.connection_id, columns)
    new = NewConnection(
        platform_id=begun.platform_id,
        name=request.name or f"Box ({account['email'] or account['id']})",
        credentials=credentials,
        account=account,
        admin_mode=request.admin_mode,
        readonly=request.readonly,
    )
    return await site.db.write(create_connection, site.key, begun.created_by, new)


async def refuse_sign_in(tx: Transaction, state: str) -> None:
    """A unit: forget a sign-in that the person did not grant."""
    await tx.delete(sign_ins, state=secret_hash(state))


def request_to_sign_in_anew(key: ServerKey, connection: Connection, redirect_uri: str) -> Request:
    """What a link needs to sign a connection in anew; raises BadRequest where its credentials name no application."""
    fields = Credentials.unseal(key, connection.auth).fields
    if "client_id" not in fields:
        raise BadRequest(f"The connection {connection.name!r} has no application to sign in to; PATCH its auth instead")
    return Request(
        name=connection.name,
        admin_mode=connection.admin_mode,
        readonly=connection.readonly,
        client_id=fields["client_id"],
        client_secret=fields.get("client_secret"),
        base_url=fields.get("base_url"),
        delete_behavior=fields.get("delete_behavior"),
        redirect_uri=redirect_uri,
    )


async def _keep(tx: Transaction, state: str, sealed: str, by: str, connection_id: str | None) -> None:
    await tx.insert(
        sign_ins,
        state=secret_hash(state),
        platform_id="box",
        connection_id=connection_id,
        request=sealed,
        created_by=by,
        expires_at=tx.now + LIFETIME,
    )


async def _forget_expired(tx: Transaction) -> None:
    await tx.run(_FORGET_EXPIRED, now=tx.now)
    await forget_expired_tokens(tx)


async def _take(tx: Transaction, state: str) -> _Begun | None:
    digest = secret_hash(state)
    found = await tx.one(_BEGUN, state=digest, now=tx.now)
    await tx.delete(sign_ins, state=digest)
    return found


async def _trade(request: Request, state: str, code: str) -> tuple[Token, dict[str, Any]]:
    """The tokens for a code, and whose they are."""
    app = OAuthApp(request.client_id, request.client_secret, request.redirect_uri)
    sign_in = UserOAuth(app, MemoryStore())
    authorization = AuthorizationRequest(request.url, state, request.code_verifier)
    async with Box(sign_in, base_url=request.base_url) as box:
        try:
            token = await sign_in.accept(box.call_with, code, authorization, state)
            account = await BoxPlatform(box).myself()
        except BoxError as error:
            raise SignInLost(f"The server did not accept the sign-in: {error}") from None
        except PlatformError as error:
            raise SignInLost(f"The account cannot be read: {error.message}") from None
    shown = {"id": account.id, "email": account.email, "name": account.name}
    return token, {**shown, **msgspec.to_builtins(account)}
