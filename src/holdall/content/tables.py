"""Every table, imported so that the one MetaData knows it: for migrations, snapshots and checks.

A module whose name ends in `tables` is found by that name; nothing is listed here.
"""

import importlib
import pkgutil

from holdall.base import attempts, turns
from holdall.base.db import blocks, metadata

__all__ = ["attempts", "blocks", "metadata", "turns"]


def _refuse(name: str) -> None:
    """A package that cannot be imported must not pass for one without tables."""
    raise ImportError(f"{name} cannot be imported, so its tables are unknown")


# Rooms above this one are named and not imported: the code here depends on nothing of theirs, the schema has all.
for room in map(importlib.import_module, ("holdall.content", "holdall.storage", "holdall.migration")):
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.", onerror=_refuse):
        if module.name.endswith("tables") and module.name != __name__:
            importlib.import_module(module.name)
