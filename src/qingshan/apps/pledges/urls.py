"""The addresses of pledges."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.pledges.views import pledges, releases

ONE = "desk/pledges/<str:number>/"

urlpatterns = [
    path("desk/pledges/", pledges.pledges, name="pledges"),
    path("desk/pledges/new/", pledges.register, name="register_pledge"),
    path(ONE, pledges.pledge, name="pledge"),
    path(f"{ONE}default/", pledges.default, name="note_default"),
    path(f"{ONE}foreclose/", pledges.foreclose, name="foreclose_pledge"),
    path(f"{ONE}cancel/", releases.cancel, name="cancel_pledge"),
    path(f"{ONE}release/", releases.propose, name="propose_release"),
    path(f"{ONE}release/confirm/", releases.confirm, name="release_pledge"),
    path(f"{ONE}release/decline/", releases.decline, name="decline_release"),
    path(f"{ONE}release/withdraw/", releases.withdraw, name="withdraw_release"),
]
