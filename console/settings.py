"""What a person or a machine has set: the only reader of the environment.

What is decided outside the database: where it is, the language, and what the terminal
needs. An option given on the command line goes before a variable, a variable before what
was saved, what was saved before the default.

===============  ======================================================================
Variable         Meaning
===============  ======================================================================
YIWANG_DATA      folder of the database, the error log and the saved settings
YIWANG_DB        the database: a URL, or simply the path of a file
YIWANG_LANG      zh_CN or en
YIWANG_ASCII     1: borders and marks in plain ASCII
YIWANG_MONO      1: no colour (as NO_COLOR)
YIWANG_CODEC     what the terminal speaks: utf-8 or gb18030
YIWANG_OPENER    the program that shows files of cases, such as “firefox --new-tab”
===============  ======================================================================
"""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.filefolder import files_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SETTINGS_FILE = "settings.json"
DATABASE_FILE = "yiwang.db"
EXPORTS_FOLDER = "exports"
OPENED_FOLDER = "opened"
CODECS = ("utf-8", "gb18030")
"""The character sets a terminal may speak; the first is the default."""

_TRUE = {"1", "true", "yes", "on"}
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class BadSetting(DomainError):
    """A variable or the settings file holds something that means nothing."""

    kind = ErrorKind.INPUT
    code = "bad_setting"
    sentence = N_("The setting %(name)s cannot be %(value)s.")
    next_step = N_("It may be one of: %(choices)s.")

    def __init__(self, name: str, value: str, choices: Sequence[str]) -> None:
        super().__init__(name=name, value=value, choices=list(choices))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is settled before a database is opened."""

    data_folder: Path
    """Where the database, the error log and the saved settings are."""
    database: str
    """URL of the database."""
    language: str
    """One of :data:`console.i18n.LANGUAGES`."""
    ascii_borders: bool = False
    monochrome: bool = False
    codec: str = CODECS[0]
    """One of :data:`CODECS`."""
    over_network: bool = False
    """Whether the terminal is at the other end of an ssh connection."""
    remote_address: str = ""
    """The other end's address, for the ledger; empty on the machine itself."""
    opener: tuple[str, ...] = ()
    """The program that shows files, with its arguments; empty where there is none"""

    @property
    def exports_folder(self) -> Path:
        """Where the console puts files somebody printed."""
        return self.data_folder / EXPORTS_FOLDER

    @property
    def opened_folder(self) -> Path:
        """Where copies of files lie that somebody opened."""
        return self.data_folder / OPENED_FOLDER

    @property
    def files_folder(self) -> Path:
        """Where the files of cases lie."""
        return files_folder(self.database, self.data_folder)

    @property
    def shown_database(self) -> str:
        """The database as it may be shown: the path of a file, or a URL without its password."""
        scheme, _colon, rest = self.database.partition("://")
        if scheme == "sqlite":
            return rest.removeprefix("/")
        account, at, place = rest.rpartition("@")
        return f"{scheme}://{account.partition(':')[0]}{at}{place}"

    def with_database(self, address: str) -> Settings:
        """Return the same with another database, given as a URL or a path."""
        return replace(self, database=database_url(address))

    def with_language(self, language: str) -> Settings:
        """Return the same in another language."""
        return replace(self, language=language)

    def save(self, **choices: str | bool) -> None:
        """Keep choices (``language``, ``ascii_borders``, ``monochrome``, ``codec``) for the next start.

        Raises:
            OSError: the data folder cannot be written.
        """
        path = self.data_folder / SETTINGS_FILE
        saved = {**_saved(self.data_folder), **choices}
        make_private_folder(self.data_folder)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(saved, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        fresh.replace(path)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process.

    Raises:
        BadSetting: a variable holds something that means nothing.
    """
    variables = os.environ if environ is None else environ
    folder = _data_folder(variables)
    saved = _saved(folder)
    connection = variables.get("SSH_CONNECTION", "").split()
    return Settings(
        data_folder=folder,
        database=database_url(variables.get("YIWANG_DB") or str(folder / DATABASE_FILE)),
        language=_language(variables, saved),
        ascii_borders=_flag(variables, "YIWANG_ASCII", saved.get("ascii_borders")),
        monochrome=bool(variables.get("NO_COLOR"))
        or _flag(variables, "YIWANG_MONO", saved.get("monochrome")),
        codec=_choice(
            "YIWANG_CODEC", variables.get("YIWANG_CODEC") or saved.get("codec") or CODECS[0], CODECS
        ),
        over_network=bool(connection) or "SSH_TTY" in variables,
        remote_address=connection[0] if connection else "",
        opener=_opener(variables),
    )


def is_completing() -> bool:
    """Say whether a shell asks what completes a word, instead of a person for work."""
    from console.commands.completion import VARIABLE

    return VARIABLE in os.environ


def language_of(tag: str) -> str | None:
    """Return our language for a tag such as ``en``, ``zh-CN`` or ``en_GB.UTF-8``, if it is one of ours."""
    root = tag.replace("-", "_").split(".")[0].split("_")[0].lower()
    return next((language for language in LANGUAGES if language.split("_")[0] == root), None)


def database_url(address: str) -> str:
    """Return the URL for ``address``; what has no ``://`` is the path of an SQLite file."""
    if "://" in address:
        return address
    return f"sqlite:///{Path(address).expanduser().absolute()}"


def os_user() -> str:
    """Return the name of the operating-system user, asked of the system.

    Not of the environment: whoever sets ``LOGNAME`` must not become somebody else.
    """
    if os.name == "posix":
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    import getpass

    return getpass.getuser()


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` if it is not there, closed to other users: personal data will live in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _data_folder(variables: Mapping[str, str]) -> Path:
    named = variables.get("YIWANG_DATA")
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("yiwang", appauthor=False))


def _saved(folder: Path) -> dict[str, Any]:
    """Return what was saved; a file that cannot be read counts as empty, it holds only comfort."""
    try:
        found = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _language(variables: Mapping[str, str], saved: Mapping[str, Any]) -> str:
    named = variables.get("YIWANG_LANG")
    if named:
        language = language_of(named)
        if language is None:
            name = "YIWANG_LANG"
            raise BadSetting(name, named, LANGUAGES)
        return language
    if saved.get("language") in LANGUAGES:
        return str(saved["language"])
    # The first that is set counts, as everywhere; a language we do not speak, or C, is no choice.
    locale = next((variables[name] for name in _LOCALE_VARIABLES if variables.get(name)), "")
    return language_of(locale) or DEFAULT_LANGUAGE


def _flag(variables: Mapping[str, str], name: str, saved: object) -> bool:
    value = variables.get(name)
    return value.lower() in _TRUE if value else saved is True


def _opener(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the program named, or the desktop's own where there is a desktop."""
    named = variables.get("YIWANG_OPENER", "").strip()
    if named:
        try:
            return tuple(shlex.split(named))
        except ValueError as error:
            name = "YIWANG_OPENER"
            raise BadSetting(name, named, ["xdg-open"]) from error
    if not (variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY")):
        return ()
    # Loaded on use: most consoles have no desktop.
    import shutil

    return ("xdg-open",) if shutil.which("xdg-open") else ()


def _choice(name: str, value: str, choices: Sequence[str]) -> str:
    if value.lower() not in choices:
        raise BadSetting(name, value, choices)
    return value.lower()
