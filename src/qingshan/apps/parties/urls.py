"""The addresses of signing in and of one's own account."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.parties.views import account, factors, joining, sign_in

urlpatterns = [
    path("login/", sign_in.sign_in, name="login"),
    path("login/factor/", sign_in.factor, name="factor"),
    path("login/factor/key/ask/", factors.ask_key, name="key_ask"),
    path("login/factor/key/", factors.use_key, name="key_use"),
    path("login/outside/", joining.leave, name="outside"),
    path("login/outside/back/", joining.come_back, name="outside_back"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("join/", joining.join, name="join"),
    path("password/", joining.forgotten, name="forgotten"),
    path("password/<str:user>/<str:token>/", joining.reset, name="reset"),
    path("account/", account.account, name="account"),
    path("account/details/", account.details, name="details"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/<int:session>/end/", account.end, name="session_end"),
    path("account/consent/", account.consent, name="consent"),
    path("account/copy.json", account.copy, name="own_data"),
    path("account/privacy/", account.privacy, name="privacy"),
    path("account/factors/", factors.overview, name="factors"),
    path("account/factors/authenticator/", factors.authenticator, name="factor_totp"),
    path("account/factors/recovery/", factors.recovery, name="recovery"),
    path("account/factors/key/options/", factors.key_options, name="factor_key_options"),
    path("account/factors/key/", factors.key, name="factor_key"),
    path("account/factors/<int:factor>/drop/", factors.drop, name="factor_drop"),
]
