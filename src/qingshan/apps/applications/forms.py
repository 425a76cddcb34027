"""The forms of the steps: nothing is required while one fills in, what is wrong is not saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms

from qingshan.apps.applications.lands import SYSTEMS
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.points import REPLY, Point, points_of
from qingshan.apps.applications.statement import OPTION, TICKS
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import PartsField, PeriodMixin, day_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.land.models import TenureCertificate
from qingshan.apps.parties.models import Party
from qingshan.apps.projects.options import OptionsForm, method_choices
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

TYPED = (forms.CharField, forms.IntegerField, forms.DateField, forms.DecimalField)
_COUNT = {
    "invalid": spoken("请填整数。", "Enter a whole number."),
    "min_value": spoken("须大于零。", "It must be above zero."),
}


_REPLY_MOST = 500


class StepForm(ToldForm):
    """A step of a draft: filled from its answers, saved field by field."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    optional: ClassVar[tuple[str, ...]] = ()
    """Fields without which an application can be handed in; the page says so."""

    def __init__(self, *args: Any, draft: Draft, as_of: date, **kwargs: Any) -> None:
        self.draft, self.as_of = draft, as_of
        ticks = {text: is_ticked for is_ticked, text in TICKS.items()}
        told = {name: ticks.get(value, value) for name, value in draft.answers.items()}
        kwargs["initial"] = {**told, "version": draft.version}
        super().__init__(*args, **kwargs)
        self.dress()
        for name, field in self.fields.items():
            field.required = not (name in self.optional or name.startswith((OPTION, REPLY)))

    def full_clean(self) -> None:
        """An empty field is no mistake as long as one fills in; what is missing is told apart."""
        told = {name: field.required for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.required = name == "version"
        super().full_clean()
        for name, field in self.fields.items():
            field.required = told[name]

    def dress(self) -> None:
        """Add choices that depend on the draft."""

    @property
    def answers(self) -> dict[str, str]:
        """What was told and is right, as texts; a wrong field keeps what it had before."""
        told = {}
        for name in self.fields:
            if name == "version" or name in self.errors or self._is_file(name):
                continue
            value = self.cleaned_data.get(name)
            if isinstance(value, bool):
                told[name] = TICKS[value]
            else:
                told[name] = "" if value is None else str(value)
        return told

    def visible(self) -> Iterator[forms.BoundField]:
        """The fields that the page shows."""
        return (self[name] for name in self.fields if not self[name].is_hidden)

    def _is_file(self, name: str) -> bool:
        return isinstance(self.fields[name], forms.FileField)


class ApplicantForm(StepForm):
    """Who applies, and whether somebody else does the work for a fee."""

    optional = ("agent_name", "agent_fee")

    party = forms.ChoiceField(label=spoken("申请人", "Applicant"))
    phone = forms.RegexField(
        regex=r"^\+?[0-9][0-9\- ]{6,19}$",
        label=spoken("联系电话", "Telephone"),
        help_text=spoken("县里有问题时打这个电话", "where the county can reach you"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={
            "invalid": spoken("请填电话号码，只含数字和短横。", "Digits and hyphens only.")
        },
    )
    through_agent = forms.ChoiceField(
        label=spoken("由谁办理", "Who does the work"),
        widget=forms.RadioSelect,
        choices=[
            ("no", spoken("自己办理", "we ourselves")),
            ("yes", spoken("委托代理人办理", "an agent for us")),
        ],
    )
    agent_name = forms.CharField(
        label=spoken("代理人", "Agent"), max_length=120,
        help_text=spoken("没有代理人的不填", "empty where there is none"),
    )  # fmt: skip
    agent_fee = forms.CharField(
        label=spoken("收费方式", "Basis of the fee"), max_length=200,
        help_text=spoken(
            "写清金额或比例、何时支付，例如：每件 2,000 元，签发后支付",
            "amount or share, and when it is paid",
        ),
    )  # fmt: skip

    def dress(self) -> None:
        """The parties for which the person may apply; oneself unless told otherwise."""
        self.initial.setdefault("through_agent", "no")
        self.initial["party"] = str(self.draft.party_id)
        own = Party.objects.filter(
            memberships__user=self.draft.user_id, memberships__role="applicant"
        )
        if self.draft.notice_id is not None:
            own = own.filter(pk=self.draft.party_id)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), spoken(*one.label)) for one in own.distinct().order_by("pk")]


class LandForm(StepForm):
    """Which forest, what it is called, and by which certificate it is held."""

    optional = ("crs", "certificate")

    file = PartsField(
        label=spoken("小班文件", "Sub-compartment file"),
        help_text=spoken(
            "压缩的 Shapefile（zip）、GeoPackage、GeoJSON 或 KML；"
            "散开的 shp、dbf、shx、prj 可一起选",
            "a zipped shapefile, GeoPackage, GeoJSON or KML; loose parts may be chosen together",
        ),
        error_messages={"empty": spoken("文件是空的，请重新导出。", "The file is empty.")},
    )
    crs = forms.ChoiceField(
        label=spoken("坐标系", "Coordinate system"),
        help_text=spoken("文件里没有时才选", "only when the file names none"),
        choices=[("", spoken("文件里有", "told by the file")), *((name, name) for name in SYSTEMS)],
    )
    name = forms.CharField(
        label=spoken("项目名称", "Name of the project"), max_length=120,
        help_text=spoken("例如：某某村集体林碳票项目", "such as: collective forest of a village"),
    )  # fmt: skip
    place = forms.CharField(label=spoken("乡镇、村", "Township, village"), max_length=200)
    certificate = forms.ChoiceField(
        label=spoken("已登记的权属证", "Certificate that is entered"),
        help_text=spoken("选了就不用再传照片", "then no photo is needed"),
    )
    tenure_number = forms.CharField(
        label=spoken("权属证号", "Number of the certificate"), max_length=60,
        help_text=spoken(
            "照林权证或不动产权证填写；上面选了已登记的证就不填",
            "as on the certificate; empty where one is chosen above",
        ),
    )  # fmt: skip

    def dress(self) -> None:
        """The certificates of the party."""
        own = TenureCertificate.objects.filter(holder=self.draft.party_id).order_by("number")
        field = self.fields["certificate"]
        assert isinstance(field, forms.ChoiceField)
        none = ("", spoken("没有，填证号并拍照", "none: number and photo instead"))
        field.choices = [none, *((str(one.pk), one.number) for one in own)]

    def clean(self) -> dict[str, Any]:
        """A chosen certificate tells its number."""
        told: dict[str, Any] = super().clean() or {}
        chosen = told.get("certificate")
        if chosen:
            told["tenure_number"] = TenureCertificate.objects.get(pk=chosen).number
        return told


class MethodForm(PeriodMixin, StepForm):
    """Over which days and by which method, with the options that the method offers."""

    first_day = day_field(Label("监测期起日", "First day of the period"))
    last_day = day_field(Label("监测期止日", "Last day of the period"))
    method = forms.ChoiceField(label=spoken("方法学", "Method"))

    def dress(self) -> None:
        """Methods of the catalogue, and the options of the chosen one."""
        field = self.fields["method"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = method_choices()
        method = str(self.data.get("method") or self.draft.answers.get("method", ""))
        try:
            self.options = OptionsForm(method=method) if method else None
        except Refused:
            self.options = None
        for name, option in self.options.fields.items() if self.options else ():
            if not name.startswith((f"{OPTION}allow_", f"{OPTION}override_")):
                self.fields[name] = option

    @property
    def about(self) -> Label | None:
        """What the chosen method is."""
        method = self.draft.answers.get("method")
        return find_method(method).spec.label if method else None

    def clean(self) -> dict[str, Any]:
        """A period that runs backwards leaves both of its days as they were."""
        told = super().clean()
        if "last_day" in self.errors and told.get("first_day"):
            self.add_error("first_day", spoken("与止日不符。", "It does not fit the last day."))
        return told


class HouseholdForm(StepForm):
    """A list of households as a file, or one more household typed in."""

    optional = ("file",)

    file = forms.FileField(
        label=spoken("填好的分户清单", "The list, filled in"),
        help_text=spoken("Excel、WPS（.xlsx）或 CSV", "Excel, WPS (.xlsx) or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"empty": spoken("文件是空的，请重新导出。", "The file is empty.")},
    )


class PapersForm(StepForm):
    """The village notice, the vote, and the papers that this kind of applicant hands in."""

    notice_day = day_field(Label("村内公示日期", "Day of the village notice"))
    consent_total = forms.IntegerField(
        label=spoken("应到户（人）数", "Members in all"), min_value=1, error_messages=_COUNT
    )
    consent_agreed = forms.IntegerField(
        label=spoken("同意户（人）数", "Members who agreed"), min_value=1, error_messages=_COUNT
    )


class SubmitForm(StepForm):
    """The declaration, a signature drawn with a finger, and a word on each point of a notice."""

    declared = forms.BooleanField(
        label=spoken("我已阅读并同意上面的承诺", "I have read the declaration and agree to it")
    )
    signature_drawn = forms.CharField(widget=forms.HiddenInput)

    def dress(self) -> None:
        """A correction says something on each point, or leaves it to what was changed."""
        self.points = points_of(self.draft)
        for point in self.points:
            self.fields[point.field] = forms.CharField(
                label=spoken(f"对第 {point.place} 项的说明", f"On item {point.place}"),
                help_text=spoken(
                    "已在对应步骤改正的可以不填", "may stay empty where you corrected the step"
                ),
                max_length=_REPLY_MOST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def replies(self) -> list[tuple[Point, forms.BoundField]]:
        """Each point with its field."""
        return [(point, self[point.field]) for point in self.points]


_SOURCES: dict[str, tuple[Label, dict[str, str]]] = {
    "photo": (Label("拍照", "Take a photo"), {"accept": "image/*", "capture": "environment"}),
    "chosen": (
        Label("选图片或 PDF", "Choose a picture or PDF"),
        {"accept": "image/jpeg,image/png,application/pdf"},
    ),
}


class PaperForm(ToldForm):
    """One paper: a photo taken now, a picture or a PDF."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        kwargs["prefix"] = kind
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, (label, told) in _SOURCES.items():
            self.fields[name] = forms.FileField(
                label=spoken(*label),
                required=False,
                widget=forms.FileInput(attrs=told),
                error_messages={
                    "empty": spoken("文件是空的，请重拍。", "The file is empty; take it again.")
                },
            )

    def clean(self) -> dict[str, Any]:
        """One of both ways was used."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(told.get(name) for name in _SOURCES):
            raise forms.ValidationError(
                spoken("请选择文件或拍照。", "Choose a file or take a photo.")
            )
        return told

    @property
    def given(self) -> Any:
        """The file that was sent."""
        return next(self.cleaned_data[name] for name in _SOURCES if self.cleaned_data.get(name))


class ProgressForm(ToldForm):
    """A receipt number and its check code, as printed."""

    number = forms.CharField(
        label=spoken("收件号", "Receipt number"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": spoken("请填收件号。", "Enter the receipt number.")},
    )  # fmt: skip
    code = forms.CharField(
        label=spoken("查询码", "Check code"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": spoken("请填查询码。", "Enter the check code.")},
    )  # fmt: skip


FORMS: dict[str, type[StepForm]] = {
    "applicant": ApplicantForm,
    "land": LandForm,
    "method": MethodForm,
    "households": HouseholdForm,
    "papers": PapersForm,
    "submit": SubmitForm,
}


def typed_fields(kind: type[forms.Form]) -> list[str]:
    """Fields of a form into which one types; choices, ticks and files are not among them."""
    return [
        name
        for name, field in kind.base_fields.items()
        if isinstance(field, TYPED) and not isinstance(field.widget, forms.HiddenInput)
    ]
