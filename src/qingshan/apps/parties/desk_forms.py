"""Forms of opening an account, of its review, of roles and of screening lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from qingshan.apps.base.forms import KeyedForm, day_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.base.roles import ROLES, UNGIVEN
from qingshan.apps.parties.enrolling import ALWAYS, CHECKLIST, DETAILS, OF_ORGANISATIONS
from qingshan.apps.parties.forms import text_field
from qingshan.apps.parties.kinds import PAPER_KINDS, PARTY_KINDS, RISKS
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.sealing import seal_fields
from qingshan.core.kernel.label import Label

APPLYING_KINDS = ("person", "collective", "cooperative", "farm", "enterprise", "body", "bank")
PAPER_BYTES = 10 << 20
OF_AGENTS = ("agent", "agent_number")
PERSON = "person"
NOT_OF_PERSONS = (*OF_ORGANISATIONS, "name_en", "contact", "department", "phone")
AS_PERSONS_SAY = {
    "name": Label("姓名", "Name"),
    "number": Label("证件号码", "Number of the paper"),
    "licence_until": Label("证件有效期", "Paper valid until"),
    "mobile": Label("手机号", "Mobile number"),
    "email": Label("电子邮箱", "E-mail"),
}
NOT_OF_BODIES = ("paper_kind",)
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


def choices(labels: dict[str, Label], *names: str) -> list[tuple[str, Any]]:
    """Some or all names with their words."""
    return [(name, spoken(*labels[name])) for name in names or labels]


class EnrolmentForm(KeyedForm):
    """Form F1; what is missing or wrong is said by the act itself, all at once."""

    kind = forms.ChoiceField(
        label=spoken("主体类型", "Kind of party"), choices=choices(PARTY_KINDS, *APPLYING_KINDS)
    )
    name = text_field("名称或姓名", "Name")
    name_en = text_field("英文名称", "Name in English", required=False, max_length=160)
    county_code = forms.RegexField(
        rf"^{settings.PROVINCE}[0-9]{{4}}$",
        label=spoken("所在县代码（6 位）", "County code, six digits"),
        error_messages={
            "required": spoken("请填写县代码。", "Enter the county code."),
            "invalid": spoken("应为本省的 6 位县代码。", "Six digits of a county here."),
        },
    )
    role = forms.ChoiceField(label=spoken("申请的岗位", "Role applied for"), choices=())
    paper_kind = forms.ChoiceField(
        label=spoken("证件类型", "Kind of paper"),
        choices=choices(PAPER_KINDS),
        required=False,
    )
    licence_until = day_field(DETAILS["licence_until"])
    power_of_attorney = forms.FileField(
        label=spoken("授权委托书（有代理人时）", "Power of attorney (with an agent)"),
        required=False,
        help_text=spoken("PDF、JPG 或 PNG，不超过 10 MB。", "PDF, JPG or PNG, at most 10 MB."),
    )
    agreed = forms.BooleanField(
        label=spoken(
            "我单独同意为开户审核和结算处理证件号码和银行账户等敏感个人信息。",
            "I agree separately that numbers of papers and bank accounts are used for the review "
            "and for settlement.",
        ),
        error_messages={
            "required": spoken("须先同意才能开户。", "The account needs this consent.")
        },
    )

    def __init__(self, *told: Any, roles: list[str], is_person: bool, **more: Any) -> None:
        """A person is not asked what only organisations have, nor an organisation for a card."""
        super().__init__(*told, **more)
        self.fields["role"].choices = choices(ROLES, *roles)  # type: ignore[attr-defined]
        self.fields["licence_until"].required = False
        for name, label in DETAILS.items():
            if name not in self.fields:
                self.fields[name] = text_field(*_asked(name, label), required=name in ALWAYS)
        for name in NOT_OF_PERSONS if is_person else NOT_OF_BODIES:
            del self.fields[name]
        if is_person:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial.setdefault("kind", PERSON)
            for name, label in AS_PERSONS_SAY.items():
                self.fields[name].label = spoken(*label)
        kinds = [kind for kind in APPLYING_KINDS if (kind == PERSON) == is_person]
        self.fields["kind"].choices = choices(PARTY_KINDS, *kinds)  # type: ignore[attr-defined]
        self.order_fields(
            [
                *("key", "kind", "name", "name_en", "county_code", "role"),
                *(name for name in DETAILS if name not in OF_AGENTS),
                *(*OF_AGENTS, "power_of_attorney", "agreed"),
            ]
        )

    def clean_power_of_attorney(self) -> Any:
        """A document or a picture by its first bytes, and not too large."""
        file = self.cleaned_data.get("power_of_attorney")
        if file is None:
            return None
        head = file.read(8)
        file.seek(0)
        if not any(head.startswith(sign) for sign in SIGNATURES):
            raise ValidationError(spoken("只接受 PDF、JPG 或 PNG。", "PDF, JPG or PNG only."))
        if file.size > PAPER_BYTES:
            raise ValidationError(spoken("文件超过 10 MB。", "The file is larger than 10 MB."))
        return file

    @property
    def details_sealed(self) -> str:
        """The personal fields as they are stored."""
        told = {name: str(self.cleaned_data.get(name) or "").strip() for name in DETAILS}
        told["contact"] = told["contact"] or self.cleaned_data["name"]
        return seal_fields(told)


def _asked(name: str, label: Label) -> Label:
    """A label that says of whom a field is asked."""
    english = label.en.capitalize()
    if name == "agent":
        return Label(f"{label.zh}（委托他人办理时）", f"{english} (who acts for another)")
    return Label(label.zh, english)


class ReviewForm(KeyedForm):
    """What the reviewer has checked and how great the risk is."""

    checked = forms.MultipleChoiceField(
        label=spoken("审核要点", "Points checked"),
        choices=choices(CHECKLIST),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    risk = forms.ChoiceField(
        label=spoken("风险等级", "Risk grade"), choices=choices(RISKS), widget=forms.RadioSelect
    )
    screening_reason = text_field(
        "对筛查结果的判断和理由",
        "Decision on the screening, with its reason",
        required=False,
        max_length=400,
        help_text=spoken(
            "疑似命中或无法判断时必填。", "Needed for a possible hit or an unknown result."
        ),
    )


class ProposalForm(KeyedForm):
    """Who is to hold which role for whom, and where."""

    party = forms.ModelChoiceField(
        label=spoken("单位", "Party"),
        queryset=Party.objects.order_by("name"),
        error_messages={"required": spoken("请选择单位。", "Choose a party.")},
    )
    role = forms.ChoiceField(
        label=spoken("岗位", "Role"),
        choices=choices(ROLES, *(name for name in ROLES if name not in UNGIVEN)),
    )
    area = text_field(
        "管辖范围",
        "Area",
        required=False,
        max_length=6,
        help_text=spoken(
            "省 2 位、市州 4 位或县 6 位代码；留空则为单位所在县或全省。",
            "Code of province (2), prefecture (4) or county (6 digits); empty for the party's own.",
        ),
    )
    reason = text_field("理由", "Reason", max_length=200)


class ListForm(KeyedForm):
    """A list with its provenance."""

    name = text_field("名单名称", "Name of the list")
    issuer = text_field("发布机关", "Issued by")
    published = day_field(Label("发布日期", "Published on"))
    file = forms.FileField(
        label=spoken("名单文件", "File"),
        help_text=spoken(
            "UTF-8 编码的 CSV，表头 name，可另有 number。",
            "CSV in UTF-8 with the header name, perhaps number.",
        ),
        error_messages={"required": spoken("请选择文件。", "Choose a file.")},
    )
