"""L1: at every door an account that exists is answered like one that does not, at the cost of the same queries."""

import json
import re
import secrets
from difflib import unified_diff
from itertools import count

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import int_to_base36 as base36

from crm_portal.common.outbox.models import Letter
from members.models import Invitation, Party, User
from tests.accounts.conftest import PASSWORD, said
from tests.members.factories import mandate, person, preside, seated
from tests.signing_in import sign_in_past_second_factor
from tests.sizes import size
from tests.wrong_passkey import credential

TRIES = size(ci=3, full=200)
THERE, NOT_THERE = 2_000_000, 3_000_000  # numbers that stand in no page by chance, of one length
ADDRESSES = count()
LEFT_ASIDE = re.compile(
    r"^(?:RELEASE |ROLLBACK TO )?SAVEPOINT"  # a letter in vain is undone, one to somebody is kept
    r'|^SELECT "site_notice"\.'  # whether there is a notice is asked by whichever page comes first after a change
    r'|^SELECT \? AS "a" FROM "members_user" WHERE "members_user"."id" = \? LIMIT'  # is the recipient's row there?
)
CONTEXT = re.compile(
    r"^SELECT set_config\(.*?\); "
)  # the record of changes says who acts, before whichever comes first


def known(n, **values):
    """An account that nobody has tried yet: the limits on guesses are another row's."""
    made = User(pk=THERE + n, email=f"ana{n:04}@example.org", full_name="Ana", **values)
    made.set_password("another long password")
    made.save(force_insert=True)
    return made


def unknown(n):
    return User(pk=NOT_THERE + n, email=f"eva{n:04}@example.org")


def post(path, **form):
    return lambda client: client.post(path, form)


def sign_in(user):
    return post("/accounts/login/", login=user.email, password=PASSWORD)


def admin_login(user):
    return post("/admin/login/?next=/admin/", username=user.email, login=user.email, password=PASSWORD)


def ask_for_a_link(user):
    return post("/accounts/password/reset/", email=user.email)


def follow_a_link(user):
    return lambda client: client.get(f"/accounts/password/reset/key/{base36(user.pk)}-abc-0123456789abcdef/")


def passkey(user):
    def ask(client):
        client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json", "X-Requested-With": "x"})
        return client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(credential(user.pk))})

    return ask


def challenge(_user):
    return lambda client: client.get("/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})


def invitation(_user):
    return lambda client: client.get(f"/accounts/invitation/{secrets.token_urlsafe(32)}/", follow=True)


def sign_up(user):
    return post("/accounts/signup/", email=user.email, password1=PASSWORD, password2=PASSWORD)


def resend(user):
    return post("/accounts/email/", email=user.email, action_send="")


def api(user):
    return post("/api/v1/auth/login/", email=user.email, password=PASSWORD)


DOORS = (
    sign_in,
    admin_login,
    ask_for_a_link,
    follow_a_link,
    passkey,
    challenge,
    invitation,
    sign_up,
    resend,
    api,
)
LOOK_AT_THE_ACCOUNT = [
    (door, state) for door in (sign_in, ask_for_a_link, follow_a_link, passkey) for state in ("closed", "with an app")
]


def without(user, text):
    """A text without what somebody brought along, and without numbers that change from try to try."""
    text = re.sub(rf"{re.escape(user.email)}|{user.pk}|{base36(user.pk)}", "…", text)
    return re.sub(r'"challenge": ?"[^"]+"|invitation/[^/"]+/', "…", text)


def tried(door, user):
    """(status, headers, body, its length, the statements) of one try from an address of its own."""
    n = next(ADDRESSES)
    client = Client(REMOTE_ADDR=f"10.1.{n // 250}.{n % 250}", headers={"Accept-Language": "en"})
    ask = door(user)
    reset_queries()  # Django keeps nine thousand at most, and hundreds of tries make more
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client)
    heads = {name: without(user, value) for name, value in answer.headers.items() if name != "Expires"}
    statements = [re.sub(r"'(?:[^']|'')*'|\d+|E'[^']*'", "?", query["sql"]) for query in queries]
    statements = [CONTEXT.sub("", line).replace("NULL", "?") for line in statements]
    statements = [line for line in statements if not LEFT_ASIDE.match(line)]
    body = without(user, said(answer))
    return answer.status_code, heads, body, len(body), statements


def difference(first, second):
    """The lines that only one of two has, in order."""
    return [line for line in unified_diff(first, second, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(("door", "state"), [*((door, "open") for door in DOORS), *LOOK_AT_THE_ACCOUNT])
def test_l1_a_door_tells_known_and_unknown_apart_by_nothing(history, door, state):
    for n in range(TRIES):
        there = known(n, is_active=state != "closed")
        if state == "with an app":
            Authenticator.objects.create(user=there, type="totp", data={"secret": "x"})

        first, second = tried(door, there), tried(door, unknown(n))
        assert first[:2] == second[:2]
        assert difference(first[2].splitlines(), second[2].splitlines()) == []
        assert difference(first[4], second[4]) == []
        assert first[3] == second[3]


def test_l1_a_letter_written_in_vain_is_kept_nowhere(history, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tried(ask_for_a_link, unknown(0))

    assert Letter.objects.count() == 0


def test_l1_putting_forward_somebody_tells_no_focal_point_who_has_an_account(history):
    """A colleague is invited under an address; whether it has an account already is not said, not even by time."""
    focal = seated("focal", "focal", "mx")
    taken = known(0)
    mandate(taken, "obs_org", "unhcr")
    form = {"full_name": "Nueva", "language": "es", "party": Party.objects.get(slug="mx").pk, "role": "rcgm"}

    def door(user):
        def ask(client):
            return client.post("/en/intranet/people/invite/", form | {"email": user.email})

        return ask

    found = []
    for user in (taken, unknown(0)):
        client = Client(headers={"Accept-Language": "en"})
        sign_in_past_second_factor(client, focal)
        with CaptureQueriesContext(connection) as queries:
            answer = door(user)(client)
        page = client.get("/en/intranet/people/").text
        found.append((answer.status_code, answer.headers["Location"], len(queries), without(user, said_of(page, user))))
        Invitation.objects.all().delete()

    assert difference(*(page.splitlines() for *_, page in found)) == []
    assert found[0] == found[1]


def said_of(page, user):
    """The list of people, without the addresses of its buttons."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(r"/invitations/\d+/", "/invitations/…/", page).replace(user.email, "…")


def test_l1_the_presidency_cannot_ask_who_has_an_account(history):
    """`test_the_presidency_learns_nothing_about_other_accounts` says the same of the words; this, of the whole page."""
    preside("cr", timezone.localdate().year)
    client, pages = Client(headers={"Accept-Language": "en"}), []
    sign_in_past_second_factor(client, seated("team", "presidency_team", "cr"))

    for user in (person("ana"), unknown(0)):
        answer = client.post("/accounts/let-in-again/", {"email": user.email, "reason": "I know her voice."})
        pages.append((answer.status_code, said(answer).replace(user.email, "…")))

    assert difference(*(page.splitlines() for _, page in pages)) == []
    assert pages[0] == pages[1]
