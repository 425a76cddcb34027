"""The shape of a sheet: sections of lines, each with what it says, where it stands, since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import AccountId, AccountKind, booking_day

NONE = Label("没有", "none")
UNKNOWN = Label("未知", "unknown")
REGISTER = Label("登记簿", "register")
LEDGER = Label("账本", "ledger")
ACCOUNT = Label("账本·账户", "ledger, account")


@dataclass(frozen=True)
class Subject:
    """Whose units of which ticket are looked at, and when."""

    ticket: Ticket
    holder: Party
    when: datetime

    @property
    def today(self) -> date:
        """The day of the sheet, in China."""
        return booking_day(self.when)

    @property
    def account(self) -> AccountId:
        """Where the units lie."""
        return AccountId(self.ticket.asset, self.holder.owner, AccountKind.PARTY)


@dataclass(frozen=True)
class Line:
    """One thing: its name, what is known of it (None: unknown), its source row and moment."""

    name: Label
    says: Label | None
    source: Label
    as_of: date | datetime

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "name": list(self.name),
            "says": list(self.says) if self.says else None,
            "source": list(self.source),
            "as_of": moment_text(self.as_of),
        }


def section(heading: Label, lines: Iterable[Line]) -> dict[str, Any]:
    """A section as it is kept."""
    return {"heading": list(heading), "lines": [line.as_data() for line in lines]}


def said(section: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A section as it is shown in one language; what is unknown says so."""
    at = 0 if language == "zh" else 1
    return {
        "heading": section["heading"][at],
        "lines": [
            {
                "name": line["name"][at],
                "says": line["says"][at] if line["says"] else UNKNOWN[at],
                "is_known": line["says"] is not None,
                "source": line["source"][at],
                "as_of": line["as_of"],
            }
            for line in section["lines"]
        ],
    }


def plain(text: object) -> Label:
    """What reads alike in both languages."""
    return Label(str(text), str(text))


def amount(quantity: int) -> Label:
    """Carbon units as tonnes."""
    return Label(f"{tonnes_text(quantity)} 吨", f"{tonnes_text(quantity)} t")


def joined(*parts: Label) -> Label:
    """Several things about one, in a row."""
    return Label("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))


def row_of(where: Label, name: object) -> Label:
    """A source: which book, which row of it."""
    return Label(f"{where.zh} {name}", f"{where.en} {name}")


def moment_text(when: date | datetime) -> str:
    """A day, or a moment to the minute in Chinese time."""
    if isinstance(when, datetime):
        return f"{when.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return when.isoformat()
