"""The form by which rules of trading are changed: the paper, and a place for each new value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from qingshan.apps.base.forms import KeyedForm, day_field, reason_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.rulebook.changing import NUMBER, bounds
from qingshan.apps.rulebook.words import OPTIONS, Rule
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import FEN_PER_YUAN
from qingshan.core.tables.row import plain

_TO = "to_"


class RulesForm(KeyedForm):
    """What is left empty stays as it is."""

    document = forms.CharField(
        label=spoken("公告名称或文号", "Name or number of the notice"),
        max_length=120,
        error_messages={
            "required": spoken("请填写公告名称或文号。", "Enter the name or the number.")
        },
    )
    issued = day_field(Label("公告日期", "Day of the notice"))
    valid_from = day_field(Label("起始日", "In force from"))
    reason = reason_field(
        Label("说明", "Reason"),
        Label("请填写说明。", "Tell the reason."),
        Label("对外公开。", "It is public."),
    )

    def __init__(self, rules: Sequence[Rule], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for rule in rules:
            self.fields[_TO + rule.row.name] = _field(rule)

    def papers(self) -> list[BoundField]:
        """The fields about the paper."""
        return [self[name] for name in ("document", "issued", "valid_from", "reason")]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Each rule with its place for a new value and what that may be."""
        for rule in self.rules:
            yield {"rule": rule, "bound": self[_TO + rule.row.name], "bounds": bounds(rule.row)}

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        data = self.cleaned_data
        names = [rule.row.name for rule in self.rules]
        units = {rule.row.name: rule.row.unit for rule in self.rules}
        changes = [
            (name, _kept(data[_TO + name], units[name])) for name in names if data[_TO + name]
        ]
        paper = {name: data[name] for name in ("document", "issued", "valid_from", "reason")}
        return {**paper, "changes": changes}


def _field(rule: Rule) -> forms.Field:
    label = spoken(*rule.label)
    if rule.row.unit != "text":
        kind = "time" if rule.row.unit == "time" else "text"
        mode = "decimal" if kind == "text" else ""
        box = forms.TextInput(attrs={"type": kind, "inputmode": mode, "autocomplete": "off"})
        return forms.CharField(label=label, required=False, max_length=20, widget=box)
    options = OPTIONS[rule.row.name].items()
    choices = [("", "—"), *((name, spoken(*told)) for name, told in options)]
    return forms.ChoiceField(label=label, required=False, choices=choices)


def _kept(text: str, unit: str) -> str:
    """A value as the table writes it: money is typed in yuan, numbers may have commas."""
    written = text.replace(",", "")
    if not NUMBER.fullmatch(written):
        return text
    return plain(Decimal(written) * FEN_PER_YUAN if unit == "fen" else Decimal(written))
