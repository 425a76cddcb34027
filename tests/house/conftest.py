"""What the house tests look at: the files that belong to the project, parsed once."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".venv", ".data", "build", "dist", "node_modules", "vendor", "__pycache__"}


@cache
def belonging() -> tuple[Path, ...]:
    """Every file under version control or about to be; without git, all but the made folders."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        named = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        named = [path for path in ROOT.rglob("*") if not LEFT_OUT & set(path.parts)]
    return tuple(sorted(path for path in set(named) if path.is_file()))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


class House:
    """The project's files by kind."""

    root = ROOT
    package = ROOT / "src" / "qingshan"

    @property
    def files(self) -> tuple[Path, ...]:
        return belonging()

    def ending(self, *endings: str) -> list[Path]:
        return [path for path in belonging() if path.suffix in endings]

    @property
    def sources(self) -> list[Path]:
        """Python of the package, without tests and migrations."""
        return [
            path
            for path in self.ending(".py")
            if path.is_relative_to(self.package) and not {"tests", "migrations"} & set(path.parts)
        ]

    @property
    def tests(self) -> list[Path]:
        """Test files and the sheets that they read, without those that look at the house."""
        return [
            path
            for path in self.ending(".py", ".yaml")
            if "tests" in path.parts and "house" not in path.parts and "bench" not in path.parts
        ]

    @property
    def templates(self) -> list[Path]:
        return [path for path in self.ending(".html") if "templates" in path.parts]

    def module(self, path: Path) -> str:
        """The dotted name of a source file."""
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def tree(self, path: Path) -> ast.Module:
        return parsed(path)

    def short(self, path: Path) -> str:
        return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def house() -> House:
    return House()


@pytest.fixture(scope="session")
def test_texts(house: House) -> str:
    """All tests as one text, to look a name up in."""
    return "\n".join(path.read_text(encoding="utf-8") for path in house.tests)


@pytest.fixture(scope="module")
def province(kept_for_module: None) -> Iterator[None]:
    """The demonstration province for one module, gone afterwards as if it had never been told."""
    from qingshan.apps.base.call import Actor, Call
    from qingshan.apps.base.clock import now
    from qingshan.apps.land.models import County
    from qingshan.apps.land.verbs.import_counties import import_counties
    from qingshan.apps.walks.province import tell_story

    if not County.objects.exists():
        import_counties(Call(Actor("founder", frozenset({"administrator"})), now(), "counties"))
    tell_story(now(), tell=lambda line: None)
    yield
    from tests.house.samples import forget

    forget()
