"""Accounts: the e-mail address is the login, in one spelling; the admin does not exist for others."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from members.models import User

PASSWORD = "a-long-enough-password"


def test_an_address_has_one_account_however_it_is_written(db):
    User.objects.create_user("Ana@Example.org", PASSWORD, full_name="Ana Ejemplo")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ana@example.org", PASSWORD, full_name="Otra Ejemplo")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(email="Ana@Example.org")


def test_demo_accounts_are_made_once(demo):
    before = list(User.objects.values_list("pk", "password"))

    call_command("load_demo", verbosity=0)

    assert list(User.objects.values_list("pk", "password")) == before
    assert User.objects.filter(email__in=["st-coord@demo.example", "focal-mx@demo.example"]).count() == 2
    assert User.objects.filter(is_superuser=True).count() == 0


@pytest.mark.parametrize(
    ("account", "status", "lists_presidencies", "lists_users"),
    [("st-coord", 200, 200, 403), ("st-assist", 200, 200, 403), ("st-it", 200, 403, 200), ("focal-mx", 404, 404, 404)],
)
def test_who_finds_which_desk(client, demo, account, status, lists_presidencies, lists_users):
    client.force_login(User.objects.get(email=f"{account}@demo.example"))

    assert [
        client.get(path).status_code for path in ("/admin/", "/admin/members/presidencyterm/", "/admin/members/user/")
    ] == [status, lists_presidencies, lists_users]


def test_the_login_opens_by_address_and_password(client, demo):
    answer = client.post("/accounts/login/", {"login": "St-Coord@demo.example", "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/es/intranet/")


def test_a_demo_account_does_not_open_a_portal_without_demo_data(client, demo, settings):
    settings.DEMO = False

    answer = client.post("/accounts/login/", {"login": "st-coord@demo.example", "password": PASSWORD})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_there_is_no_sign_up(client, db):
    assert client.get("/accounts/signup/").status_code == 404


def test_the_admin_login_is_the_portals(client, db):
    answer = client.get("/admin/login/?next=/admin/")

    assert answer.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize("page", ["change", "do/send_link"])
def test_the_it_specialist_does_not_touch_a_break_glass_account(client, demo, page):
    other = User.objects.create_superuser("root@example.org", PASSWORD, full_name="Cuenta de emergencia")
    client.force_login(User.objects.get(email="st-it@demo.example"))
    word = "another-long-password"

    answer = client.post(
        f"/admin/members/user/{other.pk}/{page}/",
        {"email": "root@example.org", "password1": word, "password2": word, "usable_password": "true"},
    )

    other.refresh_from_db()
    assert (answer.status_code, other.check_password(PASSWORD)) == (403, True)


def test_a_deactivated_account_gets_the_answer_of_a_wrong_password(client, demo):
    User.objects.filter(email="focal-mx@demo.example").update(is_active=False)

    right, wrong = (
        client.post("/accounts/login/", {"login": "focal-mx@demo.example", "password": word})
        for word in (PASSWORD, "a-wrong-password")
    )

    assert (right.status_code, wrong.status_code) == (200, 200)
    assert right.context["form"].errors == wrong.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_too_many_attempts_are_told_so_in_the_readers_language(client, demo):
    answers = [
        client.post("/accounts/login/?language=en", {"login": f"nobody{n}@example.org", "password": "wrong"})
        for n in range(40)
    ]

    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].text


def test_the_sign_in_page_speaks_the_language_it_was_asked_for(client, db):
    chosen = client.get("/accounts/login/?language=en", headers={"Accept-Language": "es"})
    again = client.get("/accounts/login/", headers={"Accept-Language": "es"})

    assert '<html lang="en">' in chosen.text
    assert '<html lang="en">' in again.text
    assert "/accounts/login/?language=es" in again.text


def test_signed_in_people_who_are_not_staff_find_no_admin_login_either(client, demo):
    client.force_login(User.objects.get(email="focal-mx@demo.example"))

    assert client.get("/admin/login/").status_code == 404
