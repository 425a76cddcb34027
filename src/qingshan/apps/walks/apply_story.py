"""An application of the demonstration filled in step by step, sent back once, and corrected."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from qingshan.apps.applications.attachments import kept
from qingshan.apps.applications.lands import from_file
from qingshan.apps.applications.limits import declaration
from qingshan.apps.applications.lists import Row, packed
from qingshan.apps.applications.models import Application, Draft
from qingshan.apps.applications.printing import sample_pdf
from qingshan.apps.applications.verbs.attach_paper import attach_paper
from qingshan.apps.applications.verbs.save_draft import save_draft
from qingshan.apps.applications.verbs.start_correction import start_correction
from qingshan.apps.applications.verbs.start_draft import start_draft
from qingshan.apps.applications.verbs.submit_application import submit_application
from qingshan.apps.applications.verbs.submit_correction import submit_correction
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.casework.models import Case, CorrectionNotice
from qingshan.apps.casework.verbs.ask_correction import ask_correction
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.apps.parties.models import User
from qingshan.apps.walks.case_story import first_checks
from qingshan.apps.walks.cast import Player
from qingshan.apps.walks.land_story import written_survey
from qingshan.apps.walks.places import APPLYING, METHOD, PERIOD, tenure_number

STORY, VILLAGE = "story/apply", "village"
APPLIED, ASKED, CORRECTED = timedelta(days=12), timedelta(days=10), timedelta(days=3)
PAPERS = ("identity", "certificate", "notice_photo", "resolution")
FAULTS = {
    "identity": "农村集体经济组织登记证已过有效期，请提交现行有效的登记证。",
    "consent": "村民会议决议缺签名页，请补交。",
}
RENEWED = ("identity", "resolution")
REPLY = "登记证已换发，附新证扫描件。"
HOUSEHOLDS = (
    ("杨昌明", "522628197203150012", "6217001234567890123", Decimal(50)),
    ("吴秀英", "522628198011020023", "6217001234567890131", Decimal(30)),
    ("龙德才", "522628196807210034", "6217001234567890149", Decimal(20)),
)
"""Invented; the ids fit their check characters."""

MEDIA_TYPES = {
    ".zip": ZIP,
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
}


def tell_application(cast: Mapping[str, Player], now: datetime) -> str:
    """Tell it up to the correction that was handed in; the case waits at the county again.

    Each step of a draft names the version that it saw, so that it cannot be told twice.
    """
    told = Event.objects.filter(key=f"{STORY}/submit").first()
    if told is not None:
        return _line(Case.objects.get(number=told.facts["case"]))
    application = _handed_in(_Applicant(cast[VILLAGE], now - APPLIED))
    office, case = cast["county"].actor, application.case
    asked = now - ASKED
    checks = first_checks(case, FAULTS)
    record_checks(Call(office, asked, f"{STORY}/check"), case=case.pk, checks=checks)
    notice = ask_correction(Call(office, asked, f"{STORY}/ask"), case=case.pk)
    _corrected(_Applicant(cast[VILLAGE], now - CORRECTED), notice)
    case.refresh_from_db()
    return _line(case)


def _line(case: Case) -> str:
    return f"{case.number}  {case.title}  {case.state_label}（已补正）"


@dataclass(frozen=True)
class _Applicant:
    """Who fills in, and when."""

    player: Player
    when: datetime

    def call(self, step: str) -> Call:
        return Call(self.player.actor, self.when, f"{STORY}/{step}")

    @property
    def today(self) -> date:
        return self.when.date()


def _handed_in(who: _Applicant) -> Application:
    draft = start_draft(
        who.call("start"),
        user=User.objects.get(username=VILLAGE).pk,
        party=who.player.party.pk,
    )
    _save(
        who,
        draft,
        "told",
        phone="0855-1234567",
        through_agent="no",
        method=METHOD,
        first_day=PERIOD.start.isoformat(),
        last_day=PERIOD.last.isoformat(),
        name="示例村杉木林",
        place=APPLYING.village,
        tenure_number=tenure_number(APPLYING),
        notice_day=(who.today - timedelta(days=20)).isoformat(),
        consent_total="96",
        consent_agreed="88",
    )
    area_mu = _attach_land(who, draft)
    _attach(who, draft, "households", "households.json", packed(_rows(area_mu)))
    for kind in PAPERS:
        _attach(who, draft, kind, f"{kind}.pdf", sample_pdf(kind))
    _sign(who, draft, "signature.png")
    return submit_application(who.call("submit"), draft=draft.pk, version=_version(draft))


def _corrected(who: _Applicant, notice: CorrectionNotice) -> None:
    """Both points answered: new papers for each, and a word to the first."""
    draft = start_correction(who.call("correct"), notice=notice.pk)
    for kind in RENEWED:
        _attach(who, draft, kind, f"{kind}-2.pdf", sample_pdf(kind))
    _save(who, draft, "reply", reply_1=REPLY)
    _sign(who, draft, "signature-2.png")
    submit_correction(who.call("resubmit"), draft=draft.pk, version=_version(draft))


def _attach_land(who: _Applicant, draft: Draft) -> Decimal:
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = written_survey(APPLYING, Path(folder))
        land = from_file(path, crs="", method=METHOD, period=PERIOD, as_of=who.today)
    _attach(who, draft, "land", path.name, land.bundle, land.facts)
    return Decimal(land.facts["area_mu"])


def _rows(area_mu: Decimal) -> list[Row]:
    """Areas by share; the last household takes what rounding leaves."""
    cent = Decimal("0.01")
    areas = [(area_mu * share / 100).quantize(cent) for *_, share in HOUSEHOLDS[:-1]]
    areas.append(area_mu - sum(areas))
    return [
        {
            "head_name": name,
            "resident_id": resident,
            "area_mu": f"{area:.2f}",
            "share": str(share),
            "bank_card": card,
            "mobile": "",
            "compartment": "",
        }
        for (name, resident, card, share), area in zip(HOUSEHOLDS, areas, strict=True)
    ]


def _sign(who: _Applicant, draft: Draft, name: str) -> None:
    _save(who, draft, f"{name}/declared", declared=declaration(who.today)[1])
    _attach(who, draft, "signature", name, _signature())


def _signature() -> bytes:
    """A stroke, as a finger draws it."""
    picture, buffer = Image.new("RGB", (320, 110), "#fff"), io.BytesIO()
    stroke = [(20, 70), (70, 25), (95, 90), (150, 35), (190, 85), (260, 40), (300, 60)]
    ImageDraw.Draw(picture).line(stroke, fill="#222", width=4, joint="curve")
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _save(who: _Applicant, draft: Draft, step: str, **answers: str) -> None:
    save_draft(who.call(step), draft=draft.pk, version=_version(draft), answers=answers)


def _attach(
    who: _Applicant,
    draft: Draft,
    kind: str,
    name: str,
    data: bytes,
    facts: Mapping[str, Any] | None = None,
) -> None:
    attach_paper(
        who.call(name),
        draft=draft.pk,
        kind=kind,
        file=kept(draft, kind, data).pk,
        name=name,
        media_type=MEDIA_TYPES[Path(name).suffix],
        size_bytes=len(data),
        facts=facts,
    )


def _version(draft: Draft) -> int:
    draft.refresh_from_db()
    return draft.version
