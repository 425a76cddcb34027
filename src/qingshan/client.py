"""A client of the interface: the register and the market as rows, and acts in a party's name.

>>> client = Client("https://qingshan.example")                      # doctest: +SKIP
>>> for ticket in client.tickets(county="522629"):                   # doctest: +SKIP
...     print(ticket["number"], ticket["tonnes"]["available"])
>>> client.trades().to_frame()                                       # doctest: +SKIP

Nothing is asked of the network before a row is wanted. Amounts are ``Decimal`` where the client
takes them and text, exact to the last unit, where the interface tells them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from qingshan.asking import Refusal, Row, Rows, Site
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.sealed import SECRET_BYTES, commitment
from qingshan.signature import WrongSignature, verify_webhook

__all__ = ["Client", "Refusal", "Row", "Rows", "WrongSignature", "verify_webhook"]


class Client(Site):
    """The interface of one site; with a token also in the name of its party.

    Parameters
    ----------
    site
        Address of the site, such as ``https://qingshan.example``.
    token
        A token of the workspace; none for what is public.

    Raises
    ------
    Refusal
        By every method, whenever the interface refuses.
    """

    def tickets(self, **filters: str | date) -> Rows:
        """Tickets by ``county``, ``method``, ``issued_from``, ``issued_to``."""
        return self._rows("tickets", filters)

    def ticket(self, number: str) -> Row:
        """One ticket with its movements and papers."""
        return self.get(f"tickets/{number}")

    def retirements(self, **filters: str) -> Rows:
        """Retirements by ``ticket``, ``purpose``."""
        return self._rows("retirements", filters)

    def retirement(self, number: str) -> Row:
        """One retirement with its certificate."""
        return self.get(f"retirements/{number}")

    def listings(self, **filters: str) -> Rows:
        """What can be taken now, by ``ticket``; with ``zone`` what is offered to a zone."""
        return self._rows("listings", filters)

    def trades(self, **filters: str | date) -> Rows:
        """Settled deals, by ``ticket``, ``purpose``, ``mode``, ``since``."""
        return self._rows("trades", filters)

    def reports(self) -> list[str]:
        """Months and years with a report of the market, newest first."""
        return list(self.get("reports")["items"])

    def report(self, period: str) -> Row:
        """What a month (``2026-11``) or a year came to: issued, dealt, pledged and retired."""
        return self.get(f"reports/{period}")

    def bulletins(self, **filters: str | date) -> Rows:
        """Days with deals, those ``before`` a day if one is told."""
        return self._rows("bulletins", filters)

    def bulletin(self, day: date, *, edition: int | None = None) -> Row:
        """One day: four prices of each series, deals by use; the last edition if none is told."""
        told = {} if edition is None else {"edition": str(edition)}
        return self.get(f"bulletins/{day.isoformat()}", **told)

    def series(self, number: str) -> Row:
        """The quotes of a ticket: best levels, band, prices by use, halts."""
        return self.get(f"series/{number}")

    def auctions(self, **filters: str) -> Rows:
        """Auctions that are or were announced, by ``ticket``, ``state``."""
        return self._rows("auctions", filters)

    def auction(self, number: str) -> Row:
        """One auction with its times, and its result once it is decided."""
        return self.get(f"auctions/{number}")

    def auction_record(self, number: str) -> Row:
        """The record of a decided auction, by which its result is reckoned again."""
        return self.get(f"auctions/{number}/record")

    def rules(self, *, day: date | None = None) -> list[Row]:
        """The rules of trading in force on a day, today where none is told."""
        told = {"day": day.isoformat()} if day else {}
        items: list[Row] = self.get("rules", **told)["items"]
        return items

    def halts(self) -> list[Row]:
        """What is halted now."""
        items: list[Row] = self.get("halts")["items"]
        return items

    def check(self, *files: Path, **answers: str) -> Row:
        """The card of a file: what it holds and what is wrong with it."""
        return self._sent("check", files, answers)

    def precheck(self, *files: Path, first_day: date, last_day: date, **told: str) -> Row:
        """Eligibility, conflicts and an estimate for a forest and some days."""
        days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
        return self._sent("precheck", files, {**days, **told})

    def holdings(self) -> list[Row]:
        """What the token's party holds."""
        items: list[Row] = self.get("own/holdings")["items"]
        return items

    def statement(self, month: str, account: str = "CNY") -> Row:
        """All that happened to the party's money, or to its units of a ticket, in a month."""
        return self.get("own/statement", month=month, account=account)

    def offer(
        self,
        ticket: str,
        *,
        tonnes: Decimal,
        yuan_per_tonne: Decimal,
        expires: datetime,
        key: str = "",
    ) -> Row:
        """Offer whole tonnes; ``expires`` tells its offset. It opens once it is admitted."""
        told = {"yuan_per_tonne": str(yuan_per_tonne), "expires": expires.isoformat()}
        return self._act("own/listings", {"ticket": ticket, "tonnes": str(tonnes), **told}, key)

    def own_listings(self) -> Rows:
        """One's own offers, the latest first, also those under review."""
        return self._rows("own/listings", {})

    def cancel(self, listing: str, *, key: str = "") -> Row:
        """Take one's offer back."""
        return self._act(f"own/listings/{listing}/cancel", None, key)

    def take(self, listing: str, *, tonnes: Decimal, purpose: str, key: str = "") -> Row:
        """Take an offer at its price."""
        told = {"listing": listing, "tonnes": str(tonnes), "purpose": purpose}
        return self._act("own/trades", told, key)

    def take_several(self, tonnes: Mapping[str, Decimal], *, purpose: str, key: str = "") -> Row:
        """Take several offers, all or none: tonnes by the number of each."""
        listings = [{"listing": one, "tonnes": str(wanted)} for one, wanted in tonnes.items()]
        return self._act("own/pick-orders", {"listings": listings, "purpose": purpose}, key)

    def inquiries(self) -> Rows:
        """Inquiries that the token's party made or was asked in."""
        return self._rows("own/inquiries", {})

    def inquiry(self, number: str) -> Row:
        """One inquiry with its offers: all for its buyer, one's own for a holder."""
        return self.get(f"own/inquiries/{number}")

    def ask(
        self,
        ticket: str,
        *,
        tonnes: Decimal,
        purpose: str,
        expires: datetime,
        holders: Sequence[str] = (),
        key: str = "",
    ) -> Row:
        """Ask holders for offers, by credit code or name; without any, all who hold the ticket."""
        told = {"ticket": ticket, "tonnes": str(tonnes), "purpose": purpose}
        more = {"expires": expires.isoformat(), "holders": list(holders)}
        return self._act("own/inquiries", {**told, **more}, key)

    def quote(
        self,
        inquiry: str,
        *,
        tonnes: Decimal,
        yuan_per_tonne: Decimal,
        expires: datetime,
        key: str = "",
    ) -> Row:
        """Offer units to an inquiry in which one was asked."""
        told = {"yuan_per_tonne": str(yuan_per_tonne), "expires": expires.isoformat()}
        path = f"own/inquiries/{inquiry}/offers"
        return self._act(path, {"tonnes": str(tonnes), **told}, key)

    def accept(self, offer: str, *, tonnes: Decimal, relation: str = "", key: str = "") -> Row:
        """Accept an offer to one's own inquiry."""
        told = {"tonnes": str(tonnes), "relation": relation}
        return self._act(f"own/offers/{offer}/accept", told, key)

    def bid(
        self,
        auction: str,
        *,
        tonnes: Decimal,
        yuan_per_tonne: Decimal,
        purpose: str,
        key: str = "",
    ) -> tuple[Row, str]:
        """Seal a bid here and send its digest alone; the answer and the secret.

        Keep the secret with price and tonnes: without it the bid cannot be opened, and the deposit
        is lost. The key is taken from the digest where none is given, for a bid is sent once.
        """
        secret = secrets.token_hex(SECRET_BYTES)
        party = int(self.get("own/holdings")["party_key"])
        digest = commitment(auction, party, fen(yuan_per_tonne), carbon(tonnes), secret)
        told = {"commitment": digest, "purpose": purpose}
        return self._act(f"own/auctions/{auction}/bids", told, key or digest[:40]), secret

    def open_bid(
        self, bid: str, *, tonnes: Decimal, yuan_per_tonne: Decimal, secret: str, key: str = ""
    ) -> Row:
        """Open a sealed bid after the bidding."""
        told = {"tonnes": str(tonnes), "yuan_per_tonne": str(yuan_per_tonne), "secret": secret}
        return self._act(f"own/bids/{bid}/open", told, key)

    def bids(self) -> Rows:
        """The sealed bids of the token's party."""
        return self._rows("own/bids", {})

    def buy_in_zone(
        self,
        listing: str,
        *,
        tonnes: Decimal,
        purpose: str,
        subject: str,
        key: str = "",
        **words: str,
    ) -> Row:
        """Buy what is offered to a zone; it is retired when the deal is settled.

        ``words`` may tell ``beneficiary``, ``ruling`` and ``relation``.
        """
        told = {"listing": listing, "tonnes": str(tonnes), "purpose": purpose, "subject": subject}
        return self._act("own/zone-trades", {**told, **words}, key)

    def retire(
        self,
        ticket: str,
        *,
        tonnes: Decimal,
        purpose: str,
        first_day: date | None = None,
        last_day: date | None = None,
        key: str = "",
        **words: str,
    ) -> Row:
        """Retire units for good, for oneself unless ``words`` tell whom.

        ``words`` may be ``subject``, ``beneficiary_kind`` (body or person), ``beneficiary_name``
        and ``beneficiary_code``.
        """
        days = {"first_day": first_day, "last_day": last_day}
        told = {name: day.isoformat() for name, day in days.items() if day}
        wish = {"ticket": ticket, "tonnes": str(tonnes), "purpose": purpose, **told, **words}
        return self._act("own/retirements", wish, key)

    def transfer(
        self,
        ticket: str,
        *,
        between: tuple[str, str],
        tonnes: Decimal,
        ground: str,
        document: str,
        key: str = "",
    ) -> Row:
        """The registrar's transfer without a trade: from whom to whom, by credit code or name."""
        source, target = between
        told = {"source": source, "target": target, "ground": ground, "document": document}
        return self._act("office/transfers", {"ticket": ticket, "tonnes": str(tonnes), **told}, key)

    def transfer_order(
        self, transfers: list[Row], *, ground: str, document: str, key: str = ""
    ) -> Row:
        """Several transfers on one paper, all or none.

        Each is told as ``ticket``, ``source``, ``target`` and ``tonnes``.
        """
        lines = [{**one, "tonnes": str(one["tonnes"])} for one in transfers]
        told = {"ground": ground, "document": document, "transfers": lines}
        return self._act("office/transfer-orders", told, key)

    def webhooks(self) -> Rows:
        """Addresses that the token's owner registered for its party."""
        return self._rows("own/webhooks", {})

    def register_webhook(self, name: str, *, url: str, topics: list[str], key: str = "") -> Row:
        """Register an address; ``secret`` of the answer is told here alone."""
        told = {"name": name, "url": url, "topics": topics}
        return self._act("own/webhooks", told, key)

    def end_webhook(self, number: int, *, key: str = "") -> Row:
        """End an address: nothing more is sent there."""
        return self._act(f"own/webhooks/{number}/end", None, key)

    def renew_webhook_secret(self, number: int, *, key: str = "") -> Row:
        """A new ``secret`` that signs from the next call on."""
        return self._act(f"own/webhooks/{number}/secret", None, key)

    def deliveries(self, number: int, **filters: str) -> Rows:
        """Calls of an address with their tries, by ``state``."""
        return self._rows(f"own/webhooks/{number}/deliveries", filters)

    def resend(self, delivery: int, *, key: str = "") -> Row:
        """Send a call again that was given up."""
        return self._act(f"own/deliveries/{delivery}/again", None, key)

    def rights_consents(self) -> Rows:
        """Requests and consents of the token's party, as bank or as holder."""
        return self._rows("own/rights-consents", {})

    def ask_rights_check(self, ticket: str, *, holder: str, key: str = "") -> Row:
        """The bank asks a holder, by credit code or name."""
        return self._act("own/rights-consents/ask", {"ticket": ticket, "holder": holder}, key)

    def grant_rights_check(self, ticket: str, *, bank: str, until: date, key: str = "") -> Row:
        """The holder lets a bank look up to a day, asked or not."""
        told = {"ticket": ticket, "bank": bank, "until": until.isoformat()}
        return self._act("own/rights-consents", told, key)

    def decline_rights_check(self, consent: str, *, reason: str, key: str = "") -> Row:
        """The holder says no, and why."""
        return self._act(f"own/rights-consents/{consent}/decline", {"reason": reason}, key)

    def withdraw_rights_check(self, consent: str, *, key: str = "") -> Row:
        """The bank takes back its request, the holder its consent."""
        return self._act(f"own/rights-consents/{consent}/withdraw", None, key)

    def rights_checks(self) -> Rows:
        """Sheets that the token's party had made, or that were made of its units."""
        return self._rows("own/rights-checks", {})

    def rights_check(self, number: str) -> Row:
        """One sheet, line by line with source and moment."""
        return self.get(f"own/rights-checks/{number}")

    def rights_check_paper(self, number: str, *, lang: str = "zh") -> bytes:
        """The sealed paper of a sheet (PDF), in Chinese or English."""
        return self._file(f"own/rights-checks/{number}/paper", lang=lang)

    def open_rights_check(self, ticket: str, *, holder: str, key: str = "") -> Row:
        """The bank has a sheet made, on a consent or on its own pledge."""
        return self._act("own/rights-checks", {"ticket": ticket, "holder": holder}, key)
