"""What must be settled before Textual is imported.

Textual reads its settings from the environment at import time and never looks at what the
terminal can do. The launcher therefore calls :func:`refusal` and then
:func:`prepare_environment` first of all. This module loads no Textual.
"""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

REFUSAL_EXIT_CODE: Final = 2
"""Exit code when there is no terminal to work on: wrong use, as for a wrong option."""

_SETTINGS: Final[Mapping[str, str]] = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_FPS": "15",
    # On a slow line the bytes of one arrow key may arrive this far apart, in milliseconds;
    # with less, the key is taken for ESC and two letters.
    "ESCDELAY": "400",
    # Pydantic would look through everything that is installed for plugins.
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}

_OVERRIDING: Final = (
    "COLUMNS",
    "LINES",
    "COLORTERM",
    "FORCE_COLOR",
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "BROWSER",
)
"""Variables that would override what the terminal itself says, or start programs."""

_TOO_POOR: Final = frozenset({"", "dumb", "unknown", "network", "dialup"})
_MONOCHROME_TERMS: Final = (
    "vt52",
    "vt100",
    "vt102",
    "vt220",
    "vt320",
    "vt420",
    "wy50",
    "wyse50",
    "ansi-m",
    "xterm-mono",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no console can be shown here, in both languages."""

    chinese: str
    english: str
    exit_code: int = REFUSAL_EXIT_CODE

    @property
    def text(self) -> str:
        """Both sentences, one to a line: the terminal may be able to show only the second."""
        return f"{self.chinese}\n{self.english}\n"


_NO_TERMINAL: Final = Refusal(
    "一网的界面需要在终端窗口中运行；请在终端中打开，或使用命令（yiwang --help）。",
    'The console needs a terminal: open one, or use the commands (see "yiwang --help").',
)
_POOR_TERMINAL: Final = Refusal(
    "此终端不能显示一网的界面（TERM 未设置或为 dumb）；请设置终端类型，如 TERM=xterm，"
    "或使用命令（yiwang --help）。",
    'This terminal cannot show the console (TERM is not set, or "dumb"); set its type, for example '
    'TERM=xterm, or use the commands (see "yiwang --help").',
)


def refusal(
    environ: Mapping[str, str] | None = None, descriptors: tuple[int, ...] = (0, 1, 2)
) -> Refusal | None:
    """Return why the console cannot run here, or None when it can.

    Input, output and errors must all be terminals: without one Textual spins on end of
    file. ``environ`` defaults to the environment of the process.
    """
    variables = os.environ if environ is None else environ
    if not all(map(_is_terminal, descriptors)):
        return _NO_TERMINAL
    if os.name != "nt" and variables.get("TERM", "").strip().lower() in _TOO_POOR:
        return _POOR_TERMINAL
    return None


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except (OSError, ValueError):
        return False


def wants_monochrome(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether colour is ruled out, by the person (``NO_COLOR``) or the type of terminal."""
    variables = os.environ if environ is None else environ
    if variables.get("NO_COLOR"):
        return True
    return variables.get("TERM", "").lower().startswith(_MONOCHROME_TERMS)


def prepare_environment(
    environ: MutableMapping[str, str] | None = None, *, monochrome: bool = False, light: bool = False
) -> None:
    """Set what Textual reads at import, and remove what would mislead it.

    Call :func:`wants_monochrome` before, since ``NO_COLOR`` is taken over here. ``environ``
    defaults to the environment of the process.
    """
    variables = os.environ if environ is None else environ
    for name in [name for name in variables if name in _OVERRIDING or name.startswith("TEXTUAL")]:
        del variables[name]
    variables.update(_SETTINGS)
    variables["TEXTUAL_THEME"] = "ansi-light" if light else "ansi-dark"
    if monochrome:
        variables["NO_COLOR"] = "1"


def load_without_openssl() -> None:
    """Load asyncio and hashlib as on a Python built without OpenSSL, which they are made to bear.

    A console speaks to no network by itself, and hashes lines of text, for which Python has
    its own code; the library costs it 5 MB. Whoever imports ``ssl`` later gets it.
    """
    _load_without("ssl", "asyncio")
    _load_without("_hashlib", "hashlib", "hmac")


def _load_without(missing: str, *wanted: str) -> None:
    """Load ``wanted`` as if ``missing`` were not there; too late where one of them is loaded already."""
    modules: dict[str, Any] = sys.modules
    if missing in modules or any(name in modules for name in wanted):
        return
    modules[missing] = None
    try:
        for name in wanted:
            importlib.import_module(name)
    finally:
        del modules[missing]


class _PutOff(ModuleType):
    """Stands in for a module that is imported and hardly ever used; the first use loads it.

    Args:
        name: the module.
        functions: those taken out of it by name at import, which does not count as use.
    """

    def __init__(self, name: str, functions: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        for each in functions:
            setattr(self, each, partial(self._call, each))

    def _call(self, function: str, *given: Any, **named: Any) -> Any:
        return self.__getattr__(function)(*given, **named)

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":
            # Asked of everything a name is imported from.
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


_SELDOM: Final[Mapping[str, tuple[str, ...]]] = {
    # Textual: the folder for what is downloaded (0.3 MB).
    "platformdirs": ("user_downloads_path",),
    # Textual: what a misspelt style may have meant; SQLAlchemy: its own tools (0.2 MB).
    "difflib": ("get_close_matches",),
    # asyncio: TLS, which a console speaks to nobody.
    "asyncio.sslproto": (),
    # Textual: two widgets, for the names of types.
    "textual.widgets._directory_tree": ("DirEntry",),
    "textual.widgets._placeholder": ("PlaceholderVariant",),
    # What files of cases, printing and the calendar's own days are read and written with.
    "zipfile": (),
    "tempfile": (),
    "shutil": (),
    "csv": (),
    "statistics": ("median",),
    # SQLAlchemy loads every driver's dialect for the name of one (0.2 MB, on PostgreSQL 0.6).
    "sqlalchemy.dialects.sqlite.aiosqlite": (),
    "sqlalchemy.dialects.sqlite.pysqlcipher": (),
    "sqlalchemy.dialects.postgresql.asyncpg": (),
    "sqlalchemy.dialects.postgresql.pg8000": (),
    "sqlalchemy.dialects.postgresql.psycopg2": (),
    "sqlalchemy.dialects.postgresql.psycopg2cffi": (),
}
"""Modules imported for what a console hardly ever does, with what is taken out of them by name"""


def put_off_what_is_seldom_used() -> None:
    """Load some modules when they are first used, which mostly is never."""
    for name, functions in _SELDOM.items():
        if name not in sys.modules:
            sys.modules[name] = _PutOff(name, functions)
    _put_off_package_metadata()


def _put_off_package_metadata() -> None:
    """Load what reads the metadata of installed packages when it is wanted.

    Pydantic and SQLAlchemy import it for questions of packaging, and with it the reading of
    mail and of archives (1.3 MB). Drivers ask for their own version, which the name of a folder says.
    """
    name = "importlib.metadata"
    if name in sys.modules:
        return
    stand_in: Any = _PutOff(name, ("entry_points",))

    def version(package: str) -> Any:
        folders = f"{package.replace('-', '_')}-*.dist-info"
        found = [folder for place in sys.path for folder in Path(place).glob(folders)]
        if len(found) != 1:
            return stand_in.__getattr__("version")(package)
        return found[0].stem.partition("-")[2]

    stand_in.version = version
    # Of this package, modules are imported as well.
    stand_in.__path__ = [str(Path(importlib.__file__).with_name("metadata"))]
    sys.modules[name] = importlib.metadata = stand_in
