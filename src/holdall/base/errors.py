"""The errors an answer can carry, each declared once with its status and Box code; the gateway renders them all.

Codes and statuses are those of the public Box API; messages are for people and name the thing and the way out.
"""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar


class ApiError(Exception):
    """An answer with an error status: `status`, Box's `code`, a message and optionally `context_info` and headers."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_server_error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        context_info: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = code or self.code
        self.context_info = context_info
        self.headers = headers or {}
        self.mark: Callable[..., Awaitable[None]] | None = None
        """A unit of work that keeps what was refused, since the refused one was rolled back."""


class BadRequest(ApiError):
    """The request cannot be understood or asks for something impossible."""

    status = 400
    code = "bad_request"


class InvalidParameter(BadRequest):
    """One named parameter has a wrong value; Box lists it under context_info.errors."""

    def __init__(self, name: str, message: str, *, code: str = "bad_request", value: Any = None) -> None:
        error: dict[str, Any] = {"reason": "invalid_parameter", "name": name, "message": message}
        if value is not None:
            error["value"] = value
        super().__init__(f"{name}: {message}", code=code, context_info={"errors": [error]})


class Unauthorized(ApiError):
    """No token, or one that is unknown, expired or revoked. Clients refresh and try again on this status."""

    status = 401
    code = "unauthorized"

    def __init__(self, message: str, *, error: str = "invalid_token") -> None:
        challenge = f'Bearer realm="Service", error="{error}", error_description="{message}"'
        super().__init__(message, headers={"www-authenticate": challenge})


class Forbidden(ApiError):
    """The subject is known and may know of the thing, but may not do this to it."""

    status = 403
    code = "forbidden"


class InsufficientPermissions(Forbidden):
    """The subject's role on the item is too low."""

    code = "access_denied_insufficient_permissions"


class InsufficientScope(Forbidden):
    """The token's or the application's scopes do not cover the operation."""

    code = "insufficient_scope"


class NotFound(ApiError):
    """There is no such thing, or the subject may not know that there is."""

    status = 404
    code = "not_found"


class MethodNotAllowed(ApiError):
    """The path exists, the method on it does not."""

    status = 405
    code = "method_not_allowed"


class Conflict(ApiError):
    """The change collides with what is there."""

    status = 409
    code = "conflict"


class Gone(ApiError):
    """The thing was there and is not any more."""

    status = 410
    code = "gone"


class PreconditionFailed(ApiError):
    """If-Match named another etag than the present one."""

    status = 412
    code = "precondition_failed"


class Unprocessable(ApiError):
    """The request is understood, and its content cannot be worked with."""

    status = 422
    code = "unprocessable_entity"


class ContentTooLarge(ApiError):
    """The body is larger than the operation takes."""

    status = 413
    code = "request_entity_too_large"


class UnsupportedMediaType(ApiError):
    """The body's content type is not one that the operation takes."""

    status = 415
    code = "unsupported_media_type"


class RangeNotSatisfiable(ApiError):
    """The range named does not exist in what it is a range of."""

    status = 416
    code = "range_not_satisfiable"


class RateLimited(ApiError):
    """Too many requests of one user in one minute, too many guesses at a secret, or too much else at the same time."""

    status = 429
    code = "too_many_requests"

    def __init__(self, retry_after: int, message: str | None = None, *, code: str | None = None) -> None:
        self.retry_after = retry_after
        message = message or f"Too many requests; try again in {retry_after} seconds"
        super().__init__(message, code=code, headers={"retry-after": str(retry_after)})


class NotImplementedYet(ApiError):
    """An operation of the contract without a handler in this version."""

    status = 501
    code = "not_implemented"


class Unavailable(ApiError):
    """The server cannot do it now and says when to try again."""

    status = 503
    code = "unavailable"
