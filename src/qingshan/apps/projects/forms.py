"""Forms of the measuring body: how to measure, by which method, annexes, figures of one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from qingshan.apps.base.forms import KeyedForm, day_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.projects.options import OptionsForm
from qingshan.core.carbon.reporting.proofread import ANNEX_TABLE
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

HEADS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".xlsx": (b"PK\x03\x04",),
    ".zip": (b"PK\x03\x04",),
}
"""How files of a kind begin, whatever they are called."""

PASTED_MOST = 400_000


class MeasureForm(OptionsForm, KeyedForm):
    """The options of the method, and the day under which its tables are read."""

    as_of = day_field(Label("参数日期", "Tables as of"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["as_of"].initial = today
        self.fields["as_of"].help_text = spoken(
            "全部参数按这一天有效的参数表读取", "All parameters are those in force on this day"
        )

    def clean_as_of(self) -> date:
        """Not a day that lies ahead."""
        told: date = self.cleaned_data["as_of"]
        if told > self._today:
            raise forms.ValidationError(
                spoken("参数日期不能晚于今天。", "Tables of a day to come are not known.")
            )
        return told


class MethodForm(OptionsForm, KeyedForm):
    """The options of a method that is to be chosen."""


class AnnexForm(KeyedForm):
    """A paper and its kind."""

    kind = forms.ChoiceField(label=spoken("附件种类", "Kind of annex"))
    file = forms.FileField(
        label=spoken("文件", "File"),
        help_text=spoken("PDF、图片、.xlsx 或 .zip", "PDF, picture, .xlsx or .zip"),
        widget=forms.FileInput(attrs={"accept": ",".join(HEADS)}),
        error_messages={
            "required": spoken("请选择文件。", "Choose a file."),
            "empty": spoken("文件是空的，请重新导出。", "The file is empty; export it again."),
        },
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (name, spoken(*label)) for name, label in annex_labels(as_of).items()
        ]

    def clean_file(self) -> UploadedFile[bytes]:
        """A file of a kind that is taken, and that is what its name says."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        name = (given.name or "").lower()
        suffix = next((each for each in HEADS if name.endswith(each)), None)
        given.seek(0)
        begins = given.read(8)
        given.seek(0)
        if suffix is None or not begins.startswith(HEADS[suffix]):
            raise forms.ValidationError(
                spoken(
                    "文件内容与名称不符，或不是可用的格式。",
                    "The file is not what its name says, or of no kind that is taken.",
                )
            )
        return given


class OwnFiguresForm(forms.Form):
    """Figures of one's own, pasted or as a file."""

    pasted = forms.CharField(
        label=spoken("从 Excel 粘贴", "Paste from Excel"),
        required=False,
        max_length=PASTED_MOST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=spoken(
            "两列：小班号（或数的编号，如 removal）与数值，减排量以吨计；可带标题行",
            "Two columns: sub-compartment (or the id of a figure, such as removal) and value, "
            "removals in tonnes; a heading may stand above",
        ),
    )
    file = forms.FileField(
        label=spoken("或放入表格", "Or a workbook"),
        required=False,
        help_text=spoken(".xlsx 或 .csv", ".xlsx or .csv"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both must be there."""
        told: dict[str, Any] = super().clean() or {}
        if not told.get("file") and not (told.get("pasted") or "").strip():
            self.add_error(
                "pasted", spoken("请粘贴数值或放入表格。", "Paste figures or choose a workbook.")
            )
        return told


def annex_labels(as_of: date) -> dict[str, Label]:
    """The kinds of annexes in words, by key (table ``carbon.report_annex``)."""
    rows = open_shelf().wide(ANNEX_TABLE, as_of).iter_rows(named=True)
    return {row["annex"]: Label(row["label_zh"], row["label_en"]) for row in rows}
