"""OAuth 2's own errors: they have another shape than the errors of the API.

The token and revocation endpoints answer them as `{"error": ..., "error_description": ...}`.
"""

from typing import Final


class OAuthError(Exception):
    """A refused authorization or token request: `error` is OAuth's code, `description` is for people.

    Clients read both: a description that names the `exp` or `jti` claim makes Box's own SDKs try again with the
    server's time.
    """

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error: Final = error
        self.description: Final = description
        self.status: Final = status


def invalid_client() -> OAuthError:
    """The application is unknown or its secret is wrong; the answer does not tell which."""
    return OAuthError("invalid_client", "The client credentials are invalid")


def invalid_grant(description: str) -> OAuthError:
    """The code, token or assertion that should be exchanged is not good."""
    return OAuthError("invalid_grant", description)


def invalid_request(description: str) -> OAuthError:
    """A parameter is missing or malformed."""
    return OAuthError("invalid_request", description)
