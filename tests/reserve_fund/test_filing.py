"""Filing a case: each step keeps what is there, nobody else sees it, each opening is logged, and nothing leaks."""

import html
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from crm_portal.common.audit.models import Access, Deed
from crm_portal.common.files import kinds, uploads
from crm_portal.common.outbox.models import Letter
from reserve_fund import deciding, filing, filing_worklist, personal_data
from reserve_fund.models import Case, CostLine, Evidence
from reserve_fund.row_security import for_person, for_the_clock
from tests.conftest import as_owner
from tests.files import honest
from tests.reserve_fund.factories import (
    CHILD,
    ELDERLY,
    TRAFFICKED,
    approved,
    arrived,
    born,
    draft,
    fresh,
    fund_people,
    replenished,
    step,
    submitted,
    under_review,
)
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
SCRIPT = {"HTTP_ACCEPT": "application/json"}
MOST_QUERIES = 15


@pytest.fixture
def people(history):
    return fund_people()


def visitor(user, **options):
    client = Client(**options)
    sign_in_past_second_factor(client, user)
    return client


@pytest.fixture
def consulate(people):
    return visitor(people["consulate"])


def url(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"reserve_fund:{name}", args=args)


@pytest.fixture
def empty(people):
    who = fresh(people["consulate"])
    with for_person(who):
        return filing.begin(by=who)


def kept(case):
    """What a case holds now: its own columns, what is sealed, situations and costs."""
    with for_the_clock():
        case = Case.objects.select_related("stay", "return_to").get(pk=case.pk)
        return {
            **personal_data.contents(case),
            **{name: getattr(case, name) for name in (*filing.PLAIN, "status", "is_special")},
            "vulnerabilities": sorted(case.vulnerabilities.values_list("code", flat=True)),
            "costs": dict(CostLine.objects.filter(case=case).values_list("kind", "amount_usd")),
        }


def openings(case):
    return list(Access.objects.filter(object_id=str(case.pk)).values_list("who__email", "action", "why"))


PARTLY = [
    (1, {"institution": " Consulado en Tapachula ", "stay": "mx"}, {"institution": "Consulado en Tapachula"}),
    (2, {"full_name": "Ana Ficticia", "born_on": "1950-02-03"}, {"full_name": "Ana Ficticia"}),
    (3, {"vulnerabilities": ["ELD", "VOT"]}, {"vulnerabilities": ["ELD", "VOT"], "is_special": True}),
    (4, {"voluntary_language": "mam"}, {"voluntary_language": "mam", "voluntary_on": None}),
    (5, {"cost_ticket": "450.50"}, {"costs": {"ticket": Decimal("450.50")}, "subsidiarity": ""}),
    (2, {}, {"full_name": "", "sex": ""}),
]


@pytest.mark.parametrize(("number", "answers", "found"), PARTLY)
def test_a_step_keeps_what_is_there(consulate, empty, number, answers, found):
    answer = consulate.post(url("case-step", empty.pk, number), answers)

    now = kept(empty)
    following = url("case-files", empty.pk) if number == 5 else url("case-step", empty.pk, number + 1)
    assert (answer.status_code, answer.headers["Location"]) == (302, following)
    assert {name: now[name] for name in found} == found


def test_a_step_leaves_the_others_as_they_are(consulate, people):
    case = draft(people)

    consulate.post(url("case-step", case.pk, 2), {"full_name": "Otra Ficticia", "later": "1"})

    now = kept(case)
    assert (now["full_name"], now["document_number"]) == ("Otra Ficticia", "")
    assert (now["situation"], now["institution"], now["costs"]["ticket"]) == (
        "situación",
        "Consulado de prueba",
        Decimal("600.00"),
    )


LONG, NUL, TURNED = "x" * 10_000, "ab\0cd", "ab\u202ecd"
ILL_FORMED = [
    (1, "institution", LONG, {"officer_contact": "tel"}),
    (1, "institution", NUL, {"officer_contact": "tel"}),
    (1, "stay", "narnia", {"officer_contact": "tel"}),
    (1, "stay", "mx\0", {"officer_contact": "tel"}),
    (1, "referrer", "the migrant", {"officer_contact": "tel"}),
    (2, "born_on", "31/12/1950", {"full_name": "Ana"}),
    (2, "born_on", "1951-02-29", {"full_name": "Ana"}),
    (2, "born_on", "0050-01-01", {"full_name": "Ana"}),
    (2, "contact", NUL, {"full_name": "Ana"}),
    (2, "full_name", TURNED, {"nationality": "ficticia"}),
    (3, "vulnerabilities", "XXX", {"situation": "grave"}),
    (3, "vulnerabilities", "ELD\0", {"situation": "grave"}),
    (3, "situation", LONG, {"guardian": "tutora"}),
    (4, "consent_on", "ayer", {"explained_by": "oficial"}),
    (5, "cost_ticket", "-5", {"subsidiarity": "ninguno"}),
    (5, "cost_ticket", "0", {"subsidiarity": "ninguno"}),
    (5, "cost_ticket", "1e3", {"subsidiarity": "ninguno"}),
    (5, "cost_ticket", "1000000", {"subsidiarity": "ninguno"}),
    (5, "cost_ticket", "5.005.1", {"subsidiarity": "ninguno"}),
    (5, "cost_ticket", "٣٠٠", {"subsidiarity": "ninguno"}),
    (5, "cost_ticket", NUL, {"subsidiarity": "ninguno"}),
]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("number", "name", "value", "beside"), ILL_FORMED)
def test_what_is_ill_formed_is_shown_again_and_the_rest_is_kept(
    consulate, empty, language, number, name, value, beside
):
    answer = consulate.post(url("case-step", empty.pk, number, language=language), {name: value, **beside})

    page = html.unescape(answer.content.decode())
    is_chosen = name in {"stay", "referrer", "vulnerabilities"}  # nobody typed it: the list has no such entry
    assert answer.status_code == 200
    assert (list(answer.context["form"].errors), 'role="alert"' in page) == ([name], True)
    assert is_chosen or value in page
    assert {given: kept(empty)[given] for given in beside} == beside


def test_a_return_to_the_country_of_stay_is_refused_beside_both(consulate, people):
    case = draft(people)

    answer = consulate.post(url("case-step", case.pk, 1), {"stay": "hn", "return_to": "hn", "institution": "Otra"})

    now = kept(case)
    assert sorted(answer.context["form"].errors) == ["return_to", "stay"]
    assert (now["stay"].slug, now["return_to"].slug, now["institution"]) == ("mx", "hn", "Otra")


def test_an_amount_that_is_refused_leaves_the_one_before(consulate, people):
    case = draft(people)

    consulate.post(url("case-step", case.pk, 5), {"cost_ticket": "many", "cost_escort": "100", "cost_other": ""})

    assert kept(case)["costs"] == {"ticket": Decimal("600.00"), "escort": Decimal("100.00")}


def test_countries_are_states_with_the_members_first(consulate, empty):
    form = consulate.get(url("case-step", empty.pk, 1)).context["form"]

    [_blank, (_members, members), (_others, others)] = form.fields["stay"].choices
    assert (len(members), {"mx", "hn"} <= {slug for slug, _name in members}) == (11, True)
    assert {"co", "ec"} <= {slug for slug, _name in others}


def test_a_script_saves_meanwhile_and_is_told_in_words_without_what_was_typed(consulate, empty):
    well = consulate.post(url("case-step", empty.pk, 2), {"full_name": WORD, "born_on": "1950-01-01"}, **SCRIPT)
    ill = consulate.post(url("case-step", empty.pk, 2), {"full_name": WORD, "born_on": f"{WORD}2"}, **SCRIPT)

    said = [json.loads(answer.content)["said"] for answer in (well, ill)]
    assert [answer.status_code for answer in (well, ill)] == [200, 200]
    assert re.fullmatch(r"Saved at \d\d:\d\d\.", said[0])
    assert "Date of birth" in said[1]
    assert WORD not in "".join(said)
    assert kept(empty)["full_name"] == WORD
    assert openings(empty) == []


def test_a_script_is_refused_once_the_case_is_submitted(consulate, people):
    case = submitted(people)

    answer = consulate.post(url("case-step", case.pk, 2), {"full_name": "Otra"}, **SCRIPT)

    assert (answer.status_code, list(json.loads(answer.content))) == (422, ["said"])
    assert kept(case)["full_name"] == "Persona Ficticia"


def test_a_form_without_its_token_changes_nothing(people, empty):
    answer = visitor(people["consulate"], enforce_csrf_checks=True).post(
        url("case-step", empty.pk, 2), {"full_name": "Otra"}, **SCRIPT
    )

    assert (answer.status_code, kept(empty)["full_name"]) == (403, "")


def pages(case, file=None):
    """Every page of filing a case."""
    steps = [url("case-step", case.pk, number) for number in range(1, 6)]
    names = ("case-draft", "case-files", "case-submit", "case-receipt", "case-withdraw", "case-withdraw-consent")
    removal = [url("case-file-remove", case.pk, file.pk)] if file else []
    return [*steps, *(url(name, case.pk) for name in names), *removal]


@pytest.fixture
def with_file(people):
    """A draft with a file, each text of which holds the word."""
    case = draft(people, word=WORD)
    content = uploads.checked(f"{WORD}.pdf", kinds.PDF, upload())
    return case, step(filing.add_file, case, people["consulate"], "identity", content)


def upload(name="pasaporte.pdf", kind="pdf"):
    return SimpleUploadedFile(name, honest.FILES[kind])


@pytest.mark.parametrize("who", ["other consulate", "officer", "coordinator"])
def test_nobody_else_finds_a_draft(people, with_file, who):
    case, file = with_file
    client = visitor(people[who])

    answers = [client.get(page) for page in pages(case, file)]
    answers += [client.post(page, {"reason": "x"}) for page in pages(case, file)]
    answered = {answer.status_code for answer in answers if answer.status_code != 405}  # pages that are only read

    assert answered == {404}
    assert kept(case)["status"] == "draft"


@pytest.mark.parametrize(
    ("who", "codes", "status"),
    [
        ("consulate", (ELDERLY,), 302),  # to the page of the case, with its state
        ("officer", (ELDERLY,), 403),  # another page is theirs
        ("coordinator", (ELDERLY,), 404),
        ("other consulate", (ELDERLY,), 404),
    ],
)
def test_what_was_submitted_is_written_and_read_no_more(people, who, codes, status):
    case = submitted(people, codes, word=WORD)
    client = visitor(people[who])
    written = [url("case-step", case.pk, number) for number in range(1, 6)]
    written += [url(name, case.pk) for name in ("case-draft", "case-files", "case-submit")]

    answers = [client.get(page) for page in written] + [client.post(page, {"full_name": "Otra"}) for page in written]

    assert {answer.status_code for answer in answers if answer.status_code != 405} == {status}
    assert not any(WORD in answer.content.decode() for answer in answers)
    assert kept(case)["full_name"] == f"Persona Ficticia {WORD}"
    assert [opening for opening in openings(case) if opening[2] == "file"] == []


def test_each_page_that_shows_something_personal_is_logged(people, consulate, with_file):
    case, file = with_file
    before = len(openings(case))
    shown = [page for page in pages(case, file) if "receipt" not in page and "withdraw" not in page]

    for page in shown:
        assert consulate.get(page).status_code == 200

    logged = openings(case)[before:]
    assert logged == [("consulate@example.org", "view", "file")] * len(shown)


def test_pages_that_show_nothing_personal_open_nothing(people, consulate, with_file):
    case, _file = with_file
    before = len(openings(case))
    bare = ["my-case-list", "case-begin"]
    answers = [consulate.get(url(name)) for name in bare]
    answers += [consulate.get(url(name, case.pk)) for name in ("case-withdraw", "case-withdraw-consent")]

    assert {answer.status_code for answer in answers} == {200}
    assert not any(WORD in answer.content.decode() for answer in answers)
    assert len(openings(case)) == before


@pytest.fixture
def log_is_full(people):
    """The serving role may no longer write the access log."""
    with as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("REVOKE INSERT ON audit_access FROM portal_app")
        yield
        owner.execute("GRANT INSERT ON audit_access TO portal_app")


def test_no_log_no_page(people, with_file, log_is_full):
    case, file = with_file
    client = visitor(people["consulate"], raise_request_exception=False)
    shown = [page for page in pages(case, file) if "receipt" not in page and "withdraw" not in page]

    answers = [client.get(page) for page in shown]

    assert {answer.status_code for answer in answers} == {500}
    assert not any(WORD in answer.content.decode() for answer in answers)


def test_titles_addresses_messages_sessions_and_records_hold_nothing_personal(people, with_file):
    case, file = with_file
    client = visitor(people["consulate"])
    led, titles = [], []

    def go(answer):
        led.append(answer.headers.get("Location", ""))
        titles.extend(re.findall(r"<title>.*?</title>", answer.content.decode(), re.DOTALL))
        titles.extend(re.findall(r'<ul class="messages.*?</ul>', answer.content.decode(), re.DOTALL))
        return json.dumps(dict(client.session))

    sessions = [go(client.get(page)) for page in pages(case, file)]
    for number, name in ((1, "officer_contact"), (2, "full_name"), (3, "situation"), (4, "explained_by")):
        sessions.append(go(client.post(url("case-step", case.pk, number), {name: WORD, "later": "1"})))
        sessions.append(go(client.post(url("case-step", case.pk, number), {name: WORD + "\0"})))
    sessions.append(go(client.post(url("case-files", case.pk), {"kind": "other", "file": upload(f"{WORD}.exe")})))
    sessions.append(go(client.post(url("case-file-remove", case.pk, file.pk))))
    sessions.append(go(client.post(url("case-withdraw", case.pk), {"reason": WORD})))
    sessions.append(go(client.get(url("my-case-list"))))

    records = [str(found) for found in (*Deed.objects.values_list("facts"), *Access.objects.values_list("why"))]
    letters = [str(letter.context) + str(letter.subject) for letter in Letter.objects.all()]
    assert WORD not in "".join([*led, *titles, *sessions, *records, *letters])
    with for_the_clock():
        assert Case.objects.get(pk=case.pk).status == "withdrawn"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hoja.xlsx", honest.FILES["xlsx"]),
        ("nota.txt", b"texto"),
        ("programa.exe", b"MZ"),
        ("falso.pdf", honest.FILES["png"]),
        ("vacio.pdf", b""),
    ],
)
def test_a_file_of_another_kind_is_refused_beside_its_field(consulate, empty, name, content):
    answer = consulate.post(url("case-files", empty.pk), {"kind": "consent", "file": SimpleUploadedFile(name, content)})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["file"])
    assert '<option value="consent" selected>' in answer.content.decode()
    with for_the_clock():
        assert Evidence.objects.count() == 0


def test_without_an_answer_of_the_virus_scanner_no_file_is_kept(consulate, empty, settings):
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"

    answer = consulate.post(url("case-files", empty.pk), {"kind": "identity", "file": upload()})

    assert list(answer.context["form"].errors) == ["file"]
    with for_the_clock():
        assert Evidence.objects.count() == 0


def test_files_are_listed_and_removed_once_that_is_confirmed(people, consulate, with_file):
    case, file = with_file
    listed = consulate.get(url("case-files", case.pk)).content.decode()
    asked = consulate.get(url("case-file-remove", case.pk, file.pk)).content.decode()
    with for_the_clock():
        before = Evidence.objects.count()

    removed = consulate.post(url("case-file-remove", case.pk, file.pk))

    assert (f"{WORD}.pdf" in listed, f"{WORD}.pdf" in asked, before) == (True, True, 1)
    assert removed.headers["Location"] == url("case-files", case.pk)
    with for_the_clock():
        assert Evidence.objects.count() == 0


def test_the_own_file_is_taken_out_again_while_the_case_is_a_draft(consulate, with_file):
    case, file = with_file
    before = Access.objects.count()

    taken = consulate.post(url("evidence-download", case.pk, file.pk), {"purpose": "file"})

    assert (taken.status_code, taken.content) == (200, honest.FILES["pdf"])
    assert Access.objects.count() == before + 1


def test_a_case_takes_so_many_files_and_no_more(consulate, with_file, monkeypatch):
    case, _file = with_file
    monkeypatch.setattr(filing, "MOST_FILES", 1)

    answer = consulate.post(url("case-files", case.pk), {"kind": "other", "file": upload()})

    assert list(answer.context["form"].errors) == ["file"]


def test_a_file_is_added_under_the_kind_that_was_chosen(consulate, empty):
    answer = consulate.post(url("case-files", empty.pk), {"kind": "consent", "file": upload()})

    with for_the_clock():
        [file] = Evidence.objects.all()
    assert (answer.status_code, file.kind, file.extension, file.case_id) == (302, "consent", "pdf", empty.pk)


def test_a_case_is_begun_by_post_after_a_page_that_says_what_is_needed(people, consulate):
    asked = consulate.get(url("case-begin"))
    with for_the_clock():
        before = Case.objects.count()
    begun = consulate.post(url("case-begin"))

    with for_the_clock():
        [case] = Case.objects.all()
    assert (asked.status_code, before, "cannot apply alone" in asked.content.decode()) == (200, 0, True)
    assert begun.headers["Location"] == url("case-draft", case.pk)
    assert (case.requested_by, case.referred_for.slug) == (people["consulate"], "mx")


@pytest.mark.parametrize(("who", "status"), [("coordinator", 404), ("officer", 200), ("consulate", 200)])
def test_only_those_who_refer_cases_have_a_list_of_them(people, who, status):
    client = visitor(people[who])

    assert [client.get(url(name)).status_code for name in ("my-case-list", "case-begin")] == [status] * 2


def test_the_list_tells_own_cases_with_what_to_do_next(people, consulate):
    own, returned = draft(people), under_review(people, document_number="ZZ-2")
    step(deciding.send_back, returned, people["officer"], "Falta")
    foreign = draft(people, by="other consulate")

    page = consulate.get(url("my-case-list")).content.decode()

    assert (own.number in page, returned.number in page, foreign.number in page) == (True, True, False)
    assert ("Go on with the steps" in page, "Complete what IOM asks for" in page) == (True, True)


@pytest.mark.parametrize(
    ("codes", "answers", "states"),
    [
        ((ELDERLY,), {}, ["complete"] * 5 + ["not_begun"]),
        ((ELDERLY,), {"voluntary_on": None}, ["complete"] * 3 + ["begun", "complete", "not_begun"]),
        ((CHILD,), {"guardian": ""}, ["complete"] * 2 + ["begun", "complete", "complete", "not_begun"]),
        ((ELDERLY,), {"born_on": born(60)}, ["complete", "begun", "complete", "complete", "complete", "not_begun"]),
    ],
)
def test_the_steps_say_how_far_they_are(people, consulate, codes, answers, states):
    case = draft(people, codes, **answers)

    context = consulate.get(url("case-draft", case.pk)).context

    assert [str(progress) for _step, _url, progress in context["steps"]] == states


def test_a_new_case_has_begun_no_step_and_each_missing_answer_leads_to_its_field(consulate, empty):
    answer = consulate.get(url("case-draft", empty.pk))

    assert {str(progress) for _step, _url, progress in answer.context["steps"]} == {"not_begun"}
    for address, finding in answer.context["unmet"]:
        page, field = address.split("#")
        assert f'id="{field}"' in consulate.get(page).content.decode(), finding


def test_a_case_that_meets_the_rules_is_submitted_and_answered_with_its_number(people, consulate):
    case = draft(people)
    checked = consulate.get(url("case-submit", case.pk)).content.decode()

    sent = consulate.post(url("case-submit", case.pk), follow=True)

    assert ("Persona Ficticia" in checked, "600.00" in checked) == (True, True)
    assert sent.redirect_chain == [(url("case-receipt", case.pk), 302)]
    assert case.number in sent.content.decode()
    assert kept(case)["status"] == "submitted"
    assert Letter.objects.filter(kind="fund-case-waits").count() == 3  # IOM's officers


def test_a_case_that_does_not_is_refused_with_links_to_what_is_missing(people, consulate):
    case = draft(people, voluntary_on=None, subsidiarity="", costs="1000.01")

    answer = consulate.post(url("case-submit", case.pk))

    page = answer.content.decode()
    summary = page[page.index('class="error-summary"') :].partition("</ul>")[0]
    step_url = {number: url("case-step", case.pk, number) for number in (4, 5)}
    assert re.findall(r'href="([^"]+)"', summary) == [
        f"{step_url[4]}#id_voluntary_on",
        f"{step_url[5]}#id_subsidiarity",
        f"{step_url[5]}#id_cost_ticket",
    ]
    assert kept(case)["status"] == "draft"


def test_a_returned_case_says_what_iom_asks_for_and_goes_back(people, consulate):
    case = under_review(people)
    step(deciding.send_back, case, people["officer"], f"Falta la constancia {WORD}")

    overview = consulate.get(url("case-draft", case.pk)).content.decode()
    again = consulate.post(url("case-submit", case.pk))

    assert f"Falta la constancia {WORD}" in overview
    assert openings(case)[0][2] == "file"
    assert again.headers["Location"] == url("case-receipt", case.pk)
    assert WORD not in consulate.get(url("my-case-list")).content.decode()


@pytest.mark.parametrize("make", [draft, submitted, under_review, approved])
def test_a_case_is_withdrawn_for_a_reason(people, consulate, make):
    replenished(people)
    case = make(people)

    without = consulate.post(url("case-withdraw", case.pk), {"reason": " "})
    answer = consulate.post(url("case-withdraw", case.pk), {"reason": "Ya no viaja"})

    assert list(without.context["form"].errors) == ["reason"]
    assert answer.headers["Location"] == url("my-case-list")
    assert kept(case)["status"] == "withdrawn"


def test_after_the_journey_a_case_is_not_withdrawn_but_the_consent_may_be(people, consulate):
    replenished(people)
    case = arrived(people)

    refused = consulate.get(url("case-withdraw", case.pk))
    asked = consulate.get(url("case-withdraw-consent", case.pk))
    noted = consulate.post(url("case-withdraw-consent", case.pk))

    assert (refused.status_code, asked.status_code, noted.status_code) == (302, 200, 302)
    with for_the_clock():
        now = Case.objects.get(pk=case.pk)
        assert (now.status, now.consent_withdrawn_at is not None) == ("arrived", True)


@pytest.mark.parametrize(("who", "leads_to"), [("consulate", "my-case-list"), ("officer", "case-detail")])
def test_that_the_consent_is_withdrawn_is_noted_by_whoever_refers_and_by_iom(people, who, leads_to):
    case = submitted(people)

    answer = visitor(people[who]).post(url("case-withdraw-consent", case.pk))

    arguments = [case.pk] if leads_to == "case-detail" else []
    assert answer.headers["Location"] == url(leads_to, *arguments)
    assert kept(case)["status"] == "withdrawn"


def test_a_draft_without_consent_opens_nothing_any_more(people, consulate, with_file):
    case, file = with_file
    consulate.post(url("case-withdraw-consent", case.pk))

    answers = [consulate.get(page) for page in pages(case, file)]

    assert {answer.status_code for answer in answers} == {302}


def test_returned_cases_and_drafts_that_lie_wait_for_whoever_refers_them(people):
    returned, lying, _recent = under_review(people), draft(people), draft(people, document_number="ZZ-3")
    draft(people, by="other consulate")
    step(deciding.send_back, returned, people["officer"], WORD)
    with for_the_clock():
        Case.objects.filter(pk=lying.pk).update(changed_at=timezone.now() - timedelta(days=8))

    found = {who: list(filing_worklist.tasks(fresh(people[who]))) for who in ("consulate", "officer", "coordinator")}

    named = [task.url.rsplit("/", 2)[1] for task in found["consulate"]]
    assert named == [str(returned.pk), str(lying.pk)]
    assert (found["officer"], found["coordinator"]) == ([], [])
    assert WORD not in str(found)


def test_what_to_do_next_is_said_for_every_state():
    assert set(filing_worklist.WHAT_NEXT) == set(Case.Status)


@pytest.mark.parametrize(("who", "is_offered"), [("consulate", True), ("officer", True), ("coordinator", False)])
def test_the_menu_leads_to_the_own_cases(people, who, is_offered):
    page = visitor(people[who]).get(url("my-case-list") if is_offered else "/en/intranet/").content.decode()

    assert (f'href="{url("my-case-list")}"' in page) == is_offered


def test_the_pages_ask_few_questions_however_many_cases_there_are(people, with_file):
    case, file = with_file
    for number in range(12):
        submitted(people, document_number=f"ZZ-{number}")
    client = visitor(people["consulate"])
    asked = {}

    for page in [url("my-case-list"), "/en/intranet/", *pages(case, file)]:
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        # in a test the page's own transaction is a savepoint inside the test's
        asked[page] = len([query for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]])

    assert {page: number for page, number in asked.items() if number > MOST_QUERIES} == {}


def test_a_special_case_says_who_decides(people, consulate):
    case = draft(people, (ELDERLY, TRAFFICKED))

    asked = consulate.get(url("case-step", case.pk, 3)).content.decode()
    receipt = consulate.post(url("case-submit", case.pk), follow=True).content.decode()

    assert ("(special case)" in asked, "decide together" in asked, "decide together" in receipt) == (True, True, True)
