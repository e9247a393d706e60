"""Server authentication with a key pair: an app proves itself with a signed assertion that lives for seconds.

The settings are the JSON file that Box's developer console and `holdall app create` hand out.
"""

import secrets
from pathlib import Path
from typing import Any

import msgspec

from holdall.connector.errors import BoxError
from holdall.connector.exchange import Caller
from holdall.connector.sign_in.tokens import RenewingSignIn, Token, TokenStore, grant

AUDIENCE = "https://api.box.com/oauth2/token"
"""What an assertion is for; servers that speak the Box API take the same word, wherever they are."""

LIFETIME_SECONDS = 30
"""How long an assertion lives; 60 is the most that Box takes."""

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"

_CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


class AppAuth(msgspec.Struct, frozen=True, rename="camel"):
    """The key pair: which registered public key, and the private key, PEM, encrypted with the passphrase."""

    private_key: str
    passphrase: str | None = None
    public_key_id: str = msgspec.field(name="publicKeyID", default="")


class BoxAppSettings(msgspec.Struct, frozen=True, rename="camel"):
    """The app."""

    client_secret: str
    app_auth: AppAuth
    client_id: str = msgspec.field(name="clientID")


class AppSettings(msgspec.Struct, frozen=True, rename="camel"):
    """An app settings file."""

    box_app_settings: BoxAppSettings
    enterprise_id: str | None = msgspec.field(name="enterpriseID", default=None)

    @classmethod
    def load(cls, source: Path | str | bytes) -> "AppSettings":
        """The settings in a file (a path) or in its text; raises ValueError where they are not of that form."""
        text = source.read_bytes() if isinstance(source, Path) else source
        try:
            return msgspec.json.decode(text, type=cls, strict=False)
        except msgspec.DecodeError as error:
            raise ValueError(f"these are no app settings of Box: {error}") from None


class ServerJwt(RenewingSignIn):
    """Signs in as the app's service account, or as a user of the app's enterprise.

    The time of a server whose clock differs is taken over once from its refusal, and kept.
    Raises ValueError for a key that the passphrase does not open.
    """

    def __init__(self, settings: AppSettings, *, user_id: str | None = None, store: TokenStore | None = None) -> None:
        super().__init__(store)
        self._settings = settings.box_app_settings
        self.client_id = self._settings.client_id
        self.client_secret = self._settings.client_secret
        self._user_id = user_id
        if user_id is None and settings.enterprise_id is None:
            raise ValueError("the settings name no enterprise: give a user_id")
        self._subject = ("user", user_id) if user_id is not None else ("enterprise", settings.enterprise_id)
        self._key: Any = None
        self._skew = 0.0

    @property
    def subject(self) -> str | None:
        """The user; None for the service account."""
        return self._user_id

    def assertion(self) -> str:
        """A freshly signed assertion; each can be used once."""
        from joserfc import jwt

        key, algorithm = self._signing_key()
        kind, identifier = self._subject
        header = {"alg": algorithm, "typ": "JWT", "kid": self._settings.app_auth.public_key_id}
        claims = {
            "iss": self._settings.client_id,
            "sub": identifier,
            "box_sub_type": kind,
            "aud": AUDIENCE,
            "jti": secrets.token_urlsafe(32),
            "exp": int(self._clock() + self._skew) + LIFETIME_SECONDS,
        }
        return jwt.encode(header, claims, key, algorithms=[algorithm])

    async def _obtain(self, call: Caller, old: Token | None) -> Token:
        try:
            return await self._grant(call)
        except BoxError as error:
            server_time = _server_time(error)
            if server_time is None or abs(server_time - self._clock() - self._skew) < 1:
                raise
            self._skew = server_time - self._clock()
            return await self._grant(call)

    async def _grant(self, call: Caller) -> Token:
        fields = {
            "grant_type": GRANT_TYPE,
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
            "assertion": self.assertion(),
        }
        return await grant(call, "post_oauth2_token", fields, self._clock)

    def _signing_key(self) -> tuple[Any, str]:
        if self._key is None:
            self._key = _load_key(self._settings.app_auth)
        return self._key  # type: ignore[no-any-return]


def _load_key(auth: AppAuth) -> tuple[Any, str]:
    """The private key, opened, and the algorithm that it signs with."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from joserfc.jwk import ECKey, RSAKey

    try:
        private = serialization.load_pem_private_key(
            auth.private_key.encode(), auth.passphrase.encode() if auth.passphrase else None
        )
    except (TypeError, ValueError) as error:
        raise ValueError("the private key of the app settings does not open with their passphrase") from error
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    if isinstance(private, EllipticCurvePrivateKey):
        elliptic = ECKey.import_key(pem)
        return elliptic, _CURVES[elliptic.curve_name]
    return RSAKey.import_key(pem), "RS256"


def _server_time(error: BoxError) -> float | None:
    """The server's clock, where its refusal is about ours: the assertion's `exp` is the claim that it names."""
    from email.utils import parsedate_to_datetime  # late: rare, and slow to import

    date = error.headers.get("date")
    if error.status != 400 or "exp" not in error.message or date is None:
        return None
    try:
        return parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None
