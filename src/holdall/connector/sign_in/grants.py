"""What is done with a token that one has: make a weaker one for somebody else, and end it."""

from collections.abc import Mapping, Sequence
from typing import Any

from holdall.connector.exchange import Caller, SignIn
from holdall.connector.sign_in.tokens import RenewingSignIn, Token, grant

ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 (a type's name, no secret)
EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"


async def downscope(
    call: Caller,
    sign_in: SignIn,
    scopes: Sequence[str],
    *,
    resource: str | None = None,
    shared_link: str | None = None,
    now: float,
) -> Token:
    """A token with only these scopes, and only for one file or folder (`resource`, its URL at Box) or shared link.

    Raises BoxError where the server does not grant it.
    """
    fields: dict[str, Any] = {
        "grant_type": EXCHANGE_GRANT,
        "subject_token": await sign_in.access_token(call),
        "subject_token_type": ACCESS_TOKEN_TYPE,
        "scope": " ".join(scopes),
    }
    if resource is not None:
        fields["resource"] = resource
    if shared_link is not None:
        fields["box_shared_link"] = shared_link
    return await grant(call, "post_oauth2_token", fields, lambda: now)


async def revoke(call: Caller, sign_in: SignIn) -> None:
    """End the current token at the server, and forget it here."""
    fields: Mapping[str, Any] = {
        name: value for name in ("client_id", "client_secret") if (value := getattr(sign_in, name, None)) is not None
    }
    await call("post_oauth2_revoke", {**fields, "token": await sign_in.access_token(call)})
    if isinstance(sign_in, RenewingSignIn):
        sign_in.forget()
