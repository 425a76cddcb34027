"""What a form says of a field that is empty or wrong: by its name, in the language of the page.

Django's own sentences ("this field is required") name no field and read as translated ones. A
field that has a sentence of its own keeps it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from qingshan.apps.base.frame import say
from qingshan.core.kernel.label import Label

_FILL, _CHOOSE = Label("请填写“{}”。", "Fill in “{}”."), Label("请选择“{}”。", "Choose “{}”.")
_MISSING: tuple[tuple[type[forms.Field], Label], ...] = (
    (forms.FileField, Label("请上传“{}”。", "Upload “{}”.")),
    (forms.BooleanField, Label("请勾选“{}”。", "Tick “{}”.")),
    (forms.ChoiceField, _CHOOSE),
    (forms.Field, _FILL),
)
"""The first kind that fits; a typed choice is a choice, everything else is filled in."""

_UNKNOWN = Label("“{}”没有这一项，请重新选择。", "“{}” has no such entry; choose again.")
_WRONG: tuple[tuple[type[forms.Field], dict[str, Label]], ...] = (
    (
        forms.DecimalField,
        {
            "invalid": Label("“{}”须为数字。", "“{}” must be a number."),
            "max_digits": Label("“{}”的数字太长。", "“{}” has too many digits."),
            "max_whole_digits": Label("“{}”的数字太长。", "“{}” has too many digits."),
            "max_decimal_places": Label(
                "“{}”最多 %(max)s 位小数。", "“{}” takes at most %(max)s decimals."
            ),
        },
    ),
    (
        forms.IntegerField,
        {"invalid": Label("“{}”须为整数。", "“{}” must be a whole number.")},
    ),
    (
        forms.FileField,
        {
            "empty": Label("所选文件是空的，请重新选取。", "The file is empty; choose another."),
            "invalid": Label("文件没有收到，请重新选取。", "No file arrived; choose it again."),
            "missing": Label("文件没有收到，请重新选取。", "No file arrived; choose it again."),
        },
    ),
    (
        forms.CharField,
        {
            "max_length": Label(
                "“{}”最多 %(limit_value)d 字，现有 %(show_value)d 字。",
                "“{}” takes at most %(limit_value)d characters; there are %(show_value)d.",
            ),
            "min_length": Label(
                "“{}”至少 %(limit_value)d 字，现有 %(show_value)d 字。",
                "“{}” needs at least %(limit_value)d characters; there are %(show_value)d.",
            ),
        },
    ),
    (
        forms.Field,
        {
            "invalid": Label("“{}”填写有误。", "“{}” is not right."),
            "invalid_choice": _UNKNOWN,
            "min_value": Label(
                "“{}”不能小于 %(limit_value)s。", "“{}” must be at least %(limit_value)s."
            ),
            "max_value": Label(
                "“{}”不能大于 %(limit_value)s。", "“{}” must be at most %(limit_value)s."
            ),
        },
    ),
)


class ToldForm(forms.Form):
    """A form that says what is missing or wrong by the name of the field."""

    def full_clean(self) -> None:
        """As ever, with the sentences of this house; fields added after the making have theirs."""
        for field in self.fields.values():
            tell(field)
        super().full_clean()


def tell(field: forms.Field) -> None:
    """Give a field the sentences of this house where it has only Django's."""
    if field.label is None:
        return
    told = {"required": _first(field)}
    for kind, sentences in reversed(_WRONG):
        if isinstance(field, kind):
            told |= sentences
    for code, sentence in told.items():
        if _is_djangos(field, code):
            field.error_messages[code] = _named(sentence, field.label)


def _first(field: forms.Field) -> Label:
    return next(sentence for kind, sentence in _MISSING if isinstance(field, kind))


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Whether nobody gave the field, or one of its validators, a sentence for that."""
    told: list[Any] = [one for one in field.validators if getattr(one, "code", None) == code]
    if any(one.message is not type(one).message for one in told):
        # A field's sentence goes before that of its validator, which says more.
        return False
    own = field.error_messages.get(code)
    defaults = (
        getattr(kind, "default_error_messages", {}).get(code) for kind in type(field).__mro__
    )
    return own is None or any(own is one for one in defaults)


def _say(sentence: Label, label: Any) -> str:
    # Django puts numbers into some of the sentences: a per cent sign of the name is none of those.
    return say(sentence).replace("{}", say(label).replace("%", "％"))


_named = lazy(_say, str)
