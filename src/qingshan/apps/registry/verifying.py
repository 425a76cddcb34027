"""Whether a number, a code or a file is genuine, and what the register says of it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.keys import public_keys
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.numbering import is_whole, normalise, typed, written
from qingshan.apps.registry.models import HoldingCertificate, Retirement, Ticket
from qingshan.apps.registry.prints import Edition, editions
from qingshan.apps.registry.refusals import NOT_REGISTERED
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.code import plain_code
from qingshan.core.proof.envelope import Sealed, open_pdf
from qingshan.core.proof.refusals import CODE_WRONG

Registered = Ticket | Retirement | HoldingCertificate
KINDS: Mapping[type[Any], tuple[str, ...]] = {
    Ticket: ("monitoring__project", "party", "face"),
    Retirement: ("party", "certificate"),
    HoldingCertificate: ("party", "ticket", "paper"),
}
"""What bears a number, with what an answer tells of it."""

SHORT_CODE = 4
"""The last letters of a check code are enough to tell a copied number from a held paper."""

_NEAR_MOST = 3


@dataclass(frozen=True)
class Verified:
    """A genuine paper: the entry of the register, the seal of the file, whether it is the original.

    ``is_original`` says that the file's digest is the one entered when it was made; ``sealed`` is
    None when only a number was checked. ``edition`` is the print of a ticket's face that was met,
    where code or file tell it, and ``newest`` the one that counts.
    """

    entry: Registered
    sealed: Sealed | None = None
    is_original: bool = False
    code_checked: bool = False
    edition: Edition | None = None
    newest: Edition | None = None

    @property
    def is_void(self) -> bool:
        """Whether a later print has made this one void."""
        return self.edition is not None and self.edition != self.newest

    @property
    def mark(self) -> str:
        """The word that lies across the paper, if any."""
        return str(self.sealed.statement.get("mark", "")) if self.sealed else ""


def find(number: str) -> Registered:
    """The ticket, retirement or certificate of holding that bears a number.

    Raises
    ------
    Refused
        E-MC-04 a slip in the number, E-RG-09 a number that nothing bears.
    """
    wanted = normalise(number)
    for borne in _BORNE:
        entries: list[Registered] = borne.objects(wanted)
        if entries:
            return entries[0]
    raise Refused.because(NOT_REGISTERED, wanted)


def _borne(kind: type[Any], beside: tuple[str, ...]) -> Fixed:
    return Fixed(lambda number: kind.objects.filter(number=number).select_related(*beside), str)


_BORNE = [_borne(kind, beside) for kind, beside in KINDS.items()]


def near(number: str) -> list[str]:
    """Numbers of the register that a slip may have turned into this one, at most three.

    A slip is one digit wrong, left out or typed twice, or two neighbours changed over.
    """
    series, digits = typed(number)
    wanted = {written(series, slip) for slip in set(_slips(digits)) if is_whole(slip)}
    found: list[str] = []
    for kind in KINDS:
        rows = kind.objects.filter(number__in=wanted).order_by("number")
        found += rows.values_list("number", flat=True)[:_NEAR_MOST]
    return found[:_NEAR_MOST]


def _slips(digits: str) -> Iterator[str]:
    for at in range(len(digits) + 1):
        head, tail = digits[:at], digits[at:]
        for digit in "0123456789":
            yield head + digit + tail
            yield head + digit + tail[1:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]


def verify_number(number: str, code: str = "") -> Verified:
    """The entry of a number; a given check code, or its last four letters, must be the paper's.

    Raises
    ------
    Refused
        As ``find``, and E-PF-10 for a wrong code.
    """
    entry = find(number)
    plain = plain_code(code)
    if not isinstance(entry, Ticket):
        if plain and not _is_code(plain, entry.check_code):
            raise Refused.because(CODE_WRONG, plain[:24])
        return Verified(entry, code_checked=bool(plain))
    prints = editions(entry)
    if not plain:
        return Verified(entry, newest=prints[0])
    met = next((p for p in prints if _is_code(plain, p.check_code)), None)
    if met is None:
        raise Refused.because(CODE_WRONG, plain[:24])
    return Verified(entry, code_checked=True, edition=met, newest=prints[0])


def _is_code(plain: str, code: str) -> bool:
    whole = plain_code(code)
    return plain in {whole, whole[-SHORT_CODE:]}


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
    if not isinstance(entry, Ticket):
        file = paper_of(entry)
        return Verified(entry, sealed, is_original=file.digest == sha256(data))
    prints = editions(entry)
    serial = statement.get("edition", 1)
    met = next((p for p in prints if p.serial == serial), None)
    return Verified(
        entry,
        sealed,
        is_original=met is not None and met.face.digest == sha256(data),
        edition=met,
        newest=prints[0],
    )


def paper_of(entry: Retirement | HoldingCertificate) -> KeptFile:
    """The file that was entered with a certificate."""
    return entry.certificate if isinstance(entry, Retirement) else entry.paper
