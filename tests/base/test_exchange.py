"""What an exchange makes of the messages of the server."""

from starlette.types import Message

from holdall.base.exchange import Exchange


def exchange_of(headers: dict[str, str], *pieces: bytes) -> Exchange:
    """An exchange whose server never knows that a piece is the last one, and has nothing after it."""
    waiting = list(pieces)

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": True}

    async def send(_message: Message) -> None:
        raise AssertionError("nothing is answered here")

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Exchange({"type": "http", "method": "POST", "headers": raw}, receive, send, is_https=False)


async def test_a_body_is_complete_with_the_last_byte_of_its_declared_length():
    exchange = exchange_of({"content-length": "5"}, b"abc", b"de")
    assert [(await exchange.receive())["more_body"] for _ in range(2)] == [True, False]
    await exchange.drain()


async def test_what_nobody_read_of_a_body_is_read_to_its_declared_length():
    exchange = exchange_of({"content-length": "5"}, b"abc", b"de", b"of the next request")
    await exchange.drain()
    assert (await exchange.receive())["body"] == b"of the next request"


async def test_of_a_request_without_a_body_nothing_is_read():
    for headers in ({}, {"content-length": "0"}):
        exchange = exchange_of(headers, b"of the next request")
        await exchange.drain()
        assert (await exchange.receive())["body"] == b"of the next request"


async def test_a_body_in_chunks_is_complete_when_the_server_says_so():
    exchange = exchange_of({"transfer-encoding": "chunked"}, b"abc", b"de")
    assert [(await exchange.receive())["more_body"] for _ in range(2)] == [True, True]
