"""The records of API version 2025.0.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Any, Literal, Required, TypeAlias, TypedDict


class Archive(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["archive"] | str]
    name: Required[str]
    size: Required[int]
    description: str | None
    owned_by: ArchiveOwnedBy


class ArchiveOwnedBy(TypedDict, total=False):
    id: Required[str]
    type: Required[str]


class Archives(TypedDict, total=False):
    entries: list[Archive]
    limit: int
    next_marker: str | None


class ClientError(TypedDict, total=False):
    type: Literal["error"] | str
    status: int
    code: Literal["created", "accepted", "no_content", "redirect", "not_modified", "bad_request", "unauthorized", "forbidden", "not_found", "method_not_allowed", "conflict", "precondition_failed", "too_many_requests", "internal_server_error", "unavailable", "item_name_invalid", "insufficient_scope"] | str
    message: str
    context_info: dict[str, Any] | None
    help_url: str
    request_id: str


class CollaborationPermissions(TypedDict, total=False):
    is_co_owner_role_enabled: bool
    is_editor_role_enabled: bool
    is_previewer_role_enabled: bool
    is_previewer_uploader_role_enabled: bool
    is_uploader_role_enabled: bool
    is_viewer_role_enabled: bool
    is_viewer_uploader_role_enabled: bool


class CustomSessionDurationGroupItem(TypedDict, total=False):
    id: str
    name: str


class DocGenBatchBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["docgen_batch"] | str]


class DocGenBatchCreateRequest(TypedDict, total=False):
    file: Required[FileReference]
    file_version: FileVersionBase
    input_source: Required[str]
    destination_folder: Required[DocGenBatchCreateRequestDestinationFolder]
    output_type: Required[str]
    document_generation_data: Required[list[DocGenDocumentGenerationData]]


class DocGenBatchCreateRequestDestinationFolder(TypedDict, total=False):
    type: Required[Literal["folder"] | str]
    id: Required[str]


class DocGenDocumentGenerationData(TypedDict, total=False):
    generated_file_name: Required[str]
    user_input: Required[dict[str, Any]]


class DocGenJob(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["docgen_job"] | str]
    batch: Required[DocGenBatchBase]
    template_file: Required[FileReference]
    template_file_version: Required[FileVersionBase]
    output_file: FileReference | dict[str, Any] | None
    output_file_version: FileVersionBase | dict[str, Any] | None
    status: Required[Literal["submitted", "completed", "failed", "completed_with_error", "pending"] | str]
    output_type: Required[str]
    failures: DocGenJobFailures | None


class DocGenJobFailures(TypedDict, total=False):
    errors: Required[list[str]]
    warnings: Required[list[str]]


class DocGenJobBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["docgen_job"] | str]


class DocGenJobFull(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["docgen_job"] | str]
    batch: Required[DocGenBatchBase]
    template_file: Required[FileReference]
    template_file_version: Required[FileVersionBase]
    output_file: FileReference | dict[str, Any] | None
    output_file_version: FileVersionBase | dict[str, Any] | None
    status: Required[Literal["submitted", "completed", "failed", "completed_with_error", "pending"] | str]
    output_type: Required[str]
    failures: DocGenJobFailures | None
    created_at: str
    created_by: Required[UserBase]
    enterprise: Required[EnterpriseReference]
    source: Required[str]


class DocGenJobs(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[DocGenJob]


class DocGenJobsFull(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[DocGenJobFull]


class DocGenTag(TypedDict, total=False):
    tag_content: Required[str]
    tag_type: Required[Literal["text", "arithmetic", "conditional", "for-loop", "table-loop", "image"] | str]
    json_paths: Required[list[str]]


class DocGenTags(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[DocGenTag]


class DocGenTagsProcessingMessage(TypedDict, total=False):
    message: Required[str]


class DocGenTemplate(TypedDict, total=False):
    file: FileReference
    file_name: str | None


class DocGenTemplateBase(TypedDict, total=False):
    file: FileReference


class DocGenTemplateCreateRequest(TypedDict, total=False):
    file: Required[FileReference]


class DocGenTemplates(TypedDict, total=False):
    limit: int
    next_marker: str | None
    prev_marker: str | None
    entries: list[DocGenTemplate]


class EnterpriseConfiguration(TypedDict, total=False):
    id: str
    type: Literal["enterprise_configuration"] | str
    security: EnterpriseConfigurationSecurity | dict[str, Any] | None
    content_and_sharing: EnterpriseConfigurationContentAndSharing | dict[str, Any] | None
    user_settings: EnterpriseConfigurationUserSettings | dict[str, Any] | None
    shield: EnterpriseConfigurationShield | dict[str, Any] | None


class EnterpriseConfigurationContentAndSharing(TypedDict, total=False):
    enterprise_feature_settings: list[EnterpriseFeatureSettingsItem]
    sharing_item_type: EnterpriseConfigurationItemString
    shared_link_company_definition: EnterpriseConfigurationItemString
    shared_link_access: EnterpriseConfigurationItemString
    shared_link_default_access: EnterpriseConfigurationItemString
    shared_link_default_permissions_selected: EnterpriseConfigurationContentAndSharingSharedLinkDefaultPermissionsSelected
    is_open_custom_urls_disabled: EnterpriseConfigurationItemBoolean
    is_custom_domain_hidden_in_shared_link: EnterpriseConfigurationItemBoolean
    collaboration_permissions: EnterpriseConfigurationContentAndSharingCollaborationPermissions
    default_collaboration_role: EnterpriseConfigurationItemString
    is_invite_privilege_restricted: EnterpriseConfigurationItemBoolean
    collaboration_restrictions: EnterpriseConfigurationContentAndSharingCollaborationRestrictions
    is_collaborator_invite_links_disabled: EnterpriseConfigurationItemBoolean
    is_invite_group_collaborator_disabled: EnterpriseConfigurationItemBoolean
    is_ownership_transfer_restricted: EnterpriseConfigurationItemBoolean
    external_collaboration_status: EnterpriseConfigurationContentAndSharingExternalCollaborationStatus
    external_collaboration_allowlist_users: EnterpriseConfigurationContentAndSharingExternalCollaborationAllowlistUsers
    is_watermarking_enterprise_feature_enabled: EnterpriseConfigurationItemBoolean
    is_root_content_creation_restricted: EnterpriseConfigurationItemBoolean
    is_tag_creation_restricted: EnterpriseConfigurationItemBoolean
    tag_creation_restriction: EnterpriseConfigurationItemString
    is_email_uploads_enabled: EnterpriseConfigurationItemBoolean
    is_custom_settings_enabled: EnterpriseConfigurationItemBoolean
    is_forms_login_required: EnterpriseConfigurationItemBoolean
    is_forms_branding_default_enabled: EnterpriseConfigurationItemBoolean
    is_cc_free_trial_active: EnterpriseConfigurationItemBoolean
    is_file_request_editors_allowed: EnterpriseConfigurationItemBoolean
    is_file_request_branding_default_enabled: EnterpriseConfigurationItemBoolean
    is_file_request_login_required: EnterpriseConfigurationItemBoolean
    is_shared_links_expiration_enabled: EnterpriseConfigurationItemBoolean
    shared_links_expiration_days: EnterpriseConfigurationItemInteger
    is_public_shared_links_expiration_enabled: EnterpriseConfigurationItemBoolean
    public_shared_links_expiration_days: EnterpriseConfigurationItemInteger
    shared_expiration_target: EnterpriseConfigurationItemString
    is_shared_links_expiration_notification_enabled: EnterpriseConfigurationItemBoolean
    shared_links_expiration_notification_days: EnterpriseConfigurationItemInteger
    is_shared_links_expiration_notification_prevented: EnterpriseConfigurationItemBoolean
    is_auto_delete_enabled: EnterpriseConfigurationItemBoolean
    auto_delete_days: EnterpriseConfigurationItemInteger
    is_auto_delete_expiration_modification_prevented: EnterpriseConfigurationItemBoolean
    auto_delete_target: EnterpriseConfigurationItemString
    is_collaboration_expiration_enabled: EnterpriseConfigurationItemBoolean
    collaboration_expiration_days: EnterpriseConfigurationItemInteger
    is_collaboration_expiration_modification_prevented: EnterpriseConfigurationItemBoolean
    is_collaboration_expiration_notification_enabled: EnterpriseConfigurationItemBoolean
    collaboration_expiration_target: EnterpriseConfigurationItemString
    trash_auto_clear_time: EnterpriseConfigurationItemInteger
    permanent_deletion_access: EnterpriseConfigurationItemString
    permanent_deletion_allowlist_users: EnterpriseConfigurationContentAndSharingPermanentDeletionAllowlistUsers


class EnterpriseConfigurationContentAndSharingSharedLinkDefaultPermissionsSelected(TypedDict, total=False):
    is_used: bool
    value: SharedLinkPermissions


class EnterpriseConfigurationContentAndSharingCollaborationPermissions(TypedDict, total=False):
    is_used: bool
    value: CollaborationPermissions


class EnterpriseConfigurationContentAndSharingCollaborationRestrictions(TypedDict, total=False):
    is_used: bool
    value: list[str]


class EnterpriseConfigurationContentAndSharingExternalCollaborationStatus(TypedDict, total=False):
    is_used: bool
    value: str | None


class EnterpriseConfigurationContentAndSharingExternalCollaborationAllowlistUsers(TypedDict, total=False):
    is_used: bool
    value: list[ListUser]


class EnterpriseConfigurationContentAndSharingPermanentDeletionAllowlistUsers(TypedDict, total=False):
    is_used: bool
    value: list[ListUser]


class EnterpriseConfigurationItem(TypedDict, total=False):
    is_used: bool


class EnterpriseConfigurationItemBoolean(TypedDict, total=False):
    is_used: bool
    value: bool | None


class EnterpriseConfigurationItemInteger(TypedDict, total=False):
    is_used: bool
    value: int | None


class EnterpriseConfigurationItemString(TypedDict, total=False):
    is_used: bool
    value: str | None


class EnterpriseConfigurationSecurity(TypedDict, total=False):
    is_managed_user_signup_enabled: EnterpriseConfigurationItemBoolean
    is_managed_user_signup_notification_enabled: EnterpriseConfigurationItemBoolean
    is_managed_user_signup_corporate_email_enabled: EnterpriseConfigurationItemBoolean
    is_new_user_notification_daily_digest_enabled: EnterpriseConfigurationItemBoolean
    is_managed_user_email_change_disabled: EnterpriseConfigurationItemBoolean
    is_multi_factor_auth_required: EnterpriseConfigurationItemBoolean
    is_weak_password_prevention_enabled: EnterpriseConfigurationItemBoolean
    is_password_leak_detection_enabled: EnterpriseConfigurationItemBoolean
    last_password_reset_at: EnterpriseConfigurationSecurityLastPasswordResetAt
    is_password_request_notification_enabled: EnterpriseConfigurationItemBoolean
    is_password_change_notification_enabled: EnterpriseConfigurationItemBoolean
    is_strong_password_for_ext_collab_enabled: EnterpriseConfigurationItemBoolean
    is_managed_user_migration_disabled: EnterpriseConfigurationItemBoolean
    join_link: EnterpriseConfigurationItemString
    join_url: EnterpriseConfigurationItemString
    failed_login_attempts_to_trigger_admin_notification: EnterpriseConfigurationItemInteger
    password_min_length: EnterpriseConfigurationItemInteger
    password_min_uppercase_characters: EnterpriseConfigurationItemInteger
    password_min_numeric_characters: EnterpriseConfigurationItemInteger
    password_min_special_characters: EnterpriseConfigurationItemInteger
    password_reset_frequency: EnterpriseConfigurationItemString
    previous_password_reuse_limit: EnterpriseConfigurationItemString
    session_duration: EnterpriseConfigurationItemString
    external_collab_multi_factor_auth_settings: EnterpriseConfigurationSecurityExternalCollabMultiFactorAuthSettings
    keysafe: EnterpriseConfigurationSecurityKeysafe
    is_custom_session_duration_enabled: EnterpriseConfigurationItemBoolean
    custom_session_duration_value: EnterpriseConfigurationItemString
    custom_session_duration_groups: EnterpriseConfigurationSecurityCustomSessionDurationGroups
    multi_factor_auth_type: EnterpriseConfigurationItemString
    enforced_mfa_frequency: EnterpriseConfigurationSecurityEnforcedMfaFrequency


class EnterpriseConfigurationSecurityLastPasswordResetAt(TypedDict, total=False):
    is_used: bool
    value: str | None


class EnterpriseConfigurationSecurityExternalCollabMultiFactorAuthSettings(TypedDict, total=False):
    is_used: bool
    value: ExternalCollabSecuritySettings | dict[str, Any] | None


class EnterpriseConfigurationSecurityKeysafe(TypedDict, total=False):
    is_used: bool
    value: KeysafeSettings | dict[str, Any] | None


class EnterpriseConfigurationSecurityCustomSessionDurationGroups(TypedDict, total=False):
    is_used: bool
    value: list[CustomSessionDurationGroupItem]


class EnterpriseConfigurationSecurityEnforcedMfaFrequency(TypedDict, total=False):
    is_used: bool
    value: EnterpriseConfigurationSecurityEnforcedMfaFrequencyValue


class EnterpriseConfigurationSecurityEnforcedMfaFrequencyValue(TypedDict, total=False):
    days: int | None
    hours: int | None


class EnterpriseConfigurationShield(TypedDict, total=False):
    shield_rules: list[ShieldRuleItem]


class EnterpriseConfigurationUserSettings(TypedDict, total=False):
    enterprise_feature_settings: list[EnterpriseFeatureSettingsItem]
    user_invites_expiration_time_frame: EnterpriseConfigurationItemString
    is_username_change_restricted: EnterpriseConfigurationItemBoolean
    is_box_sync_restricted_for_new_users: EnterpriseConfigurationItemBoolean
    is_view_all_users_enabled_for_new_users: EnterpriseConfigurationItemBoolean
    is_device_limit_exemption_enabled_for_new_users: EnterpriseConfigurationItemBoolean
    is_external_collaboration_restricted_for_new_users: EnterpriseConfigurationItemBoolean
    is_unlimited_storage_enabled_for_new_users: EnterpriseConfigurationItemBoolean
    new_user_default_storage_limit: EnterpriseConfigurationItemInteger
    new_user_default_timezone: EnterpriseConfigurationItemString
    new_user_default_language: EnterpriseConfigurationItemString
    is_enterprise_sso_required: EnterpriseConfigurationItemBoolean
    is_enterprise_sso_in_testing: EnterpriseConfigurationItemBoolean
    is_sso_auto_add_groups_enabled: EnterpriseConfigurationItemBoolean
    is_sso_auto_add_user_to_groups_enabled: EnterpriseConfigurationItemBoolean
    is_sso_auto_remove_user_from_groups_enabled: EnterpriseConfigurationItemBoolean
    user_tracking_codes: EnterpriseConfigurationUserSettingsUserTrackingCodes
    number_of_user_tracking_codes_remaining: EnterpriseConfigurationItemInteger
    is_instant_login_restricted: EnterpriseConfigurationItemBoolean


class EnterpriseConfigurationUserSettingsUserTrackingCodes(TypedDict, total=False):
    is_used: bool
    value: list[UserTrackingCode]


class EnterpriseFeatureSetting(TypedDict, total=False):
    id: str | None
    feature: EnterpriseFeatureSettingFeature
    state: str | None
    can_configure: bool | None
    is_configured: bool | None
    allowlist: list[UserOrGroupReference] | None
    denylist: list[UserOrGroupReference] | None


class EnterpriseFeatureSettingFeature(TypedDict, total=False):
    id: str | None


class EnterpriseFeatureSettingsItem(TypedDict, total=False):
    is_used: bool
    value: EnterpriseFeatureSetting


class EnterpriseReference(TypedDict, total=False):
    id: str
    type: Literal["enterprise"] | str


class ExternalCollabSecuritySettings(TypedDict, total=False):
    denylist_domains: list[str]
    denylist_emails: list[str]
    allowlist_domains: list[str]
    allowlist_emails: list[str]
    state: str | None
    scheduled_status: str | None
    scheduled_at: str | None
    factor_type_settings: str | None


class ExternalUserDeletionResult(TypedDict, total=False):
    user_id: Required[str]
    status: Required[int]
    detail: str


class ExternalUsersSubmitDeleteJobRequest(TypedDict, total=False):
    external_users: Required[list[UserReference]]


class ExternalUsersSubmitDeleteJobResponse(TypedDict, total=False):
    entries: Required[list[ExternalUserDeletionResult]]


class FileReference(TypedDict, total=False):
    type: Required[Literal["file"] | str]
    id: Required[str]


class FileVersionBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file_version"] | str]


class FolderReference(TypedDict, total=False):
    type: Required[Literal["folder"] | str]
    id: Required[str]


class GroupBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["group"] | str]


class GroupMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["group"] | str]
    name: str
    group_type: Literal["managed_group", "all_users_group"] | str


class Hub(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["hubs"] | str]
    title: str
    description: str
    created_at: str
    updated_at: str
    created_by: UserMini
    updated_by: UserMini
    view_count: int
    is_ai_enabled: bool
    is_collaboration_restricted_to_enterprise: bool
    can_non_owners_invite: bool
    can_shared_link_be_created: bool
    can_public_shared_link_be_created: bool
    copy_hub_access: Literal["all", "company", "none"] | str


class HubBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["hubs"] | str]


class HubCalloutBoxTextBlock(TypedDict, total=False):
    id: Required[str]
    parent_id: str | None
    type: Required[Literal["callout_box"] | str]
    fragment: Required[str]


class HubCollaboration(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["hub_collaboration"] | str]
    hub: HubBase
    accessible_by: HubAccessGrantee
    role: str
    status: Literal["accepted", "pending", "rejected"] | str
    acceptance_requirements_status: HubCollaborationAcceptanceRequirementsStatus


class HubCollaborationAcceptanceRequirementsStatus(TypedDict, total=False):
    terms_of_service_requirement: HubCollaborationAcceptanceRequirementsStatusTermsOfServiceRequirement
    strong_password_requirement: HubCollaborationAcceptanceRequirementsStatusStrongPasswordRequirement
    two_factor_authentication_requirement: HubCollaborationAcceptanceRequirementsStatusTwoFactorAuthenticationRequirement


class HubCollaborationAcceptanceRequirementsStatusTermsOfServiceRequirement(TypedDict, total=False):
    is_accepted: bool | None
    terms_of_service: TermsOfServiceBase


class HubCollaborationAcceptanceRequirementsStatusStrongPasswordRequirement(TypedDict, total=False):
    enterprise_has_strong_password_required_for_external_users: bool
    user_has_strong_password: bool | None


class HubCollaborationAcceptanceRequirementsStatusTwoFactorAuthenticationRequirement(TypedDict, total=False):
    enterprise_has_two_factor_auth_enabled: bool
    user_has_two_factor_authentication_enabled: bool | None


class HubCollaborationCreateRequest(TypedDict, total=False):
    hub: Required[HubCollaborationCreateRequestHub]
    accessible_by: Required[HubCollaborationCreateRequestAccessibleBy]
    role: Required[str]


class HubCollaborationCreateRequestHub(TypedDict, total=False):
    type: Required[Literal["hubs"] | str]
    id: Required[str]


class HubCollaborationCreateRequestAccessibleBy(TypedDict, total=False):
    type: Required[str]
    id: str
    login: str


class HubCollaborations(TypedDict, total=False):
    entries: list[HubCollaboration]
    limit: int
    next_marker: str | None


class HubCollaborationUpdateRequest(TypedDict, total=False):
    role: str


class HubCollaborationUser(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str


class HubCopyRequest(TypedDict, total=False):
    title: str
    description: str
    include_items: bool


class HubCreateRequest(TypedDict, total=False):
    title: Required[str]
    description: str


class HubDividerBlock(TypedDict, total=False):
    id: Required[str]
    parent_id: str | None
    type: Required[Literal["divider"] | str]


class HubDocumentBlock(TypedDict, total=False):
    id: Required[str]
    parent_id: str | None


class HubDocumentBlocks(TypedDict, total=False):
    entries: Required[list[HubDocumentBlockEntry]]
    type: Required[Literal["document_blocks"] | str]
    limit: int
    next_marker: str | None


class HubDocumentPage(TypedDict, total=False):
    id: Required[str]
    type: Required[str]
    parent_id: str | None
    title_fragment: Required[str]


class HubDocumentPages(TypedDict, total=False):
    entries: Required[list[HubDocumentPage]]
    type: Required[Literal["document_pages"] | str]
    limit: int
    next_marker: str | None


class HubItem(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file", "folder", "web_link"] | str]
    name: Required[str]


class HubItemListBlock(TypedDict, total=False):
    id: Required[str]
    parent_id: str | None
    type: Required[Literal["item_list"] | str]


class HubItemOperation(TypedDict, total=False):
    action: Required[Literal["add", "remove"] | str]
    item: Required[HubItemReference]
    parent_id: str


class HubItemOperationResult(TypedDict, total=False):
    action: str
    item: HubItemReference
    parent_id: str
    status: int
    error: str


class HubItems(TypedDict, total=False):
    entries: list[HubItem]
    limit: int
    next_marker: str | None


class HubItemsManageRequest(TypedDict, total=False):
    operations: list[HubItemOperation]


class HubItemsManageResponse(TypedDict, total=False):
    operations: Required[list[HubItemOperationResult]]


class HubParagraphTextBlock(TypedDict, total=False):
    id: Required[str]
    parent_id: str | None
    type: Required[Literal["paragraph"] | str]
    fragment: Required[str]


class Hubs(TypedDict, total=False):
    entries: list[Hub]
    limit: int
    next_marker: str | None


class HubSectionTitleTextBlock(TypedDict, total=False):
    id: Required[str]
    parent_id: str | None
    type: Required[Literal["section_title"] | str]
    fragment: Required[str]


class HubUpdateRequest(TypedDict, total=False):
    title: str
    description: str
    is_ai_enabled: bool
    is_collaboration_restricted_to_enterprise: bool
    can_non_owners_invite: bool
    can_shared_link_be_created: bool
    can_public_shared_link_be_created: bool
    copy_hub_access: Literal["all", "company", "none"] | str


class KeysafeSettings(TypedDict, total=False):
    keysafe_enabled: bool
    cloud_provider: str | None
    key_id: str | None
    account_id: str | None
    location_id: str | None
    project_id: str | None
    keyring_id: str | None


class ListUser(TypedDict, total=False):
    id: int | None
    name: str | None
    email: str | None


class SharedLinkPermissions(TypedDict, total=False):
    shared_links_option: str | None
    default_shared_link_type: str | None
    notes_shared_link_option: str | None
    default_notes_shared_link_type: str | None


class ShieldList(TypedDict, total=False):
    id: Required[str]
    type: Required[str]
    name: Required[str]
    enterprise: Required[EnterpriseReference]
    description: str
    created_at: Required[str]
    updated_at: Required[str]
    content: Required[ShieldListContent]


class ShieldListMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["shield_list"] | str]
    name: Required[str]
    content: Required[ShieldListMiniContent]


class ShieldListMiniContent(TypedDict, total=False):
    type: str


class ShieldListContentCountry(TypedDict, total=False):
    type: Required[Literal["country"] | str]
    country_codes: Required[list[str]]


class ShieldListContentDomain(TypedDict, total=False):
    type: Required[Literal["domain"] | str]
    domains: Required[list[str]]


class ShieldListContentEmail(TypedDict, total=False):
    type: Required[Literal["email"] | str]
    email_addresses: Required[list[str]]


class ShieldListContentIntegration(TypedDict, total=False):
    type: Required[Literal["integration"] | str]
    integrations: Required[list[ShieldListContentIntegrationIntegration]]


class ShieldListContentIntegrationIntegration(TypedDict, total=False):
    id: str


class ShieldListContentIp(TypedDict, total=False):
    type: Required[Literal["ip"] | str]
    ip_addresses: Required[list[str]]


class ShieldLists(TypedDict, total=False):
    entries: list[ShieldListMini]


class ShieldListsCreate(TypedDict, total=False):
    name: Required[str]
    description: str
    content: Required[ShieldListContentRequest]


class ShieldListsUpdate(TypedDict, total=False):
    name: Required[str]
    description: str
    content: Required[ShieldListContentRequest]


class ShieldRuleItem(TypedDict, total=False):
    id: str
    type: Literal["shield_rule"] | str
    rule_category: str
    name: str
    description: str
    priority: Literal["informational", "low", "medium", "high", "critical"] | str
    created_at: str
    modified_at: str


class TermsOfServiceBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["terms_of_service"] | str]


class UserBase(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]


class UserMini(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["user"] | str]
    name: str
    login: str


class UserOrGroupReference(TypedDict, total=False):
    type: Literal["user", "group"] | str
    id: str


class UserReference(TypedDict, total=False):
    type: Required[Literal["user"] | str]
    id: Required[str]


class UserTrackingCode(TypedDict, total=False):
    id: int | None
    name: str | None


class WeblinkReference(TypedDict, total=False):
    type: Required[Literal["web_link"] | str]
    id: Required[str]


HubAccessGrantee: TypeAlias = "HubCollaborationUser | GroupMini"
HubDocumentBlockEntry: TypeAlias = "HubParagraphTextBlock | HubSectionTitleTextBlock | HubCalloutBoxTextBlock | HubItemListBlock | HubDividerBlock"
HubItemReference: TypeAlias = "FileReference | FolderReference | WeblinkReference"
ShieldListContent: TypeAlias = "ShieldListContentCountry | ShieldListContentDomain | ShieldListContentEmail | ShieldListContentIp | ShieldListContentIntegration"
ShieldListContentRequest: TypeAlias = "ShieldListContentCountry | ShieldListContentDomain | ShieldListContentEmail | ShieldListContentIp"
