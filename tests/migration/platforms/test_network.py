"""Folders below allowed roots, and network shares by the names that people know them by."""

from pathlib import Path

import pytest

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.network import MountedShares, ignored_of_share
from tests.suites.platforms import PlatformSuite


@pytest.fixture
def mount(tmp_path: Path) -> Path:
    (tmp_path / "mount/Team").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "mount"


class TestShare(PlatformSuite):
    link_target = "report.txt"

    @pytest.fixture
    def platform(self, mount: Path) -> LocalPlatform:
        return MountedShares(mounts=rf"\\files\work={mount}").share(r"\\files\work\Team")


@pytest.mark.parametrize("uri", [r"\\files\work", "//FILES/Work/", "smb://files/work", "cifs://files/WORK"])
async def test_a_share_is_where_it_is_mounted(mount: Path, uri: str):
    platform = MountedShares(mounts=rf"\\files\work={mount}; \\other\share=/nowhere").share(uri)

    assert (platform.id, [entry.name async for page in platform.children(await platform.root()) for entry in page]) == (
        "nfs",
        ["Team"],
    )


def test_a_share_that_is_mounted_nowhere_says_how_to_mount_it(mount: Path):
    with pytest.raises(PlatformError, match=r"HOLDALL_MIGRATION_MOUNTS='\\\\server\\share=/folder'") as caught:
        MountedShares(mounts=rf"\\files\work={mount}").share(r"\\server\share\deep")

    assert caught.value.kind is Kind.UNSUPPORTED


def test_no_name_leads_out_of_a_share(mount: Path):
    shares = MountedShares(mounts=rf"\\files\work={mount}")
    (mount / "way out").symlink_to(mount.parent / "elsewhere")

    for uri in (r"\\files\work\..\elsewhere", r"\\files\work\way out"):
        with pytest.raises(PlatformError, match="leads out of the share") as caught:
            shares.share(uri)
        assert caught.value.kind is Kind.FORBIDDEN


def test_a_folder_is_opened_below_an_allowed_root_alone(mount: Path):
    shares = MountedShares(roots=f"{mount}:/nowhere")
    (mount / "way out").symlink_to(mount.parent / "elsewhere")

    assert (shares.folder(str(mount / "Team")).id, shares.share(str(mount)).id) == ("fs", "nfs")
    for path in (mount.parent, mount / "..", mount / "way out", Path("/")):
        with pytest.raises(PlatformError, match="HOLDALL_MIGRATION_ROOTS") as caught:
            shares.folder(str(path))
        assert caught.value.kind is Kind.FORBIDDEN
    with pytest.raises(PlatformError, match="none yet"):
        MountedShares().folder(str(mount))


def test_a_setting_that_cannot_be_read_is_refused():
    for mounts in ("//server/share", "share=/folder", r"\\server=/folder", r"\\server\share="):
        with pytest.raises(ValueError, match="migration_mounts"):
            MountedShares(mounts=mounts)


def test_what_a_mounted_share_does_not_do_is_said():
    auth = {"uri": r"\\files\work", "username": "dom\\user", "password": "secret", "versioning": True}

    warnings = ignored_of_share(auth)

    assert len(warnings) == 2
    assert "secret" not in " ".join(warnings)
    assert ignored_of_share({"uri": r"\\files\work", "versioning": False}) == []
