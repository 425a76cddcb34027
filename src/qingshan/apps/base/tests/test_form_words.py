"""What is missing or wrong is said by the name of the field, in both languages, in every form."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import override

import qingshan.apps
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import case_number_field
from qingshan.apps.base.frame import spoken
from qingshan.core.kernel.label import Label


class Sample(ToldForm):
    """One field of each kind."""

    body = forms.ChoiceField(label=spoken("机构", "Body"), choices=[("1", "甲")])
    note = forms.CharField(label=spoken("说明", "Note"), max_length=4)
    share = forms.DecimalField(label=spoken("占比（%）", "Share (%)"), max_value=100)
    days = forms.IntegerField(label=spoken("天数", "Days"), min_value=1)
    paper = forms.FileField(label=spoken("证明", "Proof"))
    agreed = forms.BooleanField(label=spoken("我已阅读", "I have read this"))
    own = forms.CharField(
        label=spoken("理由", "Reason"),
        error_messages={"required": spoken("请说明理由。", "Say why.")},
    )


def said(form: forms.Form, language: str) -> dict[str, str]:
    with override(language):
        return {name: str(errors[0]) for name, errors in form.errors.items()}


def test_what_is_missing_is_named() -> None:
    assert said(Sample({}), "zh-hans") == {
        "body": "请选择“机构”。",
        "note": "请填写“说明”。",
        "share": "请填写“占比（％）”。",
        "days": "请填写“天数”。",
        "paper": "请上传“证明”。",
        "agreed": "请勾选“我已阅读”。",
        "own": "请说明理由。",
    }
    assert said(Sample({}), "en") == {
        "body": "Choose “Body”.",
        "note": "Fill in “Note”.",
        "share": "Fill in “Share (％)”.",
        "days": "Fill in “Days”.",
        "paper": "Upload “Proof”.",
        "agreed": "Tick “I have read this”.",
        "own": "Say why.",
    }


def test_what_is_wrong_is_named() -> None:
    wrong = {"body": "9", "note": "一二三四五", "share": "101", "days": "0", "agreed": "on"}
    form = Sample(wrong | {"own": "有"}, {"paper": SimpleUploadedFile("a.pdf", b"")})
    assert said(form, "zh-hans") == {
        "body": "“机构”没有这一项，请重新选择。",
        "note": "“说明”最多 4 字，现有 5 字。",
        "share": "“占比（％）”不能大于 100。",
        "days": "“天数”不能小于 1。",
        "paper": "所选文件是空的，请重新选取。",
    }
    form = Sample(wrong | {"share": "x", "days": "1.5"})
    assert said(form, "en")["share"] == "“Share (％)” must be a number."
    assert said(form, "en")["days"] == "“Days” must be a whole number."


def test_a_validator_with_a_sentence_of_its_own_keeps_it() -> None:
    class Numbered(ToldForm):
        """A number as it is written, and one of which nothing more is said."""

        case = case_number_field(Label("案号", "Case number"))
        code = forms.CharField(
            label=spoken("代码", "Code"), required=False, validators=[RegexValidator("^[0-9]+$")]
        )

    told = said(Numbered({"case": "瞎写", "code": "x"}), "zh-hans")
    assert told == {
        "case": "案号形如（2026）黔0122刑初7号，请核对。",
        "code": "“代码”填写有误。",
    }
    assert said(Numbered({"case": "（2026）黔0122刑初7号"}), "zh-hans") == {}


def test_a_field_that_is_added_later_is_named_too() -> None:
    class Late(ToldForm):
        """A field that the making adds."""

        def __init__(self, *args: object) -> None:
            super().__init__(*args)
            self.fields["office"] = forms.ChoiceField(label=spoken("接收机关", "Office"))

    assert said(Late({}), "zh-hans") == {"office": "请选择“接收机关”。"}


def made_forms() -> Iterator[type[forms.BaseForm]]:
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("qingshan.") and ".tests" not in kind.__module__:
                yield kind


def test_every_form_of_the_house_speaks_so() -> None:
    for module in pkgutil.walk_packages(qingshan.apps.__path__, "qingshan.apps."):
        if ".tests" not in module.name and ".migrations" not in module.name:
            importlib.import_module(module.name)
    found = set(made_forms())
    assert len(found) > 80
    assert [kind for kind in found if not issubclass(kind, ToldForm)] == []
