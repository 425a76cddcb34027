"""The addresses of a case before it becomes a ticket."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.projects.views import (
    comparing,
    doubt,
    downloads,
    field,
    growth,
    measuring,
    replaying,
    results,
)

CASE = "desk/measure/<int:claim>/"
RUN = CASE + "runs/<int:run>/"

urlpatterns = [
    path(CASE, measuring.measuring, name="measuring"),
    path(CASE + "method/", measuring.method, name="choose_method"),
    path(CASE + "annex/", measuring.annex, name="add_annex"),
    path(CASE + "annex/<int:annex>/", downloads.paper, name="annex"),
    path(CASE + "submit/", measuring.submit, name="submit_report"),
    path(CASE + "columns.<str:suffix>", downloads.columns, name="method_columns"),
    path(CASE + "sampling/", field.sampling, name="sampling"),
    path(CASE + "sampling/plots.<str:suffix>", field.plots, name="sampling_plots"),
    path(CASE + "field/", field.field, name="field"),
    path(CASE + "field/<int:survey>/marked.xlsx", field.marked, name="field_marked"),
    path(CASE + "field/<int:survey>/compare/", comparing.with_plots, name="field_compared"),
    path(CASE + "growth/", growth.growth, name="growth"),
    path(CASE + "growth/curves.<str:suffix>", growth.curves, name="growth_curves"),
    path(CASE + "growth/stands.<str:suffix>", growth.stands, name="growth_stands"),
    path(RUN, results.result, name="run"),
    path(RUN + "why/<path:node>/", results.why, name="run_why"),
    path(RUN + "compare/", comparing.with_run, name="run_compared"),
    path(RUN + "from/<int:other>/", results.changed, name="run_changed"),
    path(RUN + "doubt/", doubt.doubt, name="run_doubt"),
    path(RUN + "replay/", replaying.replay, name="run_replay"),
    path(RUN + "report.<str:suffix>", downloads.report, name="run_report"),
    path(RUN + "package.zip", downloads.package, name="run_package"),
    path(RUN + "results.xlsx", downloads.results, name="run_results"),
]
