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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

import polars as pl
import requests

from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.sealed import SECRET_BYTES, commitment
from qingshan.signature import WrongSignature, verify_webhook

__all__ = ["Client", "Refusal", "Row", "Rows", "WrongSignature", "verify_webhook"]
PREFIX = "/api/v1/"
PATIENCE_S = 60.0
_WRONG = 400
Row = dict[str, Any]


class Refusal(Exception):
    """The interface refused: ``codes`` and ``refusals`` are those of the page (RFC 9457).

    ``retry_after_s`` says when to come again, None where that would not help.
    """

    def __init__(self, status: int, body: Mapping[str, Any], retry_after_s: int | None) -> None:
        self.status = status
        self.refusals: list[Row] = list(body.get("refusals", ()))
        self.codes = [reason["code"] for reason in self.refusals]
        self.retry_after_s = retry_after_s
        said = [f"[{reason['code']}] {reason['en']['what']}" for reason in self.refusals]
        super().__init__(" ".join(said) or f"status {status}")


class Rows:
    """A list of the interface, read page by page while one walks along it."""

    def __init__(self, client: Client, path: str, told: Mapping[str, str]) -> None:
        self._client = client
        self._path = path
        self._told = told

    def __iter__(self) -> Iterator[Row]:
        """Every row, newest first."""
        page = self._client.get(self._path, **self._told)
        while True:
            yield from page["items"]
            if page["next"] is None:
                return
            page = self._client.get(page["next"])

    def to_frame(self) -> pl.DataFrame:
        """All rows as a frame; what has parts stays a struct or a list."""
        return pl.DataFrame(list(self), infer_schema_length=None)


class Client:
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

    def __init__(self, site: str, *, token: str | None = None) -> None:
        self._root = site.rstrip("/") + PREFIX
        self._http = requests.Session()
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        """Use the client for a block; its connections are closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **told: str) -> Row:
        """One document, by its path below ``/api/v1/`` or its whole address."""
        return self._answer("GET", path, params=told)

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
        """Settled deals, by ``ticket``, ``purpose``, ``since``."""
        return self._rows("trades", filters)

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

    def offer(
        self,
        ticket: str,
        *,
        tonnes: Decimal,
        yuan_per_tonne: Decimal,
        expires: datetime,
        key: str = "",
    ) -> Row:
        """Offer whole tonnes; ``expires`` tells its offset."""
        told = {"yuan_per_tonne": str(yuan_per_tonne), "expires": expires.isoformat()}
        return self._act("own/listings", {"ticket": ticket, "tonnes": str(tonnes), **told}, key)

    def cancel(self, listing: str, *, key: str = "") -> Row:
        """Take one's offer back."""
        return self._act(f"own/listings/{listing}/cancel", None, key)

    def take(self, listing: str, *, tonnes: Decimal, purpose: str, key: str = "") -> Row:
        """Take an offer at its price."""
        told = {"listing": listing, "tonnes": str(tonnes), "purpose": purpose}
        return self._act("own/trades", told, key)

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
        beneficiary: str,
        statement: str = "",
        key: str = "",
    ) -> Row:
        """Retire units for good."""
        told = {"purpose": purpose, "beneficiary": beneficiary, "statement": statement}
        return self._act("own/retirements", {"ticket": ticket, "tonnes": str(tonnes), **told}, key)

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

    def _rows(self, path: str, filters: Mapping[str, Any]) -> Rows:
        return Rows(self, path, {name: str(value) for name, value in filters.items()})

    def _act(self, path: str, told: Mapping[str, Any] | None, key: str) -> Row:
        """An act with its key; one is made where the caller has none to send again with."""
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
        return self._answer("POST", path, json=told, headers=headers)

    def _sent(self, path: str, files: tuple[Path, ...], told: Mapping[str, str]) -> Row:
        with ExitStack() as opened:
            parts = [("file", (each.name, opened.enter_context(each.open("rb")))) for each in files]
            return self._answer("POST", path, files=parts, data=dict(told))

    def _answer(self, verb: str, path: str, **told: Any) -> Row:
        url = urljoin(self._root, path)
        response = self._http.request(verb, url, timeout=PATIENCE_S, **told)
        if response.status_code < _WRONG:
            body: Row = response.json()
            return body
        retry = response.headers.get("Retry-After", "")
        is_told = "json" in response.headers.get("Content-Type", "")
        raise Refusal(
            response.status_code,
            response.json() if is_told else {},
            int(retry) if retry.isdigit() else None,
        )
