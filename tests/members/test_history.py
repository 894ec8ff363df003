"""What load_history loads equals the fact files, field by field; twice is as once; a bad row loads nothing."""

import csv
import shutil
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contributions.models import Scale
from members import history_loader
from members.models import (
    Attendance,
    Body,
    Partnership,
    Party,
    PartyAlias,
    PartyStatus,
    Post,
    PresidencyTerm,
    Provision,
)

MODELS = [Party, PartyAlias, PartyStatus, Partnership, Body, Post, PresidencyTerm, Provision, Attendance]


def facts(name):
    with (history_loader.FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def new_year(text):
    return date(int(text), 1, 1) if text else None


def test_the_twenty_one_presidencies_equal_the_file(history):
    loaded = PresidencyTerm.objects.order_by("starts_on").values_list(
        "starts_on",
        "ends_on",
        "party__iso2",
        "theme_es",
        "theme_en",
        "conference_number",
        "precision",
        "boundaries_basis",
        "source",
    )

    assert list(loaded) == [
        (
            new_year(row["year"]),
            date(int(row["year"]) + 1, 1, 1),
            row["iso2"],
            row["theme_es"],
            row["theme_en"],
            int(row["conference_no"]),
            "year",
            "assumed",
            row["source_lines"],
        )
        for row in facts("ppt_terms.csv")
    ]
    assert len(loaded) == 21


@pytest.mark.parametrize(
    ("file", "status", "since", "number"),
    [("members.csv", "member", "joined_year", 11), ("observer_countries.csv", "observer", "since_year", 5)],
)
def test_the_countries_equal_the_files(history, file, status, since, number):
    loaded = PartyStatus.objects.filter(status=status, party__kind="state").order_by("order")

    assert [
        (
            seat.party.iso2,
            seat.party.iso3,
            seat.party.name_es,
            seat.party.name_en,
            seat.order,
            seat.valid_from,
            seat.source,
        )
        for seat in loaded
    ] == [
        (
            row["iso2"],
            row["iso3"],
            row["name_es"],
            row["name_en"],
            int(row["order_in_source"]),
            new_year(row[since]),
            row["source_lines"],
        )
        for row in facts(file)
    ]
    assert len(loaded) == number


def test_the_observer_organisations_equal_the_file_in_their_order(history):
    loaded = PartyStatus.objects.filter(status="observer", party__kind="organisation").order_by("order")

    assert [
        (s.order, s.party.slug, s.party.acronym_es, s.party.acronym_en, s.party.name_es, s.party.name_en, s.valid_from)
        for s in loaded
    ] == [
        (
            int(row["order"]),
            row["slug"],
            row["acronym_es"],
            row["acronym_en"],
            row["name_es"],
            row["name_en"],
            new_year(row["since_year"]),
        )
        for row in facts("observer_organisations.csv")
    ]
    assert len(loaded) == 10


def test_the_partners_equal_the_file_and_no_organisation_stands_twice(history):
    loaded = Partnership.objects.values_list("order", "name_es", "name_en")

    assert list(loaded) == [
        (int(row["order_in_source"]), row["name_es"], row["name_en"]) for row in facts("partner_organisations.csv")
    ]
    assert len(loaded) == 24
    assert Party.objects.get(slug="unhcr").partnerships.count() == 1
    assert Party.objects.get(slug="eclac").joint_seat.slug == "eclac-celade"
    assert PartyAlias.objects.filter(party__slug="segib", name="Secretaría General Iberoamericana").exists()


def test_the_civil_society_network_has_a_status_of_its_own_since_1998(history):
    seat = PartyStatus.objects.get(party__slug="rrocm")

    assert (seat.status, seat.valid_from) == ("civil_society", date(1998, 1, 1))


def test_the_structure_equals_the_file(history):
    loaded = Body.objects.filter(part_of=None).order_by("order")

    assert [
        (
            b.slug,
            b.acronym_es,
            b.acronym_en,
            b.name_es,
            b.name_en,
            b.status,
            b.established_on,
            b.reports_to and b.reports_to.slug,
        )
        for b in loaded
    ] == [
        (
            row["slug"],
            row["acronym_es"],
            row["acronym_en"],
            row["name_es"],
            row["name_en"],
            row["status"],
            new_year(row["created_year"]),
            row["reports_to"] or None,
        )
        for row in facts("bodies.csv")
        if row["type"] != "role"
    ]


def test_the_ad_hoc_groups_equal_the_file(history):
    groups = Body.objects.filter(part_of__slug="ad-hoc").order_by("order")

    assert [(g.slug, g.name_es, g.name_en, g.established_on, g.meetings_stated) for g in groups] == [
        (
            row["slug"],
            row["name_es"],
            row["name_en"],
            new_year(row["created_year"]),
            int(row["meetings_stated"]) if row["meetings_stated"] else None,
        )
        for row in facts("ad_hoc_groups.csv")
    ]
    assert Body.objects.get(slug="migrant-children").successor.slug == "net-children"


@pytest.mark.parametrize(
    ("file", "kind", "body"),
    [
        ("objectives.csv", "objective", None),
        ("membership_commitments.csv", "commitment", None),
        ("observer_limits.csv", "observer_limit", None),
        ("ppt_functions.csv", "function", "ppt"),
        ("st_functions.csv", "function", "ts"),
        ("rcgm_functions.csv", "function", "rcgm"),
    ],
)
def test_the_numbered_points_equal_the_files(history, file, kind, body):
    loaded = Provision.objects.filter(kind=kind, body__slug=body) if body else Provision.objects.filter(kind=kind)

    assert list(loaded.order_by("number").values_list("number", "label_es", "label_en", "text_es", "source")) == [
        (int(row["no"]), row["label_es"], row["label_en"], row.get("paraphrase_es"), row["source_lines"])
        for row in facts(file)
    ]


def test_the_criteria_and_the_posts_equal_the_files(history):
    criteria = Provision.objects.filter(kind__endswith="criterion").order_by("kind", "number")

    assert list(criteria.values_list("number", "label_es", "label_en", "evidence")) == [
        (int(row["no"]), row["label_es"], row["label_en"], row["evidence_type_design"])
        for row in facts("observer_criteria.csv")
    ]
    assert list(Post.objects.values_list("body__slug", "order", "title_es", "title_en", "headcount")) == [
        ("ts", int(row["order"]), row["post_es"], row["post_en"], int(row["count"]))
        for row in facts("st_composition.csv")
    ]


def test_who_may_attend_equals_the_file(history):
    loaded = Attendance.objects.order_by("pk").values_list(
        "setting", "part", "participant", "may_attend", "condition_en", "basis", "source"
    )

    assert list(loaded) == [
        (
            row["body"],
            row["part"],
            row["participant_category"],
            row["may_attend"],
            row["condition"],
            row["basis"],
            row["source_lines"],
        )
        for row in facts("meeting_access_rules.csv")
    ]


def test_a_second_run_changes_nothing(history):
    before = {model: list(model.objects.order_by("pk").values()) for model in MODELS}
    said = StringIO()

    call_command("load_history", stdout=said)

    assert {model: list(model.objects.order_by("pk").values()) for model in MODELS} == before
    assert said.getvalue().startswith("History: 0 created, 0 overwritten, ")


def test_what_staff_corrected_is_kept_until_it_is_overwritten(history):
    PresidencyTerm.objects.filter(conference_number=21).update(theme_en="A corrected theme")
    said = StringIO()

    call_command("load_history", stdout=said)
    kept = PresidencyTerm.objects.get(conference_number=21).theme_en
    call_command("load_history", "--overwrite", stdout=StringIO())

    assert kept == "A corrected theme"
    assert "1 kept as corrected here" in said.getvalue()
    assert PresidencyTerm.objects.get(conference_number=21).theme_en == facts("ppt_terms.csv")[-1]["theme_en"]


NEW_COUNTRY = "ZZ,ZZZ,País nuevo,New country,,6,1-2\n"


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ("2016,HN", "2016,XX", "there is no party with the ISO code “XX”"),
        ("2016,HN", "20l6,HN", "year is “20l6”, not a whole number"),
        ("2016,HN,Honduras", "2016,HN", "it has not the 13 fields that the header names"),
    ],
)
def test_a_bad_row_names_its_place_and_loads_nothing(history, tmp_path, monkeypatch, wrong, right, reason):
    folder = tmp_path / "members" / "history"
    shutil.copytree(history_loader.FOLDER, folder)
    monkeypatch.setattr(history_loader, "FOLDER", folder)
    with (folder / "observer_countries.csv").open("a", encoding="utf-8") as file:
        file.write(NEW_COUNTRY)  # a sound row, read before the bad one
    terms = folder / "ppt_terms.csv"
    terms.write_text(terms.read_text(encoding="utf-8").replace(wrong, right), encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("load_history", stdout=StringIO())

    assert str(refusal.value) == f"members/history/ppt_terms.csv, line 22: {reason}. Nothing was loaded."
    assert not Party.objects.filter(iso2="ZZ").exists()


def test_the_new_row_of_the_last_test_would_have_been_loaded(history, tmp_path, monkeypatch):
    folder = tmp_path / "members" / "history"
    shutil.copytree(history_loader.FOLDER, folder)
    monkeypatch.setattr(history_loader, "FOLDER", folder)
    with (folder / "observer_countries.csv").open("a", encoding="utf-8") as file:
        file.write(NEW_COUNTRY)

    call_command("load_history", stdout=StringIO())

    assert Party.objects.filter(iso2="ZZ").exists()


CORRECTIONS = {
    "the day a term began": lambda: PresidencyTerm.objects.filter(conference_number=21).update(
        starts_on=date(2016, 2, 1)
    ),
    "an address": lambda: Party.objects.filter(iso2="MX").update(slug="mexico"),
    "a body's address": lambda: Body.objects.filter(slug="ppt").update(slug="presidency"),
    "a seat": lambda: PartyStatus.objects.filter(party__slug="oas").update(status="observer"),
    "who may attend": lambda: Attendance.objects.filter(setting="rcgm", participant="rrocm").update(may_attend="no"),
    "when a scale began": lambda: Scale.objects.update(valid_from=date(2005, 7, 1)),
    "a number": lambda: Provision.objects.filter(kind="objective", number=4).update(number=5),
}


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_whatever_staff_correct_stays_and_nothing_is_loaded_twice(history, correction):
    assert CORRECTIONS[correction]() == 1
    before = {model: list(model.objects.order_by("pk").values()) for model in MODELS}
    said = StringIO()

    call_command("load_history", stdout=said)

    assert {model: list(model.objects.order_by("pk").values()) for model in MODELS} == before
    assert "History: 0 created, 0 overwritten" in said.getvalue()
    assert "1 kept as corrected here" in said.getvalue()
