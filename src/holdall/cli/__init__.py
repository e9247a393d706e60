"""The holdall command, one module per group of verbs.

Commands print for people by default and JSON where a script asks for it.
"""

import gc
import sys
from collections.abc import Sequence

_CYCLES = (50_000, 20, 20)
"""How seldom cycles are looked for: what a command loads has none, and to look took a seventh of its start and a tenth of a migration."""

_TURN_SECONDS = 0.0005
"""How long a thread waits at most for the one that runs: most threads only hand over what a disk or a program has brought."""


def main(words: Sequence[str] | None = None) -> None:
    """Run the command; says what is missing where only the connector was installed, which brings no command."""
    gc.set_threshold(*_CYCLES)
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        from holdall.cli.app import main as run  # late: the command's libraries are an extra of their own
    except ModuleNotFoundError as error:
        print(f"holdall: the command needs more: pip install 'holdall[cli]' ({error.name} is missing)", file=sys.stderr)
        sys.exit(2)
    run(words)


__all__ = ["main"]
