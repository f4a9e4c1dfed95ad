"""What is refused about recordings."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

_NO_RECORDING = N_("it is no recording of a drill")


class RecordingUnreadable(DomainError):
    """The file is no recording."""

    kind = ErrorKind.INPUT
    code = "recording.unreadable"
    sentence = N_("%(name)s cannot be read as a recording: %(why)s.")
    next_step = N_("Choose a file that “yiwang drill record” wrote.")

    def __init__(self, name: str, why: str = _NO_RECORDING) -> None:
        super().__init__(name=name, why=why)


class RecordingTooNew(DomainError):
    """The file is of a newer format."""

    kind = ErrorKind.INPUT
    code = "recording.too_new"
    sentence = N_("The recording %(name)s is of format %(found)s; this program reads up to %(known)s.")
    next_step = N_("Update the program.")

    def __init__(self, name: str, found: int, known: int) -> None:
        super().__init__(name=name, found=found, known=known)


class RecordingCutOff(DomainError):
    """The end of the file is missing."""

    kind = ErrorKind.INPUT
    code = "recording.cut_off"
    sentence = N_("The recording %(name)s is cut off after entry %(seq)s: its end is missing.")
    next_step = N_(
        "Copy it again from where it was made, or record the drill anew with “yiwang drill record”."
    )

    def __init__(self, name: str, seq: int) -> None:
        super().__init__(name=name, seq=seq)


class RecordingDamaged(DomainError):
    """The packed file does not unpack to its end."""

    kind = ErrorKind.INPUT
    code = "recording.damaged"
    sentence = N_(
        "The recording %(name)s is damaged or was altered: it can be read up to entry %(seq)s only."
    )
    next_step = N_(
        "Copy it again from where it was made, or record the drill anew with “yiwang drill record”."
    )

    def __init__(self, name: str, seq: int) -> None:
        super().__init__(name=name, seq=seq)


class RecordingAltered(DomainError):
    """An entry of the file was changed, added or left out."""

    code = "recording.altered"
    sentence = N_("The recording %(name)s was altered: entry %(seq)s is not what was recorded.")
    next_step = N_(
        "Use the original, or record the drill anew by “yiwang drill record”; an altered one proves nothing."
    )

    def __init__(self, name: str, seq: int) -> None:
        super().__init__(name=name, seq=seq)


class TownshipAltered(DomainError):
    """The township a file carries was changed."""

    code = "recording.township_altered"
    sentence = N_("The recording %(name)s was altered: the township in it is not the one it was played in.")
    next_step = N_(
        "Use the original, or record the drill anew by “yiwang drill record”; an altered one proves nothing."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class WorldMissing(DomainError):
    """The township a recording was played in is neither in it nor here."""

    kind = ErrorKind.MISSING
    code = "recording.no_world"
    sentence = N_("The township this recording was played in, %(name)s, is not here.")
    next_step = N_("Have it recorded anew where it was played; the file then brings its township along.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class RecordingNotWritten(DomainError):
    """The file could not be written."""

    code = "recording.not_written"
    sentence = N_("The recording could not be written to %(where)s: %(why)s.")
    next_step = N_("Nothing is lost: the drill keeps its recording. Make room, or choose another place.")

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where=where, why=why)


class ReplayDiffers(DomainError):
    """Played again, the recording did not give what it gave."""

    code = "recording.differs"
    sentence = N_("Played again, entry %(seq)s of the recording gives something else.")
    next_step = N_("The world it was played in is another one; say so to whoever keeps the program.")

    def __init__(self, seq: int) -> None:
        super().__init__(seq=seq)


class OnlyARecording(DomainError):
    """Somebody wanted to do something within a recording."""

    code = "recording.looking_on"
    sentence = N_("This is a recording; nothing can be done in it.")
    next_step = N_("To play on from here, make a branch of it.")
