"""The shipped rules, profiles and tables as plain data: compiled in the wheel, or once into the cache.

A warm run unpacks plain data and imports no YAML library; what compiles is imported when it is needed.
"""

from __future__ import annotations

import marshal
import os

from editor_tools.rulebook import cache, places
from editor_tools.rulebook.tables import Tables, pack_tables, piece_of
from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editor_tools.paths import StrPath

PARTS = ("rules", "handbook", "profiles", "data", "sites")

DATA, TABLE, KEY = "data", "table-", "key"
"""The part that is packed table by table, and in a wheel is but their names; how the name of a table's file
begins there; the file that stands for the content of all."""


class Shipped:
    """What comes with the tool. ``key`` changes whenever any of it does; parts are loaded when asked for.

    `rules` are the hot parts in order of id; `handbook` maps ids to reasons, examples and options;
    `profiles` and `data` map names to plain data, `sites` is the table `link-sites`.
    """

    __slots__ = ("_no_cache", "_parts", "_source", "key")

    def __init__(self, *, no_cache: bool = False) -> None:
        """Take the compiled parts of a wheel, or the content of the checkout's files."""
        self._parts: dict[str, Any] = {}
        self._no_cache = no_cache
        self._source: Any = places.compiled_folder()
        if self._source is not None:
            self.key = cache.fingerprint(self._read(KEY))
            return
        from editor_tools.rulebook.shipped_files import read_shipped_files

        self._source = read_shipped_files(places.rules_folder())
        self.key = cache.fingerprint(places.code_stamp(), *self._source.content())

    def part(self, name: str) -> Any:
        """Return one of `PARTS`; raises ConfigurationError where the files do not compile."""
        if name not in self._parts:
            self._load(name)
        return self._parts[name]

    def _load(self, name: str) -> None:
        if isinstance(self._source, str):
            loaded = marshal.loads(self._read(name))  # noqa: S302 - as much a part of the wheel as our code
            self._parts[name] = Tables(loaded, self._read_piece) if name == DATA else loaded
            return
        stored = None if self._no_cache else cache.fetch(name, self.key)
        if stored is not None:
            self._parts[name] = Tables(stored, piece_of(stored)) if name == DATA else stored
            return
        from editor_tools.rulebook.shipped import compile_files

        parts = compile_files(self._source)
        parts[DATA] = pack_tables(parts[DATA])
        if not self._no_cache:
            for part, data in parts.items():
                cache.store(part, self.key, data)
        self._parts = {**parts, DATA: Tables(parts[DATA], piece_of(parts[DATA]))}

    def _read(self, name: str) -> bytes:
        with open(os.path.join(self._source, f"{name}{cache.ENDING}"), "rb") as file:
            return file.read()

    def _read_piece(self, name: str, start: int, end: int) -> bytes:
        with open(os.path.join(self._source, f"{TABLE}{name}{cache.ENDING}"), "rb", buffering=0) as file:
            if start:
                file.seek(start)
            return file.read(end - start)

    def all_parts(self) -> dict[str, Any]:
        """Return all parts by name."""
        return {name: self.part(name) for name in PARTS}

    def handbook(self) -> dict[str, Any]:
        """Return the handbook part with the messages that the examples show.

        In a checkout their examples are run for that, once for each content.
        """
        if isinstance(self._source, str):
            return dict(self.part("handbook"))
        stored = None if self._no_cache else cache.fetch("shown", self.key)
        if isinstance(stored, dict):
            return stored
        from editor_tools.rulebook.shipped import with_messages

        result = with_messages(self.all_parts())
        if not self._no_cache:
            cache.store("shown", self.key, result)
        return result


def compile_shipped(target_dir: StrPath) -> None:
    """Compile the shipped rules into ``target_dir``, examples run; raises ConfigurationError."""
    from pathlib import Path

    from editor_tools import wording
    from editor_tools.rule import LANGUAGES
    from editor_tools.rulebook.shipped import compile_files, with_messages, write_parts
    from editor_tools.rulebook.shipped_files import read_shipped_files

    parts = compile_files(read_shipped_files(places.rules_folder()))
    texts = {f"words-{language}": wording.texts(language) for language in LANGUAGES}
    tables = pack_tables(parts[DATA])
    whole = {**parts, DATA: sorted(tables), "handbook": with_messages(parts), **texts}
    write_parts(whole, {f"{TABLE}{name}": table for name, table in tables.items()}, Path(target_dir))
