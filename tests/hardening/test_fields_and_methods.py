"""A5: a form changes its own fields and no other, a page changes nothing, and no other method does anything."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone, translation

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.outbox.models import Letter, MailPreference
from declarations.consultations import drafting
from declarations.models import Addressee, Consultation, ConsultationText, Extension, Position, Round
from members import invitations
from members.models import (
    Circular,
    CircularReceipt,
    FactorReset,
    Invitation,
    Mandate,
    Party,
    PartyStatus,
    PresidencyTerm,
    Substitution,
    User,
)
from tests.hardening.addresses import every_address
from tests.hardening.database import BESIDE, rows
from tests.sizes import size

TODAY = timezone.localdate()
PASSWORD = "four words in a row"
KEPT = (
    User,
    Mandate,
    Invitation,
    Substitution,
    Circular,
    CircularReceipt,
    FactorReset,
    MailPreference,
    PrivateFile,
    Letter,
    Party,
    PartyStatus,
    PresidencyTerm,
    Consultation,
    ConsultationText,
    Round,
    Addressee,
    Position,
    Extension,
)
OF_ONE_TRY = {"id", "last_login", "message_id", "about_pk"}
OF_ONE_TRY |= {"consultation_id", "text_id", "round_id", "addressee_id"}
SECRET = re.compile(r"[0-9a-f]{64}|(?<=/accounts/)\S+|(?<=md5\$)\S+|![A-Za-z0-9]{40}")


def forbidden(world):
    """Fields that no form of the portal offers to everybody, with values that would be believed."""
    boss, mexico = world.people["st_coord"].pk, Party.objects.get(slug="mx").pk
    return {
        **dict.fromkeys(("id", "pk", "object_id"), world.objects["entry"].pk),
        **dict.fromkeys(("user", "user_id", "owner", "drafted_by", "drafted_by_id", "proposed_by", "created_by"), boss),
        **dict.fromkeys(("approved_by", "decided_by", "sent_by", "named_by", "confirmed_by", "acknowledged_by"), boss),
        **dict.fromkeys(("approved_at", "decided_at", "sent_at", "accepted_at", "confirmed_at"), "2026-01-01 00:00"),
        **dict.fromkeys(("is_staff", "is_superuser", "is_active", "is_public", "is_secret", "confirmed_on"), "on"),
        **dict.fromkeys(("party", "party_id", "country", "institution", "circular", "mandate_id"), mexico),
        "status": "sent",
        "state": "sent",
        "scan": "clean",
        "door": "circular",
        "role": "st_coord",
        "email": "boss@example.org",
        "address": "boss@example.org",
        "password": PASSWORD,
        "number": "1",
        "year": "2026",
        "amount": "1000.00",
        "amount_usd": "1000.00",
        "token_digest": "0" * 64,
        "expires_at": "2099-01-01 00:00",
        "valid_from": "2020-01-01",
        "valid_until": "2099-01-01",
        "session_epoch": "0",
        "groups": "1",
        "user_permissions": "1",
        "attachment": str(world.objects["draft"].attachment_id),
        "attachment_id": str(world.objects["draft"].attachment_id),
    }


def plain(value):
    """A value that two equal tries agree on: of a moment or a secret, only whether it is there."""
    if isinstance(value, str):
        return SECRET.sub("secret", value)
    return bool(value) if hasattr(value, "hour") else value


def kept_rows():
    """Every row of what matters, without the numbers that a second try cannot have again."""
    found = {}
    for model in KEPT:
        names = [each.attname for each in model._meta.concrete_fields if each.attname not in OF_ONE_TRY]
        with translation.override("es"):  # or a translated column would be that of the last request's language
            lines = model._base_manager.order_by("pk").values_list(*names)
            found[model.__name__] = [{n: plain(v) for n, v in zip(names, line, strict=True)} for line in lines]
    return found


def people_forms(world):
    objects, mexico = world.objects, Party.objects.get(slug="mx").pk
    invite = {"full_name": "Nueva", "email": "nueva@example.org", "language": "es", "party": mexico, "role": "rcgm"}
    decide = f"/en/intranet/people/invitations/{objects['waiting'].pk}/decide/"
    own = world.people["focal"].mandates.get().pk
    return {
        "invitation": (
            "focal",
            "/en/intranet/people/invite/",
            invite | {"body": "", "valid_until": ""},
            ("institution",),
        ),
        "invitation by the desk": ("st_assist", "/en/intranet/people/invite/", invite, ("institution", "valid_until")),
        "approval": ("st_assist", decide, {"verb": "approve"}, ()),
        "refusal": ("st_assist", decide, {"verb": "refuse", "reason": "Already named"}, ()),
        "withdrawal": ("focal", f"/en/intranet/people/invitations/{objects['waiting'].pk}/withdraw/", {}, ()),
        "confirmation": ("focal", f"/en/intranet/people/{own}/confirm/", {}, ()),
        "end of a mandate": ("focal", f"/en/intranet/people/{own}/end/", {"on": TODAY + timedelta(days=30)}, ()),
    }


def other_forms(world):
    people, objects = world.people, world.objects
    profile = {"full_name": "Ana", "phone": "+1", "language": "en", "time_zone": "UTC", "delivery": "daily"}
    away = {
        "mandate": people["iom_fund"].mandates.get().pk,
        "deputy": people["fund_deputy"].pk,
        "valid_from": TODAY,
        "valid_until": TODAY + timedelta(days=3),
    }
    circular = {"subject_es": "a", "text_es": "b", "subject_en": "c", "text_en": "d", "reply_by": ""}
    ask = {"email": people["rcgm"].email, "reason": "I know her voice."}
    draft = f"/en/intranet/circulars/{objects['draft'].pk}"
    return {
        "profile": ("focal", "/en/intranet/profile/", profile, ()),
        "preferences": ("auditor", "/en/intranet/profile/", profile, ("full_name", "phone")),
        "substitution": ("iom_fund", "/en/intranet/substitutions/", away, ()),
        "acceptance of a substitution": (
            "hod",
            f"/en/intranet/substitutions/{objects['substitution'].pk}/accept/",
            {},
            (),
        ),
        "circular": ("ppt", "/en/intranet/circulars/new/", circular, ()),
        "change of a circular": ("st_assist", f"{draft}/edit/", circular, ()),
        "sending": ("ppt", f"{draft}/send/", {}, ()),
        "acknowledgement": (
            "focal",
            f"/en/intranet/circulars/{objects['circular'].pk}/acknowledge/",
            {"another": ""},
            (),
        ),
        "letting in again": ("st_it", "/accounts/let-in-again/", ask, ()),
        "its confirmation": ("st_coord", f"/accounts/let-in-again/{objects['reset'].pk}/confirm/", {}, ()),
        "looking through": ("st_coord", "/en/intranet/view-as/", {"body": ""}, ("role", "party")),
        "calendar": ("focal", "/en/intranet/calendar/renew/", {}, ()),
    }


def admin_forms(world):
    """The desk's forms; beside their own fields they take what Django's own pages need."""
    user, entry, letter = world.objects["account"], world.objects["entry"], world.objects["letter"]
    account = {"email": user.email, "full_name": user.full_name, "language": "es", "time_zone": "UTC"}
    taken = ("is_active", "password")
    return {
        "account": ("st_it", f"/admin/members/user/{user.pk}/change/", account, taken),
        "new account": (
            "st_it",
            "/admin/members/user/add/",
            account | {"email": "n@example.org", "usable_password": "false"},
            (),
        ),
        "mandate": (
            "st_coord",
            f"/admin/members/mandate/{entry.pk}/change/",
            {"position": "Chief", "institution": "", "valid_until": ""},
            (),
        ),
        "invitation in the admin": (
            "st_coord",
            f"/admin/members/invitation/{world.objects['waiting'].pk}/change/",
            {"full_name": "Otra"},
            (),
        ),
        "circular in the admin": (
            "st_coord",
            f"/admin/members/circular/{world.objects['draft'].pk}/change/",
            {"subject_es": "Otro"},
            (),
        ),
        "letter": ("st_coord", f"/admin/outbox/letter/{letter.pk}/change/", {"subject": "Otro", "text": "Otro"}, ()),
        "new letter": (
            "st_coord",
            "/admin/outbox/letter/add/",
            {"address": "hod@example.org", "language": "es", "subject": "Nota", "text": "Hola"},
            (),
        ),
        "sending a letter": ("st_coord", f"/admin/outbox/letter/{letter.pk}/do/queue/", {}, ()),
    }


def changes(before, after):
    """The values in which two states differ, to be read in a failure."""
    for model, kept in after.items():
        if len(kept) != len(before[model]):
            yield (model, len(before[model]), len(kept))
        for was, row in zip(before[model], kept, strict=False):
            yield from ((model, name, was[name], row[name]) for name in row if row[name] != was[name])


def consultation_forms(world):
    """The steps of a consultation; what they decide beside the fields is who took them, and when."""
    objects, at = world.objects, "/en/intranet/consultations"
    titles = {f"title_{code}": "Otra" for code in ("es", "en")}
    texts = {f"text_{code}": "Otro" for code in ("es", "en")}
    reasons = dict.fromkeys(("es", "en"), "Motivo")
    of = {name: f"{at}/{objects[f'consultation{name}'].pk}" for name in (" draft", " with the Troika", "")}
    seen = drafting.mark(objects["consultation draft"].texts.get())
    person, confirmed = world.people["focal"].pk, {"csrfmiddlewaretoken": "x"}
    return {
        "beginning": ("ppt", f"{at}/new/question/", titles | texts, ()),
        "text": ("st_coord", f"{of[' draft']}/text/", titles | texts, ()),
        "to the Troika": ("ppt", f"{of[' draft']}/send/", {"text_seen": seen}, ()),
        "taking back": ("st_coord", f"{of[' with the Troika']}/do/take_back/", confirmed, ()),
        "reminder": ("st_assist", f"{of['']}/do/remind/", confirmed, ()),
        "opening of the positions": ("ppt", f"{of['']}/do/open_positions/", confirmed, ()),
        "withdrawal": ("ppt", f"{of['']}/outcome/", reasons | {"outcome": "withdrawn"}, ()),
        "more time": ("ppt", f"{of['']}/time/", {"until": TODAY + timedelta(days=60), **reasons}, ()),
        "answer": ("focal", f"{at}/answers/{objects['cell'].pk}/", {"choice": "agree"}, ()),
        "respondent": ("hod", f"{at}/answers/{objects['cell'].pk}/who/", {"person": person}, ()),
    }


FORMS = {"people": people_forms, "others": other_forms, "admin": admin_forms, "consultations": consultation_forms}


def tried(world, who, path, data, **options):
    """What was answered to a form, and what the rows are after it, which is then undone."""
    client = world.visitor(who)
    with transaction.atomic():
        answer = client.post(path, data, **options)
        found = (answer.status_code, kept_rows())
        transaction.set_rollback(True)
    return found


@pytest.fixture
def with_deputy(world):
    from tests.members.factories import seated

    world.people["fund_deputy"] = seated("fund-deputy", "iom_fund", "iom")
    return world


def test_a5_there_are_thirty_fields_that_no_form_takes(world):
    assert len(forbidden(world)) >= 30


@pytest.mark.parametrize("group", FORMS)
def test_a5_a_form_takes_its_own_fields_and_no_other(with_deputy, group):
    world, wrong = with_deputy, {}
    for name, (who, path, given, more) in FORMS[group](world).items():
        extra = {key: value for key, value in forbidden(world).items() if key not in given and key not in more}

        honest = tried(world, who, path, given)
        greedy = tried(world, who, path, extra | given)

        assert honest[0] in {200, 302, 403}, name
        if honest != greedy:
            wrong[name] = (honest[0], greedy[0], *changes(honest[1], greedy[1]))

    assert wrong == {}


@pytest.mark.parametrize("group", FORMS)
def test_a5_what_comes_as_json_is_an_empty_form(with_deputy, group):
    world, wrong = with_deputy, {}
    for name, (who, path, given, _more) in FORMS[group](world).items():
        body = json.dumps(forbidden(world) | given, default=str)

        empty = tried(world, who, path, {})
        sent = tried(world, who, path, body, content_type="application/json")

        if sent != empty:
            wrong[name] = (empty[0], sent[0], *changes(empty[1], sent[1]))

    assert wrong == {}


def test_a5_an_invited_person_chooses_a_password_and_nothing_else(world):
    token = invitations.send_again(world.objects["sent"], by=world.people["st_coord"])
    visitor = Client()
    visitor.get(f"/accounts/invitation/{token}/")

    visitor.post("/accounts/invitation/", forbidden(world) | {"password": PASSWORD, "again": PASSWORD})

    made = Mandate.objects.get(invitation=world.objects["sent"])
    invited = world.objects["sent"]
    assert (made.user.email, made.user.full_name) == (invited.email, invited.full_name)
    assert (made.role, made.party_id, made.valid_from, made.valid_until) == ("rcgm", invited.party_id, TODAY, None)
    assert (made.approved_by, made.user.is_superuser) == (world.people["st_coord"], False)


SEEN_BY = ("anon", "focal", "ppt", "auditor", "st_it", "st_coord")
QUERY = "?status=sent&verb=approve&_method=DELETE&role=st_coord&action=delete_selected&delete=1&is_superuser=on"
READINGS = size(ci=[("GET", "")], full=[("GET", ""), ("HEAD", ""), ("GET", QUERY)])


def asked(client, method, path):
    """The status of an answer, read to its end."""
    answer = client.generic(method, path)
    if answer.streaming:
        b"".join(answer.streaming_content)  # which closes the file
    return answer.status_code


@pytest.mark.parametrize("role", size(ci=("focal", "st_coord"), full=SEEN_BY))
def test_a5_reading_changes_no_row(world, role):
    client = world.visitor(role)
    paths = [path for _name, path in every_address(world)]
    before, wrong = rows(), []

    for path in paths:
        statuses = [asked(client, method, f"{path}{query}") for method, query in READINGS]
        wrong += [(path, statuses)] if max(statuses) >= 500 else []

    assert wrong == []
    assert {name for name, hashed in rows().items() if hashed != before[name]} == set()


def test_a5_the_hash_sees_one_row_that_changed(world):
    before = rows()
    Mandate.objects.filter(pk=world.objects["entry"].pk).update(position="")

    assert {name for name, hashed in rows().items() if hashed != before[name]} == {
        "members_mandate",
        "members_mandateevent",
    }
    assert set(connection.introspection.table_names()) >= set(before) | BESIDE


METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PROPFIND")


@pytest.mark.parametrize("role", ["anon", "st_coord"])
def test_a5_no_address_takes_another_method(world, role):
    client = world.visitor(role)
    before, wrong = rows(), []

    for name, path in every_address(world):
        found = {method: client.generic(method, path).status_code for method in METHODS}
        wrong += [(name, found)] if set(found.values()) != {405} else []

    assert wrong == []
    assert rows() == before


def test_a5_what_is_refused_by_its_method_carries_the_headers(client):
    answer = client.generic("TRACE", "/en/")

    assert (answer.status_code, answer.content, answer.headers["Allow"]) == (405, b"", "GET, HEAD, POST")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


OVERRIDES = [
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-HTTP-Method": "PUT"},
    {"X-Method-Override": "PATCH"},
    {"X-Original-URL": "/admin/"},
    {"X-Rewrite-URL": "/admin/"},
]


def test_a5_no_header_makes_another_request_of_it(world):
    """Neither a reading that says it is a change, nor a page under another address's name."""
    draft = f"/en/intranet/circulars/{world.objects['draft'].pk}/"
    client, delegate = world.visitor("ppt"), world.visitor("hod")
    before = rows()

    answers = [
        [client.get(draft, headers=headers).status_code, client.get(f"{draft}send/", headers=headers).status_code]
        for headers in OVERRIDES
    ]
    pages = [delegate.get("/en/intranet/", headers=headers) for headers in OVERRIDES]

    assert answers == [[200, 405]] * len(OVERRIDES)
    assert rows() == before
    assert [(page.status_code, 'id="user-tools"' in page.text) for page in pages] == [(200, False)] * len(OVERRIDES)
