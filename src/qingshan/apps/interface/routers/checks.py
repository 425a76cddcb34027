"""Check and pre-check: the same as on the page, nothing stored, no token needed."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Router
from ninja.files import UploadedFile
from ninja.throttling import BaseThrottle
from pydantic import Field

from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.interface.asked import Told, must_be_parts
from qingshan.apps.interface.problem import REFUSED
from qingshan.apps.land.checking import Asked, checked
from qingshan.apps.land.declared import Declared, declared_of
from qingshan.apps.portal.refusals import REQUEST_WRONG
from qingshan.apps.portal.visits import count_visit
from qingshan.core.doctor.examine import Answers
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.period import Period


class Gate(BaseThrottle):
    """The same count as for the page."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this address may ask once more."""
        try:
            count_visit(request, now())
        except TurnedAway as turned:
            request.turned_away = turned  # type: ignore[attr-defined]
            return False
        return True


class FileAnswers(Told):
    """Answers to the questions of an earlier card; each overrules what the file says."""

    layer: str = Field("", max_length=120, description="图层 layer, when the file holds several")
    crs: str = Field("", max_length=40, description="坐标系 coordinate system, e.g. EPSG:4524")
    encoding: str = Field("", max_length=40, description="文字编码 encoding, e.g. GB18030")
    county: str = Field("", max_length=12, description="所在县 county code, six digits")
    shift: Literal["", "GCJ-02", "none"] = Field("", description="坐标偏移 GCJ-02 to be undone")

    def answers(self) -> Answers:
        """For the doctor."""
        told = (self.layer, self.crs, self.encoding, self.county, self.shift)
        layer, crs, encoding, county, shift = (text or None for text in told)
        return Answers(layer=layer, crs=crs, encoding=encoding, county=county, shift=shift)


class PreCheckAsked(FileAnswers):
    """Period and what a file cannot show."""

    first_day: date = Field(description="监测期起日 first day of the period")
    last_day: date = Field(description="监测期止日 last day of the period, counted in")
    households: int | None = Field(None, ge=1, description="户数 households that share")
    tenure_number: str = Field("", max_length=80, description="林权证号 tenure certificate")
    species: str = Field("", max_length=40, description="优势树种 species group or survey code")
    origin: str = Field("", max_length=20, description="起源 natural or planted")
    age_group: str = Field("", max_length=20, description="龄组 1 to 5")
    activity: str = Field("", max_length=80, description="经营活动 activity within the redline")


FILE = "file"
router = Router(throttle=[Gate()], tags=["check"])


@router.post("check", response={200: dict[str, Any], **REFUSED}, url_name="api_check")
def check_file(
    request: HttpRequest, file: File[list[UploadedFile]], told: Form[FileAnswers]
) -> dict[str, Any]:
    """Recognise a file: encoding, coordinate system, areas, fields, everything that is wrong.

    A file that cannot be read is answered with status 200 and a card whose verdict is
    ``blocked``; its findings say why.
    """
    must_be_parts(request, FileAnswers.model_fields, FILE)
    found = checked(Asked(files=tuple(file), answers=told.answers()), now().date())
    return found.card.to_json()


@router.post("precheck", response={200: dict[str, Any], **REFUSED}, url_name="api_precheck")
def precheck_file(
    request: HttpRequest, file: File[list[UploadedFile]], told: Form[PreCheckAsked]
) -> dict[str, Any]:
    """Check a forest: eligibility rule by rule, conflicts, layers consulted, a first estimate.

    ``precheck`` is null where the file could not be read; ``card`` then says why.
    """
    must_be_parts(request, PreCheckAsked.model_fields, FILE)
    today = now().date()
    asked = Asked(
        files=tuple(file),
        answers=told.answers(),
        period=_period(told.first_day, told.last_day),
        declared=_declared(told, today),
    )
    found = checked(asked, today)
    return {
        "card": found.card.to_json(),
        "precheck": found.found.to_json() if found.found else None,
    }


def _declared(told: PreCheckAsked, today: date) -> Declared:
    try:
        return declared_of(told.dict(), today)
    except Refused as refused:
        raise TurnedAway.all(list(refused.refusals), status=422) from None


def _period(first_day: date, last_day: date) -> Period:
    if last_day < first_day:
        said = "the last day comes before the first"
        raise TurnedAway(Refusal(REQUEST_WRONG, "last_day", {"problem": said}), status=422)
    return Period.inclusive(first_day, last_day)
