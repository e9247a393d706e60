"""Stores from settings: a path or URL becomes a store, and names lead to stores."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from holdall.base.settings import Settings

from .local import LocalStore
from .store import BlobStore, StoreUnavailable

_REMOTE = ("s3", "s3a", "gs", "az", "abfs", "abfss", "https", "memory")


def open_store(location: str, *, name: str, must_exist: bool = False) -> BlobStore:
    """The store at a location: a path, `file:///path`, or an object store's URL (`s3://bucket/prefix?region=...`).

    Raises ValueError for a location of no known kind or with an unknown option, StoreUnavailable where a local
    folder cannot be made, or is not there although it must. A remote store is not asked anything yet (`check` does).
    """
    scheme = urlsplit(location).scheme
    if scheme == "file":
        return LocalStore(Path(unquote(urlsplit(location).path)), name=name, must_exist=must_exist)
    if not scheme:
        return LocalStore(Path(location), name=name, must_exist=must_exist)
    if scheme not in _REMOTE:
        raise ValueError(f"a blob store is a folder or one of {', '.join(_REMOTE)}, not {scheme}:")
    from .remote import RemoteStore  # late: the library is not needed, and costs memory, without a remote store

    return RemoteStore(location, name=name)


def open_stores(settings: Settings, *, must_exist: bool = False) -> "Stores":
    """The stores that the settings name: one, which rows call `main`. Raises as `open_store`."""
    return Stores(open_store(settings.blobs_url, name="main", must_exist=must_exist))


class Stores(Mapping[str, BlobStore]):
    """The open stores of a server by the name that rows call them; new blobs go to `default`."""

    def __init__(self, default: BlobStore, *others: BlobStore) -> None:
        self.default = default
        self._by_name = {store.name: store for store in (default, *others)}

    def __getitem__(self, name: str) -> BlobStore:
        """The store of this name; raises StoreUnavailable where the settings name none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise StoreUnavailable(f"the settings name no store {name!r}, but blobs are in it") from None

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    async def close(self) -> None:
        """Close every store."""
        for store in self._by_name.values():
            await store.close()
