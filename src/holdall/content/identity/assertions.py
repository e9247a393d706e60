"""JWT assertions: what an application signs with its private key to get a token without a person.

The rules and limits are those of Box's JWT guide (claims, 60 seconds, jti of 16 to 128 characters).
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from holdall.base.clock import SECOND, format_instant
from holdall.content.identity.errors import invalid_grant

BOX_AUDIENCE = "https://api.box.com/oauth2/token"
LONGEST_LIFE = 60
LONGEST_ASSERTION = 16 * 1024
JTI_LENGTH = range(16, 129)

_RSA_ALGORITHMS = ["RS256", "RS384", "RS512"]
_EC_ALGORITHMS = {"P-256": ["ES256"], "P-384": ["ES384"], "P-521": ["ES512"]}


class Assertion(msgspec.Struct, frozen=True):
    """A verified assertion: whom it asks a token for, its own id, and when it expires (seconds since 1970)."""

    subject_type: str
    subject: str
    token_id: str
    expires_at: int
    name: str | None = None


def peek_issuer(assertion: str) -> str:
    """The client id an assertion claims to come from, before anything of it is verified."""
    return str(_peek(assertion)[1].get("iss", ""))


def verify_assertion(
    assertion: str, *, client_id: str, public_keys: Mapping[str, str], audiences: Collection[str], now: int
) -> Assertion:
    """The assertion's claims, once its signature and every claim holds at the instant `now`.

    `public_keys` are the application's PEM keys by id. Raises OAuthError (invalid_grant) naming the claim to check.
    """
    header, _ = _peek(assertion)
    key, algorithms = _import_key(_choose_key(header, public_keys))
    try:
        claims = jwt.decode(assertion, key, algorithms=algorithms).claims
    except (JoseError, ValueError) as error:
        raise invalid_grant("The signature of the JWT assertion cannot be verified") from error
    if claims.get("iss") != client_id:
        raise invalid_grant("Please check the 'iss' claim. It must be the client id of the application")
    audience = claims.get("aud")
    if not set(audience if isinstance(audience, list) else [audience]) & set(audiences):
        raise invalid_grant(f"Please check the 'aud' claim. It must be {BOX_AUDIENCE}")
    expires_at = _check_times(claims, now)
    return Assertion(
        subject_type=_text(claims, "box_sub_type"),
        subject=_text(claims, "sub"),
        token_id=_token_id(claims),
        expires_at=expires_at,
        name=claims["name"] if isinstance(claims.get("name"), str) else None,
    )


def import_public_key(public_key: str) -> RSAKey | ECKey:
    """The key of a PEM text: RSA of 2,048 bits or more, or an elliptic curve. Raises ValueError for any other."""
    for kind in (RSAKey, ECKey):
        try:
            key = kind.import_key(public_key)
        except (JoseError, ValueError, TypeError, AssertionError):
            continue
        if isinstance(key, RSAKey) and key.public_key.key_size < 2048:
            raise ValueError("an RSA key must have 2,048 bits or more")
        if isinstance(key, ECKey) and key.curve_name not in _EC_ALGORITHMS:
            raise ValueError(f"the curve must be one of {', '.join(_EC_ALGORITHMS)}")
        return key
    raise ValueError("not the PEM text of a public RSA or EC key")


def _peek(assertion: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The header and the claims, unverified; afterwards it is known that both can be read."""
    if len(assertion) > LONGEST_ASSERTION:
        raise invalid_grant(f"The assertion is longer than {LONGEST_ASSERTION} characters")
    try:
        token = jws.extract_compact(assertion.encode())
        claims = msgspec.json.decode(token.payload or b"", type=dict[str, Any])
    except (JoseError, ValueError, RecursionError) as error:
        raise invalid_grant("The assertion is not a JSON Web Token") from error
    return token.headers(), claims


def _choose_key(header: Mapping[str, Any], public_keys: Mapping[str, str]) -> str:
    key_id = header.get("kid")
    if isinstance(key_id, str) and key_id in public_keys:
        return public_keys[key_id]
    if key_id is None and len(public_keys) == 1:
        return next(iter(public_keys.values()))
    raise invalid_grant("Please check the 'kid' header. It must be the id of a public key of the application")


def _import_key(public_key: str) -> tuple[RSAKey | ECKey, list[str]]:
    key = import_public_key(public_key)
    return key, _RSA_ALGORITHMS if isinstance(key, RSAKey) else _EC_ALGORITHMS[str(key.curve_name)]


def _check_times(claims: Mapping[str, Any], now: int) -> int:
    seconds = now // SECOND
    server_time = f"The server's date/time is {format_instant(now)} ({seconds})"
    expires_at = claims.get("exp")
    if not isinstance(expires_at, int) or isinstance(expires_at, bool):
        raise invalid_grant("Please check the 'exp' claim. Should be an integer")
    if expires_at <= seconds:
        raise invalid_grant(
            "Current date/time MUST be before the expiration date/time listed in the 'exp' claim. " + server_time
        )
    if expires_at - seconds > LONGEST_LIFE:
        raise invalid_grant(
            f"Please check the 'exp' claim. The 'exp' value exceeds the maximum value of {LONGEST_LIFE} seconds "
            f"beyond the issue time. {server_time}"
        )
    for name in ("nbf", "iat"):
        if name in claims and not (_is_integer(claims[name]) and claims[name] <= seconds):
            raise invalid_grant(
                "Current date/time MUST be after or equal to the not-before date/time listed in the 'nbf' or 'iat' "
                f"claim. {server_time}"
            )
    return expires_at


def _token_id(claims: Mapping[str, Any]) -> str:
    token_id = _text(claims, "jti")
    if len(token_id) not in JTI_LENGTH or not token_id.isprintable():
        raise invalid_grant("Please check the 'jti' claim. It must have 16 to 128 printable characters")
    return token_id


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if _is_integer(value):
        value = str(value)
    if not isinstance(value, str) or not value:
        raise invalid_grant(f"Please check the '{name}' claim. The '{name}' specified is invalid")
    return value


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
