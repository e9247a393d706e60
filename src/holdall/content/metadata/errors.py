"""The errors of metadata, with the codes that Box documents for them."""

from holdall.base.errors import BadRequest, Conflict, NotFound


def invalid(message: str) -> BadRequest:
    """Values, fields or options that cannot be."""
    return BadRequest(message, code="schema_validation_failed")


def no_template(scope: str, template_key: str) -> NotFound:
    """A template that there is not, or not for this subject."""
    return NotFound(f"There is no metadata template {scope}.{template_key}", code="instance_tuple_not_found")


def no_instance(message: str) -> NotFound:
    """An instance, or a policy, that there is not."""
    return NotFound(message, code="instance_not_found")


def already_there(message: str) -> Conflict:
    """A second one of what there can be one of."""
    return Conflict(message, code="tuple_already_exists")
