"""One word for one thing: nouns stand in the word list, other names where they are defined."""

from __future__ import annotations

import re
from collections import Counter

from django.apps import apps

from qingshan.apps.base.roles import ROLES
from qingshan.apps.base.verb import verbs
from qingshan.config.made import load_rooms, machines
from qingshan.core.kernel.terms import terms
from qingshan.core.ledger.codes import CODES
from qingshan.core.ledger.model import AccountKind, Act, AssetKind

load_rooms()


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def own_models() -> list[str]:
    return [
        snake(model.__name__)
        for model in apps.get_models()
        if model.__module__.startswith("qingshan.")
    ]


def test_every_model_is_a_term() -> None:
    assert not set(own_models()) - set(terms())


def test_every_machine_is_a_term() -> None:
    assert not {machine.name for _, machine in machines()} - set(terms())


def test_models_have_names_of_their_own() -> None:
    assert not [name for name, count in Counter(own_models()).items() if count > 1]


def test_every_name_has_both_languages() -> None:
    labels = {
        **{f"role {name}": label for name, label in ROLES.items()},
        **{f"code {name}": code.label for name, code in CODES.items()},
        **{f"verb {name}": card.label for name, card in verbs().items()},
        **{f"account {kind}": kind.label for kind in AccountKind},
        **{f"asset {kind}": kind.label for kind in AssetKind},
        **{
            f"{machine.name} {state}": label
            for _, machine in machines()
            for state, label in machine.states.items()
        },
    }
    assert not [name for name, label in labels.items() if not (label.zh and label.en)]
    assert len(Act) == 4, "four acts and no more"


def test_no_two_verbs_codes_or_roles_share_a_chinese_name() -> None:
    for labels in (
        [card.label.zh for card in verbs().values()],
        [code.label.zh for code in CODES.values()],
        [label.zh for label in ROLES.values()],
        [kind.label.zh for kind in AccountKind],
    ):
        assert not [zh for zh, count in Counter(labels).items() if count > 1]


def test_one_word_for_one_thing() -> None:
    """Where a ledger code bears the name of a term, its Chinese holds the term's word."""
    named = {name: code.label.zh for name, code in CODES.items()}
    apart = {
        name: (terms()[name].label.zh, zh)
        for name, zh in named.items()
        if name in terms() and not (terms()[name].label.zh in zh or zh in terms()[name].label.zh)
    }
    assert not apart
