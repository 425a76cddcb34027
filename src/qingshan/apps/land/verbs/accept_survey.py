"""Enter the sub-compartments of a survey that passed every check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.bundle import unpacked
from qingshan.apps.land.intake import Intake, take_in
from qingshan.apps.land.models import Compartment, Survey
from qingshan.apps.land.numbers import told_fields
from qingshan.apps.land.reads import county_codes_of
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.carbon.compartment import Choice
from qingshan.core.geo.area import bounds
from qingshan.core.geo.shape import to_wkb
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE, round_half_even

_BATCH = 2_000


@verb(event="survey.accepted", label=Label("小班入库", "enter the survey"), roles=("applicant",))
def accept_survey(  # noqa: PLR0913  the fields of form F2
    call: Call,
    *,
    survey: int,
    method: str,
    start: date,
    end: date,
    as_of: date,
    options: Mapping[str, Any] | None = None,
) -> Done[Survey]:
    """Read the kept files again and enter what they hold; options may admit further layers.

    Raises
    ------
    Refused
        E-AU-02 for a foreign survey; whatever ``intake.take_in`` finds, all at once; then nothing
        is entered.
    """
    found = locked(Survey, survey)
    must_act_for(call, found.party_id)
    advance(found, "accept_survey", call)
    with unpacked(files.read(found.file.digest)) as source:
        taken = take_in(
            source,
            method=Choice(method, options or {}),
            period=Period(start, end),
            as_of=as_of,
            crs=found.layer["crs_given"] or None,
        )
    Compartment.objects.bulk_create(_rows(found, taken, as_of), batch_size=_BATCH)
    found.layer |= {
        "crs": taken.layer.crs.code or taken.layer.crs.name,
        "encoding": taken.layer.encoding.name,
        "count": len(taken.keys),
        "notes": [{"zh": note.zh, "en": note.en} for note in taken.notes],
    }
    found.save()
    return Done(found, {"count": len(taken.keys), "layer": taken.layer.digest})


def _rows(survey: Survey, taken: Intake, as_of: date) -> list[Compartment]:
    frame = taken.compartments.frame
    codes = county_codes_of(taken.layer.shapes)
    columns = zip(
        frame.iter_rows(named=True),
        codes,
        to_wkb(taken.layer.shapes),
        bounds(taken.layer.shapes),
        taken.shape_area_m2,
        told_fields(taken.layer.frame, as_of),
        strict=True,
    )
    return [
        Compartment(
            survey=survey,
            row=fitted["row"],
            key=fitted["compartment"],
            county_code=code,
            **told,
            species_group=fitted["group"],
            origin=fitted["origin"] or "",
            age_group="" if fitted["age_group"] is None else str(fitted["age_group"]),
            stated_area_m2=round_half_even(fitted["area_ha"] * SQUARE_METRE_PER_HECTARE),
            shape_area_m2=round_half_even(float(drawn)),
            shape=wkb,
            bounds=Box(*(float(side) for side in box)),
        )
        for fitted, code, wkb, box, drawn, told in columns
    ]
