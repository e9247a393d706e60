"""The records of API version 2026.0.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Any, Literal, Required, TypedDict


class AutomateWorkflowAction(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["workflow_action"] | str]
    action_type: Required[Literal["run_workflow"] | str]
    description: str
    created_at: str
    updated_at: str
    created_by: UserMini
    updated_by: UserMini
    workflow: Required[AutomateWorkflowReference]


class AutomateWorkflowReference(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["workflow"] | str]
    name: str


class AutomateWorkflows(TypedDict, total=False):
    entries: list[AutomateWorkflowAction]
    limit: int
    next_marker: str | None


class AutomateWorkflowStartRequest(TypedDict, total=False):
    workflow_action_id: Required[str]
    file_ids: Required[list[str]]


class ClientError(TypedDict, total=False):
    type: Literal["error"] | str
    status: int
    code: Literal["created", "accepted", "no_content", "redirect", "not_modified", "bad_request", "unauthorized", "forbidden", "not_found", "method_not_allowed", "conflict", "precondition_failed", "too_many_requests", "internal_server_error", "unavailable", "item_name_invalid", "insufficient_scope"] | str
    message: str
    context_info: dict[str, Any] | None
    help_url: str
    request_id: str


class FolderReference(TypedDict, total=False):
    type: Required[Literal["folder"] | str]
    id: Required[str]


class NotesConvertRequestBody(TypedDict, total=False):
    content: Required[str]
    content_format: Required[Literal["markdown"] | str]
    parent: Required[FolderReference]
    name: Required[str]


class NotesConvertResponse(TypedDict, total=False):
    type: Required[Literal["file"] | str]
    id: Required[str]


class UserBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]


class UserMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str
