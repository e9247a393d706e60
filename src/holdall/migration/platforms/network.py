"""Folders of this machine that an administrator allowed migrations to use: `fs` by path, `nfs` by the share's own name.

Holdall speaks no SMB or NFS itself: a share is mounted by the system, and a setting says where.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from .errors import Kind, PlatformError
from .local import LocalPlatform


class MountedShares:
    """The shares of the setting `migration_mounts`, and the folders of `migration_roots`.

    Raises ValueError for a setting that cannot be read.
    """

    def __init__(self, *, roots: str = "", mounts: str = "") -> None:
        self.roots: Sequence[Path] = [Path(part).resolve() for part in roots.split(os.pathsep) if part]
        self._mounts: dict[tuple[str, ...], Path] = {}
        for mount in filter(None, mounts.split(";")):
            share, equals, folder = mount.partition("=")
            if not equals or not folder.strip() or len(_share(share)) < 2:
                raise ValueError(rf"migration_mounts: {mount!r} is not of the form \\server\share=/folder")
            self._mounts[_key(_share(share))] = Path(folder.strip())

    def folder(self, path: str) -> LocalPlatform:
        """The folder at a path below one of the roots; raises PlatformError (FORBIDDEN, NOT_FOUND)."""
        folder = Path(path).resolve()
        if not any(folder.is_relative_to(root) for root in self.roots):
            allowed = ", ".join(map(str, self.roots)) or "none yet"
            raise PlatformError(
                Kind.FORBIDDEN,
                f"{path} is not below a folder that migrations may use ({allowed}); "
                "HOLDALL_MIGRATION_ROOTS of the server names them",
            )
        return LocalPlatform(folder)

    def share(self, uri: str) -> LocalPlatform:
        r"""The folder where a share is mounted: `\\server\share\folder`, `//server/share`, `smb://...`, or a path.

        Raises PlatformError: UNSUPPORTED where it is mounted nowhere that is known.
        """
        names = _share(uri)
        if not names:
            return _as_network(self.folder(uri))
        for length in range(len(names), 1, -1):
            mount = self._mounts.get(_key(names[:length]))
            if mount is not None:
                return _as_network(self._below(mount, names[length:], uri))
        shown = "\\\\" + "\\".join(names[:2])
        raise PlatformError(
            Kind.UNSUPPORTED,
            f"{shown} is not mounted for migrations: mount it on the server, "
            f"and say where with HOLDALL_MIGRATION_MOUNTS='{shown}=/folder'",
        )

    def _below(self, mount: Path, names: Sequence[str], uri: str) -> LocalPlatform:
        folder = mount.joinpath(*names).resolve()
        if not folder.is_relative_to(mount.resolve()):
            raise PlatformError(Kind.FORBIDDEN, f"{uri} leads out of the share")
        return LocalPlatform(folder)


def ignored_of_share(auth: Mapping[str, object]) -> list[str]:
    """What a connection's fields ask for and a mounted share does not do, as warnings."""
    warnings = []
    if auth.get("username") or auth.get("password"):
        warnings.append(
            "auth: username and password are not used; the share is reached as it was mounted on the server"
        )
    if auth.get("versioning"):
        warnings.append("auth.versioning: a share keeps no versions; the newest content alone is read and written")
    return warnings


def _as_network(platform: LocalPlatform) -> LocalPlatform:
    platform.id = "nfs"
    return platform


def _share(uri: str) -> list[str]:
    """Server, share and folders of a share's name; nothing for a path of this machine."""
    text = uri.strip()
    if text.lower().startswith(("smb://", "cifs://", "nfs://")):
        text = "//" + text.partition("://")[2]
    if not text.startswith(("\\\\", "//")):
        return []
    return [part for part in text.replace("/", "\\").split("\\") if part]


def _key(names: Sequence[str]) -> tuple[str, ...]:
    """Servers and shares are named without regard to case."""
    return tuple(name.casefold() for name in names)
