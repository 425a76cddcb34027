"""Forms of a holder and a trader: offer, take, retire. Quantities in tonnes, prices in yuan."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import TonnesForm, WholeTonnesForm, price_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.exchange.forms import relation_field
from qingshan.apps.exchange.modes import ZONES
from qingshan.apps.registry.purposes import JUDICIAL, PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import fen

LONGEST_DAYS = 90
BOUGHT_FOR = [name for name in PURPOSES if name != JUDICIAL]


def _purposes() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=spoken("用途", "Use"),
        choices=[(name, spoken(*PURPOSES[name])) for name in BOUGHT_FOR],
    )


class OfferForm(WholeTonnesForm):
    """Offer units at a price for some days."""

    price = price_field()
    days = forms.IntegerField(
        label=spoken("挂牌天数", "Days on offer"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=30,
        help_text=spoken("到期未成交的部分自动退回。", "What nobody took returns by itself."),
    )
    zone = forms.ChoiceField(
        label=spoken("挂牌范围", "Open to"),
        choices=[
            (name, spoken(*label))
            for name, label in {"": Label("全市场", "the whole market"), **ZONES}.items()
        ],
        required=False,
        help_text=spoken("专区内买入即注销。", "What is bought in a zone is retired at once."),
    )

    @property
    def price_fen(self) -> int:
        """The price in fen per tonne."""
        return fen(self.cleaned_data["price"])


class TakeForm(WholeTonnesForm):
    """Take a listing, wholly or in part."""

    purpose = _purposes()
    relation = relation_field()


class RetireForm(TonnesForm):
    """Retire units for good."""

    purpose = _purposes()
    beneficiary = forms.CharField(
        label=spoken("受益人", "Beneficiary"),
        max_length=120,
        help_text=spoken("为谁注销，将公开显示。", "For whom; shown in public."),
        error_messages={"required": spoken("请填写受益人。", "Name the beneficiary.")},
    )
    statement = forms.CharField(
        label=spoken("抵消的活动或期间", "Event or period offset"),
        max_length=200,
        required=False,
        help_text=spoken(
            "例如“抵消 2025 年年会排放 12 吨”。", "Such as “offsets 12 t of the 2025 meeting”."
        ),
    )
    agreed = forms.BooleanField(
        label=spoken("我已知道：注销不可撤销。", "I know that retirement cannot be undone."),
        error_messages={"required": spoken("请先确认。", "Please confirm first.")},
    )
