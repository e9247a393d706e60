"""Changes that a body names: what is absent stays, what is null is cleared."""

from typing import Any

import msgspec
from msgspec import UNSET


def given(body: msgspec.Struct) -> dict[str, Any]:
    """The fields that the body names, with their values."""
    return {name: value for name in body.__struct_fields__ if (value := getattr(body, name)) is not UNSET}
