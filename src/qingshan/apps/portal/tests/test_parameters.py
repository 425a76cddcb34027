"""Public lists of every room refuse what they would leave unheeded, and say what they know."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
LISTS = (
    *("/notices/", "/notices/GS-2026-000001-7/comments.csv"),
    *("/market/", "/market/deals/", "/market/offers/", "/market/trades.csv", "/market/rules/"),
    "/market/zones/judicial_zone/",
    *("/market/auctions/", "/market/auctions/JM-2026-000001-7/record.json"),
    *("/market/agreement/", "/market/agreement/2026-04-16/"),
    *("/market/bulletins/", "/market/bulletins/2026-04-16/bulletin.csv"),
    *("/retirements/ZX-2026-000001-7/shares/", "/tickets/GZ-2026-000001-7/movements.csv"),
    *("/methods/", "/tables/registry.ticket/", "/log/", "/log/entries.txt"),
)


@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_parameter_is_refused_with_a_sentence(path: str) -> None:
    for language, words in (("", "网址中的参数“contry”无效。"), ("/en", "“contry” is unknown")):
        answer = Client().get(language + path, {"contry": "522629"})
        told = answer.content.decode()
        assert answer.status_code == 422, path
        assert "E-PO-01" in told
        assert words in told


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/market/auctions/", "page"),
        ("/log/", "entry"),
        ("/market/bulletins/2026-04-16/", "edition"),
    ],
)
def test_what_is_known_is_told_and_taken(path: str, known: str) -> None:
    told = Client().get(f"/en{path}", {"contry": "1"}).content.decode()
    assert f"Known parameters: {known}." in told
    assert Client().get(f"/en{path}", {known: "1"}).status_code in {200, 404}
    assert Client().get(f"/en{path}", {"elder": "1"}).status_code == 200


def test_comments_are_answered_in_english_without_chinese_commas() -> None:
    told = Client().get("/en/register/", {"contry": "1"}).content.decode()
    assert "Known parameters: " in told
    assert "、" not in told.partition("Known parameters: ")[2].partition(".")[0]
