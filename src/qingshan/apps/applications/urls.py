"""The addresses of applications."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.applications.views import (
    correcting,
    entrance,
    households,
    papers,
    submitting,
    wizard,
)

urlpatterns = [
    path("desk/apply/", entrance.apply, name="apply"),
    path("desk/apply/<int:draft>/delete/", entrance.discard, name="apply_discard"),
    path("desk/apply/<int:draft>/form.pdf", papers.preview, name="apply_preview"),
    path("desk/apply/<int:draft>/hand-in/", submitting.submit, name="apply_submit"),
    path("desk/apply/<int:draft>/papers/<str:kind>/", papers.attach, name="apply_attach"),
    path("desk/apply/<int:draft>/paper/<int:paper>/", papers.paper, name="apply_paper"),
    path("desk/apply/<int:draft>/paper/<int:paper>/delete/", papers.detach, name="apply_detach"),
    path("desk/apply/<int:draft>/household/", households.add_household, name="apply_household"),
    path(
        "desk/apply/<int:draft>/household/<int:number>/delete/",
        households.remove_household,
        name="apply_household_remove",
    ),
    path("desk/apply/<int:draft>/<str:step>/", wizard.step, name="apply_step"),
    path("desk/applications/<str:number>/", submitting.application, name="application"),
    path("desk/applications/<str:number>/receipt.pdf", submitting.receipt, name="receipt"),
    path("desk/applications/<str:number>/form.pdf", submitting.form, name="application_form"),
    path("desk/applications/<str:number>/correct/", correcting.correct, name="application_correct"),
    path(
        "desk/applications/<str:number>/edition-<int:edition>.pdf",
        submitting.corrected_form,
        name="application_edition",
    ),
    path(
        "desk/applications/<str:number>/papers/<int:paper>/",
        submitting.paper,
        name="application_paper",
    ),
    path("progress/", submitting.progress, name="progress"),
    path("samples/<str:kind>.pdf", papers.sample, name="paper_sample"),
]
