"""A form that is sent after the session has ended leads back to its page, not to its act."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse


def test_who_sends_a_form_after_the_session_ended_comes_back_to_the_form(office):
    client = Client()
    form, act = reverse("account"), reverse("session_end", args=[1])
    answer = client.post(act, headers={"Referer": f"http://testserver{form}?a=1"})
    assert answer["Location"] == f"{reverse('login')}?next={form}%3Fa%3D1"
    page = client.get(answer["Location"]).content.decode()
    assert "刚才提交的内容没有保存" in page
    foreign = client.post(act, headers={"Referer": "http://elsewhere.example/x/"})
    assert foreign["Location"] == f"{reverse('login')}?next={act}"
    assert client.get(form)["Location"] == f"{reverse('login')}?next={form}"
