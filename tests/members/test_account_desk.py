"""The IT specialist's desk: no password by hand, and no new address without both addresses hearing of it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client

from crm_portal.common.audit.models import Deed
from crm_portal.common.outbox.models import Letter
from members import links
from members.models import User
from tests.letters import sent
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

PASSWORD = "a-long-enough-password"
ANOTHER = "another-long-password"


@pytest.fixture
def it(history):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, seated("it", "st_it", "iom"))
    return client


@pytest.fixture
def ana(history):
    user = seated("ana", "focal", "mx")
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD), language="en")
    user.refresh_from_db()
    return user


def fields(user, **changed):
    kept = {"email": user.email, "full_name": user.full_name, "language": "en", "time_zone": user.time_zone}
    return kept | {"is_active": "on"} | changed


def change(client, user, **changed):
    return client.post(f"/admin/members/user/{user.pk}/change/", fields(user, **changed))


def test_the_desk_has_no_field_and_no_page_for_a_password(it, ana):
    page = it.get(f"/admin/members/user/{ana.pk}/change/")
    add = it.get("/admin/members/user/add/")

    for text in (page.text, add.text):
        assert "password1" not in text
        assert ana.password not in text
    it.post(f"/admin/members/user/{ana.pk}/password/", {"password1": ANOTHER, "password2": ANOTHER})
    change(it, ana, password=make_password(ANOTHER), password1=ANOTHER, password2=ANOTHER)
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def test_a_password_cannot_be_guessed_by_filtering_the_list(it, ana):
    answers = {it.get("/admin/members/user/", {"password__startswith": begins}).status_code for begins in ("m", "x")}

    assert answers == {400}


def test_a_new_account_has_no_password_and_gets_a_link(it):
    it.post(
        "/admin/members/user/add/",
        {"email": "Eva@example.org", "full_name": "Eva", "language": "es", "time_zone": "America/Panama"}
        | {"password1": ANOTHER, "password2": ANOTHER, "usable_password": "true"},
    )

    eva = User.objects.get(email="eva@example.org")
    assert eva.has_usable_password() is False
    answer = it.post(f"/admin/members/user/{eva.pk}/do/send_link/")
    assert answer.status_code == 302
    assert [mail.to for mail in sent()] == [["eva@example.org"]]


def test_the_link_is_asked_for_sent_once_and_on_record(it, ana):
    asks = it.get(f"/admin/members/user/{ana.pk}/do/send_link/")
    assert (asks.status_code, sent()) == (200, [])

    it.post(f"/admin/members/user/{ana.pk}/do/send_link/")

    [mail] = sent()
    link = re.search(r"https?://[^/]+(/\S+)", mail.body)[1]
    deed = Deed.objects.about(ana).get()
    assert (mail.to, deed.verb, deed.by.email) == (["ana@example.org"], "members.send_link", "it@example.org")
    page = Client().get(link, follow=True)
    assert "password1" in page.text
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)  # until the person has chosen


def test_a_closed_account_gets_no_link(it, ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)

    page = it.get(f"/admin/members/user/{ana.pk}/change/")
    it.post(f"/admin/members/user/{ana.pk}/do/send_link/")

    assert "do/send_link" not in page.text
    assert sent() == []


@pytest.mark.parametrize(("role", "party", "status"), [("st_coord", "iom", 403), ("focal", "mx", 404)])
def test_nobody_else_sends_a_link(ana, role, party, status):
    client = Client()
    sign_in_past_second_factor(client, seated("other", role, party))

    assert client.post(f"/admin/members/user/{ana.pk}/do/send_link/").status_code == status
    assert sent() == []


def test_a_new_address_is_told_to_both_ends_the_sessions_and_is_on_record(it, ana):
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    hers = Client()
    sign_in_past_second_factor(hers, ana)
    assert hers.get("/en/intranet/").status_code == 200
    link = links.to_choose_password(ana)

    answer = change(it, ana, email="Ana.Nueva@example.org", full_name="Ana Nueva")

    ana.refresh_from_db()
    deed = Deed.objects.about(ana).get()
    assert (answer.status_code, ana.email, ana.full_name) == (302, "ana.nueva@example.org", "Ana Nueva")
    assert sorted(mail.to for mail in sent()) == [["ana.nueva@example.org"], ["ana@example.org"]]
    assert (deed.verb, deed.by.email, deed.facts) == ("members.change_address", "it@example.org", {})
    assert hers.get("/en/intranet/").headers["Location"].startswith("/accounts/login/")
    assert "password1" not in Client().get(re.sub(r"https?://[^/]+", "", link), follow=True).text
    assert EmailAddress.objects.filter(user=ana).count() == 0
    old, new = (
        Client().post("/accounts/login/", {"login": address, "password": PASSWORD}).status_code
        for address in ("ana@example.org", "ana.nueva@example.org")
    )
    assert (old, new) == (200, 302)


@pytest.mark.parametrize("changed", [{"full_name": "Ana Otra"}, {"email": "ANA@example.org"}])
def test_any_other_change_writes_to_nobody_and_ends_nothing(it, ana, changed):
    hers = Client()
    sign_in_past_second_factor(hers, ana)

    answer = change(it, ana, **changed)

    assert (answer.status_code, Letter.objects.count(), Deed.objects.count()) == (302, 0, 0)
    assert hers.get("/en/intranet/").status_code == 200


def test_an_address_that_somebody_has_is_refused(it, ana):
    seated("eva", "focal", "ca")

    answer = change(it, ana, email="EVA@example.org")

    assert (answer.status_code, Letter.objects.count()) == (200, 0)
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
