"""What everybody reads of the Fund: its page, and the half-years that were released; nothing of a draft."""

import csv
import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from crm_portal.common import page_cache, registry
from reserve_fund import publishing_statistics
from reserve_fund.fund_statement import Half
from reserve_fund.models import Publication
from reserve_fund.published_tables import as_json, public_pages
from reserve_fund.suppression import AGE, RETURN, SEX, SITUATION, STAY, Cell, Figures, printed
from tests.members.factories import seated

HALF = Half(2025, 2)
MOST_QUERIES, HEAVIEST_HTML = 6, 25 * 1024
OF_A_HALF_YEAR = ("statistics-half-year", "statistics-json", "statistics-csv")


def table(**numbers):
    return [Cell(code, number, Decimal(number) * 400) for code, number in numbers.items()]


FIGURES = Figures(
    1057,
    Decimal("422800.00"),
    {
        STAY: table(mx=1020, gt=27, cr=7, pa=3, bz=0),
        RETURN: table(hn=600, sv=400, gt=57, mx=0),
        SITUATION: table(UMC=500, DIS=100, ELD=60, MED=300, several=90, special=7),
        AGE: table(under_12=300, from_12=250, from_18=200, from_36=237, over_70=70),
        SEX: table(female=600, male=450, other=7),
    },
)
FEW = Figures(7, Decimal("2800.00"), {SEX: table(female=7)})


@pytest.fixture
def people(history):
    return {"officer": seated("officer", "iom_fund", "iom"), "coordinator": seated("coordinator", "st_coord", "iom")}


def draft(people, figures=FIGURES, half=HALF):
    return Publication.objects.create(
        year=half.year, half=half.half, tables=as_json(printed(figures)), prepared_by=people["officer"]
    )


def released(people, figures=FIGURES, half=HALF):
    made = draft(people, figures, half)
    publishing_statistics.release(half, made.prepared_at.isoformat(), by=people["coordinator"])
    page_cache.begin_edition()  # the test's transaction never commits
    return made


def address(name, half=HALF, language="en", table="stay"):
    arguments = {"statistics": [], "rules": [], "statistics-csv": [half.year, half.half, table]}
    with translation.override(language):
        return reverse(f"reserve_fund:{name}", args=arguments.get(name, [half.year, half.half]))


def text_of(name, **more):
    answer = Client().get(address(name, **more))
    assert answer.status_code == 200
    return answer.text.split("<main")[1]


def test_a_draft_is_nowhere(people):
    before = [text_of(name) for name in ("rules", "statistics")]
    draft(people)
    page_cache.begin_edition()

    assert [text_of(name) for name in ("rules", "statistics")] == before
    assert {Client().get(address(name)).status_code for name in OF_A_HALF_YEAR} == {404}
    assert len(public_pages()) == 2


def test_a_release_shows_at_once_on_every_page_that_tells_of_it(people):
    assert Publication._meta.db_table in registry.public_tables
    before = [text_of(name) for name in ("rules", "statistics")]

    released(people)

    assert all("1057" not in text for text in before)
    assert ["1057" in text and "422,800.00" in text for text in (text_of("rules"), text_of("statistics"))] == [True] * 2
    assert {Client().get(address(name)).status_code for name in OF_A_HALF_YEAR} == {200}
    assert public_pages()[-1] == ("reserve_fund:statistics-half-year", ("2025", "2"))


def rows_of(text):
    """The cells of every table: {its heading: {row: numbers}}."""
    found = {}
    for title, body in re.findall(r'<h3 id="\w+">(.*?)</h3>(.*?)</table>', text, re.DOTALL):
        rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
        found[title] = {
            name: re.findall(r'<td class="num">(?:<span.*"vh">)?(.*?)(?:</span>)?</td>', row) for name, row in rows
        }
    return found


def test_the_numbers_on_the_page_are_those_that_were_kept(people):
    kept = released(people).tables["tables"]

    shown = rows_of(text_of("statistics-half-year"))

    assert shown["By country of stay"] == {
        "Mexico": ["1020", "408,000.00"],
        "Guatemala": ["27", "10,800.00"],
        "Costa Rica": ["fewer than shown", "not shown"],
        "Panama": ["fewer than shown", "not shown"],
        "Belize": ["0", "0.00"],
        "Those not shown, together": ["10", "4,000.00"],
        "Total": ["1057", "422,800.00"],
    }
    assert [cell["cases"] for cell in kept["stay"]] == [1020, 27, None, None, 0]
    for title, name in (
        ("By country of return", RETURN),
        ("By situation of vulnerability", SITUATION),
        ("By sex", SEX),
    ):
        assert [numbers[0] for numbers in shown[title].values()][:-1] == [str(cell["cases"]) for cell in kept[name]]
    assert "Special cases" in shown["By situation of vulnerability"]
    assert "does not change them" in text_of("statistics")


def test_both_languages_tell_the_same_numbers(people):
    released(people)

    english, spanish = (rows_of(text_of("statistics-half-year", language=code)) for code in ("en", "es"))

    def counts(tables):
        return [[numbers[0] for numbers in rows.values() if numbers[0].isdigit()] for rows in tables.values()]

    assert counts(english) == counts(spanish)
    assert "México" in next(iter(spanish.values()))


def test_of_too_few_cases_nothing_else_is_told(people):
    released(people, FEW)

    text = text_of("statistics-half-year")

    assert "Fewer than 10 cases" in text
    assert "<table" not in text
    assert "2,800" not in text
    assert Client().get(address("statistics-csv", table="sex")).status_code == 404
    assert json.loads(Client().get(address("statistics-json")).content)["tables"] == {}


def test_a_table_is_read_as_csv(people):
    released(people)

    answer = Client().get(address("statistics-csv"))

    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines == [
        ["Code", "Country of stay", "Cases", "USD", "Note"],
        ["mx", "Mexico", "1020", "408000.00", ""],
        ["gt", "Guatemala", "27", "10800.00", ""],
        ["cr", "Costa Rica", "", "", "fewer than shown"],
        ["pa", "Panama", "", "", "fewer than shown"],
        ["bz", "Belize", "0", "0.00", ""],
        ["", "Those not shown, together", "10", "4000.00", ""],
        ["", "Total", "1057", "422800.00", ""],
    ]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_half_year_is_read_as_json(people):
    kept = released(people).tables

    found = json.loads(Client().get(address("statistics-json")).content)

    assert (found["half_year"], found["cases"], found["amount_usd"]) == ("2025-2", 1057, "422800.00")
    assert {
        name: [{key: cell[key] for key in ("code", "cases", "amount_usd")} for cell in cells]
        for name, cells in found["tables"].items()
    } == kept["tables"]


@pytest.mark.parametrize("path", ["2025-3/", "1990-1/", "99999999999999-1/", "2025-2/nothing.csv", "2025-2/stay.xml"])
def test_what_was_never_released_is_not_found(people, path):
    released(people)

    assert Client().get(f"{address('statistics')}{path}").status_code == 404


def test_the_addresses_are_in_both_languages():
    assert [address("statistics-csv", language=code) for code in ("en", "es")] == [
        "/en/reserve-fund/statistics/2025-2/stay.csv",
        "/es/fondo-de-reserva/estadisticas/2025-2/stay.csv",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_answers_within_its_budget(people, django_assert_max_num_queries, language):
    for year in range(2019, 2026):
        for half in (1, 2):
            released(people, FIGURES if year > 2020 else FEW, Half(year, half))
    Client().get("/en/contact/")  # the texts of pages are asked for once after each change of theirs

    for name in ("rules", "statistics", *OF_A_HALF_YEAR):
        path = address(name, language=language)
        with django_assert_max_num_queries(MOST_QUERIES, info=path):
            answer = Client().get(path)
        assert len(answer.content) <= HEAVIEST_HTML, path
        with django_assert_max_num_queries(0, info=path):
            Client().get(path)


@pytest.mark.parametrize(
    ("language", "printed"),
    [("en", "1,100 migrants"), ("es", "1.100 personas migrantes")],
)
def test_the_page_tells_what_was_printed_in_2016_apart_from_the_figures(history, language, printed):
    text = text_of("rules", language=language)

    assert printed in text
    assert "2016" in text
    assert text.count("1,000") + text.count("1.000") >= 2  # the cap, and the rule
    assert "USD" in text


def test_the_latest_half_year_stands_on_the_page_of_the_fund(people):
    released(people, FIGURES, Half(2025, 1))
    released(people, FEW, Half(2025, 2))

    text = text_of("rules")

    assert "July to December 2025" in text
    assert "Fewer than 10 cases were settled." in text
    assert "1057" not in text
