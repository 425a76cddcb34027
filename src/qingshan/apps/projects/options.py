"""The options of a method as a form, made from what the method states of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import say, spoken
from qingshan.apps.projects.overriding import BY, REASON
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.catalogue import methods
from qingshan.core.carbon.options import settle
from qingshan.core.carbon.specification import Option, Spec
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

PREFIX = "option_"
"""Before the name of an option, so that it meets no other field of a form."""

OVERRIDES = ("allow_", "override_")
"""How options begin that let a result pass a limit: they need a person and a reason."""

CHOICES: Mapping[str, Label] = {
    "stock_t1": Label("期初碳储量", "stock at the first date"),
    "scenario": Label("基线情景", "baseline scenario"),
    "growth": Label("原经营方式的期末蓄积", "stock under the former management"),
    "rate": Label("每公顷每年速率", "rate per hectare and year"),
    "culms": Label("按立竹株数", "by culms"),
    "density": Label("按单位面积生物量", "by biomass per hectare"),
    "temperate": Label("温带", "temperate"),
    "boreal": Label("寒带", "boreal"),
    "sawnwood": Label("锯材", "sawn wood"),
    "panels": Label("人造板", "panels"),
    "building": Label("建筑用材", "building timber"),
    "furniture": Label("家具", "furniture"),
    "packaging": Label("包装", "packaging"),
    "paper": Label("纸", "paper"),
}
"""Choices in words; those that are names themselves, such as AR4, stand as they are."""

DECIMALS, DIGITS, WORDS_MOST = 6, 12, 400


def method_choices() -> list[tuple[str, str]]:
    """The methods of the catalogue, to choose from."""
    return [(found.spec.id, spoken(*found.spec.label)) for found in methods()]


class OptionsForm(ToldForm):
    """A field for each option of a method; ``options`` are what was told, for measuring.

    Parameters
    ----------
    method : str
        Name and version, such as ``gz_ticket_v1``.
    told : mapping
        Options chosen before, shown to begin with instead of the defaults.
    person : str or None
        Who passes parameters of low confidence: the name is theirs, the form asks for the reason
        alone. Empty where nobody may, None where the form asks for the name as well.
    """

    def __init__(
        self,
        *args: Any,
        method: str,
        told: Mapping[str, Any] | None = None,
        person: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec = find_method(method).spec
        self.person = person
        unasked = {None: (), "": (BY, REASON)}.get(person, (BY,))
        for option in self.spec.options:
            if option.name in unasked:
                continue
            field = option_field(option, self.spec)
            if told and told.get(option.name) is not None:
                field.initial = told[option.name]
            self.fields[PREFIX + option.name] = field

    @property
    def options(self) -> dict[str, Any]:
        """What was told, by option: texts, numbers as decimal texts, ticks; the rest is left out.

        Of use once the form is valid.
        """
        return self._signed(_told(self.spec, self.cleaned_data))

    @property
    def choices(self) -> list[tuple[BoundField, str]]:
        """The fields that choose how to measure, each with its unit."""
        return self._rows(is_override=False)

    @property
    def overrides(self) -> list[tuple[BoundField, str]]:
        """The fields that let a result pass a limit."""
        return self._rows(is_override=True)

    @property
    def has_override(self) -> bool:
        """Whether a limit is passed, or what passes it is wrong: then these fields stand open."""
        return any(bound.value() or bound.errors for bound, _ in self.overrides)

    def clean(self) -> dict[str, Any]:
        """Held against the method as a run is: what it would refuse is said at its field."""
        told: dict[str, Any] = super().clean() or {}
        try:
            settle(self.spec, self._signed(_told(self.spec, told)))
        except Refused as refused:
            for refusal in refused.refusals:
                name = PREFIX + refusal.where()
                finding = Label(refusal.facts["finding_zh"], refusal.facts["finding_en"])
                if name in self.fields and name not in self.errors:
                    self.add_error(name, say(finding))
        return told

    def _rows(self, *, is_override: bool) -> list[tuple[BoundField, str]]:
        return [
            (self[PREFIX + option.name], option.unit)
            for option in self.spec.options
            if PREFIX + option.name in self.fields
            and option.name.startswith(OVERRIDES) is is_override
        ]

    def _signed(self, told: dict[str, Any]) -> dict[str, Any]:
        """With a reason goes the name of the person whose form it is."""
        return told | {BY: self.person} if self.person and told.get(REASON) else told


def option_field(option: Option, spec: Spec) -> forms.Field:
    """The field of one option: a choice, a tick, a number within its bounds, or a sentence."""
    words: dict[str, Any] = {
        "label": spoken(option.label.zh, option.label.en[:1].upper() + option.label.en[1:]),
        "help_text": spoken(*_help(option, spec)),
        "initial": option.default,
        "required": False,
    }
    if option.kind == "flag":
        return forms.BooleanField(**words)
    if option.kind == "choice":
        choices = [(name, spoken(*choice_label(name))) for name in option.choices]
        return forms.ChoiceField(choices=choices, **words)
    if option.kind == "text":
        return forms.CharField(max_length=WORDS_MOST, **words)
    return forms.DecimalField(
        min_value=option.low,
        max_value=option.high,
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": spoken(*Label("请填写数字。", "Enter a number."))},
        **words,
    )


def options_told(
    spec: Spec, settled: Mapping[str, Any], *, unusual_only: bool = False
) -> list[tuple[Label, str | Label, str]]:
    """Settled options for reading: what it is, its value, its unit; those without value left out.

    What is out of force under another option is left out as well, with ``unusual_only`` what the
    method does unasked, too.
    """
    usual = settle(spec, {})
    rows: list[tuple[Label, str | Label, str]] = []
    for option in spec.options:
        value = settled.get(option.name)
        is_off = option.when is not None and settled.get(option.when[0]) != option.when[1]
        if value is None or is_off or (unusual_only and value == usual[option.name]):
            continue
        shown: str | Label = (_YES if value else _NO) if isinstance(value, bool) else str(value)
        if option.kind == "choice":
            shown = choice_label(str(value))
        rows.append((option.label, shown, option.unit))
    return rows


def choice_label(name: str) -> Label:
    """What a choice of an option is called, with the name by which methods speak of it."""
    told = CHOICES.get(name)
    return (
        Label(name, name) if told is None else Label(f"{told.zh}（{name}）", f"{told.en} ({name})")
    )


_YES, _NO = Label("是", "yes"), Label("否", "no")


def _help(option: Option, spec: Spec) -> Label:
    """What the method says of it, or beside which other choice it is in force."""
    if option.when is None or option.help.zh:
        return option.help
    name, value = option.when
    other = spec.option(name)
    assert other is not None, f"{option.name} depends on {name}, which does not exist"
    if isinstance(value, bool):
        return Label(f"勾选“{other.label.zh}”时填写。", f"With “{other.label.en}” ticked.")
    return Label(f"“{other.label.zh}”为 {value} 时填写。", f"With {other.label.en}: {value}.")


def _told(spec: Spec, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    told = {}
    for option in spec.options:
        value = cleaned.get(PREFIX + option.name)
        if value is None or value == "":
            continue
        told[option.name] = value if isinstance(value, bool) else str(value)
    return told
