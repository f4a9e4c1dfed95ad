"""What is refused about attachments."""

from __future__ import annotations

from models.cases.files.rules import KINDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Word

_MEBI = 1024 * 1024


class FileRefused(DomainError):
    """Base of what is wrong with a file somebody brings."""

    kind = ErrorKind.INPUT


class FileUnusable(FileRefused):
    """The file is not there, is no ordinary file, or may not be read."""

    code = "case_file.unusable"
    sentence = N_("The file %(file)s cannot be taken: %(reason)s.")
    next_step = N_("Name an ordinary file you may read; nothing was attached.")

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=Word(reason))


class FileKindUnknown(FileRefused):
    """Its ending is none that is taken."""

    code = "case_file.kind"
    sentence = N_("The file %(file)s is of no kind that can be attached.")
    next_step = N_("These can be: %(kinds)s. Save it as one of them, or pack it into a .zip.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file, kinds=" ".join(KINDS))


class FileKindWrong(FileRefused):
    """Its content is not what its ending says."""

    code = "case_file.content"
    sentence = N_("The file %(file)s calls itself .%(kind)s, but what is in it is something else.")
    next_step = N_("Give it the ending it should have, or save it anew with its own program.")

    def __init__(self, file: str, kind: str) -> None:
        super().__init__(file=file, kind=kind)


class FileEmpty(FileRefused):
    """There is nothing in it."""

    code = "case_file.empty"
    sentence = N_("The file %(file)s is empty.")
    next_step = N_("Copy it once more from where it came; nothing was attached.")

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class FileTooLarge(FileRefused):
    """It has more bytes than a file may have."""

    code = "case_file.too_large"
    sentence = N_("The file %(file)s is larger than %(most)s MB.")
    next_step = N_("Make it smaller, or attach a part of it.")

    def __init__(self, file: str, most: int) -> None:
        super().__init__(file=file, most=most // _MEBI)


class CaseFull(DomainError):
    """The case has as many files as it may have, or they are as large as they may be."""

    code = "case_file.case_full"
    sentence = N_("Case %(number)s takes no more files: at most %(files)s with %(most)s MB together.")
    next_step = N_("Pack several into one .zip, or attach smaller ones.")

    def __init__(self, number: str, files: int, most: int) -> None:
        super().__init__(number=number, files=files, most=most // _MEBI)


class MayNotAttach(DomainError):
    """The person has nothing to do with the case now."""

    kind = ErrorKind.PERMISSION
    code = "case_file.not_yours"
    sentence = N_("%(person)s cannot attach files to case %(number)s now.")
    next_step = N_("Who has something to do on the case, or reported it, can; ask them.")

    def __init__(self, person: str, number: str) -> None:
        super().__init__(person=person, number=number)


class MayNotDetach(DomainError):
    """Somebody else brought the file."""

    kind = ErrorKind.PERMISSION
    code = "case_file.not_brought"
    sentence = N_("File %(seq)s of case %(number)s was attached by %(by)s.")
    next_step = N_("Only they, or the duty chief, can withdraw it.")

    def __init__(self, number: str, seq: int, by: str) -> None:
        super().__init__(number=number, seq=seq, by=by)


class DetachUnfounded(DomainError):
    """It was not said why a file is withdrawn."""

    kind = ErrorKind.INPUT
    code = "case_file.reason_missing"
    sentence = N_("Say why the file is withdrawn.")
    next_step = N_("Give a reason in words; it stays with the case.")


class FileWithdrawn(DomainError):
    """The file is out of sight."""

    code = "case_file.withdrawn"
    sentence = N_("File %(seq)s of case %(number)s was withdrawn by %(by)s: %(reason)s")
    next_step = N_("Ask %(by)s if it is needed.")

    def __init__(self, number: str, seq: int, by: str, reason: str) -> None:
        super().__init__(number=number, seq=seq, by=by, reason=reason)


class FileLost(DomainError):
    """The content is not in the store, or is not what it was."""

    kind = ErrorKind.MISSING
    code = "case_file.lost"
    sentence = N_("File %(seq)s of case %(number)s is %(what)s in the store of files.")
    next_step = N_("Tell the administrator: “yiwang check --deep” names what is wrong, a backup has it.")

    def __init__(self, number: str, seq: int, what: Word) -> None:
        super().__init__(number=number, seq=seq, what=what)


class FileNotKept(DomainError):
    """The machine would not take the file."""

    kind = ErrorKind.BUSY
    code = "case_file.not_kept"
    sentence = N_("The file %(file)s could not be kept: %(reason)s.")
    next_step = N_("Nothing was attached. Tell the administrator, and attach it again later.")

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=Word(reason))
