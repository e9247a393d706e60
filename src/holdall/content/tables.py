"""Every table, imported so that the one MetaData knows it: for migrations, snapshots and checks.

A module whose name ends in `tables` is found by that name; nothing is listed here.
"""

import importlib
import pkgutil

import holdall.content
import holdall.storage
from holdall.base import turns
from holdall.base.db import blocks, metadata

__all__ = ["blocks", "metadata", "turns"]

for room in (holdall.content, holdall.storage):
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if module.name.endswith("tables") and module.name != __name__:
            importlib.import_module(module.name)
