"""Bodies as they arrive."""

from collections.abc import Iterable
from typing import Any

import pytest
from starlette.requests import Request

from holdall.base.errors import ApiError
from holdall.box.incoming import BodyStream


def open_body(
    chunks: Iterable[bytes], *, limit: int = 100, cut_off: bool = False, length: int | None = None
) -> BodyStream:
    stream = iter(chunks)

    async def receive() -> Any:
        chunk = next(stream, None)
        if chunk is not None:
            return {"type": "http.request", "body": chunk, "more_body": True}
        return {"type": "http.disconnect"} if cut_off else {"type": "http.request", "body": b""}

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    return BodyStream(Request({"type": "http", "method": "PUT", "headers": headers}, receive), limit)


async def refusal(body: BodyStream) -> int:
    with pytest.raises(ApiError) as refused:
        [chunk async for chunk in body]
    return refused.value.status


class TestBodyStream:
    async def test_chunks_come_as_they_arrive_without_empty_ones(self) -> None:
        body = open_body([b"", b"a" * 60, b"", b"b" * 40])
        assert [chunk async for chunk in body] == [b"a" * 60, b"b" * 40]

    async def test_a_body_that_breaks_off_is_refused(self) -> None:
        assert await refusal(open_body([b"a"], cut_off=True)) == 400

    async def test_an_undeclared_length_is_refused_as_soon_as_it_is_passed(self) -> None:
        chunks = iter([b"a" * 60] * 5)
        assert await refusal(open_body(chunks)) == 413
        assert len(list(chunks)) == 3

    async def test_a_declared_length_is_refused_before_anything_is_read(self) -> None:
        with pytest.raises(ApiError) as refused:
            open_body([], length=101)
        assert (refused.value.status, open_body([], length=100).length) == (413, 100)
