"""Which server's data a verb works on, for the verbs that work on data without asking a server."""

from dataclasses import dataclass
from pathlib import Path

import cyclopts


@cyclopts.Parameter(name="*")
@dataclass(frozen=True)
class Place:
    """The data of a server; what is not given is as the environment says."""

    data: Path | None = None
    """Folder of the server's data (HOLDALL_DATA)."""
    database: str | None = None
    """sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder."""


HERE = Place()
"""What the environment says."""
