"""Coming in: password, second factor, too many trials, sessions that end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.parties import factors, sessions, sign_ins
from qingshan.apps.parties.models import Consent, SignIn, User, UserSession
from qingshan.apps.parties.passwords import choose_password
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.parties.sealing import fingerprint, seal, seal_fields, unseal, unseal_fields
from qingshan.apps.parties.verbs.lock_user import lock_user
from qingshan.apps.parties.verbs.reset_factors import reset_factors
from qingshan.apps.parties.verbs.unlock_user import unlock_user

pytestmark = pytest.mark.django_db
PASSWORD = "qingshan-demo"
GOOD = "correct horse 7"


def come(who: str, password: str = PASSWORD, client: Client | None = None, **more):
    client = client or Client()
    return client, client.post(reverse("login"), {"username": who, "password": password}, **more)


def in_as(who: str) -> Client:
    client, answer = come(who)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return client


def with_authenticator(who: str) -> tuple[Client, str]:
    """A client that has registered an authenticator, and its secret."""
    client = in_as(who)
    page = client.get(reverse("factor_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    code = pyotp.TOTP(secret).at(now())
    told = {"key": secret[:12], "name": "手机", "code": code}
    assert client.post(reverse("factor_totp"), told).status_code == 302
    return client, secret


def test_a_sign_in_is_written_down(office):
    client = in_as("farm")
    assert client.get(reverse("desk")).status_code == 200
    row = SignIn.objects.latest("pk")
    assert (row.user.username, row.outcome, row.way) == ("farm", "signed_in", "password")
    client.post(reverse("logout"))
    assert SignIn.objects.latest("pk").outcome == "signed_out"
    assert client.get(reverse("desk")).status_code == 302


def test_what_was_typed_is_not_kept(office):
    _, answer = come("my secret in the wrong box", "x")
    assert answer.status_code == 422
    row = SignIn.objects.latest("pk")
    assert (row.user, row.outcome) == (None, "wrong_password")


def test_one_sentence_for_name_and_password(office):
    told = [come(*pair)[1].content.decode() for pair in (("nobody", "x"), ("farm", "x"))]
    assert all("账号或密码不符" in page for page in told)


def test_an_address_of_e_mail_is_a_name(office):
    User.objects.filter(username="farm").update(email="farm@example.org")
    assert come("FARM@example.org")[1].status_code == 302
    User.objects.filter(username="buyer").update(email="farm@example.org")
    assert come("farm@example.org")[1].status_code == 422, "it belongs to two"


def test_too_many_trials_of_an_account_wait(office):
    for _ in range(5):
        assert come("farm", "x")[1].status_code == 422
    _, answer = come("farm")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    page = answer.content.decode()
    assert "E-SI-01" in page
    assert "15 分钟" in page
    assert come("buyer")[1].status_code == 302


def test_a_success_wipes_the_failures_of_the_account(office):
    for _ in range(4):
        come("farm", "x")
    in_as("farm")
    for _ in range(4):
        assert come("farm", "x")[1].status_code == 422
    in_as("farm")


def test_too_many_trials_of_an_address_wait(office):
    for number in range(30):
        assert come(f"n{number}", "x", REMOTE_ADDR="198.51.100.7")[1].status_code == 422
    assert come("farm", REMOTE_ADDR="198.51.100.7")[1].status_code == 429
    assert come("farm", REMOTE_ADDR="198.51.100.8")[1].status_code == 302


def test_failures_are_forgotten_with_time(office):
    long_ago = now() - timedelta(minutes=16)
    user = User.objects.get(username="farm")
    for _ in range(9):
        SignIn.objects.create(when=long_ago, user=user, way="password", outcome="wrong_password")
    in_as("farm")


def test_the_way_on_stays_in_the_house(office):
    for wanted, to in (("/register/", "/register/"), ("https://elsewhere.example/", "/desk/")):
        told = {"username": "farm", "password": PASSWORD, "next": wanted}
        assert Client().post(reverse("login"), told)["Location"] == to


def test_a_second_factor_is_asked_for_and_used_once(office):
    _, secret = with_authenticator("registrar")
    later = datetime.fromtimestamp(now().timestamp() + 30, tz=now().tzinfo)
    client, answer = come("registrar")
    assert answer["Location"] == reverse("factor")
    assert client.get(reverse("desk")).status_code == 302, "not in yet"
    code = pyotp.TOTP(secret).at(later)
    wrong = client.post(reverse("factor"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "parties/factor.html" in [template.name for template in wrong.templates]
    assert client.post(reverse("factor"), {"code": code}).status_code == 302
    assert client.get(reverse("desk")).status_code == 200
    assert SignIn.objects.latest("pk").way == "password+totp"
    again, _ = come("registrar")
    assert again.post(reverse("factor"), {"code": code}).status_code == 422, "used up"


def test_guessing_codes_waits_as_well(office):
    with_authenticator("registrar")
    client, _ = come("registrar")
    for _ in range(5):
        assert client.post(reverse("factor"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("factor"), {"code": "000000"}).status_code == 429


def test_the_first_factor_is_remembered_for_a_short_while(office):
    with_authenticator("registrar")
    client, _ = come("registrar")
    session = client.session
    session["waiting"] = session["waiting"] | {"since": now().timestamp() - 601}
    session.save()
    assert client.get(reverse("factor"))["Location"] == reverse("login")
    assert Client().get(reverse("factor"))["Location"] == reverse("login")


def test_a_recovery_code_stands_in_once(office):
    client, _ = with_authenticator("bank")
    page = client.post(reverse("recovery")).content.decode()
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page)
    assert len(set(codes)) == 10
    other, _ = come("bank")
    assert other.post(reverse("factor"), {"code": codes[0].lower()}).status_code == 302
    assert SignIn.objects.latest("pk").way == "password+recovery"
    third, _ = come("bank")
    assert third.post(reverse("factor"), {"code": codes[0]}).status_code == 422
    client.post(reverse("recovery"))
    assert third.post(reverse("factor"), {"code": codes[1]}).status_code == 422, "void now"
    facts = str(list(Event.objects.values_list("facts", flat=True)))
    assert not any(code in facts for code in codes)


def test_codes_follow_the_standard():
    """RFC 6238, appendix B, SHA-1, the last six digits of each."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        when = datetime.fromtimestamp(seconds, tz=now().tzinfo)
        assert factors.fits(secret, code, when) == seconds // 30
        assert factors.fits(secret, code, when, after=seconds // 30) == 0


def test_roles_that_need_a_factor_get_nowhere_without(office):
    with override_settings(SECOND_FACTOR=True):
        client = in_as("forestry")
        assert client.get(reverse("desk"))["Location"] == reverse("factors")
        page = client.get(reverse("factors")).content.decode()
        assert "您的岗位须先登记第二因素" in page
        assert in_as("farm").get(reverse("desk")).status_code == 200
        client, _ = with_authenticator("ecology")
        assert client.get(reverse("desk")).status_code == 200
        factor = User.objects.get(username="ecology").factors.get()
        kept = client.post(reverse("factor_drop", args=[factor.pk]))
        assert kept.status_code == 409
        assert "E-SI-06" in kept.content.decode()
    assert client.post(reverse("factor_drop", args=[factor.pk])).status_code == 302
    gone = client.post(reverse("factor_drop", args=[factor.pk]))
    assert "E-SI-07" in gone.content.decode()


def test_a_lost_factor_is_reset_by_another(office, refuses):
    client, _ = with_authenticator("court")
    user = User.objects.get(username="court")
    with refuses("E-AU-01"):
        reset_factors(office.call("admin"), user=user.pk, reason="手机遗失")
    me = User.objects.get(username="security")
    with refuses("E-PA-09"):
        reset_factors(office.call("security"), user=me.pk, reason="手机遗失")
    call = office.call("security")
    reset_factors(type(call)(call.actor, now(), call.key), user=user.pk, reason="手机遗失")
    assert factors.standing(user) == []
    assert client.get(reverse("desk")).status_code == 302
    in_as("court")


def test_sessions_end_by_time(office):
    for change in ({"seen": timedelta(seconds=1801)}, {"began": timedelta(seconds=43201)}):
        client = in_as("farm")
        row = UserSession.objects.latest("pk")
        for name, ago in change.items():
            setattr(row, name, now() - ago)
        row.save()
        page = client.get(reverse("desk"), follow=True)
        assert "您已被登出" in page.content.decode()
        assert client.get(reverse("desk")).status_code == 302


def test_one_ends_the_other_session(office):
    here, there = in_as("farm"), in_as("farm")
    user = User.objects.get(username="farm")
    other = UserSession.objects.filter(user=user).latest("pk")
    page = here.get(reverse("account")).content.decode()
    assert reverse("session_end", args=[other.pk]) in page
    foreign = in_as("buyer").post(reverse("session_end", args=[other.pk]))
    assert foreign.status_code == 409
    assert there.get(reverse("desk")).status_code == 200
    assert here.post(reverse("session_end", args=[other.pk])).status_code == 302
    assert there.get(reverse("desk")).status_code == 302
    assert here.get(reverse("desk")).status_code == 200
    assert Event.objects.filter(name="session.ended", actor=actor_of(user).name).exists()
    assert len(sessions.open_sessions(user, now())) == 1


def test_a_password_is_changed_and_other_sessions_end(office):
    user = User.objects.get(username="buyer")
    here, there = in_as("buyer"), in_as("buyer")
    told = {"key": "k", "old_password": PASSWORD, "new_password": GOOD, "again": GOOD}
    assert here.post(reverse("password"), told | {"old_password": "x"}).status_code == 422
    assert here.post(reverse("password"), told | {"again": "other"}).status_code == 422
    for weak in ("short", "password123", "1234567890123", "buyer"):
        told_weak = told | {"new_password": weak, "again": weak}
        assert here.post(reverse("password"), told_weak).status_code == 422, weak
    assert here.post(reverse("password"), told).status_code == 302
    assert here.get(reverse("desk")).status_code == 200
    assert there.get(reverse("desk")).status_code == 302
    assert come("buyer")[1].status_code == 422
    assert come("buyer", GOOD)[1].status_code == 302
    event = Event.objects.get(name="user.password_renewed", subject_id=user.pk)
    assert GOOD not in str(event.facts)


def joined(client: Client, **told):
    told = {
        "key": "join-1", "username": "newcomer", "display_name": "新来者", "email": "",
        "mobile": "13800001234", "new_password": GOOD, "again": GOOD, "agreed": "on",
    } | told  # fmt: skip
    return client.post(reverse("join"), told)


def test_anybody_signs_up(office):
    client = Client()
    answer = joined(client)
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    user = User.objects.get(username="newcomer")
    assert actor_of(user).roles == frozenset()
    assert unseal(user.mobile_sealed) == "13800001234"
    assert "13800001234" not in user.mobile_sealed
    assert Consent.objects.get(user=user).given
    assert client.get(reverse("account")).status_code == 200
    event = Event.objects.get(name="user.signed_up", subject_id=user.pk)
    assert "13800001234" not in str(event.facts)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"username": "farm"}, "E-SI-02"),
        ({"mobile": ""}, "E-SI-03"),
        ({"mobile": "23800001234"}, "E-SI-04"),
    ],
)
def test_a_sign_up_that_is_refused(office, told, code):
    answer = joined(Client(), **told)
    assert answer.status_code in {409, 422}
    assert code in answer.content.decode()
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("told", [{"agreed": ""}, {"username": "A B"}, {"new_password": "x"}])
def test_a_sign_up_that_is_not_filled_in(office, told):
    assert joined(Client(), **told).status_code == 422


def test_a_forgotten_password_is_reset_by_a_link_once(office):
    User.objects.filter(username="farm").update(email="farm@example.org", email_confirmed=now())
    there = in_as("farm")
    client = Client()
    for address in ("nobody@example.org", "farm@example.org"):
        page = client.post(reverse("forgotten"), {"key": "k", "email": address})
        assert "请查收邮件" in page.content.decode()
        assert "parties/sent.html" in [template.name for template in page.templates]
    (sent,) = mail.outbox  # written from parties/reset_mail.html
    link = re.search(r"/password/\S+", sent.body)[0]
    assert client.get(link).status_code == 200
    told = {"key": "k", "new_password": GOOD, "again": GOOD}
    assert client.post(link, told | {"again": "x"}).status_code == 422
    assert client.post(link, told).status_code == 302
    stale = client.get(link)
    assert stale.status_code == 410
    assert "链接已失效" in stale.content.decode()
    assert "parties/stale.html" in [template.name for template in stale.templates]
    assert client.get(reverse("reset", args=["x", "y"])).status_code == 410
    assert there.get(reverse("desk")).status_code == 302
    assert come("farm", GOOD)[1].status_code == 302


def test_one_address_asks_for_so_much_and_no_more(office):
    client = Client()
    for number in range(10):
        told = {"username": f"crowd{number}", "key": f"k{number}"}
        assert joined(Client(), **told).status_code == 302
        client.post(reverse("forgotten"), {"key": "k", "email": "nobody@example.org"})
    for answer in (
        joined(Client(), username="crowd10", key="k10"),
        client.post(reverse("forgotten"), {"key": "k", "email": "nobody@example.org"}),
    ):
        assert answer.status_code == 429
        assert "E-SI-12" in answer.content.decode()


def test_a_locked_account_stays_outside(office, refuses):
    client = in_as("measurer")
    user = User.objects.get(username="measurer")
    call = office.call("admin")
    lock_user(type(call)(call.actor, now(), call.key), user=user.pk, reason="冒用")
    assert client.get(reverse("desk")).status_code == 302
    assert come("measurer")[1].status_code == 422
    with refuses("E-SI-09"):
        lock_user(office.call("admin"), user=user.pk, reason="再次")
    with refuses("E-SI-09"):
        me = User.objects.get(username="admin")
        lock_user(office.call("admin"), user=me.pk, reason="自己")
    unlock_user(office.call("admin"), user=user.pk, reason="已核实")
    with refuses("E-SI-09"):
        unlock_user(office.call("admin"), user=user.pk, reason="再次")
    in_as("measurer")


def test_one_corrects_and_copies_ones_own(office):
    client = in_as("village")
    told = {"key": "d", "display_name": "杨秀兰", "email": "y@example.org", "mobile": ""}
    assert client.post(reverse("details"), told).status_code == 302
    empty = client.post(reverse("details"), told | {"key": "e", "email": ""})
    assert "E-SI-03" in empty.content.decode()
    wrong = client.post(reverse("details"), told | {"key": "f", "mobile": "12"})
    assert "E-SI-04" in wrong.content.decode()
    answer = client.get(reverse("own_data"))
    assert answer["Content-Disposition"].startswith("attachment")
    data = answer.json()
    assert data["account"]["email"] == "y@example.org"
    assert data["sign_ins"][-1]["outcome"] == "signed_in"
    assert data["roles"][0]["role"] == "applicant"
    client.post(reverse("consent"), {"given": "1"})
    client.post(reverse("consent"), {"given": "0"})
    user = User.objects.get(username="village")
    assert list(user.consents.order_by("pk").values_list("given", flat=True)) == [True, False]


def test_seals_are_the_same_and_open_again():
    assert seal("520102199001011234") == seal("520102199001011234")
    assert unseal(seal("520102199001011234")) == "520102199001011234"
    assert seal("") == unseal("") == ""
    assert fingerprint("a") != fingerprint("b")
    assert unseal_fields(seal_fields({"b": "二", "a": "一"})) == {"a": "一", "b": "二"}


def test_a_name_of_nobody(office):
    assert sign_ins.named("  ") is None
    choose_password(User.objects.get(username="farm"), GOOD)
    assert come("farm", GOOD)[1].status_code == 302
