"""The tags of the contract as attributes of a client; a tag's module is loaded when it is first used.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingFace, Face

if TYPE_CHECKING:
    from holdall.connector.generated.tags.ai import BlockingAi, Ai
    from holdall.connector.generated.tags.ai_studio import BlockingAiStudio, AiStudio
    from holdall.connector.generated.tags.app_item_associations import BlockingAppItemAssociations, AppItemAssociations
    from holdall.connector.generated.tags.archives import BlockingArchives, Archives
    from holdall.connector.generated.tags.authorization import BlockingAuthorization, Authorization
    from holdall.connector.generated.tags.automate_workflows import BlockingAutomateWorkflows, AutomateWorkflows
    from holdall.connector.generated.tags.avatars import BlockingAvatars, Avatars
    from holdall.connector.generated.tags.chunked_uploads import BlockingChunkedUploads, ChunkedUploads
    from holdall.connector.generated.tags.classifications import BlockingClassifications, Classifications
    from holdall.connector.generated.tags.collaboration_allowlist_entries import BlockingCollaborationAllowlistEntries, CollaborationAllowlistEntries
    from holdall.connector.generated.tags.collaboration_allowlist_exempt_targets import BlockingCollaborationAllowlistExemptTargets, CollaborationAllowlistExemptTargets
    from holdall.connector.generated.tags.collections import BlockingCollections, Collections
    from holdall.connector.generated.tags.comments import BlockingComments, Comments
    from holdall.connector.generated.tags.device_pinners import BlockingDevicePinners, DevicePinners
    from holdall.connector.generated.tags.docgen import BlockingDocgen, Docgen
    from holdall.connector.generated.tags.docgen_template import BlockingDocgenTemplate, DocgenTemplate
    from holdall.connector.generated.tags.downloads import BlockingDownloads, Downloads
    from holdall.connector.generated.tags.email_aliases import BlockingEmailAliases, EmailAliases
    from holdall.connector.generated.tags.enterprise_configurations import BlockingEnterpriseConfigurations, EnterpriseConfigurations
    from holdall.connector.generated.tags.events import BlockingEvents, Events
    from holdall.connector.generated.tags.external_users import BlockingExternalUsers, ExternalUsers
    from holdall.connector.generated.tags.file_classifications import BlockingFileClassifications, FileClassifications
    from holdall.connector.generated.tags.file_metadata import BlockingFileMetadata, FileMetadata
    from holdall.connector.generated.tags.file_requests import BlockingFileRequests, FileRequests
    from holdall.connector.generated.tags.file_version_legal_holds import BlockingFileVersionLegalHolds, FileVersionLegalHolds
    from holdall.connector.generated.tags.file_version_retentions import BlockingFileVersionRetentions, FileVersionRetentions
    from holdall.connector.generated.tags.file_versions import BlockingFileVersions, FileVersions
    from holdall.connector.generated.tags.file_watermarks import BlockingFileWatermarks, FileWatermarks
    from holdall.connector.generated.tags.files import BlockingFiles, Files
    from holdall.connector.generated.tags.folder_classifications import BlockingFolderClassifications, FolderClassifications
    from holdall.connector.generated.tags.folder_locks import BlockingFolderLocks, FolderLocks
    from holdall.connector.generated.tags.folder_metadata import BlockingFolderMetadata, FolderMetadata
    from holdall.connector.generated.tags.folder_watermarks import BlockingFolderWatermarks, FolderWatermarks
    from holdall.connector.generated.tags.folders import BlockingFolders, Folders
    from holdall.connector.generated.tags.groups import BlockingGroups, Groups
    from holdall.connector.generated.tags.hub_collaborations import BlockingHubCollaborations, HubCollaborations
    from holdall.connector.generated.tags.hub_document import BlockingHubDocument, HubDocument
    from holdall.connector.generated.tags.hub_items import BlockingHubItems, HubItems
    from holdall.connector.generated.tags.hubs import BlockingHubs, Hubs
    from holdall.connector.generated.tags.integration_mappings import BlockingIntegrationMappings, IntegrationMappings
    from holdall.connector.generated.tags.invites import BlockingInvites, Invites
    from holdall.connector.generated.tags.legal_hold_policies import BlockingLegalHoldPolicies, LegalHoldPolicies
    from holdall.connector.generated.tags.legal_hold_policy_assignments import BlockingLegalHoldPolicyAssignments, LegalHoldPolicyAssignments
    from holdall.connector.generated.tags.list_collaborations import BlockingListCollaborations, ListCollaborations
    from holdall.connector.generated.tags.memberships import BlockingMemberships, Memberships
    from holdall.connector.generated.tags.metadata_cascade_policies import BlockingMetadataCascadePolicies, MetadataCascadePolicies
    from holdall.connector.generated.tags.metadata_taxonomies import BlockingMetadataTaxonomies, MetadataTaxonomies
    from holdall.connector.generated.tags.metadata_templates import BlockingMetadataTemplates, MetadataTemplates
    from holdall.connector.generated.tags.notes import BlockingNotes, Notes
    from holdall.connector.generated.tags.recent_items import BlockingRecentItems, RecentItems
    from holdall.connector.generated.tags.retention_policies import BlockingRetentionPolicies, RetentionPolicies
    from holdall.connector.generated.tags.retention_policy_assignments import BlockingRetentionPolicyAssignments, RetentionPolicyAssignments
    from holdall.connector.generated.tags.search import BlockingSearch, Search
    from holdall.connector.generated.tags.session_termination import BlockingSessionTermination, SessionTermination
    from holdall.connector.generated.tags.shared_links_app_items import BlockingSharedLinksAppItems, SharedLinksAppItems
    from holdall.connector.generated.tags.shared_links_files import BlockingSharedLinksFiles, SharedLinksFiles
    from holdall.connector.generated.tags.shared_links_folders import BlockingSharedLinksFolders, SharedLinksFolders
    from holdall.connector.generated.tags.shared_links_web_links import BlockingSharedLinksWebLinks, SharedLinksWebLinks
    from holdall.connector.generated.tags.shield_information_barrier_reports import BlockingShieldInformationBarrierReports, ShieldInformationBarrierReports
    from holdall.connector.generated.tags.shield_information_barrier_segment_members import BlockingShieldInformationBarrierSegmentMembers, ShieldInformationBarrierSegmentMembers
    from holdall.connector.generated.tags.shield_information_barrier_segment_restrictions import BlockingShieldInformationBarrierSegmentRestrictions, ShieldInformationBarrierSegmentRestrictions
    from holdall.connector.generated.tags.shield_information_barrier_segments import BlockingShieldInformationBarrierSegments, ShieldInformationBarrierSegments
    from holdall.connector.generated.tags.shield_information_barriers import BlockingShieldInformationBarriers, ShieldInformationBarriers
    from holdall.connector.generated.tags.shield_lists import BlockingShieldLists, ShieldLists
    from holdall.connector.generated.tags.sign_requests import BlockingSignRequests, SignRequests
    from holdall.connector.generated.tags.sign_templates import BlockingSignTemplates, SignTemplates
    from holdall.connector.generated.tags.skills import BlockingSkills, Skills
    from holdall.connector.generated.tags.storage_policies import BlockingStoragePolicies, StoragePolicies
    from holdall.connector.generated.tags.storage_policy_assignments import BlockingStoragePolicyAssignments, StoragePolicyAssignments
    from holdall.connector.generated.tags.task_assignments import BlockingTaskAssignments, TaskAssignments
    from holdall.connector.generated.tags.tasks import BlockingTasks, Tasks
    from holdall.connector.generated.tags.terms_of_service_user_statuses import BlockingTermsOfServiceUserStatuses, TermsOfServiceUserStatuses
    from holdall.connector.generated.tags.terms_of_services import BlockingTermsOfServices, TermsOfServices
    from holdall.connector.generated.tags.transfer import BlockingTransfer, Transfer
    from holdall.connector.generated.tags.trashed_files import BlockingTrashedFiles, TrashedFiles
    from holdall.connector.generated.tags.trashed_folders import BlockingTrashedFolders, TrashedFolders
    from holdall.connector.generated.tags.trashed_items import BlockingTrashedItems, TrashedItems
    from holdall.connector.generated.tags.trashed_web_links import BlockingTrashedWebLinks, TrashedWebLinks
    from holdall.connector.generated.tags.uploads import BlockingUploads, Uploads
    from holdall.connector.generated.tags.user_collaborations import BlockingUserCollaborations, UserCollaborations
    from holdall.connector.generated.tags.users import BlockingUsers, Users
    from holdall.connector.generated.tags.web_links import BlockingWebLinks, WebLinks
    from holdall.connector.generated.tags.webhooks import BlockingWebhooks, Webhooks
    from holdall.connector.generated.tags.workflows import BlockingWorkflows, Workflows
    from holdall.connector.generated.tags.zip_downloads import BlockingZipDownloads, ZipDownloads


class Tags(Face):
    """Every tag of the contract."""

    _tags = {
        "ai": "Ai",
        "ai_studio": "AiStudio",
        "app_item_associations": "AppItemAssociations",
        "archives": "Archives",
        "authorization": "Authorization",
        "automate_workflows": "AutomateWorkflows",
        "avatars": "Avatars",
        "chunked_uploads": "ChunkedUploads",
        "classifications": "Classifications",
        "collaboration_allowlist_entries": "CollaborationAllowlistEntries",
        "collaboration_allowlist_exempt_targets": "CollaborationAllowlistExemptTargets",
        "collections": "Collections",
        "comments": "Comments",
        "device_pinners": "DevicePinners",
        "docgen": "Docgen",
        "docgen_template": "DocgenTemplate",
        "downloads": "Downloads",
        "email_aliases": "EmailAliases",
        "enterprise_configurations": "EnterpriseConfigurations",
        "events": "Events",
        "external_users": "ExternalUsers",
        "file_classifications": "FileClassifications",
        "file_metadata": "FileMetadata",
        "file_requests": "FileRequests",
        "file_version_legal_holds": "FileVersionLegalHolds",
        "file_version_retentions": "FileVersionRetentions",
        "file_versions": "FileVersions",
        "file_watermarks": "FileWatermarks",
        "files": "Files",
        "folder_classifications": "FolderClassifications",
        "folder_locks": "FolderLocks",
        "folder_metadata": "FolderMetadata",
        "folder_watermarks": "FolderWatermarks",
        "folders": "Folders",
        "groups": "Groups",
        "hub_collaborations": "HubCollaborations",
        "hub_document": "HubDocument",
        "hub_items": "HubItems",
        "hubs": "Hubs",
        "integration_mappings": "IntegrationMappings",
        "invites": "Invites",
        "legal_hold_policies": "LegalHoldPolicies",
        "legal_hold_policy_assignments": "LegalHoldPolicyAssignments",
        "list_collaborations": "ListCollaborations",
        "memberships": "Memberships",
        "metadata_cascade_policies": "MetadataCascadePolicies",
        "metadata_taxonomies": "MetadataTaxonomies",
        "metadata_templates": "MetadataTemplates",
        "notes": "Notes",
        "recent_items": "RecentItems",
        "retention_policies": "RetentionPolicies",
        "retention_policy_assignments": "RetentionPolicyAssignments",
        "search": "Search",
        "session_termination": "SessionTermination",
        "shared_links_app_items": "SharedLinksAppItems",
        "shared_links_files": "SharedLinksFiles",
        "shared_links_folders": "SharedLinksFolders",
        "shared_links_web_links": "SharedLinksWebLinks",
        "shield_information_barrier_reports": "ShieldInformationBarrierReports",
        "shield_information_barrier_segment_members": "ShieldInformationBarrierSegmentMembers",
        "shield_information_barrier_segment_restrictions": "ShieldInformationBarrierSegmentRestrictions",
        "shield_information_barrier_segments": "ShieldInformationBarrierSegments",
        "shield_information_barriers": "ShieldInformationBarriers",
        "shield_lists": "ShieldLists",
        "sign_requests": "SignRequests",
        "sign_templates": "SignTemplates",
        "skills": "Skills",
        "storage_policies": "StoragePolicies",
        "storage_policy_assignments": "StoragePolicyAssignments",
        "task_assignments": "TaskAssignments",
        "tasks": "Tasks",
        "terms_of_service_user_statuses": "TermsOfServiceUserStatuses",
        "terms_of_services": "TermsOfServices",
        "transfer": "Transfer",
        "trashed_files": "TrashedFiles",
        "trashed_folders": "TrashedFolders",
        "trashed_items": "TrashedItems",
        "trashed_web_links": "TrashedWebLinks",
        "uploads": "Uploads",
        "user_collaborations": "UserCollaborations",
        "users": "Users",
        "web_links": "WebLinks",
        "webhooks": "Webhooks",
        "workflows": "Workflows",
        "zip_downloads": "ZipDownloads",
    }
    ai: Ai
    ai_studio: AiStudio
    app_item_associations: AppItemAssociations
    archives: Archives
    authorization: Authorization
    automate_workflows: AutomateWorkflows
    avatars: Avatars
    chunked_uploads: ChunkedUploads
    classifications: Classifications
    collaboration_allowlist_entries: CollaborationAllowlistEntries
    collaboration_allowlist_exempt_targets: CollaborationAllowlistExemptTargets
    collections: Collections
    comments: Comments
    device_pinners: DevicePinners
    docgen: Docgen
    docgen_template: DocgenTemplate
    downloads: Downloads
    email_aliases: EmailAliases
    enterprise_configurations: EnterpriseConfigurations
    events: Events
    external_users: ExternalUsers
    file_classifications: FileClassifications
    file_metadata: FileMetadata
    file_requests: FileRequests
    file_version_legal_holds: FileVersionLegalHolds
    file_version_retentions: FileVersionRetentions
    file_versions: FileVersions
    file_watermarks: FileWatermarks
    files: Files
    folder_classifications: FolderClassifications
    folder_locks: FolderLocks
    folder_metadata: FolderMetadata
    folder_watermarks: FolderWatermarks
    folders: Folders
    groups: Groups
    hub_collaborations: HubCollaborations
    hub_document: HubDocument
    hub_items: HubItems
    hubs: Hubs
    integration_mappings: IntegrationMappings
    invites: Invites
    legal_hold_policies: LegalHoldPolicies
    legal_hold_policy_assignments: LegalHoldPolicyAssignments
    list_collaborations: ListCollaborations
    memberships: Memberships
    metadata_cascade_policies: MetadataCascadePolicies
    metadata_taxonomies: MetadataTaxonomies
    metadata_templates: MetadataTemplates
    notes: Notes
    recent_items: RecentItems
    retention_policies: RetentionPolicies
    retention_policy_assignments: RetentionPolicyAssignments
    search: Search
    session_termination: SessionTermination
    shared_links_app_items: SharedLinksAppItems
    shared_links_files: SharedLinksFiles
    shared_links_folders: SharedLinksFolders
    shared_links_web_links: SharedLinksWebLinks
    shield_information_barrier_reports: ShieldInformationBarrierReports
    shield_information_barrier_segment_members: ShieldInformationBarrierSegmentMembers
    shield_information_barrier_segment_restrictions: ShieldInformationBarrierSegmentRestrictions
    shield_information_barrier_segments: ShieldInformationBarrierSegments
    shield_information_barriers: ShieldInformationBarriers
    shield_lists: ShieldLists
    sign_requests: SignRequests
    sign_templates: SignTemplates
    skills: Skills
    storage_policies: StoragePolicies
    storage_policy_assignments: StoragePolicyAssignments
    task_assignments: TaskAssignments
    tasks: Tasks
    terms_of_service_user_statuses: TermsOfServiceUserStatuses
    terms_of_services: TermsOfServices
    transfer: Transfer
    trashed_files: TrashedFiles
    trashed_folders: TrashedFolders
    trashed_items: TrashedItems
    trashed_web_links: TrashedWebLinks
    uploads: Uploads
    user_collaborations: UserCollaborations
    users: Users
    web_links: WebLinks
    webhooks: Webhooks
    workflows: Workflows
    zip_downloads: ZipDownloads


class BlockingTags(BlockingFace):
    """Every tag of the contract."""

    _tags = {
        "ai": "BlockingAi",
        "ai_studio": "BlockingAiStudio",
        "app_item_associations": "BlockingAppItemAssociations",
        "archives": "BlockingArchives",
        "authorization": "BlockingAuthorization",
        "automate_workflows": "BlockingAutomateWorkflows",
        "avatars": "BlockingAvatars",
        "chunked_uploads": "BlockingChunkedUploads",
        "classifications": "BlockingClassifications",
        "collaboration_allowlist_entries": "BlockingCollaborationAllowlistEntries",
        "collaboration_allowlist_exempt_targets": "BlockingCollaborationAllowlistExemptTargets",
        "collections": "BlockingCollections",
        "comments": "BlockingComments",
        "device_pinners": "BlockingDevicePinners",
        "docgen": "BlockingDocgen",
        "docgen_template": "BlockingDocgenTemplate",
        "downloads": "BlockingDownloads",
        "email_aliases": "BlockingEmailAliases",
        "enterprise_configurations": "BlockingEnterpriseConfigurations",
        "events": "BlockingEvents",
        "external_users": "BlockingExternalUsers",
        "file_classifications": "BlockingFileClassifications",
        "file_metadata": "BlockingFileMetadata",
        "file_requests": "BlockingFileRequests",
        "file_version_legal_holds": "BlockingFileVersionLegalHolds",
        "file_version_retentions": "BlockingFileVersionRetentions",
        "file_versions": "BlockingFileVersions",
        "file_watermarks": "BlockingFileWatermarks",
        "files": "BlockingFiles",
        "folder_classifications": "BlockingFolderClassifications",
        "folder_locks": "BlockingFolderLocks",
        "folder_metadata": "BlockingFolderMetadata",
        "folder_watermarks": "BlockingFolderWatermarks",
        "folders": "BlockingFolders",
        "groups": "BlockingGroups",
        "hub_collaborations": "BlockingHubCollaborations",
        "hub_document": "BlockingHubDocument",
        "hub_items": "BlockingHubItems",
        "hubs": "BlockingHubs",
        "integration_mappings": "BlockingIntegrationMappings",
        "invites": "BlockingInvites",
        "legal_hold_policies": "BlockingLegalHoldPolicies",
        "legal_hold_policy_assignments": "BlockingLegalHoldPolicyAssignments",
        "list_collaborations": "BlockingListCollaborations",
        "memberships": "BlockingMemberships",
        "metadata_cascade_policies": "BlockingMetadataCascadePolicies",
        "metadata_taxonomies": "BlockingMetadataTaxonomies",
        "metadata_templates": "BlockingMetadataTemplates",
        "notes": "BlockingNotes",
        "recent_items": "BlockingRecentItems",
        "retention_policies": "BlockingRetentionPolicies",
        "retention_policy_assignments": "BlockingRetentionPolicyAssignments",
        "search": "BlockingSearch",
        "session_termination": "BlockingSessionTermination",
        "shared_links_app_items": "BlockingSharedLinksAppItems",
        "shared_links_files": "BlockingSharedLinksFiles",
        "shared_links_folders": "BlockingSharedLinksFolders",
        "shared_links_web_links": "BlockingSharedLinksWebLinks",
        "shield_information_barrier_reports": "BlockingShieldInformationBarrierReports",
        "shield_information_barrier_segment_members": "BlockingShieldInformationBarrierSegmentMembers",
        "shield_information_barrier_segment_restrictions": "BlockingShieldInformationBarrierSegmentRestrictions",
        "shield_information_barrier_segments": "BlockingShieldInformationBarrierSegments",
        "shield_information_barriers": "BlockingShieldInformationBarriers",
        "shield_lists": "BlockingShieldLists",
        "sign_requests": "BlockingSignRequests",
        "sign_templates": "BlockingSignTemplates",
        "skills": "BlockingSkills",
        "storage_policies": "BlockingStoragePolicies",
        "storage_policy_assignments": "BlockingStoragePolicyAssignments",
        "task_assignments": "BlockingTaskAssignments",
        "tasks": "BlockingTasks",
        "terms_of_service_user_statuses": "BlockingTermsOfServiceUserStatuses",
        "terms_of_services": "BlockingTermsOfServices",
        "transfer": "BlockingTransfer",
        "trashed_files": "BlockingTrashedFiles",
        "trashed_folders": "BlockingTrashedFolders",
        "trashed_items": "BlockingTrashedItems",
        "trashed_web_links": "BlockingTrashedWebLinks",
        "uploads": "BlockingUploads",
        "user_collaborations": "BlockingUserCollaborations",
        "users": "BlockingUsers",
        "web_links": "BlockingWebLinks",
        "webhooks": "BlockingWebhooks",
        "workflows": "BlockingWorkflows",
        "zip_downloads": "BlockingZipDownloads",
    }
    ai: BlockingAi
    ai_studio: BlockingAiStudio
    app_item_associations: BlockingAppItemAssociations
    archives: BlockingArchives
    authorization: BlockingAuthorization
    automate_workflows: BlockingAutomateWorkflows
    avatars: BlockingAvatars
    chunked_uploads: BlockingChunkedUploads
    classifications: BlockingClassifications
    collaboration_allowlist_entries: BlockingCollaborationAllowlistEntries
    collaboration_allowlist_exempt_targets: BlockingCollaborationAllowlistExemptTargets
    collections: BlockingCollections
    comments: BlockingComments
    device_pinners: BlockingDevicePinners
    docgen: BlockingDocgen
    docgen_template: BlockingDocgenTemplate
    downloads: BlockingDownloads
    email_aliases: BlockingEmailAliases
    enterprise_configurations: BlockingEnterpriseConfigurations
    events: BlockingEvents
    external_users: BlockingExternalUsers
    file_classifications: BlockingFileClassifications
    file_metadata: BlockingFileMetadata
    file_requests: BlockingFileRequests
    file_version_legal_holds: BlockingFileVersionLegalHolds
    file_version_retentions: BlockingFileVersionRetentions
    file_versions: BlockingFileVersions
    file_watermarks: BlockingFileWatermarks
    files: BlockingFiles
    folder_classifications: BlockingFolderClassifications
    folder_locks: BlockingFolderLocks
    folder_metadata: BlockingFolderMetadata
    folder_watermarks: BlockingFolderWatermarks
    folders: BlockingFolders
    groups: BlockingGroups
    hub_collaborations: BlockingHubCollaborations
    hub_document: BlockingHubDocument
    hub_items: BlockingHubItems
    hubs: BlockingHubs
    integration_mappings: BlockingIntegrationMappings
    invites: BlockingInvites
    legal_hold_policies: BlockingLegalHoldPolicies
    legal_hold_policy_assignments: BlockingLegalHoldPolicyAssignments
    list_collaborations: BlockingListCollaborations
    memberships: BlockingMemberships
    metadata_cascade_policies: BlockingMetadataCascadePolicies
    metadata_taxonomies: BlockingMetadataTaxonomies
    metadata_templates: BlockingMetadataTemplates
    notes: BlockingNotes
    recent_items: BlockingRecentItems
    retention_policies: BlockingRetentionPolicies
    retention_policy_assignments: BlockingRetentionPolicyAssignments
    search: BlockingSearch
    session_termination: BlockingSessionTermination
    shared_links_app_items: BlockingSharedLinksAppItems
    shared_links_files: BlockingSharedLinksFiles
    shared_links_folders: BlockingSharedLinksFolders
    shared_links_web_links: BlockingSharedLinksWebLinks
    shield_information_barrier_reports: BlockingShieldInformationBarrierReports
    shield_information_barrier_segment_members: BlockingShieldInformationBarrierSegmentMembers
    shield_information_barrier_segment_restrictions: BlockingShieldInformationBarrierSegmentRestrictions
    shield_information_barrier_segments: BlockingShieldInformationBarrierSegments
    shield_information_barriers: BlockingShieldInformationBarriers
    shield_lists: BlockingShieldLists
    sign_requests: BlockingSignRequests
    sign_templates: BlockingSignTemplates
    skills: BlockingSkills
    storage_policies: BlockingStoragePolicies
    storage_policy_assignments: BlockingStoragePolicyAssignments
    task_assignments: BlockingTaskAssignments
    tasks: BlockingTasks
    terms_of_service_user_statuses: BlockingTermsOfServiceUserStatuses
    terms_of_services: BlockingTermsOfServices
    transfer: BlockingTransfer
    trashed_files: BlockingTrashedFiles
    trashed_folders: BlockingTrashedFolders
    trashed_items: BlockingTrashedItems
    trashed_web_links: BlockingTrashedWebLinks
    uploads: BlockingUploads
    user_collaborations: BlockingUserCollaborations
    users: BlockingUsers
    web_links: BlockingWebLinks
    webhooks: BlockingWebhooks
    workflows: BlockingWorkflows
    zip_downloads: BlockingZipDownloads
