"""Forms of the measuring body: how to measure, by which method, annexes, figures of one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from qingshan.apps.base.form_words import ToldForm
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
SEED_MOST = 2**31 - 1
DRAWS_LEAST, DRAWS_MOST = 100, 10_000
"""Fewer draws say little of an interval; more keep the queue from others."""

YEARS_MOST, YEARS_COUNT = 100, 12
"""The furthest year that can be asked for, and how many at once."""


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


class OwnFiguresForm(ToldForm):
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


class PlotFiguresForm(OwnFiguresForm):
    """Figures of one's own on strata and plots."""

    pasted = forms.CharField(
        label=spoken("从 Excel 粘贴", "Paste from Excel"),
        required=False,
        max_length=PASTED_MOST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=spoken(
            "两列：层名或样地号（或数的编号，如 removal）与数值；层填减排量（吨），样地填期末碳储量"
            "（吨碳/公顷）；可带标题行",
            "Two columns: stratum or plot (or the id of a figure, such as removal) and value; of a "
            "stratum the removal in tonnes, of a plot the stock at the end in tC/ha; a heading may "
            "stand above",
        ),
    )


class GrowthForm(ToldForm):
    """For which years stands are projected, and whether published curves may stand in."""

    years = forms.CharField(
        label=spoken("预测到几年后", "Years ahead"),
        initial="5",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=spoken(
            "从调查之日算起；多个年数用逗号分开，如 5，10，20",
            "from the day of the survey; several with commas, as 5, 10, 20",
        ),
        error_messages={"required": spoken("请填写年数。", "Enter the years.")},
    )
    reference = forms.BooleanField(
        label=spoken("拟合不出曲线的用参考曲线", "Published curves where none can be fitted"),
        required=False,
        help_text=spoken(
            "参考曲线来自外地，没有置信带", "They come from elsewhere and have no band."
        ),
    )

    def clean_years(self) -> tuple[int, ...]:
        """Whole years above zero, each once."""
        words = self.cleaned_data["years"].replace("，", ",").replace("、", ",").split(",")
        told = [word.strip() for word in words if word.strip()]
        good = all(word.isdecimal() and 0 < int(word) <= YEARS_MOST for word in told)
        if not told or not good or len(told) > YEARS_COUNT:
            raise forms.ValidationError(
                spoken(
                    f"请填写 1 至 {YEARS_MOST} 的整数，最多 {YEARS_COUNT} 个。",
                    f"Whole years from 1 to {YEARS_MOST}, at most {YEARS_COUNT} of them.",
                )
            )
        return tuple(sorted({int(word) for word in told}))


class DoubtForm(KeyedForm):
    """From which seed parameters are drawn, and how often."""

    count = forms.IntegerField(
        label=spoken("抽取次数", "Draws"),
        min_value=DRAWS_LEAST,
        max_value=DRAWS_MOST,
        initial=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": spoken("请填写抽取次数。", "Enter the number of draws.")},
    )
    seed = forms.IntegerField(
        label=spoken("随机种子", "Seed"),
        min_value=0,
        max_value=SEED_MOST,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=spoken(
            "同一种子得出同样的结果，任何人可以重算", "The same seed gives the same, for anybody"
        ),
        error_messages={"required": spoken("请填写种子。", "Enter a seed.")},
    )


class ReplayForm(ToldForm):
    """A package of somebody's; without one that of the run is recomputed."""

    file = forms.FileField(
        label=spoken("收到的复算包", "A package received"),
        required=False,
        help_text=spoken("不选则复算本次计量的包", "none: the package of this run is recomputed"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={
            "empty": spoken("文件是空的，请重新下载。", "The file is empty; download it again."),
        },
    )


def annex_labels(as_of: date) -> dict[str, Label]:
    """The kinds of annexes in words, by key (table ``carbon.report_annex``)."""
    rows = open_shelf().wide(ANNEX_TABLE, as_of).iter_rows(named=True)
    return {row["annex"]: Label(row["label_zh"], row["label_en"]) for row in rows}
