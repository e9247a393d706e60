"""The one renderer of errors of the service: `{"errors": [{"description"}]}`, whatever went wrong.

A description names the thing, the reason and the way out; the token endpoint has OAuth's own shape.
"""

from typing import Any

from holdall.base.errors import ApiError, BadRequest, Conflict, Forbidden, NotFound, RateLimited
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.service.errors import Refused


class PlatformUnavailable(ApiError):
    """The platform behind a connection cannot be reached, or fails."""

    status = 502
    code = "bad_gateway"


class OAuthRefusal(Exception):
    """An error of the token endpoint (RFC 6749, section 5.2)."""

    def __init__(self, error: str, description: str, *, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}
        self.status = status
        self.headers = {} if retry_after is None else {"retry-after": str(retry_after)}


_OF_KIND: dict[Kind, type[ApiError]] = {
    Kind.NOT_FOUND: NotFound,
    Kind.FORBIDDEN: Forbidden,
    Kind.NAME_TAKEN: Conflict,
    Kind.CHANGED: Conflict,
    Kind.UNAVAILABLE: PlatformUnavailable,
    Kind.CORRUPT: PlatformUnavailable,
}


def body_of_error(error: ApiError) -> dict[str, Any]:
    """The body of an error answer."""
    descriptions = error.descriptions if isinstance(error, Refused) else [error.message]
    return {"errors": [{"description": description} for description in descriptions]}


def failure_of_platform(error: PlatformError) -> ApiError:
    """What a client is told of a platform that did not do what the request needed."""
    if error.kind is Kind.RATE_LIMITED:
        return RateLimited(int(error.retry_after or 1), error.message)
    return _OF_KIND.get(error.kind, BadRequest)(error.message)
