"""What the contract and HTTP say of an operation's effect: may it be sent again, does it only read, is it finished.

The rule follows HTTP (RFC 9110, 9.2.2), read against what the operations do; when in doubt, they may not.
"""

from functools import cache

from holdall.connector.transport import Answer
from holdall.contract import Operation, find_operation

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})

_READS = frozenset(
    {
        "post_metadata_queries_execute_read",
        "post_ai_ask",
        "post_ai_text_gen",
        "post_ai_extract",
        "post_ai_extract_structured",
    }
)
"""Posts that only read."""

_HARMLESS_TWICE = frozenset(
    {
        "post_oauth2_revoke",
        "post_files_upload_sessions",
        "post_files_id_upload_sessions",
        "post_files_upload_sessions_id_commit",
        "post_zip_downloads",
    }
)
"""Posts that make what vanishes by itself, or that answer the same again."""

_ONCE = frozenset({"put_users_id_folders_0"})
"""A transfer makes a folder each time."""


@cache
def is_repeatable(operation_id: str) -> bool:
    """Whether sending the operation twice leaves what sending it once does; raises LookupError for an unknown one."""
    operation = find_operation(operation_id)
    if operation.id in _READS | _HARMLESS_TWICE:
        return True
    return operation.method in _METHODS and operation.id not in _ONCE and not _sends_edits(operation)


def _sends_edits(operation: Operation) -> bool:
    """A list of edits is not a state: `add` to the end of a list twice adds two."""
    body = operation.body
    return body is not None and any(schema.get("type") == "array" for schema in body.content.values())


@cache
def changes_nothing(operation_id: str) -> bool:
    """Whether the operation only reads; raises LookupError for an unknown one."""
    return find_operation(operation_id).method in {"GET", "OPTIONS"} or operation_id in _READS


@cache
def answers_content(operation_id: str) -> bool:
    """Whether the operation's answer is bytes and not a document; raises LookupError for an unknown one."""
    responses = find_operation(operation_id).responses
    return any(
        media != "application/json"
        for status, response in responses.items()
        if status.startswith("2")
        for media in response.content
    )


def may_be_unready(operation_id: str, answer: Answer) -> bool:
    """Whether a 202 says that the result is still being made, where the contract also knows a finished answer."""
    if answer.status != 202:
        return False
    finished = {status for status in find_operation(operation_id).responses if status.startswith("2")} - {"202"}
    return bool(finished) and ("retry-after" in answer.headers or not answer.body)
