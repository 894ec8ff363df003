"""The Secretariat's desk for contributions: every step by its button, after a page that says what will happen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.utils import timezone

from contributions import papers_to_sign, payments, proofs, worklist
from contributions.models import (
    Allocation,
    ContributionPeriod,
    InKindContribution,
    Invoice,
    Payment,
    ProofOfPayment,
    Refund,
)
from crm_portal.common import waiting
from crm_portal.common.files.models import PrivateFile
from crm_portal.common.files.uploads import checked_upload
from crm_portal.common.outbox.models import Letter
from members.models import Party, User
from tests.contributions.factories import assessed, outstanding, paid, payment, period
from tests.files import honest
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

DESK = "/admin/contributions"
NO_SHARES = {"allocations-TOTAL_FORMS": "0", "allocations-INITIAL_FORMS": "0"}


@pytest.fixture
def sit_down(people):
    """The desk of somebody in a role, in a language."""

    def visit(role, language="en"):
        client = Client()
        client.get(f"/accounts/login/?language={language}")
        sign_in_past_second_factor(client, people[role])
        return client

    return visit


@pytest.fixture
def coordinator(sit_down):
    return sit_down("st_coord")


@pytest.fixture
def assistant(sit_down):
    return sit_down("st_assist")


@pytest.fixture
def invoices(people):
    return assessed(people["st_coord"])


def party(slug):
    return Party.objects.get(slug=slug)


def pdf(name="comprobante.pdf"):
    return SimpleUploadedFile(name, honest.FILES["pdf"])


def do(client, row, verb, **given):
    """The answer to a button's page, sent."""
    return client.post(f"{DESK}/{row._meta.model_name}/{row.pk}/do/{verb}/", given, follow=True)


def asked(client, row, verb):
    return client.get(f"{DESK}/{row._meta.model_name}/{row.pk}/do/{verb}/").text


def page(client, row):
    return client.get(f"{DESK}/{row._meta.model_name}/{row.pk}/change/").text


# Periods


def planned(**changes):
    return {"starts_on": "2026-01-01", "last_on": "2026-12-31", "due_on": "2026-03-31", **changes}


def test_a_period_shows_what_each_member_will_owe_before_it_is_assessed(assistant, coordinator):
    assert assistant.post(f"{DESK}/contributionperiod/add/", planned()).status_code == 302
    made = ContributionPeriod.objects.get()

    text = page(assistant, made)

    assert [said for said in ("USD 33,364.00", "USD 5,000.00", "USD 282,724.00") if said not in text] == []
    assert ("/do/assess/" in text, "/do/assess/" in page(coordinator, made)) == (False, True)
    assert do(assistant, made, "assess").status_code == 403


def test_assessing_says_how_much_of_whom_and_that_nothing_is_sent(coordinator):
    made = period()

    said = asked(coordinator, made, "assess")
    answer = do(coordinator, made, "assess").text

    assert "11 invoices are issued and numbered, of USD 282,724.00 in all, due by March 31, 2026." in said
    assert "Panama: USD 5,000.00" in said
    assert "Nothing is sent yet" in said
    assert "The invoices are issued. They wait to be sent." in answer
    assert (Invoice.objects.count(), Invoice.objects.exclude(sent_at=None).count()) == (11, 0)


def test_a_period_without_a_scale_says_why_nothing_can_be_assessed(coordinator):
    early = period(date(1997, 1, 1), date(1997, 12, 31), date(1997, 3, 1))

    assert "No approved scale" in page(coordinator, early)
    assert "No approved scale" in asked(coordinator, early, "assess")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"last_on": "2025-12-31"}, "last_on", "It must end after it begins."),
        ({"starts_on": "2027-06-01", "last_on": "2030-06-01"}, "last_on", "A period has at most 36 months."),
        ({"starts_on": "2025-06-01", "last_on": "2025-07-01"}, "starts_on", "The period 2025 has days of this one."),
        ({"last_on": "9999-12-31"}, "last_on", "Give a day of the years 1996 to 2099."),
        ({"due_on": "0001-01-01"}, "due_on", "Give a day of the years 1996 to 2099."),
        ({"bank_details_reference": "a\u202eb"}, "bank_details_reference", "characters that cannot be seen"),
    ],
)
def test_what_is_wrong_with_a_period_is_said_beside_its_field(assistant, changes, field, said):
    period(date(2025, 1, 1), date(2025, 12, 31), date(2025, 3, 1))

    answer = assistant.post(f"{DESK}/contributionperiod/add/", planned(**changes))

    errors = answer.context["adminform"].form.errors
    assert (list(errors), said in str(errors[field])) == ([field], True)
    assert ContributionPeriod.objects.count() == 1


def test_an_assessed_period_is_only_read_and_leads_to_its_invoices(coordinator, invoices):
    made = ContributionPeriod.objects.get()

    answer = coordinator.post(f"{DESK}/contributionperiod/{made.pk}/change/", planned(due_on="2026-05-01"))

    assert answer.status_code == 403
    assert f"?assessment__period__id__exact={made.pk}" in page(coordinator, made)
    assert "closed" in do(coordinator, made, "close").text


# Invoices


def test_the_list_of_invoices_is_found_by_symbol_and_narrowed_by_state(coordinator, invoices, people):
    paid("pa", "1000", people)
    paid("mx", "33364", people)
    Invoice.objects.filter(party__slug="bz").update(due_on=date(2020, 1, 1))

    def found(query):
        rows = coordinator.get(f"{DESK}/invoice/?{query}").context["cl"].result_list
        return {row.party.slug for row in rows}

    assert found(f"q={invoices['hn'].symbol}") == {"hn"}
    assert found("state=part") == {"pa"}
    assert found("state=paid") == {"mx"}
    assert "bz" in found("state=overdue")
    assert len(found("state=unsent")) == 11
    assert found("state=cancelled") == set()
    assert coordinator.post(f"{DESK}/invoice/add/", {}).status_code == 403


def test_the_list_of_invoices_asks_as_much_for_many_as_for_few(coordinator, invoices, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        coordinator.get(f"{DESK}/invoice/")


def test_before_sending_the_page_names_the_people_and_the_countries_without_one(coordinator, invoices, people):
    chosen = [invoices["mx"].pk, invoices["pa"].pk]

    answer = coordinator.post(f"{DESK}/invoice/", {"action": "bulk_send", "_selected_action": chosen})

    assert f"{invoices['mx']}, Mexico: to {people['focal']}" in answer.text
    assert f"{invoices['pa']}, Panama: no focal point to send it to; it is not sent" in answer.text


def test_sending_writes_to_the_focal_points_of_the_country_alone(coordinator, invoices, people):
    """In the language of each, with number, amount and day; a second click writes to nobody."""
    second = seated("segunda", "focal", "mx")
    User.objects.filter(pk=second.pk).update(language="en")
    seated("ajena", "focal", "pa")
    invoice = invoices["mx"]

    answer = do(coordinator, invoice, "send")
    asked_again, again = asked(coordinator, invoice, "send"), do(coordinator, invoice, "send")

    letters = {letter.recipient.full_name: letter for letter in Letter.objects.filter(kind="invoice")}
    invoice.refresh_from_db()
    assert "The letters wait for the worker." in answer.text
    assert "was sent a moment ago." in asked_again
    assert "was sent a moment ago." in again.text
    assert set(letters) == {people["focal"].full_name, "Segunda"}
    assert {invoice.symbol in letter.subject for letter in letters.values()} == {True}
    assert "USD 33,364.00, due by March 31, 2026" in letters["Segunda"].text
    assert "a más tardar el 31 de marzo de 2026" in letters[people["focal"].full_name].text
    assert invoice.get_absolute_url().rpartition("/en/")[2] in letters["Segunda"].text
    assert invoice.sent_at is not None
    assert "Send 10 invoices" in {str(task.title) for task in waiting.counted(worklist.tasks(people["st_coord"]))}


def test_an_invoice_is_sent_once_more_when_some_time_has_passed(coordinator, invoices):
    invoice = invoices["mx"]
    for _turn in range(2):
        do(coordinator, invoice, "send")
        Invoice.objects.filter(pk=invoice.pk).update(sent_at=F("sent_at") - timedelta(minutes=6))

    assert "it is sent once more" in asked(coordinator, invoice, "send")
    assert Letter.objects.filter(kind="invoice").count() == 2


def test_a_country_without_a_focal_point_is_named_and_its_invoice_stays_unsent(coordinator, invoices):
    answer = do(coordinator, invoices["pa"], "send")

    invoices["pa"].refresh_from_db()
    assert "Panama has no focal point to send it to." in answer.text
    assert invoices["pa"].sent_at is None
    assert not Letter.objects.filter(kind="invoice").exists()


def test_a_credit_note_needs_a_reason(coordinator, invoices, people):
    paid("pa", "1000", people)
    invoice = invoices["pa"]

    said = asked(coordinator, invoice, "cancel")
    empty = do(coordinator, invoice, "cancel", reason="  ")
    answer = do(coordinator, invoice, "cancel", reason="Wrong period")

    assert "USD 1,000.00 that were paid of it are the country&#x27;s again" in said
    assert "This field is required." in empty.text
    assert "The credit note is issued." in answer.text
    invoice.refresh_from_db()
    assert (invoice.status, invoice.credit_note.reason) == ("cancelled", "Wrong period")


def test_a_new_invoice_takes_the_place_of_one_taken_back(coordinator, invoices):
    do(coordinator, invoices["pa"], "cancel", reason="Wrong day")

    passed = do(coordinator, invoices["pa"], "issue_again", due_on="2020-01-01")
    do(coordinator, invoices["pa"], "issue_again", due_on="2027-06-30")

    another = Invoice.objects.holding().get(party__slug="pa")
    assert "This day has passed." in passed.text
    assert (another.due_on, another.amount_usd) == (date(2027, 6, 30), Decimal(5000))
    assert "/do/issue_again/" not in page(coordinator, invoices["pa"])
    assert another.symbol in page(coordinator, invoices["pa"])


# Payments


def came(slug="pa", shares=(), **changes):
    """The form of a payment, as it is sent."""
    rows = {"allocations-TOTAL_FORMS": str(len(shares)), "allocations-INITIAL_FORMS": "0"}
    for place, (invoice, amount) in enumerate(shares):
        rows |= {f"allocations-{place}-invoice": invoice.pk, f"allocations-{place}-amount_usd": amount}
    own = {"party": party(slug).pk, "amount_usd": "5,000.00", "value_on": "2026-02-01", "bank_reference": "SWIFT 1"}
    return {**own, "charges_usd": "0", **rows, **changes}


def test_the_assistant_records_a_payment_with_what_it_is_meant_for(assistant, people, invoices):
    answer = assistant.post(
        f"{DESK}/payment/add/",
        came(
            shares=[(invoices["pa"], "1,250.50")],
            charges_usd="35",
            original_amount="5000",
            original_currency="pab",
            rate="1.0",
        ),
    )

    made = Payment.objects.get()
    assert answer.status_code == 302
    assert (made.amount_usd, made.recorded_by, made.status) == (Decimal(5000), people["st_assist"], "recorded")
    assert (made.original_currency, made.charges_usd, made.rate) == ("PAB", Decimal(35), 1)
    assert [(row.invoice, row.amount_usd) for row in made.allocations.all()] == [(invoices["pa"], Decimal("1250.50"))]
    assert outstanding(party=made.party) == {invoices["pa"].number: Decimal(5000)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value_on": "2099-01-01"}, "The value date lies in the future."),
        ({"value_on": "0999-01-01"}, "Give a day of the years"),
        ({"bank_reference": " ref 7 "}, "A payment with this bank reference is recorded already."),
        ({"bank_reference": "x" * 65}, "at most 64 characters"),
        ({"charges_usd": "5000"}, "The charges are less than the amount."),
        ({"original_amount": "5"}, "Amount, currency and rate belong together"),
        ({"original_amount": "5", "original_currency": "B1", "rate": "2"}, "Give the three letters of the currency"),
        ({"original_amount": "5", "original_currency": "usd", "rate": "1"}, "leave the three empty"),
        ({"note": "a\u202eb"}, "characters that cannot be seen"),
        ({"party": "0"}, "Select a valid choice."),
    ],
)
def test_a_wrong_payment_is_told_beside_its_field_and_nothing_is_stored(assistant, people, changes, said):
    payment("mx", "10", people["st_assist"], reference="REF 7")

    answer = assistant.post(f"{DESK}/payment/add/", came(**changes))

    assert (answer.status_code, said in str(answer.context["adminform"].form.errors)) == (200, True)
    assert "__all__" not in answer.context["adminform"].form.errors
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([("mx", "5")], "A payment settles invoices of its own country alone."),
        ([("pa", "5"), ("pa", "6")], "This invoice is chosen twice."),
        ([("pa", "5,000.01")], "Only USD 5,000.00 are outstanding of it."),
        ([("pa", "0")], "greater than or equal to 0.01"),
        ([("pa", "")], "This field is required."),
    ],
)
def test_wrong_shares_are_told_beside_their_row_and_nothing_is_stored(assistant, invoices, shares, said):
    rows = [(invoices[slug], amount) for slug, amount in shares]

    answer = assistant.post(f"{DESK}/payment/add/", came(shares=rows, amount_usd="9000"))

    assert (answer.status_code, said in answer.text) == (200, True)
    assert (Payment.objects.count(), Allocation.objects.count()) == (0, 0)


def test_more_than_was_paid_is_not_meant_for_invoices(assistant, invoices):
    answer = assistant.post(f"{DESK}/payment/add/", came(shares=[(invoices["pa"], "2000")], amount_usd="1000"))

    assert "USD 2,000.00 are meant for invoices, more than the USD 1,000.00 that were paid." in answer.text
    assert Payment.objects.count() == 0


BAD = ["0", "-0", "-5", "0.001", "0,001", "1e12", "NaN", "Infinity", "1_000", "\u0661\u0662\u0663", "\u202e5"]
BAD += ["100000000000000.00", "9" * 50, "5\u00a0000\u00a000", "$5000", "5000 MXN", "1.2.3"]


@pytest.mark.parametrize(("language", "either"), [("es", "1,000"), ("en", "1.000")])  # thousands, or one
def test_b4_an_amount_that_is_none_is_refused_and_nothing_is_half_stored(sit_down, people, invoices, language, either):
    """Hardening, row B4: every field that takes an amount, in both languages."""
    desk = sit_down("st_assist", language)
    ahead = paid("mx", "40000", people)
    wrong = {}
    for amount in [*BAD, either]:
        in_kind = {"party": party("pa").pk, "description": "Room", "given_on": "2026-01-01", "valued_usd": amount}
        back = {"amount_usd": amount, "value_on": "2026-03-01", "bank_reference": "OUT", "note": "Twice"}
        own = {"original_amount": amount, "original_currency": "MXN", "rate": "1"}

        answers = [
            desk.post(f"{DESK}/payment/add/", came(amount_usd=amount)),
            desk.post(f"{DESK}/payment/add/", came(amount_usd="5000", shares=[(invoices["pa"], amount)])),
            desk.post(f"{DESK}/payment/add/", came(amount_usd="5000", **own)),
            desk.post(f"{DESK}/inkindcontribution/add/", in_kind),
            desk.post(f"{DESK}/payment/{ahead.pk}/do/refund/", back),
        ]

        said = [(answer.status_code, "errorlist" in answer.text) for answer in answers]
        wrong |= {} if said == [(200, True)] * 5 else {amount: said}

    assert wrong == {}
    assert (Payment.objects.count(), Refund.objects.count(), InKindContribution.objects.count()) == (1, 0, 0)
    assert Allocation.objects.filter(invoice=invoices["pa"]).count() == 0


@pytest.mark.parametrize(
    ("language", "amount", "stored"),  # each way of writing: tests/common/test_amounts.py
    [
        ("en", "1,000", 1000),
        ("en", "1000.5", "1000.50"),
        ("es", "1,000.00", 1000),
        ("es", "1.000", 1000),
        ("es", "1\u00a0000,5", "1000.50"),
    ],
)
def test_b4_an_amount_is_read_as_its_language_writes_it(sit_down, language, amount, stored):
    answer = sit_down("st_assist", language).post(f"{DESK}/payment/add/", came(amount_usd=amount))

    assert (answer.status_code, Payment.objects.get().amount_usd) == (302, Decimal(stored))


@pytest.mark.parametrize(("language", "rate"), [("en", "17,235"), ("es", "17.235")])
def test_b4_a_rate_has_no_thousands(sit_down, language, rate):
    own = {"original_amount": "100000", "original_currency": "MXN", "rate": rate}

    sit_down("st_assist", language).post(f"{DESK}/payment/add/", came(amount_usd="5802.15", **own))

    assert Payment.objects.get().rate == Decimal("17.235")


def test_what_the_page_shows_it_takes_back(sit_down, people):
    recorded = payment("pa", "1234.50", people["st_assist"])
    desk = sit_down("st_assist", "es")
    shown = desk.get(f"{DESK}/payment/{recorded.pk}/change/").context["adminform"].form["amount_usd"].value()

    text = page(desk, recorded)

    assert (shown, 'value="1234,50"' in text or 'value="1.234,50"' in text) == (Decimal("1234.50"), True)


def test_a_payment_is_corrected_until_it_is_confirmed_and_whoever_corrects_has_recorded_it(
    coordinator, assistant, people, invoices
):
    recorded = payment("pa", "500", people["st_assist"], shares={invoices["pa"]: "500"}, reference="OLD")
    row = recorded.allocations.get()
    rows = {
        "allocations-TOTAL_FORMS": "1",
        "allocations-INITIAL_FORMS": "1",
        "allocations-0-id": row.pk,
        "allocations-0-payment": recorded.pk,
        "allocations-0-invoice": invoices["pa"].pk,
        "allocations-0-amount_usd": "4000",
    }
    fixed = came(amount_usd="5000", bank_reference="NEW", **rows)
    del fixed["party"]

    answer = coordinator.post(f"{DESK}/payment/{recorded.pk}/change/", fixed)

    recorded.refresh_from_db()
    assert answer.status_code == 302
    assert (recorded.amount_usd, recorded.bank_reference, recorded.party.slug) == (Decimal(5000), "NEW", "pa")
    assert recorded.recorded_by == people["st_coord"]
    assert [each.amount_usd for each in recorded.allocations.all()] == [Decimal(4000)]
    assert "/do/confirm/" not in page(coordinator, recorded)
    assert "You recorded this yourself" in page(coordinator, recorded)
    assert do(coordinator, recorded, "confirm").status_code == 403


def test_saving_without_a_change_makes_nobody_the_recorder(people):
    recorded = payment("pa", "500", people["st_assist"])

    payments.correct(recorded, {}, by=people["st_coord"])

    recorded.refresh_from_db()
    assert recorded.recorded_by == people["st_assist"]


def test_confirming_says_what_is_settled_and_what_is_left(coordinator, people, invoices):
    recorded = payment("pa", "7000", people["st_assist"], charges_usd=Decimal(20))

    said = asked(coordinator, recorded, "confirm")
    answer = do(coordinator, recorded, "confirm")

    recorded.refresh_from_db()
    assert f"{invoices['pa']} (2026): USD 5,000.00" in said
    assert "USD 2,000.00 are left over, and stay the country&#x27;s" in said
    assert "The bank kept USD 20.00 of it" in said
    assert recorded.receipt_symbol in answer.text
    assert coordinator.post(f"{DESK}/payment/{recorded.pk}/change/", came()).status_code == 403


def test_a_payment_is_rejected_or_taken_back_for_a_reason(coordinator, people, invoices):
    wrong, bounced = payment("pa", "10", people["st_assist"]), paid("mx", "33364", people)

    rejected = do(coordinator, wrong, "reject", reason="No such transfer")
    said = asked(coordinator, bounced, "reverse")
    silent = do(coordinator, bounced, "reverse", reason="")
    reversed_ = do(coordinator, bounced, "reverse", reason="The bank took it back")

    assert "The payment is rejected." in rejected.text
    assert "This is owed again" in said
    assert f"{invoices['mx']} (2026): USD 33,364.00" in said
    assert "This field is required." in silent.text
    assert "The payment is taken back." in reversed_.text


def test_what_is_left_over_goes_back_by_two_people(assistant, coordinator, people, invoices):
    ahead = paid("pa", "7000", people)
    back = {"value_on": "2026-03-01", "bank_reference": "OUT 1", "note": "Paid twice"}

    too_much = do(assistant, ahead, "refund", amount_usd="2000.01", **back)
    recorded = do(assistant, ahead, "refund", amount_usd="2,000", **back)

    refund = Refund.objects.get()
    assert "Only USD 2,000 of this payment settle nothing." in too_much.text
    assert 'value="Paid twice"' in too_much.text  # what was typed stays
    assert "Another person confirms it." in recorded.text
    assert do(assistant, refund, "confirm").status_code == 403
    assert "The refund is confirmed." in do(coordinator, refund, "confirm").text
    assert "/do/refund/" not in page(coordinator, ahead)
    assert "The refund is taken back." in do(coordinator, refund, "reverse", reason="Account closed").text


def test_what_is_given_in_kind_is_recorded_apart(assistant, people):
    given = {"party": party("cr").pk, "description": "Conference room", "given_on": "2026-05-02", "valued_usd": ""}

    answer = assistant.post(f"{DESK}/inkindcontribution/add/", given)

    made = InKindContribution.objects.get()
    assert (answer.status_code, made.recorded_by, made.valued_usd) == (302, people["st_assist"], None)


# Papers


def test_a_proof_is_put_with_a_payment_of_its_country_and_of_no_other(assistant, people, invoices):
    proof = proofs.hand_in(party("mx"), checked_upload(pdf()), invoice=invoices["mx"], by=people["focal"])
    own, other = payment("mx", "10", people["st_assist"]), payment("pa", "10", people["st_assist"])

    wrong = do(assistant, proof, "link", payment=other.pk)
    right = do(assistant, proof, "link", payment=own.pk)

    proof.refresh_from_db()
    assert "Select a valid choice." in wrong.text
    assert "The proof is with its payment." in right.text
    assert (proof.payment, proof.is_on_behalf) == (own, False)
    assert "comprobante.pdf" in page(assistant, proof)
    payments.reject(own, reason="No such transfer", by=people["st_coord"])
    proof.refresh_from_db()
    assert proof.state == ProofOfPayment.State.WAITING


def test_a_proof_handed_in_by_the_secretariat_is_marked_as_such(people):
    proof = proofs.hand_in(party("pa"), checked_upload(pdf()), by=people["st_assist"])

    assert proof.is_on_behalf


def test_proofs_and_papers_are_read_by_their_country_and_the_staff_alone(people):
    proof = proofs.hand_in(party("mx"), checked_upload(pdf()), by=people["focal"])
    asked_for = papers_to_sign.ask(party("mx"), "W-8", form=checked_upload(pdf()), by=people["focal"])
    files = PrivateFile.objects.filter(pk__in=[proof.file_id, asked_for.form_id])
    stranger = seated("focal-of-panama", "focal", "pa")

    seen = {role: files.visible_to(people[role]).count() for role in ("focal", "st_assist", "auditor", "st_it", "ppt")}

    assert seen == {"focal": 2, "st_assist": 2, "auditor": 2, "st_it": 0, "ppt": 0}
    assert files.visible_to(stranger).count() == 0


def test_a_paper_is_signed_by_the_coordinator_or_declined_for_a_reason(coordinator, assistant, people):
    one, two = (papers_to_sign.ask(party("mx"), f"Form {name}", by=people["focal"]) for name in "ab")

    not_a_pdf = do(coordinator, one, "sign", file=SimpleUploadedFile("a.txt", b"signed"))
    signed = do(coordinator, one, "sign", file=pdf("firmado.pdf"))
    silent = do(coordinator, two, "decline", answer="")
    declined = do(coordinator, two, "decline", answer="It is not ours to sign")

    one.refresh_from_db()
    two.refresh_from_db()
    assert do(assistant, two, "sign", file=pdf()).status_code == 403
    assert "Files of this kind are not accepted." in not_a_pdf.text
    assert "The country has its signed paper." in signed.text
    assert "This field is required." in silent.text
    assert "The request is declined." in declined.text
    assert (one.status, one.signed.name, two.status) == ("signed", "firmado.pdf", "declined")
    assert PrivateFile.objects.filter(door=papers_to_sign.DOOR).count() == 1


def test_the_it_specialist_finds_nothing_of_it(sit_down, invoices, people):
    desk = sit_down("st_it")

    statuses = {
        model: desk.get(f"{DESK}/{model}/").status_code
        for model in ("contributionperiod", "invoice", "payment", "refund", "proofofpayment", "paperrequest")
    }

    assert set(statuses.values()) == {403}


# What waits


def test_the_worklist_names_what_waits_for_whom(people, invoices, coordinator):
    payment("pa", "10", people["st_assist"])
    payment("pa", "10", people["st_coord"])
    proofs.hand_in(party("mx"), checked_upload(pdf()), by=people["focal"])
    papers_to_sign.ask(party("mx"), "W-8", by=people["focal"])
    Invoice.objects.exclude(party__slug="pa").update(due_on=timezone.localdate())
    Invoice.objects.filter(party__slug="pa").update(due_on=date(2026, 3, 31))

    told = {role: waiting.counted(worklist.tasks(person)) for role, person in people.items()}
    titles = {role: [str(task.title) for task in tasks] for role, tasks in told.items() if tasks}

    late = "Panama: 1 invoice overdue"
    assert titles == {
        "st_coord": [
            "Confirm 1 payment",
            "Sign or decline 1 paper",
            "Send 11 invoices",
            "Look at 1 proof of payment",
            late,
        ],
        "st_assist": ["Look at 1 proof of payment", late],
    }
    assert [coordinator.get(task.url).status_code for task in told["st_coord"]] == [200] * 5
