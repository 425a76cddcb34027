"""Forms of auctions: a proposal, a sealed bid, its opening, a reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from qingshan.apps.auctions.models import UNDER, Auction
from qingshan.apps.auctions.slip import MOST_BYTES, Slip, read_slip
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.forms import KeyedForm, day_field, price_field, reason_field, tonnes_field
from qingshan.apps.base.frame import spoken
from qingshan.apps.exchange.forms import PricedForm, purpose_field, relation_field
from qingshan.apps.exchange.modes import AUCTION
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import fen, yuan
from qingshan.core.kernel.units import carbon, tonnes_text
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import sessions
from qingshan.core.market.sealed import is_secret

_HEX = RegexValidator(r"^[0-9a-f]*$")


class ProposeForm(PricedForm):
    """What is sold, from which price on, and when; days begin and end with the trading day."""

    under = forms.ChoiceField(
        label=spoken("申报总量不足时", "When too little is asked for"),
        choices=[(name, spoken(*label)) for name, label in UNDER.items()],
    )
    first_day = day_field(Label("投报开始日", "Bidding begins on"))
    last_day = day_field(Label("投报截止日", "Bidding ends on"))
    opening_day = day_field(Label("开标截止日", "Bids are opened until"))

    DAYS = ("first_day", "last_day", "opening_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].label = spoken("底价（元/吨）", "Floor price (CNY/t)")
        self.fields["price"].help_text = spoken(
            "随公告公布，低于底价的报价不计入。", "Announced to all; bids below it do not count."
        )
        self.fields["first_day"].help_text = spoken(
            "每日以开市时间开始，以收市时间截止。", "Days begin and end with the trading day."
        )

    def clean(self) -> dict[str, Any]:
        """The days come one after the other."""
        told: dict[str, Any] = super().clean() or {}
        days = [told[name] for name in self.DAYS if told.get(name)]
        if days != sorted(days):
            self.add_error(
                "opening_day", spoken("三个日期须依次在后。", "The days follow one another.")
            )
        return told

    def times(self, when: datetime) -> dict[str, datetime]:
        """The three times of the verb, by the hours in force."""
        spans = sessions(AUCTION, shelf=open_rulebook(), as_of=booking_day(when))
        opens, closes = spans[0].opens, spans[-1].closes

        def at(name: str, hour: Any) -> datetime:
            day: date = self.cleaned_data[name]
            return datetime.combine(day, hour, SHANGHAI)

        return {
            "bidding_from": at("first_day", opens),
            "bidding_until": at("last_day", closes),
            "opening_until": at("opening_day", closes),
        }


class SealForm(KeyedForm):
    """A bid: sealed by the browser, which sends the digest alone, or here, where it is not kept."""

    price = price_field()
    tonnes = tonnes_field(decimals=0)
    purpose = purpose_field()
    relation = relation_field()
    secret = forms.CharField(
        widget=forms.HiddenInput, max_length=32, required=False, validators=[_HEX]
    )
    commitment = forms.CharField(
        widget=forms.HiddenInput, max_length=64, required=False, validators=[_HEX]
    )

    def __init__(self, auction: Auction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auction = auction

    def full_clean(self) -> None:
        """Price and tonnes are not sent where the browser sealed them; they are asked for anew."""
        asked = [self.fields[name] for name in ("price", "tonnes")]
        for field in asked:
            field.required = not self.data.get("commitment")
        super().full_clean()
        for field in asked:
            field.required = True

    def clean(self) -> dict[str, Any]:
        """Without a digest the bid itself is needed, and one that can win."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("commitment"):
            return told
        price, tonnes = told.get("price"), told.get("tonnes")
        if price is not None and fen(price) < self.auction.floor_fen:
            least = yuan(self.auction.floor_fen)
            self.add_error("price", spoken(f"不得低于底价 {least} 元。", f"At least CNY {least}."))
        if tonnes is not None and carbon(tonnes) > self.auction.quantity:
            most = tonnes_text(self.auction.quantity)
            self.add_error("tonnes", spoken(f"不得超过 {most} 吨。", f"At most {most} t."))
        if not is_secret(told.get("secret") or ""):
            self.add_error(None, spoken("密钥缺失，请重新打开本页。", "Open this page again."))
        return told

    def slip(self, bidder: int) -> Slip | None:
        """What the bidder is to keep; None where the browser sealed the bid."""
        told = self.cleaned_data
        if told["commitment"]:
            return None
        price, quantity = fen(told["price"]), carbon(told["tonnes"])
        return Slip(self.auction.number, bidder, price, quantity, told["secret"])


class SlipForm(ToldForm):
    """A slip to be saved as a file, as the page before told it."""

    price_fen = forms.IntegerField(min_value=1)
    quantity = forms.IntegerField(min_value=1)
    secret = forms.CharField(min_length=32, max_length=32, validators=[_HEX])


class OpenForm(KeyedForm):
    """What was sealed: the slip as a file, or its three values."""

    slip = forms.FileField(
        label=spoken("投报凭条", "Slip of the bid"),
        required=False,
        help_text=spoken(
            "投报时保存的文件。没有文件的，填写下面三项。",
            "The file that you saved. Without it, fill in the three fields below.",
        ),
    )
    price = price_field()
    tonnes = tonnes_field(decimals=0)
    secret = forms.CharField(
        label=spoken("密钥", "Secret"),
        max_length=32,
        required=False,
        help_text=spoken("凭条上的 32 位字符。", "The 32 characters on the slip."),
    )

    def __init__(self, auction: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auction = auction
        self.fields["price"].required = self.fields["tonnes"].required = False

    def clean(self) -> dict[str, Any]:
        """The bid as the verb wants it, from the file or from the fields."""
        told: dict[str, Any] = super().clean() or {}
        file = told.get("slip")
        if file:
            told["bid"] = self._read(file.read(MOST_BYTES + 1))
            return told
        if all(told.get(name) for name in ("price", "tonnes", "secret")):
            price, tonnes = Decimal(told["price"]), Decimal(told["tonnes"])
            secret = told["secret"].strip().lower()
            told["bid"] = {"price_fen": fen(price), "quantity": carbon(tonnes), "secret": secret}
        elif not self.errors:
            self.add_error(
                None,
                spoken(
                    "请上传凭条，或填写价格、数量和密钥。",
                    "Send the slip, or enter price, quantity and secret.",
                ),
            )
        return told

    def _read(self, data: bytes) -> dict[str, Any] | None:
        found = read_slip(data)
        if found is None or found.auction != self.auction:
            self.add_error(
                "slip",
                spoken("这不是本次竞价的投报凭条。", "This is no slip of a bid in this auction."),
            )
            return None
        return {"price_fen": found.price_fen, "quantity": found.quantity, "secret": found.secret}


class ReasonForm(KeyedForm):
    """Why an auction is sent back or called off."""

    reason = reason_field(Label("理由", "Reason"), Label("请写明理由。", "Say why."))
