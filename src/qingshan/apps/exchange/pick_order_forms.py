"""Forms of an order of several listings: how much is looked for, and the confirmation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import KeyedForm, tonnes_field, yuan_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.exchange.forms import purpose_field
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.reads import opened_listings
from qingshan.apps.registry.fields import TicketField
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import CARBON_PER_TONNE, carbon

_LINE = re.compile(r"([A-Z]+-[0-9-]+):([0-9]{1,9})")


class WishForm(ToldForm):
    """What is looked for."""

    tonnes = tonnes_field(Label("要买多少（吨）", "How much (t)"), decimals=0)
    ceiling = yuan_field(
        Label("最高价（元/吨）", "Highest price (CNY/t)"), what=Label("最高价", "price"), digits=10
    )
    ticket = TicketField(
        Label("只买这张碳票", "Of this ticket only"),
        required=False,
        help_text=spoken("不填则在全部挂牌里找。", "Without it, all listings are looked through."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ceiling = self.fields["ceiling"]
        ceiling.required = False
        ceiling.help_text = spoken("不填则不限。", "Without it, any price.")

    @property
    def told(self) -> dict[str, Any]:
        """Quantity in carbon units, ceiling in fen, and the series."""
        data = self.cleaned_data
        ceiling, ticket = data["ceiling"], data["ticket"]
        return {
            "quantity": carbon(data["tonnes"]),
            "ceiling_fen": None if ceiling is None else fen(ceiling),
            "asset": ticket.asset if ticket else "",
        }


class PickOrderForm(KeyedForm):
    """The listings as they were shown, with what is taken of each, and the buyer's declarations."""

    lines = forms.CharField(widget=forms.HiddenInput, max_length=4_000)
    purpose = purpose_field()
    is_unrelated = forms.BooleanField(
        label=spoken(
            "本方与上列卖方均无关联关系。", "We are related to none of the sellers above."
        ),
        error_messages={
            "required": spoken(
                "请先确认；与卖方有关联关系的，请单独摘牌并披露。",
                "Confirm it first; of a related seller, take the listing alone and declare it.",
            )
        },
    )

    def clean_lines(self) -> list[list[int]]:
        """Key and carbon units of each listing."""
        found = picks_told(self.cleaned_data["lines"])
        if not found:
            raise forms.ValidationError(
                spoken("挂牌清单无法读取，请重新排列。", "The listings cannot be read: look again.")
            )
        return [[listing.pk, quantity] for listing, quantity in found]


def written_picks(picks: Sequence[tuple[Listing, int]]) -> str:
    """Listings and carbon units as the form carries them: the market deals in whole tonnes."""
    return " ".join(f"{one.number}:{units // CARBON_PER_TONNE}" for one, units in picks)


def picks_told(text: str) -> list[tuple[Listing, int]]:
    """The same read back, in their order; nothing when one of them is no listing."""
    told = [_LINE.fullmatch(word) for word in text.split()]
    numbers = [one[1] for one in told if one]
    found = {one.number: one for one in opened_listings().filter(number__in=numbers)}
    if not all(told) or not set(numbers) <= set(found):
        return []
    return [(found[one[1]], carbon(one[2])) for one in told if one]
