"""A bucket as a platform, against a real S3 server."""

import itertools
from typing import TYPE_CHECKING, cast

import obstore
import pytest
from obstore.store import S3Store

from holdall.migration.platforms.content import PIECE, BytesContent
from holdall.migration.platforms.errors import Kind
from holdall.migration.platforms.objects import ObjectPlatform
from holdall.migration.platforms.platform import Details
from tests.suites.platforms import MOMENT, PiecesContent, PlatformSuite, kind_of_failure, read
from tests.support.s3 import options_of

if TYPE_CHECKING:
    from obstore.store import S3Config

_prefixes = itertools.count()


@pytest.fixture
def bucket(s3_endpoint: str) -> S3Store:
    return S3Store("blobs", prefix=f"migration-{next(_prefixes)}", config=cast("S3Config", options_of(s3_endpoint)))


@pytest.fixture
def platform(bucket: S3Store) -> ObjectPlatform:
    return ObjectPlatform(bucket)


class TestObjects(PlatformSuite):
    pass


async def test_a_time_that_rclone_wrote_is_the_file_s(platform: ObjectPlatform, bucket: S3Store):
    await obstore.put_async(bucket, "from-rclone", b"r", attributes={"mtime": "1500000000.123456789"})

    assert (await platform.entry("from-rclone")).modified == MOMENT + 123_456
    assert (await platform.open(await platform.entry("from-rclone"))).modified == MOMENT + 123_456


async def test_a_file_of_several_parts_has_no_md5_and_is_whole(platform: ObjectPlatform):
    data = bytes(range(256)) * (20 * PIECE // 256)

    file = await platform.create_file(await platform.root(), "large", PiecesContent(data), Details(modified=MOMENT))

    assert (dict(file.hashes), file.modified) == ({}, MOMENT)
    assert await read(platform, file) == data


async def test_a_wrong_key_is_forbidden(s3_endpoint: str):
    wrong = S3Store("blobs", config=cast("S3Config", {**options_of(s3_endpoint), "secret_access_key": "wrong"}))

    attempt = ObjectPlatform(wrong).create_file(await ObjectPlatform(wrong).root(), "x", BytesContent(b"x"), Details())

    assert await kind_of_failure(attempt) is Kind.FORBIDDEN
