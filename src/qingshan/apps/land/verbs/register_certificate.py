"""Enter a tenure certificate: what right, to which land, whose, until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.bundle import unpacked
from qingshan.apps.land.models import (
    CERTIFICATE_KINDS,
    RIGHT_KINDS,
    Compartment,
    TenureCertificate,
)
from qingshan.apps.land.refusals import CERTIFICATE_FIELD, CERTIFICATE_TAKEN
from qingshan.apps.land.tenure import normal_number
from qingshan.apps.land.units import unit_of
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.geo.area import mended
from qingshan.core.geo.confined import read_confined
from qingshan.core.geo.shape import to_wkb
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label, enumerated

_COMPARED = {
    "kind": Label("证件种类", "kind"),
    "right": Label("权利种类", "right"),
    "county_code": Label("所在县", "county"),
    "area_m2": Label("面积", "area"),
    "holder_id": Label("权利人", "holder"),
    "holder_name": Label("权利人名称", "holder's name"),
    "shape": Label("宗地图形", "shape"),
}


@verb(
    event="certificate.registered",
    label=Label("登记林权证件", "register a tenure certificate"),
    roles=("applicant", "county_reviewer", "registrar"),
)
def register_certificate(  # noqa: PLR0913  the fields of the certificate
    call: Call,
    *,
    kind: str,
    number: str,
    right: str,
    county: str,
    area_m2: int,
    holder: int | None = None,
    holder_name: str = "",
    co_owners: Sequence[str] = (),
    issued_on: date | None = None,
    term_end: date | None = None,
    is_perpetual: bool = False,
    outline: int | None = None,
    compartments: Sequence[int] = (),
) -> Done[TenureCertificate]:
    """Enter it, or link further sub-compartments to the one that stands under the same number.

    ``county`` is a code or name, old ones too; ``outline`` a kept bundle with the land's shape.
    Without ``term_end`` and ``is_perpetual`` the term is unknown.

    Raises
    ------
    Refused
        E-TN-01 the number stands for other land, E-TN-02 for every field that is wrong, E-AU-02 an
        applicant who does not act for the holder.
    """
    if holder is not None and not call.actor.may("county_reviewer", "registrar"):
        must_act_for(call, holder)
    unit = unit_of(county, call.when.date(), level="county").unit
    told = TenureCertificate(
        kind=kind,
        number=normal_number(number),
        right=right,
        holder_id=holder,
        holder_name=holder_name.strip(),
        co_owners=[name.strip() for name in co_owners if name.strip()],
        county_code=unit.code if unit else "",
        area_m2=area_m2,
        issued_on=issued_on,
        term_end=term_end,
        is_perpetual=is_perpetual,
        **_drawn(outline),
    )
    refuse_all(_faults(told, county))
    stands = TenureCertificate.objects.select_for_update().filter(number=told.number).first()
    if stands is None:
        told.save()
    else:
        _refuse_other_land(stands, told)
    kept = stands or told
    kept.compartments.add(*Compartment.objects.filter(pk__in=list(compartments)))
    return Done(kept, {"number": kept.number, "compartments": sorted(compartments)})


def _faults(told: TenureCertificate, county: str) -> Iterator[Refusal]:
    kinds = Label(
        "、".join(label.zh for label in CERTIFICATE_KINDS.values()), ", ".join(CERTIFICATE_KINDS)
    )
    rights = Label("、".join(label.zh for label in RIGHT_KINDS.values()), ", ".join(RIGHT_KINDS))
    begun = told.issued_on is None or told.term_end is None or told.issued_on < told.term_end
    checks = (
        (told.kind in CERTIFICATE_KINDS, Label("证件种类", "kind"), told.kind, kinds),
        (told.right in RIGHT_KINDS, Label("权利种类", "right"), told.right, rights),
        (bool(told.number), Label("证件号", "number"), "", Label("证件号", "the number")),
        (
            bool(told.county_code),
            Label("所在县", "county"),
            county,
            Label("县级代码或名称", "code or name of a county"),
        ),
        (told.area_m2 > 0, Label("面积", "area"), f"{told.area_m2}", Label("大于 0", "above 0")),
        (
            bool(told.holder_id or told.holder_name),
            Label("权利人", "holder"),
            "",
            Label("权利人名称", "the holder"),
        ),
        (
            begun and not (told.is_perpetual and told.term_end),
            Label("权利期限", "term"),
            f"{told.term_end}",
            Label("晚于发证日期，或长期", "after the day of issue, or perpetual"),
        ),
    )
    for fine, field, found, expected in checks:
        if not fine:
            facts = {"field": field, "found": found or "—", "expected": expected}
            yield Refusal(CERTIFICATE_FIELD, told.number, facts)


def _drawn(outline: int | None) -> dict[str, Any]:
    if outline is None:
        return {}
    with unpacked(files.read(KeptFile.objects.get(pk=outline).digest)) as bundle:
        shapes = mended(read_confined(bundle.data, attributes_optional=True).shapes)
    whole = shapely.normalize(shapely.union_all(shapes))
    (wkb,) = to_wkb(np.array([whole], dtype=object))
    return {"shape": wkb, "bounds": Box(*shapely.bounds(whole).tolist())}


def _refuse_other_land(stands: TenureCertificate, told: TenureCertificate) -> None:
    differs = [
        label for name, label in _COMPARED.items() if _plain(stands, name) != _plain(told, name)
    ]
    if differs:
        raise Refused.because(
            CERTIFICATE_TAKEN,
            told.number,
            number=told.number,
            differs=enumerated(differs),
        )


def _plain(certificate: TenureCertificate, name: str) -> Any:
    value = getattr(certificate, name)
    return bytes(value) if name == "shape" and value is not None else value
