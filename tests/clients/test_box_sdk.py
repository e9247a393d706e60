"""Box's official SDK, as it comes from the registry, drives a server over a real socket."""

import hashlib
import io
import random
from typing import Any

import pytest
from box_sdk_gen import (
    BoxAPIError,
    BoxCCGAuth,
    BoxClient,
    BoxDeveloperTokenAuth,
    BoxJWTAuth,
    CCGConfig,
    CreateFolderParent,
    JWTConfig,
    UploadFileAttributes,
    UploadFileAttributesParentField,
    UploadFileVersionAttributes,
)

from holdall.testing import TestEnterprise

BIG = 21 * 1024 * 1024


def folder(client: Any, name: str, parent_id: str = "0") -> Any:
    return client.folders.create_folder(name, CreateFolderParent(id=parent_id))


def upload(client: Any, name: str, content: bytes, parent_id: str = "0") -> Any:
    attributes = UploadFileAttributes(name=name, parent=UploadFileAttributesParentField(id=parent_id))
    return client.uploads.upload_file(attributes, io.BytesIO(content)).entries[0]


def answer_of(refused: pytest.ExceptionInfo[BoxAPIError]) -> Any:
    return refused.value.response_info


class TestSignIn:
    def test_jwt_as_the_service_account_and_as_a_user(self, holdall: TestEnterprise) -> None:
        service = holdall.box_service_client()
        assert service.users.get_user_me().id == holdall.service_account_id
        auth = service.auth.with_user_subject(holdall.admin.id)
        user = BoxClient(auth=auth, network_session=holdall.box_network_session())
        assert user.users.get_user_me().id == holdall.admin.id

    def test_client_credentials_as_the_service_account_and_as_a_user(self, holdall: TestEnterprise) -> None:
        subjects: list[tuple[dict[str, Any], str]] = [
            ({"enterprise_id": holdall.id}, holdall.service_account_id),
            ({"user_id": holdall.admin.id}, holdall.admin.id),
        ]
        for subject, expected in subjects:
            config = CCGConfig(client_id=holdall.client_id, client_secret=holdall.client_secret, **subject)
            client = BoxClient(auth=BoxCCGAuth(config=config), network_session=holdall.box_network_session())
            assert client.users.get_user_me().id == expected

    def test_a_wrong_secret_is_refused(self, holdall: TestEnterprise) -> None:
        config = CCGConfig(client_id=holdall.client_id, client_secret="wrong", enterprise_id=holdall.id)
        client = BoxClient(auth=BoxCCGAuth(config=config), network_session=holdall.box_network_session())
        with pytest.raises(BoxAPIError) as refused:
            client.users.get_user_me()
        assert answer_of(refused).status_code == 400

    def test_a_key_of_another_application_is_refused(self, holdall: TestEnterprise) -> None:
        settings = holdall.app_settings["boxAppSettings"]
        config = JWTConfig(
            client_id=holdall.client_id,
            client_secret=holdall.client_secret,
            jwt_key_id="another",
            private_key=settings["appAuth"]["privateKey"],
            private_key_passphrase=settings["appAuth"]["passphrase"],
            enterprise_id=holdall.id,
        )
        client = BoxClient(auth=BoxJWTAuth(config=config), network_session=holdall.box_network_session())
        with pytest.raises(BoxAPIError) as refused:
            client.users.get_user_me()
        assert answer_of(refused).status_code == 400

    def test_a_downscoped_token_reaches_its_folder_alone(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        inside, outside = folder(client, "inside"), folder(client, "outside")
        config = CCGConfig(client_id=holdall.client_id, client_secret=holdall.client_secret, user_id=holdall.admin.id)
        auth: Any = BoxCCGAuth(config=config)
        session = holdall.box_network_session()
        auth.retrieve_token(network_session=session)
        token = auth.downscope_token(
            ["item_preview", "base_explorer"],
            resource=f"https://api.box.com/2.0/folders/{inside.id}",
            network_session=session,
        )
        narrow = BoxClient(auth=BoxDeveloperTokenAuth(token=token.access_token), network_session=session)
        assert narrow.folders.get_folder_by_id(inside.id).name == "inside"
        with pytest.raises(BoxAPIError) as refused:
            narrow.folders.get_folder_by_id(outside.id)
        assert answer_of(refused).status_code in {403, 404}
        assert {one.object.id for one in token.restricted_to} == {inside.id}

    def test_a_revoked_token_is_of_no_use(self, holdall: TestEnterprise) -> None:
        config = CCGConfig(client_id=holdall.client_id, client_secret=holdall.client_secret, enterprise_id=holdall.id)
        auth: Any = BoxCCGAuth(config=config)
        session = holdall.box_network_session()
        token = auth.retrieve_token(network_session=session).access_token
        auth.revoke_token(network_session=session)
        client = BoxClient(auth=BoxDeveloperTokenAuth(token=token), network_session=session)
        with pytest.raises(Exception, match=r"401|[Ee]xpired"):
            client.users.get_user_me()


class TestFolders:
    def test_make_move_copy_and_list(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        first, second = folder(client, "first"), folder(client, "second")
        child = folder(client, "child", first.id)
        moved = client.folders.update_folder_by_id(child.id, name="moved", parent=CreateFolderParent(id=second.id))
        assert (moved.name, moved.parent.id) == ("moved", second.id)
        copied = client.folders.copy_folder(second.id, CreateFolderParent(id="0"), name="copy")
        entries = client.folders.get_folder_items(copied.id).entries
        assert [entry.name for entry in entries] == ["moved"]
        names = [entry.name for entry in client.folders.get_folder_items("0", usemarker=True, limit=1000).entries]
        assert names == ["copy", "first", "second"]

    def test_a_taken_name_is_a_conflict_that_names_the_other(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        first = folder(client, "Taken")
        with pytest.raises(BoxAPIError) as refused:
            folder(client, "taken")
        response = answer_of(refused)
        assert (response.status_code, response.body["code"]) == (409, "item_name_in_use")
        assert response.body["context_info"]["conflicts"][0]["id"] == first.id


class TestFiles:
    def test_content_comes_back_as_it_went_in_version_by_version(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        contents = [random.Random(seed).randbytes(100_000) for seed in (1, 2)]
        file = upload(client, "data.bin", contents[0])
        assert file.sha_1 == hashlib.sha1(contents[0]).hexdigest()
        client.uploads.upload_file_version(
            file.id, UploadFileVersionAttributes(name="data.bin"), io.BytesIO(contents[1])
        )
        assert client.downloads.download_file(file.id).read() == contents[1]
        versions = client.file_versions.get_file_versions(file.id).entries
        assert client.downloads.download_file(file.id, version=versions[0].id).read() == contents[0]

    def test_a_part_of_a_file_is_read_by_range(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        file = upload(client, "alphabet.txt", b"abcdefghij")
        assert client.downloads.download_file(file.id, range="bytes=2-4").read() == b"cde"

    def test_a_big_file_goes_up_in_parts(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        content = random.Random(3).randbytes(BIG)
        file = client.chunked_uploads.upload_big_file(io.BytesIO(content), "big.bin", BIG, "0")
        assert (file.size, file.sha_1) == (BIG, hashlib.sha1(content).hexdigest())
        assert client.downloads.download_file(file.id).read() == content

    def test_a_name_that_is_taken_is_refused_before_the_upload(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        upload(client, "here.txt", b"here")
        with pytest.raises(BoxAPIError) as refused:
            upload(client, "here.txt", b"again")
        assert answer_of(refused).body["code"] == "item_name_in_use"

    def test_another_user_does_not_know_of_a_file(self, holdall: TestEnterprise) -> None:
        file = upload(holdall.box_client(), "mine.txt", b"mine")
        stranger = holdall.box_client(holdall.new_user())
        with pytest.raises(BoxAPIError) as refused:
            stranger.files.get_file_by_id(file.id)
        assert answer_of(refused).status_code == 404


class TestTrash:
    def test_what_was_deleted_comes_back_or_goes_for_good(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        kept, gone = upload(client, "kept.txt", b"kept"), upload(client, "gone.txt", b"gone")
        for file in (kept, gone):
            client.files.delete_file_by_id(file.id)
        trashed = client.trashed_items.get_trashed_items().entries
        assert sorted(entry.name for entry in trashed) == ["gone.txt", "kept.txt"]
        assert client.trashed_files.restore_file_from_trash(kept.id).item_status == "active"
        client.trashed_files.delete_trashed_file_by_id(gone.id)
        with pytest.raises(BoxAPIError) as refused:
            client.trashed_files.get_trashed_file_by_id(gone.id)
        assert answer_of(refused).status_code == 404
        assert client.downloads.download_file(kept.id).read() == b"kept"

    def test_a_folder_with_everything_in_it(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        parent = folder(client, "parent")
        file = upload(client, "inside.txt", b"inside", parent.id)
        with pytest.raises(BoxAPIError) as refused:
            client.folders.delete_folder_by_id(parent.id)
        assert answer_of(refused).body["code"] == "folder_not_empty"
        client.folders.delete_folder_by_id(parent.id, recursive=True)
        client.trashed_folders.restore_folder_from_trash(parent.id)
        assert client.files.get_file_by_id(file.id).parent.id == parent.id


class TestServerTrouble:
    def test_the_sdk_goes_on_after_a_refusal_that_says_when(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        fault = holdall.control.inject_fault("get_folder_locks", status=503, retry_after=0, count=1)
        inside = folder(client, "locked")
        assert client.folder_locks.get_folder_locks(inside.id).entries == []
        assert fault["id"] not in [one["id"] for one in holdall.control.call("GET", "/faults")["faults"]]

    def test_the_sdk_goes_on_after_a_connection_that_broke(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        inside = folder(client, "locked")
        holdall.control.inject_fault("get_folder_locks", cut="before", count=1)
        assert client.folder_locks.get_folder_locks(inside.id).entries == []
