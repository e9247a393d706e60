"""Object stores: the suite of every store against a real S3 server, and how errors of a remote server come out."""

from collections.abc import Callable

import obstore
import pytest

from holdall.storage import BlobStore, StoreUnavailable, open_store
from holdall.storage.remote import RemoteStore, part_size
from tests.suites.blob_store import BlobStoreSuite, keys, random_bytes, read_all, write

MEBIBYTE = 1024 * 1024


@pytest.fixture
async def store(s3_url: Callable[..., str]):
    store = open_store(s3_url(), name="remote")
    yield store
    await store.close()


class TestS3(BlobStoreSuite):
    """An S3 server passes the suite of every store."""


class TestMemory(BlobStoreSuite):
    """So does any other store of the library, here the one in memory."""

    @pytest.fixture
    async def store(self):
        store = open_store("memory:///", name="remote")
        yield store
        await store.close()


async def test_a_wrong_secret_is_refused_by_the_server(s3_url: Callable[..., str]):
    store = open_store(s3_url(secret_access_key="wrong"), name="remote")

    with pytest.raises(StoreUnavailable, match="s3://blobs/place-"):
        await store.check()
    with pytest.raises(StoreUnavailable):
        await store.put(b"secret")


async def test_a_server_that_is_not_there_is_unavailable():
    url = "s3://blobs?endpoint=http://127.0.0.1:9&allow_http=true&region=x&access_key_id=a&secret_access_key=b"
    store = RemoteStore(url, name="remote", retries=0)

    with pytest.raises(StoreUnavailable, match="s3://blobs"):
        await store.put(b"lost")
    with pytest.raises(StoreUnavailable):
        await store.read("0" * 32, 0, 1)


@pytest.mark.parametrize("url", ["s3://blobs?colour=red", "https://example.com/blobs", "s3://"])
def test_a_url_or_option_that_means_nothing_is_refused(url: str):
    with pytest.raises(ValueError, match="blob"):
        open_store(url, name="remote")


async def test_other_objects_of_the_bucket_are_not_blobs(store: RemoteStore):
    stored = await store.put(b"mine")
    await obstore.put_async(store.objects, "readme.txt", b"theirs")
    await obstore.put_async(store.objects, "fff/" + "e" * 32, b"in another folder than its key says")

    assert await keys(store) == [stored.key]


async def test_two_prefixes_of_a_bucket_are_two_stores(s3_url: Callable[..., str]):
    first, second = open_store(s3_url(), name="first"), open_store(s3_url(), name="second")
    stored = await first.put(b"first")

    assert await keys(first) == [stored.key]
    assert await keys(second) == []


async def test_a_blob_of_several_upload_parts_is_one_object(store: BlobStore):
    data = random_bytes(20 * MEBIBYTE + 1)

    stored = await write(store, data, expected_size=len(data))

    assert await store.size(stored.key) == len(data)
    assert await keys(store) == [stored.key]
    assert await read_all(await store.read(stored.key, 8 * MEBIBYTE - 5, 10)) == data[8 * MEBIBYTE - 5 :][:10]


def test_upload_parts_grow_so_that_any_blob_fits_in_ten_thousand():
    assert part_size(0) == 8 * MEBIBYTE
    assert part_size(80_000 * MEBIBYTE) == 8 * MEBIBYTE
    assert part_size(80_000 * MEBIBYTE + 1) == 8 * MEBIBYTE + 1
    assert part_size(None) == 16 * MEBIBYTE
