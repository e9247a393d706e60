"""Stores from settings: a path or URL becomes a store, and names lead to stores."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from holdall.base.db import Database
from holdall.base.settings import Settings

from .database import DATABASE, DatabaseStore
from .intake import Intake
from .local import LocalStore
from .store import BlobStore, StoreUnavailable

SMALL = 64 * 1024
"""Beside a local folder, blobs of up to so many bytes are kept in the database (measured, docs/decisions)."""

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


def open_stores(settings: Settings, db: Database, *, must_exist: bool = False) -> "Stores":
    """The store that the settings name, which rows call `main`, those of further storage policies by their names, and
    the one in the database. Raises as `open_store`.

    Whoever keeps bytes in an object store means to keep them out of the database, unless the settings say otherwise.
    """
    main = open_store(settings.blobs_url, name="main", must_exist=must_exist)
    small = settings.small_blobs
    if small is None:
        small = SMALL if isinstance(main, LocalStore) else 0
    further = [open_store(place, name=name, must_exist=must_exist) for name, place in settings.further_blobs.items()]
    return Stores(main, DatabaseStore(db), small=small, further=further)


class Stores(Mapping[str, BlobStore]):
    """The open stores of a server by the name that rows call them; new blobs come in through `intake`.

    `policies` names those that people may choose among: the default, and the `further` ones.
    """

    def __init__(
        self, default: BlobStore, *others: BlobStore, small: int = 0, further: Sequence[BlobStore] = ()
    ) -> None:
        self.default = default
        self.policies = (default.name, *(store.name for store in further))
        self.intake = Intake(default, small=small)
        self._by_name = {store.name: store for store in (default, *others, *further)}

    def intake_of(self, name: str | None) -> Intake:
        """Where new blobs of a storage policy come in, None being the default: whoever chooses a store means all bytes.

        Raises StoreUnavailable where the settings name no such policy. What goes beside a blob in the database goes
        where that came in.
        """
        return self.intake if name is None or name in {self.default.name, DATABASE} else Intake(self[name])

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
