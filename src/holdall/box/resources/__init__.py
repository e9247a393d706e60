"""The operations of the platform, a module per resource, imported by name of the package alone.

A handler is bound to the contract by `@operation`; paths are never typed twice.
"""

import importlib
import pkgutil


def import_all() -> None:
    """Import every module here, so that its handlers are registered."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)
