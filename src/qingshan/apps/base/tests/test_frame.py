"""The frame around every page: languages, switches, cookies, refusals, what a browser may load."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from qingshan.apps.base.refusals import KEY_REUSED, NUMBER_WRONG, ROLE_MISSING
from qingshan.core.geo import refusals as uploads
from qingshan.core.kernel.errors import Refusal, Refused, declared
from qingshan.core.kernel.label import Label

UPLOAD = "E-UP-01"
"""Declared by the reading of uploads."""


assert uploads
assert UPLOAD in declared()


def stub(request: HttpRequest, **given: str) -> HttpResponse:
    return HttpResponse("ok")


def refuse(request: HttpRequest, code: str) -> HttpResponse:
    facts = {"act": Label("签发", "issue"), "roles": Label("登记机构", "registrar")}
    raise Refused(*(Refusal(each, "GZ-2024-000001-8", facts) for each in code.split("+")))


class Addresses:
    """Stands for ``config.urls`` with the names that the frame looks for."""

    urlpatterns = i18n_patterns(
        path("", stub, name="home"),
        path("", include("qingshan.apps.base.urls")),
        path("register/", stub, name="register"),
        path("login/", stub, name="login"),
        path("refuse/<str:code>/", refuse),
        prefix_default_language=False,
    )


@pytest.fixture
def client(settings: Any) -> Client:
    settings.ROOT_URLCONF = Addresses
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "qingshan.apps.base.middleware.ContentPolicyMiddleware",
    ]
    return Client(raise_request_exception=False)


def body(response: Any) -> str:
    return str(response.content.decode())


def test_chinese_has_no_prefix_and_english_has_one(client: Client) -> None:
    chinese, english = body(client.get("/look/")), body(client.get("/en/look/"))
    assert '<html lang="zh-Hans">' in chinese
    assert "每一吨，都能复算" in chinese
    assert '<html lang="en">' in english
    assert "Every tonne can be recomputed" in english
    assert 'href="/en/look/?page=2"' in body(client.get("/look/?page=2"))
    assert 'hreflang="zh-Hans" href="/look/"' in english


def test_the_other_language_of_what_is_not_there_is_its_front_page(client: Client) -> None:
    assert 'hreflang="en" href="/en/"' in body(client.get("/nowhere/?page=2"))
    assert 'hreflang="zh-Hans" href="/"' in body(client.get("/en/nowhere/"))


def test_page_of_a_stranger_sets_no_cookie_and_asks_no_database(client: Client) -> None:
    """The database is closed in this test: a query would fail it."""
    response = client.get("/look/")
    assert response.status_code == 200
    assert not response.cookies


def test_large_type_is_one_cookie_set_on_request(client: Client) -> None:
    response = client.get("/elder/?on=1&next=/look/%3Fpage%3D2")
    assert response["Location"] == "/look/?page=2"
    assert list(response.cookies) == ["elder"]
    assert 'class="elder"' in body(client.get("/look/"))
    client.get("/elder/?on=0&next=/look/")
    assert 'class="elder"' not in body(client.get("/look/"))


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_switch_never_leads_elsewhere(client: Client, wanted: str) -> None:
    assert client.get("/elder/", {"on": "1", "next": wanted})["Location"] == "/"


def test_navigation_shows_what_exists(client: Client) -> None:
    page = body(client.get("/look/"))
    assert 'href="/register/"' in page
    assert "市场</a>" not in page


def test_scripts_are_files_of_this_house(client: Client) -> None:
    response = client.get("/look/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    page = body(response)
    for inline in (" onclick=", " onload=", "<script>", "javascript:"):
        assert inline not in page


@pytest.mark.parametrize(
    ("codes", "status"),
    [
        (KEY_REUSED, 409),
        (NUMBER_WRONG, 422),
        (UPLOAD, 422),
        (ROLE_MISSING, 403),
        (f"{UPLOAD}+{KEY_REUSED}", 409),
        (f"{UPLOAD}+{ROLE_MISSING}", 403),
    ],
)
def test_refusal_becomes_a_page(client: Client, codes: str, status: int) -> None:
    response = client.get(f"/refuse/{codes}/")
    assert response.status_code == status
    page = body(response)
    for code in codes.split("+"):
        assert code in page
    assert "没有任何内容被改动" in page
    assert "怎么办" in page
    assert ("登录</a></p>" in page or 'class="btn main"' in page) is (status == 403)


def test_refusal_speaks_english_too(client: Client) -> None:
    page = body(client.get(f"/en/refuse/{NUMBER_WRONG}/"))
    assert "The check digit of GZ-2024-000001-8 does not match." in page
    assert "What to do" in page


def test_refusal_of_a_part_of_a_page_is_the_bare_list(client: Client) -> None:
    response = client.get(f"/refuse/{KEY_REUSED}/", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert body(response).startswith('<ol class="refusals"')


def test_what_a_refusal_says_is_escaped(client: Client, settings: Any) -> None:
    page = body(client.get("/look/"))
    assert "<script>alert" not in page
    from django.template import engines

    said = (
        engines["django"]
        .from_string("{% refusals rows %}")
        .render(
            {
                "rows": [
                    Refusal(NUMBER_WRONG, "<script>alert(1)</script>"),
                    Refusal(NUMBER_WRONG, "ticket:GZ-2026-000001-7"),
                    Refusal(NUMBER_WRONG, "transfer:GH-2026-000001-7#1"),
                ]
            }
        )
    )
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
    assert "位置：GZ-2026-000001-7" in said
    assert "位置：GH-2026-000001-7<" in said


@pytest.mark.parametrize("language", ["", "/en"])
def test_unknown_address_has_a_page(client: Client, language: str) -> None:
    response = client.get(f"{language}/nowhere/")
    assert response.status_code == 404
    assert ("Page not found" if language else "没有找到这个页面") in body(response)


def test_bodies_in_the_footer_come_from_the_settings(client: Client, settings: Any) -> None:
    assert "主办单位" not in body(client.get("/look/"))
    settings.SITE_BODIES = {"sponsor": "某省林业局", "icp": ""}
    page = body(client.get("/look/"))
    assert "主办单位" in page
    assert "某省林业局" in page
    assert "ICP" not in page


def test_demonstration_says_so_on_every_page(client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert "演示环境，数据为虚构" in body(client.get("/look/"))
    settings.DEMO = False
    assert "演示环境" not in body(client.get("/look/"))


def test_visitor_who_saves_data_gets_no_web_fonts(client: Client) -> None:
    assert "webfonts.css" in body(client.get("/look/"))
    assert "webfonts.css" not in body(client.get("/look/", headers={"Save-Data": "on"}))
