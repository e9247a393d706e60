"""The tags of the contract as attributes of a client; a tag's module is loaded when it is first used.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from functools import cached_property
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

    @cached_property
    def ai(self) -> Ai:
        """The operations of the tag `ai`."""
        from holdall.connector.generated.tags.ai import Ai

        return Ai(self)

    @cached_property
    def ai_studio(self) -> AiStudio:
        """The operations of the tag `ai_studio`."""
        from holdall.connector.generated.tags.ai_studio import AiStudio

        return AiStudio(self)

    @cached_property
    def app_item_associations(self) -> AppItemAssociations:
        """The operations of the tag `app_item_associations`."""
        from holdall.connector.generated.tags.app_item_associations import AppItemAssociations

        return AppItemAssociations(self)

    @cached_property
    def archives(self) -> Archives:
        """The operations of the tag `archives`."""
        from holdall.connector.generated.tags.archives import Archives

        return Archives(self)

    @cached_property
    def authorization(self) -> Authorization:
        """The operations of the tag `authorization`."""
        from holdall.connector.generated.tags.authorization import Authorization

        return Authorization(self)

    @cached_property
    def automate_workflows(self) -> AutomateWorkflows:
        """The operations of the tag `automate_workflows`."""
        from holdall.connector.generated.tags.automate_workflows import AutomateWorkflows

        return AutomateWorkflows(self)

    @cached_property
    def avatars(self) -> Avatars:
        """The operations of the tag `avatars`."""
        from holdall.connector.generated.tags.avatars import Avatars

        return Avatars(self)

    @cached_property
    def chunked_uploads(self) -> ChunkedUploads:
        """The operations of the tag `chunked_uploads`."""
        from holdall.connector.generated.tags.chunked_uploads import ChunkedUploads

        return ChunkedUploads(self)

    @cached_property
    def classifications(self) -> Classifications:
        """The operations of the tag `classifications`."""
        from holdall.connector.generated.tags.classifications import Classifications

        return Classifications(self)

    @cached_property
    def collaboration_allowlist_entries(self) -> CollaborationAllowlistEntries:
        """The operations of the tag `collaboration_allowlist_entries`."""
        from holdall.connector.generated.tags.collaboration_allowlist_entries import CollaborationAllowlistEntries

        return CollaborationAllowlistEntries(self)

    @cached_property
    def collaboration_allowlist_exempt_targets(self) -> CollaborationAllowlistExemptTargets:
        """The operations of the tag `collaboration_allowlist_exempt_targets`."""
        from holdall.connector.generated.tags.collaboration_allowlist_exempt_targets import CollaborationAllowlistExemptTargets

        return CollaborationAllowlistExemptTargets(self)

    @cached_property
    def collections(self) -> Collections:
        """The operations of the tag `collections`."""
        from holdall.connector.generated.tags.collections import Collections

        return Collections(self)

    @cached_property
    def comments(self) -> Comments:
        """The operations of the tag `comments`."""
        from holdall.connector.generated.tags.comments import Comments

        return Comments(self)

    @cached_property
    def device_pinners(self) -> DevicePinners:
        """The operations of the tag `device_pinners`."""
        from holdall.connector.generated.tags.device_pinners import DevicePinners

        return DevicePinners(self)

    @cached_property
    def docgen(self) -> Docgen:
        """The operations of the tag `docgen`."""
        from holdall.connector.generated.tags.docgen import Docgen

        return Docgen(self)

    @cached_property
    def docgen_template(self) -> DocgenTemplate:
        """The operations of the tag `docgen_template`."""
        from holdall.connector.generated.tags.docgen_template import DocgenTemplate

        return DocgenTemplate(self)

    @cached_property
    def downloads(self) -> Downloads:
        """The operations of the tag `downloads`."""
        from holdall.connector.generated.tags.downloads import Downloads

        return Downloads(self)

    @cached_property
    def email_aliases(self) -> EmailAliases:
        """The operations of the tag `email_aliases`."""
        from holdall.connector.generated.tags.email_aliases import EmailAliases

        return EmailAliases(self)

    @cached_property
    def enterprise_configurations(self) -> EnterpriseConfigurations:
        """The operations of the tag `enterprise_configurations`."""
        from holdall.connector.generated.tags.enterprise_configurations import EnterpriseConfigurations

        return EnterpriseConfigurations(self)

    @cached_property
    def events(self) -> Events:
        """The operations of the tag `events`."""
        from holdall.connector.generated.tags.events import Events

        return Events(self)

    @cached_property
    def external_users(self) -> ExternalUsers:
        """The operations of the tag `external_users`."""
        from holdall.connector.generated.tags.external_users import ExternalUsers

        return ExternalUsers(self)

    @cached_property
    def file_classifications(self) -> FileClassifications:
        """The operations of the tag `file_classifications`."""
        from holdall.connector.generated.tags.file_classifications import FileClassifications

        return FileClassifications(self)

    @cached_property
    def file_metadata(self) -> FileMetadata:
        """The operations of the tag `file_metadata`."""
        from holdall.connector.generated.tags.file_metadata import FileMetadata

        return FileMetadata(self)

    @cached_property
    def file_requests(self) -> FileRequests:
        """The operations of the tag `file_requests`."""
        from holdall.connector.generated.tags.file_requests import FileRequests

        return FileRequests(self)

    @cached_property
    def file_version_legal_holds(self) -> FileVersionLegalHolds:
        """The operations of the tag `file_version_legal_holds`."""
        from holdall.connector.generated.tags.file_version_legal_holds import FileVersionLegalHolds

        return FileVersionLegalHolds(self)

    @cached_property
    def file_version_retentions(self) -> FileVersionRetentions:
        """The operations of the tag `file_version_retentions`."""
        from holdall.connector.generated.tags.file_version_retentions import FileVersionRetentions

        return FileVersionRetentions(self)

    @cached_property
    def file_versions(self) -> FileVersions:
        """The operations of the tag `file_versions`."""
        from holdall.connector.generated.tags.file_versions import FileVersions

        return FileVersions(self)

    @cached_property
    def file_watermarks(self) -> FileWatermarks:
        """The operations of the tag `file_watermarks`."""
        from holdall.connector.generated.tags.file_watermarks import FileWatermarks

        return FileWatermarks(self)

    @cached_property
    def files(self) -> Files:
        """The operations of the tag `files`."""
        from holdall.connector.generated.tags.files import Files

        return Files(self)

    @cached_property
    def folder_classifications(self) -> FolderClassifications:
        """The operations of the tag `folder_classifications`."""
        from holdall.connector.generated.tags.folder_classifications import FolderClassifications

        return FolderClassifications(self)

    @cached_property
    def folder_locks(self) -> FolderLocks:
        """The operations of the tag `folder_locks`."""
        from holdall.connector.generated.tags.folder_locks import FolderLocks

        return FolderLocks(self)

    @cached_property
    def folder_metadata(self) -> FolderMetadata:
        """The operations of the tag `folder_metadata`."""
        from holdall.connector.generated.tags.folder_metadata import FolderMetadata

        return FolderMetadata(self)

    @cached_property
    def folder_watermarks(self) -> FolderWatermarks:
        """The operations of the tag `folder_watermarks`."""
        from holdall.connector.generated.tags.folder_watermarks import FolderWatermarks

        return FolderWatermarks(self)

    @cached_property
    def folders(self) -> Folders:
        """The operations of the tag `folders`."""
        from holdall.connector.generated.tags.folders import Folders

        return Folders(self)

    @cached_property
    def groups(self) -> Groups:
        """The operations of the tag `groups`."""
        from holdall.connector.generated.tags.groups import Groups

        return Groups(self)

    @cached_property
    def hub_collaborations(self) -> HubCollaborations:
        """The operations of the tag `hub_collaborations`."""
        from holdall.connector.generated.tags.hub_collaborations import HubCollaborations

        return HubCollaborations(self)

    @cached_property
    def hub_document(self) -> HubDocument:
        """The operations of the tag `hub_document`."""
        from holdall.connector.generated.tags.hub_document import HubDocument

        return HubDocument(self)

    @cached_property
    def hub_items(self) -> HubItems:
        """The operations of the tag `hub_items`."""
        from holdall.connector.generated.tags.hub_items import HubItems

        return HubItems(self)

    @cached_property
    def hubs(self) -> Hubs:
        """The operations of the tag `hubs`."""
        from holdall.connector.generated.tags.hubs import Hubs

        return Hubs(self)

    @cached_property
    def integration_mappings(self) -> IntegrationMappings:
        """The operations of the tag `integration_mappings`."""
        from holdall.connector.generated.tags.integration_mappings import IntegrationMappings

        return IntegrationMappings(self)

    @cached_property
    def invites(self) -> Invites:
        """The operations of the tag `invites`."""
        from holdall.connector.generated.tags.invites import Invites

        return Invites(self)

    @cached_property
    def legal_hold_policies(self) -> LegalHoldPolicies:
        """The operations of the tag `legal_hold_policies`."""
        from holdall.connector.generated.tags.legal_hold_policies import LegalHoldPolicies

        return LegalHoldPolicies(self)

    @cached_property
    def legal_hold_policy_assignments(self) -> LegalHoldPolicyAssignments:
        """The operations of the tag `legal_hold_policy_assignments`."""
        from holdall.connector.generated.tags.legal_hold_policy_assignments import LegalHoldPolicyAssignments

        return LegalHoldPolicyAssignments(self)

    @cached_property
    def list_collaborations(self) -> ListCollaborations:
        """The operations of the tag `list_collaborations`."""
        from holdall.connector.generated.tags.list_collaborations import ListCollaborations

        return ListCollaborations(self)

    @cached_property
    def memberships(self) -> Memberships:
        """The operations of the tag `memberships`."""
        from holdall.connector.generated.tags.memberships import Memberships

        return Memberships(self)

    @cached_property
    def metadata_cascade_policies(self) -> MetadataCascadePolicies:
        """The operations of the tag `metadata_cascade_policies`."""
        from holdall.connector.generated.tags.metadata_cascade_policies import MetadataCascadePolicies

        return MetadataCascadePolicies(self)

    @cached_property
    def metadata_taxonomies(self) -> MetadataTaxonomies:
        """The operations of the tag `metadata_taxonomies`."""
        from holdall.connector.generated.tags.metadata_taxonomies import MetadataTaxonomies

        return MetadataTaxonomies(self)

    @cached_property
    def metadata_templates(self) -> MetadataTemplates:
        """The operations of the tag `metadata_templates`."""
        from holdall.connector.generated.tags.metadata_templates import MetadataTemplates

        return MetadataTemplates(self)

    @cached_property
    def notes(self) -> Notes:
        """The operations of the tag `notes`."""
        from holdall.connector.generated.tags.notes import Notes

        return Notes(self)

    @cached_property
    def recent_items(self) -> RecentItems:
        """The operations of the tag `recent_items`."""
        from holdall.connector.generated.tags.recent_items import RecentItems

        return RecentItems(self)

    @cached_property
    def retention_policies(self) -> RetentionPolicies:
        """The operations of the tag `retention_policies`."""
        from holdall.connector.generated.tags.retention_policies import RetentionPolicies

        return RetentionPolicies(self)

    @cached_property
    def retention_policy_assignments(self) -> RetentionPolicyAssignments:
        """The operations of the tag `retention_policy_assignments`."""
        from holdall.connector.generated.tags.retention_policy_assignments import RetentionPolicyAssignments

        return RetentionPolicyAssignments(self)

    @cached_property
    def search(self) -> Search:
        """The operations of the tag `search`."""
        from holdall.connector.generated.tags.search import Search

        return Search(self)

    @cached_property
    def session_termination(self) -> SessionTermination:
        """The operations of the tag `session_termination`."""
        from holdall.connector.generated.tags.session_termination import SessionTermination

        return SessionTermination(self)

    @cached_property
    def shared_links_app_items(self) -> SharedLinksAppItems:
        """The operations of the tag `shared_links_app_items`."""
        from holdall.connector.generated.tags.shared_links_app_items import SharedLinksAppItems

        return SharedLinksAppItems(self)

    @cached_property
    def shared_links_files(self) -> SharedLinksFiles:
        """The operations of the tag `shared_links_files`."""
        from holdall.connector.generated.tags.shared_links_files import SharedLinksFiles

        return SharedLinksFiles(self)

    @cached_property
    def shared_links_folders(self) -> SharedLinksFolders:
        """The operations of the tag `shared_links_folders`."""
        from holdall.connector.generated.tags.shared_links_folders import SharedLinksFolders

        return SharedLinksFolders(self)

    @cached_property
    def shared_links_web_links(self) -> SharedLinksWebLinks:
        """The operations of the tag `shared_links_web_links`."""
        from holdall.connector.generated.tags.shared_links_web_links import SharedLinksWebLinks

        return SharedLinksWebLinks(self)

    @cached_property
    def shield_information_barrier_reports(self) -> ShieldInformationBarrierReports:
        """The operations of the tag `shield_information_barrier_reports`."""
        from holdall.connector.generated.tags.shield_information_barrier_reports import ShieldInformationBarrierReports

        return ShieldInformationBarrierReports(self)

    @cached_property
    def shield_information_barrier_segment_members(self) -> ShieldInformationBarrierSegmentMembers:
        """The operations of the tag `shield_information_barrier_segment_members`."""
        from holdall.connector.generated.tags.shield_information_barrier_segment_members import ShieldInformationBarrierSegmentMembers

        return ShieldInformationBarrierSegmentMembers(self)

    @cached_property
    def shield_information_barrier_segment_restrictions(self) -> ShieldInformationBarrierSegmentRestrictions:
        """The operations of the tag `shield_information_barrier_segment_restrictions`."""
        from holdall.connector.generated.tags.shield_information_barrier_segment_restrictions import ShieldInformationBarrierSegmentRestrictions

        return ShieldInformationBarrierSegmentRestrictions(self)

    @cached_property
    def shield_information_barrier_segments(self) -> ShieldInformationBarrierSegments:
        """The operations of the tag `shield_information_barrier_segments`."""
        from holdall.connector.generated.tags.shield_information_barrier_segments import ShieldInformationBarrierSegments

        return ShieldInformationBarrierSegments(self)

    @cached_property
    def shield_information_barriers(self) -> ShieldInformationBarriers:
        """The operations of the tag `shield_information_barriers`."""
        from holdall.connector.generated.tags.shield_information_barriers import ShieldInformationBarriers

        return ShieldInformationBarriers(self)

    @cached_property
    def shield_lists(self) -> ShieldLists:
        """The operations of the tag `shield_lists`."""
        from holdall.connector.generated.tags.shield_lists import ShieldLists

        return ShieldLists(self)

    @cached_property
    def sign_requests(self) -> SignRequests:
        """The operations of the tag `sign_requests`."""
        from holdall.connector.generated.tags.sign_requests import SignRequests

        return SignRequests(self)

    @cached_property
    def sign_templates(self) -> SignTemplates:
        """The operations of the tag `sign_templates`."""
        from holdall.connector.generated.tags.sign_templates import SignTemplates

        return SignTemplates(self)

    @cached_property
    def skills(self) -> Skills:
        """The operations of the tag `skills`."""
        from holdall.connector.generated.tags.skills import Skills

        return Skills(self)

    @cached_property
    def storage_policies(self) -> StoragePolicies:
        """The operations of the tag `storage_policies`."""
        from holdall.connector.generated.tags.storage_policies import StoragePolicies

        return StoragePolicies(self)

    @cached_property
    def storage_policy_assignments(self) -> StoragePolicyAssignments:
        """The operations of the tag `storage_policy_assignments`."""
        from holdall.connector.generated.tags.storage_policy_assignments import StoragePolicyAssignments

        return StoragePolicyAssignments(self)

    @cached_property
    def task_assignments(self) -> TaskAssignments:
        """The operations of the tag `task_assignments`."""
        from holdall.connector.generated.tags.task_assignments import TaskAssignments

        return TaskAssignments(self)

    @cached_property
    def tasks(self) -> Tasks:
        """The operations of the tag `tasks`."""
        from holdall.connector.generated.tags.tasks import Tasks

        return Tasks(self)

    @cached_property
    def terms_of_service_user_statuses(self) -> TermsOfServiceUserStatuses:
        """The operations of the tag `terms_of_service_user_statuses`."""
        from holdall.connector.generated.tags.terms_of_service_user_statuses import TermsOfServiceUserStatuses

        return TermsOfServiceUserStatuses(self)

    @cached_property
    def terms_of_services(self) -> TermsOfServices:
        """The operations of the tag `terms_of_services`."""
        from holdall.connector.generated.tags.terms_of_services import TermsOfServices

        return TermsOfServices(self)

    @cached_property
    def transfer(self) -> Transfer:
        """The operations of the tag `transfer`."""
        from holdall.connector.generated.tags.transfer import Transfer

        return Transfer(self)

    @cached_property
    def trashed_files(self) -> TrashedFiles:
        """The operations of the tag `trashed_files`."""
        from holdall.connector.generated.tags.trashed_files import TrashedFiles

        return TrashedFiles(self)

    @cached_property
    def trashed_folders(self) -> TrashedFolders:
        """The operations of the tag `trashed_folders`."""
        from holdall.connector.generated.tags.trashed_folders import TrashedFolders

        return TrashedFolders(self)

    @cached_property
    def trashed_items(self) -> TrashedItems:
        """The operations of the tag `trashed_items`."""
        from holdall.connector.generated.tags.trashed_items import TrashedItems

        return TrashedItems(self)

    @cached_property
    def trashed_web_links(self) -> TrashedWebLinks:
        """The operations of the tag `trashed_web_links`."""
        from holdall.connector.generated.tags.trashed_web_links import TrashedWebLinks

        return TrashedWebLinks(self)

    @cached_property
    def uploads(self) -> Uploads:
        """The operations of the tag `uploads`."""
        from holdall.connector.generated.tags.uploads import Uploads

        return Uploads(self)

    @cached_property
    def user_collaborations(self) -> UserCollaborations:
        """The operations of the tag `user_collaborations`."""
        from holdall.connector.generated.tags.user_collaborations import UserCollaborations

        return UserCollaborations(self)

    @cached_property
    def users(self) -> Users:
        """The operations of the tag `users`."""
        from holdall.connector.generated.tags.users import Users

        return Users(self)

    @cached_property
    def web_links(self) -> WebLinks:
        """The operations of the tag `web_links`."""
        from holdall.connector.generated.tags.web_links import WebLinks

        return WebLinks(self)

    @cached_property
    def webhooks(self) -> Webhooks:
        """The operations of the tag `webhooks`."""
        from holdall.connector.generated.tags.webhooks import Webhooks

        return Webhooks(self)

    @cached_property
    def workflows(self) -> Workflows:
        """The operations of the tag `workflows`."""
        from holdall.connector.generated.tags.workflows import Workflows

        return Workflows(self)

    @cached_property
    def zip_downloads(self) -> ZipDownloads:
        """The operations of the tag `zip_downloads`."""
        from holdall.connector.generated.tags.zip_downloads import ZipDownloads

        return ZipDownloads(self)


class BlockingTags(BlockingFace):
    """Every tag of the contract."""

    @cached_property
    def ai(self) -> BlockingAi:
        """The operations of the tag `ai`."""
        from holdall.connector.generated.tags.ai import BlockingAi

        return BlockingAi(self)

    @cached_property
    def ai_studio(self) -> BlockingAiStudio:
        """The operations of the tag `ai_studio`."""
        from holdall.connector.generated.tags.ai_studio import BlockingAiStudio

        return BlockingAiStudio(self)

    @cached_property
    def app_item_associations(self) -> BlockingAppItemAssociations:
        """The operations of the tag `app_item_associations`."""
        from holdall.connector.generated.tags.app_item_associations import BlockingAppItemAssociations

        return BlockingAppItemAssociations(self)

    @cached_property
    def archives(self) -> BlockingArchives:
        """The operations of the tag `archives`."""
        from holdall.connector.generated.tags.archives import BlockingArchives

        return BlockingArchives(self)

    @cached_property
    def authorization(self) -> BlockingAuthorization:
        """The operations of the tag `authorization`."""
        from holdall.connector.generated.tags.authorization import BlockingAuthorization

        return BlockingAuthorization(self)

    @cached_property
    def automate_workflows(self) -> BlockingAutomateWorkflows:
        """The operations of the tag `automate_workflows`."""
        from holdall.connector.generated.tags.automate_workflows import BlockingAutomateWorkflows

        return BlockingAutomateWorkflows(self)

    @cached_property
    def avatars(self) -> BlockingAvatars:
        """The operations of the tag `avatars`."""
        from holdall.connector.generated.tags.avatars import BlockingAvatars

        return BlockingAvatars(self)

    @cached_property
    def chunked_uploads(self) -> BlockingChunkedUploads:
        """The operations of the tag `chunked_uploads`."""
        from holdall.connector.generated.tags.chunked_uploads import BlockingChunkedUploads

        return BlockingChunkedUploads(self)

    @cached_property
    def classifications(self) -> BlockingClassifications:
        """The operations of the tag `classifications`."""
        from holdall.connector.generated.tags.classifications import BlockingClassifications

        return BlockingClassifications(self)

    @cached_property
    def collaboration_allowlist_entries(self) -> BlockingCollaborationAllowlistEntries:
        """The operations of the tag `collaboration_allowlist_entries`."""
        from holdall.connector.generated.tags.collaboration_allowlist_entries import BlockingCollaborationAllowlistEntries

        return BlockingCollaborationAllowlistEntries(self)

    @cached_property
    def collaboration_allowlist_exempt_targets(self) -> BlockingCollaborationAllowlistExemptTargets:
        """The operations of the tag `collaboration_allowlist_exempt_targets`."""
        from holdall.connector.generated.tags.collaboration_allowlist_exempt_targets import BlockingCollaborationAllowlistExemptTargets

        return BlockingCollaborationAllowlistExemptTargets(self)

    @cached_property
    def collections(self) -> BlockingCollections:
        """The operations of the tag `collections`."""
        from holdall.connector.generated.tags.collections import BlockingCollections

        return BlockingCollections(self)

    @cached_property
    def comments(self) -> BlockingComments:
        """The operations of the tag `comments`."""
        from holdall.connector.generated.tags.comments import BlockingComments

        return BlockingComments(self)

    @cached_property
    def device_pinners(self) -> BlockingDevicePinners:
        """The operations of the tag `device_pinners`."""
        from holdall.connector.generated.tags.device_pinners import BlockingDevicePinners

        return BlockingDevicePinners(self)

    @cached_property
    def docgen(self) -> BlockingDocgen:
        """The operations of the tag `docgen`."""
        from holdall.connector.generated.tags.docgen import BlockingDocgen

        return BlockingDocgen(self)

    @cached_property
    def docgen_template(self) -> BlockingDocgenTemplate:
        """The operations of the tag `docgen_template`."""
        from holdall.connector.generated.tags.docgen_template import BlockingDocgenTemplate

        return BlockingDocgenTemplate(self)

    @cached_property
    def downloads(self) -> BlockingDownloads:
        """The operations of the tag `downloads`."""
        from holdall.connector.generated.tags.downloads import BlockingDownloads

        return BlockingDownloads(self)

    @cached_property
    def email_aliases(self) -> BlockingEmailAliases:
        """The operations of the tag `email_aliases`."""
        from holdall.connector.generated.tags.email_aliases import BlockingEmailAliases

        return BlockingEmailAliases(self)

    @cached_property
    def enterprise_configurations(self) -> BlockingEnterpriseConfigurations:
        """The operations of the tag `enterprise_configurations`."""
        from holdall.connector.generated.tags.enterprise_configurations import BlockingEnterpriseConfigurations

        return BlockingEnterpriseConfigurations(self)

    @cached_property
    def events(self) -> BlockingEvents:
        """The operations of the tag `events`."""
        from holdall.connector.generated.tags.events import BlockingEvents

        return BlockingEvents(self)

    @cached_property
    def external_users(self) -> BlockingExternalUsers:
        """The operations of the tag `external_users`."""
        from holdall.connector.generated.tags.external_users import BlockingExternalUsers

        return BlockingExternalUsers(self)

    @cached_property
    def file_classifications(self) -> BlockingFileClassifications:
        """The operations of the tag `file_classifications`."""
        from holdall.connector.generated.tags.file_classifications import BlockingFileClassifications

        return BlockingFileClassifications(self)

    @cached_property
    def file_metadata(self) -> BlockingFileMetadata:
        """The operations of the tag `file_metadata`."""
        from holdall.connector.generated.tags.file_metadata import BlockingFileMetadata

        return BlockingFileMetadata(self)

    @cached_property
    def file_requests(self) -> BlockingFileRequests:
        """The operations of the tag `file_requests`."""
        from holdall.connector.generated.tags.file_requests import BlockingFileRequests

        return BlockingFileRequests(self)

    @cached_property
    def file_version_legal_holds(self) -> BlockingFileVersionLegalHolds:
        """The operations of the tag `file_version_legal_holds`."""
        from holdall.connector.generated.tags.file_version_legal_holds import BlockingFileVersionLegalHolds

        return BlockingFileVersionLegalHolds(self)

    @cached_property
    def file_version_retentions(self) -> BlockingFileVersionRetentions:
        """The operations of the tag `file_version_retentions`."""
        from holdall.connector.generated.tags.file_version_retentions import BlockingFileVersionRetentions

        return BlockingFileVersionRetentions(self)

    @cached_property
    def file_versions(self) -> BlockingFileVersions:
        """The operations of the tag `file_versions`."""
        from holdall.connector.generated.tags.file_versions import BlockingFileVersions

        return BlockingFileVersions(self)

    @cached_property
    def file_watermarks(self) -> BlockingFileWatermarks:
        """The operations of the tag `file_watermarks`."""
        from holdall.connector.generated.tags.file_watermarks import BlockingFileWatermarks

        return BlockingFileWatermarks(self)

    @cached_property
    def files(self) -> BlockingFiles:
        """The operations of the tag `files`."""
        from holdall.connector.generated.tags.files import BlockingFiles

        return BlockingFiles(self)

    @cached_property
    def folder_classifications(self) -> BlockingFolderClassifications:
        """The operations of the tag `folder_classifications`."""
        from holdall.connector.generated.tags.folder_classifications import BlockingFolderClassifications

        return BlockingFolderClassifications(self)

    @cached_property
    def folder_locks(self) -> BlockingFolderLocks:
        """The operations of the tag `folder_locks`."""
        from holdall.connector.generated.tags.folder_locks import BlockingFolderLocks

        return BlockingFolderLocks(self)

    @cached_property
    def folder_metadata(self) -> BlockingFolderMetadata:
        """The operations of the tag `folder_metadata`."""
        from holdall.connector.generated.tags.folder_metadata import BlockingFolderMetadata

        return BlockingFolderMetadata(self)

    @cached_property
    def folder_watermarks(self) -> BlockingFolderWatermarks:
        """The operations of the tag `folder_watermarks`."""
        from holdall.connector.generated.tags.folder_watermarks import BlockingFolderWatermarks

        return BlockingFolderWatermarks(self)

    @cached_property
    def folders(self) -> BlockingFolders:
        """The operations of the tag `folders`."""
        from holdall.connector.generated.tags.folders import BlockingFolders

        return BlockingFolders(self)

    @cached_property
    def groups(self) -> BlockingGroups:
        """The operations of the tag `groups`."""
        from holdall.connector.generated.tags.groups import BlockingGroups

        return BlockingGroups(self)

    @cached_property
    def hub_collaborations(self) -> BlockingHubCollaborations:
        """The operations of the tag `hub_collaborations`."""
        from holdall.connector.generated.tags.hub_collaborations import BlockingHubCollaborations

        return BlockingHubCollaborations(self)

    @cached_property
    def hub_document(self) -> BlockingHubDocument:
        """The operations of the tag `hub_document`."""
        from holdall.connector.generated.tags.hub_document import BlockingHubDocument

        return BlockingHubDocument(self)

    @cached_property
    def hub_items(self) -> BlockingHubItems:
        """The operations of the tag `hub_items`."""
        from holdall.connector.generated.tags.hub_items import BlockingHubItems

        return BlockingHubItems(self)

    @cached_property
    def hubs(self) -> BlockingHubs:
        """The operations of the tag `hubs`."""
        from holdall.connector.generated.tags.hubs import BlockingHubs

        return BlockingHubs(self)

    @cached_property
    def integration_mappings(self) -> BlockingIntegrationMappings:
        """The operations of the tag `integration_mappings`."""
        from holdall.connector.generated.tags.integration_mappings import BlockingIntegrationMappings

        return BlockingIntegrationMappings(self)

    @cached_property
    def invites(self) -> BlockingInvites:
        """The operations of the tag `invites`."""
        from holdall.connector.generated.tags.invites import BlockingInvites

        return BlockingInvites(self)

    @cached_property
    def legal_hold_policies(self) -> BlockingLegalHoldPolicies:
        """The operations of the tag `legal_hold_policies`."""
        from holdall.connector.generated.tags.legal_hold_policies import BlockingLegalHoldPolicies

        return BlockingLegalHoldPolicies(self)

    @cached_property
    def legal_hold_policy_assignments(self) -> BlockingLegalHoldPolicyAssignments:
        """The operations of the tag `legal_hold_policy_assignments`."""
        from holdall.connector.generated.tags.legal_hold_policy_assignments import BlockingLegalHoldPolicyAssignments

        return BlockingLegalHoldPolicyAssignments(self)

    @cached_property
    def list_collaborations(self) -> BlockingListCollaborations:
        """The operations of the tag `list_collaborations`."""
        from holdall.connector.generated.tags.list_collaborations import BlockingListCollaborations

        return BlockingListCollaborations(self)

    @cached_property
    def memberships(self) -> BlockingMemberships:
        """The operations of the tag `memberships`."""
        from holdall.connector.generated.tags.memberships import BlockingMemberships

        return BlockingMemberships(self)

    @cached_property
    def metadata_cascade_policies(self) -> BlockingMetadataCascadePolicies:
        """The operations of the tag `metadata_cascade_policies`."""
        from holdall.connector.generated.tags.metadata_cascade_policies import BlockingMetadataCascadePolicies

        return BlockingMetadataCascadePolicies(self)

    @cached_property
    def metadata_taxonomies(self) -> BlockingMetadataTaxonomies:
        """The operations of the tag `metadata_taxonomies`."""
        from holdall.connector.generated.tags.metadata_taxonomies import BlockingMetadataTaxonomies

        return BlockingMetadataTaxonomies(self)

    @cached_property
    def metadata_templates(self) -> BlockingMetadataTemplates:
        """The operations of the tag `metadata_templates`."""
        from holdall.connector.generated.tags.metadata_templates import BlockingMetadataTemplates

        return BlockingMetadataTemplates(self)

    @cached_property
    def notes(self) -> BlockingNotes:
        """The operations of the tag `notes`."""
        from holdall.connector.generated.tags.notes import BlockingNotes

        return BlockingNotes(self)

    @cached_property
    def recent_items(self) -> BlockingRecentItems:
        """The operations of the tag `recent_items`."""
        from holdall.connector.generated.tags.recent_items import BlockingRecentItems

        return BlockingRecentItems(self)

    @cached_property
    def retention_policies(self) -> BlockingRetentionPolicies:
        """The operations of the tag `retention_policies`."""
        from holdall.connector.generated.tags.retention_policies import BlockingRetentionPolicies

        return BlockingRetentionPolicies(self)

    @cached_property
    def retention_policy_assignments(self) -> BlockingRetentionPolicyAssignments:
        """The operations of the tag `retention_policy_assignments`."""
        from holdall.connector.generated.tags.retention_policy_assignments import BlockingRetentionPolicyAssignments

        return BlockingRetentionPolicyAssignments(self)

    @cached_property
    def search(self) -> BlockingSearch:
        """The operations of the tag `search`."""
        from holdall.connector.generated.tags.search import BlockingSearch

        return BlockingSearch(self)

    @cached_property
    def session_termination(self) -> BlockingSessionTermination:
        """The operations of the tag `session_termination`."""
        from holdall.connector.generated.tags.session_termination import BlockingSessionTermination

        return BlockingSessionTermination(self)

    @cached_property
    def shared_links_app_items(self) -> BlockingSharedLinksAppItems:
        """The operations of the tag `shared_links_app_items`."""
        from holdall.connector.generated.tags.shared_links_app_items import BlockingSharedLinksAppItems

        return BlockingSharedLinksAppItems(self)

    @cached_property
    def shared_links_files(self) -> BlockingSharedLinksFiles:
        """The operations of the tag `shared_links_files`."""
        from holdall.connector.generated.tags.shared_links_files import BlockingSharedLinksFiles

        return BlockingSharedLinksFiles(self)

    @cached_property
    def shared_links_folders(self) -> BlockingSharedLinksFolders:
        """The operations of the tag `shared_links_folders`."""
        from holdall.connector.generated.tags.shared_links_folders import BlockingSharedLinksFolders

        return BlockingSharedLinksFolders(self)

    @cached_property
    def shared_links_web_links(self) -> BlockingSharedLinksWebLinks:
        """The operations of the tag `shared_links_web_links`."""
        from holdall.connector.generated.tags.shared_links_web_links import BlockingSharedLinksWebLinks

        return BlockingSharedLinksWebLinks(self)

    @cached_property
    def shield_information_barrier_reports(self) -> BlockingShieldInformationBarrierReports:
        """The operations of the tag `shield_information_barrier_reports`."""
        from holdall.connector.generated.tags.shield_information_barrier_reports import BlockingShieldInformationBarrierReports

        return BlockingShieldInformationBarrierReports(self)

    @cached_property
    def shield_information_barrier_segment_members(self) -> BlockingShieldInformationBarrierSegmentMembers:
        """The operations of the tag `shield_information_barrier_segment_members`."""
        from holdall.connector.generated.tags.shield_information_barrier_segment_members import BlockingShieldInformationBarrierSegmentMembers

        return BlockingShieldInformationBarrierSegmentMembers(self)

    @cached_property
    def shield_information_barrier_segment_restrictions(self) -> BlockingShieldInformationBarrierSegmentRestrictions:
        """The operations of the tag `shield_information_barrier_segment_restrictions`."""
        from holdall.connector.generated.tags.shield_information_barrier_segment_restrictions import BlockingShieldInformationBarrierSegmentRestrictions

        return BlockingShieldInformationBarrierSegmentRestrictions(self)

    @cached_property
    def shield_information_barrier_segments(self) -> BlockingShieldInformationBarrierSegments:
        """The operations of the tag `shield_information_barrier_segments`."""
        from holdall.connector.generated.tags.shield_information_barrier_segments import BlockingShieldInformationBarrierSegments

        return BlockingShieldInformationBarrierSegments(self)

    @cached_property
    def shield_information_barriers(self) -> BlockingShieldInformationBarriers:
        """The operations of the tag `shield_information_barriers`."""
        from holdall.connector.generated.tags.shield_information_barriers import BlockingShieldInformationBarriers

        return BlockingShieldInformationBarriers(self)

    @cached_property
    def shield_lists(self) -> BlockingShieldLists:
        """The operations of the tag `shield_lists`."""
        from holdall.connector.generated.tags.shield_lists import BlockingShieldLists

        return BlockingShieldLists(self)

    @cached_property
    def sign_requests(self) -> BlockingSignRequests:
        """The operations of the tag `sign_requests`."""
        from holdall.connector.generated.tags.sign_requests import BlockingSignRequests

        return BlockingSignRequests(self)

    @cached_property
    def sign_templates(self) -> BlockingSignTemplates:
        """The operations of the tag `sign_templates`."""
        from holdall.connector.generated.tags.sign_templates import BlockingSignTemplates

        return BlockingSignTemplates(self)

    @cached_property
    def skills(self) -> BlockingSkills:
        """The operations of the tag `skills`."""
        from holdall.connector.generated.tags.skills import BlockingSkills

        return BlockingSkills(self)

    @cached_property
    def storage_policies(self) -> BlockingStoragePolicies:
        """The operations of the tag `storage_policies`."""
        from holdall.connector.generated.tags.storage_policies import BlockingStoragePolicies

        return BlockingStoragePolicies(self)

    @cached_property
    def storage_policy_assignments(self) -> BlockingStoragePolicyAssignments:
        """The operations of the tag `storage_policy_assignments`."""
        from holdall.connector.generated.tags.storage_policy_assignments import BlockingStoragePolicyAssignments

        return BlockingStoragePolicyAssignments(self)

    @cached_property
    def task_assignments(self) -> BlockingTaskAssignments:
        """The operations of the tag `task_assignments`."""
        from holdall.connector.generated.tags.task_assignments import BlockingTaskAssignments

        return BlockingTaskAssignments(self)

    @cached_property
    def tasks(self) -> BlockingTasks:
        """The operations of the tag `tasks`."""
        from holdall.connector.generated.tags.tasks import BlockingTasks

        return BlockingTasks(self)

    @cached_property
    def terms_of_service_user_statuses(self) -> BlockingTermsOfServiceUserStatuses:
        """The operations of the tag `terms_of_service_user_statuses`."""
        from holdall.connector.generated.tags.terms_of_service_user_statuses import BlockingTermsOfServiceUserStatuses

        return BlockingTermsOfServiceUserStatuses(self)

    @cached_property
    def terms_of_services(self) -> BlockingTermsOfServices:
        """The operations of the tag `terms_of_services`."""
        from holdall.connector.generated.tags.terms_of_services import BlockingTermsOfServices

        return BlockingTermsOfServices(self)

    @cached_property
    def transfer(self) -> BlockingTransfer:
        """The operations of the tag `transfer`."""
        from holdall.connector.generated.tags.transfer import BlockingTransfer

        return BlockingTransfer(self)

    @cached_property
    def trashed_files(self) -> BlockingTrashedFiles:
        """The operations of the tag `trashed_files`."""
        from holdall.connector.generated.tags.trashed_files import BlockingTrashedFiles

        return BlockingTrashedFiles(self)

    @cached_property
    def trashed_folders(self) -> BlockingTrashedFolders:
        """The operations of the tag `trashed_folders`."""
        from holdall.connector.generated.tags.trashed_folders import BlockingTrashedFolders

        return BlockingTrashedFolders(self)

    @cached_property
    def trashed_items(self) -> BlockingTrashedItems:
        """The operations of the tag `trashed_items`."""
        from holdall.connector.generated.tags.trashed_items import BlockingTrashedItems

        return BlockingTrashedItems(self)

    @cached_property
    def trashed_web_links(self) -> BlockingTrashedWebLinks:
        """The operations of the tag `trashed_web_links`."""
        from holdall.connector.generated.tags.trashed_web_links import BlockingTrashedWebLinks

        return BlockingTrashedWebLinks(self)

    @cached_property
    def uploads(self) -> BlockingUploads:
        """The operations of the tag `uploads`."""
        from holdall.connector.generated.tags.uploads import BlockingUploads

        return BlockingUploads(self)

    @cached_property
    def user_collaborations(self) -> BlockingUserCollaborations:
        """The operations of the tag `user_collaborations`."""
        from holdall.connector.generated.tags.user_collaborations import BlockingUserCollaborations

        return BlockingUserCollaborations(self)

    @cached_property
    def users(self) -> BlockingUsers:
        """The operations of the tag `users`."""
        from holdall.connector.generated.tags.users import BlockingUsers

        return BlockingUsers(self)

    @cached_property
    def web_links(self) -> BlockingWebLinks:
        """The operations of the tag `web_links`."""
        from holdall.connector.generated.tags.web_links import BlockingWebLinks

        return BlockingWebLinks(self)

    @cached_property
    def webhooks(self) -> BlockingWebhooks:
        """The operations of the tag `webhooks`."""
        from holdall.connector.generated.tags.webhooks import BlockingWebhooks

        return BlockingWebhooks(self)

    @cached_property
    def workflows(self) -> BlockingWorkflows:
        """The operations of the tag `workflows`."""
        from holdall.connector.generated.tags.workflows import BlockingWorkflows

        return BlockingWorkflows(self)

    @cached_property
    def zip_downloads(self) -> BlockingZipDownloads:
        """The operations of the tag `zip_downloads`."""
        from holdall.connector.generated.tags.zip_downloads import BlockingZipDownloads

        return BlockingZipDownloads(self)
