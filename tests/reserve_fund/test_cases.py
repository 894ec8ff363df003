"""The pages of cases: what each person sees and may do, and that nothing personal shows until it is asked for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from crm_portal.common.audit.models import Access, Deed
from crm_portal.common.outbox.models import Letter
from reserve_fund import assisting, deciding, evidence_files, filing, fund_money
from reserve_fund.models import Case, Determination
from reserve_fund.row_security import for_the_clock
from tests.members.factories import seated
from tests.reserve_fund.factories import (
    TRAFFICKED,
    approved,
    arrived,
    closed,
    draft,
    fresh,
    fund_people,
    paid,
    replenished,
    step,
    submitted,
    under_review,
    voucher,
)
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"


@pytest.fixture
def people(history):
    found = fund_people()
    replenished(found)
    return found


def signed_in(client, person):
    sign_in_past_second_factor(client, fresh(person))
    return client


def page(name, case, *args):
    return reverse(f"reserve_fund:{name}", args=[case.pk, *args])


def test_the_desk_shows_what_waits_and_no_name(client, people):
    submitted(people, word=WORD)
    under_review(people, word=WORD, is_urgent=True)
    signed_in(client, people["officer"])

    answer = client.get(reverse("reserve_fund:case-list"))

    assert answer.status_code == 200
    assert WORD not in answer.text
    assert [part.name for part, number in answer.context["parts"] if number] == ["new", "mine", "papers"]
    assert [case.is_urgent for case, _days in answer.context["rows"]] == [True, False]


@pytest.mark.parametrize("role", ["fund_requester", "focal", "st_assist", "st_it", "auditor", "obs_org", "hod"])
def test_the_desk_is_for_iom_and_the_coordinator(client, people, role):
    case = submitted(people, word=WORD)
    signed_in(client, seated(f"some-{role.replace('_', '-')}", role, "hn"))

    for path in (
        reverse("reserve_fund:case-list"),
        reverse("reserve_fund:case-find"),
        page("case-detail", case),
        page("case-pay", case),
        page("case-keep", case),
        page("case-do", case, "take"),
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(page("case-person", case), {"purpose": "decide"}).status_code == 404


def test_a_person_is_opened_for_a_purpose_and_it_is_logged(client, people):
    case = under_review(people, word=WORD)
    signed_in(client, people["officer"])

    closed_page = client.get(page("case-detail", case))
    without = client.post(page("case-person", case), {"purpose": ""})
    before = list(Access.objects.about(case).values_list("action", "why"))
    opened = client.post(page("case-person", case), {"purpose": "decide"})

    assert (WORD in closed_page.text, WORD in without.text, WORD in opened.text) == (False, False, True)
    assert "no-store" in opened.headers["Cache-Control"]
    assert before == [("view", "")]  # the page without the person, which tells of a situation
    assert list(Access.objects.about(case).order_by("pk").values_list("who", "action", "why")) == [
        (people["officer"].pk, "view", ""),
        (people["officer"].pk, "view", "decide"),
    ]


def test_v2_without_the_log_nothing_is_shown(client, people, django_db_blocker):
    """The database refuses the row of the log, as when its disk is full."""
    from django.db import connection

    case = under_review(people, word=WORD)
    signed_in(client, people["officer"])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE audit_access (LIKE audit_access)")
        cursor.execute("ALTER TABLE pg_temp.audit_access ADD CHECK (false)")
    client.raise_request_exception = False

    answer = client.post(page("case-person", case), {"purpose": "decide"})

    assert (answer.status_code, WORD in answer.text) == (500, False)


def test_the_coordinator_sees_of_a_special_case_what_the_decision_rests_on(client, people):
    case = step(deciding.refer, under_review(people, (TRAFFICKED,), word=WORD), people["officer"])
    signed_in(client, people["coordinator"])

    opened = client.post(page("case-person", case), {"purpose": "decide"})

    labels = {str(label) for label, _value in opened.context["person"]}
    assert f"situación {WORD}" in opened.text
    assert f"Persona Ficticia {WORD}" not in opened.text
    assert f"ZZ-001 {WORD}" not in opened.text
    assert len(labels) == 8
    assert opened.context["outcome"].is_eligible
    assert "80" not in opened.text.partition('id="person"')[2].partition("</section>")[0]  # nor how old
    assert page("case-do", case, "approve") in client.get(page("case-detail", case)).text


def test_the_coordinator_knows_no_ordinary_case_and_no_special_one_before_iom_refers_it(client, people):
    ordinary, special = approved(people), under_review(people, (TRAFFICKED,))
    signed_in(client, people["coordinator"])

    assert [client.get(page("case-detail", case)).status_code for case in (ordinary, special)] == [404, 404]


def test_whoever_referred_a_case_sees_its_state_alone(client, people):
    case = under_review(people, word=WORD)
    signed_in(client, people["consulate"])

    seen = client.get(page("case-detail", case))
    opened = client.post(page("case-person", case), {"purpose": "file"})
    taken = client.post(page("case-do", case, "approve"))

    assert (seen.status_code, WORD in seen.text, opened.status_code, taken.status_code) == (200, False, 403, 403)
    assert "situations" not in seen.context or not seen.context["situations"]


def test_an_officer_not_in_charge_gives_a_reason_and_the_others_hear_of_it(client, people):
    case = under_review(people, word=WORD)
    signed_in(client, people["third"])
    before = Letter.objects.filter(kind="fund-case-opened").count()

    without = client.post(page("case-person", case), {"purpose": "supervise"})
    opened = client.post(
        page("case-person", case), {"purpose": "supervise", "reason": "La oficial a cargo está enferma hoy."}
    )

    letters = Letter.objects.filter(kind="fund-case-opened")
    with for_the_clock():
        noted = Determination.objects.get(case=case, verdict="open_unassigned")
    assert (WORD in without.text, WORD in opened.text, before) == (False, True, 0)
    assert {letter.recipient_id for letter in letters} == {
        people[name].pk for name in ("officer", "payer", "coordinator")
    }
    assert not any(case.number in letter.text or WORD in letter.text or "enferma" in letter.text for letter in letters)
    assert noted.by_id == people["third"].pk
    assert b"enferma" not in bytes(noted.reason)


def test_a_case_goes_its_way_by_the_buttons_of_its_page(client, people, other_client):
    case = submitted(people)
    officer, payer = signed_in(client, people["officer"]), signed_in(other_client, people["payer"])
    today = timezone.localdate().isoformat()

    for who, verb, given in (
        (officer, "take", {}),
        (officer, "approve", {}),
        (officer, "arrange_travel", {"given": today}),
        (officer, "record_departure", {}),
        (officer, "confirm_arrival", {"given": today}),
    ):
        assert page("case-do", case, verb) in who.get(page("case-detail", case)).text
        assert who.get(page("case-do", case, verb)).status_code == 200
        assert who.post(page("case-do", case, verb), given).status_code == 302, verb
    refused = officer.post(page("case-pay", case), payment())
    paid = payer.post(page("case-pay", case), payment())
    for verb in ("settle", "close"):
        assert payer.post(page("case-do", case, verb)).status_code == 302
    with for_the_clock():
        case.refresh_from_db()
        [entry] = case.disbursements.all()
    back = payer.post(page("case-refund", case, entry.pk), {"amount_usd": "10.00", "on": today, "reference": "NC-1"})

    assert (refused.status_code, paid.status_code, back.status_code) == (200, 302, 302)
    assert "approved this case" in refused.text or "aprobó" in refused.text
    assert case.status == Case.Status.CLOSED
    assert Deed.objects.about(case).filter(verb="reserve_fund.approve_case").count() == 1


@pytest.fixture
def other_client():
    from django.test import Client

    return Client()


def payment(**values):
    return {
        "kind": "ticket",
        "amount_usd": "450.00",
        "on": timezone.localdate().isoformat(),
        "reference": "V-1",
        "voucher": png(),
        **values,
    }


def png():
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return SimpleUploadedFile("boleto.png", drawn.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount_usd": "0"}, "amount_usd"),
        ({"amount_usd": "NaN"}, "amount_usd"),
        ({"amount_usd": "10.0055"}, "amount_usd"),
        ({"on": "2026-02-30"}, "on"),
        ({"on": "9999-12-31"}, None),
        ({"on": "0001-01-01"}, "on"),
        ({"reference": "x" * 61}, "reference"),
        ({"reference": "\u202ex"}, "reference"),
        ({"kind": "bribe"}, "kind"),
        ({"voucher": ""}, "voucher"),
        ({"amount_usd": "900.00"}, None),
    ],
)
def test_a_bad_payment_is_refused_by_a_sentence_and_loses_nothing(client, people, given, field):
    case = approved(people)
    signed_in(client, people["payer"])

    answer = client.post(page("case-pay", case), payment(**given))

    assert answer.status_code == 200
    assert (field or "__all__") in answer.context["form"].errors
    with for_the_clock():
        assert not case.disbursements.exists()


def test_a_file_leaves_for_a_purpose_and_whole(client, people):
    case = approved(people)
    signed_in(client, people["payer"]).post(page("case-pay", case), payment())
    with for_the_clock():
        [file] = case.evidence.all()
    officer = signed_in(client, people["officer"])

    without = officer.post(page("evidence-download", case, file.pk))
    taken = officer.post(page("evidence-download", case, file.pk), {"purpose": "settle"})
    by_get = officer.get(page("evidence-download", case, file.pk))

    assert (without.status_code, taken.status_code, by_get.status_code) == (403, 200, 405)
    assert taken.content.startswith(b"\x89PNG")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert list(Access.objects.about(file).values_list("action", "why")) == [("download", "settle")]


@pytest.mark.parametrize("who", ["consulate", "other consulate", "coordinator"])
def test_no_one_else_takes_a_file(client, people, who):
    case = step(deciding.refer, under_review(people, (TRAFFICKED,)), people["officer"])
    file = step(lambda case, by: evidence_files.add(case, "identity", voucher(), by=by), case, people["officer"])
    signed_in(client, people[who])

    answer = client.post(page("evidence-download", case, file.pk), {"purpose": "decide"})

    assert answer.status_code == (404 if who == "other consulate" else 403)


def test_a_document_is_found_on_the_desk_and_stands_in_no_address(client, people):
    case = submitted(people, document_number=WORD)
    signed_in(client, people["officer"])

    answer = client.post(reverse("reserve_fund:case-find"), {"number": WORD.lower(), "purpose": "decide"})

    assert case.number in answer.text
    assert answer.context["found"] == [case]
    assert Access.objects.filter(action="search", kind="reserve_fund.beneficiary").count() == 1


def test_without_consent_the_person_stays_closed(client, people):
    case = arrived(people, word=WORD)
    step(filing.withdraw_consent, case, people["officer"])
    signed_in(client, people["officer"])

    answer = client.post(page("case-person", case), {"purpose": "decide"}, follow=True)

    assert WORD not in answer.text


def test_the_desk_asks_few_questions_with_many_cases(client, people, django_assert_max_num_queries):
    for _case in range(3):
        submitted(people)
    signed_in(client, people["officer"])
    path = reverse("reserve_fund:case-list")
    client.get(path)
    with django_assert_max_num_queries(15) as few:
        client.get(path)
    for _case in range(12):
        submitted(people)
    with django_assert_max_num_queries(15) as many:
        client.get(path)

    assert len(few) == len(many)


def test_the_page_of_a_case_asks_few_questions(client, people, django_assert_max_num_queries):
    case = closed(people)
    signed_in(client, people["officer"])

    # three of them are for the test's own transaction: the marks around the page's, and what was set before it
    with django_assert_max_num_queries(15 + 3) as few:
        client.get(page("case-detail", case))
    with django_assert_max_num_queries(20 + 3) as opened:
        client.post(page("case-person", case), {"purpose": "supervise"})
    for _file in range(10):
        step(lambda case, by: evidence_files.add(case, "other", voucher(), by=by), case, people["officer"])
    with django_assert_max_num_queries(len(few)):
        client.get(page("case-detail", case))
    with django_assert_max_num_queries(len(opened)):
        client.post(page("case-person", case), {"purpose": "supervise"})


def test_what_waits_is_told_on_the_first_page(client, people):
    submitted(people)
    signed_in(client, people["officer"])

    answer = client.get("/en/intranet/")

    assert "1 case of the Fund" in answer.text


def test_personal_data_are_held_let_go_and_erased_by_order(client, people):
    case = closed(people, word=WORD)
    signed_in(client, people["officer"])

    client.post(page("case-keep", case), {"verb": "hold"})
    client.post(page("case-keep", case), {"verb": "hold"})  # a second click lets nothing go
    client.post(page("case-keep", case), {"verb": "erase"})
    client.post(page("case-keep", case), {"verb": "nothing"})
    with for_the_clock():
        case.refresh_from_db()
    held = case.erased_at
    client.post(page("case-keep", case), {"verb": "let_go"})
    client.post(page("case-keep", case), {"verb": "erase"})
    with for_the_clock():
        case.refresh_from_db()

    assert held is None
    assert case.erased_at is not None
    assert client.get(page("case-detail", case)).status_code == 200
    assert WORD not in client.post(page("case-person", case), {"purpose": "answer"}, follow=True).text


def test_a_wrong_payment_is_taken_back_by_another_and_recorded_anew(client, people):
    case = approved(people)
    paid(people, case, "540.00")
    with for_the_clock():
        [wrong] = case.disbursements.all()

    refused = signed_in(client, people["payer"]).post(page("payment-take-back", case, wrong.pk))
    taken = signed_in(client, people["third"]).post(page("payment-take-back", case, wrong.pk))
    again = client.post(page("payment-take-back", case, wrong.pk))
    paid(people, case, "450.00", reference="V-1b")

    with for_the_clock():
        held = fund_money.held(case)
    standing = fund_money.standing(timezone.localdate())
    assert (refused.status_code, taken.status_code, again.status_code) == (200, 302, 404)
    assert (held, standing.spent, standing.committed) == (150, 450, 150)


def test_a_former_officer_takes_no_file_without_a_reason(client, people):
    case = under_review(people)
    file = step(lambda case, by: evidence_files.add(case, "identity", voucher(), by=by), case, people["officer"])
    signed_in(client, people["third"])
    asked = page("evidence-download", case, file.pk), {"purpose": "decide"}

    without = client.post(*asked)
    client.post(page("case-person", case), {"purpose": "decide", "reason": "La oficial a cargo está enferma hoy."})

    assert (without.status_code, client.post(*asked).status_code) == (403, 200)


def test_whoever_takes_a_case_over_says_why_and_the_others_hear_of_it(client, people):
    case = under_review(people)
    signed_in(client, people["third"])

    without = client.post(page("case-do", case, "hand_over"), {"given": ""})
    taken = client.post(page("case-do", case, "hand_over"), {"given": "La oficial a cargo está enferma."})

    with for_the_clock():
        case.refresh_from_db()
    assert (without.status_code, taken.status_code, case.officer_id) == (200, 302, people["third"].pk)
    assert Letter.objects.filter(kind="fund-case-opened", recipient=people["officer"]).count() == 1


def test_a_page_says_who_can_see_the_case_and_why(client, people):
    special = step(deciding.refer, under_review(people, (TRAFFICKED,)), people["officer"])
    signed_in(client, people["officer"])
    seen = client.get(page("case-detail", special)).context["readers"]
    ordinary = client.get(page("case-detail", submitted(people))).context["readers"]

    assert (len(seen.roles), seen.people) == (3, 5)  # three officers, the coordinator, the consulate
    assert (len(ordinary.roles), ordinary.people) == (2, 4)
    assert len(seen.mine) == 1


def test_a_draft_is_nobody_elses(client, people):
    case = draft(people, word=WORD)
    for who in ("officer", "other consulate", "coordinator"):
        signed_in(client, people[who])
        assert client.get(page("case-detail", case)).status_code == 404
    assert case.status == assisting.Status.DRAFT
