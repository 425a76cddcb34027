"""The main walk: from a sub-compartment file to a retired ticket that anyone can check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction

from qingshan.apps.base import files, journal
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.models import Event
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.land.bundle import Source, pack
from qingshan.apps.land.intake import Intake, take_in
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.verbs.issue_ticket import issue_ticket
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.apps.registry.verifying import verify_file
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.apps.walks.cast import Player, stage
from qingshan.apps.walks.days import Days, days_until
from qingshan.apps.walks.offering import offered
from qingshan.apps.walks.passing import (
    Way,
    accept,
    apply,
    charge,
    enter_pool,
    forward,
    publish,
    recommend,
)
from qingshan.apps.walks.refusals import NOT_A_DEMONSTRATION
from qingshan.core.kernel.digest import digest_of, sha256
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import CARBON_PER_TONNE, mu, tonnes_text
from qingshan.core.market.charge import charged
from qingshan.core.tables.shelf import open_shelf

LISTED_DAYS = 30


@dataclass(frozen=True)
class Order:
    """What the walk is asked to do; the price in fen per tonne.

    Without ``as_of`` the date of an earlier walk of the same order is taken, else today. The walk
    ends now and began as many working days ago as its stages take.
    """

    source: Source
    method: str
    period: Period
    price_fen: int
    as_of: date | None = None
    crs: str | None = None


@dataclass(frozen=True)
class Step:
    """One step taken, with its figures and the digest of what it left."""

    name: str
    figures: Mapping[str, Any]
    digest: str = ""
    ok: bool = True


@dataclass
class Outcome:
    """What came of it; ``refusals`` is empty when every step was taken."""

    steps: list[Step] = field(default_factory=list)
    refusals: tuple[Refusal, ...] = ()
    ticket: Ticket | None = None
    retirement: Retirement | None = None
    removal: int | None = None
    verified: bool = False


def walk(order: Order, *, now: datetime, tell: Callable[[Step], None]) -> Outcome:
    """Take every step in one transaction: a refusal anywhere leaves nothing behind.

    The same file, map, method, period and date give the same keys, so a second walk changes
    nothing and gets the first answers.
    """
    outcome = Outcome()
    try:
        with transaction.atomic():
            for step in _Walk(order, now, outcome).steps():
                outcome.steps.append(step)
                tell(step)
    except Refused as refused:
        outcome.refusals = refused.refusals
        outcome.ticket = outcome.retirement = None
    return outcome


class _Walk:
    """The steps in order; each calls verbs as the player whose part it is."""

    def __init__(self, order: Order, now: datetime, outcome: Outcome) -> None:
        self._order = order
        self._now = now
        self._outcome = outcome
        self._key = ""
        self._as_of = order.as_of or now.date()
        self._cast: dict[str, Player] = {}
        self._days: Days = days_until(now)

    def steps(self) -> Iterator[Step]:
        if not settings.DEMO:
            raise Refused.because(NOT_A_DEMONSTRATION)
        yield from self._land()
        yield from self._accepted()
        yield from self._measured()
        yield from self._passed()
        yield from self._issued()
        yield from self._traded()
        yield from self._retired()

    def _call(self, part: str, step: str, when: datetime | None = None) -> Call:
        return self._by(self._cast[part].actor, step, when or self._now)

    def _by(self, actor: Actor, step: str, when: datetime) -> Call:
        return Call(actor, when, f"{self._key}/{step}")

    @property
    def _way(self) -> Way:
        return Way(self._cast, self._cast["farm"], self._by)

    def _party(self, part: str) -> int:
        key: int = self._cast[part].party.pk
        return key

    def _name(self, bundle: bytes) -> None:
        """Give the walk its key and, when none was asked for, the date it was first walked under.

        So the same command tomorrow is the same walk, not a second claim on the same land.
        """
        order = self._order
        told = {
            "file": sha256(bundle),
            "method": order.method,
            "period": [order.period.start, order.period.end],
            "price_fen": order.price_fen,
        }
        stem = f"walk/{digest_of(told)}"
        first = Event.objects.filter(key__startswith=f"{stem}/").order_by("pk").first()
        if order.as_of is None and first is not None:
            self._as_of = date.fromisoformat(first.key.split("/")[2])
        self._key = f"{stem}/{self._as_of}"
        self._as_of = self._tables()

    def _tables(self) -> date:
        """The date under which the tables are read: the one asked for, at the latest that of
        measuring, as a report tells of no later one; a second walk takes that of the first.
        """
        first = Event.objects.filter(key=f"{self._key}/measure").order_by("pk").first()
        if first is not None:
            return date.fromisoformat(first.facts["as_of"])
        return min(self._as_of, self._days.measured.date())

    def _land(self) -> Iterator[Step]:
        order = self._order
        bundle = pack(order.source)
        self._name(bundle)
        taken = take_in(
            order.source,
            method=order.method,
            period=order.period,
            as_of=self._as_of,
            crs=order.crs,
        )
        yield _read_step(taken)
        yield _check_step(taken)
        applied = self._days.applied
        self._cast = stage(applied)
        kept = files.keep(bundle, name=f"{order.source.data.stem}.zip", media_type=ZIP)
        survey = receive_survey(
            self._call("farm", "receive", applied),
            party=self._party("farm"),
            file=kept.pk,
            crs=order.crs or "",
        )
        start, end = order.period.start, order.period.end
        accept_survey(
            self._call("farm", "accept", applied),
            survey=survey.pk,
            method=order.method,
            as_of=self._as_of,
            start=start,
            end=end,
        )
        self._claim = register_project(
            self._call("farm", "register", applied),
            survey=survey.pk,
            name=f"{order.source.data.stem} 碳汇项目",
            method=order.method,
            tenure_number=f"演示林证字第 {self._key[5:13]} 号",
            start=start,
            end=end,
        )
        yield _step("register", self._claim, {"project": str(self._claim.project)})

    def _accepted(self) -> Iterator[Step]:
        days, way = self._days, self._way
        charge(way, self._claim, days.applied)
        case = accept(way, apply(way, self._claim, days.applied), days.accepted)
        case = forward(way, case, days.confirmed, days.forwarded)
        figures = {"case": case.number, "applied": f"{days.applied:%Y-%m-%d}"}
        yield _step("accept", case, figures, "case.forwarded")

    def _passed(self) -> Iterator[Step]:
        days, way = self._days, self._way
        notice = publish(way, self._report, days.opened, days.closed)
        figures = {
            "notice": notice.number,
            "days": notice.days,
            "until": notice.last_day.isoformat(),
        }
        yield _step("publish", notice, figures)
        enter_pool(self._cast, lambda step: self._call("registrar", f"enter-{step}", days.applied))
        panel = recommend(way, self._report, days.drawn, days.voted)
        figures = {"panel": panel.number, "experts": panel.size}
        yield _step("review", panel, figures)

    def _measured(self) -> Iterator[Step]:
        days = self._days
        run = measure_period(
            self._call("measurer", "measure", days.measured),
            monitoring=self._claim.pk,
            measurer=self._party("measurer"),
            as_of=self._as_of,
        )
        self._outcome.removal = run.removal
        figures = {
            "removal_t": tonnes_text(run.removal),
            "t_per_ha_year": f"{run.record['yield_t_ha_yr']:.2f}",
            "share_recalled": f"{run.record['share_recalled']:.0%}",
            "tables": run.as_of.isoformat(),
        }
        yield Step("measure", figures, run.digest)
        self._report: Report = submit_report(
            self._call("measurer", "report", days.measured), monitoring=self._claim.pk
        )
        yield Step("report", {"run": run.digest[:12]}, self._report.digest)
        verification = verify_report(
            self._call("verifier", "verify", days.verified),
            report=self._report.pk,
            verifier=self._party("verifier"),
        )
        figures = {"replay": "equal", "verifier": str(verification.verifier)}
        yield Step("verify", figures, verification.replay_digest)

    def _issued(self) -> Iterator[Step]:
        signed = []
        for office in ("forestry", "ecology"):
            signature = sign_report(
                self._call(office, f"sign-{office}"),
                report=self._report.pk,
                office=office,
                party=self._party(office),
            )
            signed.append(signature.key_id)
        yield Step("co-sign", {"keys": signed}, self._report.digest)
        ticket = issue_ticket(self._call("registrar", "issue"), report=self._report.pk)
        self._outcome.ticket = ticket
        figures = {
            "ticket": ticket.number,
            "issued_t": ticket.quantity // CARBON_PER_TONNE,
            "remainder_t": tonnes_text(ticket.remainder),
        }
        yield Step("issue", figures, ticket.face.digest)

    def _traded(self) -> Iterator[Step]:
        ticket = self._ticket
        listing = offered(
            self._call("farm", "list"),
            self._call("operator", "admit").actor,
            asset=ticket.asset,
            seller=self._party("farm"),
            quantity=ticket.quantity - ticket.buffer,
            price_fen=self._order.price_fen,
            expires=ticket.issued + timedelta(days=LISTED_DAYS),
        )
        figures = {"listing": listing.number, "price": yuan(listing.price_fen)}
        yield _step("list", listing, figures)
        pay_in(
            self._call("operator", "pay-in"),
            party=self._party("buyer"),
            amount_fen=_due_fen(listing, ticket.issued.date()),
            bank_reference=f"DEMO-{digest_of(self._key)[:24]}",
        )
        trade = take_listing(
            self._call("buyer", "take"),
            listing=listing.pk,
            buyer=self._party("buyer"),
            quantity=listing.quantity,
            purpose="own_emissions",
        )
        trade = settle_trade(self._call("operator", "settle"), trade=trade.pk)
        figures = {
            "trade": trade.number,
            "amount": yuan(trade.amount_fen),
            "fees": yuan(trade.buyer_fee_fen + trade.seller_fee_fen),
        }
        yield _step("settle", trade, figures)

    def _retired(self) -> Iterator[Step]:
        ticket = self._ticket
        call = self._call("buyer", "retire")
        year = call.when.year - 1
        retirement = retire_units(
            call,
            ticket=ticket.pk,
            party=self._party("buyer"),
            quantity=ticket.quantity - ticket.buffer,
            purpose="own_emissions",
            beneficiary=named(SELF),
            first_day=date(year, 1, 1),
            last_day=date(year, 12, 31),
        )
        self._outcome.retirement = retirement
        figures = {
            "retirement": retirement.number,
            "retired_t": retirement.quantity // CARBON_PER_TONNE,
        }
        yield _step("retire", retirement, figures)
        pdf = files.read(retirement.certificate.digest)
        yield Step("certificate", {"bytes": len(pdf)}, retirement.certificate.digest)
        verified = verify_file(pdf)
        self._outcome.verified = verified.is_original and verified.entry == retirement
        figures = {"sealed_by": verified.sealed.key_id if verified.sealed else ""}
        yield Step("verify certificate", figures, sha256(pdf), ok=self._outcome.verified)

    @property
    def _ticket(self) -> Ticket:
        assert self._outcome.ticket is not None
        return self._outcome.ticket


def _due_fen(listing: Listing, day: date) -> int:
    """What the whole listing costs its buyer, fee included."""
    return charged(listing.quantity, listing.price_fen, shelf=open_shelf(), as_of=day).total_fen


def _read_step(taken: Intake) -> Step:
    figures = {
        "layer": taken.layer.name,
        "compartments": len(taken.keys),
        "crs": taken.layer.crs.code or taken.layer.crs.name,
        "encoding": taken.layer.encoding.name,
    }
    return Step("read", figures, taken.layer.digest)


def _check_step(taken: Intake) -> Step:
    area_ha = float(taken.compartments.frame["area_ha"].sum())
    figures = {
        "area_ha": f"{area_ha:,.4f}",
        "area_mu": f"{mu(area_ha):,.2f}",
        "drawn_ha": f"{taken.shape_area_m2.sum() / 10_000:,.4f}",
        "notes": len(taken.notes),
    }
    return Step("check", figures, taken.layer.digest)


def _step(name: str, subject: models.Model, figures: Mapping[str, Any], event: str = "") -> Step:
    """A step and what it left: the event named, or the last one of its subject.

    What happens to a subject later would be told as its step when the walk is told again.
    """
    found = journal.of_subject(subject)
    left = (found.filter(name=event) if event else found).last()
    assert left is not None
    return Step(name, figures, left.digest)
