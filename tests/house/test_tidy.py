"""Limits of size and manners: a house in which every room can be seen from its door."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

LINES_MOST, BODY_MOST, ARGUMENTS_MOST, BYTES_MOST = 400, 60, 6, 1 << 20
Function = ast.FunctionDef | ast.AsyncFunctionDef

# The words are put together here, so that this file does not hold what it looks for.
ROOMS_WITHOUT_WALLS = {"utils", "util", "common", "misc", "helpers", "helper", "stuff", "lib"}
MACHINE_PATHS = [f"/{word}/" for word in ("wo" + "rk", "ho" + "me", "ro" + "ot", "Us" + "ers")]
HOSTS = ["arti" + "factory", "ne" + "xus.", "jf" + "rog", "ali" + "yun.com", "tsi" + "nghua.edu"]
WORDS = [
    "clau" + "de", "anthr" + "opic", "copi" + "lot", "chat" + "gpt", "open" + "ai", "gpt" + "-4",
    "language mo" + "del", "sub" + "agent", "ai ag" + "ent", "ai-gen" + "erated",
    "co-authored" + "-by", "noreply" + "@",
]  # fmt: skip


def functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def body_lines(node: Function) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_files_are_short(house) -> None:
    kinds = house.ending(".py", ".html", ".js", ".css", ".sql", ".typ")
    long = {
        house.short(path): lines
        for path in kinds
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LINES_MOST
    }
    assert not long


def test_bodies_are_short(house) -> None:
    long = {
        f"{house.short(path)}:{node.lineno} {node.name}": body_lines(node)
        for path in house.ending(".py")
        for node in functions(house.tree(path))
        if body_lines(node) > BODY_MOST
    }
    assert not long


def test_functions_take_few_arguments(house) -> None:
    """The fields of a form are the arguments of its verb, options those of a command."""
    many = []
    for path in house.sources:
        may_take_more = {"verbs", "commands"} & set(path.parts)
        for node in functions(house.tree(path)):
            taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            count = len([argument for argument in taken if argument.arg not in {"self", "cls"}])
            if count > ARGUMENTS_MOST and not may_take_more:
                many.append(f"{house.short(path)}:{node.lineno} {node.name}: {count}")
    assert not many


def test_a_page_has_one_title(house) -> None:
    wrong = {}
    for path in house.ending(".md"):
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        titles = len(re.findall(r"^# ", text, flags=re.MULTILINE))
        if titles != 1:
            wrong[house.short(path)] = titles
    assert not wrong


def test_nothing_large_is_kept_here(house) -> None:
    large = {house.short(p): p.stat().st_size for p in house.files if p.stat().st_size > BYTES_MOST}
    assert not large


def test_every_room_says_what_it_holds(house) -> None:
    """A package holds its one-line caption and no code."""
    wrong = []
    for path in house.sources:
        if path.name != "__init__.py" or path.parent == house.package:
            continue
        tree = house.tree(path)
        caption = ast.get_docstring(tree)
        if not caption or len(caption.splitlines()) > 1 or len(tree.body) > 1:
            wrong.append(house.short(path))
    assert not wrong


def test_every_module_says_what_it_is(house) -> None:
    silent = [house.short(p) for p in house.sources if not ast.get_docstring(house.tree(p))]
    assert not silent


def test_no_room_is_without_walls(house) -> None:
    names = {part for path in house.sources for part in path.relative_to(house.package).parts}
    assert not {name for name in names if name.removesuffix(".py") in ROOMS_WITHOUT_WALLS}


def test_nothing_tells_of_the_machine_it_was_written_on(house) -> None:
    found = []
    for path in house.files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.name == "package-lock.json":
            # Integrity hashes are random letters; only names and addresses are looked at.
            text = re.sub(r'"integrity": "[^"]*"', "", text)
        lower = text.lower()
        found += [
            f"{house.short(path)}: {word}" for word in [*HOSTS, *WORDS] if word.lower() in lower
        ]
        found += [
            f"{house.short(path)}: {word}"
            for word in MACHINE_PATHS
            if re.search(rf"(?<![\w./:-]){re.escape(word)}", text)
        ]
    assert not found


# Entered by name: by Django, by the command line, by the catalogue of methods.
ENTRANCES = re.compile(
    r"qingshan$|\.(?:apps|urls|cli|wsgi|stream|settings|jobs)$|\.migrations(?:\.|$)|\.templatetags$"
    r"|^qingshan\.core\.carbon\.methods\.\w+\.(?:spec|compute)$"
)


def imported(tree: ast.Module) -> Iterator[str]:
    """Names that a file imports, and dotted names that stand in its texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            parts = node.value.split(".")
            if parts[0] == "qingshan":
                yield from (".".join(parts[:n]) for n in range(1, len(parts) + 1))


def test_no_module_is_dead(house) -> None:
    """What nobody imports, not even a test, is an entrance, or it goes."""
    modules = {house.module(path): path for path in house.sources}
    used = {
        name
        for path in house.ending(".py")
        for name in imported(house.tree(path))
        if (path.is_relative_to(house.package) and name != house.module(path))
        or "tests" in path.parts
    }
    dead = [
        house.short(path)
        for module, path in modules.items()
        if module not in used and path.name != "__init__.py" and not ENTRANCES.search(module)
    ]
    assert not dead
