"""Forms of those who retire: for whom and for what, a share of a pool, the last confirmation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from qingshan.apps.base.forms import KeyedForm, day_field, tonnes_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.retirements.naming import BODY, PERSON, SELF, named
from qingshan.apps.retirements.saying import CHOSEN
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import carbon, tonnes_text

FOR_WHOM = {
    SELF: Label("本单位（本人）", "ourselves"),
    BODY: Label("其他单位", "another body"),
    PERSON: Label("个人", "a person"),
}


class UseForm(KeyedForm):
    """For what and for whom; whether fields may be empty is the verb's to say."""

    conditional: ClassVar[tuple[str, ...]] = ("subject", "first_day", "last_day", "name", "code")

    purpose = forms.ChoiceField(
        label=spoken("用途", "Use"),
        choices=[(name, spoken(*label)) for name, label in CHOSEN.items()],
    )
    subject = forms.CharField(
        label=spoken("活动、产品或服务名称", "Event, product or service"),
        max_length=60,
        required=False,
        help_text=spoken(
            "会议活动和产品期间须填写，例如“2026 年年会”。",
            "Needed for events and products, such as “annual meeting 2026”.",
        ),
    )
    first_day = day_field(
        Label("起日", "First day"),
        required=False,
        help_text=Label(
            "自身排放、会议活动和产品期间须填写起止日；只有一天的，两处填同一天。",
            "Needed for own emissions, events and products; a single day is entered twice.",
        ),
    )
    last_day = day_field(Label("止日", "Last day"), required=False)
    kind = forms.ChoiceField(
        label=spoken("为谁注销", "For whom"),
        choices=[(name, spoken(*label)) for name, label in FOR_WHOM.items()],
        initial=SELF,
    )
    name = forms.CharField(
        label=spoken("受益人名称", "Name of the beneficiary"),
        max_length=60,
        required=False,
        help_text=spoken(
            "为本单位注销的不用填。公开显示；个人只显示姓。",
            "Not needed for ourselves. It is public; of a person the surname only.",
        ),
    )
    code = forms.CharField(
        label=spoken("统一社会信用代码或身份证号", "Credit code or resident id"),
        max_length=18,
        required=False,
        help_text=spoken(
            "为其他单位或个人注销的须填写，用来识别同一受益人；身份证号加密保存，不公开。",
            "Needed for another body or a person, who is known by it; a resident id is kept"
            " sealed.",
        ),
    )

    @property
    def use(self) -> dict[str, Any]:
        """The arguments of the verb."""
        told = self.cleaned_data
        return {
            **{name: told[name] for name in ("purpose", "subject", "first_day", "last_day")},
            "beneficiary": named(told["kind"], told["name"], told["code"]),
        }


class PoolForm(UseForm):
    """The same of a pool, which always has a name."""

    conditional: ClassVar[tuple[str, ...]] = ("first_day", "last_day", "name", "code")
    subject = forms.CharField(
        label=spoken("活动、产品或服务名称", "Event, product or service"),
        max_length=60,
        help_text=spoken(
            "写在证书上，参与人据此认出；例如“2026 年年会”。",
            "On the certificate, where people know it by; such as “annual meeting 2026”.",
        ),
    )
    field_order = ("purpose", "subject", "first_day", "last_day", "kind", "name", "code")


_AGAIN = Label("再输入一次数量（吨）", "Enter the quantity again (t)")
_FOR_GOOD = spoken("注销不可撤销，请核对。", "Retirement cannot be undone: please check.")


class RetireForForm(UseForm):
    """Retire for a beneficiary; the quantity is typed twice, as it cannot be undone."""

    tonnes = tonnes_field()
    again = tonnes_field(_AGAIN, help_text=_FOR_GOOD)
    field_order = (
        *("tonnes", "purpose", "subject", "first_day", "last_day"),
        *("kind", "name", "code", "again"),
    )

    @property
    def quantity(self) -> int:
        """The quantity in carbon units."""
        return carbon(self.cleaned_data["tonnes"])

    def clean_again(self) -> Decimal:
        """The same as above."""
        again: Decimal = self.cleaned_data["again"]
        first = self.cleaned_data.get("tonnes")
        if first is not None and again != first:
            raise forms.ValidationError(
                spoken("两次输入的数量不同。", "The two quantities differ.")
            )
        return again


class ShareForm(KeyedForm):
    """One person's share."""

    name = forms.CharField(
        label=spoken("姓名", "Name"),
        max_length=40,
        help_text=spoken("公开时只显示姓。", "In public the surname only."),
        error_messages={"required": spoken("请填写姓名。", "Enter the name.")},
    )
    kg = forms.IntegerField(
        label=spoken("碳量（千克）", "Carbon (kg)"),
        min_value=1,
        error_messages={
            "required": spoken("请填写千克数。", "Enter the kilograms."),
            "invalid": spoken("千克数须为整数。", "Kilograms are whole numbers."),
            "min_value": spoken("千克数须大于零。", "Kilograms are above zero."),
        },
    )
    mobile = forms.CharField(
        label=spoken("手机号", "Mobile"),
        max_length=11,
        required=False,
        help_text=spoken("可空；同名的人须填。", "Needed where two bear one name."),
    )
    is_fourteen = forms.BooleanField(
        label=spoken("此人已满 14 周岁", "This person is 14 or older"),
        error_messages={
            "required": spoken(
                "未满 14 周岁的，请由监护人以自己的名义参与。",
                "Under fourteen a guardian takes part in their own name.",
            )
        },
    )


class ListForm(KeyedForm):
    """A list of participants as a file."""

    file = forms.FileField(
        label=spoken("参与人清单", "List of participants"),
        help_text=spoken("Excel、WPS（.xlsx）或 CSV", "Excel, WPS (.xlsx) or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": spoken("请选择表格。", "Choose a list."),
            "empty": spoken("文件是空的，请重新导出。", "The file is empty; export it again."),
        },
    )


class CloseForm(KeyedForm):
    """The tonnes of a pool typed by hand before they are retired for good."""

    again = tonnes_field(
        Label("输入注销数量（吨）", "Enter the quantity retired (t)"), help_text=_FOR_GOOD
    )

    def __init__(self, quantity: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._quantity = quantity

    def clean_again(self) -> Decimal:
        """What the pool comes to."""
        again: Decimal = self.cleaned_data["again"]
        if carbon(again) != self._quantity:
            whole = tonnes_text(self._quantity)
            raise forms.ValidationError(
                spoken(f"应为 {whole} 吨，请核对名单。", f"It is {whole} t; check the list.")
            )
        return again
