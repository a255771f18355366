"""The shipped rules, profiles and tables as plain data: compiled in the wheel, or once into the cache.

A warm run unpacks plain data and imports no YAML library; what compiles is imported when it is needed.
"""

from __future__ import annotations

import marshal
from pathlib import Path

from editor_tools.rulebook import cache, places
from editor_tools.typed import Any

PARTS = ("rules", "handbook", "profiles", "data", "sites")


class Shipped:
    """What comes with the tool. ``key`` changes whenever any of it does; parts are loaded when asked for.

    `rules` are the hot parts in order of id; `handbook` maps ids to reasons, examples and options;
    `profiles` and `data` map names to plain data, `sites` is the table `link-sites`.
    """

    __slots__ = ("_no_cache", "_packed", "_parts", "_source", "key")

    def __init__(self, *, no_cache: bool = False) -> None:
        """Take the compiled parts of a wheel, or the content of the checkout's files."""
        self._parts: dict[str, Any] = {}
        self._packed: dict[str, bytes] = {}
        self._no_cache = no_cache
        self._source: Any = places.compiled_folder()
        if self._source is not None:
            self._packed = {part: self._read(part) for part in ("rules", "profiles", "data")}
            self.key = cache.fingerprint(*self._packed.values())
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
        if isinstance(self._source, Path):
            packed = self._packed.pop(name, None) or self._read(name)
            self._parts[name] = marshal.loads(packed)  # noqa: S302 - as much a part of the wheel as our code
            return
        stored = None if self._no_cache else cache.fetch(name, self.key)
        if stored is not None:
            self._parts[name] = stored
            return
        from editor_tools.rulebook.shipped import compile_files

        self._parts = compile_files(self._source)
        if not self._no_cache:
            for part, data in self._parts.items():
                cache.store(part, self.key, data)

    def _read(self, name: str) -> bytes:
        data: bytes = self._source.joinpath(f"{name}{cache.ENDING}").read_bytes()
        return data

    def all_parts(self) -> dict[str, Any]:
        """Return all parts by name."""
        return {name: self.part(name) for name in PARTS}

    def handbook(self) -> dict[str, Any]:
        """Return the handbook part with the messages that the examples show.

        In a checkout their examples are run for that, once for each content.
        """
        if isinstance(self._source, Path):
            return dict(self.part("handbook"))
        stored = None if self._no_cache else cache.fetch("shown", self.key)
        if isinstance(stored, dict):
            return stored
        from editor_tools.rulebook.shipped import with_messages

        result = with_messages(self.all_parts())
        if not self._no_cache:
            cache.store("shown", self.key, result)
        return result


def compile_shipped(target_dir: Path) -> None:
    """Compile the shipped rules into ``target_dir``, examples run; raises ConfigurationError."""
    from editor_tools import wording
    from editor_tools.rule import LANGUAGES
    from editor_tools.rulebook.shipped import compile_files, with_messages, write_parts
    from editor_tools.rulebook.shipped_files import read_shipped_files

    parts = compile_files(read_shipped_files(places.rules_folder()))
    texts = {f"words-{language}": wording.texts(language) for language in LANGUAGES}
    write_parts({**parts, "handbook": with_messages(parts), **texts}, Path(target_dir))
