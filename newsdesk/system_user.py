"""Whom PostgreSQL runs as when Newsdesk runs as root, which PostgreSQL refuses to do."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from newsdesk.cannot_start import CannotStart

NAME = "newsdesk"
# Least first: what the user needs to reach folders that are closed to all but root, such as a
# checkout under root's home. Reading suffices but for a checkout made under a umask of 077.
CAPABILITIES = ("dac_read_search", "dac_override")
REACHES = 'test -r "$1" && test -x "$1" && cd "$2"'


@dataclass(frozen=True, slots=True)
class RunAs:
    """How to start a program that must not run as root."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    """What goes before the command."""


def ordinary_user(program: Path, folder: Path) -> RunAs | None:
    """Return how to run `program` in `folder` without root's rights; None where we are not root.

    Root gets a system user of its own for it, and the smallest capability with which this user
    reaches both paths. The file system is left as it is: opening root's home to all would be
    the other way.

    Raises:
        CannotStart: the user cannot be made, or cannot reach both.
    """
    if os.geteuid() != 0:
        return None
    account = _account()
    plain = RunAs(account.pw_uid, account.pw_gid, _become(account))
    able = [RunAs(plain.uid, plain.gid, _become(account, name)) for name in CAPABILITIES]
    for candidate in (plain, *able):
        question = [*candidate.prefix, "/bin/sh", "-c", REACHES, "sh", str(program), str(folder)]
        if subprocess.run(question, capture_output=True, check=False).returncode == 0:
            return candidate
    raise CannotStart(
        f"PostgreSQL does not run as root, and its user {NAME} cannot reach {folder}:"
        " run Newsdesk as an ordinary user, or choose another folder with NEWSDESK_DATA."
    )


def _become(account: pwd.struct_passwd, capability: str = "") -> tuple[str, ...]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and setpriv (of util-linux) is not here to start it"
            " as another user: run Newsdesk as an ordinary user."
        )
    become = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if capability:
        # Without the secure bit access(2) leaves the capability out, and PostgreSQL would not
        # find itself.
        become += [f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}"]
        become += ["--securebits=+no_setuid_fixup"]
    return (*become, "--")


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=False, capture_output=True)
        return pwd.getpwnam(NAME)  # two starts may make it at once: what counts is that it is there
    except (FileNotFoundError, KeyError):
        raise CannotStart(
            f"PostgreSQL does not run as root, and the system user {NAME} could not be made:"
            " run Newsdesk as an ordinary user, or set DATABASE_URL."
        ) from None
