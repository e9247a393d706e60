"""Comments, tasks and archives with Box's official SDK, over a real socket."""

import io
import time
import zipfile
from typing import Any

import httpx
import pytest
from box_sdk_gen import (
    BoxAPIError,
    CreateCommentItem,
    CreateCommentItemTypeField,
    CreateTaskAction,
    CreateTaskAssignmentAssignTo,
    CreateTaskAssignmentTask,
    CreateTaskAssignmentTaskTypeField,
    CreateTaskItem,
    CreateTaskItemTypeField,
    CreateZipDownloadItems,
    CreateZipDownloadItemsTypeField,
    UpdateTaskAssignmentByIdResolutionState,
)

from holdall.testing import TestEnterprise
from tests.clients.test_box_sdk import folder, upload

BIG = 40 * 1024 * 1024


def archive(client: Any, name: str, *files: Any, folders: tuple[str, ...] = ()) -> Any:
    """Ask for an archive of files and folders, by their ids."""
    items = [CreateZipDownloadItems(id=one, type=CreateZipDownloadItemsTypeField.FILE) for one in files]
    items += [CreateZipDownloadItems(id=one, type=CreateZipDownloadItemsTypeField.FOLDER) for one in folders]
    return client.zip_downloads.create_zip_download(items, download_file_name=name)


class TestComments:
    def test_a_conversation_on_a_file(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        file = upload(client, "plan.txt", b"plan")
        on_file = CreateCommentItem(id=file.id, type=CreateCommentItemTypeField.FILE)
        first = client.comments.create_comment("What now?", on_file)
        on_comment = CreateCommentItem(id=first.id, type=CreateCommentItemTypeField.COMMENT)
        answer = client.comments.create_comment("Go on", on_comment)
        client.comments.update_comment_by_id(answer.id, message="Go on!")
        listed = client.comments.get_file_comments(file.id)
        assert [(one.message, one.is_reply_comment) for one in listed.entries] == [
            ("What now?", False),
            ("Go on!", True),
        ]
        assert client.files.get_file_by_id(file.id, fields=["comment_count"]).comment_count == 2
        client.comments.delete_comment_by_id(first.id)
        with pytest.raises(BoxAPIError) as refused:
            client.comments.get_comment_by_id(first.id)
        assert refused.value.response_info.status_code == 404


class TestTasks:
    def test_a_review_from_its_setting_to_its_end(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        file = upload(client, "plan.txt", b"plan")
        task = client.tasks.create_task(
            CreateTaskItem(id=file.id, type=CreateTaskItemTypeField.FILE), action=CreateTaskAction.REVIEW
        )
        assignment = client.task_assignments.create_task_assignment(
            CreateTaskAssignmentTask(id=task.id, type=CreateTaskAssignmentTaskTypeField.TASK),
            CreateTaskAssignmentAssignTo(id=client.users.get_user_me().id),
        )
        before = client.tasks.get_task_by_id(task.id)
        client.task_assignments.update_task_assignment_by_id(
            assignment.id, message="Fine", resolution_state=UpdateTaskAssignmentByIdResolutionState.APPROVED
        )
        after = client.tasks.get_file_tasks(file.id).entries[0]
        (decided,) = after.task_assignment_collection.entries
        assert (before.is_completed, after.is_completed, decided.message) == (False, True, "Fine")


class TestArchives:
    def test_files_and_folders_in_one_archive(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        top = folder(client, "top")
        inside = upload(client, "same.txt", b"inside", top.id)
        alone = upload(client, "same.txt", b"alone")
        asked = archive(client, "both", inside.id, alone.id, folders=(top.id,))
        content = client.zip_downloads.get_zip_download_content(asked.download_url).read()
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            found = {name: held.read(name) for name in held.namelist()}
        names = {one.id: one.download_name for one in asked.name_conflicts[0]}
        assert found == {names[inside.id]: b"inside", names[alone.id]: b"alone", "top/same.txt": b"inside"}
        status = client.zip_downloads.get_zip_download_status(asked.status_url)
        assert (status.total_file_count, status.downloaded_file_count, status.state) == (3, 3, "succeeded")

    def test_a_client_that_goes_away_ends_the_download(self, holdall: TestEnterprise) -> None:
        client = holdall.box_client()
        file = upload(client, "big.bin", bytes(BIG))
        asked = archive(client, "big", file.id)
        with httpx.stream("GET", asked.download_url) as response:
            next(response.iter_raw())
        for _ in range(400):
            status = client.zip_downloads.get_zip_download_status(asked.status_url)
            if status.state != "in_progress":
                break
            time.sleep(0.05)
        assert (status.state, status.downloaded_file_count) == ("failed", 0)
