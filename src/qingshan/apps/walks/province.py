"""The demonstration province: the story reported for Guizhou in 2024, through the real verbs.

Places are real administrative units; stands, firms and people are made up by a seeded generator,
and every page of a demonstration says so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.books.sealing import seal_past_days
from qingshan.apps.land.bundle import MEDIA_TYPE, Source, pack
from qingshan.apps.land.models import County
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.issue_ticket import issue_ticket
from qingshan.apps.registry.verbs.sign_report import sign_report
from qingshan.apps.walks.case_story import tell_cases
from qingshan.apps.walks.cast import FOUNDER, Part, Player, enter, stage
from qingshan.apps.walks.land_story import tell_certificate, tell_layers
from qingshan.apps.walks.market_story import tell_market
from qingshan.apps.walks.review_story import tell_review
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.writing import write_shapefile
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.sheets.identity import with_check_character

STORY = "story"
METHOD = "gz_ticket_v1"
PERIOD = Period.inclusive(date(2012, 1, 1), date(2023, 12, 31))
"""Twelve years, the first cycle of a neighbouring province (RULES 2.6)."""

SURVEYED = date(2023, 11, 30)
AS_OF = date(2024, 2, 2)
APPLIED = datetime(2024, 1, 8, 9, 30, tzinfo=SHANGHAI)
MEASURED = datetime(2024, 2, 2, 15, 0, tzinfo=SHANGHAI)
VERIFIED = datetime(2024, 3, 1, 10, 0, tzinfo=SHANGHAI)
SIGNED = datetime(2024, 3, 27, 16, 0, tzinfo=SHANGHAI)
ISSUED = datetime(2024, 3, 28, 9, 30, tzinfo=SHANGHAI)

PINE = {"220": 0.6, "310": 0.2, "410": 0.1, "420": 0.1}
FIR = {"310": 0.7, "220": 0.2, "490": 0.1}
MIXED = {"490": 0.4, "310": 0.3, "480": 0.2, "220": 0.1}


@dataclass(frozen=True)
class Place:
    """One of the ten counties of the first batch, with its made-up right holder and forest."""

    county: str
    username: str
    holder: str
    holder_en: str
    village: str
    species: Mapping[str, float]
    count: int
    growth_m3_ha_yr: float
    kind: str = "farm"


PLACES = (
    Place(
        "520121",
        "kaiyang",
        "开阳县青杠岭国有林场",
        "Qinggangling Forest Farm",
        "青杠岭镇",
        PINE,
        14,
        9.2,
    ),
    Place(
        "520204",
        "shuicheng",
        "水城区云杉坡股份经济合作社",
        "Yunshanpo Cooperative",
        "云杉坡乡",
        PINE,
        12,
        8.4,
        "cooperative",
    ),
    Place(
        "520327", "fenggang", "凤冈县东岭国有林场", "Dongling Forest Farm", "东岭镇", PINE, 16, 9.0
    ),
    Place(
        "520502",
        "qixingguan",
        "七星关区松林坝村股份经济合作社",
        "Songlinba Cooperative",
        "松林坝乡",
        PINE,
        12,
        8.1,
        "cooperative",
    ),
    Place(
        "520621",
        "jiangkou",
        "江口县梵溪林业投资有限公司",
        "Fanxi Forestry Co.",
        "梵溪镇",
        MIXED,
        15,
        6.3,
        "enterprise",
    ),
    Place(
        "522701", "duyun", "都匀市剑江国有林场", "Jianjiang Forest Farm", "剑江镇", MIXED, 16, 6.5
    ),
    Place(
        "522630", "taijiang", "台江县苗岭国有林场", "Miaoling Forest Farm", "苗岭镇", FIR, 13, 9.6
    ),
    Place(
        "522636",
        "danzhai",
        "丹寨县龙泉山村股份经济合作社",
        "Longquanshan Cooperative",
        "龙泉山镇",
        FIR,
        11,
        9.1,
        "cooperative",
    ),
    Place(
        "522629",
        "jianhe",
        "剑河县三棵树国有林场",
        "Sankeshu Forest Farm",
        "三棵树镇",
        FIR,
        20,
        10.07,
    ),
    Place(
        "522327",
        "ceheng",
        "册亨县者楼河国有林场",
        "Zhelouhe Forest Farm",
        "者楼河镇",
        PINE,
        15,
        8.9,
    ),
)
SECOND = (
    Place("520381", "chishui", "赤水市竹海国有林场", "Zhuhai Forest Farm", "竹海镇", FIR, 9, 8.8),
    Place(
        "522632",
        "rongjiang",
        "榕江县月亮山国有林场",
        "Yueliangshan Forest Farm",
        "月亮山乡",
        FIR,
        9,
        9.3,
    ),
)
"""Two more forests, whose reports are still before the public and the experts."""

AREA_HA = 6.0


def was_told() -> bool:
    """Whether this database already holds the story."""
    return Event.objects.filter(key__startswith=f"{STORY}/").exists()


def tell_story(now: datetime, *, tell: Callable[[str], None]) -> list[Ticket]:
    """Tell the whole story in one transaction and answer its tickets; telling it again is free."""
    with transaction.atomic():
        cast = stage(APPLIED)
        for layer in tell_layers(Call(FOUNDER, APPLIED, f"{STORY}/layers")):
            tell(f"{layer}，数据日期 {layer.as_of}，{layer.machine.label(layer.state)}")
        tickets = {}
        for place in PLACES:
            holder = enter(_part(place), APPLIED)
            tickets[place.username] = _issue(place, holder, cast)
            tell(_line(place, tickets[place.username]))
        holders = {place.username: enter(_part(place), APPLIED) for place in PLACES}
        tell_market(cast, holders, tickets, now=now, tell=tell)
        owners = [enter(_part(place), APPLIED) for place in SECOND]
        reports = [_report(*pair, cast) for pair in zip(SECOND, owners, strict=True)]
        tell_review(cast, list(zip(owners, reports, strict=True)), now=now, tell=tell)
        tell_cases(cast, now=now, tell=tell)
        seal_past_days(now)
    return list(tickets.values())


def tenure_number(place: Place) -> str:
    """The made-up certificate under which a place claims its land."""
    return f"黔林证字（演示）第 {place.county}001 号"


def _part(place: Place) -> Part:
    person = f"{place.holder[:2]}经办人"
    head, row = "12" if place.kind == "farm" else "93", (*PLACES, *SECOND).index(place)
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
    report = _report(place, holder, cast)

    def call(part: str, step: str, when: datetime) -> Call:
        return Call(cast[part].actor, when, f"{STORY}/{place.county}/{step}")

    verify_report(
        call("verifier", "verify", VERIFIED), report=report.pk, verifier=cast["verifier"].party.pk
    )
    for office in ("forestry", "ecology"):
        sign_report(
            call(office, f"sign-{office}", SIGNED),
            report=report.pk,
            office=office,
            party=cast[office].party.pk,
        )
    return issue_ticket(call("registrar", "issue", ISSUED), report=report.pk)


def _report(place: Place, holder: Player, cast: Mapping[str, Player]) -> Report:
    """From a generated survey file to the report of its measurement."""

    def call(part: str, step: str, when: datetime) -> Call:
        actor = holder.actor if part == "holder" else cast[part].actor
        return Call(actor, when, f"{STORY}/{place.county}/{step}")

    survey = receive_survey(
        call("holder", "receive", APPLIED),
        party=holder.party.pk,
        file=_survey_file(place),
        surveyed_on=SURVEYED,
    )
    accept_survey(
        call("holder", "accept", APPLIED),
        survey=survey.pk,
        method=METHOD,
        as_of=AS_OF,
        start=PERIOD.start,
        end=PERIOD.end,
    )
    tenure = tenure_number(place)
    tell_certificate(
        call("holder", "certificate", APPLIED),
        survey=survey,
        number=tenure,
        county=place.county,
        kind=place.kind,
    )
    claim = register_project(
        call("holder", "register", APPLIED),
        survey=survey.pk,
        name=f"{place.holder} {PERIOD.start.year}–{PERIOD.last.year} 监测期",
        method=METHOD,
        place=place.village,
        tenure_number=tenure,
        start=PERIOD.start,
        end=PERIOD.end,
    )
    for part, body in (("measuring", "measurer"), ("verifying", "verifier")):
        assign_body(
            call("holder", f"assign-{part}", APPLIED),
            monitoring=claim.pk,
            part=part,
            body=cast[body].party.pk,
        )
    measure_period(
        call("measurer", "measure", MEASURED),
        monitoring=claim.pk,
        measurer=cast["measurer"].party.pk,
        as_of=AS_OF,
    )
    return submit_report(call("measurer", "report", MEASURED), monitoring=claim.pk)


def _survey_file(place: Place) -> int:
    """A made-up survey in the county, written as counties hand them in: GBK, 3° zone, zipped."""
    county = County.objects.get(code=place.county)
    recipe = Recipe(
        count=place.count,
        seed=int(place.county),
        county=place.county,
        area_ha=AREA_HA,
        species=place.species,
        growth_m3_ha_yr=place.growth_m3_ha_yr,
        years=PERIOD.last.year - PERIOD.start.year + 1,
    )
    frame, shapes = generate_compartments(from_wkb([county.shape])[0], recipe)
    zone = "EPSG:4523" if county.bounds.east < 106.5 else "EPSG:4524"
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / f"xiaoban_{place.county}.zip"
        write_shapefile(path, frame, shapes, crs=zone, encoding="GBK")
        bundle = pack(Source(path))
    kept = files.keep(bundle, name=f"xiaoban_{place.county}.zip", media_type=MEDIA_TYPE)
    key: int = kept.pk
    return key
