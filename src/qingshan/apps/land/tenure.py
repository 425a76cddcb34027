"""Numbers of tenure certificates in one form, and whether a right covers a period."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qingshan.apps.land.models import TenureCertificate
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period

_BRACKETS = str.maketrans("〔【［[（", "(((((") | str.maketrans("〕】］]）", ")))))")
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"(?<=第)0*(?=\d)")


def normal_number(text: str) -> str:
    """The number of a certificate in one form, so that two spellings of it are the same.

    Full-width letters and digits become narrow, every kind of bracket a round one, letters capital;
    blanks go, and so do zeros that lead the number after 第:
    ``黔（2021） 剑河县不动产权第０００１２３４号`` is ``黔(2021)剑河县不动产权第1234号``.
    """
    narrow = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _NUMBER.sub("", _BLANK.sub("", narrow)).upper()


@dataclass(frozen=True)
class Cover:
    """Whether a right covers a period: yes, no, or (None) nobody knows; and why in words."""

    covers: bool | None
    says: Label


def cover(certificate: TenureCertificate | None, period: Period) -> Cover:
    """Whether the right lasts over every day of a period.

    A certificate issued after the period began proves nothing of the days before: the earlier one
    is to be shown. A missing certificate or term is unknown, never fine.
    """
    if certificate is None:
        return Cover(None, Label("没有登记该证件，期限未知。", "No such certificate is entered."))
    end = certificate.term_end
    if end is not None and end < period.last:
        return Cover(
            covers=False,
            says=Label(
                f"权利期限止于 {end}，早于监测期末 {period.last}。",
                f"The right ends on {end}, before the period does on {period.last}.",
            ),
        )
    if end is None and not certificate.is_perpetual:
        return Cover(None, Label("证件未载明权利期限。", "The certificate does not state a term."))
    since = certificate.issued_on
    if since is None or since > period.start:
        told = Label("未载明", "not stated") if since is None else Label(f"{since}", f"{since}")
        return Cover(
            None,
            Label(
                f"发证日期（{told.zh}）不早于监测期首日 {period.start}，此前的权利须另行证明。",
                f"Issued ({told.en}) after the period began on {period.start}: "
                "the right before that is to be shown.",
            ),
        )
    until = Label(f"至 {end}", f"until {end}") if end else Label("长期", "without end")
    return Cover(
        covers=True,
        says=Label(
            f"权利期限（{until.zh}）覆盖整个监测期。",
            f"The right ({until.en}) covers the whole period.",
        ),
    )


def certificate(number: str) -> TenureCertificate | None:
    """The certificate of that number, whatever way it is written."""
    return TenureCertificate.objects.filter(number=normal_number(number)).first()


def public_holder(found: TenureCertificate) -> str:
    """The holder as strangers see it: an organisation's name, of a person the surname only.

    A holder who is no party of the register may be a person, so the name is masked.
    """
    if found.holder is not None:
        return found.holder.public_name
    return found.holder_name[:1] + "某" * max(len(found.holder_name) - 1, 1)
