"""Keeping one console small: twenty of them share a township's server.

Five things are held in check. The C library gives every thread a heap of its own, which a
program of a dozen mostly sleeping threads never fills: :func:`use_one_heap`. Textual
remembers what it computed for widgets long gone, and with it those widgets: a
:class:`Tidying` lets go of it once a screen was left. Cyclic garbage, which is all a closed
screen is, waits for the collector: it is collected at the same moment, past everything that
was there when the console stood, which will never go. And a sixth of what is loaded is
explanation nobody reads in a running program: :func:`forget_explanations`, and what
:mod:`console.terse` keeps from being loaded at all. Last, pages of libraries that only loading
needed go back to the system, at once where much is loaded: :mod:`console.mapped`.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import linecache
import sys
import typing
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from console.alike import share_methods
from console.mapped import let_go, parts_of_files
from console.terse import TerseLoader, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App
    from textual.timer import Timer

    from console.mapped import Ranges

Loaded = TypeVar("Loaded")

_M_ARENA_MAX = -8
"""``mallopt`` of the GNU C library: how many heaps there may be"""
_MADE_BY_SQLALCHEMY = "<sqlalchemy generated"
"""So begins what it calls the file of a decorator's function, whose globals are what it decorates"""
_LOADERS = (SourceFileLoader, TerseLoader)
_KEY_SETS = ("__required_keys__", "__optional_keys__", "__readonly_keys__", "__mutable_keys__")
_NO_KEYS: frozenset[str] = frozenset()
_THRESHOLDS = (2_000, 10, 10)
"""New objects between two collections once the console stands: what is made then mostly goes again"""
WORKERS = 3
"""Threads for reading and writing: one that waits for a lock, and two for whoever goes on"""
SETTLE_SECONDS = 1.0
"""From the last screen left to the tidying: nobody who goes on at once waits for it"""


def use_one_heap() -> None:
    """Have all threads share one heap, where the C library can be told; call it before there are any."""
    _tell_library("mallopt", _M_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what lies free in the heap: Python keeps its small objects elsewhere."""
    _tell_library("malloc_trim", 0)


def _tell_library(function: str, *numbers: int) -> None:
    if sys.platform != "linux":
        return
    import ctypes

    # Another C library than GNU's has no such function, and no such heaps.
    with contextlib.suppress(OSError, AttributeError):
        getattr(ctypes.CDLL(None), function)(*numbers)


def forget_explanations(known: int = 0) -> int:
    """Drop what is written about functions and classes but never run (10 MB).

    That is their documentation, as ``python -OO`` does; the types named in the signatures of
    functions; the signatures of overloaded functions, which are for type checkers alone; and
    what :mod:`console.terse` drops. Classes keep the types of their fields, from which
    subclasses are made. Whoever asks for the rest afterwards finds none.

    Modules are walked rather than ``gc.get_objects()``: that list holds on to tuples a thread is just
    building, and the interpreter refuses to finish a tuple somebody else holds.

    Args:
        known: modules that were there the last time, which are passed over.

    Returns:
        How many there are now.
    """
    typing.clear_overloads()
    seen: set[int] = set()
    modules = list(sys.modules.values())
    for module in modules[known:]:
        # What is called a module may be something else that only looks like one.
        if isinstance(module, ModuleType):
            with contextlib.suppress(AttributeError, TypeError):
                module.__doc__ = None
            _forget_origin(module)
            for each in list(vars(module).values()):
                _forget(each, seen)
    return len(modules)


@functools.cache
def _spec_within(package: str) -> ModuleSpec:
    return ModuleSpec(f"{package}." if package else "", None)


def _forget_origin(module: ModuleType) -> None:
    """Drop where a module came from and by what (0.5 MB); it is there, and its file stays known.

    Packages keep it: what lies in them is found by it. So does a module another thread is just loading, by
    which whoever else wants it knows to wait.
    """
    spec = vars(module).get("__spec__")
    if type(vars(module).get("__loader__")) not in _LOADERS or module.__name__ == "__main__":
        return
    if spec is None or spec.submodule_search_locations is not None or getattr(spec, "_initializing", True):
        return
    # One for all modules of a package: an import that finds none goes by way of an error.
    module.__spec__ = _spec_within(module.__name__.rpartition(".")[0])
    module.__loader__ = None
    vars(module).pop("__cached__", None)


def _forget(each: object, seen: set[int]) -> None:
    """Drop what is written about a function, or about a class, and about what either holds."""
    if isinstance(each, classmethod | staticmethod):
        # It holds a copy of all that is written about its function.
        vars(each).clear()
        each = each.__func__
    if isinstance(each, property):
        with contextlib.suppress(AttributeError):
            each.__doc__ = None
        for part in (each.fget, each.fset):
            _forget(part, seen)
    elif isinstance(each, FunctionType) and id(each) not in seen:
        seen.add(id(each))
        _forget_of_function(each)
        for held in _held(each):
            _forget(held, seen)
    elif isinstance(each, type) and id(each) not in seen:
        seen.add(id(each))
        _forget_of_class(each)
        for held in list(each.__dict__.values()):
            _forget(held, seen)


def _forget_of_function(each: FunctionType) -> None:
    each.__code__ = trimmed(each.__code__)
    each.__doc__ = None
    # Setting it to nothing would give each its own empty dictionary (2.4 MB).
    del each.__annotations__
    each.__qualname__ = each.__name__


def _held(each: FunctionType) -> Iterator[object]:
    """Yield what a function wraps and what it closes over: that is how decorators hold functions."""
    # Not by ``vars()``, which would make each a dictionary of attributes.
    yield getattr(each, "__wrapped__", None)
    for cell in each.__closure__ or ():
        # One that was never filled, or is empty again.
        with contextlib.suppress(ValueError):
            yield cell.cell_contents
    if each.__code__.co_filename.startswith(_MADE_BY_SQLALCHEMY):
        yield from list(each.__globals__.values())


def _forget_of_class(each: type) -> None:
    if isinstance(each.__dict__.get("__doc__"), str):
        # Past what a metaclass does on setting; classes written in C keep what they have.
        with contextlib.suppress(TypeError):
            type.__setattr__(each, "__doc__", None)
    share_methods(each)
    if "__required_keys__" in vars(each):
        # Pydantic describes its schemas by a hundred of these, for type checkers alone (0.4 MB).
        each.__annotations__ = {}
        for keys in _KEY_SETS:
            setattr(each, keys, _NO_KEYS)


class Tidying:
    """Lets go of what closed screens of ``app`` leave behind, in a quiet moment.

    Args:
        app: whose screens.
        alone: whether the process is the console's own; another keeps its collector as it is.
    """

    def __init__(self, app: App[Any], *, alone: bool) -> None:
        self._app = app
        self._alone = alone
        self._timer: Timer | None = None
        self._anew = True
        self._loaded = 0
        """Modules that were there when explanations were dropped last"""
        self._files: Ranges = ()
        """Where libraries lie that were there when the console stood"""

    def begin(self) -> None:
        """Keep few threads for the work off the event loop: each may hold a connection."""
        if not self._alone:
            return
        # Loaded on use: asyncio must not come before the launcher has settled how.
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(WORKERS, "yiwang-work"))

    def around(self, load: Callable[[], Loaded]) -> Callable[[], Loaded]:
        """Return ``load`` so that what libraries read of their files is handed back before it and after.

        The database layer is loaded at once, and its driver brings more libraries than all the rest: of
        15 MB they run through then, a console that works needs 4.
        """
        if not self._alone:
            return load

        def loaded() -> Loaded:
            let_go(parts_of_files())
            found = load()
            self._files = parts_of_files()
            let_go(self._files)
            return found

        return loaded

    def make_room(self) -> None:
        """Hand back what libraries read of their files, before a screen is opened that may load more.

        A room loaded on the way takes its memory at once, while tidying waits for a quiet moment.
        """
        let_go(self._files)

    def soon(self, *, anew: bool = False) -> None:
        """Tidy up when no screen was left for a second.

        Args:
            anew: whoever sat here left, or the console has just been loaded: what remains
                then is taken for lasting, and the collector does not look at it again.
        """
        if not self._alone:
            return
        self._anew = self._anew or anew
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(SETTLE_SECONDS, self._let_go)

    def _let_go(self) -> None:
        self._timer = None
        self.make_room()
        for cache in _caches():
            cache.cache_clear()
        # Before all is unfrozen, or the list of what there is takes 2 MB itself.
        self._loaded = forget_explanations(self._loaded)
        # Which files lie where modules come from, and the text of code written at run time (0.5 MB).
        sys.path_importer_cache.clear()
        linecache.clearcache()
        if self._anew:
            gc.unfreeze()
        gc.collect()
        if self._anew:
            self._anew = False
            gc.freeze()
            gc.set_threshold(*_THRESHOLDS)
            self._files = parts_of_files()
        give_back()
        let_go(self._files)


def _caches() -> Iterator[Any]:
    """Yield the caches that hold widgets, texts of cases, or an entry for every place anything stood at."""
    from rich.cells import cached_cell_len, get_character_cell_size
    from textual._styles_cache import StylesCache
    from textual.css.scalar import Scalar
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.style import Style

    from console.terminal.filter import ascii_text, clean_text

    yield from (StylesCache.get_inner_outer, Strip.blank, Scalar.resolve, Style.__add__)
    yield from (cached_cell_len, get_character_cell_size, clean_text, ascii_text)
    yield from (Region.overlaps, Region.contains_region, Region.__contains__, Region.translate)
    yield from (Region.grow, Region.shrink, Region.intersection, Region.union)
