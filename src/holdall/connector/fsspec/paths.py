"""`UPath("holdall://...")`: what universal-pathlib looks for by its entry point; only it loads this module."""

from upath.core import UPath


class HoldallPath(UPath):
    """A path of the file system; pathlib's verbs on Box content."""

    __slots__ = ()
