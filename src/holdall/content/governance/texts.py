"""What policies of both kinds are called, and what is noted of them."""

from holdall.base.errors import InvalidParameter

LONGEST_NAME = 254
LONGEST_NOTE = 500


def check_name(name: str) -> None:
    """Raise InvalidParameter for a name that is empty or too long."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidParameter("policy_name", f"must have 1 to {LONGEST_NAME} characters")


def check_description(name: str, text: str) -> None:
    """Raise InvalidParameter for a text of the field `name` that is too long."""
    if len(text) > LONGEST_NOTE:
        raise InvalidParameter(name, f"must have at most {LONGEST_NOTE} characters")
