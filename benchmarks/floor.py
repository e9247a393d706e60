"""The floor: a bare ASGI application on the same server that answers constant bytes of a size named in the path.

GET /200/512 answers 512 bytes; /302/0/200/512 sends the client on to /200/512. Bodies are read and forgotten.
"""

from functools import cache
from typing import Any

Message = dict[str, Any]


@cache
def _messages(path: str) -> tuple[Message, Message]:
    _, status, size, *target = path.split("/", 3)
    body = b"x" * int(size)
    headers = [(b"content-type", b"application/json"), (b"content-length", size.encode())]
    if target:
        headers.append((b"location", f"/{target[0]}".encode()))
    return (
        {"type": "http.response.start", "status": int(status), "headers": headers},
        {"type": "http.response.body", "body": body},
    )


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer one request, or follow the life of the server."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["method"] != "GET":
        while (await receive()).get("more_body"):
            pass
    start, body = _messages(scope["path"])
    await send(start)
    await send(body)
