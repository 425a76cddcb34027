"""The addresses of signing in and of one's own account."""

from __future__ import annotations

from django.urls import path

from qingshan.apps.parties.views import account, enrolment, factors, joining, mail, people, sign_in

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
    path("account/mail/", mail.ask, name="mail_ask"),
    path("account/mail/<str:token>/", mail.confirm, name="mail_confirm"),
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
    path("account/enrol/", enrolment.enrol, name="enrol"),
    path("account/enrol/<int:enrolment>/", enrolment.amend, name="enrol_again"),
    path("desk/parties/", people.parties, name="parties"),
    path("desk/parties/screening/", people.screening, name="screening"),
    path("desk/parties/accounts/<int:enrolment>/", enrolment.enrolment_page, name="enrolment"),
    path("desk/parties/accounts/<int:enrolment>/paper/", enrolment.paper, name="enrolment_paper"),
    path(
        "desk/parties/accounts/<int:enrolment>/<str:act>/",
        enrolment.decide,
        name="enrolment_decide",
    ),
    path("desk/people/", people.people, name="people"),
    path("desk/people/<int:user>/", people.person, name="person"),
    path("desk/people/<int:user>/propose/", people.propose, name="propose"),
    path("desk/people/<int:user>/<str:act>/", people.on_person, name="person_act"),
    path("desk/roles/<int:membership>/end/", people.end, name="role_end"),
    path("desk/sign-ins/", people.sign_ins, name="sign_ins"),
    path("desk/journal/", people.journal, name="journal"),
]
