"""The short check code printed on paper and carried in the QR: a cut of a signature.

Only the register can make or check it, because a cut signature no longer verifies against the
public key; it ties a print to the register's record. The sealed file is what a stranger checks.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from typing import Any

from qingshan.core.kernel.digest import canonical
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.refusals import CODE_WRONG
from qingshan.core.proof.signer import Signer

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford base 32: no I, L, O, U."""

CODE_LENGTH = 12
GROUP = 4
_PURPOSE = "qingshan-check-code-1"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def check_code(statement: Mapping[str, Any], signer: Signer) -> str:
    """Sixty bits of the signature over the statement: ``7K3M-9QPX-2R4T``, the same every time."""
    signature = signer.sign(canonical({"purpose": _PURPOSE, "statement": dict(statement)}))
    number = int.from_bytes(hashlib.sha256(signature).digest(), "big") >> (256 - 5 * CODE_LENGTH)
    letters = [ALPHABET[number >> 5 * place & 31] for place in reversed(range(CODE_LENGTH))]
    groups = ["".join(letters[at : at + GROUP]) for at in range(0, CODE_LENGTH, GROUP)]
    return "-".join(groups)


def check_code_matches(code: str, statement: Mapping[str, Any], signer: Signer) -> bool:
    """Whether a code as read by a person (any case, spaces, O for 0, I or L for 1) is right."""
    return hmac.compare_digest(
        plain_code(code).encode(), plain_code(check_code(statement, signer)).encode()
    )


def require_code(code: str, statement: Mapping[str, Any], signer: Signer) -> None:
    """Pass when the code is right.

    Raises
    ------
    Refused
        E-PF-10 when it is not.
    """
    if not check_code_matches(code, statement, signer):
        raise Refused.because(CODE_WRONG, plain_code(code)[: 2 * CODE_LENGTH])


def plain_code(code: str) -> str:
    """The letters and digits of a code, read as Crockford prescribes, full-width ones too."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", code).upper().translate(_READ_AS) if c in ALPHABET
    )
