"""Everything that a child can be asked for, by name. Its modules are imported before the child shuts itself in."""

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from holdall.content.renditions.text.extract import extract_text

TASKS: dict[str, Callable[[BinaryIO, Mapping[str, Any]], dict[str, bytes]]] = {
    "text": extract_text,
}
