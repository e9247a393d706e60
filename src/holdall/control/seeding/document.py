"""The document of a seed: read from YAML, checked section by section, with errors that name the place."""

from collections.abc import Awaitable, Callable
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
import yaml

if TYPE_CHECKING:
    from holdall.control.seeding.planting import Planting

AnyApply = TypeVar("AnyApply", bound=Callable[..., Awaitable[None]])


class SeedError(Exception):
    """A seed that cannot be; the message names the place in the document and what is wrong there."""


class Section(NamedTuple):
    """One top-level key of a seed: what its value must be, and what makes it so."""

    name: str
    kind: Any
    apply: "Callable[[Planting, Any], Awaitable[None]]"
    order: int
    """Sections with a lower number are applied first."""
    is_runtime: bool
    """It changes the running server alone, not what is kept, so it is applied again at each start."""


Document = dict[str, Any]

_sections: dict[str, Section] = {}


def section(name: str, kind: Any, *, order: int, is_runtime: bool = False) -> Callable[[AnyApply], AnyApply]:
    """Make the function apply the section `name` of seeds, whose value is of the type `kind`."""

    def register(apply: AnyApply) -> AnyApply:
        _sections[name] = Section(name, kind, apply, order, is_runtime)
        return apply

    return register


def all_sections() -> list[Section]:
    """Every section there is, in the order in which they are applied."""
    return sorted(_sections.values(), key=lambda one: one.order)


def shipped_seeds() -> list[str]:
    """The names of the seeds that come with Holdall."""
    folder = resources.files("holdall.control") / "seeds"
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def load_seed(name_or_file: str) -> Document:
    """The seed of this name that comes with Holdall, or the one in this file. Raises SeedError."""
    if name_or_file in shipped_seeds():
        text = (resources.files("holdall.control") / "seeds" / f"{name_or_file}.yaml").read_text(encoding="utf-8")
    else:
        try:
            text = Path(name_or_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            known = ", ".join(shipped_seeds())
            raise SeedError(
                f"the seed {name_or_file!r} is neither one of {known} nor a file to read: {error}"
            ) from None
    return parse_seed(text)


def parse_seed(text: str | bytes) -> Document:
    """The sections of a seed by name, each of its section's type; raises SeedError."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SeedError(f"the seed is no YAML: {' '.join(str(error).split())}") from None
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise SeedError(f"a seed is a mapping of {', '.join(_sections)}")
    return {str(name): _convert(str(name), value) for name, value in raw.items()}


def _convert(name: str, value: Any) -> Any:
    if name not in _sections:
        near = get_close_matches(name, _sections, n=1)
        advice = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(_sections)}"
        raise SeedError(f"{name}: there is no such section; {advice}")
    try:
        # Dates become instants of YAML's own types; seeds speak of them as text.
        return msgspec.convert(msgspec.to_builtins(value), _sections[name].kind, strict=False)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise SeedError(f"{name}{path.rstrip('`')}: {message}") from None
