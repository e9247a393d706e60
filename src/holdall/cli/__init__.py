"""The holdall command, one module per group of verbs.

Commands print for people by default and JSON where a script asks for it.
"""

from holdall.cli.app import main

__all__ = ["main"]
