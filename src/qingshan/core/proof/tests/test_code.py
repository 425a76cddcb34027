"""The check code: stable, readable by people, different for other content."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.proof.code import ALPHABET, check_code, check_code_matches, require_code
from qingshan.core.proof.signer import Ed25519Signer

SIGNER = Ed25519Signer.from_seed(bytes(32))
STATEMENT = {"kind": "ticket", "number": "GZTP-522629-2024-000001-7", "amount": 127_230_000}


def test_a_code_is_three_groups_without_i_l_o_u_and_never_changes():
    code = check_code(STATEMENT, SIGNER)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert code == check_code(dict(reversed(STATEMENT.items())), SIGNER)
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@given(amount=st.integers(0, 10**12))
def test_a_code_reads_back_however_a_person_types_it(amount):
    statement = {**STATEMENT, "amount": amount}
    code = check_code(statement, SIGNER)
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert check_code_matches(typed, statement, SIGNER)
    assert check_code_matches(
        code.translate({n: n + 0xFEE0 for n in range(33, 127)}), statement, SIGNER
    )
    require_code(code, statement, SIGNER)


def test_other_content_or_another_key_gives_another_code():
    code = check_code(STATEMENT, SIGNER)
    assert not check_code_matches(code, {**STATEMENT, "amount": 127_240_000}, SIGNER)
    assert not check_code_matches(code, STATEMENT, Ed25519Signer.from_seed(bytes([1] * 32)))


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "?", "碳" * 500])
def test_a_wrong_code_is_refused(refuses, code):
    with refuses("E-PF-10"):
        require_code(code, STATEMENT, SIGNER)
