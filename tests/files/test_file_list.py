"""The list on the desk of those who look after the machine: every file, and no name that its door does not open."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Mandate, Party
from members.roles import Role
from tests.files.conftest import person
from tests.signing_in import sign_in_past_second_factor

LIST = "/admin/files/privatefile/"


@pytest.fixture
def desk(history):
    """Signs somebody in who holds a role of the Secretariat."""

    def sign_in(role, name):
        user = person(name)
        Mandate.objects.create(
            user=user,
            party=Party.objects.get(slug="iom"),
            role=role,
            valid_from=date(2020, 1, 1),
            approved_at=timezone.now(),
        )
        client = Client()
        sign_in_past_second_factor(client, user)
        return client, user

    return sign_in


def test_the_it_specialist_sees_the_files_without_their_names(desk, put):
    file = put("Quetzalcanary.pdf")
    client, _ = desk(Role.ST_IT, "it")

    pages = [client.get(address) for address in (LIST, f"{LIST}{file.pk}/change/", f"{LIST}{file.pk}/history/")]

    assert [(page.status_code, str(file.pk) in page.text) for page in pages] == [(200, True)] * 3
    assert [page for page in pages if "Quetzalcanary" in page.text] == []


def test_a_search_does_not_tell_a_name(desk, put):
    file = put("Quetzalcanary.pdf")
    client, _ = desk(Role.ST_IT, "it")

    found = {
        word: client.get(LIST, {"q": word}).context["cl"].result_count
        for word in ("Quetzalcanary", file.sha256[:12], "uploader@example.org", str(file.pk))
    }

    assert list(found.values()) == [0, 1, 1, 1]


def test_who_may_read_a_file_sees_its_name(desk, put, readers):
    put("Acta.pdf")
    client, user = desk(Role.ST_IT, "it")
    readers.add(user.pk)

    assert "Acta.pdf" in client.get(LIST).text


def test_nothing_is_changed_from_the_list(desk, put):
    file = put()
    client, _ = desk(Role.ST_IT, "it")

    codes = [
        client.post(f"{LIST}{what}", {"post": "yes"}).status_code
        for what in ("add/", f"{file.pk}/change/", f"{file.pk}/delete/")
    ]
    client.post(LIST, {"action": "delete_selected", "_selected_action": [str(file.pk)], "post": "yes"})

    assert codes == [403, 403, 403]
    assert type(file).objects.count() == 1


@pytest.mark.parametrize("role", [Role.ST_COORD, Role.ST_ASSIST])
def test_the_list_is_on_no_other_desk(desk, put, role):
    put()

    assert desk(role, "colleague")[0].get(LIST).status_code == 403
