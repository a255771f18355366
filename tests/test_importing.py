"""The quick way of finding our modules: the same modules as by the general way, and only where it is sure."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

import editor_tools
from editor_tools.importing import Finder

ROOT = Path(editor_tools.__file__).parent.parent
FINDER = Finder("parcel", f".{sys.implementation.cache_tag}.pyc")
HASTENED = "import editor_tools\nfrom editor_tools import importing\nimporting.hasten(editor_tools)\n"
FIRST = "type(sys.meta_path[0]).__name__"
AT_THE_END = f"import atexit, runpy, sys\natexit.register(lambda: print({FIRST}, file=sys.stderr))\n"
ASKED = ("name", "origin", "cached", "has_location", "parent", "submodule_search_locations")

PROBE = """
import sys
import {module}
module = sys.modules["{module}"]
print(type(module.__loader__).__name__, module.__file__, module.__spec__.cached, module.__package__)
print([getattr(module.__spec__, name) for name in {asked}])
print(getattr(module, "__path__", None), module.__spec__.loader.get_source("{module}")[:40])
"""


def python(program: str, **variables: str) -> subprocess.CompletedProcess[str]:
    plain = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": ""}
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
        env={**os.environ, **plain, **variables},
    )


@pytest.mark.parametrize("name", ["config", "later", "cli.parts.options"])
def test_a_module_is_the_same_as_found_by_the_general_way(name: str) -> None:
    probe = PROBE.format(module=f"editor_tools.{name}", asked=ASKED)
    python(probe)  # now it is compiled
    general, quick = python(probe), python(HASTENED + probe)
    assert general.stdout.startswith("SourceFileLoader "), general.stderr
    assert quick.stdout == general.stdout.replace("SourceFileLoader", "_Loader", 1), quick.stderr


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two modules, compiled."""
    folder = tmp_path / "parcel"
    (folder / "inner").mkdir(parents=True)
    for name, text in (("__init__", ""), ("part", "SAID = 1\n"), ("inner/__init__", "SAID = 2\n")):
        file = folder / f"{name}.py"
        file.write_text(text, encoding="utf-8")
        py_compile.compile(str(file), invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    return folder


def found(package: Path, name: str) -> tuple[str | None, list[str] | None] | None:
    """The source and the folder of a module, as far as it is found in the quick way."""
    spec = FINDER.find_spec(f"parcel.{name}", [str(package)])
    return None if spec is None else (spec.origin, spec.submodule_search_locations)


def compiled(package: Path, name: str) -> Path:
    return package / "__pycache__" / f"{name}.{sys.implementation.cache_tag}.pyc"


def test_modules_and_packages_are_found(package: Path) -> None:
    inner = package / "inner"
    assert found(package, "part") == (str(package / "part.py"), None)
    assert found(package, "inner") == (str(inner / "__init__.py"), [str(inner)])


@pytest.mark.parametrize("spoil", ["part.touch", "part.write", "part.unlink", "code.unlink"])
def test_a_source_without_its_own_code_is_left_to_the_general_way(package: Path, spoil: str) -> None:
    part = package / "part.py"
    file = part if spoil.startswith("part") else compiled(package, "part")
    before = file.stat()
    assert found(package, "part") is not None
    if spoil.endswith("unlink"):
        file.unlink()
    elif spoil.endswith("touch"):
        os.utime(file, (1, 1))
    else:
        file.write_text("SAID = 11\n", encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert found(package, "part") is None


@pytest.mark.parametrize(
    "kept, rest",
    [(0, b""), (16, b""), (-9, b""), (16, b"\xff" * 9)],
    ids=["empty", "headless", "cut", "nonsense"],
)
def test_damaged_code_is_left_to_the_general_way(package: Path, kept: int, rest: bytes) -> None:
    file = compiled(package, "part")
    file.write_bytes(file.read_bytes()[:kept] + rest)
    assert found(package, "part") is None


@pytest.mark.parametrize("size, is_found", [(64_000, True), (70_000, False)])
def test_large_code_is_left_to_the_general_way(package: Path, size: int, is_found: bool) -> None:
    part = package / "part.py"
    part.write_text(f"SAID = {'a' * size!r}\n", encoding="utf-8")
    py_compile.compile(str(part), invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    assert (found(package, "part") is not None) == is_found


def test_code_of_another_python_is_left_to_the_general_way(package: Path) -> None:
    file = compiled(package, "part")
    file.write_bytes(b"\0\0\r\n" + file.read_bytes()[4:])
    assert found(package, "part") is None


def test_code_that_belongs_to_a_source_by_its_hash_is_left_to_the_general_way(package: Path) -> None:
    mode = py_compile.PycInvalidationMode.CHECKED_HASH
    py_compile.compile(str(package / "part.py"), invalidation_mode=mode)
    assert found(package, "part") is None


def test_other_packages_are_left_to_the_general_way(package: Path) -> None:
    places = [str(package)]
    assert FINDER.find_spec("parcels.part", places) is None
    assert FINDER.find_spec("parcel", None) is None
    assert FINDER.find_spec("parcel.part", [*places, "/elsewhere"]) is None
    assert FINDER.find_spec("parcel.missing", places) is None


def test_a_changed_module_is_read_anew_when_it_is_reloaded(package: Path) -> None:
    done = python(
        "import sys, importlib\n"
        f"sys.path.insert(0, {str(package.parent)!r})\n"
        "import parcel\n"
        "from editor_tools import importing\n"
        "importing.hasten(parcel)\n"
        "import parcel.part\n"
        "first = type(parcel.part.__loader__).__name__, parcel.part.SAID\n"
        f"open({str(package / 'part.py')!r}, 'w').write('SAID = 12345\\n')\n"
        "print(*first, importlib.reload(parcel.part).SAID)\n",
    )
    assert done.stdout == "_Loader 1 12345\n", done.stderr


@pytest.mark.parametrize(
    "begun",
    [
        "from editor_tools.__main__ import main\nmain()",
        "runpy.run_module('editor_tools', run_name='__main__')",
    ],
)
def test_brief_finds_its_modules_in_the_quick_way(begun: str) -> None:
    done = python(f"{AT_THE_END}sys.argv[1:] = ['rules']\n{begun}")
    assert (done.returncode, done.stderr) == (0, "Finder\n")


def test_compiled_files_that_are_kept_elsewhere_are_left_to_the_general_way(tmp_path: Path) -> None:
    probe = f"import sys\n{HASTENED}print({FIRST})"
    assert python(probe).stdout == "Finder\n"
    elsewhere = python(probe, PYTHONPYCACHEPREFIX=str(tmp_path))
    assert (elsewhere.returncode, elsewhere.stdout != "Finder\n") == (0, True), elsewhere.stderr
