"""Finds a pack's folders, reads them, and gives the pack or everything that is wrong with it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from alongside.packs.building import build_pack
from alongside.packs.consistency import problems_between_files
from alongside.packs.layers import Layers, laid_over, read_layer
from alongside.packs.problems import PackInvalid, PackNotFound, Problem
from alongside.packs.shapes import NOT_SERVED, Pack
from alongside.packs.validation import problems_of_absence, problems_of_kind

ENGLAND = "england"
_BUILT_IN = Path(__file__).parent
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_of_this_deployment: list[Path] = []


def look_in(folders: Sequence[Path]) -> None:
    """Name, once at start-up, the folders that hold this deployment's own packs."""
    _of_this_deployment[:] = [Path(folder) for folder in folders]


def load_pack(key: str, *, folders: Sequence[Path] | None = None) -> Pack:
    """The authority's pack over England's defaults, read once and kept; "" is that of one not served.

    `folders` hold further packs, one folder each, and come before those in this package; unless
    given they are the deployment's own. Raises PackNotFound, or PackInvalid with every problem at once.
    """
    if not key:
        return NOT_SERVED
    return _load(key, tuple(_looked_in(folders)))


def _looked_in(folders: Sequence[Path] | None) -> Sequence[Path]:
    return _of_this_deployment if folders is None else [Path(folder) for folder in folders]


def clear_packs() -> None:
    """Forget the packs read so far, so that changed files are read again."""
    _load.cache_clear()


def available_packs(*, folders: Sequence[Path] | None = None) -> tuple[str, ...]:
    """The keys of the authorities' packs that can be found; England is the ground under each."""
    found = {
        path.parent.name
        for folder in (*_looked_in(folders), _BUILT_IN)
        for path in folder.glob("*/pack.toml")
    }
    return tuple(sorted(key for key in found - {ENGLAND} if _KEY.fullmatch(key)))


@lru_cache(maxsize=512)  # more than there are local authorities
def _load(key: str, folders: tuple[Path, ...]) -> Pack:
    england = read_layer(_BUILT_IN / ENGLAND)
    authority = None if key == ENGLAND else read_layer(_folder_of(key, folders))
    layers = laid_over(england, authority)
    if problems := _problems(layers):
        raise PackInvalid(key, problems)
    return build_pack(key, layers)


def _folder_of(key: str, folders: tuple[Path, ...]) -> Path:
    looked_in = (*folders, _BUILT_IN)
    if _KEY.fullmatch(key):
        for folder in looked_in:
            if (folder / key / "pack.toml").is_file():
                return folder / key
    raise PackNotFound(key, known=available_packs(folders=folders), looked_in=looked_in)


def _problems(layers: Layers) -> list[Problem]:
    problems = list(problems_of_kind(layers.england, is_england=True))
    if layers.authority is not None:
        problems += problems_of_kind(layers.authority, is_england=False)
    problems += problems_of_absence(layers)
    unsound = frozenset(problem.file.rpartition("/")[2] for problem in problems)
    problems += problems_between_files(layers, unsound=unsound)
    return problems
