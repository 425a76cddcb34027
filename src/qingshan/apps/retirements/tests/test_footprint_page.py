"""A stranger calculates without an account, sees whose factors they are, and goes on to retire."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import User

pytestmark = pytest.mark.django_db


def test_the_sum_its_factors_and_the_way_on(office):
    page = Client().get(reverse("footprint"))
    said = page.content.decode()
    assert page.status_code == 200
    assert "0.5366" in said
    assert said.count("暂定") > 5
    asked = {"car": "120", "hotel": "30", "rail": ""}
    said = Client().get(reverse("footprint"), asked).content.decode()
    assert "1,524" in said
    assert f"{reverse('retiring')}?tonnes=2" in said
    assert not Client().get(reverse("footprint"), asked).cookies
    assert Client().get(reverse("footprint"), {"car": "-1"}).status_code == 422
    for nothing in ({"car": ""}, {"car": "0", "hotel": "0.00"}):
        answer = Client().get(reverse("footprint"), nothing)
        assert answer.status_code == 422
        assert "请至少填写一项" in answer.content.decode()
        assert ">结果<" not in answer.content.decode()
    client = Client()
    client.force_login(User.objects.get(username="farm"))
    assert "没有可用的碳票" in client.get(reverse("retiring") + "?tonnes=2").content.decode()
