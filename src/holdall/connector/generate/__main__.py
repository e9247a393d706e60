"""The command that writes the generated modules, or with --check says whether they are current."""

import sys
from pathlib import Path

from holdall.connector.generate.modules import generated_modules

TARGET = Path(__file__).parents[1] / "generated"


def main(arguments: list[str]) -> int:
    """Write the modules, or compare them; answers the exit status."""
    wanted = {TARGET / name: text for name, text in generated_modules().items()}
    present = set(TARGET.rglob("*.py"))
    stale = [path for path, text in wanted.items() if path not in present or path.read_text() != text]
    extra = present - wanted.keys()
    if "--check" in arguments:
        for path in [*stale, *extra]:
            sys.stderr.write(f"not current: {path}\n")
        return 1 if stale or extra else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path])
    for path in extra:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
