"""`./dev docs`: writes the generated pages; `./dev docs --check` says whether they are current.

A generator answers the texts of its pages by their path below docs/; its folders hold nothing else.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from docs.generate.migration import migration_pages
from docs.generate.operations import operation_pages
from docs.generate.server import server_pages

HERE = Path(__file__).parent

GENERATORS: dict[str, Callable[[], dict[str, str]]] = {
    "reference/migration": migration_pages,
    "reference/operations": operation_pages,
    "reference/server": server_pages,
}
"""Each generator by the folder that is all its own."""


def stale_pages() -> tuple[dict[Path, str], list[Path]]:
    """The pages that are missing or differ, with the text that they must have, and the files that must not be there."""
    different: dict[Path, str] = {}
    extra: list[Path] = []
    for folder, generate in GENERATORS.items():
        wanted = {HERE / folder / name: text for name, text in generate().items()}
        present = {path for path in (HERE / folder).rglob("*") if path.is_file()}
        extra += sorted(present - wanted.keys())
        different |= {
            path: text
            for path, text in wanted.items()
            if path not in present or path.read_text(encoding="utf-8") != text
        }
    return different, extra


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; answers the exit status."""
    different, extra = stale_pages()
    if "--check" in arguments:
        for path in [*different, *extra]:
            print(f"not current: {path.relative_to(HERE.parent)}", file=sys.stderr)
        return 1 if different or extra else 0
    for path, text in different.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in extra:
        path.unlink()
    print(f"{len(different)} pages written, {len(extra)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
