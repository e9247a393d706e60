"""The holdall command, one module per group of verbs.

Commands print for people by default and JSON where a script asks for it.
"""

import sys
from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> None:
    """Run the command; says what is missing where only the connector was installed, which brings no command."""
    try:
        from holdall.cli.app import main as run  # late: the command's libraries are an extra of their own
    except ModuleNotFoundError as error:
        print(f"holdall: the command needs more: pip install 'holdall[cli]' ({error.name} is missing)", file=sys.stderr)
        sys.exit(2)
    run(words)


__all__ = ["main"]
