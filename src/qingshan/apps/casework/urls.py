"""The addresses of cases."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.casework.views import acting, answering, letters, listing, review

urlpatterns = [
    path("desk/cases/", listing.cases, name="cases"),
    path("desk/cases/cases.csv", listing.cases_csv, name="cases_csv"),
    path("desk/cases/accept/", listing.accept_chosen, name="accept_chosen"),
    path("desk/cases/<str:number>/", review.case, name="case"),
    path("desk/cases/<str:number>/checks/", review.checks, name="case_checks"),
    path("desk/cases/<str:number>/answer/", answering.answer, name="answer_correction"),
    path("desk/cases/<str:number>/do/<str:act>/", acting.act, name="case_act"),
    path("desk/cases/<str:number>/letters/<str:letter>.pdf", letters.pdf, name="case_letter"),
    path("desk/cases/<str:number>/files/<int:file>/", letters.attached, name="case_file"),
    path("cases/letters/<str:number>", letters.verify, name="verify_letter"),
]
