"""The half-yearly report: drafted in both languages, issued with figures that stay, corrected by a new edition only."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from crm_portal.common import registry
from crm_portal.common.outbox.models import Letter
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.registry import ReportSection, ReportTable
from crm_portal.common.workflow import TransitionNotAllowed
from crm_portal.site import report_content, reporting
from crm_portal.site.models import ActivityReport, ReportText
from members.models import Party
from tests.declarations.factories import published
from tests.meetings.factories import meeting
from tests.members.factories import preside, seated
from tests.pdf.reading import read, words_of
from tests.signing_in import sign_in_past_second_factor

STARTS, LAST = date(2025, 7, 1), date(2025, 12, 31)


@pytest.fixture
def coordinator(history):
    return seated("coordinadora", "st_coord", "iom")


@pytest.fixture
def assistant(history):
    return seated("asistente", "st_assist", "iom")


@pytest.fixture
def focal(history):
    return seated("focal", "focal", "mx")


def begun(by, starts_on=STARTS, last_on=LAST):
    return reporting.begin(ActivityReport(starts_on=starts_on, last_on=last_on), by=by)


def written(by, **days):
    """A draft with a text in each place and language."""
    report = begun(by, **days)
    for text in report.texts.all():
        text.text_es, text.text_en = f"Se trabajó en {text.place}.", f"There was work on {text.place}."
        text.save()
    return report


def issued(by, **days):
    return reporting.issue(written(by, **days), by=by)


def signed_in(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def page(report, code="en"):
    return f"/en/intranet/reports/{report.pk}/" if code == "en" else f"/es/intranet/informes/{report.pk}/"


def made(report, by, *, language="en", is_table=False):
    printout = reporting.ask_for_file(report, is_table=is_table, language=language, by=by)
    while pdf.make_next():
        pass
    printout.refresh_from_db()
    return printout


def test_a_new_report_has_a_heading_in_each_place_and_language(assistant):
    report = begun(assistant)

    titles = list(report.texts.values_list("place", "title_es", "title_en"))
    assert len(titles) == len(ReportText.Place)
    assert titles[0] == ("introduction", "Introducción", "Introduction")
    assert report.symbol == ""


@pytest.mark.parametrize(
    ("starts_on", "last_on", "title"),
    [
        (STARTS, LAST, "Activity and Financial Report, July to December 2025"),
        (date(2025, 1, 1), date(2025, 6, 30), "Activity and Financial Report, January to June 2025"),
        (date(2025, 1, 1), LAST, "Activity and Financial Report, year 2025"),
        (date(2024, 7, 1), LAST, "Activity and Financial Report, July 1, 2024 to Dec. 31, 2025"),
    ],
)
def test_a_report_is_called_after_its_time(starts_on, last_on, title):
    with override("en"):
        assert ActivityReport(starts_on=starts_on, last_on=last_on).title == title


@pytest.mark.parametrize(
    ("starts_on", "last_on", "said"),
    [
        ("2025-12-31", "2025-07-01", "The last day is not before the first."),
        ("2015-01-01", "2024-12-31", "A report covers three years at most."),
        ("0001-01-01", "0001-06-30", "The Conference began in 1996."),
        ("2025-07-01", "9999-12-31", "The last day lies a year ahead at most."),
        ("2025-07-01", "2025-12-31", "There is a report on these days already."),
        ("tomorrow", "2025-12-31", "Enter a valid date."),
    ],
)
def test_days_that_make_no_report_are_refused_beside_the_field(assistant, starts_on, last_on, said):
    begun(assistant)

    answer = signed_in(assistant).post(
        "/admin/site/activityreport/add/?lang=en",
        {"starts_on": starts_on, "last_on": last_on},
        headers={"Accept-Language": "en"},
    )

    assert (answer.status_code, ActivityReport.objects.count()) == (200, 1)
    assert said in answer.text.replace("&#x27;", "'")


def test_a_report_is_not_issued_while_a_text_lacks_a_language_and_is_told_which(coordinator):
    report = written(coordinator)
    report.texts.filter(place="outlook").update(text_en="  ")

    with override("en"), pytest.raises(TransitionNotAllowed, match=r"write or remove: Outlook \(English\)\."):
        reporting.issue(report, by=coordinator)

    report.refresh_from_db()
    assert (report.status, report.number) == ("draft", None)


def test_a_report_is_not_issued_before_its_time_is_over(coordinator):
    today = timezone.localdate()
    report = written(coordinator, starts_on=today - timedelta(days=30), last_on=today)

    with override("en"), pytest.raises(TransitionNotAllowed, match="Its time is not over"):
        reporting.issue(report, by=coordinator)


def test_the_coordinator_issues_and_the_assistant_does_not(assistant, coordinator):
    report = written(assistant)
    address = f"/admin/site/activityreport/{report.pk}/do/issue/"

    refused = signed_in(assistant).post(address).status_code
    done = signed_in(coordinator).post(address).status_code

    report.refresh_from_db()
    assert (refused, done, report.status) == (403, 302, "issued")
    assert report.symbol == f"CRM/ST/{timezone.localdate().year}/REP/01"
    assert Printout.objects.filter(kind__in=[reporting.FILE, reporting.TABLES], about_id=report.pk).count() == 4
    assert not Letter.objects.filter(kind=reporting.LETTER).exists()


def test_the_texts_are_written_on_the_desk_until_the_report_is_issued(assistant, coordinator):
    report, desk = written(assistant), signed_in(assistant)
    address = f"/admin/site/activityreport/{report.pk}/change/"
    text = report.texts.first()
    form = {"starts_on": STARTS, "last_on": LAST, "texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 1}
    form |= {"texts-0-id": text.pk, "texts-0-report": report.pk, "texts-0-place": text.place}
    form |= {f"texts-0-title_{code}": "Título" for code in ("es", "en")}
    form |= {"texts-0-text_es": "Nuevo", "texts-0-text_en": "New"}

    unprintable = desk.post(address, form | {"texts-0-text_en": "a\u202eb"}).status_code
    saved = desk.post(address, form).status_code
    reporting.issue(report, by=coordinator)
    refused = desk.post(address, form | {"texts-0-text_en": "Late"}).status_code

    text.refresh_from_db()
    assert (unprintable, saved, refused, text.text_en) == (200, 302, 403, "New")


def unheard(report):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', '{' || string_agg(tgname, ',') || '}', true) FROM pg_trigger "
            "WHERE tgname LIKE 'pgtrigger_keep_issued%'"
        )
    ActivityReport.objects.filter(pk=report.pk).update(last_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    "write",
    [
        lambda report: ActivityReport.objects.filter(pk=report.pk).update(last_on=date(2026, 1, 1)),
        lambda report: report.texts.update(text="Otro"),
        lambda report: report.texts.first().delete(),
        lambda report: ReportText.objects.create(report=report, place="outlook", title="Otro"),
        lambda report: ActivityReport.objects.filter(pk=report.pk).delete(),
        unheard,
    ],
    ids=["report", "text", "text away", "text more", "report away", "past pgtrigger.ignore"],
)
def test_the_database_refuses_a_change_of_what_is_issued(coordinator, write):
    report = issued(coordinator)

    with pytest.raises(IntegrityError, match="an issued report is not changed"), transaction.atomic():
        write(report)


def test_the_figures_stay_as_they_were_when_the_data_changes(coordinator, focal):
    term = preside("cr", 2025)
    report, draft = issued(coordinator), begun(coordinator, date(2025, 1, 1), LAST)
    before = signed_in(focal).get(page(report)).text

    Party.objects.filter(slug="cr").update(name_en="Renamed", name_es="Otro nombre")
    term.delete()
    after = signed_in(focal).get(page(report)).text

    assert '<th scope="row">Costa Rica</th>' in before
    assert after[after.index("<h1>") :].split("csrf")[0] == before[before.index("<h1>") :].split("csrf")[0]
    live = signed_in(coordinator).get(page(draft)).text
    assert "Renamed" in live


def test_amounts_and_days_come_back_from_json_as_they_were():
    table = ReportTable("T", ["a", "b", "c", "d"], [["x", Decimal("1.10"), date(2025, 1, 2), None]], ["", 3, None, ""])

    assert report_content.from_json(report_content.as_json(table)) == table


def test_a_table_with_a_row_too_short_is_no_table():
    with pytest.raises(ValueError, match="a cell for each column"):
        ReportTable("T", ["a", "b"], [["x"]])


def test_figures_that_differ_between_the_languages_are_not_kept(coordinator, monkeypatch):
    numbers = iter(range(100))
    section = ReportSection(1, "S", lambda start, end: [ReportTable("T", ["a"], [[next(numbers)]])])
    monkeypatch.setattr(registry.report_sections, "_items", [section])

    with pytest.raises(TransitionNotAllowed):
        reporting.issue(written(coordinator), by=coordinator)


def test_each_app_tells_what_everybody_may_know_of_the_time(coordinator):
    preside("cr", 2025)
    days = {"convened_at": timezone.now(), "place": "San José"}
    held = {"starts_on": date(2025, 8, 1), "last_on": date(2025, 8, 2), "status": "closed"}
    meeting("Held", slug="held", **held, **days)
    meeting("Workshop held", slug="workshop", kind="workshop", **held, **days)
    meeting("Before", slug="before", **held | {"starts_on": date(2025, 6, 29), "last_on": date(2025, 6, 30)}, **days)
    meeting("Not held", slug="not-held", **held | {"status": "cancelled"}, **days)
    published(coordinator, "Informe", with_file=False)

    with override("en"):
        of_then = report_content.figures_of(STARTS, LAST + timedelta(days=1))
        of_now = report_content.figures_of(timezone.localdate(), timezone.localdate() + timedelta(days=1))

    told = {table.heading: table for chapter in of_then for table in chapter.tables}
    assert list(told["Presidency Pro-Témpore"].rows) == [["Costa Rica", date(2025, 1, 1), date(2025, 12, 31), ""]]
    assert [row[0] for row in told["Meetings of the bodies of the Conference"].rows] == ["Held (en)"]
    assert [row[0] for row in told["Workshops, seminars and training"].rows] == ["Workshop held (en)"]
    assert dict(told["Parties on the last day"].rows)["Member country"] == 11
    scale = next(table for heading, table in told.items() if heading.startswith("Scale of contributions"))
    assert list(scale.total) == ["Total", Decimal("282724.00"), Decimal("100.00")]
    assert told["Documents published"].rows == []
    now = {table.heading: table for chapter in of_now for table in chapter.tables}
    assert len(now["Documents published"].rows) == 1


def test_a_correction_is_another_edition_that_names_the_one_it_replaces(coordinator, focal):
    first = issued(coordinator)
    edition = reporting.correct(first, by=coordinator)
    reader = signed_in(focal)
    hidden, quiet = reader.get(page(edition)).status_code, reader.get(page(first)).text

    with pytest.raises(TransitionNotAllowed):
        reporting.correct(first, by=coordinator)
    edition = reporting.issue(edition, by=coordinator)

    assert (hidden, edition.symbol[-2:], edition.replaces) == (404, "02", first)
    assert "corrected edition" not in quiet
    assert f"A corrected edition has replaced it: {edition.symbol}" in reader.get(page(first)).text
    assert f"This edition replaces {first.symbol}." in reader.get(page(edition)).text
    assert edition.texts.get(place="outlook").text_en == "There was work on outlook."


def test_a_draft_is_to_its_readers_as_if_it_were_not_there(coordinator, focal):
    draft, reader = written(coordinator), signed_in(focal)
    drafts_file = made(draft, coordinator).file

    answers = [
        (reader.get(path), reader.get(path.replace(f"/{draft.pk}/", "/999999/")))
        for path in (page(draft), f"{page(draft)}table-1.csv")
    ]
    reporting.issue(draft, by=coordinator)

    assert [hidden.status_code for hidden, _missing in answers] == [404, 404]
    assert all(hidden.content == missing.content for hidden, missing in answers)
    assert reader.head(drafts_file.get_absolute_url()).status_code == 404  # its figures were others
    assert signed_in(coordinator).head(drafts_file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_report_is_a_tagged_pdf_in_both_languages(coordinator, language):
    preside("cr", 2025)
    report = issued(coordinator)

    printout = made(report, coordinator, language=language)

    document, words = read(printout), words_of(printout)
    catalog = document.trailer["/Root"]
    assert (catalog["/MarkInfo"]["/Marked"], str(catalog["/Lang"])) == (True, language)
    expected = {
        "es": ("Se trabajó en introduction.", "282.724,00"),
        "en": ("There was work on introduction.", "282,724.00"),
    }
    assert all(word in words for word in (report.symbol, "Costa Rica", *expected[language]))
    assert printout.file.name == f"{report.symbol.replace('/', '-')}.pdf"


def test_the_tables_are_a_sheet_each_with_numbers_and_days(coordinator):
    report = issued(coordinator)

    with made(report, coordinator, is_table=True).file.open() as content:
        workbook = openpyxl.load_workbook(io.BytesIO(content.read()))

    assert workbook.sheetnames[0] == "Report"
    scale = next(workbook[name] for name in workbook.sheetnames if name.startswith("Scale"))
    assert [cell.value for cell in scale[scale.max_row]] == ["Total", 282724, 100]
    assert workbook["Report"]["B3"].value.date() == STARTS


def test_a_table_as_csv_holds_no_formula(coordinator, focal, monkeypatch):
    section = ReportSection(1, "S", lambda start, end: [ReportTable("T", ["a"], [["=1+1"]])])
    monkeypatch.setattr(registry.report_sections, "_items", [section])
    report, reader = issued(coordinator), signed_in(focal)

    assert reader.get(f"{page(report)}table-1.csv").text == "\ufeffa\r\n'=1+1\r\n"
    assert reader.get(f"{page(report)}table-2.csv").status_code == 404


def test_a_report_is_sent_once_to_focal_points_and_rcgm_delegates(coordinator, focal):
    delegate = seated("delegada", "rcgm", "mx")
    seated("jefe", "hod", "mx")
    report = issued(coordinator)

    first = reporting.send(report, by=coordinator)
    with pytest.raises(TransitionNotAllowed):
        reporting.send(report, by=coordinator)
    later = seated("nueva", "focal", "cr")
    second = reporting.send(report, by=coordinator)

    letters = Letter.objects.filter(kind=reporting.LETTER)
    assert (first, second) == (2, 1)
    assert set(letters.values_list("recipient", flat=True)) == {focal.pk, delegate.pk, later.pk}
    assert all(report.symbol in letter.subject for letter in letters)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 30), [(date(2025, 7, 1), date(2026, 1, 31))]),
        (date(2026, 7, 1), [(date(2026, 1, 1), date(2026, 7, 31))]),
    ],
)
def test_a_report_is_due_after_each_half_year(db, day, expected):
    assert [(half.starts_on, half.due_on) for half in reporting.due(day, [])] == expected


def test_a_report_is_due_until_one_that_covers_the_half_year_is_issued(coordinator, focal):
    half = reporting.HalfYear.ended_by(timezone.localdate())
    without = reporting.HalfYear(half.starts_on).before
    report = written(coordinator, starts_on=without.starts_on, last_on=half.last_on)
    before = [(task.due_on, task.url) for task in reporting.tasks(coordinator)]

    reporting.issue(report, by=coordinator)

    assert before == [(half.due_on, report.get_absolute_url()), (without.due_on, report.get_absolute_url())]
    assert list(reporting.tasks(coordinator)) == []
    assert list(reporting.tasks(focal)) == []


@pytest.mark.parametrize(("state", "most"), [("draft", 30), ("issued", 9)])
def test_the_page_of_a_report_asks_few_questions(coordinator, focal, state, most):
    """An issued one asks no app; each section adds its own questions to a draft, which its two writers alone open."""
    report = written(coordinator) if state == "draft" else issued(coordinator)
    reader = signed_in(coordinator if state == "draft" else focal)
    reader.get(page(report))

    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(page(report))

    assert answer.status_code == 200
    assert len(asked) <= most


@pytest.mark.django_db(transaction=True)
def test_reports_issued_at_once_are_numbered_without_gaps_and_each_once():
    from tests.conftest import load_history

    load_history()
    coordinator = seated("coordinadora", "st_coord", "iom")
    drafts = [written(coordinator, starts_on=STARTS - timedelta(days=n)) for n in range(4)]

    def issue(draft):
        try:
            reporting.issue(draft, by=coordinator)
        except TransitionNotAllowed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(issue, [*drafts, *drafts]))

    assert sorted(ActivityReport.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert done.count(True) == 4
