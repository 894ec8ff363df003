"""The course of a case, and who may take which step; the money follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from reserve_fund import assisting, deciding, erasing, filing, fund_money
from reserve_fund.models import Case, Reservation, Vulnerability
from reserve_fund.models.cases import ENDED
from reserve_fund.row_security import for_person, for_the_clock
from reserve_fund.transitions import GO_ON_WITHOUT_CONSENT, TRANSITIONS
from tests.reserve_fund.factories import (
    CHILD,
    ELDERLY,
    TRAFFICKED,
    answers,
    approved,
    arrived,
    born,
    closed,
    draft,
    fresh,
    fund_people,
    paid,
    replenished,
    settled,
    step,
    submitted,
    under_review,
)


@pytest.fixture
def people(history):
    found = fund_people()
    replenished(found)
    return found


def amounts():
    found = fund_money.standing(timezone.localdate())
    return found.balance, found.committed, found.available


def test_an_ordinary_case_goes_from_draft_to_closed(people):
    case = closed(people)

    assert (case.status, case.settled_on) == (Case.Status.CLOSED, timezone.localdate())
    assert amounts() == (Decimal("4550.00"), Decimal("0.00"), Decimal("4550.00"))


def test_approving_commits_and_settling_lets_go_of_the_rest(people):
    case = approved(people)
    after_approval = amounts()
    paid(people, case)
    after_payment = amounts()
    for verb, *more in (
        (assisting.arrange_travel, timezone.localdate()),
        (assisting.record_departure,),
        (assisting.confirm_arrival, timezone.localdate()),
    ):
        step(verb, case, people["officer"], *more)
    step(assisting.settle, case, people["payer"])

    assert after_approval == (Decimal("5000.00"), Decimal("600.00"), Decimal("4400.00"))
    assert after_payment == (Decimal("4550.00"), Decimal("150.00"), Decimal("4400.00"))
    assert amounts() == (Decimal("4550.00"), Decimal("0.00"), Decimal("4550.00"))


def test_a_special_case_needs_both_institutions(people):
    case = step(deciding.refer, under_review(people, (ELDERLY, TRAFFICKED)), people["officer"])

    step(deciding.approve, case, people["officer"])
    with for_person(fresh(people["officer"])):
        waits = deciding.waits_for(case)
        half = Case.objects.get(pk=case.pk).status
    with pytest.raises(TransitionNotAllowed, match=r"ha aprobado|has approved"):
        step(deciding.approve, case, people["third"])
    whole = step(deciding.approve, case, people["coordinator"])

    assert (half, waits, whole.status) == ("awaiting_decision", {"secretariat"}, "approved")


@pytest.mark.parametrize(
    ("verb", "who", "codes", "says"),
    [
        ("approve", "coordinator", (ELDERLY,), None),  # not hers to see
        ("approve", "officer", (TRAFFICKED,), "special|especial"),  # referred first
        ("refer", "officer", (ELDERLY,), "special|especial"),
        ("settle", "payer", (ELDERLY,), "state|estado"),
        ("close", "payer", (ELDERLY,), "state|estado"),
    ],
)
def test_a_step_out_of_turn_is_refused_in_a_sentence(people, verb, who, codes, says):
    case = under_review(people, codes)
    function = getattr(deciding, verb, None) or getattr(assisting, verb)

    expected = TransitionNotAllowed if says else Case.DoesNotExist
    with pytest.raises(expected, match=says or "matching query"):
        step(function, case, people[who])


def test_requester_approver_and_payer_differ(people):
    own = submitted(people, by="officer")
    with pytest.raises(TransitionNotAllowed, match=r"referred this|refirió"):
        step(deciding.take, own, people["officer"])

    case = approved(people)
    with pytest.raises(TransitionNotAllowed, match=r"approved this case|aprobó"):
        paid({**people, "payer": people["officer"]}, case)


def test_the_database_refuses_money_without_the_right_people(people):
    """Past the workflow, as by a fault of it."""
    case = step(deciding.refer, under_review(people, (TRAFFICKED,)), people["officer"])
    step(deciding.approve, case, people["officer"])

    with pytest.raises(IntegrityError, match="IOM and the Secretariat"), for_the_clock(), transaction.atomic():
        fund_money.commit(case, Decimal("10.00"), by=people["officer"])
    with pytest.raises(IntegrityError, match="nothing is held"), for_the_clock(), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status=Case.Status.APPROVED)


def test_a_hidden_special_situation_still_needs_both(people):
    """The flag of the case is taken away; what the case is of is not."""
    case = under_review(people, (TRAFFICKED,))
    with for_the_clock():
        Case.objects.filter(pk=case.pk).update(is_special=False)

    with pytest.raises(IntegrityError, match="IOM and the Secretariat"):
        step(deciding.approve, case, people["officer"])


def test_more_than_the_cap_is_refused_by_the_form_and_by_the_database(people):
    with pytest.raises(filing.NotEligibleError, match=r"1[.,]000"):
        submitted(people, costs="1000.01")

    case = under_review(people)
    with for_person(fresh(people["officer"])):
        deciding.personal_data.decide(case, "approve", "iom", "", by=people["officer"])
        with pytest.raises(IntegrityError, match="cap"), transaction.atomic():
            fund_money.commit(case, Decimal("1000.01"), by=people["officer"])


def test_more_than_the_fund_has_is_refused_and_nothing_changes(people):
    for number in range(8):
        approved(people, document_number=f"N{number}")
    case = under_review(people)

    with pytest.raises(TransitionNotAllowed, match="200"):
        step(deciding.approve, case, people["officer"])

    with for_the_clock():
        assert Case.objects.get(pk=case.pk).status == Case.Status.UNDER_REVIEW
        assert not Reservation.objects.filter(case=case).exists()
        assert case.determinations.count() == 0


def test_a_returned_case_is_completed_and_submitted_again(people):
    case = under_review(people)
    step(deciding.send_back, case, people["officer"], "Falta la constancia")
    step(filing.save, case, people["consulate"], {"evidence_reference": "constancia médica"})

    again = step(filing.submit, case, people["consulate"])

    assert (again.status, again.round, again.officer) == ("submitted", 2, None)


def test_what_was_approved_before_a_return_counts_no_more(people):
    """An approval holds for the round it was given in."""
    case = step(deciding.refer, under_review(people, (TRAFFICKED,)), people["officer"])
    step(deciding.approve, case, people["officer"])
    with for_the_clock():
        Case.objects.filter(pk=case.pk).update(round=2)

    first = step(deciding.approve, case, people["coordinator"])

    assert first.status == Case.Status.AWAITING_DECISION


@pytest.mark.parametrize("verb", ["withdraw", "cancel"])
def test_an_approved_case_given_up_lets_its_money_go(people, verb):
    case = approved(people)

    if verb == "withdraw":
        case = step(filing.withdraw, case, people["consulate"], "Ya no viaja")
    else:
        case = step(deciding.cancel, case, people["officer"], "Sin vuelo")

    assert case.ended_at is not None
    assert amounts() == (Decimal("5000.00"), Decimal("0.00"), Decimal("5000.00"))


def test_without_consent_nothing_goes_on_but_the_account(people):
    case = arrived(people)

    step(filing.withdraw_consent, case, people["officer"])
    with pytest.raises(TransitionNotAllowed):
        step(assisting.close, case, people["payer"])
    after = step(assisting.settle, case, people["payer"])

    assert after.status == Case.Status.SETTLED


def test_a_person_who_withdraws_the_consent_on_the_way_is_erased_in_time(people, settings, tmp_path):
    settings.ERASURE_JOURNAL = str(tmp_path / "erasures.jsonl")
    case = approved(people)
    step(assisting.arrange_travel, case, people["officer"], timezone.localdate())
    step(assisting.record_departure, case, people["officer"])
    step(filing.withdraw_consent, case, people["consulate"])
    step(assisting.confirm_arrival, case, people["officer"], timezone.localdate())
    step(assisting.settle, case, people["payer"])  # nothing was paid, so all of it is let go
    step(assisting.close, case, people["payer"])

    erased = erasing.erase_due(timezone.now() + timedelta(days=31))

    assert (erased, amounts()) == (1, (Decimal("5000.00"), Decimal("0.00"), Decimal("5000.00")))


@pytest.mark.parametrize("without_consent", [False, True])
def test_from_every_open_state_a_step_leads_on_to_an_end(without_consent):
    verbs = [verb for verb in TRANSITIONS if not without_consent or verb in GO_ON_WITHOUT_CONSENT]
    reaches_end = set(ENDED)
    for _round in TRANSITIONS:
        reaches_end |= {
            start for verb in verbs for start in TRANSITIONS[verb][0] if TRANSITIONS[verb][1] in reaches_end
        }

    assert reaches_end == set(Case.Status)


def test_a_refund_does_not_come_before_the_payment(people):
    case = settled(people)
    with for_the_clock():
        [payment] = case.disbursements.all()
    day = timezone.localdate() - timedelta(days=1)

    with for_person(fresh(people["payer"])), pytest.raises(TransitionNotAllowed):
        fund_money.refund(payment, Decimal("50.00"), on=day, reference="R-1", by=people["payer"])


def test_a_return_to_the_country_of_stay_is_refused_in_a_sentence(people):
    case = draft(people)

    with pytest.raises(TransitionNotAllowed):
        step(filing.save, case, people["consulate"], {"return_to": Party.objects.get(slug="mx")})


def test_the_database_lets_nothing_of_a_reservation_change_but_what_is_let_go(people):
    case = approved(people)
    with for_the_clock():
        for change in ({"amount_usd": "1.00"}, {"case": approved(people)}, {"released_usd": "-1.00"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Reservation.objects.filter(case=case).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            Reservation.objects.filter(case=case).delete()


def test_a_replenishment_recorded_wrongly_is_recorded_anew_under_its_reference(people):
    wrong = replenished(people, "300.00", "transfer 2")
    fund_money.take_back(wrong, "error", by=people["payer"])

    replenished(people, "330.00", "transfer 2")

    assert amounts()[0] == Decimal("5330.00")


def test_without_consent_a_case_before_the_journey_is_withdrawn(people):
    case = step(filing.withdraw_consent, approved(people), people["consulate"])

    assert case.status == Case.Status.WITHDRAWN
    assert amounts()[1] == Decimal("0.00")


def test_the_rules_are_asked_again_at_the_approval(people):
    """The person is seventy when IOM decides only by a mistake that was corrected in between."""
    case = under_review(people)
    with for_the_clock():
        deciding.personal_data.write(case, {"born_on": born(60)})

    with pytest.raises(filing.NotEligibleError, match="60"):
        step(deciding.approve, case, people["officer"])


def test_a_family_is_one_case_once_iom_says_so(people):
    case = under_review(people, is_family=True, family="madre e hijo")

    with pytest.raises(filing.NotEligibleError, match=r"IOM|OIM"):
        step(deciding.approve, case, people["officer"])
    step(deciding.confirm_family, case, people["officer"])

    assert step(deciding.approve, case, people["officer"]).status == Case.Status.APPROVED


def test_no_more_is_paid_than_is_held(people):
    case = approved(people)
    paid(people, case, "400.00")

    with pytest.raises(TransitionNotAllowed, match="200"):
        paid(people, case, "200.01", reference="V-2")
    with pytest.raises(TransitionNotAllowed, match=r"voucher|comprobante"):
        paid(people, case, "10.00", reference="V-1")


def test_a_refund_comes_back_to_the_fund(people):
    case = settled(people)
    with for_the_clock():
        [payment] = case.disbursements.all()

    with for_person(fresh(people["payer"])):
        fund_money.refund(payment, Decimal("50.00"), on=timezone.localdate(), reference="R-1", by=people["payer"])
        with pytest.raises(TransitionNotAllowed):
            fund_money.refund(payment, Decimal("401.00"), on=timezone.localdate(), reference="R-2", by=people["payer"])

    assert amounts() == (Decimal("4600.00"), Decimal("0.00"), Decimal("4600.00"))


def test_money_that_is_committed_is_not_taken_back(people):
    approved(people)
    other = replenished(people, "300.00", "transfer 2")

    with pytest.raises(TransitionNotAllowed):
        fund_money.take_back(other, "error", by=people["officer"])  # the same person
    fund_money.take_back(other, "error", by=people["payer"])
    [first] = fund_money.Replenishment.objects.filter(reference="transfer 1")
    with pytest.raises(TransitionNotAllowed, match="4"):
        fund_money.take_back(first, "error", by=people["payer"])


def test_a_case_is_written_by_whoever_began_it_while_it_is_theirs(people):
    case = submitted(people)

    with pytest.raises(TransitionNotAllowed):
        step(filing.save, case, people["consulate"], {"situation": "otra"})
    with pytest.raises(Case.DoesNotExist):
        step(filing.save, draft(people), people["other consulate"], {"situation": "otra"})


def test_numbers_are_drawn_and_not_counted(people):
    numbers = {draft(people).number for _case in range(5)}

    assert len(numbers) == 5
    assert all(len(number) == 12 and number.startswith("FR-") for number in numbers)


@pytest.mark.parametrize(
    ("codes", "values", "rules"),
    [
        ((ELDERLY,), {}, set()),
        ((ELDERLY,), {"born_on": born(70)}, {"RF7"}),
        ((ELDERLY,), {"born_on": born(70), "age_override": "cumple en un mes"}, set()),
        ((ELDERLY,), {"born_on": born(71)}, set()),
        ((CHILD,), {}, set()),
        ((CHILD,), {"guardian": ""}, {"RF3"}),
        ((CHILD,), {"born_on": born(18)}, {"RF3"}),
        (("DIS",), {"born_on": born(9), "best_interests": ""}, {"RF3"}),
        ((ELDERLY,), {"voluntary_on": None}, {"RF1"}),
        ((ELDERLY,), {"consent_scope": ""}, {"consent"}),
        ((ELDERLY,), {"subsidiarity": ""}, {"RF2"}),
        ((), {}, {"RF3"}),
        ((ELDERLY,), {"referring_officer": ""}, {"RF9"}),
        ((ELDERLY,), {"stay": None}, {"RF10"}),
        ((ELDERLY,), {"full_name": ""}, {"identity"}),
        ((ELDERLY,), {"protection_concern": ""}, {"protection"}),
        ((ELDERLY,), {"is_family": True}, {"RF5"}),
    ],
)
def test_each_rule_says_whether_it_is_met(people, codes, values, rules):
    case = draft(people, codes, **values)

    with for_person(fresh(people["consulate"])):
        found = filing.outcome(case)

    assert {finding.rule for finding in found.unmet} == rules
    assert all(finding.source for finding in found.findings if finding.rule.startswith("RF"))


def test_the_answers_of_the_test_form_name_every_column(people):
    assert set(answers()) >= set(deciding.personal_data.COLUMNS)
    assert Vulnerability.objects.count() == 7
