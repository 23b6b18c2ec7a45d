"""Runs a program as an ordinary user when we are root, which PostgreSQL refuses to run as."""

import os
import shutil
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NAMESPACE = ("--user", "--map-user=65534", "--map-group=65534", "--")


class FolderOutOfReach(Exception):
    """The ordinary user we run PostgreSQL as may not open a folder that it needs."""


class FolderNotPrivate(Exception):
    """A folder that must be ours alone belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class OrdinaryUser:
    """Who a program runs as: ourselves, ourselves seen as nobody, or the account `nobody`."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(
        self, command: Sequence[str | Path], *, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """The finished program, its messages in `stdout`."""
        return subprocess.run(  # noqa: S603 - our own program with our own arguments
            [*self.prefix, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=dict(environment),
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else (),
        )

    def make_private_folder(self, folder: Path) -> None:
        """A folder that this user alone may open (0700); FolderNotPrivate if it is another's."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), self.uid):
            raise FolderNotPrivate(f"{folder} belongs to somebody else. Remove it, then try again.")
        folder.chmod(0o700)
        self.give(folder)

    def give(self, path: Path) -> None:
        """Makes this user the owner of a file or folder, where that is not so already."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def require_reach(self, path: Path) -> None:
        """Raises FolderOutOfReach unless this user may pass through every folder above."""
        if self.uid is None:
            return
        for folder in path.parents:
            found = folder.stat()
            if found.st_uid != self.uid and not found.st_mode & stat.S_IXOTH:
                raise FolderOutOfReach(
                    f"PostgreSQL does not run as root, and other accounts may not open {folder}. "
                    "Run this as an ordinary user, or move it to a folder such as /srv."
                )


def ordinary_user() -> OrdinaryUser:
    """Who to run a program as that refuses to be root."""
    if os.geteuid() != 0:
        return OrdinaryUser()
    prefix = (shutil.which("unshare") or "unshare", *NAMESPACE)
    if namespaces_are_allowed(prefix):
        return OrdinaryUser(prefix=prefix)
    import pwd  # not on Windows

    nobody = pwd.getpwnam("nobody")
    return OrdinaryUser(uid=nobody.pw_uid, gid=nobody.pw_gid)


def namespaces_are_allowed(prefix: tuple[str, ...]) -> bool:
    """Whether root may be seen as nobody here; many containers refuse it."""
    try:
        return OrdinaryUser(prefix=prefix).run(["true"], environment=os.environ).returncode == 0
    except FileNotFoundError:
        return False
