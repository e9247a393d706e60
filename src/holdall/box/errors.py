"""The one renderer of errors: Box's shape, whatever went wrong."""

from typing import Any

from holdall.base.errors import ApiError

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
