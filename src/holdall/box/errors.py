"""The one renderer of errors: Box's shape, whatever went wrong."""

from typing import Any

import structlog

from holdall.base.errors import ApiError, Unavailable
from holdall.storage import StoreError, StoreFull, StoreUnavailable

HELP_URL = "https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/"


class PlainError(Exception):
    """An error whose body is not Box's: OAuth 2 has a shape of its own, {"error", "error_description"}."""

    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.headers = headers or {}


def error_body(error: ApiError, request_id: str) -> dict[str, Any]:
    """The body of an error answer."""
    body: dict[str, Any] = {
        "type": "error",
        "status": error.status,
        "code": error.reason,
        "message": error.message,
        "help_url": HELP_URL,
        "request_id": request_id,
    }
    if error.context_info is not None:
        body["context_info"] = error.context_info
    return body


def store_failure(error: StoreError, request_id: str) -> ApiError:
    """What a client is told of a store that failed. It may try again later, unless bytes are lost: the log says what."""
    structlog.get_logger().error("the store failed", request_id=request_id, reason=str(error))
    if isinstance(error, StoreFull):
        return Unavailable("The server has no room for more bytes; its operator must make some")
    if isinstance(error, StoreUnavailable):
        return Unavailable("The server cannot reach its store of bytes now; try again", headers={"retry-after": "5"})
    return ApiError(f"The server cannot read these bytes; its log tells why under request {request_id}")
