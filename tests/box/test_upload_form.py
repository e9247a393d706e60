"""The form of an upload, read as it arrives."""

import itertools
import json
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from holdall.base.errors import ApiError
from holdall.box.incoming import BodyStream
from holdall.box.upload_form import MAX_ATTRIBUTES, OVERHEAD, UploadForm
from tests.support.uploads import BOUNDARY, FORM_TYPE, file_form, form

CONTENT = f"a\r\n--{BOUNDARY[:-1]}\r\n\r\n--\r\n-\r".encode() * 3
"""Bytes that look like the boundary for as long as they can."""
ATTRIBUTES = {"name": "a.txt", "parent": "0"}
FORM = file_form(ATTRIBUTES, CONTENT)


def open_form(chunks: Iterable[bytes], *, cut_off: bool = False, limit: int = 2**30, **headers: str) -> UploadForm:
    end: dict[str, Any] = {"type": "http.disconnect"} if cut_off else {"type": "http.request", "body": b""}
    stream = itertools.chain(({"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks), [end])

    async def receive() -> Any:
        return next(stream)

    sent = {"content-type": FORM_TYPE, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {"type": "http", "method": "POST", "headers": [(n.encode(), v.encode()) for n, v in sent.items()]}
    return UploadForm(BodyStream(Request(scope, receive), limit), sent["content-type"])


async def read(upload: UploadForm) -> tuple[Any, bytes]:
    attributes = await upload.read_attributes(dict[str, str])
    return attributes, b"".join([piece async for piece in upload.file()])


async def refusal(upload: UploadForm) -> tuple[int, str, str]:
    with pytest.raises(ApiError) as refused:
        await read(upload)
    return refused.value.status, refused.value.reason, refused.value.message


class TestWholeForms:
    @given(st.lists(st.integers(0, len(FORM)), max_size=12))
    async def test_wherever_the_network_splits_it_the_form_reads_the_same(self, cuts: list[int]) -> None:
        edges = [0, *sorted(cuts), len(FORM)]
        chunks = [FORM[start:end] for start, end in itertools.pairwise(edges)]
        assert await read(open_form(chunks)) == (ATTRIBUTES, CONTENT)

    async def test_every_single_split_and_byte_by_byte_reads_the_same(self) -> None:
        splits = [[FORM[:cut], FORM[cut:]] for cut in range(len(FORM) + 1)]
        splits.append([FORM[index : index + 1] for index in range(len(FORM))])
        for chunks in splits:
            assert await read(open_form(chunks)) == (ATTRIBUTES, CONTENT)

    @given(st.binary(max_size=600))
    async def test_any_content_arrives_as_it_was_sent(self, content: bytes) -> None:
        assert await read(open_form([file_form(ATTRIBUTES, content)])) == (ATTRIBUTES, content)

    @pytest.mark.parametrize(
        ("name", "filename"), [("file", ""), ("content", "unused"), ("contents", None), ("f", "C:\\a.txt"), ("", "x")]
    )
    async def test_the_part_of_the_file_may_have_any_name(self, name: str, filename: str | None) -> None:
        body = file_form(ATTRIBUTES, b"content", name=name, filename=filename)
        assert await read(open_form([body])) == (ATTRIBUTES, b"content")

    async def test_what_surrounds_the_parts_means_nothing(self) -> None:
        body = b"preamble\r\n" + file_form(ATTRIBUTES, b"content") + b"\r\nepilogue"
        assert await read(open_form([body, b"more"])) == (ATTRIBUTES, b"content")

    async def test_fields_after_the_file_mean_nothing(self) -> None:
        body = form(
            ("attributes", None, b"{}"), ("file", "a", b"content"), ("extra", None, b"1"), ("more", None, b"2" * 100)
        )
        assert await read(open_form([body])) == ({}, b"content")


class TestBrokenForms:
    async def test_a_form_that_is_cut_off_anywhere_is_refused(self) -> None:
        end = len(FORM) - len(b"--\r\n") - 1
        for length in range(end):
            for cut_off in (True, False):
                status, reason, _ = await refusal(open_form([FORM[:length]], cut_off=cut_off))
                assert (status, reason) == (400, "bad_request"), length

    @pytest.mark.parametrize(
        ("body", "reason", "message"),
        [
            (form(("file", "a", b"x"), ("attributes", None, b"{}")), "metadata_after_file_contents", "before the file"),
            (
                form(("attributes", None, b"{}"), ("file", "a", b"x"), ("attributes", None, b"{}")),
                "metadata_after_file_contents",
                "before the file",
            ),
            (form(("file", "a", b"x")), "bad_request", "attributes: is required"),
            (form(), "bad_request", "attributes: is required"),
            (b"", "bad_request", "cannot be read"),
            (b"nothing like a form" * 50, "bad_request", "cannot be read"),
            (form(("attributes", None, b"{}")), "bad_request", "file: is required"),
            (form(("attributes", None, b"{}"), ("attributes", None, b"{}")), "bad_request", "is there twice"),
            (
                form(("attributes", None, b"{}"), ("file", "a", b"x"), ("file", "b", b"y")),
                "bad_request",
                "one upload is one file",
            ),
            (file_form("not an object", b"x"), "bad_request", "attributes: Expected `object`"),
            (form(("attributes", None, b"{"), ("file", "a", b"x")), "bad_request", "is not valid JSON"),
            (form(("attributes", None, b"\xff{}"), ("file", "a", b"x")), "bad_request", "attributes: "),
            (file_form({"name": "x" * MAX_ATTRIBUTES}, b""), "bad_request", "has more than"),
            (form(*[("attributes", None, b"{}"), *[("x", None, b"")] * 20]), "bad_request", "cannot be read"),
            (FORM.replace(b'name="attributes"', b'name="' + b"x" * 5000 + b'"'), "bad_request", "cannot be read"),
            (FORM.replace(b"Content-Disposition", b"X-Other"), "bad_request", "cannot be read"),
        ],
    )
    async def test_each_fault_has_its_reason(self, body: bytes, reason: str, message: str) -> None:
        status, found, text = await refusal(open_form([body]))
        assert (status, found) == (400, reason)
        assert message in text

    @pytest.mark.parametrize(
        ("kind", "status", "reason"),
        [
            ("", 415, "unsupported_media_type"),
            ("application/json", 415, "unsupported_media_type"),
            ("multipart/mixed; boundary=x", 415, "unsupported_media_type"),
            ("multipart/form-data", 400, "bad_request"),
            ('multipart/form-data; boundary=""', 400, "bad_request"),
        ],
    )
    async def test_another_content_type_is_refused(self, kind: str, status: int, reason: str) -> None:
        with pytest.raises(ApiError) as refused:
            open_form([FORM], content_type=kind)
        assert (refused.value.status, refused.value.reason) == (status, reason)


class TestLeastSize:
    @pytest.mark.parametrize(
        ("length", "least"),
        [(None, None), (str(OVERHEAD), 0), (str(OVERHEAD + 5), 5)],
    )
    async def test_the_length_tells_how_large_the_file_is_at_least(self, length: str | None, least: int | None) -> None:
        upload = open_form([FORM]) if length is None else open_form([FORM], content_length=length)
        assert upload.least_size == least


async def test_a_field_of_the_wrong_type_is_named() -> None:
    class Attributes(msgspec.Struct):
        name: str

    upload = open_form([file_form(json.loads('{"name": [1]}'), b"")])
    with pytest.raises(ApiError) as refused:
        await upload.read_attributes(Attributes)
    assert refused.value.context_info == {
        "errors": [{"reason": "invalid_parameter", "name": "name", "message": "Expected `str`, got `array`"}]
    }
