"""Whether a number, a code or a file is genuine, and what the register says of it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.apps.base.keys import public_keys
from qingshan.apps.base.numbering import normalise
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.refusals import NOT_REGISTERED
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.code import plain_code
from qingshan.core.proof.envelope import Sealed, open_pdf
from qingshan.core.proof.refusals import CODE_WRONG

Registered = Ticket | Retirement


@dataclass(frozen=True)
class Verified:
    """A genuine paper: the entry of the register, the seal of the file, whether it is the original.

    ``is_original`` says that the file's digest is the one entered at issue; ``sealed`` is None when
    only a number was checked.
    """

    entry: Registered
    sealed: Sealed | None = None
    is_original: bool = False
    code_checked: bool = False


def find(number: str) -> Registered:
    """The ticket or retirement that bears a number.

    Raises
    ------
    Refused
        E-MC-04 a slip in the number, E-RG-09 a number that nothing bears.
    """
    wanted = normalise(number)
    for kind in (Ticket, Retirement):
        entry = kind.objects.filter(number=wanted).first()
        if entry is not None:
            return entry
    raise Refused.because(NOT_REGISTERED, wanted)


def verify_number(number: str, code: str = "") -> Verified:
    """The entry of a number; a given check code must be the one printed on the paper.

    Raises
    ------
    Refused
        As ``find``, and E-PF-10 for a wrong code.
    """
    entry = find(number)
    if code and plain_code(code) != plain_code(entry.check_code):
        raise Refused.because(CODE_WRONG, plain_code(code)[:24])
    return Verified(entry, code_checked=bool(code))


def verify_file(data: bytes) -> Verified:
    """A dropped PDF: its seal first, then the entry that the seal names.

    Raises
    ------
    Refused
        E-PF codes when it was not issued here or any byte was altered; E-RG-09 when the register
        has no such entry.
    """
    sealed = open_pdf(data, public_keys())
    statement: Mapping[str, Any] = sealed.statement
    entry = find(str(statement["number"]))
    file = entry.face if isinstance(entry, Ticket) else entry.certificate
    return Verified(entry, sealed, is_original=file.digest == sha256(data))
