"""Open files of the file system: reading fetches ranges, writing collects in a temporary file that is uploaded at the end."""

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from fsspec.implementations.cached import LocalTempFile
from fsspec.spec import AbstractBufferedFile


class ReadFile(AbstractBufferedFile):  # type: ignore[misc]
    """Reads through fsspec's caches, a range at a time, all of the version that was current when it was opened."""

    def __init__(self, fs: Any, info: dict[str, Any], block_size: int | str, **options: Any) -> None:
        super().__init__(fs, info["name"], "rb", block_size, size=info["size"], **options)
        self._details = info  # fsspec would ask again, and may find another version

    def _fetch_range(self, start: int, end: int) -> bytes:
        content: bytes = self.fs.read_range(self.details, start, end)
        return content


class WriteFile(LocalTempFile):  # type: ignore[misc]
    """Becomes a file, or a new version of one, when it is closed without an error; otherwise nothing is stored."""

    def __init__(self, fs: Any, path: str, mode: str, autocommit: bool, **options: Any) -> None:
        descriptor, name = tempfile.mkstemp(prefix="holdall-")
        os.close(descriptor)
        if mode == "ab" and fs.exists(path):
            with fs.open(path, "rb") as before, Path(name).open("wb") as file:
                shutil.copyfileobj(before, file)
        self.closed = False
        super().__init__(fs, path, name, mode="ab" if mode == "ab" else "w+b", autocommit=autocommit, **options)
        self.mode = mode

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Upload what was written, unless the block failed."""
        if kind is not None and not self.closed:
            self.closed = True
            self.discard()
            return
        self.close()

    def commit(self) -> None:
        """Upload what was written; raises OSError where the server does not take it."""
        try:
            super().commit()
        finally:
            Path(self.fn).unlink(missing_ok=True)

    def discard(self) -> None:
        """Throw away what was written."""
        self.fh.close()
        Path(self.fn).unlink(missing_ok=True)
