"""The pages of ``docs/made``: what the code says of itself, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from qingshan.apps.base.roles import ROLES, role_label
from qingshan.apps.base.verb import Verb, verbs
from qingshan.config.described import SETTINGS
from qingshan.core.carbon.catalogue import frozen, methods
from qingshan.core.carbon.specification import Option, Quantity, Spec
from qingshan.core.kernel.errors import declared
from qingshan.core.kernel.machine import Machine
from qingshan.core.kernel.terms import terms
from qingshan.core.ledger.codes import CODES
from qingshan.core.ledger.model import AccountKind
from qingshan.core.tables.shelf import Shelf, open_shelf

PACKAGE = Path(__file__).resolve().parents[1]
RECALLED = "recalled"
YES = {True: "✓", False: ""}
NAME, BOTH = "代码 name", ("中文", "English")


"""A house test holds this list against the names that the code reads."""


def pages() -> dict[str, str]:
    """Every generated page by its file name; the same code gives the same text."""
    load_rooms()
    return {
        "machines.md": machines_page(machines()),
        "methods.md": methods_page(),
        "refusals.md": refusals_page(),
        "settings.md": settings_page(),
        "tables.md": tables_page(open_shelf()),
        "terms.md": terms_page(),
        "verbs.md": verbs_page(verbs().values()),
    }


def rooms() -> list[str]:
    """The dotted names of all rooms of both floors, core first."""
    floors = ("core", "apps")
    return [
        f"qingshan.{floor}.{found.name}"
        for floor in floors
        for found in iter_modules([str(PACKAGE / floor)])
        if found.ispkg
    ]


def load_rooms() -> None:
    """Import every ``refusals.py``, ``machine.py`` and verb, so that what they declare is known."""
    for room in rooms():
        folder = PACKAGE.joinpath(*room.split(".")[1:])
        for sheet in sorted(folder.rglob("refusals.py")):
            below = sheet.relative_to(folder).with_suffix("").parts
            import_module(".".join([room, *below]))
        if (folder / "machine.py").is_file():
            import_module(f"{room}.machine")
        if (folder / "verbs").is_dir():
            for found in iter_modules([str(folder / "verbs")]):
                import_module(f"{room}.verbs.{found.name}")


def machines() -> list[tuple[str, Machine]]:
    """Every machine with the room that it rules, in order of room and name."""
    found = []
    for room in rooms():
        if (PACKAGE.joinpath(*room.split(".")[1:]) / "machine.py").is_file():
            module = import_module(f"{room}.machine")
            here = [value for value in vars(module).values() if isinstance(value, Machine)]
            found += [(room.rpartition(".")[2], each) for each in here]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def tables_page(shelf: Shelf) -> str:
    """Each table with its size, its sources, and how much of it still waits for a document."""
    rows, used = [], dict[str, list[str]]()
    for name in shelf.tables():
        caption, found = shelf.caption(name), shelf.rows(name)
        sources = sorted({row.source.id for row in found})
        for source in sources:
            used.setdefault(source, []).append(f"`{name}`")
        recalled = sum(row.basis == RECALLED for row in found)
        share = f"{recalled / len(found):.0%}" if found else ""
        key = ", ".join(caption.key_parts)
        rows.append((f"`{name}`", *caption.label, key, len(found), len(sources), share))
    documents = [
        (f"`{s.id}`", s.title, s.issuer, s.number, s.date or "", ", ".join(used.get(s.id, [])))
        for s in shelf.sources()
    ]
    heads = ("表 table", *BOTH, "键 key", "行 rows", "来源 sources", "待核 recalled")
    source_heads = (
        "编号 id",
        "名称 title",
        "发布 issuer",
        "文号 number",
        "日期 date",
        "用于 used by",
    )
    return _page(
        "数据表 Tables",
        "每行一个值：有单位、有起止日期、有来源。“待核”为凭记忆录入、尚未对照原文的行所占比例。",
        "One value a row, with unit, span of days and source. “Recalled” is the share of rows that "
        "were entered from memory and still have to be held against the document.",
        *_table(heads, rows),
        "## 来源 Sources",
        *_table(source_heads, documents),
    )


def methods_page() -> str:
    """Each method as its own specification states it."""
    blocks: list[str] = []
    for method in methods():
        status, _ = frozen().get(method.spec.id, ("draft", ""))
        blocks += _method(method.spec, status)
    return _page(
        "方法学 Methods",
        "方法学是名称中带版本号的文件夹；发布后冻结，改动即为新版本。",
        "A method is a folder with a version in its name. A published one is frozen: a change is a "
        "new version.",
        *blocks,
    )


def _method(spec: Spec, status: str) -> Iterator[str]:
    yield f"## `{spec.id}` {spec.label.zh}"
    facts = (("名称 name", spec.label), ("依据 basis", spec.basis), ("范围 scope", spec.scope),
             ("状态 status", spec.status))  # fmt: skip
    yield from _table(("", *BOTH), [(name, *label) for name, label in facts])
    yield f"冻结状态 frozen as: `{status}`；用表 tables: {', '.join(f'`{t}`' for t in spec.tables)}"
    heads = ("名称 name", *BOTH, "单位 unit", "范围 range", "必填 required")
    for title, quantities in (("输入 Inputs", spec.inputs), ("输出 Outputs", spec.outputs)):
        yield f"### {title}"
        yield from _table(heads, [_quantity(each) for each in quantities])
    yield "### 选项 Options"
    option_heads = ("名称 name", *BOTH, "可取 takes", "缺省 default", "说明", "Help")
    yield from _table(option_heads, [_option(each) for each in spec.options])
    yield "### 公式 Equations"
    yield from _table(
        ("号 no.", *BOTH, "公式 formula", "来源", "Source"),
        [(e.number, *e.label, f"`{e.text}`", *e.source) for e in spec.equations],
    )
    yield "### 引用 Citations"
    yield from _table((*BOTH, "部分 part"), [(*c.title, c.part) for c in spec.citations])


def _quantity(each: Quantity) -> tuple[object, ...]:
    unit = each.unit or each.kind
    return (f"`{each.name}`", *each.label, unit, _range(each.low, each.high), YES[each.is_required])


def _option(each: Option) -> tuple[object, ...]:
    takes = ", ".join(each.choices) or f"{each.kind} {_range(each.low, each.high)} {each.unit}"
    default = "" if each.default is None else f"`{each.default}`"
    return (f"`{each.name}`", *each.label, " ".join(takes.split()), default, *each.help)


def _range(low: float | Decimal | None, high: float | Decimal | None) -> str:
    if low is None and high is None:
        return ""
    return f"{'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}"


def machines_page(found: Iterable[tuple[str, Machine]]) -> str:
    """Each machine as a diagram, and its states and moves as tables."""
    blocks: list[str] = []
    for room, machine in found:
        label = terms()[machine.name].label
        blocks += [
            f"## {label.zh} {label.en} (`{room}`)",
            f"```mermaid\n{machine.mermaid()}\n```",
            *_table(
                ("状态 state", *BOTH),
                [(f"`{state}`", *name) for state, name in machine.states.items()],
            ),
            *_table(
                ("办理 verb", "自 from", "至 to", "岗位", "Role"),
                [
                    (f"`{m.verb}`", f"`{m.source}`", f"`{m.target}`", *role_label(m.role))
                    for m in machine.moves
                ],
            ),
        ]
    return _page(
        "状态机 Machines",
        "同一张表用于办理时的核对、数据库约束、页面按钮、本图和测试。",
        "One table serves the guard of the act, the constraint in the database, the button on the "
        "page, this diagram and the test.",
        *blocks,
    )


def verbs_page(cards: Iterable[Verb]) -> str:
    """Every act: where it stands, who may do it and what it leaves in the journal."""
    rows = [
        (card.room, f"`{card.name}`", *card.label, _roles(card.roles), f"`{card.event}`")
        for card in sorted(cards, key=lambda card: (card.room, card.name))
    ]
    return _page(
        "办理事项 Verbs",
        "一件事一个文件、一个事务、一条记录。只查看不改动的在各室的 `reads.py`。",
        "One act, one file, one transaction, one event. What only looks is in the `reads.py` of "
        "each room.",
        *_table(("室 room", "名称 verb", *BOTH, "岗位 roles", "记录 event"), rows),
    )


def _roles(names: Iterable[str]) -> str:
    return "；".join(f"{role_label(name).zh} {role_label(name).en}" for name in names)


def terms_page() -> str:
    """The words of the house, and the labels of roles, codes and kinds where they are defined."""
    codes = [
        (f"`{c.name}`", *c.label, YES[c.passes_freeze], YES[c.returns_supply])
        for c in CODES.values()
    ]
    kinds = [
        (f"`{kind.value}`", *kind.label, YES[kind.source_of_supply], YES[kind.sink])
        for kind in AccountKind
    ]
    nouns = [(f"`{term.name}`", *term.label, term.note) for term in terms().values()]
    roles = [(f"`{name}`", *label) for name, label in ROLES.items()]
    code_heads = (NAME, *BOTH, "冻结时可办 passes a freeze", "可退回签发 returns supply")
    return _page(
        "术语 Terms",
        "一物一词。代码中的名词都在此表，状态和办理事项的名称见“状态机”和“办理事项”两页。",
        "One word for one thing. Every noun of the code stands here; states and verbs are named on "
        "the pages of machines and verbs.",
        *_table((NAME, *BOTH, "说明 note"), nouns),
        "## 岗位 Roles",
        *_table((NAME, *BOTH), roles),
        "## 记账事由 Ledger codes",
        *_table(code_heads, codes),
        "## 账户种类 Account kinds",
        *_table((NAME, *BOTH, "签发来源 source of supply", "终端 sink"), kinds),
    )


def refusals_page() -> str:
    """Every reason to refuse, with its three sentences."""
    blocks: list[str] = []
    groups: dict[str, list[str]] = {}
    for code in sorted(declared()):
        groups.setdefault(code.rpartition("-")[0], []).append(code)
    for group, codes in groups.items():
        rows = [_refusal(code) for code in codes]
        heads = ("代码 code", "情况", "原因", "处理", "What", "Why", "Remedy")
        blocks += [f"## {group}", *_table(heads, rows)]
    return _page(
        "不予办理的情形 Refusals",
        "一次说全：情况、原因、处理办法。花括号处填入当时的事实。",
        "All that is wrong is said at once: what happened, why it matters, what to do. Braces take "
        "the facts of the case.",
        *blocks,
    )


def _refusal(code: str) -> tuple[str, ...]:
    text = declared()[code]
    said = (text.what, text.why, text.remedy)
    return (f"`{code}`", *(label.zh for label in said), *(label.en for label in said))


def settings_page() -> str:
    """Every environment variable that the house reads."""
    rows = [(f"`{s.name}`", f"`{s.default}`" if s.default else "", *s.label) for s in SETTINGS]
    return _page(
        "环境变量 Settings",
        "都可不设；不设即为本机演示。",
        "None is needed; without any the house runs as a demonstration on this machine.",
        *_table(("名称 name", "缺省 default", *BOTH), rows),
    )


def _page(title: str, zh: str, en: str, *blocks: str) -> str:
    made = "<!-- made by `qingshan docs`; do not edit -->"
    return "\n\n".join((made, f"# {title}", zh, en, *blocks)) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    lines = [_line(heads), _line(["---"] * len(heads)), *(_line(row) for row in rows)]
    if len(lines) > 2:
        yield "\n".join(lines)


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(_cell(str(cell)) for cell in cells)} |"


def _cell(text: str) -> str:
    # A stroke would end the cell; one inside a code span has to be escaped as well on GitHub.
    return re.sub(r"\s+", " ", text).replace("|", r"\|").strip()
