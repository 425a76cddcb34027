"""The text tag: both languages stand in the template, the page says one of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.frame import language, say
from qingshan.core.kernel.label import Label


def parse_text(parser: Parser, token: Token) -> Node:
    """``{% text zh="还有 {n} 天" en="{n} days left" n=days %}``, at will with ``as name``.

    The texts are ours and may hold tags; what fills them is escaped, labels are said.
    """
    told = token.split_contents()[1:]
    name = told[-1] if len(told) > 2 and told[-2] == "as" else ""
    parts = told[:-2] if name else told
    values = token_kwargs(list(parts), parser)
    if len(values) < len(parts) or not {"zh", "en"} <= set(values):
        raise TemplateSyntaxError("text needs zh=… and en=…, and names for what fills them")
    return WordsNode(_literal(values.pop("zh")), _literal(values.pop("en")), values, name)


def _literal(told: FilterExpression) -> SafeString:
    if told.is_var or told.filters:
        raise TemplateSyntaxError(f"{told.token}: a text stands in the template")
    return mark_safe(str(told.var))  # noqa: S308  the literal of a template


class WordsNode(Node):
    """A text in both languages with what fills it."""

    def __init__(
        self, zh: SafeString, en: SafeString, values: Mapping[str, FilterExpression], name: str
    ) -> None:
        self.zh = zh
        self.en = en
        self.values = values
        self.name = name

    def render(self, context: Context) -> str:
        """Say it, or keep it under its name."""
        said = self.zh if language() == "zh" else self.en
        if self.values:
            told = {key: _filled(value.resolve(context)) for key, value in self.values.items()}
            said = format_html(said, **told)
        if not self.name:
            return said
        context[self.name] = said
        return ""


def _filled(value: object) -> object:
    return say(value) if isinstance(value, Label) else value
