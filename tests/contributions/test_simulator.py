"""The pages of the simulator and of drafts: what they compute, what they refuse and where, and what they store."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation

from contributions import scale_files, scales
from contributions.models import Scale, Share
from contributions.simulation import amounts
from crm_portal.common import page_cache
from crm_portal.common.pdf import workflow as pdf
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/scales/simulation/"
TOTAL = {"method": "proportion", "total": "282,724", "unit": "dollars"}
MOST_QUERIES = 15
ISO = ["BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def assistant(history):
    return seated("asistente", "st_assist", "iom")


@pytest.fixture
def desk(assistant):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, assistant)
    return client


@pytest.fixture
def focal(history):
    client = Client()
    client.force_login(seated("enlace", "focal", "mx"))
    return client


def each(field, **values):
    """The same for every country, but for those named."""
    with_slugs = {party.slug: party.iso2 for party in amounts(Scale.objects.get())}
    return {f"{field}_{slug}": values.get(iso, values["rest"]) for slug, iso in with_slugs.items()}


def result(answer):
    """{country: its new amount}, and the new total."""
    found = answer.context["comparison"]
    return {line.party.iso2: line.new for line in found.lines}, found.new_total


def test_the_page_opens_with_the_present_scale_and_computes_nothing(focal, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = focal.get(PAGE)

    assert (answer.status_code, answer.context["comparison"]) == (200, None)
    assert 'value="282724"' in answer.text


def test_another_total_is_shared_as_now_to_the_dollar(focal, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = focal.get(PAGE, TOTAL | {"total": "300,000"})

    new, total = result(answer)
    assert (new["US"], new["CA"], new["MX"], new["BZ"], total) == (149998, 72155, 35403, 5306, 300000)
    assert [text for text in ("+17,276", "+6.11 %", "100 %", "300,000") if text not in answer.text] == []


def test_new_shares_need_not_add_up_to_a_hundred(focal):
    answer = focal.get(PAGE, TOTAL | {"method": "shares", "total": "1,200"} | each("weight", rest="1", US="2"))

    new, total = result(answer)
    assert (new["US"], new["BZ"], total) == (200, 100, 1200)
    assert "The shares written add up to 12" in answer.text


def test_amounts_written_are_taken_as_they_are(focal):
    answer = focal.get(PAGE, {"method": "amounts", "unit": "dollars"} | each("amount", rest="5000.50", US="100,000"))

    new, total = result(answer)
    assert (new["US"], new["MX"], total) == (Decimal("100000.00"), Decimal("5000.50"), Decimal("150005.00"))


def test_a_least_amount_is_kept_and_the_others_share_the_rest(focal):
    answer = focal.get(PAGE, TOTAL | {"minimum": "6000"})

    new, total = result(answer)
    assert ({new[iso] for iso in ISO if iso not in {"US", "CA", "MX"}}, total) == ({Decimal(6000)}, Decimal(282724))


REFUSED = {
    "nothing": ({"total": ""}, "total", "Write the total to be shared."),
    "zero": ({"total": "0"}, "total", "An amount is more than zero."),
    "minus zero": ({"total": "-0"}, "total", "without a sign"),
    "a tenth of a cent": ({"total": "0.001"}, "total", "Write 2 decimals at most."),
    "half a cent": ({"total": "0.005"}, "total", "Write 2 decimals at most."),
    "exponents": ({"total": "1e12"}, "total", "digits 0 to 9"),
    "too much": ({"total": "1000000000000"}, "total", "It is 9,999,999,999.99 at most."),
    "no number": ({"total": "NaN"}, "total", "digits 0 to 9"),
    "no end": ({"total": "Infinity"}, "total", "digits 0 to 9"),
    "other digits": ({"total": "\u0661\u0662\u0663"}, "total", "digits 0 to 9"),
    "another currency": ({"total": "1000 MXN"}, "total", "a currency"),
    "two readings": ({"total": "282.724"}, "total", "can be read in two ways. Write 282724"),
    "cents in dollars": ({"total": "1000.50"}, "total", "It has cents"),
    "too little": ({"total": "5"}, "total", "Of so little these would contribute nothing: Belize"),
    "a least amount of cents": ({"minimum": "0.50"}, "minimum", "It has cents"),
    "too high a least amount": ({"minimum": "30000"}, "minimum", "is more than the total"),
    "another unit": ({"unit": "pesos"}, "unit", "Select a valid choice"),
    "another method": ({"method": "guess"}, "method", "Select a valid choice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_b4_what_cannot_be_computed_is_said_beside_its_field(focal, case):
    values, field, sentence = REFUSED[case]

    answer = focal.get(PAGE, TOTAL | values)

    [said] = answer.context["form"].errors[field]
    assert (answer.status_code, list(answer.context["form"].errors), sentence in said) == (200, [field], True)
    assert answer.context["comparison"] is None


COUNTRIES = {
    "weights of zero": ("shares", "weight", {"rest": "0"}, "At least one share must be more than zero."),
    "one weight of zero": ("shares", "weight", {"rest": "1", "BZ": "0"}, "It would contribute nothing."),
    "a weight below zero": ("shares", "weight", {"rest": "1", "BZ": "-1"}, "without a sign"),
    "an amount missing": ("amounts", "amount", {"rest": "1", "BZ": ""}, "Write an amount for every country."),
    "an amount of zero": ("amounts", "amount", {"rest": "1", "BZ": "0.00"}, "An amount is more than zero."),
    "an amount that is none": ("amounts", "amount", {"rest": "1", "BZ": "NaN"}, "digits 0 to 9"),
}


@pytest.mark.parametrize("case", COUNTRIES)
def test_b4_what_is_wrong_with_a_country_is_said_beside_it(focal, case):
    method, field, values, sentence = COUNTRIES[case]

    answer = focal.get(PAGE, TOTAL | {"method": method} | each(field, **values))

    errors = answer.context["form"].errors
    belize = next(name for name in errors)
    assert (list(errors), sentence in errors[belize][0]) == ([f"{field}_bz"], True)
    assert "<details open>" in answer.text


def test_b4_what_the_method_has_no_use_for_is_not_read(focal):
    answer = focal.get(PAGE, TOTAL | each("amount", rest="NaN") | each("weight", rest="-1"))

    assert result(answer)[1] == Decimal(282724)


@pytest.mark.parametrize(("path", "total"), [("/es/intranet/escalas/simulacion/", "282.724"), (PAGE, "282,724")])
def test_b4_thousands_are_read_in_the_language_of_the_page(focal, path, total):
    answer = focal.get(path, TOTAL | {"total": total})

    assert result(answer)[1] == Decimal(282724)


def test_a_simulation_is_a_table_of_the_same_figures(focal):
    asked = TOTAL | {"total": "300,000"}
    lines = focal.get(f"{PAGE}simulation.csv", asked).content.decode("utf-8-sig").splitlines()

    assert lines[0].startswith("Country,")
    assert lines[5] == "United States,141360.00,149998.00,8638.00,6.11,50.00,50.00"
    assert lines[-1] == "Total,282724.00,300000.00,17276.00,6.11,100,100"


def test_a_table_of_what_cannot_be_computed_leads_to_the_page_that_says_why(focal):
    asked = TOTAL | {"total": "0"}

    answer = focal.get(f"{PAGE}simulation.csv", asked)

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, PAGE)


def test_looking_stores_nothing(focal):
    focal.get(PAGE, TOTAL)

    assert Scale.objects.count() == 1


SAID = {"valid_from": "2027-07-01", "justification_es": "Suben los costos", "justification_en": "Costs rise"}


def test_the_secretariat_keeps_a_simulation_as_a_draft(desk, assistant):
    answer = desk.post(f"{PAGE}draft/", TOTAL | {"total": "300,000"} | SAID)

    draft = Scale.objects.drafts().get()
    assert answer.headers["Location"] == f"/en/intranet/scales/{draft.pk}/"
    assert (draft.total_usd(), draft.total_asked_usd, draft.valid_from) == (300000, 300000, date(2027, 7, 1))
    assert (draft.drafted_by, draft.justification_en, draft.drafted_from.fact) == (
        assistant,
        "Costs rise",
        "contribution_scale_meta:scale",
    )


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ({"total": "NaN"}, "form"),
        ({"valid_from": ""}, "draft_form"),
        ({"valid_from": "2005-01-01"}, "draft_form"),
        ({"valid_from": "0000-00-00"}, "draft_form"),
        ({"justification_en": "gnp\u202eexe"}, "draft_form"),
        ({"justification_es": "x" * 5000}, "draft_form"),
    ],
)
def test_a_draft_that_is_wrong_is_not_kept_and_says_why(desk, values, form):
    answer = desk.post(f"{PAGE}draft/", TOTAL | SAID | values)

    assert (answer.status_code, Scale.objects.count()) == (200, 1)
    assert answer.context[form].errors


def test_who_reads_drafts_does_not_write_them(focal):
    assert focal.post(f"{PAGE}draft/", TOTAL | SAID).status_code == 403
    assert "Draft the next version" not in focal.get(PAGE, TOTAL).text
    assert Scale.objects.count() == 1


@pytest.mark.parametrize("path", ["", "simulation/", f"simulation/simulation.csv?{urlencode(TOTAL)}"])
def test_for_others_the_pages_do_not_exist(history, path):
    client = Client()
    client.force_login(seated("observa", "obs_country", "co"))

    assert client.get(f"/en/intranet/scales/{path}").status_code == 404


@pytest.fixture
def draft(assistant):
    doubled = {party: 2 * amount for party, amount in amounts(Scale.objects.get()).items()}
    last = Scale.objects.get()
    return scales.draft(
        doubled, by=assistant, valid_from=date(2027, 7, 1), drafted_from=last, justification=("Porque", "Why")
    )


def test_a_draft_stands_beside_the_scale_it_came_from(focal, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = focal.get(f"/en/intranet/scales/{draft.pk}/")

    assert [text for text in ("565,448", "+100.00 %", "Why", "Scale from 2005") if text not in answer.text] == []


def test_the_list_asks_no_more_for_more_drafts(focal, draft, assistant, django_assert_max_num_queries):
    for year in range(2028, 2048):
        scales.draft(dict(amounts(draft)), by=assistant, valid_from=date(year, 1, 1))

    with django_assert_max_num_queries(MOST_QUERIES):
        answer = focal.get("/en/intranet/scales/")

    assert answer.text.count("Draft of a scale from") == 21


def test_files_of_a_draft_hold_the_figures_of_the_page(focal, desk, draft):
    csv = focal.get(f"/en/intranet/scales/{draft.pk}/comparison.csv").content.decode("utf-8-sig").splitlines()
    for kind in ("scale-draft", "scale-draft-table"):
        focal.post(f"/en/intranet/scales/{draft.pk}/print/", {"kind": kind, "language": "es"})
        pdf.make_next()

    made = focal.get(f"/en/intranet/scales/{draft.pk}/").context["files"]
    assert csv[-1] == "Total,282724.00,565448.00,282724.00,100.00,100,100"
    assert sorted(one.file.name.rpartition(".")[2] for one in made if one.state == "ready") == ["pdf", "xlsx"]
    assert [line[2] for line in scale_files.KINDS[1].rows(scale_files.about(str(draft.pk)))][-1] == Decimal(565448)


def test_everybody_finds_every_version_with_its_legal_basis(client, history, draft, assistant):
    Scale.objects.filter(pk=draft.pk).update(
        approved_by_es="Viceministros(as)", approved_by_en="Vice-Ministers, Panama", decided_on=date(2026, 6, 1)
    )
    printed = Scale.objects.get(fact__isnull=False)
    before = client.get("/en/contributions/").text
    hidden, missing = (client.get(f"/en/contributions/scales/{pk}/") for pk in (draft.pk, 999999))

    scales.approve(draft, by=assistant)
    page_cache.begin_edition()  # as the commit would

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert ("2027" in before, "565,448" in before) == (False, False)
    page, own = client.get("/en/contributions/").text, client.get(f"/en/contributions/scales/{draft.pk}/").text
    assert [
        text
        for text in ("565,448", "Vice-Ministers, Panama", "June 1, 2026", "until before July 1, 2027")
        if text not in page
    ] == []
    assert [
        text for text in ("This scale is approved and not in force yet.", "565,448", "100.01") if text not in own
    ] == []
    lines = client.get(f"/en/contributions/scales/{printed.pk}/scale.csv").content.decode("utf-8-sig").splitlines()
    assert (lines[1], lines[-1]) == ("US,United States,141360.00,50.00", ",Total,282724.00,100.00")


@pytest.mark.parametrize(
    "path", ["/en/contributions/", "/en/contributions/scales/{}/", "/en/contributions/scales/{}/scale.csv"]
)
def test_the_public_pages_ask_little(client, history, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        answer = client.get(path.format(Scale.objects.get().pk))

    assert answer.status_code == 200


# On the desk


@pytest.fixture
def coordinator(history):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_past_second_factor(client, seated("coordinadora", "st_coord", "iom"))
    return client


def test_the_coordinator_is_told_what_an_approval_does_and_records_it(coordinator, draft):
    Scale.objects.filter(pk=draft.pk).update(
        approved_by_es="Viceministros(as)", approved_by_en="Vice-Ministers", decided_on=date(2026, 6, 1)
    )
    step = f"/admin/contributions/scale/{draft.pk}/do/approve/"

    before = coordinator.get(step).text
    coordinator.post(step)

    assert [
        text
        for text in (
            "“Scale from 2005” ends, and this one is in force from July 1, 2027.",
            "Mexico: USD 33,364 now, USD 66,728 then.",
        )
        if text not in before
    ] == []
    assert Scale.objects.get(pk=draft.pk).status == "approved"


def test_what_an_approval_lacks_is_said_before_it(coordinator, draft):
    step = f"/admin/contributions/scale/{draft.pk}/do/approve/"

    assert "First write in the draft who approved the scale" in coordinator.get(step).text
    assert "First write in the draft who approved the scale" in coordinator.post(step, follow=True).text
    assert Scale.objects.get(pk=draft.pk).is_draft


def test_the_assistant_discards_a_draft_and_approves_none(desk, draft):
    buttons = desk.get(f"/admin/contributions/scale/{draft.pk}/change/").context["transitions"]
    refused = desk.post(f"/admin/contributions/scale/{draft.pk}/do/approve/")
    desk.post(f"/admin/contributions/scale/{draft.pk}/do/discard/")

    assert ([str(label) for label, _address in buttons], refused.status_code) == (["Discard the draft"], 403)
    assert Scale.objects.get(pk=draft.pk).status == "discarded"


def test_the_desk_shows_an_approved_scale_and_says_why_it_stays(coordinator, draft):
    before_the_print = {"valid_from": date(2000, 1, 1), "valid_until": date(2001, 1, 1)}
    Scale.objects.filter(pk=draft.pk).update(status="approved", **before_the_print)
    share = Share.objects.filter(scale=draft).first()

    pages = [f"/admin/contributions/scale/{draft.pk}/change/", f"/admin/contributions/share/{share.pk}/change/"]
    answers = [coordinator.get(page) for page in pages]

    assert ["do not change any more" in answer.text for answer in answers] == [True, True]
    assert ['name="_save"' in answer.text for answer in answers] == [False, False]
    assert [coordinator.post(page, {"amount_usd": "1"}).status_code for page in pages] == [403, 403]


def test_the_print_is_corrected_on_the_desk(coordinator):
    share = Share.objects.get(party__iso2="MX")
    row = {"party": share.party_id, "scale": share.scale_id, "order": 8, "amount_usd": "33365", "source": "1097-1125"}

    coordinator.post(f"/admin/contributions/share/{share.pk}/change/", row)

    assert Share.objects.get(pk=share.pk).amount_usd == 33365
