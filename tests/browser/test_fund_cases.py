"""Whole cases of the Reserve Fund, played side by side: a consulate on a phone, IOM and the coordinator at desks."""

from django.utils import timezone

from reserve_fund.models import Case
from reserve_fund.row_security import for_the_clock
from tests import axe
from tests.browser.conftest import DESK
from tests.browser.fund_pages import ANSWERS, PHONE, address, choose_file, fill, looked_at

NAME = ANSWERS[2]["full_name"]
MISSING = "Falta la constancia médica como archivo."
REFUSED = "Usted aprobó este caso: paga otra persona."


def press(page, selector):
    """Press a button or follow a link, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(f"main {selector}").first.click()
    assert page.locator(".error-summary, .messages .error").count() == 0, page.locator("main").inner_text()


def follow(page, url):
    press(page, f"a[href='{url}']")


def said(page):
    return page.locator("main").inner_text()


def chip(page):
    """The state of the case, as its page says it."""
    return page.locator("main .summary .chip").first.inner_text()


def status(case):
    with for_the_clock():
        return Case.objects.get(pk=case.pk).status


def faults_at(page):
    """What axe finds at every width; the page then has the width of a desk again."""
    found = [(page.url, *fault) for fault in axe.faults(page)]
    page.set_viewport_size(DESK)
    return found


def filed(page, answers, language):
    """A case, written on a phone step by step and submitted. How its steps look is tried where they are filed."""
    page.goto(address("my-case-list", language=language))
    follow(page, address("case-begin", language=language))
    press(page, "form button")
    with for_the_clock():
        case = Case.objects.latest("began_at")
    press(page, "ol.tasks a")
    for number in answers:
        assert page.url.endswith(address("case-step", case.pk, number, language=language))
        fill(page, answers[number])
        press(page, "form.form button")
    submit(page, case, language)
    return case


def submit(page, case, language):
    """Submit a case that has every answer."""
    page.goto(address("case-draft", case.pk, language=language))
    follow(page, address("case-submit", case.pk, language=language))
    press(page, "form button")
    assert page.url.endswith(address("case-receipt", case.pk, language=language))
    assert (case.number in said(page), NAME in page.content()) == (True, False)


def take(page, case, verb, language, given=None):
    """Take a step that the page of the case offers, past the page that says what it will do."""
    page.goto(address("case-detail", case.pk, language=language))
    follow(page, address("case-do", case.pk, verb, language=language))
    if given:
        fill(page, {"given": given})
    press(page, "form.form button")
    assert page.url.endswith(address("case-detail", case.pk, language=language))


def open_person(page, case, language):
    """Open what is personal in a case, to decide on it."""
    page.goto(address("case-detail", case.pk, language=language))
    assert NAME not in page.content()
    fill(page, {"purpose": "decide"})
    press(page, "form.form button")


def pay(page, case):
    """Send the form of a payment with its voucher."""
    page.goto(address("case-pay", case.pk))
    fill(page, {"kind": "ticket", "amount_usd": "450.00", "reference": "V-1"})
    choose_file(page, "boleto.png", "png", "image/png", field="voucher")
    with page.expect_navigation():
        page.locator("main form.form button").click()


def payers(case):
    """Who recorded the payments of a case."""
    with for_the_clock():
        return [payment.paid_by.email for payment in case.disbursements.select_related("paid_by")]


def standing(page, language):
    """What the page of the ledger says of the money: available, committed, held and spent, in cents."""
    page.goto(address("ledger", language=language))
    figures = page.locator("main .figures dd").all_inner_texts()
    return [int("".join(filter(str.isdigit, figure))) for figure in figures]


def test_an_ordinary_case_from_the_consulate_to_the_closed_account(seat):
    consulate, officer, payer = seat("fund-requester", PHONE), seat("iom-fund"), seat("iom-fund-2")
    today = timezone.localdate().isoformat()
    available, committed, held, spent = standing(payer, "es")

    case = filed(consulate, ANSWERS, "es")

    # The officer finds it in the queue and takes it, opens the person, and misses a paper.
    officer.goto(address("case-list"))
    found = faults_at(officer)
    follow(officer, address("case-detail", case.pk))
    assert consulate.locator("html").get_attribute("lang") == officer.locator("html").get_attribute("lang") == "es"
    take(officer, case, "take", "es")
    found += faults_at(officer)
    open_person(officer, case, "es")
    assert NAME in said(officer)
    found += faults_at(officer)
    officer.goto(address("case-do", case.pk, "send_back"))
    found += faults_at(officer)
    take(officer, case, "send_back", "es", MISSING)

    # The consulate reads what is missing, adds it and submits again.
    consulate.goto(address("my-case-list"))
    follow(consulate, address("case-detail", case.pk))
    assert MISSING in said(consulate)
    found += looked_at(consulate)
    follow(consulate, address("case-files", case.pk))
    fill(consulate, {"kind": "vulnerability"})
    choose_file(consulate, "constancia.pdf", "pdf", "application/pdf")
    press(consulate, "form.form button")
    submit(consulate, case, "es")
    assert consulate.goto(address("case-draft", case.pk)).url.endswith(address("case-detail", case.pk))
    assert NAME not in consulate.content()

    # It is approved, and its money held; whoever approved it does not pay it.
    for verb in ("take", "approve"):
        take(officer, case, verb, "es")
    assert standing(officer, "es") == [available - 600_00, committed + 600_00, held, spent]
    pay(officer, case)
    found += faults_at(officer)
    assert REFUSED in said(officer)
    assert consulate.request.get(address("case-pay", case.pk)).status == 403
    assert payers(case) == []
    pay(payer, case)
    found += faults_at(payer)
    assert (payers(case), "USD 450,00" in said(payer)) == (["iom-fund-2@demo.example"], True)

    # The person travels and arrives; the second officer closes the account, and the ledger tells of the payment alone.
    take(officer, case, "arrange_travel", "es", today)
    take(officer, case, "record_departure", "es")
    take(officer, case, "confirm_arrival", "es", today)
    for verb in ("settle", "close"):
        take(payer, case, verb, "es")
    assert standing(payer, "es") == [available - 450_00, committed, held - 450_00, spent + 450_00]
    assert NAME not in payer.content()
    consulate.goto(address("case-detail", case.pk))
    found += looked_at(consulate)
    assert status(case) == Case.Status.CLOSED
    assert found == []


def test_a_special_case_is_approved_by_the_coordinator_and_by_iom(seat):
    consulate, officer, second = seat("fund-requester", PHONE), seat("iom-fund"), seat("iom-fund-2")
    coordinator = seat("st-coord")
    case = filed(consulate, ANSWERS | {3: ANSWERS[3] | {"vulnerabilities": "VOT"}}, "en")

    # The coordinator knows of it once IOM has put it before both.
    assert coordinator.request.get(address("case-detail", case.pk, language="en")).status == 404
    take(officer, case, "take", "en")
    open_person(officer, case, "en")
    assert NAME in said(officer)
    take(officer, case, "refer", "en")

    # The coordinator finds it in the queue and reads what the decision rests on, without who it is.
    coordinator.goto(address("case-list", language="en"))
    found = faults_at(coordinator)
    follow(coordinator, address("case-detail", case.pk, language="en"))
    found += faults_at(coordinator)
    open_person(coordinator, case, "en")
    found += faults_at(coordinator)
    assert ANSWERS[3]["situation"] in said(coordinator)
    assert [name for name in ("full_name", "document_number") if ANSWERS[2][name] in coordinator.content()] == []
    coordinator.goto(address("case-do", case.pk, "approve", language="en"))
    found += faults_at(coordinator)
    take(coordinator, case, "approve", "en")
    assert status(case) == Case.Status.AWAITING_DECISION

    take(second, case, "approve", "en")
    second.goto(address("case-pay", case.pk, language="en"))
    found += faults_at(second)
    consulate.goto(address("case-detail", case.pk, language="en"))
    found += looked_at(consulate)
    assert (chip(consulate), NAME in consulate.content()) == ("approved", False)
    assert status(case) == Case.Status.APPROVED
    assert found == []
