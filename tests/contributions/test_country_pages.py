"""What a country sees of its contributions and does for them, and that nobody else sees it."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contributions import at_handover, country_tasks, invoicing, papers_to_sign, payments, printouts, proofs
from contributions.models import Assessment, Entry, InKindContribution, Invoice, PaperRequest, ProofOfPayment
from contributions.models.invoices import CANCELLED, OPEN, OVERDUE, PAID, PART_PAID
from crm_portal.common.files import kinds, uploads
from crm_portal.common.ledger import posting
from crm_portal.common.pdf import workflow as pdf
from members.handover import team_of
from members.models import Party
from tests.contributions.factories import assessed, paid, payment
from tests.files import honest
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

HOME = "/en/intranet/contributions/"
MEXICO = f"{HOME}countries/mx/"
OF_MEXICO = {"focal", "hod", "rcgm"}
EVERY_COUNTRY = {"st_coord", "st_assist", "auditor"}


@pytest.fixture
def invoices(people):
    """One for each country, due in thirty days."""
    today = timezone.localdate()
    return assessed(
        people["st_coord"],
        starts_on=date(today.year, 1, 1),
        last_on=date(today.year, 12, 31),
        due_on=today + timedelta(days=30),
    )


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def upload(name="comprobante.pdf"):
    return SimpleUploadedFile(name, honest.FILES["pdf"])


def kept(name):
    """A file as the forms keep it."""
    return uploads.checked(name, kinds.PDF, upload(name))


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def state(invoice, on=None):
    on = on or timezone.localdate()
    return Invoice.objects.with_outstanding(on).get(pk=invoice.pk).state(on)


def test_an_invoice_says_how_it_stands(people, invoices):
    invoice = invoices["pa"]
    before = state(invoice)
    paid("pa", "1000", people)
    part, late = state(invoice), state(invoice, day(31))
    paid("pa", "4000", people)
    whole = state(invoice, day(31))
    invoicing.cancel(invoice, reason="Mistake", by=people["st_coord"])

    assert (before, part, late, whole, state(invoice)) == (OPEN, PART_PAID, OVERDUE, PAID, CANCELLED)


def test_on_its_day_an_invoice_is_not_overdue(people, invoices):
    assert state(invoices["mx"], day(30)) == OPEN


@pytest.fixture
def papers(people, invoices):
    """Mexico's invoice, a payment of a part of it with its receipt, a proof, and a signed paper."""
    mexico = Party.objects.get(slug="mx")
    settled = paid("mx", "1000", people)
    printouts.ask_for_receipt(settled, language="es", by=people["focal"])
    pdf.make_next()
    request = papers_to_sign.ask(mexico, "Formato de la tesorería", by=people["focal"])
    papers_to_sign.sign(request, kept("firmado.pdf"), by=people["st_coord"])
    return {
        "invoice": invoices["mx"],
        "payment": settled,
        "receipt": pdf.Printout.objects.get(kind="receipt"),
        "proof": proofs.hand_in(mexico, kept("pago.pdf"), invoice=invoices["mx"], by=people["focal"]),
        "request": PaperRequest.objects.get(),
    }


def test_the_papers_of_a_country_are_its_own_peoples_and_those_who_keep_the_accounts(people, papers):
    """Its pages, invoices, payments and proofs are tried by every role in tests/access."""
    paths = {
        "list": f"{MEXICO}papers/",
        "signed paper": papers["request"].signed.get_absolute_url(),
        "receipt": papers["receipt"].file.get_absolute_url(),
    }
    asking = {role: people[role] for role in ("focal", "hod", "auditor", "troika", "st_it")}

    answered = {}
    for role, user in {**asking, "focal of Guatemala": seated("focal-gt", "focal", "gt")}.items():
        client = visitor(user)
        answered[role] = {name: client.head(path).status_code for name, path in paths.items()}

    seeing, kept_out = dict.fromkeys(paths, 200), dict.fromkeys(paths, 404)
    assert answered == {
        **dict.fromkeys(("focal", "hod", "auditor"), seeing),
        **dict.fromkeys(("troika", "st_it", "focal of Guatemala"), kept_out),
    }


def test_the_menu_leads_to_the_own_country_or_to_the_list_of_all(people, invoices):
    homes = {role: visitor(user).get("/en/intranet/").content.decode() for role, user in people.items()}
    led = {role: visitor(people[role]).get(HOME).headers.get("Location") for role in ("focal", "ppt", "troika")}
    listed = visitor(people["auditor"]).get(HOME).content.decode()

    offered = {role for role, home in homes.items() if f'href="{HOME}"' in home}
    assert offered == OF_MEXICO | EVERY_COUNTRY | {"ppt", "troika"}
    assert led == {"focal": MEXICO, "ppt": f"{HOME}countries/cr/", "troika": f"{HOME}countries/pa/"}
    assert listed.count("/contributions/countries/") == 11


def test_the_page_says_what_is_owed_paid_and_ahead(people, invoices):
    paid("mx", "33364", people)
    paid("mx", "500", people, reference="AHEAD-1")
    InKindContribution.objects.create(
        party=invoices["mx"].party, description="Sala de reuniones", given_on=day(-1), recorded_by=people["st_assist"]
    )

    page = visitor(people["focal"]).get(MEXICO).content.decode()

    for words in ("USD 0.00", "USD 500.00", "AHEAD-1", "Sala de reuniones", invoices["mx"].symbol, ">paid<"):
        assert words in page, words


def test_a_country_with_nothing_is_told_so(people):
    page = visitor(people["focal"]).get(MEXICO).content.decode()

    for words in ("No invoice was issued yet.", "No payment was recorded yet.", "No proof of payment was handed in."):
        assert words in page


def test_what_was_rejected_is_not_shown_to_the_country(people, invoices):
    wrong = payment("mx", "10", people["st_assist"], reference="OF-CANADA")
    payments.reject(wrong, reason="Canada's", by=people["st_coord"])

    answers = {role: visitor(people[role]).get(wrong.get_absolute_url()).status_code for role in ("focal", "auditor")}

    assert answers == {"focal": 404, "auditor": 200}
    assert "OF-CANADA" not in visitor(people["focal"]).get(MEXICO).content.decode()


def test_a_focal_point_hands_a_proof_in_and_a_second_click_makes_no_second(people, invoices):
    client = visitor(people["focal"])
    given = {"invoice": invoices["mx"].pk, "note": "Ayer"}

    first = client.post(f"{MEXICO}proof/", {**given, "file": upload()})
    again = client.post(f"{MEXICO}proof/", {**given, "file": upload()}, follow=True)

    assert (first.status_code, first.headers["Location"]) == (302, MEXICO)
    assert "This file was handed in already." in again.content.decode()
    assert [(proof.invoice, proof.note, proof.handed_in_by) for proof in ProofOfPayment.objects.all()] == [
        (invoices["mx"], "Ayer", people["focal"])
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "This field is required."),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "not accepted"),
        ({"note": "a\u202eb"}, "cannot be seen"),
        ({"invoice": "ca"}, "Select a valid choice"),
        ({"invoice": "x" * 50}, "Select a valid choice"),
    ],
)
def test_a_proof_that_cannot_be_is_refused_beside_its_field(people, invoices, values, said):
    if values.get("invoice") == "ca":
        values = {"invoice": invoices["ca"].pk}

    page = visitor(people["focal"]).post(f"{MEXICO}proof/", values)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert ProofOfPayment.objects.count() == 0


@pytest.mark.parametrize("page", ["proof/", "papers/ask/"])
def test_only_a_focal_point_and_the_secretariat_act_for_a_country(people, invoices, page):
    acting = {role: visitor(people[role]).get(f"{MEXICO}{page}").status_code for role in people}

    assert {role for role, status in acting.items() if status == 200} == {"focal", "st_coord", "st_assist"}
    assert {role for role, status in acting.items() if status == 403} == {"hod", "rcgm", "auditor"}


def test_a_focal_point_asks_for_a_signed_paper_and_finds_it(people, invoices):
    client = visitor(people["focal"])
    given = {"words": "Alta de beneficiario", "invoice": invoices["mx"].pk}

    client.post(f"{MEXICO}papers/ask/", {**given, "form": upload("formato.pdf")})
    again = client.post(f"{MEXICO}papers/ask/", {**given, "form": upload("formato.pdf")}, follow=True)
    papers_to_sign.sign(PaperRequest.objects.get(), kept("firmado.pdf"), by=people["st_coord"])
    page = client.get(f"{MEXICO}papers/").content.decode()

    assert "You have asked for this paper already." in again.content.decode()
    assert PaperRequest.objects.get().form.name == "formato.pdf"
    assert [words in page for words in ("Alta de beneficiario", "firmado.pdf", "Download the signed paper")] == [
        True
    ] * 3


def test_a_link_from_an_invoice_chooses_it(people, invoices):
    client = visitor(people["focal"])

    chosen = client.get(f"{MEXICO}proof/?invoice={invoices['mx'].pk}").content.decode()
    odd = [client.get(f"{MEXICO}proof/?invoice={value}").status_code for value in ("x", "9" * 40, "²")]

    assert f'<option value="{invoices["mx"].pk}" selected>' in chosen
    assert odd == [200, 200, 200]


def test_the_invoice_says_what_settled_it_and_is_made_into_a_pdf(people, papers):
    client, page = visitor(people["focal"]), papers["invoice"].get_absolute_url()

    made = client.post(f"{page}print/", {"language": "es"}, follow=True).content.decode()
    odd = client.post(f"{page}print/", {"language": "xx"}, follow=True).content.decode()
    early = client.post(f"{page}print/", {"language": "es", "kind": "credit-note"}, follow=True).content.decode()

    assert papers["payment"].receipt_symbol in made
    assert "The file is being made" in made
    assert "Choose the language of the file." in odd
    assert "There is no such file of this invoice." in early
    assert pdf.Printout.objects.filter(kind="invoice").count() == 1


def test_a_cancelled_invoice_shows_its_credit_note(people, invoices):
    note = invoicing.cancel(invoices["mx"], reason="Wrong period", by=people["st_coord"])

    page = visitor(people["focal"]).get(invoices["mx"].get_absolute_url()).content.decode()

    assert [words for words in (note.symbol, "Wrong period", "Make the credit note") if words not in page] == []


def test_a_receipt_needs_a_confirmed_payment(people, invoices):
    early = payment("mx", "10", people["st_assist"])
    client = visitor(people["focal"])

    page = client.post(f"{early.get_absolute_url()}print/", {"language": "es"}, follow=True).content.decode()

    assert "A payment has a receipt once it is confirmed." in page
    assert pdf.Printout.objects.count() == 0


def test_the_archive_holds_what_its_reader_may_read_and_no_more(people, papers):
    foreign = Party.objects.get(slug="gt")
    proofs.hand_in(foreign, kept("ajeno.pdf"), by=people["st_assist"])

    answer = visitor(people["focal"]).get(f"{MEXICO}all.zip")
    content = b"".join(answer.streaming_content)
    answer.close()

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(archive.namelist())
        table = archive.read("statement-of-account-mx.csv").decode("utf-8-sig").splitlines()
    receipt = papers["payment"].receipt_symbol.replace("/", "-")
    assert names == [
        f"proofs/{papers['proof'].pk:04} pago.pdf",
        f"receipts/{receipt} es.pdf",
        f"signed-papers/{papers['request'].pk:04} firmado.pdf",
        "statement-of-account-mx.csv",
    ]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [line.rsplit(",", 3)[1:] for line in table[1:]][-1] == ["33364.00", "1000.00", "32364.00"]


def test_an_archive_that_is_too_large_is_not_begun(people, papers, settings):
    settings.PAPERS_ZIP_MAX_BYTES = 10

    page = visitor(people["focal"]).get(f"{MEXICO}all.zip", follow=True).content.decode()

    assert "Please download them one by one." in page


def told(tasks):
    return [(str(task.title), task.due_on) for task in tasks]


def test_what_is_due_and_what_is_signed_waits_for_the_focal_point(people, papers):
    year = timezone.localdate().year

    waiting = told(country_tasks.tasks(people["focal"]))

    assert waiting == [
        (f"Pay the contribution for {year}", papers["invoice"].due_on),
        ("The paper that you asked for is signed", None),
    ]
    assert told(country_tasks.tasks(people["hod"])) == told(country_tasks.tasks(people["st_coord"])) == []


def test_what_is_due_later_does_not_wait_yet(people):
    assessed(people["st_coord"], due_on=day(61))

    assert told(country_tasks.tasks(people["focal"])) == []


def test_the_calendar_has_the_days_of_what_is_unpaid(people, invoices):
    def own(role):
        return [event.uid for event in country_tasks.due_dates(people[role])]

    before = {role: own(role) for role in ("focal", "hod", "st_coord", "auditor")}
    invoicing.cancel(invoices["mx"], reason="Mistake", by=people["st_coord"])

    uid = f"invoice-{invoices['mx'].pk}"
    assert before == {"focal": [uid], "hod": [uid], "st_coord": [], "auditor": []}
    assert own("focal") == []


def test_the_handover_says_how_much_is_overdue_and_not_whose(people):
    assessed(people["st_coord"], due_on=day(-10))
    paid("ca", "68000", people)

    found = list(at_handover.tasks(team_of(Party.objects.get(slug="cr").pk)))

    assert [(task.title, task.detail, task.due_on) for task in found] == [
        ("10 countries have overdue contributions", "USD 214,724.00 outstanding", day(-10))
    ]


def test_the_pages_ask_no_more_of_a_long_history(people, papers, django_assert_max_num_queries):
    settle_many(papers["invoice"], 200, people)
    client = visitor(people["focal"])
    client.get(MEXICO)

    for path in (
        MEXICO,
        papers["invoice"].get_absolute_url(),
        papers["payment"].get_absolute_url(),
        f"{MEXICO}papers/",
    ):
        with django_assert_max_num_queries(15):
            answer = client.get(path)
        assert len(answer.content) < 25 * 1024, path
    coordinator = visitor(people["st_coord"])
    for path in (HOME, f"{HOME}reminders/"):
        coordinator.get(path)
        with django_assert_max_num_queries(15):
            coordinator.get(path)


def settle_many(first, number, people):
    """As many invoices more of one country, made all at once."""
    owed, income = first.entry.debit_id, first.entry.credit_id
    moves = [posting.Move(owed, income, Decimal(100), source=f"CRM/ST/1999/INV/{n}") for n in range(number)]
    entries = posting.post(Entry, moves, on=first.issued_on, by=people["st_coord"])
    period = first.assessment.period
    for n, entry in enumerate(entries):
        year = type(period).objects.create(
            starts_on=date(1700 + n, 1, 1), last_on=date(1700 + n, 12, 31), due_on=date(1700 + n, 3, 1)
        )
        assessment = Assessment.objects.create(period=year, party=first.party, amount_usd=Decimal(100))
        Invoice.objects.create(
            year=1999,
            number=n + 1,
            assessment=assessment,
            party=first.party,
            amount_usd=Decimal(100),
            issued_on=first.issued_on,
            due_on=year.due_on,
            entry=entry,
            issued_by=people["st_coord"],
        )
