"""Entering what a draft states: its survey, its certificate, and through them its project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from qingshan.apps.applications.attachments import opened
from qingshan.apps.applications.checks import options_of, period_of
from qingshan.apps.applications.lists import rows_of
from qingshan.apps.applications.models import Application, ApplicationCorrection, Draft, Household
from qingshan.apps.applications.reads import attachment
from qingshan.apps.base import files
from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Call
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Survey, TenureCertificate
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.land.verbs.register_certificate import register_certificate
from qingshan.apps.parties.sealing import seal_fields
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.units import round_half_even

PERSONAL = ("head_name", "resident_id", "bank_card", "mobile")
T = TypeVar("T")


@dataclass(frozen=True)
class Entering:
    """Into what a draft is entered: the act that registers or corrects its project.

    ``survey`` is the one that stands, where neither forest nor period nor method changed.
    """

    act: Callable[..., MonitoringPeriod]
    survey: Survey | None = None


def entered(
    call: Call, draft: Draft, wrong: list[Refusal], entering: Entering
) -> MonitoringPeriod | None:
    """Survey and project entered, or the reasons why not added to those that are known."""
    land, period = attachment(draft, "land"), period_of(draft)
    if land is None or period is None:
        return None
    told: dict[str, Any] = {"method": draft.answers["method"]} | {
        "start": period.start,
        "end": period.end,
    }
    survey = entering.survey or _surveyed(call, draft, wrong, told)
    if survey is None:
        return None
    certificate = TenureCertificate.objects.filter(
        pk=draft.answers.get("certificate") or 0, holder=draft.party_id
    ).first()
    if certificate is not None:
        keys = sorted(survey.compartments.values_list("pk", flat=True))
        _tried(wrong, lambda: _linked(call, certificate, keys))
    return _tried(
        wrong,
        lambda: entering.act(
            survey=survey.pk,
            name=draft.answers.get("name", ""),
            place=draft.answers.get("place", ""),
            tenure_number=draft.answers.get("tenure_number", ""),
            options=options_of(draft),
            **told,
        ),
    )


def households_of(
    application: Application, draft: Draft, correction: ApplicationCorrection | None = None
) -> list[Household]:
    """The list of a draft as rows, the persons in them encrypted."""
    return [
        Household(
            application=application,
            correction=correction,
            row=number,
            person=seal_fields({name: row.get(name, "") for name in PERSONAL}),
            area_m2=round_half_even(float(row["area_mu"]) * SQUARE_METRE_PER_MU),
            share_basis_points=round_half_even(float(row["share"]) * 100),
            compartment=row.get("compartment", ""),
        )
        for number, row in enumerate(rows_of(draft), 1)
    ]


def _surveyed(
    call: Call, draft: Draft, wrong: list[Refusal], told: dict[str, Any]
) -> Survey | None:
    land = attachment(draft, "land")
    assert land is not None, "asked for before"
    bundle = files.keep(opened(land), name="xiaoban.zip", media_type=ZIP)
    survey = receive_survey(
        call.step("receive"), party=draft.party_id, file=bundle.pk, crs=land.facts["crs"]
    )
    as_of = call.when.date()
    return _tried(
        wrong,
        lambda: accept_survey(call.step("accept"), survey=survey.pk, as_of=as_of, **told),
    )


def _linked(call: Call, found: TenureCertificate, keys: list[int]) -> TenureCertificate:
    """The certificate once more, with the sub-compartments that now stand under it."""
    return register_certificate(
        call.step("certificate"),
        kind=found.kind,
        number=found.number,
        right=found.right,
        county=found.county_code,
        area_m2=found.area_m2,
        holder=found.holder_id,
        co_owners=found.co_owners,
        issued_on=found.issued_on,
        term_end=found.term_end,
        is_perpetual=found.is_perpetual,
        compartments=keys,
    )


def _tried(wrong: list[Refusal], act: Callable[[], T]) -> T | None:
    try:
        return act()
    except Refused as refused:
        wrong += refused.refusals
        return None
