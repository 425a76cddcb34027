"""The addresses of the portal and the workspace."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import include, path

from qingshan.apps.portal import api
from qingshan.apps.portal.views import (
    check,
    check_papers,
    desk,
    home,
    interface,
    market,
    open_data,
    register,
    sign_in,
    tiles,
    trading,
    verify,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("check/", check.check, name="check"),
    path("check/report.pdf", check_papers.report_pdf, name="check_pdf"),
    path("check/report.json", check_papers.report_json, name="check_json"),
    path("check/share/", check_papers.share, name="check_share"),
    path("check/shared/<str:token>/", check_papers.shared, name="shared"),
    path("check/shared/<str:token>/report.pdf", check_papers.shared_pdf, name="shared_pdf"),
    path("check/shared/<str:token>/delete/", check_papers.withdraw, name="shared_withdraw"),
    path("api/", interface.interface, name="api"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/", include(api.patterns())),
    path("register/", register.register, name="register"),
    path("retirements/", register.retired, name="retirements"),
    path("retirements/<str:number>/", register.retirement, name="retirement"),
    path("retirements/<str:number>/certificate.pdf", register.certificate, name="certificate"),
    path("tickets/<str:number>/", register.ticket, name="ticket"),
    path("tickets/<str:number>/face.pdf", register.face, name="face"),
    path("tickets/<str:number>/movements.csv", register.movements_csv, name="movements"),
    path("tickets/<str:number>/why/<path:node>/", register.explained, name="explained"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:number>", verify.verify_link, name="verify_link"),
    path("map/", home.map_page, name="map"),
    path(
        "tiles/compartments/<int:zoom>/<int:column>/<int:row>",
        tiles.compartments,
        name="compartment_tile",
    ),
    path("notices/", home.notices, name="notices"),
    path("report/", home.report, name="report"),
    path("market/", market.market, name="market"),
    path("market/trades.csv", market.trades_csv, name="trades_csv"),
    path("methods/", open_data.methods, name="methods"),
    path("methods/<str:name>/", open_data.method, name="method"),
    path("tables/<str:name>/", open_data.table, name="table"),
    path("data/", open_data.data, name="data"),
    path("data/public-key.json", open_data.public_key, name="public_key"),
    path("data/tickets.csv", open_data.tickets_csv, name="tickets_csv"),
    path("data/retirements.csv", open_data.retirements_csv, name="retirements_csv"),
    path("desk/", desk.desk, name="desk"),
    path("desk/act/", desk.act, name="act"),
    path("desk/apply/", desk.apply, name="apply"),
    path("desk/offer/<str:number>/<int:party>/", trading.offer, name="offer"),
    path("desk/retire/<str:number>/<int:party>/", trading.retire, name="retire"),
    path("market/<str:number>/take/", trading.take, name="take"),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
]
