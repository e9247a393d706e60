"""The records of API version 2024.0.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Required, TypeAlias, TypedDict


class AccessToken(TypedDict, total=False):
    access_token: str
    expires_in: int
    token_type: Literal["bearer"] | str
    restricted_to: list[ResourceScope]
    refresh_token: str
    issued_token_type: Literal["urn:ietf:params:oauth:token-type:access_token"] | str


class AiAgentAsk(TypedDict, total=False):
    type: Required[Literal["ai_agent_ask"] | str]
    long_text: AiAgentLongTextTool
    basic_text: AiAgentBasicTextTool
    spreadsheet: AiAgentSpreadsheetTool
    long_text_multi: AiAgentLongTextTool
    basic_text_multi: AiAgentBasicTextTool
    basic_image: AiAgentBasicTextTool
    basic_image_multi: AiAgentBasicTextTool


class AiAgentBasicGenTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolTextGenEmbeddings
    content_template: str


class AiAgentLongTextToolTextGenEmbeddings(TypedDict, total=False):
    model: str
    strategy: AiAgentLongTextToolTextGenEmbeddingsStrategy


class AiAgentLongTextToolTextGenEmbeddingsStrategy(TypedDict, total=False):
    id: str
    num_tokens_per_chunk: int


class AiAgentBasicTextTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str


class AiAgentBasicTextToolBase(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams


class AiAgentBasicTextToolTextGen(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str


class AiAgentExtract(TypedDict, total=False):
    type: Required[Literal["ai_agent_extract"] | str]
    long_text: AiAgentLongTextTool
    basic_text: AiAgentBasicTextTool
    basic_image: AiAgentBasicTextTool


class AiAgentExtractStructured(TypedDict, total=False):
    type: Required[Literal["ai_agent_extract_structured"] | str]
    long_text: AiAgentLongTextTool
    basic_text: AiAgentBasicTextTool
    basic_image: AiAgentBasicTextTool


class AiAgentInfo(TypedDict, total=False):
    models: list[AiAgentInfoModel]
    processor: str


class AiAgentInfoModel(TypedDict, total=False):
    name: str
    provider: str
    supported_purpose: str


class AiAgentLongTextTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolEmbeddings


class AiAgentLongTextToolEmbeddings(TypedDict, total=False):
    model: str
    strategy: AiAgentLongTextToolEmbeddingsStrategy


class AiAgentLongTextToolEmbeddingsStrategy(TypedDict, total=False):
    id: str
    num_tokens_per_chunk: int


class AiAgentLongTextToolTextGen(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolTextGenEmbeddings


class AiAgentReference(TypedDict, total=False):
    type: Required[Literal["ai_agent_id"] | str]
    id: Required[str]


class AiAgentSpreadsheetTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams


class AiAgentTextGen(TypedDict, total=False):
    type: Required[Literal["ai_agent_text_gen"] | str]
    basic_gen: AiAgentBasicGenTool


class AiAsk(TypedDict, total=False):
    mode: Required[Literal["multiple_item_qa", "single_item_qa"] | str]
    prompt: Required[str]
    items: Required[list[AiItemAsk]]
    dialogue_history: list[AiDialogueHistory]
    include_citations: bool
    ai_agent: AiAskAgent


class AiCitation(TypedDict, total=False):
    content: str
    id: str
    type: Literal["file"] | str
    name: str


class AiDialogueHistory(TypedDict, total=False):
    prompt: str
    answer: str
    created_at: str


class AiExtract(TypedDict, total=False):
    prompt: Required[str]
    items: Required[list[AiItemBase]]
    ai_agent: AiExtractAgent


class AiExtractFieldOption(TypedDict, total=False):
    key: Required[str]


class AiExtractStructured(TypedDict, total=False):
    items: Required[list[AiItemBase]]
    metadata_template: AiExtractStructuredMetadataTemplate
    fields: list[AiExtractStructuredField]
    ai_agent: AiExtractStructuredAgent
    include_confidence_score: bool
    include_reference: bool
    taxonomy_sources: list[AiTaxonomySource]


class AiExtractStructuredMetadataTemplate(TypedDict, total=False):
    template_key: str
    type: Literal["metadata_template"] | str
    scope: str


class AiExtractStructuredField(TypedDict, total=False):
    key: Required[str]
    description: str
    displayName: str
    prompt: str
    type: str
    options: list[AiExtractStructuredFieldOption]
    fields: list[AiExtractSubField]
    taxonomy_key: str
    namespace: str
    options_rules: AiOptionsRules


class AiExtractStructuredFieldOption(TypedDict, total=False):
    key: Required[str]


class AiExtractStructuredResponse(TypedDict, total=False):
    answer: Required[AiExtractResponse]
    created_at: Required[str]
    completion_reason: str
    confidence_score: dict[str, Any]
    reference: dict[str, Any]
    ai_agent_info: AiAgentInfo


class AiExtractSubField(TypedDict, total=False):
    key: Required[str]
    description: str
    displayName: str
    prompt: str
    type: str
    options: list[AiExtractFieldOption]


class AiItemBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file"] | str]
    content: str


class AiItemAsk(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file", "hubs"] | str]
    content: str


class AiLlmEndpointParamsAWS(TypedDict, total=False):
    type: Required[Literal["aws_params"] | str]
    temperature: float | None
    top_p: float | None


class AiLlmEndpointParamsGoogle(TypedDict, total=False):
    type: Required[Literal["google_params"] | str]
    temperature: float | None
    top_p: float | None
    top_k: float | None


class AiLlmEndpointParamsIBM(TypedDict, total=False):
    type: Required[Literal["ibm_params"] | str]
    temperature: float | None
    top_p: float | None
    top_k: float | None


class AiLlmEndpointParamsOpenAi(TypedDict, total=False):
    type: Required[Literal["openai_params"] | str]
    temperature: float | None
    top_p: float | None
    frequency_penalty: float | None
    presence_penalty: float | None
    stop: str | None


class AiMultipleAgentResponse(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: Required[list[AiSingleAgentResponseFull]]


class AiOptionsRules(TypedDict, total=False):
    multi_select: bool
    selectable_levels: list[int]


class AiResponse(TypedDict, total=False):
    answer: Required[str]
    created_at: Required[str]
    completion_reason: str
    ai_agent_info: AiAgentInfo


class AiResponseFull(TypedDict, total=False):
    answer: Required[str]
    created_at: Required[str]
    completion_reason: str
    ai_agent_info: AiAgentInfo
    citations: list[AiCitation]


class AiSingleAgentResponse(TypedDict, total=False):
    id: Required[str]
    type: Literal["ai_agent"] | str
    origin: Required[str]
    name: Required[str]
    access_state: Required[str]
    created_by: UserBase
    created_at: str
    modified_by: UserBase
    modified_at: str
    icon_reference: str
    allowed_entities: list[AiAgentAllowedEntity]


class AiSingleAgentResponseFull(TypedDict, total=False):
    id: Required[str]
    type: Literal["ai_agent"] | str
    origin: Required[str]
    name: Required[str]
    access_state: Required[str]
    created_by: UserBase
    created_at: str
    modified_by: UserBase
    modified_at: str
    icon_reference: str
    allowed_entities: list[AiAgentAllowedEntity]
    ask: AiStudioAgentAskResponse
    text_gen: AiStudioAgentTextGenResponse
    extract: AiStudioAgentExtractResponse


class AiStudioAgentAsk(TypedDict, total=False):
    type: Required[Literal["ai_agent_ask"] | str]
    access_state: Required[str]
    description: Required[str]
    custom_instructions: str | None
    suggested_questions: list[str]
    long_text: AiStudioAgentLongTextTool
    basic_text: AiStudioAgentBasicTextTool
    basic_image: AiStudioAgentBasicTextTool
    spreadsheet: AiStudioAgentSpreadsheetTool
    long_text_multi: AiStudioAgentLongTextTool
    basic_text_multi: AiStudioAgentBasicTextTool
    basic_image_multi: AiStudioAgentBasicTextTool


class AiStudioAgentAskResponse(TypedDict, total=False):
    type: Required[Literal["ai_agent_ask"] | str]
    access_state: Required[str]
    description: Required[str]
    custom_instructions: str | None
    suggested_questions: list[str]
    long_text: AiStudioAgentLongTextToolResponse
    basic_text: AiStudioAgentBasicTextToolResponse
    basic_image: AiStudioAgentBasicTextToolResponse
    spreadsheet: AiStudioAgentSpreadsheetToolResponse
    long_text_multi: AiStudioAgentLongTextToolResponse
    basic_text_multi: AiStudioAgentBasicTextToolResponse
    basic_image_multi: AiStudioAgentBasicTextToolResponse


class AiStudioAgentBasicGenTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolTextGenEmbeddings
    content_template: str
    is_custom_instructions_included: bool


class AiStudioAgentBasicGenToolResponse(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolTextGenEmbeddings
    content_template: str
    is_custom_instructions_included: bool
    warnings: list[str]


class AiStudioAgentBasicTextTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    is_custom_instructions_included: bool


class AiStudioAgentBasicTextToolResponse(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    is_custom_instructions_included: bool
    warnings: list[str]


class AiStudioAgentExtract(TypedDict, total=False):
    type: Required[Literal["ai_agent_extract"] | str]
    access_state: Required[str]
    description: Required[str]
    custom_instructions: str | None
    long_text: AiStudioAgentLongTextTool
    basic_text: AiStudioAgentBasicTextTool
    basic_image: AiStudioAgentBasicTextTool


class AiStudioAgentExtractResponse(TypedDict, total=False):
    type: Required[Literal["ai_agent_extract"] | str]
    access_state: Required[str]
    description: Required[str]
    custom_instructions: str | None
    long_text: AiStudioAgentLongTextToolResponse
    basic_text: AiStudioAgentBasicTextToolResponse
    basic_image: AiStudioAgentBasicTextToolResponse


class AiStudioAgentLongTextTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolEmbeddings
    is_custom_instructions_included: bool


class AiStudioAgentLongTextToolResponse(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    system_message: str
    prompt_template: str
    embeddings: AiAgentLongTextToolEmbeddings
    is_custom_instructions_included: bool
    warnings: list[str]


class AiStudioAgentSpreadsheetTool(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams


class AiStudioAgentSpreadsheetToolResponse(TypedDict, total=False):
    model: str
    num_tokens_for_completion: int
    llm_endpoint_params: AiLlmEndpointParams
    warnings: list[str]


class AiStudioAgentTextGen(TypedDict, total=False):
    type: Required[Literal["ai_agent_text_gen"] | str]
    access_state: Required[str]
    description: Required[str]
    custom_instructions: str | None
    suggested_questions: list[str]
    basic_gen: AiStudioAgentBasicGenTool


class AiStudioAgentTextGenResponse(TypedDict, total=False):
    type: Required[Literal["ai_agent_text_gen"] | str]
    access_state: Required[str]
    description: Required[str]
    custom_instructions: str | None
    suggested_questions: list[str]
    basic_gen: AiStudioAgentBasicGenToolResponse


class AiTaxonomyFileReference(TypedDict, total=False):
    type: Literal["file"] | str
    taxonomy_key: str
    id: str


class AiTaxonomyReference(TypedDict, total=False):
    type: Literal["taxonomy"] | str
    taxonomy_key: str
    namespace: str


class AiTextGen(TypedDict, total=False):
    prompt: Required[str]
    items: Required[list[AiTextGenItem]]
    dialogue_history: list[AiDialogueHistory]
    ai_agent: AiTextGenAgent


class AiTextGenItem(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file"] | str]
    content: str


class AppItem(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["app_item"] | str]
    application_type: Required[str]


class AppItemAssociation(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["app_item_association"] | str]
    app_item: Required[AppItem]
    item: Required[AppItemAssociatedItem]


class AppItemAssociations(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[AppItemAssociation]


class AppItemEventSource(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["app_item"] | str]
    app_item_type: Required[str]
    user: UserMini
    group: GroupMini


Classification = TypedDict(
    "Classification",
    {
        "Box__Security__Classification__Key": "str",
        "$parent": "str",
        "$template": "Literal[\"securityClassification-6VMVochwUWo\"] | str",
        "$scope": "str",
        "$version": "int",
        "$type": "str",
        "$typeVersion": "float",
        "$canEdit": "bool",
    },
    total=False,
)


class ClassificationTemplate(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["metadata_template"] | str]
    scope: Required[str]
    templateKey: Required[Literal["securityClassification-6VMVochwUWo"] | str]
    displayName: Required[Literal["Classification"] | str]
    hidden: bool
    copyInstanceOnItemCopy: bool
    fields: Required[list[ClassificationTemplateField]]


class ClassificationTemplateField(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["enum"] | str]
    key: Required[Literal["Box__Security__Classification__Key"] | str]
    displayName: Required[Literal["Classification"] | str]
    hidden: bool
    options: Required[list[ClassificationTemplateFieldOption]]


class ClassificationTemplateFieldOption(TypedDict, total=False):
    id: Required[str]
    key: Required[str]
    staticConfig: ClassificationTemplateFieldOptionStaticConfig


class ClassificationTemplateFieldOptionStaticConfig(TypedDict, total=False):
    classification: ClassificationTemplateFieldOptionStaticConfigClassification


class ClassificationTemplateFieldOptionStaticConfigClassification(TypedDict, total=False):
    classificationDefinition: str
    colorID: int


class ClientError(TypedDict, total=False):
    type: Literal["error"] | str
    status: int
    code: Literal["created", "accepted", "no_content", "redirect", "not_modified", "bad_request", "unauthorized", "forbidden", "not_found", "method_not_allowed", "conflict", "precondition_failed", "too_many_requests", "internal_server_error", "unavailable", "item_name_invalid", "insufficient_scope"] | str
    message: str
    context_info: dict[str, Any] | None
    help_url: str
    request_id: str


class Collaboration(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["collaboration"] | str]
    item: CollaborationItem | None
    app_item: AppItem | None
    accessible_by: CollaborationAccessGrantee
    invite_email: str | None
    role: Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner", "owner"] | str
    expires_at: str | None
    is_access_only: bool
    status: Literal["accepted", "pending", "rejected"] | str
    acknowledged_at: str
    created_by: UserCollaborations
    created_at: str
    modified_at: str
    acceptance_requirements_status: CollaborationAcceptanceRequirementsStatus


class CollaborationAcceptanceRequirementsStatus(TypedDict, total=False):
    terms_of_service_requirement: CollaborationAcceptanceRequirementsStatusTermsOfServiceRequirement
    strong_password_requirement: CollaborationAcceptanceRequirementsStatusStrongPasswordRequirement
    two_factor_authentication_requirement: CollaborationAcceptanceRequirementsStatusTwoFactorAuthenticationRequirement


class CollaborationAcceptanceRequirementsStatusTermsOfServiceRequirement(TypedDict, total=False):
    is_accepted: bool | None
    terms_of_service: TermsOfServiceBase


class CollaborationAcceptanceRequirementsStatusStrongPasswordRequirement(TypedDict, total=False):
    enterprise_has_strong_password_required_for_external_users: bool
    user_has_strong_password: bool | None


class CollaborationAcceptanceRequirementsStatusTwoFactorAuthenticationRequirement(TypedDict, total=False):
    enterprise_has_two_factor_auth_enabled: bool
    user_has_two_factor_authentication_enabled: bool | None


class CollaborationAllowlistEntries(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[CollaborationAllowlistEntry]


class CollaborationAllowlistEntry(TypedDict, total=False):
    id: str
    type: Literal["collaboration_whitelist_entry"] | str
    domain: str
    direction: Literal["inbound", "outbound", "both"] | str
    enterprise: CollaborationAllowlistEntryEnterprise
    created_at: str


class CollaborationAllowlistEntryEnterprise(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str
    name: str


class CollaborationAllowlistExemptTarget(TypedDict, total=False):
    id: str
    type: Literal["collaboration_whitelist_exempt_target"] | str
    enterprise: CollaborationAllowlistExemptTargetEnterprise
    user: UserMini
    created_at: str
    modified_at: str


class CollaborationAllowlistExemptTargetEnterprise(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str
    name: str


class CollaborationAllowlistExemptTargets(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[CollaborationAllowlistExemptTarget]


class Collaborations(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[Collaboration]


class CollaborationsOffsetPaginated(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    entries: list[Collaboration]


class CollaboratorVariable(TypedDict, total=False):
    type: Required[Literal["variable"] | str]
    variable_type: Required[Literal["user_list"] | str]
    variable_value: Required[list[CollaboratorVariableVariableValueItem]]


class CollaboratorVariableVariableValueItem(TypedDict, total=False):
    type: Required[Literal["user"] | str]
    id: Required[str]


class Collection(TypedDict, total=False):
    id: str
    type: Literal["collection"] | str
    name: Literal["Favorites"] | str
    collection_type: Literal["favorites"] | str


class Collections(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[CollectionsOrderItem]
    entries: list[Collection]


class CollectionsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class Comment(TypedDict, total=False):
    id: str
    type: Literal["comment"] | str
    is_reply_comment: bool
    message: str
    created_by: UserMini
    created_at: str
    modified_at: str
    item: CommentItem


class CommentItem(TypedDict, total=False):
    id: str
    type: str


class CommentBase(TypedDict, total=False):
    id: str
    type: Literal["comment"] | str


class CommentFull(TypedDict, total=False):
    id: str
    type: Literal["comment"] | str
    is_reply_comment: bool
    message: str
    created_by: UserMini
    created_at: str
    modified_at: str
    item: CommentItem
    tagged_message: str


class Comments(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[CommentsOrderItem]
    entries: list[CommentFull]


class CommentsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class CompletionRuleVariable(TypedDict, total=False):
    type: Required[Literal["variable"] | str]
    variable_type: Required[Literal["task_completion_rule"] | str]
    variable_value: Required[Literal["all_assignees", "any_assignees"] | str]


class ConflictError(TypedDict, total=False):
    type: Literal["error"] | str
    status: int
    code: Literal["created", "accepted", "no_content", "redirect", "not_modified", "bad_request", "unauthorized", "forbidden", "not_found", "method_not_allowed", "conflict", "precondition_failed", "too_many_requests", "internal_server_error", "unavailable", "item_name_invalid", "insufficient_scope"] | str
    message: str
    context_info: ConflictErrorContextInfo
    help_url: str
    request_id: str


class ConflictErrorContextInfo(TypedDict, total=False):
    conflicts: list[FileConflict]


class CreateAiAgent(TypedDict, total=False):
    type: Required[Literal["ai_agent"] | str]
    name: Required[str]
    access_state: Required[str]
    icon_reference: str
    allowed_entities: list[AiAgentAllowedEntity]
    ask: AiStudioAgentAsk
    text_gen: AiStudioAgentTextGen
    extract: AiStudioAgentExtract


class DevicePinner(TypedDict, total=False):
    id: str
    type: Literal["device_pinner"] | str
    owned_by: UserMini
    product_name: str


class DevicePinners(TypedDict, total=False):
    entries: list[DevicePinner]
    limit: int
    next_marker: int
    order: list[DevicePinnersOrderItem]


class DevicePinnersOrderItem(TypedDict, total=False):
    by: Literal["id"] | str
    direction: Literal["asc", "desc"] | str


class EmailAlias(TypedDict, total=False):
    id: str
    type: Literal["email_alias"] | str
    email: str
    is_confirmed: bool


class EmailAliases(TypedDict, total=False):
    total_count: int
    entries: list[EmailAlias]


class EnterpriseBase(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str


class Event(TypedDict, total=False):
    type: str
    created_at: str
    recorded_at: str
    event_id: str
    created_by: UserMini
    event_type: Literal["ACCESS_GRANTED", "ACCESS_REVOKED", "ADD_DEVICE_ASSOCIATION", "ADD_LOGIN_ACTIVITY_DEVICE", "ADMIN_LOGIN", "ADVANCED_FOLDER_SETTINGS_UPDATE", "AI_SECURITY_DETECTION", "ANNOTATIONV2_CREATE", "ANNOTATIONV2_DELETE", "ANNOTATIONV2_EDIT", "APPLICATION_CREATED", "APPLICATION_PUBLIC_KEY_ADDED", "APPLICATION_PUBLIC_KEY_DELETED", "BOX_AI_USER_FAILED_REQUEST", "BOX_AI_USER_REQUEST", "CHANGE_ADMIN_ROLE", "CHANGE_FOLDER_PERMISSION", "COLLABORATION_ACCEPT", "COLLABORATION_EXPIRATION", "COLLABORATION_INVITE", "COLLABORATION_REMOVE", "COLLABORATION_ROLE_CHANGE", "COLLAB_ADD_COLLABORATOR", "COLLAB_INVITE_COLLABORATOR", "COLLAB_REMOVE_COLLABORATOR", "COLLAB_ROLE_CHANGE", "COLLECTION_CREATE", "COLLECTION_DELETE", "COLLECTION_ITEM_CREATE", "COLLECTION_ITEM_DELETE", "COLLECTION_ITEM_UPDATE", "COLLECTION_UPDATE", "COMMENT_CREATE", "COMMENT_DELETE", "COMMENT_EDIT", "CONTENT_ACCESS", "CONTENT_RECOVERY_REPORT_CREATE", "CONTENT_RECOVERY_REPORT_DELETE", "CONTENT_RECOVERY_REPORT_INITIATE", "CONTENT_WORKFLOW_ABNORMAL_DOWNLOAD_ACTIVITY", "CONTENT_WORKFLOW_AUTOMATION_ADD", "CONTENT_WORKFLOW_AUTOMATION_DELETE", "CONTENT_WORKFLOW_POLICY_ADD", "CONTENT_WORKFLOW_SHARING_POLICY_VIOLATION", "CONTENT_WORKFLOW_UPLOAD_POLICY_VIOLATION", "COPY", "DATA_RETENTION_CREATE_RETENTION", "DATA_RETENTION_REMOVE_RETENTION", "DELETE", "DELETE_USER", "DEVICE_TRUST_CHECK_FAILED", "DISABLE_MULTI_FACTOR_AUTH", "DOWNLOAD", "EDIT", "EDIT_USER", "EDR_CROWDSTRIKE_ACCESS_ALLOWED_NO_CROWDSTRIKE_DEVICE", "EDR_CROWDSTRIKE_ACCESS_REVOKED", "EDR_CROWDSTRIKE_BOX_TOOLS_OUTDATED", "EDR_CROWDSTRIKE_DEVICE_DETECTED", "EDR_CROWDSTRIKE_DRIVE_OUTDATED", "EDR_CROWDSTRIKE_NO_BOX_TOOLS", "EMAIL_ALIAS_CONFIRM", "EMAIL_ALIAS_PRIMARY", "EMAIL_ALIAS_REMOVE", "EMAIL_UPLOAD_DISABLED", "EMAIL_UPLOAD_ENABLED", "ENABLE_MULTI_FACTOR_AUTH", "ENABLE_TWO_FACTOR_AUTH", "ENTERPRISE_APP_AUTHORIZATION_UPDATE", "EXTERNAL_COLLAB_SECURITY_SETTINGS", "FAILED_LOGIN", "FAVORITE", "FILE_MARKED_MALICIOUS", "FILE_REQUEST_CREATE", "FILE_REQUEST_DELETE", "FILE_REQUEST_UPDATE", "FILE_VERSION_RESTORE", "FILE_WATERMARKED_DOWNLOAD", "GROUP_ADD_ITEM", "GROUP_ADD_USER", "GROUP_ADMIN_CREATED", "GROUP_ADMIN_DELETED", "GROUP_ADMIN_PERMISSIONS_UPDATED", "GROUP_CREATION", "GROUP_DELETION", "GROUP_EDITED", "GROUP_REMOVE_ITEM", "GROUP_REMOVE_USER", "ILLEGAL_ITEM_OWNERSHIP_TRANSFER_BY_USER", "ITEM_ASSOCIATION_CREATED", "ITEM_ASSOCIATION_DELETED", "ITEM_ASSOCIATION_UPDATED", "ITEM_COPY", "ITEM_CREATE", "ITEM_DOWNLOAD", "ITEM_EMAIL_SEND", "ITEM_MAKE_CURRENT_VERSION", "ITEM_MODIFY", "ITEM_MOVE", "ITEM_OPEN", "ITEM_PREVIEW", "ITEM_RENAME", "ITEM_SHARED", "ITEM_SHARED_CREATE", "ITEM_SHARED_UNSHARE", "ITEM_SHARED_UPDATE", "ITEM_SYNC", "ITEM_TRASH", "ITEM_UNDELETE_VIA_TRASH", "ITEM_UNSYNC", "ITEM_UPLOAD", "LEGAL_HOLD_ASSIGNMENT_CREATE", "LEGAL_HOLD_ASSIGNMENT_DELETE", "LEGAL_HOLD_POLICY_CREATE", "LEGAL_HOLD_POLICY_DELETE", "LEGAL_HOLD_POLICY_UPDATE", "LOCK", "LOCK_CREATE", "LOCK_DESTROY", "LOGIN", "MASTER_INVITE_ACCEPT", "MASTER_INVITE_REJECT", "METADATA_CASCADE_POLICY_APPLY", "METADATA_CASCADE_POLICY_CREATE", "METADATA_INSTANCE_COPY", "METADATA_INSTANCE_CREATE", "METADATA_INSTANCE_DELETE", "METADATA_INSTANCE_UPDATE", "METADATA_TEMPLATE_CREATE", "METADATA_TEMPLATE_DELETE", "METADATA_TEMPLATE_UPDATE", "MOVE", "NEW_USER", "OAUTH2_ACCESS_TOKEN_REVOKE", "OAUTH2_REFRESH_TOKEN_REVOKE", "PREVIEW", "REMOVE_DEVICE_ASSOCIATION", "REMOVE_LOGIN_ACTIVITY_DEVICE", "RENAME", "RETENTION_POLICY_ASSIGNMENT_ADD", "SHARE", "SHARED_LINK_REDIRECT_OUT_OF_SHARED_CONTEXT", "SHARED_LINK_SEND", "SHARE_EXPIRATION", "SHIELD_ACCESS_POLICY_CREATED", "SHIELD_ACCESS_POLICY_DELETED", "SHIELD_ACCESS_POLICY_UPDATED", "SHIELD_ALERT", "SHIELD_DOWNLOAD_BLOCKED", "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED", "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED_MISSING_JUSTIFICATION", "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED", "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED_MISSING_JUSTIFICATION", "SHIELD_EXTERNAL_COLLAB_INVITE_JUSTIFIED", "SHIELD_INFORMATION_BARRIER_COLLAB_BLOCKED", "SHIELD_INFORMATION_BARRIER_DISABLED", "SHIELD_INFORMATION_BARRIER_ENABLED", "SHIELD_INFORMATION_BARRIER_GROUP_ADD_USER_BLOCKED", "SHIELD_INFORMATION_BARRIER_ITEM_COPY_BLOCKED", "SHIELD_INFORMATION_BARRIER_ITEM_MOVE_BLOCKED", "SHIELD_INFORMATION_BARRIER_ITEM_OWNER_TRANSFER_BLOCKED", "SHIELD_INFORMATION_BARRIER_PENDING", "SHIELD_INFORMATION_BARRIER_SHARED_ITEM_ACCESS_BLOCKED", "SHIELD_JUSTIFICATION_APPROVAL", "SHIELD_SHARED_LINK_ACCESS_BLOCKED", "SHIELD_SHARED_LINK_STATUS_RESTRICTED_ON_CREATE", "SHIELD_SHARED_LINK_STATUS_RESTRICTED_ON_UPDATE", "SIGN_DOCUMENT_ASSIGNED", "SIGN_DOCUMENT_CANCELLED", "SIGN_DOCUMENT_COMPLETED", "SIGN_DOCUMENT_CONVERTED", "SIGN_DOCUMENT_CREATED", "SIGN_DOCUMENT_DECLINED", "SIGN_DOCUMENT_EXPIRED", "SIGN_DOCUMENT_SIGNED", "SIGN_DOCUMENT_VIEWED_BY_SIGNED", "SIGN_DOCUMENT_VIEWED_BY_SIGNER", "SIGNER_DOWNLOADED", "SIGNER_FORWARDED", "STORAGE_EXPIRATION", "TAG_ITEM_CREATE", "TASK_ASSIGNMENT_CREATE", "TASK_ASSIGNMENT_DELETE", "TASK_ASSIGNMENT_UPDATE", "TASK_CREATE", "TASK_UPDATE", "TERMS_OF_SERVICE_ACCEPT", "TERMS_OF_SERVICE_REJECT", "UNDELETE", "UNFAVORITE", "UNLOCK", "UNSHARE", "UPDATE_COLLABORATION_EXPIRATION", "UPDATE_SHARE_EXPIRATION", "UPLOAD", "USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE", "WATERMARK_LABEL_CREATE", "WATERMARK_LABEL_DELETE", "WORKFLOW_AUTOMATION_CREATE", "WORKFLOW_AUTOMATION_DELETE", "WORKFLOW_AUTOMATION_UPDATE"] | str
    session_id: str
    source: EventSourceResource
    additional_details: dict[str, Any]


class Events(TypedDict, total=False):
    chunk_size: int
    next_stream_position: str | int
    entries: list[Event]


class EventSource(TypedDict, total=False):
    item_type: Required[Literal["file", "folder"] | str]
    item_id: Required[str]
    item_name: Required[str]
    classification: EventSourceClassification
    parent: FolderMini | None
    owned_by: UserMini


class EventSourceClassification(TypedDict, total=False):
    name: str


class File(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]
    sequence_id: str | None
    name: str
    sha1: str
    file_version: FileVersionMini
    description: str
    size: int
    path_collection: FilePathCollection
    created_at: str
    modified_at: str
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    created_by: UserMini
    modified_by: UserMini
    owned_by: UserMini
    shared_link: FileSharedLink | None
    parent: FolderMini | None
    item_status: Literal["active", "trashed", "deleted"] | str


class FilePathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[FolderMini]]


class FileSharedLink(TypedDict, total=False):
    url: Required[str]
    download_url: str | None
    vanity_url: str | None
    vanity_name: str | None
    access: Literal["open", "company", "collaborators"] | str
    effective_access: Required[Literal["open", "company", "collaborators"] | str]
    effective_permission: Required[Literal["can_edit", "can_download", "can_preview", "no_access"] | str]
    unshared_at: str | None
    is_password_enabled: Required[bool]
    permissions: FileSharedLinkPermissions
    download_count: Required[int]
    preview_count: Required[int]


class FileSharedLinkPermissions(TypedDict, total=False):
    can_download: Required[bool]
    can_preview: Required[bool]
    can_edit: Required[bool]


class FileBase(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]


class FileFull(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]
    sequence_id: str | None
    name: str
    sha1: str
    file_version: FileVersionMini
    description: str
    size: int
    path_collection: FilePathCollection
    created_at: str
    modified_at: str
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    created_by: UserMini
    modified_by: UserMini
    owned_by: UserMini
    shared_link: FileSharedLink | None
    parent: FolderMini | None
    item_status: Literal["active", "trashed", "deleted"] | str
    version_number: str
    comment_count: int
    permissions: FileFullPermissions
    tags: list[str]
    lock: FileFullLock | None
    extension: str
    is_package: bool
    expiring_embed_link: FileFullExpiringEmbedLink
    watermark_info: FileFullWatermarkInfo
    is_accessible_via_shared_link: bool
    allowed_invitee_roles: list[Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"] | str]
    is_externally_owned: bool
    has_collaborations: bool
    metadata: dict[str, dict[str, MetadataFull]]
    expires_at: str | None
    representations: FileFullRepresentations
    classification: FileFullClassification | None
    uploader_display_name: str
    disposition_at: str | None
    shared_link_permission_options: list[Literal["can_preview", "can_download", "can_edit"] | str] | None
    is_associated_with_app_item: bool


class FileFullPermissions(TypedDict, total=False):
    can_delete: Required[bool]
    can_download: Required[bool]
    can_invite_collaborator: Required[bool]
    can_rename: Required[bool]
    can_set_share_access: Required[bool]
    can_share: Required[bool]
    can_annotate: Required[bool]
    can_comment: Required[bool]
    can_preview: Required[bool]
    can_upload: Required[bool]
    can_view_annotations_all: Required[bool]
    can_view_annotations_self: Required[bool]
    can_apply_watermark: bool


class FileFullLock(TypedDict, total=False):
    id: str
    type: Literal["lock"] | str
    created_by: UserMini
    created_at: str
    expired_at: str
    is_download_prevented: bool
    app_type: Literal["gsuite", "office_wopi", "office_wopiplus", "other"] | str | None


class FileFullExpiringEmbedLink(TypedDict, total=False):
    access_token: str
    expires_in: int
    token_type: Literal["bearer"] | str
    restricted_to: list[ResourceScope]
    url: str


class FileFullWatermarkInfo(TypedDict, total=False):
    is_watermarked: bool
    is_watermark_inherited: bool
    is_watermarked_by_access_policy: bool


class FileFullRepresentations(TypedDict, total=False):
    entries: list[FileFullRepresentationsEntrie]


class FileFullRepresentationsEntrie(TypedDict, total=False):
    content: FileFullRepresentationsEntrieContent
    info: FileFullRepresentationsEntrieInfo
    properties: FileFullRepresentationsEntrieProperties
    representation: str
    status: FileFullRepresentationsEntrieStatus


class FileFullRepresentationsEntrieContent(TypedDict, total=False):
    url_template: str


class FileFullRepresentationsEntrieInfo(TypedDict, total=False):
    url: str


class FileFullRepresentationsEntrieProperties(TypedDict, total=False):
    dimensions: str
    paged: str
    thumb: str


class FileFullRepresentationsEntrieStatus(TypedDict, total=False):
    state: Literal["success", "viewable", "pending", "none"] | str


class FileFullClassification(TypedDict, total=False):
    name: str
    definition: str
    color: str


class FileMini(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]
    sequence_id: str | None
    name: str
    sha1: str
    file_version: FileVersionMini


class FileConflict(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]
    sequence_id: str | None
    name: str
    sha1: str
    file_version: FileVersionMini


class FileRequest(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file_request"] | str]
    title: str
    description: str | None
    status: Literal["active", "inactive"] | str
    is_email_required: bool
    is_description_required: bool
    expires_at: str
    folder: Required[FolderMini]
    url: str
    etag: str | None
    created_by: UserMini
    created_at: Required[str]
    updated_by: UserMini
    updated_at: Required[str]


class FileRequestCopyRequest(TypedDict, total=False):
    title: str
    description: str
    status: Literal["active", "inactive"] | str
    is_email_required: bool
    is_description_required: bool
    expires_at: str
    folder: Required[FileRequestCopyRequestFolder]


class FileRequestCopyRequestFolder(TypedDict, total=False):
    type: Literal["folder"] | str
    id: Required[str]


class FileRequestUpdateRequest(TypedDict, total=False):
    title: str
    description: str
    status: Literal["active", "inactive"] | str
    is_email_required: bool
    is_description_required: bool
    expires_at: str


class Files(TypedDict, total=False):
    total_count: int
    entries: list[FileFull]


class FilesOnHold(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[FileMini]


class FilesUnderRetention(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[FileMini]


class FileVersion(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file_version"] | str]
    sha1: str
    name: str
    size: int
    created_at: str
    modified_at: str
    modified_by: UserMini
    trashed_at: str | None
    trashed_by: UserMini
    restored_at: str | None
    restored_by: UserMini
    purged_at: str | None
    uploader_display_name: str


class FileVersionBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file_version"] | str]


class FileVersionFull(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file_version"] | str]
    sha1: str
    name: str
    size: int
    created_at: str
    modified_at: str
    modified_by: UserMini
    trashed_at: str | None
    trashed_by: UserMini
    restored_at: str | None
    restored_by: UserMini
    purged_at: str | None
    uploader_display_name: str
    version_number: str


class FileVersionMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file_version"] | str]
    sha1: str


class FileVersionLegalHold(TypedDict, total=False):
    id: str
    type: Literal["file_version_legal_hold"] | str
    file_version: FileVersionMini
    file: FileMini
    legal_hold_policy_assignments: list[LegalHoldPolicyAssignment]
    deleted_at: str


class FileVersionLegalHolds(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[FileVersionLegalHold]


class FileVersionRetention(TypedDict, total=False):
    id: str
    type: Literal["file_version_retention"] | str
    file_version: FileVersionMini
    file: FileMini
    applied_at: str
    disposition_at: str
    winning_retention_policy: RetentionPolicyMini


class FileVersionRetentions(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[FileVersionRetention]


class FileVersions(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[FileVersionsOrderItem]
    entries: list[FileVersionFull]


class FileVersionsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class FileVersionsOnHold(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[FileVersion]


class Folder(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["folder"] | str]
    sequence_id: str | None
    name: str
    created_at: str | None
    modified_at: str | None
    description: str
    size: int
    path_collection: FolderPathCollection
    created_by: UserMini
    modified_by: UserMini
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    owned_by: UserMini
    shared_link: FolderSharedLink | None
    folder_upload_email: FolderFolderUploadEmail | None
    parent: FolderMini | None
    item_status: Literal["active", "trashed", "deleted"] | str
    item_collection: Items


class FolderPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[FolderMini]]


class FolderSharedLink(TypedDict, total=False):
    url: Required[str]
    download_url: str | None
    vanity_url: str | None
    vanity_name: str | None
    access: Literal["open", "company", "collaborators"] | str
    effective_access: Required[Literal["open", "company", "collaborators"] | str]
    effective_permission: Required[Literal["can_edit", "can_download", "can_preview", "no_access"] | str]
    unshared_at: str | None
    is_password_enabled: Required[bool]
    permissions: FolderSharedLinkPermissions
    download_count: Required[int]
    preview_count: Required[int]


class FolderSharedLinkPermissions(TypedDict, total=False):
    can_download: Required[bool]
    can_preview: Required[bool]
    can_edit: Required[bool]


class FolderFolderUploadEmail(TypedDict, total=False):
    access: Literal["open", "collaborators"] | str
    email: str


class FolderBase(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["folder"] | str]


class FolderFull(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["folder"] | str]
    sequence_id: str | None
    name: str
    created_at: str | None
    modified_at: str | None
    description: str
    size: int
    path_collection: FolderPathCollection
    created_by: UserMini
    modified_by: UserMini
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    owned_by: UserMini
    shared_link: FolderSharedLink | None
    folder_upload_email: FolderFolderUploadEmail | None
    parent: FolderMini | None
    item_status: Literal["active", "trashed", "deleted"] | str
    item_collection: Items
    sync_state: Literal["synced", "not_synced", "partially_synced"] | str
    has_collaborations: bool
    permissions: FolderFullPermissions
    tags: list[str]
    can_non_owners_invite: bool
    is_externally_owned: bool
    metadata: dict[str, dict[str, MetadataFull]]
    is_collaboration_restricted_to_enterprise: bool
    allowed_shared_link_access_levels: list[Literal["open", "company", "collaborators"] | str]
    allowed_invitee_roles: list[Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"] | str]
    watermark_info: FolderFullWatermarkInfo
    is_accessible_via_shared_link: bool
    can_non_owners_view_collaborators: bool
    classification: FolderFullClassification | None
    is_associated_with_app_item: bool


class FolderFullPermissions(TypedDict, total=False):
    can_delete: Required[bool]
    can_download: Required[bool]
    can_invite_collaborator: Required[bool]
    can_rename: Required[bool]
    can_set_share_access: Required[bool]
    can_share: Required[bool]
    can_upload: Required[bool]
    can_apply_watermark: bool


class FolderFullWatermarkInfo(TypedDict, total=False):
    is_watermarked: bool
    is_watermark_inherited: bool
    is_watermarked_by_access_policy: bool


class FolderFullClassification(TypedDict, total=False):
    name: str
    definition: str
    color: str


class FolderMini(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["folder"] | str]
    sequence_id: str | None
    name: str


class FolderLock(TypedDict, total=False):
    folder: FolderMini
    id: str
    type: str
    created_by: UserBase
    created_at: str
    locked_operations: FolderLockLockedOperations
    lock_type: str


class FolderLockLockedOperations(TypedDict, total=False):
    move: Required[bool]
    delete: Required[bool]


class FolderLocks(TypedDict, total=False):
    entries: list[FolderLock]
    limit: str
    next_marker: str | None


class FolderReference(TypedDict, total=False):
    type: Required[Literal["folder"] | str]
    id: Required[str]


class Group(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["group"] | str]
    name: str
    group_type: Literal["managed_group", "all_users_group"] | str
    created_at: str
    modified_at: str


class GroupBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["group"] | str]


class GroupFull(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["group"] | str]
    name: str
    group_type: Literal["managed_group", "all_users_group"] | str
    created_at: str
    modified_at: str
    provenance: str
    external_sync_identifier: str
    description: str
    invitability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | str
    member_viewability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | str
    permissions: GroupFullPermissions


class GroupFullPermissions(TypedDict, total=False):
    can_invite_as_collaborator: bool


class GroupMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["group"] | str]
    name: str
    group_type: Literal["managed_group", "all_users_group"] | str


class GroupMembership(TypedDict, total=False):
    id: str
    type: Literal["group_membership"] | str
    user: UserMini
    group: GroupMini
    role: Literal["member", "admin"] | str
    created_at: str
    modified_at: str


class GroupMemberships(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[GroupMembershipsOrderItem]
    entries: list[GroupMembership]


class GroupMembershipsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class Groups(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[GroupsOrderItem]
    entries: list[GroupFull]


class GroupsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class IntegrationMapping(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["integration_mapping"] | str]
    integration_type: Literal["slack"] | str
    is_manually_created: bool
    options: IntegrationMappingSlackOptions
    created_by: UserIntegrationMappings
    modified_by: UserIntegrationMappings
    partner_item: Required[IntegrationMappingPartnerItemSlack]
    box_item: Required[FolderMini]
    created_at: str
    modified_at: str


class IntegrationMappingBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["integration_mapping"] | str]


class IntegrationMappingBoxItemSlack(TypedDict, total=False):
    type: Required[Literal["folder"] | str]
    id: Required[str]


class IntegrationMappingPartnerItemSlack(TypedDict, total=False):
    type: Required[Literal["channel"] | str]
    id: Required[str]
    slack_workspace_id: str | None
    slack_org_id: str | None


class IntegrationMappingPartnerItemTeams(TypedDict, total=False):
    type: Required[Literal["channel", "team"] | str]
    id: Required[str]
    tenant_id: Required[str]


class IntegrationMappingPartnerItemTeamsCreateRequest(TypedDict, total=False):
    type: Required[Literal["channel", "team"] | str]
    id: Required[str]
    tenant_id: Required[str]
    team_id: Required[str]


class IntegrationMappings(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[IntegrationMapping]


class IntegrationMappingSlackCreateRequest(TypedDict, total=False):
    partner_item: Required[IntegrationMappingPartnerItemSlack]
    box_item: Required[IntegrationMappingBoxItemSlack]
    options: IntegrationMappingSlackOptions


class IntegrationMappingSlackOptions(TypedDict, total=False):
    is_access_management_disabled: bool


class IntegrationMappingsTeams(TypedDict, total=False):
    entries: list[IntegrationMappingTeams]


class IntegrationMappingTeams(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["integration_mapping"] | str]
    integration_type: Literal["teams"] | str
    is_overridden_by_manual_mapping: bool
    partner_item: Required[IntegrationMappingPartnerItemTeams]
    box_item: Required[FolderReference]
    created_at: str
    modified_at: str


class IntegrationMappingTeamsCreateRequest(TypedDict, total=False):
    partner_item: Required[IntegrationMappingPartnerItemTeamsCreateRequest]
    box_item: Required[FolderReference]


class Invite(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["invite"] | str]
    invited_to: InviteInvitedTo
    actionable_by: UserMini
    invited_by: UserMini
    status: str
    created_at: str
    modified_at: str


class InviteInvitedTo(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str
    name: str


class Items(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    total_count: int
    offset: int
    order: list[ItemsOrderItem]
    entries: list[Item]


class ItemsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class ItemsOffsetPaginated(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[ItemsOffsetPaginatedOrderItem]
    entries: list[Item]


class ItemsOffsetPaginatedOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class KeywordSkillCard(TypedDict, total=False):
    created_at: str
    type: Required[Literal["skill_card"] | str]
    skill_card_type: Required[Literal["keyword"] | str]
    skill_card_title: KeywordSkillCardSkillCardTitle
    skill: Required[KeywordSkillCardSkill]
    invocation: Required[KeywordSkillCardInvocation]
    entries: Required[list[KeywordSkillCardEntrie]]


class KeywordSkillCardSkillCardTitle(TypedDict, total=False):
    code: str
    message: Required[str]


class KeywordSkillCardSkill(TypedDict, total=False):
    type: Required[Literal["service"] | str]
    id: Required[str]


class KeywordSkillCardInvocation(TypedDict, total=False):
    type: Required[Literal["skill_invocation"] | str]
    id: Required[str]


class KeywordSkillCardEntrie(TypedDict, total=False):
    text: str


class LegalHoldPolicies(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[LegalHoldPolicy]


class LegalHoldPolicy(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["legal_hold_policy"] | str]
    policy_name: str
    description: str
    status: Literal["active", "applying", "releasing", "released"] | str
    assignment_counts: LegalHoldPolicyAssignmentCounts
    created_by: UserMini
    created_at: str
    modified_at: str
    deleted_at: str
    filter_started_at: str
    filter_ended_at: str
    release_notes: str


class LegalHoldPolicyAssignmentCounts(TypedDict, total=False):
    user: int
    folder: int
    file: int
    file_version: int
    ownership: int
    interactions: int


class LegalHoldPolicyMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["legal_hold_policy"] | str]


class LegalHoldPolicyAssignedItem(TypedDict, total=False):
    type: Required[Literal["file", "file_version", "folder", "user", "ownership", "interactions"] | str]
    id: Required[str]


class LegalHoldPolicyAssignment(TypedDict, total=False):
    id: str
    type: Literal["legal_hold_policy_assignment"] | str
    legal_hold_policy: LegalHoldPolicyMini
    assigned_to: LegalHoldPolicyAssignedItem
    assigned_by: UserMini
    assigned_at: str
    deleted_at: str


class LegalHoldPolicyAssignmentBase(TypedDict, total=False):
    id: str
    type: Literal["legal_hold_policy_assignment"] | str


class LegalHoldPolicyAssignments(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[LegalHoldPolicyAssignment]


Metadata = TypedDict(
    "Metadata",
    {
        "$parent": "str",
        "$template": "str",
        "$scope": "str",
        "$version": "int",
    },
    total=False,
)


MetadataBase = TypedDict(
    "MetadataBase",
    {
        "$parent": "str",
        "$template": "str",
        "$scope": "str",
        "$version": "int",
    },
    total=False,
)


MetadataFull = TypedDict(
    "MetadataFull",
    {
        "$parent": "str",
        "$template": "str",
        "$scope": "str",
        "$version": "int",
        "$canEdit": "bool",
        "$id": "str",
        "$type": "str",
        "$typeVersion": "int",
    },
    total=False,
)


class MetadataCascadePolicies(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[MetadataCascadePolicy]


class MetadataCascadePolicy(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["metadata_cascade_policy"] | str]
    owner_enterprise: MetadataCascadePolicyOwnerEnterprise
    parent: MetadataCascadePolicyParent
    scope: str
    templateKey: str


class MetadataCascadePolicyOwnerEnterprise(TypedDict, total=False):
    type: Literal["enterprise"] | str
    id: str


class MetadataCascadePolicyParent(TypedDict, total=False):
    type: Literal["folder"] | str
    id: str


class MetadataError(TypedDict, total=False):
    code: str
    message: str
    request_id: str


class MetadataFieldFilterDateRange(TypedDict, total=False):
    lt: str
    gt: str


class MetadataFieldFilterFloatRange(TypedDict, total=False):
    lt: float
    gt: float


class MetadataFilter(TypedDict, total=False):
    scope: Literal["global", "enterprise", "enterprise_{enterprise_id}"] | str
    templateKey: str
    filters: dict[str, MetadataFilterValue]


MetadataQuery = TypedDict(
    "MetadataQuery",
    {
        "from": Required["str"],
        "query": "str",
        "query_params": "dict[str, Any]",
        "ancestor_folder_id": Required["str"],
        "order_by": "list[MetadataQueryOrderByItem]",
        "limit": "int",
        "marker": "str",
        "fields": "list[str]",
    },
    total=False,
)


class MetadataQueryOrderByItem(TypedDict, total=False):
    field_key: str
    direction: Literal["ASC", "DESC", "asc", "desc"] | str


class MetadataQueryResults(TypedDict, total=False):
    entries: list[MetadataQueryResultItem]
    limit: int
    next_marker: str


class Metadatas(TypedDict, total=False):
    entries: list[Metadata]
    limit: int


class MetadataTaxonomies(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[MetadataTaxonomy]


class MetadataTaxonomy(TypedDict, total=False):
    id: Required[str]
    key: str
    displayName: Required[str]
    namespace: Required[str]
    levels: list[MetadataTaxonomyLevel]


class MetadataTaxonomyAncestor(TypedDict, total=False):
    id: str
    displayName: str
    level: int


class MetadataTaxonomyLevel(TypedDict, total=False):
    displayName: str
    description: str
    level: int


class MetadataTaxonomyLevels(TypedDict, total=False):
    entries: list[MetadataTaxonomyLevel]


class MetadataTaxonomyNode(TypedDict, total=False):
    id: Required[str]
    displayName: Required[str]
    level: Required[int]
    parentId: str
    nodePath: list[str]
    ancestors: list[MetadataTaxonomyAncestor]


class MetadataTaxonomyNodes(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[MetadataTaxonomyNode]


class MetadataTemplate(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["metadata_template"] | str]
    scope: str
    templateKey: str
    displayName: str
    hidden: bool
    fields: list[MetadataTemplateField]
    copyInstanceOnItemCopy: bool


class MetadataTemplateField(TypedDict, total=False):
    type: Required[Literal["string", "float", "date", "enum", "multiSelect", "taxonomy", "integer"] | str]
    key: Required[str]
    displayName: Required[str]
    description: str
    hidden: bool
    options: list[MetadataTemplateFieldOption]
    taxonomyKey: str
    taxonomyId: str
    namespace: str
    optionsRules: MetadataTemplateFieldOptionsRules
    id: str


class MetadataTemplateFieldOption(TypedDict, total=False):
    key: Required[str]
    id: str


class MetadataTemplateFieldOptionsRules(TypedDict, total=False):
    multiSelect: bool
    selectableLevels: list[int]


class MetadataTemplates(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[MetadataTemplate]


class OAuth2Error(TypedDict, total=False):
    error: str
    error_description: str


class Outcome(TypedDict, total=False):
    id: Required[str]
    collaborators: CollaboratorVariable
    completion_rule: CompletionRuleVariable
    file_collaborator_role: RoleVariable
    task_collaborators: CollaboratorVariable
    role: RoleVariable


class PostOAuth2Revoke(TypedDict, total=False):
    client_id: str
    client_secret: str
    token: str


class PostOAuth2Token(TypedDict, total=False):
    grant_type: Required[Literal["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange"] | str]
    client_id: str
    client_secret: str
    code: str
    refresh_token: str
    assertion: str
    subject_token: str
    subject_token_type: Literal["urn:ietf:params:oauth:token-type:access_token"] | str
    actor_token: str
    actor_token_type: Literal["urn:ietf:params:oauth:token-type:id_token"] | str
    scope: str
    resource: str
    box_subject_type: Literal["enterprise", "user"] | str
    box_subject_id: str
    box_shared_link: str


class PostOAuth2TokenRefreshAccessToken(TypedDict, total=False):
    grant_type: Required[Literal["refresh_token"] | str]
    client_id: Required[str]
    client_secret: Required[str]
    refresh_token: Required[str]


class RealtimeServer(TypedDict, total=False):
    type: str
    url: str
    ttl: str
    max_retries: str
    retry_timeout: int


class RealtimeServers(TypedDict, total=False):
    chunk_size: int
    entries: list[RealtimeServer]


class RecentItem(TypedDict, total=False):
    type: str
    item: RecentItemResource
    interaction_type: Literal["item_preview", "item_upload", "item_comment", "item_open", "item_modify"] | str
    interacted_at: str
    interaction_shared_link: str


class RecentItems(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[RecentItem]


class ResourceScope(TypedDict, total=False):
    scope: Literal["annotation_edit", "annotation_view_all", "annotation_view_self", "base_explorer", "base_picker", "base_preview", "base_upload", "item_delete", "item_download", "item_preview", "item_rename", "item_share", "item_upload", "item_read"] | str
    object: Resource


class RetentionPolicies(TypedDict, total=False):
    entries: list[RetentionPolicy]
    limit: int
    next_marker: str | None


class RetentionPolicy(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["retention_policy"] | str]
    policy_name: str
    retention_length: str
    disposition_action: Literal["permanently_delete", "remove_retention"] | str
    max_extension_length: RetentionPolicyMaxExtensionLengthResponse
    description: str
    policy_type: Literal["finite", "indefinite"] | str
    retention_type: Literal["modifiable", "non_modifiable"] | str
    status: Literal["active", "retired"] | str
    created_by: UserMini
    created_at: str
    modified_at: str
    can_owner_extend_retention: bool
    are_owners_notified: bool
    custom_notification_recipients: list[UserMini]
    assignment_counts: RetentionPolicyAssignmentCounts


class RetentionPolicyAssignmentCounts(TypedDict, total=False):
    enterprise: int
    folder: int
    metadata_template: int


class RetentionPolicyBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["retention_policy"] | str]


class RetentionPolicyMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["retention_policy"] | str]
    policy_name: str
    retention_length: str
    disposition_action: Literal["permanently_delete", "remove_retention"] | str
    max_extension_length: RetentionPolicyMaxExtensionLengthResponse


class RetentionPolicyAssignment(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["retention_policy_assignment"] | str]
    retention_policy: RetentionPolicyMini
    assigned_to: RetentionPolicyAssignmentAssignedTo
    filter_fields: list[RetentionPolicyAssignmentFilterField | None] | None
    assigned_by: UserMini
    assigned_at: str
    start_date_field: str


class RetentionPolicyAssignmentAssignedTo(TypedDict, total=False):
    id: str | None
    type: Literal["folder", "enterprise", "metadata_template"] | str


class RetentionPolicyAssignmentFilterField(TypedDict, total=False):
    field: str | None
    value: str | None


class RetentionPolicyAssignments(TypedDict, total=False):
    entries: list[RetentionPolicyAssignment]
    limit: int
    next_marker: str | None


class RoleVariable(TypedDict, total=False):
    type: Required[Literal["variable"] | str]
    variable_type: Required[Literal["collaborator_role"] | str]
    variable_value: Required[Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"] | str]


class SearchResults(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    type: Required[Literal["search_results_items"] | str]
    entries: list[SearchResultItem]


class SearchResultsWithSharedLinks(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    type: Required[Literal["search_results_with_shared_links"] | str]
    entries: list[SearchResultWithSharedLink]


class SearchResultWithSharedLink(TypedDict, total=False):
    accessible_via_shared_link: str
    item: SearchResultWithSharedLinkItem
    type: str


class SessionTerminationMessage(TypedDict, total=False):
    message: str


class ShieldInformationBarrier(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier"] | str
    enterprise: EnterpriseBase
    status: Literal["draft", "pending", "disabled", "enabled", "invalid"] | str
    created_at: str
    created_by: UserBase
    updated_at: str
    updated_by: UserBase
    enabled_at: str
    enabled_by: UserBase


class ShieldInformationBarrierBase(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier"] | str


class ShieldInformationBarrierReference(TypedDict, total=False):
    shield_information_barrier: ShieldInformationBarrierBase


class ShieldInformationBarrierReport(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_report"] | str
    shield_information_barrier: ShieldInformationBarrierReference
    status: Literal["pending", "error", "done", "cancelled"] | str
    details: ShieldInformationBarrierReportDetails
    created_at: str
    created_by: UserBase
    updated_at: str


class ShieldInformationBarrierReportBase(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_report"] | str


class ShieldInformationBarrierReportDetails(TypedDict, total=False):
    details: ShieldInformationBarrierReportDetailsDetails


class ShieldInformationBarrierReportDetailsDetails(TypedDict, total=False):
    folder_id: str


class ShieldInformationBarrierReports(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[ShieldInformationBarrierReport]


class ShieldInformationBarriers(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[ShieldInformationBarrier]


class ShieldInformationBarrierSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"] | str
    shield_information_barrier: ShieldInformationBarrierBase
    name: str
    description: str
    created_at: str
    created_by: UserBase
    updated_at: str
    updated_by: UserBase


class ShieldInformationBarrierSegmentMember(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment_member"] | str
    user: UserBase
    shield_information_barrier: ShieldInformationBarrierBase
    shield_information_barrier_segment: ShieldInformationBarrierSegmentMemberShieldInformationBarrierSegment
    created_at: str
    created_by: UserBase
    updated_at: str
    updated_by: UserBase


class ShieldInformationBarrierSegmentMemberShieldInformationBarrierSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"] | str


class ShieldInformationBarrierSegmentMemberBase(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment_member"] | str


class ShieldInformationBarrierSegmentMemberMini(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment_member"] | str
    user: UserBase


class ShieldInformationBarrierSegmentMembers(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[ShieldInformationBarrierSegmentMember]


class ShieldInformationBarrierSegmentRestriction(TypedDict, total=False):
    type: Literal["shield_information_barrier_segment_restriction"] | str
    id: str
    shield_information_barrier_segment: Required[ShieldInformationBarrierSegmentRestrictionMiniShieldInformationBarrierSegment]
    restricted_segment: Required[ShieldInformationBarrierSegmentRestrictionMiniRestrictedSegment]
    shield_information_barrier: ShieldInformationBarrierBase
    created_at: str
    created_by: UserBase
    updated_at: str
    updated_by: UserBase


class ShieldInformationBarrierSegmentRestrictionMiniShieldInformationBarrierSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"] | str


class ShieldInformationBarrierSegmentRestrictionMiniRestrictedSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"] | str


class ShieldInformationBarrierSegmentRestrictionBase(TypedDict, total=False):
    type: Literal["shield_information_barrier_segment_restriction"] | str
    id: str


class ShieldInformationBarrierSegmentRestrictionMini(TypedDict, total=False):
    type: Literal["shield_information_barrier_segment_restriction"] | str
    id: str
    shield_information_barrier_segment: Required[ShieldInformationBarrierSegmentRestrictionMiniShieldInformationBarrierSegment]
    restricted_segment: Required[ShieldInformationBarrierSegmentRestrictionMiniRestrictedSegment]


class ShieldInformationBarrierSegmentRestrictions(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[ShieldInformationBarrierSegmentRestriction]


class ShieldInformationBarrierSegments(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[ShieldInformationBarrierSegment]


class SignRequest(TypedDict, total=False):
    is_document_preparation_needed: bool
    redirect_url: str | None
    declined_redirect_url: str | None
    are_text_signatures_enabled: bool
    email_subject: str | None
    email_message: str | None
    are_reminders_enabled: bool
    name: str
    prefill_tags: list[SignRequestPrefillTag]
    days_valid: int | None
    external_id: str | None
    template_id: str | None
    external_system_name: str | None
    request_flow: str | None
    type: Literal["sign-request"] | str
    source_files: list[FileBase]
    signers: list[SignRequestSigner]
    signature_color: str | None
    id: str
    prepare_url: str | None
    signing_log: FileMini
    status: Literal["converting", "created", "sent", "viewed", "signed", "cancelled", "declined", "error", "error_converting", "error_sending", "expired", "finalizing", "error_finalizing"] | str
    sign_files: SignRequestSignFiles
    auto_expire_at: str | None
    parent_folder: FolderMini
    collaborator_level: str | None
    short_id: str
    created_at: str
    finished_at: str | None
    error_code: str | None
    sender_email: str | None
    sender_id: int | None


class SignRequestSignFiles(TypedDict, total=False):
    files: list[FileMini]
    is_ready_for_download: bool


class SignRequestBase(TypedDict, total=False):
    is_document_preparation_needed: bool
    redirect_url: str | None
    declined_redirect_url: str | None
    are_text_signatures_enabled: bool
    email_subject: str | None
    email_message: str | None
    are_reminders_enabled: bool
    name: str
    prefill_tags: list[SignRequestPrefillTag]
    days_valid: int | None
    external_id: str | None
    template_id: str | None
    external_system_name: str | None
    request_flow: str | None


class SignRequestCancelRequest(TypedDict, total=False):
    reason: str


class SignRequestCreateRequest(TypedDict, total=False):
    is_document_preparation_needed: bool
    redirect_url: str | None
    declined_redirect_url: str | None
    are_text_signatures_enabled: bool
    email_subject: str | None
    email_message: str | None
    are_reminders_enabled: bool
    name: str
    prefill_tags: list[SignRequestPrefillTag]
    days_valid: int | None
    external_id: str | None
    template_id: str | None
    external_system_name: str | None
    request_flow: str | None
    source_files: list[FileBase] | None
    signature_color: Literal["blue", "black", "red"] | str | None
    signers: Required[list[SignRequestCreateSigner]]
    parent_folder: FolderMini


class SignRequestCreateSigner(TypedDict, total=False):
    email: str | None
    role: Literal["signer", "approver", "final_copy_reader"] | str
    is_in_person: bool
    order: int
    embed_url_external_user_id: str | None
    redirect_url: str | None
    declined_redirect_url: str | None
    login_required: bool | None
    verification_phone_number: str | None
    password: str | None
    signer_group_id: str | None
    suppress_notifications: bool | None
    language: str | None


class SignRequestPrefillTag(TypedDict, total=False):
    document_tag_id: str | None
    text_value: str | None
    checkbox_value: bool | None
    date_value: str | None


class SignRequests(TypedDict, total=False):
    limit: int
    next_marker: str | None
    entries: list[SignRequest]


class SignRequestSigner(TypedDict, total=False):
    email: Required[str | None]
    role: Literal["signer", "approver", "final_copy_reader"] | str
    is_in_person: bool
    order: int
    embed_url_external_user_id: str | None
    redirect_url: str | None
    declined_redirect_url: str | None
    login_required: bool | None
    verification_phone_number: str | None
    password: str | None
    signer_group_id: str | None
    suppress_notifications: bool | None
    language: str | None
    has_viewed_document: bool
    signer_decision: SignRequestSignerSignerDecision | None
    inputs: list[SignRequestSignerInput]
    embed_url: str | None
    iframeable_embed_url: str | None
    attachments: list[SignRequestSignerAttachment] | None


class SignRequestSignerSignerDecision(TypedDict, total=False):
    type: Literal["signed", "declined"] | str
    finalized_at: str
    additional_info: str | None


class SignRequestSignerAttachment(TypedDict, total=False):
    id: str | None
    name: str | None


class SignRequestSignerInput(TypedDict, total=False):
    document_tag_id: str | None
    text_value: str | None
    checkbox_value: bool | None
    date_value: str | None
    type: Literal["signature", "date", "text", "checkbox", "radio", "dropdown"] | str
    content_type: Literal["signature", "initial", "stamp", "date", "checkbox", "text", "full_name", "first_name", "last_name", "company", "title", "email", "attachment", "radio", "dropdown"] | str
    page_index: Required[int]
    read_only: bool
    validation: SignRequestSignerInputValidation | dict[str, Any] | None
    reason: str | None
    is_validated: bool | None


class SignRequestSignerInputCustomValidation(TypedDict, total=False):
    validation_type: Required[Literal["custom"] | str]
    custom_regex: Required[str | None]
    custom_error_message: Required[str | None]


class SignRequestSignerInputDateAsiaValidation(TypedDict, total=False):
    validation_type: Literal["date_asia"] | str


class SignRequestSignerInputDateEUValidation(TypedDict, total=False):
    validation_type: Literal["date_eu"] | str


class SignRequestSignerInputDateISOValidation(TypedDict, total=False):
    validation_type: Literal["date_iso"] | str


class SignRequestSignerInputDateUSValidation(TypedDict, total=False):
    validation_type: Literal["date_us"] | str


class SignRequestSignerInputEmailValidation(TypedDict, total=False):
    validation_type: Required[Literal["email"] | str]


class SignRequestSignerInputNumberWithCommaValidation(TypedDict, total=False):
    validation_type: Literal["number_with_comma"] | str


class SignRequestSignerInputNumberWithPeriodValidation(TypedDict, total=False):
    validation_type: Literal["number_with_period"] | str


class SignRequestSignerInputSSNValidation(TypedDict, total=False):
    validation_type: Required[Literal["ssn"] | str]


class SignRequestSignerInputZIP4Validation(TypedDict, total=False):
    validation_type: Required[Literal["zip_4"] | str]


class SignRequestSignerInputZIPValidation(TypedDict, total=False):
    validation_type: Required[Literal["zip"] | str]


class SignTemplate(TypedDict, total=False):
    type: Literal["sign-template"] | str
    id: str
    name: str | None
    email_subject: str | None
    email_message: str | None
    days_valid: int | None
    parent_folder: FolderMini
    source_files: list[FileMini]
    are_fields_locked: bool
    are_options_locked: bool
    are_recipients_locked: bool
    are_email_settings_locked: bool
    are_files_locked: bool
    signers: list[TemplateSigner]
    additional_info: SignTemplateAdditionalInfo
    ready_sign_link: SignTemplateReadySignLink | None
    custom_branding: SignTemplateCustomBranding | None
    request_flow: str | None


class SignTemplateAdditionalInfo(TypedDict, total=False):
    non_editable: list[Literal["email_subject", "email_message", "name", "days_valid", "signers", "source_files"] | str]
    required: SignTemplateAdditionalInfoRequired


class SignTemplateAdditionalInfoRequired(TypedDict, total=False):
    signers: list[list[Literal["email"] | str]]


class SignTemplateReadySignLink(TypedDict, total=False):
    url: str
    name: str | None
    instructions: str | None
    folder_id: str | None
    is_notification_disabled: bool
    is_active: bool


class SignTemplateCustomBranding(TypedDict, total=False):
    company_name: str | None
    logo_uri: str | None
    branding_color: str | None
    email_footer_text: str | None


class SignTemplates(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[SignTemplate]


SkillCardsMetadata = TypedDict(
    "SkillCardsMetadata",
    {
        "$canEdit": "bool",
        "$id": "str",
        "$parent": "str",
        "$scope": "str",
        "$template": "str",
        "$type": "str",
        "$typeVersion": "int",
        "$version": "int",
        "cards": "list[SkillCard]",
    },
    total=False,
)


class StatusSkillCard(TypedDict, total=False):
    created_at: str
    type: Required[Literal["skill_card"] | str]
    skill_card_type: Required[Literal["status"] | str]
    skill_card_title: StatusSkillCardSkillCardTitle
    status: Required[StatusSkillCardStatus]
    skill: Required[StatusSkillCardSkill]
    invocation: Required[StatusSkillCardInvocation]


class StatusSkillCardSkillCardTitle(TypedDict, total=False):
    code: str
    message: Required[str]


class StatusSkillCardStatus(TypedDict, total=False):
    code: Required[Literal["invoked", "processing", "success", "transient_failure", "permanent_failure"] | str]
    message: str


class StatusSkillCardSkill(TypedDict, total=False):
    type: Required[Literal["service"] | str]
    id: Required[str]


class StatusSkillCardInvocation(TypedDict, total=False):
    type: Required[Literal["skill_invocation"] | str]
    id: Required[str]


class StoragePolicies(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[StoragePolicy]


class StoragePolicy(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["storage_policy"] | str]
    name: str


class StoragePolicyMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["storage_policy"] | str]


class StoragePolicyAssignment(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["storage_policy_assignment"] | str]
    storage_policy: StoragePolicyMini
    assigned_to: StoragePolicyAssignmentAssignedTo


class StoragePolicyAssignmentAssignedTo(TypedDict, total=False):
    id: str
    type: str


class StoragePolicyAssignments(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[StoragePolicyAssignment]


class Task(TypedDict, total=False):
    id: str
    type: Literal["task"] | str
    item: FileMini
    due_at: str
    action: Literal["review", "complete"] | str
    message: str
    task_assignment_collection: TaskAssignments
    is_completed: bool
    created_by: UserMini
    created_at: str
    completion_rule: Literal["all_assignees", "any_assignee"] | str


class TaskAssignment(TypedDict, total=False):
    id: str
    type: Literal["task_assignment"] | str
    item: FileMini
    assigned_to: UserMini
    message: str
    completed_at: str
    assigned_at: str
    reminded_at: str
    resolution_state: Literal["completed", "incomplete", "approved", "rejected"] | str
    assigned_by: UserMini


class TaskAssignments(TypedDict, total=False):
    total_count: int
    entries: list[TaskAssignment]


class Tasks(TypedDict, total=False):
    total_count: int
    entries: list[Task]


class TemplateSigner(TypedDict, total=False):
    inputs: list[TemplateSignerInput]
    email: str | None
    role: Literal["signer", "approver", "final_copy_reader"] | str
    is_in_person: bool
    order: int
    signer_group_id: str | None
    label: str | None
    public_id: str
    is_password_required: bool | None
    is_phone_number_required: bool | None
    login_required: bool | None


class TemplateSignerInput(TypedDict, total=False):
    document_tag_id: str | None
    text_value: str | None
    checkbox_value: bool | None
    date_value: str | None
    type: Literal["signature", "date", "text", "checkbox", "attachment", "radio", "dropdown"] | str
    content_type: Literal["signature", "initial", "stamp", "date", "checkbox", "text", "full_name", "first_name", "last_name", "company", "title", "email", "attachment", "radio", "dropdown"] | str
    is_required: bool
    page_index: Required[int]
    document_id: str | None
    dropdown_choices: list[str] | None
    group_id: str | None
    coordinates: TemplateSignerInputCoordinates
    dimensions: TemplateSignerInputDimensions
    label: str | None
    read_only: bool
    validation: SignRequestSignerInputValidation | dict[str, Any] | None


class TemplateSignerInputCoordinates(TypedDict, total=False):
    x: float
    y: float


class TemplateSignerInputDimensions(TypedDict, total=False):
    width: float
    height: float


class TermsOfService(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["terms_of_service"] | str]
    status: Literal["enabled", "disabled"] | str
    enterprise: TermsOfServiceEnterprise
    tos_type: Literal["managed", "external"] | str
    text: str
    created_at: str
    modified_at: str


class TermsOfServiceEnterprise(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str
    name: str


class TermsOfServiceBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["terms_of_service"] | str]


class TermsOfServices(TypedDict, total=False):
    total_count: int
    entries: list[TermsOfService]


class TermsOfServiceUserStatus(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["terms_of_service_user_status"] | str]
    tos: TermsOfServiceBase
    user: UserMini
    is_accepted: bool
    created_at: str
    modified_at: str


class TermsOfServiceUserStatuses(TypedDict, total=False):
    total_count: int
    entries: list[TermsOfServiceUserStatus]


class TimelineSkillCard(TypedDict, total=False):
    created_at: str
    type: Required[Literal["skill_card"] | str]
    skill_card_type: Required[Literal["timeline"] | str]
    skill_card_title: TimelineSkillCardSkillCardTitle
    skill: Required[TimelineSkillCardSkill]
    invocation: Required[TimelineSkillCardInvocation]
    duration: int
    entries: Required[list[TimelineSkillCardEntrie]]


class TimelineSkillCardSkillCardTitle(TypedDict, total=False):
    code: str
    message: Required[str]


class TimelineSkillCardSkill(TypedDict, total=False):
    type: Required[Literal["service"] | str]
    id: Required[str]


class TimelineSkillCardInvocation(TypedDict, total=False):
    type: Required[Literal["skill_invocation"] | str]
    id: Required[str]


class TimelineSkillCardEntrie(TypedDict, total=False):
    text: str
    appears: list[TimelineSkillCardEntrieAppear]
    image_url: str


class TimelineSkillCardEntrieAppear(TypedDict, total=False):
    start: int
    end: int


class TrackingCode(TypedDict, total=False):
    type: Literal["tracking_code"] | str
    name: str
    value: str


class TranscriptSkillCard(TypedDict, total=False):
    created_at: str
    type: Required[Literal["skill_card"] | str]
    skill_card_type: Required[Literal["transcript"] | str]
    skill_card_title: TranscriptSkillCardSkillCardTitle
    skill: Required[TranscriptSkillCardSkill]
    invocation: Required[TranscriptSkillCardInvocation]
    duration: int
    entries: Required[list[TranscriptSkillCardEntrie]]


class TranscriptSkillCardSkillCardTitle(TypedDict, total=False):
    code: str
    message: Required[str]


class TranscriptSkillCardSkill(TypedDict, total=False):
    type: Required[Literal["service"] | str]
    id: Required[str]


class TranscriptSkillCardInvocation(TypedDict, total=False):
    type: Required[Literal["skill_invocation"] | str]
    id: Required[str]


class TranscriptSkillCardEntrie(TypedDict, total=False):
    text: str
    appears: list[TranscriptSkillCardEntrieAppear]


class TranscriptSkillCardEntrieAppear(TypedDict, total=False):
    start: int


class TrashFile(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]
    sequence_id: Required[str | None]
    name: str
    sha1: Required[str]
    file_version: FileVersionMini
    description: Required[str]
    size: Required[int]
    path_collection: Required[TrashFilePathCollection]
    created_at: Required[str]
    modified_at: Required[str]
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    created_by: UserMini
    modified_by: Required[UserMini]
    owned_by: Required[UserMini]
    shared_link: str | None
    parent: FolderMini | None
    item_status: Required[Literal["active", "trashed", "deleted"] | str]


class TrashFilePathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[TrashFilePathCollectionEntrie]]


class TrashFilePathCollectionEntrie(TypedDict, total=False):
    type: Literal["folder"] | str
    id: str
    sequence_id: str | None
    etag: str | None
    name: str


class TrashFileRestored(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["file"] | str]
    sequence_id: Required[str | None]
    name: str
    sha1: Required[str]
    file_version: FileVersionMini
    description: Required[str]
    size: Required[int]
    path_collection: Required[TrashFileRestoredPathCollection]
    created_at: Required[str]
    modified_at: Required[str]
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    created_by: UserMini
    modified_by: Required[UserMini]
    owned_by: Required[UserMini]
    shared_link: str | None
    parent: FolderMini | None
    item_status: Required[Literal["active", "trashed", "deleted"] | str]


class TrashFileRestoredPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[FolderMini]]


class TrashFolder(TypedDict, total=False):
    id: Required[str]
    etag: str | None
    type: Required[Literal["folder"] | str]
    sequence_id: str | None
    name: Required[str]
    created_at: str | None
    modified_at: str | None
    description: Required[str]
    size: Required[int]
    path_collection: Required[TrashFolderPathCollection]
    created_by: Required[UserMini]
    modified_by: Required[UserMini]
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    owned_by: Required[UserMini]
    shared_link: str | None
    folder_upload_email: str | None
    parent: FolderMini | None
    item_status: Required[Literal["active", "trashed", "deleted"] | str]


class TrashFolderPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[TrashFolderPathCollectionEntrie]]


class TrashFolderPathCollectionEntrie(TypedDict, total=False):
    type: Literal["folder"] | str
    id: str
    sequence_id: str | None
    etag: str | None
    name: str


class TrashFolderRestored(TypedDict, total=False):
    id: str
    etag: str | None
    type: Literal["folder"] | str
    sequence_id: str | None
    name: str
    created_at: str | None
    modified_at: str | None
    description: str
    size: int
    path_collection: TrashFolderRestoredPathCollection
    created_by: UserMini
    modified_by: UserMini
    trashed_at: str | None
    purged_at: str | None
    content_created_at: str | None
    content_modified_at: str | None
    owned_by: UserMini
    shared_link: str | None
    folder_upload_email: str | None
    parent: FolderMini | None
    item_status: Literal["active", "trashed", "deleted"] | str


class TrashFolderRestoredPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[FolderMini]]


class TrashWebLink(TypedDict, total=False):
    type: Literal["web_link"] | str
    id: str
    sequence_id: str | None
    etag: str
    name: str
    url: str
    parent: FolderMini
    description: str
    path_collection: TrashWebLinkPathCollection
    created_at: str
    modified_at: str
    trashed_at: str | None
    purged_at: str | None
    created_by: UserMini
    modified_by: UserMini
    owned_by: UserMini
    shared_link: str | None
    item_status: Literal["active", "trashed", "deleted"] | str


class TrashWebLinkPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[TrashWebLinkPathCollectionEntrie]]


class TrashWebLinkPathCollectionEntrie(TypedDict, total=False):
    type: Literal["folder"] | str
    id: str
    sequence_id: str | None
    etag: str | None
    name: str


class TrashWebLinkRestored(TypedDict, total=False):
    type: Literal["web_link"] | str
    id: str
    sequence_id: Required[str | None]
    etag: str
    name: str
    url: str
    parent: FolderMini
    description: str
    path_collection: Required[TrashWebLinkRestoredPathCollection]
    created_at: str
    modified_at: str
    trashed_at: str | None
    purged_at: str | None
    created_by: UserMini
    modified_by: UserMini
    owned_by: UserMini
    shared_link: str | None
    item_status: Literal["active", "trashed", "deleted"] | str


class TrashWebLinkRestoredPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[FolderMini]]


class UploadedPart(TypedDict, total=False):
    part: UploadPart


class UploadPart(TypedDict, total=False):
    part_id: str
    offset: int
    size: int
    sha1: str


class UploadPartMini(TypedDict, total=False):
    part_id: str
    offset: int
    size: int


class UploadParts(TypedDict, total=False):
    total_count: int
    limit: int
    offset: int
    order: list[UploadPartsOrderItem]
    entries: list[UploadPart]


class UploadPartsOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class UploadSession(TypedDict, total=False):
    id: str
    type: Literal["upload_session"] | str
    session_expires_at: str
    part_size: int
    total_parts: int
    num_parts_processed: int
    session_endpoints: UploadSessionSessionEndpoints


class UploadSessionSessionEndpoints(TypedDict, total=False):
    upload_part: str
    commit: str
    abort: str
    list_parts: str
    status: str
    log_event: str


class UploadUrl(TypedDict, total=False):
    upload_url: str
    upload_token: str


class User(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str
    created_at: str
    modified_at: str
    language: str
    timezone: str
    space_amount: int
    space_used: int
    max_upload_size: int
    status: Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] | str
    job_title: str
    phone: str
    address: str
    avatar_url: str
    notification_email: UserNotificationEmail | None


class UserNotificationEmail(TypedDict, total=False):
    email: str
    is_confirmed: bool


class UserBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]


class UserCollaborations(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str
    is_active: bool


class UserFull(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str
    created_at: str
    modified_at: str
    language: str
    timezone: str
    space_amount: int
    space_used: int
    max_upload_size: int
    status: Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] | str
    job_title: str
    phone: str
    address: str
    avatar_url: str
    notification_email: UserNotificationEmail | None
    role: Literal["admin", "coadmin", "user"] | str
    tracking_codes: list[TrackingCode]
    can_see_managed_users: bool
    is_sync_enabled: bool
    is_external_collab_restricted: bool
    is_exempt_from_device_limits: bool
    is_exempt_from_login_verification: bool
    enterprise: UserFullEnterprise
    my_tags: list[str]
    hostname: str
    is_platform_access_only: bool
    external_app_user_id: str


class UserFullEnterprise(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str
    name: str


class UserMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str


class UserAvatar(TypedDict, total=False):
    pic_urls: UserAvatarPicUrls


class UserAvatarPicUrls(TypedDict, total=False):
    small: str
    large: str
    preview: str


class UserIntegrationMappings(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str


class Users(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    total_count: int
    offset: int
    order: list[UsersOrderItem]
    entries: list[UserFull]


class UsersOrderItem(TypedDict, total=False):
    by: str
    direction: Literal["ASC", "DESC"] | str


class Watermark(TypedDict, total=False):
    watermark: WatermarkWatermark


class WatermarkWatermark(TypedDict, total=False):
    created_at: str
    modified_at: str


class Webhook(TypedDict, total=False):
    id: str
    type: Literal["webhook"] | str
    target: WebhookMiniTarget
    created_by: UserMini
    created_at: str
    address: str
    triggers: list[Literal["FILE.UPLOADED", "FILE.PREVIEWED", "FILE.DOWNLOADED", "FILE.TRASHED", "FILE.DELETED", "FILE.RESTORED", "FILE.COPIED", "FILE.MOVED", "FILE.LOCKED", "FILE.UNLOCKED", "FILE.RENAMED", "COMMENT.CREATED", "COMMENT.UPDATED", "COMMENT.DELETED", "TASK_ASSIGNMENT.CREATED", "TASK_ASSIGNMENT.UPDATED", "METADATA_INSTANCE.CREATED", "METADATA_INSTANCE.UPDATED", "METADATA_INSTANCE.DELETED", "FOLDER.CREATED", "FOLDER.RENAMED", "FOLDER.DOWNLOADED", "FOLDER.RESTORED", "FOLDER.DELETED", "FOLDER.COPIED", "FOLDER.MOVED", "FOLDER.TRASHED", "WEBHOOK.DELETED", "COLLABORATION.CREATED", "COLLABORATION.ACCEPTED", "COLLABORATION.REJECTED", "COLLABORATION.REMOVED", "COLLABORATION.UPDATED", "SHARED_LINK.DELETED", "SHARED_LINK.CREATED", "SHARED_LINK.UPDATED", "SIGN_REQUEST.COMPLETED", "SIGN_REQUEST.DECLINED", "SIGN_REQUEST.EXPIRED", "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED", "SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.SIGN_DOCUMENT_CREATED", "SIGN_REQUEST.SIGN_ERROR_FINALIZING"] | str]


class WebhookMiniTarget(TypedDict, total=False):
    id: str
    type: Literal["file", "folder"] | str


class WebhookMini(TypedDict, total=False):
    id: str
    type: Literal["webhook"] | str
    target: WebhookMiniTarget


class Webhooks(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[WebhookMini]


class WebLink(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["web_link"] | str]
    etag: str
    url: str
    sequence_id: str | None
    name: str
    parent: FolderMini
    description: str
    path_collection: WebLinkPathCollection
    created_at: str
    modified_at: str
    trashed_at: str | None
    purged_at: str | None
    created_by: UserMini
    modified_by: UserMini
    owned_by: UserMini
    shared_link: WebLinkSharedLink | None
    item_status: Literal["active", "trashed", "deleted"] | str


class WebLinkPathCollection(TypedDict, total=False):
    total_count: Required[int]
    entries: Required[list[FolderMini]]


class WebLinkSharedLink(TypedDict, total=False):
    url: Required[str]
    download_url: str | None
    vanity_url: str | None
    vanity_name: str | None
    access: Literal["open", "company", "collaborators"] | str
    effective_access: Required[Literal["open", "company", "collaborators"] | str]
    effective_permission: Required[Literal["can_edit", "can_download", "can_preview", "no_access"] | str]
    unshared_at: str | None
    is_password_enabled: Required[bool]
    permissions: WebLinkSharedLinkPermissions
    download_count: Required[int]
    preview_count: Required[int]


class WebLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: Required[bool]
    can_preview: Required[bool]
    can_edit: Required[bool]


class WebLinkBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["web_link"] | str]
    etag: str


class WebLinkMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["web_link"] | str]
    etag: str
    url: str
    sequence_id: str | None
    name: str


class Workflow(TypedDict, total=False):
    id: str
    type: Literal["workflow"] | str
    name: str
    description: str
    is_enabled: bool
    flows: list[WorkflowFlow]


class WorkflowFlow(TypedDict, total=False):
    id: str
    type: Literal["flow"] | str
    trigger: WorkflowFlowTrigger
    outcomes: list[WorkflowFlowOutcome]
    created_at: str
    created_by: UserBase


class WorkflowFlowTrigger(TypedDict, total=False):
    type: Literal["trigger"] | str
    trigger_type: Literal["WORKFLOW_MANUAL_START"] | str
    scope: list[WorkflowFlowTriggerScopeItem]


class WorkflowFlowTriggerScopeItem(TypedDict, total=False):
    type: Literal["trigger_scope"] | str
    ref: str
    object: WorkflowFlowTriggerScopeItemObject


class WorkflowFlowTriggerScopeItemObject(TypedDict, total=False):
    type: Literal["folder"] | str
    id: str


class WorkflowFlowOutcome(TypedDict, total=False):
    id: str
    type: Literal["outcome"] | str
    name: str
    action_type: Literal["add_metadata", "assign_task", "copy_file", "copy_folder", "create_folder", "delete_file", "delete_folder", "lock_file", "move_file", "move_folder", "remove_watermark_file", "rename_folder", "restore_folder", "share_file", "share_folder", "unlock_file", "upload_file", "wait_for_task", "watermark_file", "go_back_to_step", "apply_file_classification", "apply_folder_classification", "send_notification"] | str
    if_rejected: list[WorkflowFlowOutcomeIfRejectedItem]


class WorkflowFlowOutcomeIfRejectedItem(TypedDict, total=False):
    id: str
    type: Literal["outcome"] | str
    name: str
    action_type: Literal["add_metadata", "assign_task", "copy_file", "copy_folder", "create_folder", "delete_file", "delete_folder", "lock_file", "move_file", "move_folder", "remove_watermark_file", "rename_folder", "restore_folder", "share_file", "share_folder", "unlock_file", "upload_file", "wait_for_task", "watermark_file", "go_back_to_step", "apply_file_classification", "apply_folder_classification", "send_notification"] | str


class WorkflowMini(TypedDict, total=False):
    id: str
    type: Literal["workflow"] | str
    name: str
    description: str
    is_enabled: bool


class Workflows(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[Workflow]


class ZipDownload(TypedDict, total=False):
    download_url: str
    status_url: str
    expires_at: str
    name_conflicts: list[list[ZipDownloadNameConflictItem]]


class ZipDownloadNameConflictItem(TypedDict, total=False):
    id: str
    type: Literal["file", "folder"] | str
    original_name: str
    download_name: str


class ZipDownloadRequest(TypedDict, total=False):
    items: Required[list[ZipDownloadRequestItem]]
    download_file_name: str


class ZipDownloadRequestItem(TypedDict, total=False):
    type: Required[Literal["file", "folder"] | str]
    id: Required[str]


class ZipDownloadStatus(TypedDict, total=False):
    total_file_count: int
    downloaded_file_count: int
    skipped_file_count: int
    skipped_folder_count: int
    state: Literal["in_progress", "failed", "succeeded"] | str


AiAgent: TypeAlias = "AiAgentAsk | AiAgentTextGen | AiAgentExtract | AiAgentExtractStructured"
AiAgentAllowedEntity: TypeAlias = "UserBase | GroupBase"
AiAskAgent: TypeAlias = "AiAgentReference | AiAgentAsk"
AiExtractAgent: TypeAlias = "AiAgentReference | AiAgentExtract"
AiExtractResponse: TypeAlias = "dict[str, Any]"
AiExtractStructuredAgent: TypeAlias = "AiAgentReference | AiAgentExtractStructured"
AiLlmEndpointParams: TypeAlias = "AiLlmEndpointParamsOpenAi | AiLlmEndpointParamsGoogle | AiLlmEndpointParamsAWS | AiLlmEndpointParamsIBM"
AiTaxonomySource: TypeAlias = "AiTaxonomyReference | AiTaxonomyFileReference"
AiTextGenAgent: TypeAlias = "AiAgentReference | AiAgentTextGen"
AppItemAssociatedItem: TypeAlias = "FileBase | FolderBase | WebLinkBase"
CollaborationAccessGrantee: TypeAlias = "UserCollaborations | GroupMini"
CollaborationItem: TypeAlias = "File | Folder | WebLink"
EventSourceResource: TypeAlias = "User | EventSource | File | Folder | GenericSource | AppItemEventSource"
GenericSource: TypeAlias = "dict[str, Any]"
Item: TypeAlias = "FileFull | FolderMini | WebLink"
MetadataFilterValue: TypeAlias = "str | float | list[str] | MetadataFieldFilterFloatRange | MetadataFieldFilterDateRange"
MetadataInstanceValue: TypeAlias = "str | int | float | list[str]"
MetadataQueryResultItem: TypeAlias = "FileFull | FolderFull"
RecentItemResource: TypeAlias = "FileFull | FolderFull | WebLink"
Resource: TypeAlias = "FolderMini | FileMini"
RetentionPolicyMaxExtensionLengthRequest: TypeAlias = "Literal[\"none\"] | str | str | int"
RetentionPolicyMaxExtensionLengthResponse: TypeAlias = "Literal[\"none\"] | str | str"
SearchResultItem: TypeAlias = "FileFull | FolderFull | WebLink"
SearchResultsResponse: TypeAlias = "SearchResults | SearchResultsWithSharedLinks"
SearchResultWithSharedLinkItem: TypeAlias = "FileFull | FolderFull | WebLink"
SignRequestSignerInputValidation: TypeAlias = "SignRequestSignerInputEmailValidation | SignRequestSignerInputCustomValidation | SignRequestSignerInputZIPValidation | SignRequestSignerInputZIP4Validation | SignRequestSignerInputSSNValidation | SignRequestSignerInputNumberWithPeriodValidation | SignRequestSignerInputNumberWithCommaValidation | SignRequestSignerInputDateISOValidation | SignRequestSignerInputDateUSValidation | SignRequestSignerInputDateEUValidation | SignRequestSignerInputDateAsiaValidation"
SkillCard: TypeAlias = "KeywordSkillCard | TimelineSkillCard | TranscriptSkillCard | StatusSkillCard"
