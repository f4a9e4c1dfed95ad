"""What the operating system refuses, in our own words."""

from __future__ import annotations

import errno

from models.kernel.words import N_, Word

_WORDS: dict[int, Word] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EACCES: N_("permission is denied"),
    errno.EPERM: N_("permission is denied"),
    errno.EROFS: N_("nothing can be written there"),
    errno.ENOSPC: N_("there is no room left"),
    errno.EDQUOT: N_("there is no room left"),
    errno.EFBIG: N_("there is no room left"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EEXIST: N_("it is there already"),
}


def why(error: OSError) -> str:
    """Return why a file could not be used: a message id where there is one, else the system's words."""
    known = _WORDS.get(error.errno or 0)
    return error.strerror or type(error).__name__ if known is None else known
