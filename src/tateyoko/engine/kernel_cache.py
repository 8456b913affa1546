"""Where the compiled kernel is kept between processes.

Numba's own cache looks at the time stamp of the one file that defines the function; an edit of a
helper in another file would be missed, and a fresh checkout would recompile for nothing. Here the
stamp is a hash of the text of every source that the kernel is made of, together with the versions
of Numba and of Python's bytecode, so an edit is never missed and equal sources never compile
twice on one machine. (Numba adds the processor's name and features itself.)
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba import njit
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

F = TypeVar("F", bound=Callable[..., Any])

#: Environment variable that names another directory for compiled kernels.
DIRECTORY_VARIABLE = "TATEYOKO_KERNEL_DIR"


def kernel_sources() -> list[Path]:
    """Return the files whose text decides what is compiled, in byte order of their names."""
    here = Path(__file__).parent
    net = here.parent / "net"
    shared = [net / name for name in ("codes.py", "compiled.py", "distributions.py", "opcodes.py")]
    return [*sorted(here.glob("kernel*.py")), *shared]


@cache
def fingerprint() -> str:
    """Return the hash of the kernel's sources and of what compiles them."""
    digest = hashlib.blake2b(digest_size=12)
    digest.update(f"{numba.__version__} {sys.version_info[:2]}".encode())
    digest.update(importlib.util.MAGIC_NUMBER)
    for path in kernel_sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def cache_directory() -> Path:
    """Return the directory of compiled kernels.

    ``TATEYOKO_KERNEL_DIR`` if set, else under the user's cache directory, else a private one
    under the system's temporary directory.
    """
    given = os.environ.get(DIRECTORY_VARIABLE)
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    home = Path(base) if base else Path.home() / ".cache"
    candidate = home / "tateyoko" / "kernel"
    try:
        candidate.mkdir(parents=True, exist_ok=True)
        if os.access(candidate, os.W_OK):
            return candidate
    except OSError:
        pass
    return _private_directory()


def _private_directory() -> Path:
    """Return a directory that only this user can write; a cache holds code that is executed."""
    path = Path(tempfile.gettempdir()) / f"tateyoko-kernel-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        return Path(tempfile.mkdtemp(prefix="tateyoko-kernel-"))
    return path


class _Locator(_CacheLocator):
    """Tells Numba where the kernel is kept and what it was made from."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._name = function.__qualname__
        self._path = cache_directory() / fingerprint()

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> _Locator:
        """Make one for a function."""
        return cls(function)

    def get_cache_path(self) -> str:
        """Return the directory."""
        return str(self._path)

    def get_source_stamp(self) -> str:
        """Return the hash of the sources."""
        return fingerprint()

    def get_disambiguator(self) -> str:
        """Return what tells functions of one name apart."""
        return self._name


class _Implementation(CompileResultCacheImpl):
    _locator_classes = cast("Any", [_Locator])


class _Cache(FunctionCache):
    _impl_class = _Implementation


def entry(function: F) -> F:
    """Compile the function that Python calls, without the interpreter lock, and keep it."""
    dispatcher: Any = njit(nogil=True, error_model="numpy")(function)
    cache_of: Any = _Cache
    dispatcher._cache = cache_of(dispatcher.py_func)
    result: F = dispatcher
    return result
