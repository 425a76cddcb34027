"""The demonstration province: the story reported for Guizhou in 2024, through the real verbs.

Places are real administrative units; stands, firms and people are made up by a seeded generator,
and every page of a demonstration says so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from qingshan.apps.agreement.jobs import look
from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.books.sealing import seal_past_days
from qingshan.apps.land.bundle import Source, pack
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.issue_ticket import issue_ticket
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.apps.walks.apply_story import tell_application
from qingshan.apps.walks.case_story import tell_cases
from qingshan.apps.walks.cast import FOUNDER, SECOND_REGISTRAR, Part, Player, enter, stage
from qingshan.apps.walks.days import Days, days_until
from qingshan.apps.walks.land_story import tell_certificate, tell_layers, written_survey
from qingshan.apps.walks.made_up_holidays import enter_made_up
from qingshan.apps.walks.market_story import tell_market
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
from qingshan.apps.walks.places import (
    METHOD,
    PERIOD,
    PLACES,
    SECOND,
    UNDERWAY,
    Place,
    tenure_number,
)
from qingshan.apps.walks.review_story import tell_review
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.sheets.identity import with_check_character

STORY = "story"
SURVEYED = date(2023, 11, 30)
AS_OF = date(2024, 2, 2)
APPLIED = datetime(2024, 1, 8, 9, 30, tzinfo=SHANGHAI)


def _on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=SHANGHAI)


FIRST_BATCH = Days(
    applied=APPLIED,
    accepted=_on(1, 11, 10),
    confirmed=_on(1, 16, 10),
    forwarded=_on(1, 19, 15),
    measured=_on(2, 2, 15),
    opened=_on(2, 5, 9),
    verified=_on(3, 1, 10),
    closed=_on(3, 8, 9),
    drawn=_on(3, 11, 9, 30),
    voted=_on(3, 13, 9),
    signed=_on(3, 27, 16),
    issued=_on(3, 28, 9, 30),
)
"""The first batch went through in the spring of 2024; the notice lay over the New Year."""


def was_told() -> bool:
    """Whether this database already holds the story."""
    return Event.objects.filter(key__startswith=f"{STORY}/").exists()


def tell_story(now: datetime, *, tell: Callable[[str], None]) -> list[Ticket]:
    """Tell the whole story in one transaction and answer its tickets; telling it again is free."""
    with transaction.atomic():
        for year in enter_made_up(FOUNDER, now, STORY):
            tell(year)
        cast = stage(APPLIED)
        enter(SECOND_REGISTRAR, APPLIED, party=cast["registrar"].party)
        for layer in tell_layers(Call(FOUNDER, APPLIED, f"{STORY}/layers")):
            tell(f"{layer}，数据日期 {layer.as_of}，{layer.machine.label(layer.state)}")
        enter_pool(cast, lambda step: Call(cast["registrar"].actor, APPLIED, f"{STORY}/{step}"))
        tickets = {}
        holders = {}
        for place in PLACES:
            holders[place.username], tickets[place.username] = issued(place, cast)
            tell(_line(place, tickets[place.username]))
        tell_market(cast, holders, tickets, now=now, tell=tell)
        for line in _underway(cast, now):
            tell(line)
        owners = [enter(_part(place), APPLIED) for place in SECOND]
        reports = [_report(*pair, cast, FIRST_BATCH) for pair in zip(SECOND, owners, strict=True)]
        tell_review(cast, list(zip(owners, reports, strict=True)), now=now, tell=tell)
        tell_cases(cast, now=now, tell=tell)
        tell(tell_application(cast, now))
        seal_past_days(now)
        look(now)
    return list(tickets.values())


def issued(place: Place, cast: Mapping[str, Player]) -> tuple[Player, Ticket]:
    """The holder of one place and the ticket, entered and issued as in the story."""
    holder = enter(_part(place), APPLIED)
    return holder, _issue(place, holder, cast)


def _part(place: Place) -> Part:
    person = f"{place.holder[:2]}经办人"
    head, row = "12" if place.kind == "farm" else "93", (*PLACES, *SECOND, *UNDERWAY).index(place)
    return Part(
        place.username,
        person,
        ("applicant",),
        place.kind,
        place.holder,
        place.holder_en,
        with_check_character(f"{head}{place.county}DEM{row:06d}"),
    )


def _line(place: Place, ticket: Ticket) -> str:
    return f"{ticket.number}  {place.holder}  {ticket.quantity // CARBON_PER_TONNE:,} 吨"


def _issue(place: Place, holder: Player, cast: Mapping[str, Player]) -> Ticket:
    """From a generated survey file to an issued ticket, on the dates of the first batch."""
    days, way = FIRST_BATCH, _way(place, holder, cast)
    report = _report(place, holder, cast, days)
    publish(way, report, days.opened, days.closed)
    _verify(way, report, days)
    recommend(way, report, days.drawn, days.voted)
    for office in ("forestry", "ecology"):
        sign_report(
            way.by(office, f"sign-{office}", days.signed),
            report=report.pk,
            office=office,
            party=way.party(office),
        )
    return issue_ticket(way.by("registrar", "issue", days.issued), report=report.pk)


def _underway(cast: Mapping[str, Player], now: datetime) -> Iterator[str]:
    """The forests of today, each as far as it has come."""
    days = days_until(now)
    to_measure, to_verify, to_sign = UNDERWAY
    claim = _claim(to_measure, enter(_part(to_measure), APPLIED), cast, days)
    yield f"{claim}  待计量"
    report = _report(to_verify, enter(_part(to_verify), APPLIED), cast, days)
    yield f"{report.run.monitoring}  待核查"
    holder = enter(_part(to_sign), APPLIED)
    way, report = _way(to_sign, holder, cast), _report(to_sign, holder, cast, days)
    publish(way, report, days.opened, days.closed)
    _verify(way, report, days)
    recommend(way, report, days.drawn, days.voted)
    yield f"{report.run.monitoring}  待会签"


def _way(place: Place, holder: Player, cast: Mapping[str, Player]) -> Way:
    def call(actor: Actor, step: str, when: datetime) -> Call:
        return Call(actor, when, f"{STORY}/{place.county}/{step}")

    return Way(cast, holder, call)


def _verify(way: Way, report: Report, days: Days) -> None:
    verify_report(
        way.by("verifier", "verify", days.verified),
        report=report.pk,
        verifier=way.party("verifier"),
    )


def _report(place: Place, holder: Player, cast: Mapping[str, Player], days: Days) -> Report:
    """From a generated survey file to the report of its measurement."""
    claim, way = _claim(place, holder, cast, days), _way(place, holder, cast)
    measure_period(
        way.by("measurer", "measure", days.measured),
        monitoring=claim.pk,
        measurer=way.party("measurer"),
        as_of=AS_OF,
    )
    return submit_report(way.by("measurer", "report", days.measured), monitoring=claim.pk)


def _claim(
    place: Place, holder: Player, cast: Mapping[str, Player], days: Days
) -> MonitoringPeriod:
    """From a generated survey file to a case that was forwarded to the department above."""
    way = _way(place, holder, cast)
    survey = receive_survey(
        way.by_owner("receive", days.applied),
        party=holder.party.pk,
        file=_survey_file(place),
        surveyed_on=SURVEYED,
    )
    accept_survey(
        way.by_owner("accept", days.applied),
        survey=survey.pk,
        method=METHOD,
        as_of=AS_OF,
        start=PERIOD.start,
        end=PERIOD.end,
    )
    tenure = tenure_number(place)
    tell_certificate(
        way.by_owner("certificate", days.applied),
        survey=survey,
        number=tenure,
        county=place.county,
        kind=place.kind,
    )
    claim = register_project(
        way.by_owner("register", days.applied),
        survey=survey.pk,
        name=f"{place.holder} {PERIOD.start.year}–{PERIOD.last.year} 监测期",
        method=METHOD,
        place=place.village,
        tenure_number=tenure,
        start=PERIOD.start,
        end=PERIOD.end,
    )
    charge(way, claim, days.applied)
    case = accept(way, apply(way, claim, days.applied), days.accepted)
    forward(way, case, days.confirmed, days.forwarded)
    return claim


def _survey_file(place: Place) -> int:
    """The survey of a place as a county hands it in, packed and kept."""
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = written_survey(place, Path(folder))
        kept = files.keep(pack(Source(path)), name=path.name, media_type=ZIP)
    key: int = kept.pk
    return key
