"""What the Box API is, as data: operations and schemas, and the code that reads them.

Server, connector, docs and tests read the same two files; nothing here knows how an operation is carried out.
"""

from holdall.contract.operations import (
    FIRST_VERSION,
    Body,
    JsonSchema,
    Operation,
    Parameter,
    Seed,
    find_operation,
    load_operations,
)
from holdall.contract.schemas import load_schemas, object_properties, resolve_reference

__all__ = [
    "FIRST_VERSION",
    "Body",
    "JsonSchema",
    "Operation",
    "Parameter",
    "Seed",
    "find_operation",
    "load_operations",
    "load_schemas",
    "object_properties",
    "resolve_reference",
]
