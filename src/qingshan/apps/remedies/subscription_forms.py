"""The form by which a court orders that a party buys and retires units."""

from __future__ import annotations

from typing import Any

from qingshan.apps.base.forms import KeyedForm, case_number_field, price_field, tonnes_field
from qingshan.apps.base.frame import say, spoken
from qingshan.apps.parties.fields import PartyField
from qingshan.apps.registry.fields import TicketField
from qingshan.apps.remedies.refusals import CASE_KNOWN, SAME_PARTY, TERMS_WRONG
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen, fen
from qingshan.core.kernel.units import CARBON_PER_TONNE, carbon

FIELDS = {CASE_KNOWN: "case_number", TERMS_WRONG: "tonnes", SAME_PARTY: "seller"}
"""Beside which field a refusal of the verb is told."""


class SubscriptionForm(KeyedForm):
    """Case, who buys, from whom, what and at which price."""

    case_number = case_number_field(Label("裁判文书案号", "Number of the ruling"))
    party = PartyField(
        Label("认购人", "Who is to buy"),
        help_text=spoken(
            "依裁判负有修复义务的当事人，须已开户；对外只显示个人的姓。",
            "The party that the ruling obliges, with an account; of a person strangers see the "
            "surname only.",
        ),
    )
    ticket = TicketField()
    seller = PartyField(Label("出让人（持有人）", "Who is to sell (the holder)"))
    tonnes = tonnes_field(decimals=0, help_text=spoken("整吨。", "Whole tonnes."))
    price = price_field()

    @property
    def quantity(self) -> int:
        """The quantity in carbon units."""
        return carbon(self.cleaned_data["tonnes"])

    @property
    def amount_fen(self) -> int:
        """What is to be paid."""
        return amount_fen(self.quantity, fen(self.cleaned_data["price"]), CARBON_PER_TONNE)

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the verb."""
        names = ("case_number", "party", "seller")
        told = {name: self.cleaned_data[name] for name in names}
        told |= {"ticket": self.cleaned_data["ticket"].pk, "quantity": self.quantity}
        return told | {"price_fen": fen(self.cleaned_data["price"])}

    def tell(self, refusal: Refusal) -> None:
        """A refusal of the verb, beside the field that it is about."""
        if refusal.code in FIELDS:
            what, remedy = (
                Label(part("zh"), part("en")) for part in (refusal.what, refusal.remedy)
            )
            self.add_error(FIELDS[refusal.code], f"{say(what)} {say(remedy)}")
