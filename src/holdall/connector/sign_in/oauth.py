"""OAuth 2 for a person: the link to consent, the code that comes back, and a refresh token that rotates.

PKCE (RFC 7636) is always used; a server that does not know it ignores it.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.exchange import Caller
from holdall.connector.hosts import Hosts
from holdall.connector.render import RenderSettings, render
from holdall.connector.sign_in.tokens import RenewingSignIn, Token, TokenStore, grant


class OAuthApp(msgspec.Struct, frozen=True):
    """An app that people sign in to; a public one has no secret."""

    client_id: str
    client_secret: str | None = None
    redirect_uri: str | None = None

    def credentials(self) -> dict[str, str]:
        """The form fields that say who the app is."""
        secret = {} if self.client_secret is None else {"client_secret": self.client_secret}
        return {"client_id": self.client_id, **secret}


class AuthorizationRequest(msgspec.Struct, frozen=True):
    """One attempt of a person to sign in: open `url`, and what comes back must carry the same `state`."""

    url: str
    state: str
    code_verifier: str

    @classmethod
    def new(cls, app: OAuthApp, *, hosts: Hosts = Hosts(), scope: str | None = None) -> "AuthorizationRequest":  # noqa: B008
        """A request with a state and a verifier of its own."""
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        arguments = {"response_type": "code", "client_id": app.client_id, "state": state}
        if app.redirect_uri is not None:
            arguments["redirect_uri"] = app.redirect_uri
        if scope is not None:
            arguments["scope"] = scope
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        proof = urlencode({"code_challenge": challenge, "code_challenge_method": "S256"}, quote_via=quote)
        url = render("get_authorize", arguments, RenderSettings(hosts)).url
        return cls(f"{url}&{proof}", state, verifier)


class UserOAuth(RenewingSignIn):
    """Signs in as the person who consented; the store holds the current refresh token, which each use replaces."""

    repeats = False

    def __init__(self, app: OAuthApp, store: TokenStore, clock: Callable[[], float] = time.time) -> None:
        super().__init__(store, clock)
        self.app = app
        self.client_id = app.client_id
        self.client_secret = app.client_secret

    async def accept(self, call: Caller, code: str, request: AuthorizationRequest, state: str) -> Token:
        """Trade the code that came back for a token, and keep it.

        Raises BoxError (UNAUTHORIZED) where the state is another or the server refuses the code.
        """
        if not secrets.compare_digest(state, request.state):
            raise BoxError(Kind.UNAUTHORIZED, "the answer belongs to another sign-in: its state differs")
        fields = {"grant_type": "authorization_code", "code": code, "code_verifier": request.code_verifier}
        if self.app.redirect_uri is not None:
            fields["redirect_uri"] = self.app.redirect_uri
        token = await grant(call, "post_oauth2_token", fields | self.app.credentials(), self._clock)
        self.store.save(token)
        self._token = token
        return token

    async def _obtain(self, call: Caller, old: Token | None) -> Token:
        if old is None or old.refresh_token is None:
            raise BoxError(Kind.UNAUTHORIZED, "nobody is signed in: there is no refresh token")
        fields = {"grant_type": "refresh_token", "refresh_token": old.refresh_token, **self.app.credentials()}
        try:
            return await grant(call, "post_oauth2_token#refresh", fields, self._clock)
        except BoxError:
            # A refresh token works once: another process may have used this one and kept what it got.
            current = self.store.load()
            if current is not None and current != old and current.is_fresh(self._clock()):
                return current
            raise
