BEGIN IMMEDIATE;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE enterprises (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	settings TEXT NOT NULL, 
	CONSTRAINT pk_enterprises PRIMARY KEY (id)
);
CREATE TABLE id_blocks (
	name TEXT NOT NULL, 
	next BIGINT NOT NULL, 
	CONSTRAINT pk_id_blocks PRIMARY KEY (name)
);
CREATE TABLE events (
	sequence INTEGER NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	event_id TEXT NOT NULL, 
	event_type TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT, 
	source_type TEXT, 
	source_id BIGINT, 
	details TEXT NOT NULL, log_type TEXT, actor_id BIGINT, application_id BIGINT, grant_id BIGINT, 
	CONSTRAINT pk_events PRIMARY KEY (sequence), 
	CONSTRAINT fk_events_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE INDEX ix_events_enterprise_id_sequence ON events (enterprise_id, sequence);
CREATE TABLE users (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	login TEXT NOT NULL, 
	login_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	role TEXT NOT NULL, 
	status TEXT NOT NULL, 
	root_id BIGINT NOT NULL, 
	password_hash TEXT, 
	language TEXT NOT NULL, 
	timezone TEXT NOT NULL, 
	job_title TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	address TEXT NOT NULL, 
	space_amount BIGINT NOT NULL, 
	space_used BIGINT NOT NULL, 
	max_upload_size BIGINT NOT NULL, 
	external_app_user_id TEXT, 
	options TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, name_key TEXT DEFAULT '' NOT NULL, application_id BIGINT, deleted_at BIGINT, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT fk_users_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT uq_users_login_key UNIQUE (login_key)
);
CREATE INDEX ix_users_enterprise_id_id ON users (enterprise_id, id);
CREATE INDEX ix_users_enterprise_id_login_key ON users (enterprise_id, login_key);
CREATE TABLE applications (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	client_id TEXT NOT NULL, 
	client_secret TEXT NOT NULL, 
	service_account_id BIGINT, 
	scopes TEXT NOT NULL, 
	redirect_uris TEXT NOT NULL, 
	can_act_as_user BOOLEAN NOT NULL, 
	can_create_user_tokens BOOLEAN NOT NULL, 
	signature_keys TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_applications PRIMARY KEY (id), 
	CONSTRAINT fk_applications_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_applications_service_account_id FOREIGN KEY(service_account_id) REFERENCES users (id), 
	CONSTRAINT uq_applications_client_id UNIQUE (client_id)
);
CREATE TABLE items (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	type SMALLINT NOT NULL, 
	parent_id BIGINT, 
	owner_id BIGINT, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	sequence BIGINT NOT NULL, 
	size BIGINT NOT NULL, 
	item_count BIGINT NOT NULL, 
	version_id BIGINT, 
	sha1 TEXT, 
	url TEXT, 
	created_by BIGINT, 
	created_at BIGINT NOT NULL, 
	modified_by BIGINT, 
	modified_at BIGINT NOT NULL, 
	content_created_at BIGINT, 
	content_modified_at BIGINT, 
	trashed_at BIGINT, 
	trashed_by BIGINT, 
	trash_owner_id BIGINT, 
	purge_at BIGINT, 
	lock TEXT, 
	tags TEXT NOT NULL, 
	options TEXT NOT NULL, 
	CONSTRAINT pk_items PRIMARY KEY (id), 
	CONSTRAINT fk_items_created_by FOREIGN KEY(created_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_items_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_items_modified_by FOREIGN KEY(modified_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_items_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_items_parent_id FOREIGN KEY(parent_id) REFERENCES items (id), 
	CONSTRAINT fk_items_trashed_by FOREIGN KEY(trashed_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX uq_items_active_name ON items (parent_id, name_key) WHERE trashed_at IS NULL;
CREATE TABLE application_keys (
	public_key_id TEXT NOT NULL, 
	application_id BIGINT NOT NULL, 
	public_key TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_application_keys PRIMARY KEY (public_key_id, application_id), 
	CONSTRAINT fk_application_keys_application_id FOREIGN KEY(application_id) REFERENCES applications (id)
);
CREATE TABLE assertions_seen (
	application_id BIGINT NOT NULL, 
	jti TEXT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_assertions_seen PRIMARY KEY (application_id, jti), 
	CONSTRAINT fk_assertions_seen_application_id FOREIGN KEY(application_id) REFERENCES applications (id)
);
CREATE TABLE grants (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	revoked_at BIGINT, device_pinner_id BIGINT, 
	CONSTRAINT pk_grants PRIMARY KEY (id), 
	CONSTRAINT fk_grants_application_id FOREIGN KEY(application_id) REFERENCES applications (id), 
	CONSTRAINT fk_grants_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_grants_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE INDEX ix_grants_user_id ON grants (user_id);
CREATE TABLE authorization_codes (
	code_hash TEXT NOT NULL, 
	application_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	redirect_uri TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	code_challenge TEXT, 
	code_challenge_method TEXT, 
	expires_at BIGINT NOT NULL, 
	grant_id BIGINT, 
	CONSTRAINT pk_authorization_codes PRIMARY KEY (code_hash), 
	CONSTRAINT fk_authorization_codes_application_id FOREIGN KEY(application_id) REFERENCES applications (id), 
	CONSTRAINT fk_authorization_codes_grant_id FOREIGN KEY(grant_id) REFERENCES grants (id) ON DELETE CASCADE, 
	CONSTRAINT fk_authorization_codes_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE TABLE refresh_tokens (
	token_hash TEXT NOT NULL, 
	grant_id BIGINT NOT NULL, 
	scopes TEXT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_hash), 
	CONSTRAINT fk_refresh_tokens_grant_id FOREIGN KEY(grant_id) REFERENCES grants (id) ON DELETE CASCADE
);
CREATE INDEX ix_refresh_tokens_expires_at ON refresh_tokens (expires_at);
CREATE INDEX ix_refresh_tokens_grant_id ON refresh_tokens (grant_id);
CREATE TABLE blobs (
	"key" TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	store TEXT, 
	size BIGINT NOT NULL, 
	sha1 TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	unreferenced_since BIGINT, 
	CONSTRAINT pk_blobs PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
CREATE TABLE turns (
	name TEXT NOT NULL, 
	next_at BIGINT NOT NULL, 
	CONSTRAINT pk_turns PRIMARY KEY (name)
);
CREATE TABLE blob_parts (
	blob_key TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	part_key TEXT NOT NULL, 
	CONSTRAINT pk_blob_parts PRIMARY KEY (blob_key, number), 
	CONSTRAINT fk_blob_parts_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key") ON DELETE CASCADE, 
	CONSTRAINT fk_blob_parts_part_key FOREIGN KEY(part_key) REFERENCES blobs ("key")
)
 WITHOUT ROWID

;
CREATE INDEX ix_blob_parts_part_key ON blob_parts (part_key);
CREATE TABLE "versions" (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	sha1 TEXT NOT NULL, 
	blob_key TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT, 
	modified_at BIGINT NOT NULL, 
	modified_by BIGINT, 
	trashed_at BIGINT, 
	trashed_by BIGINT, 
	restored_at BIGINT, 
	restored_by BIGINT, 
	CONSTRAINT pk_versions PRIMARY KEY (id), 
	CONSTRAINT fk_versions_created_by FOREIGN KEY(created_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_versions_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_versions_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_versions_modified_by FOREIGN KEY(modified_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_versions_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key")
);
CREATE INDEX ix_versions_item ON versions (item_id, number);
CREATE INDEX ix_versions_blob_key ON versions (blob_key);
CREATE TABLE groups (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	provenance TEXT NOT NULL, 
	external_sync_identifier TEXT NOT NULL, 
	invitability_level TEXT NOT NULL, 
	member_viewability_level TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_groups PRIMARY KEY (id), 
	CONSTRAINT fk_groups_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE UNIQUE INDEX uq_groups_name ON groups (enterprise_id, name_key);
CREATE TABLE memberships (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	group_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	configurable_permissions TEXT, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_memberships PRIMARY KEY (id), 
	CONSTRAINT fk_memberships_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_memberships_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE, 
	CONSTRAINT fk_memberships_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_memberships_user_id ON memberships (user_id, group_id);
CREATE UNIQUE INDEX uq_memberships ON memberships (group_id, user_id);
CREATE TABLE store_owner (
	only INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	CONSTRAINT pk_store_owner PRIMARY KEY (only)
);
CREATE TABLE allowlist_entries (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	domain TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_allowlist_entries PRIMARY KEY (id), 
	CONSTRAINT fk_allowlist_entries_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE UNIQUE INDEX uq_allowlist_entries_domain ON allowlist_entries (enterprise_id, domain);
CREATE TABLE allowlist_exemptions (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_allowlist_exemptions PRIMARY KEY (id), 
	CONSTRAINT fk_allowlist_exemptions_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_allowlist_exemptions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX uq_allowlist_exemptions_user ON allowlist_exemptions (enterprise_id, user_id);
CREATE TABLE mails (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	recipient TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	html TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	sent_at BIGINT, 
	attempts INTEGER NOT NULL, 
	next_attempt_at BIGINT, 
	last_error TEXT, 
	CONSTRAINT pk_mails PRIMARY KEY (id), 
	CONSTRAINT fk_mails_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE INDEX ix_mails_due ON mails (next_attempt_at);
CREATE INDEX ix_mails_enterprise ON mails (enterprise_id, id);
CREATE TABLE failed_sign_ins (
	"key" TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	last_at BIGINT NOT NULL, 
	CONSTRAINT pk_failed_sign_ins PRIMARY KEY ("key")
);
CREATE INDEX ix_failed_sign_ins_last_at ON failed_sign_ins (last_at);
CREATE TABLE browser_sessions (
	secret_hash TEXT NOT NULL, 
	user_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_browser_sessions PRIMARY KEY (secret_hash), 
	CONSTRAINT fk_browser_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE INDEX ix_browser_sessions_expires_at ON browser_sessions (expires_at);
CREATE INDEX ix_browser_sessions_user_id ON browser_sessions (user_id);
CREATE INDEX ix_assertions_seen_expires_at ON assertions_seen (expires_at);
CREATE UNIQUE INDEX uq_users_external_app_user_id ON users (application_id, external_app_user_id);
CREATE TABLE "access_tokens" (
	token_hash TEXT NOT NULL, 
	grant_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	scopes TEXT NOT NULL, 
	restriction TEXT, 
	expires_at BIGINT NOT NULL, 
	is_downscoped BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_access_tokens PRIMARY KEY (token_hash), 
	CONSTRAINT fk_access_tokens_grant_id FOREIGN KEY(grant_id) REFERENCES grants (id) ON DELETE CASCADE, 
	CONSTRAINT fk_access_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_access_tokens_application_id FOREIGN KEY(application_id) REFERENCES applications (id)
);
CREATE INDEX ix_access_tokens_grant_id ON access_tokens (grant_id);
CREATE INDEX ix_access_tokens_expires_at ON access_tokens (expires_at);
CREATE TABLE snapshots (
	name TEXT NOT NULL, 
	revision TEXT NOT NULL, 
	taken_at BIGINT NOT NULL, 
	CONSTRAINT pk_snapshots PRIMARY KEY (name)
);
CREATE TABLE snapshot_blobs (
	name TEXT NOT NULL, 
	blob_key TEXT NOT NULL, 
	CONSTRAINT pk_snapshot_blobs PRIMARY KEY (name, blob_key), 
	CONSTRAINT fk_snapshot_blobs_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key"), 
	CONSTRAINT fk_snapshot_blobs_name FOREIGN KEY(name) REFERENCES snapshots (name) ON DELETE CASCADE
);
CREATE INDEX ix_snapshot_blobs_blob_key ON snapshot_blobs (blob_key);
CREATE TABLE snapshot_rows (
	name TEXT NOT NULL, 
	table_name TEXT NOT NULL, 
	rows TEXT NOT NULL, 
	CONSTRAINT pk_snapshot_rows PRIMARY KEY (name, table_name), 
	CONSTRAINT fk_snapshot_rows_name FOREIGN KEY(name) REFERENCES snapshots (name) ON DELETE CASCADE
);
CREATE TABLE avatars (
	user_id BIGINT NOT NULL, 
	size TEXT NOT NULL, 
	blob_key TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	CONSTRAINT pk_avatars PRIMARY KEY (user_id, size), 
	CONSTRAINT fk_avatars_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key"), 
	CONSTRAINT fk_avatars_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_avatars_blob_key ON avatars (blob_key);
CREATE TABLE email_aliases (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_email_aliases PRIMARY KEY (id), 
	CONSTRAINT fk_email_aliases_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_email_aliases_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_email_aliases_email_key UNIQUE (email_key)
);
CREATE INDEX ix_email_aliases_user_id ON email_aliases (user_id, id);
CREATE TABLE invites (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	invited_by BIGINT NOT NULL, 
	actionable_by BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_invites PRIMARY KEY (id), 
	CONSTRAINT fk_invites_actionable_by FOREIGN KEY(actionable_by) REFERENCES users (id), 
	CONSTRAINT fk_invites_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_invites_invited_by FOREIGN KEY(invited_by) REFERENCES users (id)
);
CREATE UNIQUE INDEX uq_invites ON invites (enterprise_id, actionable_by);
CREATE INDEX ix_items_by_name ON items (parent_id, type, name_key, id) WHERE trashed_at IS NULL;
CREATE INDEX ix_items_by_date ON items (parent_id, type, modified_at, id) WHERE trashed_at IS NULL;
CREATE INDEX ix_items_by_size ON items (parent_id, type, size, id) WHERE trashed_at IS NULL;
CREATE INDEX ix_items_trash_by_name ON items (trash_owner_id, type, name_key, id) WHERE trash_owner_id IS NOT NULL;
CREATE INDEX ix_items_trash_by_date ON items (trash_owner_id, type, trashed_at, id) WHERE trash_owner_id IS NOT NULL;
CREATE INDEX ix_items_trash_by_size ON items (trash_owner_id, type, size, id) WHERE trash_owner_id IS NOT NULL;
CREATE INDEX ix_items_trash_by_id ON items (trash_owner_id, type, id) WHERE trash_owner_id IS NOT NULL;
CREATE INDEX ix_items_purge_at ON items (purge_at) WHERE purge_at IS NOT NULL;
CREATE TABLE upload_sessions (
	id TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	folder_id BIGINT, 
	file_id BIGINT, 
	name TEXT, 
	size BIGINT NOT NULL, 
	part_size BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	committed_file_id BIGINT, store TEXT, 
	CONSTRAINT pk_upload_sessions PRIMARY KEY (id), 
	CONSTRAINT fk_upload_sessions_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_upload_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_upload_sessions_expires_at ON upload_sessions (expires_at);
CREATE INDEX ix_upload_sessions_user_id ON upload_sessions (user_id);
CREATE TABLE upload_parts (
	session_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	part_id TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	sha1 TEXT NOT NULL, 
	blob_key TEXT NOT NULL, 
	CONSTRAINT pk_upload_parts PRIMARY KEY (session_id, number), 
	CONSTRAINT fk_upload_parts_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key"), 
	CONSTRAINT fk_upload_parts_session_id FOREIGN KEY(session_id) REFERENCES upload_sessions (id) ON DELETE CASCADE
);
CREATE INDEX ix_upload_parts_blob_key ON upload_parts (blob_key);
CREATE TABLE collaborations (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	user_id BIGINT, 
	group_id BIGINT, 
	invite_email TEXT, 
	invite_key TEXT, 
	role TEXT NOT NULL, 
	status TEXT NOT NULL, 
	can_view_path BOOLEAN NOT NULL, 
	is_access_only BOOLEAN NOT NULL, 
	expires_at BIGINT, 
	created_by BIGINT, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	acknowledged_at BIGINT, 
	CONSTRAINT pk_collaborations PRIMARY KEY (id), 
	CONSTRAINT fk_collaborations_created_by FOREIGN KEY(created_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_collaborations_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_collaborations_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE, 
	CONSTRAINT fk_collaborations_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_collaborations_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_collaborations_expires_at ON collaborations (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX ix_collaborations_invite ON collaborations (invite_key) WHERE invite_key IS NOT NULL;
CREATE INDEX ix_collaborations_item ON collaborations (item_id, id);
CREATE INDEX ix_collaborations_of_group ON collaborations (group_id, id) WHERE group_id IS NOT NULL;
CREATE INDEX ix_collaborations_user ON collaborations (user_id, id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX uq_collaborations_group ON collaborations (item_id, group_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX uq_collaborations_invite ON collaborations (item_id, invite_key) WHERE invite_key IS NOT NULL;
CREATE UNIQUE INDEX uq_collaborations_user ON collaborations (item_id, user_id) WHERE user_id IS NOT NULL;
CREATE TABLE folder_locks (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	prevents_move BOOLEAN NOT NULL, 
	prevents_delete BOOLEAN NOT NULL, 
	CONSTRAINT pk_folder_locks PRIMARY KEY (id), 
	CONSTRAINT fk_folder_locks_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_folder_locks_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_folder_locks_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_folder_locks_enterprise_id ON folder_locks (enterprise_id);
CREATE INDEX ix_folder_locks_folder_id ON folder_locks (folder_id);
CREATE TABLE favorites (
	user_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	added_at BIGINT NOT NULL, 
	CONSTRAINT pk_favorites PRIMARY KEY (user_id, item_id), 
	CONSTRAINT fk_favorites_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_favorites_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_favorites_item_id ON favorites (item_id);
CREATE INDEX ix_events_created_by_sequence ON events (created_by, sequence);
CREATE TABLE shared_links (
	item_id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	token TEXT NOT NULL, 
	access TEXT NOT NULL, 
	password_hash TEXT, 
	unshared_at BIGINT, 
	vanity_name TEXT, 
	vanity_key TEXT, 
	can_download BOOLEAN NOT NULL, 
	can_edit BOOLEAN NOT NULL, 
	download_count BIGINT NOT NULL, 
	preview_count BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_shared_links PRIMARY KEY (item_id), 
	CONSTRAINT fk_shared_links_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_shared_links_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_shared_links_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT uq_shared_links_token UNIQUE (token), 
	CONSTRAINT uq_shared_links_vanity_key UNIQUE (vanity_key)
);
CREATE INDEX ix_shared_links_enterprise_id ON shared_links (enterprise_id);
CREATE INDEX ix_items_by_id ON items (parent_id, type, id) WHERE trashed_at IS NULL;
CREATE TABLE webhooks (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	target_type SMALLINT NOT NULL, 
	target_id BIGINT NOT NULL, 
	address TEXT NOT NULL, 
	triggers TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	triggered_at BIGINT, 
	delivered_at BIGINT, 
	retired_at BIGINT, after_sequence BIGINT DEFAULT '0' NOT NULL, until_sequence BIGINT, 
	CONSTRAINT pk_webhooks PRIMARY KEY (id), 
	CONSTRAINT fk_webhooks_application_id FOREIGN KEY(application_id) REFERENCES applications (id), 
	CONSTRAINT fk_webhooks_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_webhooks_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE INDEX ix_webhooks_target_id ON webhooks (target_id);
CREATE INDEX ix_webhooks_user_id ON webhooks (user_id);
CREATE UNIQUE INDEX uq_webhooks_target ON webhooks (application_id, user_id, target_id) WHERE retired_at IS NULL;
CREATE TABLE webhook_deliveries (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	webhook_id BIGINT NOT NULL, 
	event_sequence BIGINT NOT NULL, 
	event_id TEXT NOT NULL, 
	"trigger" TEXT NOT NULL, 
	item_id BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	status TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	first_attempt_at BIGINT, 
	next_attempt_at BIGINT, 
	ended_at BIGINT, 
	answer INTEGER, 
	error TEXT, 
	CONSTRAINT pk_webhook_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_webhook_deliveries_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_webhook_deliveries_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
);
CREATE INDEX ix_webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX ix_webhook_deliveries_lane ON webhook_deliveries (webhook_id, item_id, event_sequence) WHERE next_attempt_at IS NOT NULL;
CREATE UNIQUE INDEX uq_webhook_deliveries_event ON webhook_deliveries (webhook_id, event_sequence, "trigger");
CREATE TABLE comments (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	reply_to BIGINT, 
	message TEXT NOT NULL, 
	tagged_message TEXT NOT NULL, 
	created_by BIGINT, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT fk_comments_created_by FOREIGN KEY(created_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_comments_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_comments_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_comments_item ON comments (item_id, id);
CREATE TABLE renditions (
	source_key TEXT NOT NULL, 
	format TEXT NOT NULL, 
	part TEXT NOT NULL, 
	blob_key TEXT, 
	refusal TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	maker INTEGER NOT NULL, 
	made_at BIGINT NOT NULL, 
	CONSTRAINT pk_renditions PRIMARY KEY (source_key, format, part), 
	CONSTRAINT fk_renditions_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key"), 
	CONSTRAINT fk_renditions_source_key FOREIGN KEY(source_key) REFERENCES blobs ("key") ON DELETE CASCADE
);
CREATE INDEX ix_renditions_blob_key ON renditions (blob_key);
CREATE TABLE event_cursors (
	consumer TEXT NOT NULL, 
	sequence BIGINT NOT NULL, 
	failures BIGINT NOT NULL, 
	retry_at BIGINT NOT NULL, 
	last_error TEXT, 
	CONSTRAINT pk_event_cursors PRIMARY KEY (consumer)
);
CREATE TABLE work_orders (
	id BIGINT NOT NULL, 
	workflow TEXT NOT NULL, 
	arguments TEXT NOT NULL, 
	due_at BIGINT NOT NULL, taken_at BIGINT, 
	CONSTRAINT pk_work_orders PRIMARY KEY (id)
);
CREATE TABLE small_blobs (
	id INTEGER NOT NULL, 
	stored_at BIGINT NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_small_blobs PRIMARY KEY (id)
);
CREATE TABLE tasks (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	action TEXT NOT NULL, 
	message TEXT NOT NULL, 
	completion_rule TEXT NOT NULL, 
	due_at BIGINT, 
	created_by BIGINT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_tasks PRIMARY KEY (id), 
	CONSTRAINT fk_tasks_created_by FOREIGN KEY(created_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_tasks_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_tasks_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_tasks_item ON tasks (item_id, id);
CREATE TABLE task_assignments (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	task_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	assigned_by BIGINT, 
	assigned_at BIGINT NOT NULL, 
	message TEXT, 
	resolution_state TEXT NOT NULL, 
	completed_at BIGINT, 
	remind_at BIGINT, 
	reminded_at BIGINT, 
	CONSTRAINT pk_task_assignments PRIMARY KEY (id), 
	CONSTRAINT fk_task_assignments_assigned_by FOREIGN KEY(assigned_by) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_task_assignments_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_task_assignments_task_id FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE, 
	CONSTRAINT fk_task_assignments_user_id FOREIGN KEY(user_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_task_assignments_remind_at ON task_assignments (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX ix_task_assignments_task ON task_assignments (task_id, id);
CREATE INDEX ix_task_assignments_user ON task_assignments (user_id);
CREATE UNIQUE INDEX uq_task_assignments_user ON task_assignments (task_id, user_id);
CREATE TABLE event_audience (
	channel BIGINT NOT NULL, 
	sequence BIGINT NOT NULL, 
	CONSTRAINT pk_event_audience PRIMARY KEY (channel, sequence)
)
 WITHOUT ROWID

;
CREATE INDEX ix_events_enterprise_id_log_type_sequence ON events (enterprise_id, log_type, sequence);
CREATE TABLE migration_items (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	parent_id BIGINT, 
	depth INTEGER NOT NULL, 
	type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	source_identity TEXT NOT NULL, 
	source_address TEXT NOT NULL, 
	source_revision TEXT NOT NULL, 
	source TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	sha1 TEXT, 
	destination_address TEXT, 
	destination_identity TEXT, 
	destination_name TEXT, 
	destination_parent_id BIGINT, 
	destination_revision TEXT, 
	relocation TEXT, 
	moved_revision TEXT, 
	action TEXT NOT NULL, 
	status TEXT NOT NULL, 
	reason TEXT, 
	attempts INTEGER NOT NULL, 
	bytes BIGINT NOT NULL, 
	versions INTEGER NOT NULL, 
	seen_run BIGINT NOT NULL, 
	listed_run BIGINT, 
	changed_run BIGINT, 
	transferred_at BIGINT, 
	verified_run BIGINT, 
	claimed_until BIGINT DEFAULT '0' NOT NULL, category TEXT, created_run BIGINT, claimed_by BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_migration_items PRIMARY KEY (id), 
	CONSTRAINT uq_migration_items_job_id_source_identity UNIQUE (job_id, source_identity)
);
CREATE INDEX ix_migration_items_destination_parent_id_destination_name ON migration_items (destination_parent_id, destination_name);
CREATE INDEX ix_migration_items_job_id_type_action_status_depth_id ON migration_items (job_id, type, action, status, depth, id);
CREATE INDEX ix_migration_items_parent_id_name ON migration_items (parent_id, name);
CREATE TABLE migration_runs (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	phase TEXT NOT NULL, 
	status TEXT NOT NULL, 
	options TEXT NOT NULL, 
	reason TEXT, 
	started_at BIGINT NOT NULL, 
	finished_at BIGINT, 
	rate_limits BIGINT DEFAULT '0' NOT NULL, node_address TEXT, stats TEXT, led_until BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_migration_runs PRIMARY KEY (id)
);
CREATE INDEX ix_migration_runs_job_id_id ON migration_runs (job_id, id);
CREATE TABLE zip_downloads (
	token_hash TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	standing TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	roots TEXT NOT NULL, 
	state TEXT NOT NULL, 
	total_file_count INTEGER NOT NULL, 
	downloaded_file_count INTEGER NOT NULL, 
	skipped_file_count INTEGER NOT NULL, 
	skipped_folder_count INTEGER NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	touched_at BIGINT, 
	CONSTRAINT pk_zip_downloads PRIMARY KEY (token_hash), 
	CONSTRAINT fk_zip_downloads_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_zip_downloads_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_zip_downloads_enterprise_id ON zip_downloads (enterprise_id);
CREATE INDEX ix_zip_downloads_expires_at ON zip_downloads (expires_at);
CREATE INDEX ix_zip_downloads_user_id ON zip_downloads (user_id);
CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (webhook_id, next_attempt_at, event_sequence) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX ix_work_orders_waiting ON work_orders (due_at, id) WHERE taken_at IS NULL;
CREATE TABLE search_documents (
	item_id BIGINT NOT NULL, 
	fields TEXT NOT NULL, 
	marks TEXT NOT NULL, 
	text_key TEXT, 
	CONSTRAINT pk_search_documents PRIMARY KEY (item_id)
);
CREATE INDEX ix_search_documents_text_key ON search_documents (text_key) WHERE text_key IS NOT NULL;
CREATE TABLE search_pending (
	item_id BIGINT NOT NULL, 
	with_children BOOLEAN NOT NULL, 
	CONSTRAINT pk_search_pending PRIMARY KEY (item_id)
);
CREATE TABLE search_texts (
	blob_key TEXT NOT NULL, 
	words TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	CONSTRAINT pk_search_texts PRIMARY KEY (blob_key)
);
CREATE TABLE link_visits (
	user_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	token TEXT NOT NULL, 
	password_hash TEXT, 
	opened_at BIGINT NOT NULL, 
	CONSTRAINT pk_link_visits PRIMARY KEY (user_id, item_id), 
	CONSTRAINT fk_link_visits_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_link_visits_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_link_visits_item_id ON link_visits (item_id);
CREATE VIEW search_source AS SELECT item_id, fields, marks, COALESCE(words, '') AS content FROM search_documents LEFT JOIN search_texts ON search_texts.blob_key = search_documents.text_key;
CREATE VIRTUAL TABLE search_words USING fts5(fields, marks, content, content='search_source', content_rowid='item_id', tokenize='ascii');
CREATE TABLE migration_audit (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	run_id BIGINT, 
	item_id BIGINT, 
	level TEXT NOT NULL, 
	event TEXT NOT NULL, 
	reason TEXT, 
	message TEXT, 
	path TEXT, 
	bytes BIGINT, 
	recorded_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_audit PRIMARY KEY (id)
);
CREATE INDEX ix_migration_audit_item_id_id ON migration_audit (item_id, id);
CREATE INDEX ix_migration_audit_job_id_id ON migration_audit (job_id, id);
CREATE TABLE migration_audit_categories (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	description TEXT, 
	action TEXT, 
	level TEXT NOT NULL, 
	priority INTEGER NOT NULL, 
	filter TEXT, 
	CONSTRAINT pk_migration_audit_categories PRIMARY KEY (id)
);
CREATE TABLE migration_connections (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	platform_id TEXT NOT NULL, 
	auth TEXT, 
	account TEXT, 
	admin_mode BOOLEAN NOT NULL, 
	readonly BOOLEAN NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	is_pool BOOLEAN NOT NULL, 
	pool_id TEXT, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_connections PRIMARY KEY (id)
);
CREATE INDEX ix_migration_connections_pool_id ON migration_connections (pool_id);
CREATE TABLE migration_groups (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	parent_id TEXT, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_groups PRIMARY KEY (id)
);
CREATE TABLE migration_job_categories (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_migration_job_categories PRIMARY KEY (id), 
	CONSTRAINT uq_migration_job_categories_name UNIQUE (name)
);
CREATE TABLE migration_jobs (
	id TEXT NOT NULL, 
	parent_id TEXT, 
	kind TEXT NOT NULL, 
	is_template BOOLEAN NOT NULL, 
	name TEXT NOT NULL, 
	description TEXT, 
	discriminator TEXT, 
	transfer TEXT NOT NULL, 
	convention TEXT, 
	schedule TEXT NOT NULL, 
	stop_policy TEXT, 
	retention TEXT, 
	warnings TEXT NOT NULL, 
	category_id BIGINT NOT NULL, 
	scheduler_id BIGINT NOT NULL, 
	source_id TEXT, 
	destination_id TEXT, 
	priority INTEGER NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	status TEXT NOT NULL, 
	asked TEXT, 
	reset TEXT, 
	execute_on BIGINT, 
	run_id BIGINT, 
	executions BIGINT NOT NULL, 
	completions BIGINT NOT NULL, 
	failures BIGINT NOT NULL, 
	window_on BIGINT, 
	window_executions BIGINT NOT NULL, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	deleted_on BIGINT, 
	CONSTRAINT pk_migration_jobs PRIMARY KEY (id)
);
CREATE INDEX ix_migration_jobs_category_id ON migration_jobs (category_id);
CREATE INDEX ix_migration_jobs_parent_id ON migration_jobs (parent_id);
CREATE INDEX ix_migration_jobs_status_execute_on ON migration_jobs (status, execute_on);
CREATE TABLE migration_map_exceptions (
	id BIGINT NOT NULL, 
	map_id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	destination TEXT NOT NULL, 
	CONSTRAINT pk_migration_map_exceptions PRIMARY KEY (id)
);
CREATE INDEX ix_migration_map_exceptions_map_id_id ON migration_map_exceptions (map_id, id);
CREATE TABLE migration_map_exclusions (
	id BIGINT NOT NULL, 
	map_id TEXT NOT NULL, 
	side TEXT NOT NULL, 
	sid TEXT NOT NULL, 
	CONSTRAINT pk_migration_map_exclusions PRIMARY KEY (id)
);
CREATE INDEX ix_migration_map_exclusions_map_id_id ON migration_map_exclusions (map_id, id);
CREATE TABLE migration_maps (
	id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	source TEXT NOT NULL, 
	destination TEXT NOT NULL, 
	map_by TEXT NOT NULL, 
	unmapped_policy TEXT, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_maps PRIMARY KEY (id)
);
CREATE TABLE migration_notifications (
	id TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	handler TEXT NOT NULL, 
	notification_types TEXT NOT NULL, 
	CONSTRAINT pk_migration_notifications PRIMARY KEY (id)
);
CREATE TABLE migration_permissions (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	run_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	security_id BIGINT, 
	identity TEXT NOT NULL, 
	rights TEXT NOT NULL, 
	access TEXT NOT NULL, 
	destination_address TEXT, 
	status TEXT NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_migration_permissions PRIMARY KEY (id), 
	CONSTRAINT uq_migration_permissions_item_id_identity UNIQUE (item_id, identity)
);
CREATE INDEX ix_migration_permissions_job_id_id ON migration_permissions (job_id, id);
CREATE TABLE migration_reports (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	description TEXT, 
	parameters TEXT NOT NULL, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_reports PRIMARY KEY (id)
);
CREATE TABLE migration_roles (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	permissions TEXT NOT NULL, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_roles PRIMARY KEY (id)
);
CREATE TABLE migration_samples (
	run_id BIGINT NOT NULL, 
	sampled_at BIGINT NOT NULL, 
	items BIGINT NOT NULL, 
	bytes BIGINT NOT NULL, 
	CONSTRAINT pk_migration_samples PRIMARY KEY (run_id, sampled_at)
);
CREATE TABLE migration_schedulers (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	caption TEXT, 
	disabled BOOLEAN NOT NULL, 
	status TEXT NOT NULL, 
	CONSTRAINT pk_migration_schedulers PRIMARY KEY (id), 
	CONSTRAINT uq_migration_schedulers_name UNIQUE (name)
);
CREATE TABLE migration_security_map (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	source_key TEXT NOT NULL, 
	source TEXT NOT NULL, 
	destination TEXT, 
	resolution TEXT NOT NULL, 
	permissions BIGINT NOT NULL, 
	message TEXT, 
	CONSTRAINT pk_migration_security_map PRIMARY KEY (id), 
	CONSTRAINT uq_migration_security_map_job_id_type_source_key UNIQUE (job_id, type, source_key)
);
CREATE TABLE migration_settings (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_migration_settings PRIMARY KEY (name)
);
CREATE TABLE migration_sign_ins (
	state TEXT NOT NULL, 
	platform_id TEXT NOT NULL, 
	connection_id TEXT, 
	request TEXT NOT NULL, 
	created_by TEXT, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_migration_sign_ins PRIMARY KEY (state)
);
CREATE TABLE migration_tokens (
	digest TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	user_id TEXT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_migration_tokens PRIMARY KEY (digest)
);
CREATE INDEX ix_migration_tokens_user_id ON migration_tokens (user_id);
CREATE TABLE migration_users (
	id TEXT NOT NULL, 
	login TEXT NOT NULL, 
	password_hash TEXT, 
	name TEXT, 
	email TEXT, 
	phone TEXT, 
	disabled BOOLEAN NOT NULL, 
	roles TEXT NOT NULL, 
	group_id TEXT, 
	preferences TEXT NOT NULL, 
	created_by TEXT, 
	created_on BIGINT NOT NULL, 
	modified_by TEXT, 
	modified_on BIGINT NOT NULL, 
	CONSTRAINT pk_migration_users PRIMARY KEY (id), 
	CONSTRAINT uq_migration_users_login UNIQUE (login)
);
CREATE TABLE migration_changes (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	run_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	event TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	undone BOOLEAN NOT NULL, 
	CONSTRAINT pk_migration_changes PRIMARY KEY (id)
);
CREATE INDEX ix_migration_changes_run_id_id ON migration_changes (run_id, id);
CREATE INDEX ix_migration_items_job_id_id ON migration_items (job_id, id);
CREATE INDEX ix_migration_items_noticed ON migration_items (job_id, status, id) WHERE status IN ('remediation', 'retry', 'skipped', 'processed');
CREATE TABLE search_state (
	id INTEGER NOT NULL, 
	sequence BIGINT NOT NULL, 
	rebuilt_to BIGINT, 
	version BIGINT NOT NULL, 
	is_complete BOOLEAN NOT NULL, 
	CONSTRAINT pk_search_state PRIMARY KEY (id)
);
CREATE TABLE migration_comments (
	id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	item_id BIGINT NOT NULL, 
	identity TEXT NOT NULL, 
	destination_address TEXT NOT NULL, 
	CONSTRAINT pk_migration_comments PRIMARY KEY (id), 
	CONSTRAINT uq_migration_comments_item_id_identity UNIQUE (item_id, identity)
);
CREATE INDEX ix_migration_comments_job_id ON migration_comments (job_id);
CREATE TABLE migration_extras (
	item_id BIGINT NOT NULL, 
	job_id TEXT NOT NULL, 
	run_id BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	reason TEXT, 
	attempts INTEGER NOT NULL, 
	carried TEXT NOT NULL, 
	CONSTRAINT pk_migration_extras PRIMARY KEY (item_id)
);
CREATE INDEX ix_migration_extras_job_id_run_id ON migration_extras (job_id, run_id);
CREATE TABLE migration_messages (
	id BIGINT NOT NULL, 
	handler TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created_on BIGINT NOT NULL, 
	sent_on BIGINT, 
	attempts INTEGER NOT NULL, 
	next_attempt_on BIGINT, 
	last_error TEXT, 
	CONSTRAINT pk_migration_messages PRIMARY KEY (id)
);
CREATE INDEX ix_migration_messages_due ON migration_messages (next_attempt_on);
CREATE TABLE metadata_templates (
	id BIGINT NOT NULL, 
	uuid TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	template_key TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	is_hidden BOOLEAN NOT NULL, 
	is_copied BOOLEAN NOT NULL, 
	fields TEXT NOT NULL, 
	next_number INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	deleted_at BIGINT, 
	CONSTRAINT pk_metadata_templates PRIMARY KEY (id), 
	CONSTRAINT fk_metadata_templates_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE UNIQUE INDEX uq_metadata_templates_key ON metadata_templates (enterprise_id, template_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX uq_metadata_templates_uuid ON metadata_templates (uuid);
CREATE TABLE metadata_instances (
	id BIGINT NOT NULL, 
	uuid TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	template_id BIGINT, 
	global_key TEXT, 
	stored TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	policy_id BIGINT, 
	CONSTRAINT pk_metadata_instances PRIMARY KEY (id), 
	CONSTRAINT fk_metadata_instances_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_metadata_instances_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_metadata_instances_template_id FOREIGN KEY(template_id) REFERENCES metadata_templates (id) ON DELETE CASCADE
);
CREATE INDEX ix_metadata_instances_template_id ON metadata_instances (template_id, item_id);
CREATE UNIQUE INDEX uq_metadata_instances_global ON metadata_instances (item_id, global_key) WHERE global_key IS NOT NULL;
CREATE UNIQUE INDEX uq_metadata_instances_template ON metadata_instances (item_id, template_id) WHERE template_id IS NOT NULL;
CREATE UNIQUE INDEX uq_metadata_instances_uuid ON metadata_instances (uuid);
CREATE TABLE metadata_values (
	instance_id BIGINT NOT NULL, 
	field TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT, 
	number FLOAT, folded TEXT, 
	CONSTRAINT pk_metadata_values PRIMARY KEY (instance_id, field, position), 
	CONSTRAINT fk_metadata_values_instance_id FOREIGN KEY(instance_id) REFERENCES metadata_instances (id) ON DELETE CASCADE
);
CREATE TABLE cascade_policies (
	id BIGINT NOT NULL, 
	uuid TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	template_id BIGINT, 
	global_key TEXT, 
	CONSTRAINT pk_cascade_policies PRIMARY KEY (id), 
	CONSTRAINT fk_cascade_policies_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_cascade_policies_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_cascade_policies_template_id FOREIGN KEY(template_id) REFERENCES metadata_templates (id) ON DELETE CASCADE
);
CREATE INDEX ix_cascade_policies_folder_id ON cascade_policies (folder_id, id);
CREATE INDEX ix_cascade_policies_template_id ON cascade_policies (template_id);
CREATE UNIQUE INDEX uq_cascade_policies_uuid ON cascade_policies (uuid);
CREATE TABLE known_stores (
	name TEXT NOT NULL, 
	CONSTRAINT pk_known_stores PRIMARY KEY (name)
);
CREATE TABLE storage_policy_assignments (
	id TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	user_id BIGINT, 
	store TEXT NOT NULL, 
	CONSTRAINT pk_storage_policy_assignments PRIMARY KEY (id), 
	CONSTRAINT fk_storage_policy_assignments_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_storage_policy_assignments_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE TABLE file_requests (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	token TEXT NOT NULL, 
	title TEXT NOT NULL, 
	description TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	is_email_required BOOLEAN NOT NULL, 
	is_description_required BOOLEAN NOT NULL, 
	expires_at BIGINT, 
	sequence BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_by BIGINT, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_file_requests PRIMARY KEY (id), 
	CONSTRAINT fk_file_requests_created_by FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_file_requests_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_file_requests_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT uq_file_requests_token UNIQUE (token)
);
CREATE INDEX ix_file_requests_created_by ON file_requests (created_by);
CREATE INDEX ix_file_requests_folder ON file_requests (folder_id, id);
CREATE TABLE legal_hold_policies (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	policy_name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	is_ongoing BOOLEAN NOT NULL, 
	filter_started_at TEXT, 
	filter_ended_at TEXT, 
	release_notes TEXT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	deleted_at BIGINT, 
	released_at BIGINT, 
	CONSTRAINT pk_legal_hold_policies PRIMARY KEY (id), 
	CONSTRAINT fk_legal_hold_policies_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_legal_hold_policies_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE INDEX ix_legal_hold_policies_enterprise_id ON legal_hold_policies (enterprise_id, id);
CREATE UNIQUE INDEX uq_legal_hold_policies_name ON legal_hold_policies (enterprise_id, name_key) WHERE deleted_at IS NULL;
CREATE TABLE retention_policies (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	policy_name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	retention_length INTEGER, 
	disposition_action TEXT NOT NULL, 
	retention_type TEXT NOT NULL, 
	can_owner_extend_retention BOOLEAN NOT NULL, 
	max_extension_length INTEGER, 
	are_owners_notified BOOLEAN NOT NULL, 
	recipients TEXT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	retired_at BIGINT, 
	deleted_at BIGINT, 
	CONSTRAINT pk_retention_policies PRIMARY KEY (id), 
	CONSTRAINT fk_retention_policies_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_retention_policies_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE INDEX ix_retention_policies_enterprise_id ON retention_policies (enterprise_id, id);
CREATE UNIQUE INDEX uq_retention_policies_name ON retention_policies (enterprise_id, name_key) WHERE deleted_at IS NULL;
CREATE TABLE governance_assignments (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	legal_hold_policy_id BIGINT, 
	retention_policy_id BIGINT, 
	target_type TEXT NOT NULL, 
	target_id TEXT NOT NULL, 
	assigned_by BIGINT NOT NULL, 
	assigned_at BIGINT NOT NULL, 
	covers_from BIGINT NOT NULL, 
	covers_until BIGINT NOT NULL, 
	is_ongoing BOOLEAN NOT NULL, 
	applied_at BIGINT, 
	deleted_at BIGINT, 
	filter_fields TEXT, 
	start_date_field TEXT, 
	notified_until BIGINT NOT NULL, 
	look_at BIGINT NOT NULL, 
	CONSTRAINT pk_governance_assignments PRIMARY KEY (id), 
	CONSTRAINT fk_governance_assignments_assigned_by FOREIGN KEY(assigned_by) REFERENCES users (id), 
	CONSTRAINT fk_governance_assignments_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_governance_assignments_legal_hold_policy_id FOREIGN KEY(legal_hold_policy_id) REFERENCES legal_hold_policies (id) ON DELETE CASCADE, 
	CONSTRAINT fk_governance_assignments_retention_policy_id FOREIGN KEY(retention_policy_id) REFERENCES retention_policies (id) ON DELETE CASCADE
);
CREATE INDEX ix_governance_assignments_legal_hold ON governance_assignments (legal_hold_policy_id, id);
CREATE INDEX ix_governance_assignments_retention ON governance_assignments (retention_policy_id, id);
CREATE INDEX ix_governance_assignments_target ON governance_assignments (enterprise_id, target_type, target_id);
CREATE TABLE retention_extensions (
	item_id BIGINT NOT NULL, 
	disposition_at BIGINT NOT NULL, 
	set_by BIGINT NOT NULL, 
	set_at BIGINT NOT NULL, 
	CONSTRAINT pk_retention_extensions PRIMARY KEY (item_id), 
	CONSTRAINT fk_retention_extensions_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE TABLE governance_places (
	assignment_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	version_id BIGINT, 
	covers_until BIGINT NOT NULL, 
	start_at BIGINT, 
	CONSTRAINT pk_governance_places PRIMARY KEY (assignment_id, item_id), 
	CONSTRAINT fk_governance_places_assignment_id FOREIGN KEY(assignment_id) REFERENCES governance_assignments (id) ON DELETE CASCADE, 
	CONSTRAINT fk_governance_places_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_governance_places_item_id ON governance_places (item_id);
CREATE INDEX ix_items_children ON items (parent_id, type, id);
CREATE TABLE workflows (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	description TEXT NOT NULL, 
	is_enabled BOOLEAN NOT NULL, 
	flow_id BIGINT NOT NULL, 
	outcomes TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	CONSTRAINT pk_workflows PRIMARY KEY (id), 
	CONSTRAINT fk_workflows_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_workflows_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_workflows_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_workflows_folder_id ON workflows (folder_id);
CREATE TABLE workflow_runs (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	workflow_id BIGINT NOT NULL, 
	started_by BIGINT NOT NULL, 
	started_at BIGINT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	file_ids TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_workflow_runs PRIMARY KEY (id), 
	CONSTRAINT fk_workflow_runs_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_workflow_runs_started_by FOREIGN KEY(started_by) REFERENCES users (id), 
	CONSTRAINT fk_workflow_runs_workflow_id FOREIGN KEY(workflow_id) REFERENCES workflows (id) ON DELETE CASCADE
);
CREATE INDEX ix_workflow_runs_workflow_id ON workflow_runs (workflow_id);
CREATE TABLE workflow_tasks (
	task_id BIGINT NOT NULL, 
	run_id BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_workflow_tasks PRIMARY KEY (task_id), 
	CONSTRAINT fk_workflow_tasks_run_id FOREIGN KEY(run_id) REFERENCES workflow_runs (id) ON DELETE CASCADE
);
CREATE INDEX ix_workflow_tasks_run_id ON workflow_tasks (run_id);
CREATE TABLE terms_of_services (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	tos_type TEXT NOT NULL, 
	status TEXT NOT NULL, 
	text TEXT NOT NULL, 
	revision BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_terms_of_services PRIMARY KEY (id), 
	CONSTRAINT fk_terms_of_services_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE UNIQUE INDEX uq_terms_of_services_type ON terms_of_services (enterprise_id, tos_type);
CREATE TABLE barriers (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	updated_by BIGINT NOT NULL, 
	enabled_at BIGINT, 
	enabled_by BIGINT, 
	CONSTRAINT pk_barriers PRIMARY KEY (id), 
	CONSTRAINT fk_barriers_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_barriers_enabled_by FOREIGN KEY(enabled_by) REFERENCES users (id), 
	CONSTRAINT fk_barriers_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_barriers_updated_by FOREIGN KEY(updated_by) REFERENCES users (id)
);
CREATE UNIQUE INDEX uq_barriers_enterprise ON barriers (enterprise_id);
CREATE TABLE terms_of_service_user_statuses (
	id BIGINT NOT NULL, 
	terms_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	is_accepted BOOLEAN NOT NULL, 
	revision BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_terms_of_service_user_statuses PRIMARY KEY (id), 
	CONSTRAINT fk_terms_of_service_user_statuses_terms_id FOREIGN KEY(terms_id) REFERENCES terms_of_services (id) ON DELETE CASCADE, 
	CONSTRAINT fk_terms_of_service_user_statuses_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_terms_of_service_user_statuses_user_id ON terms_of_service_user_statuses (user_id);
CREATE UNIQUE INDEX uq_terms_of_service_user_statuses_user ON terms_of_service_user_statuses (terms_id, user_id);
CREATE TABLE barrier_reports (
	id BIGINT NOT NULL, 
	barrier_id BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	folder_id BIGINT, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_barrier_reports PRIMARY KEY (id), 
	CONSTRAINT fk_barrier_reports_barrier_id FOREIGN KEY(barrier_id) REFERENCES barriers (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_reports_created_by FOREIGN KEY(created_by) REFERENCES users (id)
);
CREATE INDEX ix_barrier_reports_barrier_id_id ON barrier_reports (barrier_id, id);
CREATE TABLE barrier_segments (
	id BIGINT NOT NULL, 
	barrier_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	updated_by BIGINT NOT NULL, 
	CONSTRAINT pk_barrier_segments PRIMARY KEY (id), 
	CONSTRAINT fk_barrier_segments_barrier_id FOREIGN KEY(barrier_id) REFERENCES barriers (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_segments_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_barrier_segments_updated_by FOREIGN KEY(updated_by) REFERENCES users (id)
);
CREATE UNIQUE INDEX uq_barrier_segments_name ON barrier_segments (barrier_id, name_key);
CREATE TABLE device_pinners (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	device_id TEXT NOT NULL, 
	product_name TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_device_pinners PRIMARY KEY (id), 
	CONSTRAINT fk_device_pinners_application_id FOREIGN KEY(application_id) REFERENCES applications (id), 
	CONSTRAINT fk_device_pinners_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_device_pinners_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_device_pinners_enterprise_id_id ON device_pinners (enterprise_id, id);
CREATE UNIQUE INDEX uq_device_pinners_device ON device_pinners (user_id, application_id, device_id);
CREATE TABLE barrier_members (
	id BIGINT NOT NULL, 
	barrier_id BIGINT NOT NULL, 
	segment_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	updated_by BIGINT NOT NULL, 
	CONSTRAINT pk_barrier_members PRIMARY KEY (id), 
	CONSTRAINT fk_barrier_members_barrier_id FOREIGN KEY(barrier_id) REFERENCES barriers (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_members_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_barrier_members_segment_id FOREIGN KEY(segment_id) REFERENCES barrier_segments (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_members_updated_by FOREIGN KEY(updated_by) REFERENCES users (id), 
	CONSTRAINT fk_barrier_members_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_barrier_members_segment_id_id ON barrier_members (segment_id, id);
CREATE UNIQUE INDEX uq_barrier_members_user ON barrier_members (user_id);
CREATE TABLE barrier_restrictions (
	id BIGINT NOT NULL, 
	barrier_id BIGINT NOT NULL, 
	segment_id BIGINT NOT NULL, 
	restricted_segment_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	updated_by BIGINT NOT NULL, 
	CONSTRAINT pk_barrier_restrictions PRIMARY KEY (id), 
	CONSTRAINT fk_barrier_restrictions_barrier_id FOREIGN KEY(barrier_id) REFERENCES barriers (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_restrictions_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_barrier_restrictions_restricted_segment_id FOREIGN KEY(restricted_segment_id) REFERENCES barrier_segments (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_restrictions_segment_id FOREIGN KEY(segment_id) REFERENCES barrier_segments (id) ON DELETE CASCADE, 
	CONSTRAINT fk_barrier_restrictions_updated_by FOREIGN KEY(updated_by) REFERENCES users (id)
);
CREATE INDEX ix_barrier_restrictions_restricted_segment_id ON barrier_restrictions (restricted_segment_id);
CREATE UNIQUE INDEX uq_barrier_restrictions_segments ON barrier_restrictions (segment_id, restricted_segment_id);
CREATE INDEX ix_grants_device_pinner_id ON grants (device_pinner_id) WHERE device_pinner_id IS NOT NULL;
CREATE TABLE slack_mappings (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	channel_id TEXT NOT NULL, 
	workspace_id TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	is_manually_created BOOLEAN NOT NULL, 
	is_access_management_disabled BOOLEAN NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_by BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_slack_mappings PRIMARY KEY (id), 
	CONSTRAINT fk_slack_mappings_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_slack_mappings_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_slack_mappings_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_slack_mappings_modified_by FOREIGN KEY(modified_by) REFERENCES users (id)
);
CREATE INDEX ix_slack_mappings_folder_id ON slack_mappings (folder_id);
CREATE UNIQUE INDEX uq_slack_mappings_channel ON slack_mappings (enterprise_id, channel_id, workspace_id, org_id);
CREATE TABLE skills (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	application_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	extensions TEXT NOT NULL, 
	CONSTRAINT pk_skills PRIMARY KEY (id), 
	CONSTRAINT fk_skills_application_id FOREIGN KEY(application_id) REFERENCES applications (id), 
	CONSTRAINT fk_skills_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_skills_id FOREIGN KEY(id) REFERENCES webhooks (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX uq_skills_name ON skills (enterprise_id, name);
CREATE TABLE skill_folders (
	folder_id BIGINT NOT NULL, 
	skill_id BIGINT NOT NULL, 
	CONSTRAINT pk_skill_folders PRIMARY KEY (folder_id, skill_id), 
	CONSTRAINT fk_skill_folders_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_skill_folders_skill_id FOREIGN KEY(skill_id) REFERENCES skills (id) ON DELETE CASCADE
);
CREATE INDEX ix_skill_folders_skill_id ON skill_folders (skill_id);
CREATE TABLE skill_invocations (
	id TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	skill_id BIGINT NOT NULL, 
	event_sequence BIGINT NOT NULL, 
	file_id BIGINT NOT NULL, 
	version_id BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	usage TEXT, 
	created_at BIGINT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_skill_invocations PRIMARY KEY (id), 
	CONSTRAINT fk_skill_invocations_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_skill_invocations_file_id FOREIGN KEY(file_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_skill_invocations_skill_id FOREIGN KEY(skill_id) REFERENCES skills (id) ON DELETE CASCADE
);
CREATE INDEX ix_skill_invocations_file_id ON skill_invocations (file_id, skill_id);
CREATE UNIQUE INDEX uq_skill_invocations_event ON skill_invocations (skill_id, event_sequence);
CREATE TABLE sign_requests (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	sender_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	status TEXT NOT NULL, 
	error_code TEXT, 
	options TEXT NOT NULL, 
	sources TEXT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	file_id BIGINT NOT NULL, 
	log_id BIGINT, 
	blob_key TEXT, 
	version_id BIGINT, 
	rendered INTEGER NOT NULL, 
	prepare_token TEXT, 
	created_at BIGINT NOT NULL, 
	sent_at BIGINT, 
	finished_at BIGINT, 
	expires_at BIGINT, 
	remind_at BIGINT, 
	CONSTRAINT pk_sign_requests PRIMARY KEY (id), 
	CONSTRAINT fk_sign_requests_blob_key FOREIGN KEY(blob_key) REFERENCES blobs ("key"), 
	CONSTRAINT fk_sign_requests_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_sign_requests_file_id FOREIGN KEY(file_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sign_requests_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sign_requests_sender_id FOREIGN KEY(sender_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sign_requests_prepare_token UNIQUE (prepare_token)
);
CREATE INDEX ix_sign_requests_blob_key ON sign_requests (blob_key);
CREATE INDEX ix_sign_requests_enterprise ON sign_requests (enterprise_id, id);
CREATE INDEX ix_sign_requests_expires ON sign_requests (expires_at);
CREATE INDEX ix_sign_requests_file ON sign_requests (file_id);
CREATE INDEX ix_sign_requests_folder ON sign_requests (folder_id);
CREATE INDEX ix_sign_requests_remind ON sign_requests (remind_at);
CREATE INDEX ix_sign_requests_sender ON sign_requests (sender_id, id);
CREATE TABLE sign_templates (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	content TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_sign_templates PRIMARY KEY (id), 
	CONSTRAINT fk_sign_templates_created_by FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_sign_templates_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_sign_templates_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_sign_templates_folder ON sign_templates (folder_id);
CREATE INDEX ix_sign_templates_maker ON sign_templates (created_by, id);
CREATE TABLE sign_signers (
	id BIGINT NOT NULL, 
	request_id BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	token TEXT NOT NULL, 
	email TEXT NOT NULL, 
	role TEXT NOT NULL, 
	turn INTEGER NOT NULL, 
	group_id TEXT, 
	password_hash TEXT, 
	options TEXT NOT NULL, 
	inputs TEXT NOT NULL, 
	told_at BIGINT, 
	viewed_at BIGINT, 
	decision TEXT, 
	decided_at BIGINT, 
	reason TEXT, 
	signature TEXT, 
	address TEXT, 
	CONSTRAINT pk_sign_signers PRIMARY KEY (id), 
	CONSTRAINT fk_sign_signers_request_id FOREIGN KEY(request_id) REFERENCES sign_requests (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sign_signers_request_id_position UNIQUE (request_id, position), 
	CONSTRAINT uq_sign_signers_token UNIQUE (token)
);
CREATE TABLE shield_lists (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	description TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	members TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_shield_lists PRIMARY KEY (id), 
	CONSTRAINT fk_shield_lists_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE UNIQUE INDEX uq_shield_lists_name ON shield_lists (enterprise_id, name);
CREATE TABLE teams_mappings (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	place_type TEXT NOT NULL, 
	place_id TEXT NOT NULL, 
	tenant_id TEXT NOT NULL, 
	team_id TEXT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_teams_mappings PRIMARY KEY (id), 
	CONSTRAINT fk_teams_mappings_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_teams_mappings_folder_id FOREIGN KEY(folder_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX uq_teams_mappings_folder_id ON teams_mappings (folder_id);
CREATE UNIQUE INDEX uq_teams_mappings_place ON teams_mappings (enterprise_id, tenant_id, place_type, place_id);
CREATE TABLE ai_agents (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	access_state TEXT NOT NULL, 
	icon_reference TEXT, 
	ask TEXT, 
	text_gen TEXT, 
	extract TEXT, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	modified_by BIGINT NOT NULL, 
	modified_at BIGINT NOT NULL, 
	CONSTRAINT pk_ai_agents PRIMARY KEY (id), 
	CONSTRAINT fk_ai_agents_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_ai_agents_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_ai_agents_modified_by FOREIGN KEY(modified_by) REFERENCES users (id)
);
CREATE INDEX ix_ai_agents_enterprise_id ON ai_agents (enterprise_id, id);
CREATE TABLE ai_agent_entities (
	id BIGINT NOT NULL, 
	agent_id BIGINT NOT NULL, 
	user_id BIGINT, 
	group_id BIGINT, 
	CONSTRAINT pk_ai_agent_entities PRIMARY KEY (id), 
	CONSTRAINT fk_ai_agent_entities_agent_id FOREIGN KEY(agent_id) REFERENCES ai_agents (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ai_agent_entities_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ai_agent_entities_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_ai_agent_entities_agent_id ON ai_agent_entities (agent_id, id);
CREATE INDEX ix_ai_agent_entities_group_id ON ai_agent_entities (group_id);
CREATE INDEX ix_ai_agent_entities_user_id ON ai_agent_entities (user_id);
CREATE TABLE hubs (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	title TEXT NOT NULL, 
	title_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	description_key TEXT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	accessed_at BIGINT NOT NULL, 
	view_count BIGINT NOT NULL, 
	is_ai_enabled BOOLEAN NOT NULL, 
	is_collaboration_restricted_to_enterprise BOOLEAN NOT NULL, 
	can_non_owners_invite BOOLEAN NOT NULL, 
	can_shared_link_be_created BOOLEAN NOT NULL, 
	can_public_shared_link_be_created BOOLEAN NOT NULL, 
	copy_hub_access TEXT NOT NULL, 
	link_token TEXT, 
	link_access TEXT, 
	CONSTRAINT pk_hubs PRIMARY KEY (id), 
	CONSTRAINT fk_hubs_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_hubs_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_hubs_updated_by FOREIGN KEY(updated_by) REFERENCES users (id), 
	CONSTRAINT uq_hubs_link_token UNIQUE (link_token)
);
CREATE INDEX ix_hubs_enterprise_id ON hubs (enterprise_id, id);
CREATE TABLE hub_collaborations (
	id BIGINT NOT NULL, 
	hub_id BIGINT NOT NULL, 
	user_id BIGINT, 
	group_id BIGINT, 
	role TEXT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_hub_collaborations PRIMARY KEY (id), 
	CONSTRAINT fk_hub_collaborations_created_by FOREIGN KEY(created_by) REFERENCES users (id), 
	CONSTRAINT fk_hub_collaborations_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE, 
	CONSTRAINT fk_hub_collaborations_hub_id FOREIGN KEY(hub_id) REFERENCES hubs (id) ON DELETE CASCADE, 
	CONSTRAINT fk_hub_collaborations_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_hub_collaborations_hub ON hub_collaborations (hub_id, id);
CREATE UNIQUE INDEX uq_hub_collaborations_group ON hub_collaborations (group_id, hub_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX uq_hub_collaborations_user ON hub_collaborations (user_id, hub_id) WHERE user_id IS NOT NULL;
CREATE TABLE hub_items (
	id BIGINT NOT NULL, 
	hub_id BIGINT NOT NULL, 
	item_id BIGINT NOT NULL, 
	added_by BIGINT NOT NULL, 
	added_at BIGINT NOT NULL, 
	CONSTRAINT pk_hub_items PRIMARY KEY (id), 
	CONSTRAINT fk_hub_items_added_by FOREIGN KEY(added_by) REFERENCES users (id), 
	CONSTRAINT fk_hub_items_hub_id FOREIGN KEY(hub_id) REFERENCES hubs (id) ON DELETE CASCADE, 
	CONSTRAINT fk_hub_items_item_id FOREIGN KEY(item_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_hub_items_hub ON hub_items (hub_id, id);
CREATE UNIQUE INDEX uq_hub_items_item ON hub_items (item_id, hub_id);
CREATE TABLE metadata_taxonomies (
	id BIGINT NOT NULL, 
	uuid TEXT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	levels TEXT NOT NULL, 
	deleted_at BIGINT, 
	CONSTRAINT pk_metadata_taxonomies PRIMARY KEY (id), 
	CONSTRAINT fk_metadata_taxonomies_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE UNIQUE INDEX uq_metadata_taxonomies_key ON metadata_taxonomies (enterprise_id, "key") WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX uq_metadata_taxonomies_uuid ON metadata_taxonomies (uuid);
CREATE TABLE metadata_nodes (
	id BIGINT NOT NULL, 
	uuid TEXT NOT NULL, 
	taxonomy_id BIGINT NOT NULL, 
	level INTEGER NOT NULL, 
	parent_id BIGINT, 
	path TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_metadata_nodes PRIMARY KEY (id), 
	CONSTRAINT fk_metadata_nodes_taxonomy_id FOREIGN KEY(taxonomy_id) REFERENCES metadata_taxonomies (id) ON DELETE CASCADE
);
CREATE INDEX ix_metadata_nodes_folded ON metadata_nodes (taxonomy_id, folded, id);
CREATE INDEX ix_metadata_nodes_level ON metadata_nodes (taxonomy_id, level, folded, id);
CREATE INDEX ix_metadata_nodes_parent_id ON metadata_nodes (parent_id, folded, id);
CREATE INDEX ix_metadata_nodes_path ON metadata_nodes (taxonomy_id, path);
CREATE UNIQUE INDEX uq_metadata_nodes_uuid ON metadata_nodes (uuid);
CREATE TABLE docgen_batches (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	template_id BIGINT NOT NULL, 
	version_id BIGINT NOT NULL, 
	folder_id BIGINT NOT NULL, 
	output_type TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_docgen_batches PRIMARY KEY (id), 
	CONSTRAINT fk_docgen_batches_created_by FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_docgen_batches_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id)
);
CREATE TABLE docgen_jobs (
	id BIGINT NOT NULL, 
	batch_id BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	template_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	status TEXT NOT NULL, 
	data TEXT, 
	output_id BIGINT, 
	output_version_id BIGINT, 
	errors TEXT NOT NULL, 
	warnings TEXT NOT NULL, 
	CONSTRAINT pk_docgen_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_docgen_jobs_batch_id FOREIGN KEY(batch_id) REFERENCES docgen_batches (id) ON DELETE CASCADE
);
CREATE INDEX ix_docgen_jobs_batch ON docgen_jobs (batch_id, id);
CREATE INDEX ix_docgen_jobs_maker ON docgen_jobs (created_by, template_id, id);
CREATE INDEX ix_docgen_jobs_status ON docgen_jobs (status, batch_id);
CREATE TABLE docgen_templates (
	file_id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_docgen_templates PRIMARY KEY (file_id), 
	CONSTRAINT fk_docgen_templates_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_docgen_templates_file_id FOREIGN KEY(file_id) REFERENCES items (id) ON DELETE CASCADE
);
CREATE INDEX ix_docgen_templates_enterprise ON docgen_templates (enterprise_id, file_id);
CREATE TABLE archives (
	id BIGINT NOT NULL, 
	enterprise_id BIGINT NOT NULL, 
	owner_id BIGINT NOT NULL, 
	name_key TEXT NOT NULL, 
	CONSTRAINT pk_archives PRIMARY KEY (id), 
	CONSTRAINT fk_archives_enterprise_id FOREIGN KEY(enterprise_id) REFERENCES enterprises (id), 
	CONSTRAINT fk_archives_id FOREIGN KEY(id) REFERENCES items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_archives_owner_id FOREIGN KEY(owner_id) REFERENCES users (id)
);
CREATE INDEX ix_archives_enterprise_id_id ON archives (enterprise_id, id);
CREATE UNIQUE INDEX uq_archives_name ON archives (enterprise_id, name_key);
INSERT INTO "alembic_version" VALUES ('0051');
COMMIT;
