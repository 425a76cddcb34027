"""Forms of casework: reasons, choices of people and offices, answers, findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from qingshan.apps.base.forms import KeyedForm, text_area
from qingshan.apps.base.frame import spoken
from qingshan.apps.casework.models import CorrectionItem
from qingshan.core.kernel.label import Label

ACCEPTED_FILES = "application/pdf,image/jpeg,image/png"
_FILE_HELP = Label("PDF、JPG 或 PNG，可用手机拍照", "PDF, JPG or PNG; a photo will do")
_HOLDS = (
    ("yes", spoken("与申报一致", "as stated")),
    ("no", spoken("与申报不符", "not as stated")),
)


def choice(label: Label, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    """One of several, to be chosen."""
    return forms.ChoiceField(
        label=spoken(*label),
        choices=[("", spoken("请选择", "Choose")), *choices],
    )


class CaseForm(KeyedForm):
    """A form of one act; after the due day it asks for the reason as well."""

    def __init__(self, *args: Any, is_late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_late:
            self.fields["late_reason"] = text_area(
                Label("超期原因", "Why it is late"),
                help_text=Label(
                    "已过截止日，原因记入办理环节。", "The term is over; this is kept."
                ),
            )

    @property
    def late_reason(self) -> str:
        """The reason told, if the form asked for one."""
        return str(self.cleaned_data.get("late_reason", "")).strip()


class ReasonForm(CaseForm):
    """An act that says why."""

    reason = text_area(Label("理由", "Reason"))


class OutcomeForm(CaseForm):
    """How a case ended."""

    outcome = text_area(Label("办理结果", "Outcome"), required=False)


class NewFactsForm(CaseForm):
    """A correction notice; a second one names what is new."""

    def __init__(self, *args: Any, is_second: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_second:
            self.fields["new_facts"] = text_area(
                Label("新增事实", "New facts"),
                help_text=Label(
                    "补正已告知过一次，只有新发现的事实才能再次告知。",
                    "A correction was asked for before; only new facts allow another notice.",
                ),
            )


class OfficeForm(CaseForm):
    """To which office a case goes."""

    def __init__(self, *args: Any, offices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = choice(Label("接收机关", "Receiving office"), offices)


class HandOverForm(OfficeForm):
    """Another office, and why."""

    reason = text_area(Label("转办理由", "Reason"))


class PersonForm(CaseForm):
    """Who is to do it."""

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = choice(Label("承办人", "Person"), people)


class FieldTaskForm(PersonForm):
    """Who looks at the land, and at what."""

    task = text_area(Label("核查任务", "Task"))


class FindingForm(CaseForm):
    """What was found on the land."""

    holds = forms.ChoiceField(
        label=spoken("结论", "Result"),
        choices=_HOLDS,
        widget=forms.RadioSelect,
        error_messages={"required": spoken(*Label("请选择结论。", "Choose the result."))},
    )
    finding = text_area(Label("核查情况", "Finding"))


class PhotosInput(forms.FileInput):
    """A file box that takes several photos; on a phone it opens the camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Every file that was chosen."""
        given = data if isinstance(data, list) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in given]


class FieldResultForm(FindingForm):
    """The record of a field check with its photos."""

    photos = PhotosField(
        label=spoken("现场照片", "Photos"),
        required=False,
        help_text=spoken(*_FILE_HELP),
        widget=PhotosInput(attrs={"accept": ACCEPTED_FILES}),
    )


class OpinionForm(CaseForm):
    """Whether the title is as stated."""

    holds = FindingForm.base_fields["holds"]
    text = text_area(Label("意见", "Opinion"))


class AnswerForm(CaseForm):
    """An answer to each item of a correction notice."""

    def __init__(self, *args: Any, items: Iterable[CorrectionItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            demand = Label(f"{item.place}. {item.demand}", f"{item.place}. {item.demand}")
            self.fields[f"text_{item.place}"] = text_area(demand, rows=2, required=False)
            self.fields[f"file_{item.place}"] = forms.FileField(
                label=spoken(f"第 {item.place} 项的文件", f"File for item {item.place}"),
                required=False,
                help_text=spoken(*_FILE_HELP),
                widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}),
            )
