"""Forms of a holder and a trader: offer, take. Quantities in tonnes, prices in yuan."""

from __future__ import annotations

from django import forms

from qingshan.apps.base.forms import WholeTonnesForm, price_field
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
