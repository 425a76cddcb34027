"""Forms that every office shares: the key of an act, a date, tonnes, yuan, a reason, files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import spoken
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon

TONNES = Label("数量（吨）", "Quantity (t)")
AMOUNT, MONEY = Label("金额（元）", "Amount (CNY)"), Label("金额", "amount")

_BRACKETS = str.maketrans("()", "（）")


class KeyedForm(ToldForm):
    """A form that carries the key of its act, so that a second press changes nothing."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


def day_field(
    label: Label, initial: str = "", *, help_text: Label | None = None, required: bool = True
) -> forms.DateField:
    """A date, written as 2024-01-31."""
    return forms.DateField(
        label=spoken(*label),
        required=required,
        help_text=spoken(*help_text) if help_text else "",
        initial=initial or None,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": spoken(*Label("请填写日期。", "Enter a date.")),
            "invalid": spoken(*Label("日期写作 2024-01-31。", "Write the date as 2024-01-31.")),
        },
    )


def tonnes_field(
    label: Label = TONNES, *, decimals: int = 4, help_text: Any = ""
) -> forms.DecimalField:
    """Tonnes, the smallest unit 0.0001 t unless only whole tonnes will do."""
    finest = Label(f"数量最多 {decimals} 位小数。", f"At most {decimals} decimals.")
    whole = Label("数量须为整吨。", "Whole tonnes only.")
    return forms.DecimalField(
        label=spoken(*label),
        min_value=Decimal(1).scaleb(-decimals),
        max_digits=14,
        decimal_places=decimals,
        help_text=help_text,
        error_messages={
            "required": spoken("请填写数量。", "Enter a quantity."),
            "invalid": spoken("数量须为数字。", "The quantity must be a number."),
            "min_value": spoken("数量须大于零。", "The quantity must be above zero."),
            "max_decimal_places": spoken(*(finest if decimals else whole)),
        },
    )


def yuan_field(
    label: Label = AMOUNT, *, what: Label = MONEY, digits: int = 14
) -> forms.DecimalField:
    """Yuan to the fen, above zero; ``what`` is the word for it in what goes wrong."""
    return forms.DecimalField(
        label=spoken(*label),
        min_value=Decimal("0.01"),
        max_digits=digits,
        decimal_places=2,
        error_messages={
            "required": spoken(f"请填写{what.zh}。", f"Enter the {what.en}."),
            "invalid": spoken(f"{what.zh}须为数字。", f"The {what.en} must be a number."),
            "min_value": spoken(f"{what.zh}须大于零。", f"The {what.en} must be above zero."),
            "max_decimal_places": spoken(
                f"{what.zh}最小到分。", f"The {what.en} goes down to one fen."
            ),
        },
    )


def price_field() -> forms.DecimalField:
    """Yuan per tonne, to the fen."""
    return yuan_field(
        Label("价格（元/吨）", "Price (CNY/t)"), what=Label("价格", "price"), digits=10
    )


def reason_field(label: Label, missing: Label, help_text: Label | None = None) -> forms.CharField:
    """Why something is done, in a line that goes on record; ``missing`` is said without one."""
    return forms.CharField(
        label=spoken(*label),
        max_length=200,
        help_text=spoken(*help_text) if help_text else "",
        error_messages={"required": spoken(*missing)},
    )


def text_area(
    label: Label,
    *,
    rows: int = 3,
    longest: int = 2000,
    missing: Label | None = None,
    help_text: Label | None = None,
    required: bool = True,
) -> forms.CharField:
    """A text of several lines; whether it says enough is for the verb to judge.

    ``missing`` is said without it, in place of Django's own words.
    """
    return forms.CharField(
        label=spoken(*label),
        required=required,
        max_length=longest,
        help_text=spoken(*help_text) if help_text else "",
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": spoken(*missing)} if missing else None,
    )


def attachment_field(help_text: Label) -> forms.FileField:
    """A PDF or a picture beside what is said; ``help_text`` tells who gets to see it."""
    return forms.FileField(
        label=spoken("附件（PDF、JPG、PNG）", "Attachment (PDF, JPG, PNG)"),
        required=False,
        help_text=spoken(*help_text),
    )


class CaseNumberField(forms.CharField):
    """A case number with the brackets that courts write, so that one case is told in one way."""

    def to_python(self, value: Any) -> str:
        """As typed, with brackets of full width."""
        return (super().to_python(value) or "").translate(_BRACKETS)


def case_number_field(label: Label) -> forms.CharField:
    """The number of a case as courts write it: the year in brackets, the court's name, 号."""
    wrong = Label(
        "案号形如（2026）黔0122刑初7号，请核对。", "Year in brackets, court, kind, number."
    )
    return CaseNumberField(
        label=spoken(*label),
        max_length=60,
        help_text=spoken("照抄文书，如（2026）黔0122刑初7号。", "As it stands on the paper."),
        validators=[RegexValidator(r"^\s*[（(〔]\d{4}[）)〕].+号\s*$", spoken(*wrong))],
        error_messages={"required": spoken("请填写案号。", "Enter the number of the case.")},
    )


class TonnesForm(KeyedForm):
    """A form about some tonnes, with at most four decimals."""

    tonnes = tonnes_field()

    @property
    def quantity(self) -> int:
        """The quantity in carbon units."""
        return carbon(self.cleaned_data["tonnes"])


class WholeTonnesForm(TonnesForm):
    """A form about whole tonnes, as the exchange deals in them."""

    tonnes = tonnes_field(decimals=0)


class PartsInput(forms.FileInput):
    """A file box that takes the parts of a layer side by side."""

    allow_multiple_selected = True


class PartsField(forms.FileField):
    """Several files; none only where none is required."""

    widget = PartsInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Every file that was chosen; an empty one is refused."""
        given = data if isinstance(data, list) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(PartsField, self).clean(one, initial) for one in given]


class PeriodMixin(ToldForm):
    """First and last day of a monitoring period."""

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error(
                "last_day",
                spoken(*Label("止日不能早于起日。", "The last day comes before the first.")),
            )
        return told
