"""The addresses of verification and of expert review."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.review.views import member, organising, panels, ties, verification

PANEL = "desk/review/<str:number>/"
REPORT = "desk/verification/<int:report>/"

urlpatterns = [
    path("panels/<str:number>/", panels.draw, name="panel_draw"),
    path("desk/review/", panels.reviews, name="reviews"),
    path("desk/review/experts/enter/", organising.enter, name="enter_expert"),
    path("desk/review/experts/<str:number>/release/", organising.release, name="release_expert"),
    path(PANEL, panels.panel, name="panel"),
    path(PANEL + "pack.zip", panels.pack, name="panel_pack"),
    path(PANEL + "minutes.pdf", panels.minutes, name="panel_minutes"),
    path(PANEL + "void/", organising.void, name="void_panel"),
    path(PANEL + "declare/", member.declare, name="declare_independence"),
    path(PANEL + "recuse/", member.recuse, name="recuse_member"),
    path(PANEL + "ask/", member.ask, name="ask_question"),
    path(PANEL + "vote/", member.vote, name="cast_vote"),
    path(PANEL + "questions/<int:question>/", member.answer, name="answer_question"),
    path(REPORT, verification.verification, name="verification"),
    path(REPORT + "raise/", verification.raise_one, name="raise_nonconformity"),
    path(REPORT + "conclude/", verification.conclude, name="conclude"),
    path(REPORT + "return/", verification.send_back, name="return_report"),
    path(
        "desk/nonconformities/<int:nonconformity>/<str:act>/",
        verification.turn,
        name="nonconformity_turn",
    ),
    path("desk/assign/<int:claim>/<str:part>/", organising.assign, name="assign_body"),
    path("desk/ties/", ties.ties, name="ties"),
    path("desk/ties/declare/", ties.declare_own, name="declare_tie"),
]
