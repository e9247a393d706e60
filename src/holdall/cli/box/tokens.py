"""The words of a `holdall box` command brought into the one form that its parser takes.

`_` is as good as `-`, an operation may be named by its id, and a boolean may be followed by true or false.
"""

from collections.abc import Sequence

from holdall.cli.box.flags import flags_of, short_name
from holdall.connector.naming import method_name, operation_names
from holdall.contract import load_operations


def command_name(name: str) -> str:
    """A tag or a method as a word of the shell."""
    return name.replace("_", "-")


def normalise(words: Sequence[str]) -> list[str]:
    """The words after `holdall box` in the parser's form; what is not understood stays as it is."""
    words = list(words)
    if words and words[0] in load_operations():
        operation = load_operations()[words[0]]
        words[:1] = [operation.tag, method_name(operation.id)]
    for place in range(min(2, len(words))):
        if words[place].startswith("-"):
            return words
        words[place] = command_name(words[place])
    operation_id = find_command(words)
    return words if operation_id is None else [*words[:2], *_options(words[2:], operation_id)]


def find_command(words: Sequence[str]) -> str | None:
    """The id of the operation that a tag and a method name, if there is one."""
    if len(words) < 2:
        return None
    methods = operation_names().get(words[0].replace("-", "_"), {})
    return methods.get(words[1].replace("-", "_"))


def _options(words: list[str], operation_id: str) -> list[str]:
    booleans = {name for flag in flags_of(operation_id) if flag.kind == "boolean" for name in flag.names}
    found: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*found, word, *waiting]
        if not name.startswith("--"):
            found.append(word)
            continue
        name = short_name(operation_id, name.replace("_", "-"))
        found.append(name + equals + value)
        if name in booleans and not equals:
            following = next(waiting, None)
            if following in {"true", "false"}:
                found[-1] += f"={following}"
            elif following is not None:
                return [*found, *_options([following, *waiting], operation_id)]
    return found
