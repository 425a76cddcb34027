"""The table component: columns are written once, with their head, their cell and their phone label.

::

    {% table tickets zh="最近签发" en="Latest issues" as_of=today %}
      {% col zh="票号" en="Ticket" kind="code" %}<a href="…">{{ row.number }}</a>{% endcol %}
      {% col zh="面积" en="Area" unit="mu" kind="num" %}{{ row.area_ha|mu }}{% endcol %}
      {% empty %}<p>…</p>
    {% endtable %}

A column of the kind ``act`` is left out where no row has anything to be done by the visitor.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.frame import language, say
from qingshan.apps.base.templatetags.amounts import unit_text
from qingshan.core.kernel.label import Label

KINDS = {"", "num", "day", "code", "act", "state"}
Options = dict[str, FilterExpression]


def parse_table(parser: Parser, token: Token) -> Node:
    """``{% table rows … %} columns [{% empty %} …] [{% foot %} …] {% endtable %}``."""
    words = token.split_contents()
    if len(words) < 2:
        raise TemplateSyntaxError("table needs its rows: {% table rows … %}")
    rows = parser.compile_filter(words[1])
    options = token_kwargs(words[2:], parser)
    parts: dict[str, NodeList] = {}
    name = "columns"
    while True:
        parts[name] = parser.parse(("empty", "foot", "endtable"))
        name = parser.next_token().contents.split()[0]
        if name == "endtable":
            break
    columns = [node for node in parts["columns"] if isinstance(node, ColumnNode)]
    if not columns:
        raise TemplateSyntaxError("table needs at least one {% col %}")
    return TableNode(rows, options, columns, parts)


def parse_column(parser: Parser, token: Token) -> Node:
    """``{% col zh="…" en="…" [unit=…] [kind="num"] [slight=1] %} cell {% endcol %}``."""
    options = token_kwargs(token.split_contents()[1:], parser)
    cell = parser.parse(("endcol",))
    parser.delete_first_token()
    return ColumnNode(options, cell)


class ColumnNode(Node):
    """One column; rendered by its table."""

    def __init__(self, options: Options, cell: NodeList) -> None:
        self.options = options
        self.cell = cell

    def resolved(self, context: Context) -> Column:
        """The column with its words for this page."""
        said = {key: value.resolve(context) for key, value in self.options.items()}
        kind = said.get("kind", "")
        if kind not in KINDS:
            raise TemplateSyntaxError(f"col kind {kind!r}; known: {sorted(KINDS)}")
        name = say(said.get("name")) or say(Label(said.get("zh", ""), said.get("en", "")))
        return Column(name, unit_text(said.get("unit")), kind, bool(said.get("slight")), self.cell)


class Column:
    """A column ready to be drawn; what stands around each of its cells is put together once."""

    def __init__(self, name: str, unit: str, kind: str, slight: bool, cell: NodeList) -> None:  # noqa: FBT001
        self.name = name
        self.unit = unit
        self.cell = cell
        self.kind = kind
        self.classes = " ".join(filter(None, (kind, "slight" if slight else "")))
        opening, closing = (" (", ")") if language() == "en" else ("（", "）")
        phone = f"{name}{opening}{unit}{closing}" if unit else name
        self._first = format_html('<th scope="row" role="rowheader"{}>', _class(self.classes))
        self._next = format_html(
            '<td role="cell"{} data-label="{}"><span>', _class(self.classes), phone
        )
        self._idle = format_html(
            '<td role="cell"{} data-label="{}"><span>—', _class(f"{self.classes} idle"), phone
        )

    def head(self) -> SafeString:
        """The cell of the head."""
        unit = format_html('<span class="unit">{}</span>', self.unit) if self.unit else ""
        return format_html(
            '<th scope="col" role="columnheader"{}>{}{}</th>',
            _class(self.classes.replace("code", "").strip()),
            self.name,
            unit,
        )

    def said(self, context: Context) -> str:
        """What the cell of a row says; rendered, and so escaped already."""
        return self.cell.render(context).strip()

    def body(self, content: str, *, is_first: bool) -> str:
        """The cell of a row, of which the first names the row; a dash where nothing can be done."""
        is_idle = self.kind == "act" and not content
        if is_first:
            return f"{self._first}{'—' if is_idle else content}</th>"
        return f"{self._idle if is_idle else self._next}{content}</span></td>"


class TableNode(Node):
    """The whole table, its empty state and the line below it."""

    def __init__(
        self,
        rows: FilterExpression,
        options: Options,
        columns: list[ColumnNode],
        parts: dict[str, NodeList],
    ) -> None:
        self.rows = rows
        self.options = options
        self.columns = columns
        self.parts = parts

    def render(self, context: Context) -> SafeString:
        """Draw it."""
        said: dict[str, Any] = {k: v.resolve(context) for k, v in self.options.items()}
        rows = list(self.rows.resolve(context) or ())
        if not rows:
            return self._blank(context)
        columns, lines = self._drawn(context, rows)
        caption = say(said.get("caption")) or say(Label(said.get("zh", ""), said.get("en", "")))
        shown = "" if said.get("caption_shown") else "unseen"
        return format_html(
            '<div class="sheet"{}><table class="table cards{}" role="table">{}'
            '<thead role="rowgroup"><tr role="row">{}</tr></thead>'
            '<tbody role="rowgroup">{}</tbody>{}</table></div>{}',
            format_html(' id="{}"', said["id"]) if said.get("id") else "",
            " dense" if said.get("dense") else "",
            format_html("<caption{}>{}</caption>", _class(shown), caption) if caption else "",
            format_html_join("", "{}", ((column.head(),) for column in columns)),
            self._body(columns, lines, [_mark(said.get("row_id", ""), row) for row in rows]),
            self._foot(context),
            self._line_below(said),
        )

    def _drawn(self, context: Context, rows: Iterable[Any]) -> tuple[list[Column], list[list[str]]]:
        """The columns and what they say row by row, but for acts that nobody here can do."""
        columns = [node.resolved(context) for node in self.columns]
        lines: list[list[str]] = []
        with context.push():
            for place, row in enumerate(rows, 1):
                context["row"] = row
                context["place"] = place
                lines.append([column.said(context) for column in columns])
        shown = [
            column.kind != "act" or any(said) for column, *said in zip(columns, *lines, strict=True)
        ]
        return [*compress(columns, shown)], [[*compress(line, shown)] for line in lines]

    def _body(
        self, columns: list[Column], lines: list[list[str]], marks: list[SafeString]
    ) -> SafeString:
        told = []
        for line, mark in zip(lines, marks, strict=True):
            cells = [
                column.body(content, is_first=i == 0)
                for i, (column, content) in enumerate(zip(columns, line, strict=True))
            ]
            told.append(f'<tr role="row"{mark}>{"".join(cells)}</tr>')
        return mark_safe("\n".join(told))  # noqa: S308  of cells rendered already

    def _blank(self, context: Context) -> SafeString:
        if "empty" in self.parts:
            return format_html('<div class="blank">{}</div>', self.parts["empty"].render(context))
        words = say(Label("暂无记录", "No records yet"))
        return format_html('<div class="blank"><p>{}</p></div>', words)

    def _foot(self, context: Context) -> SafeString:
        if "foot" not in self.parts:
            return mark_safe("")
        return format_html("<tfoot>{}</tfoot>", self.parts["foot"].render(context))

    def _line_below(self, said: dict[str, Any]) -> SafeString:
        if not any(said.get(key) for key in ("as_of", "source", "csv")):
            return mark_safe("")
        context = {key: said.get(key) for key in ("as_of", "source", "csv")}
        return mark_safe(render_to_string("base/parts/under_table.html", context))  # noqa: S308


def _class(names: str) -> SafeString:
    return format_html(' class="{}"', names) if names else mark_safe("")


def _mark(row_id: str, row: Any) -> SafeString:
    return format_html(' id="{}-{}"', row_id, _key(row)) if row_id else mark_safe("")


def _key(row: Any) -> Any:
    if isinstance(row, dict):
        return row.get("id", "")
    return getattr(row, "pk", None) or getattr(row, "id", "")
