"""Loads members/history/: parties and their seats, bodies, presidencies, provisions and who may attend."""

from datetime import date
from pathlib import Path
from typing import Any

from crm_portal.common.history import Loading, Row, rows
from crm_portal.common.sourced import Precision
from crm_portal.site.history_loader import load_page_texts
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

FOLDER = Path(__file__).parent / "history"
SAME_PARTY = {"rrocm-ngos": "rrocm"}  # the printed list bundles the network with other NGOs
JOINT_SEATS = {"eclac": "eclac-celade", "celade": "eclac-celade"}  # two partners, one observer. Source, lines 305-309
BODY_KINDS = {"per-meeting": Body.Kind.PER_MEETING, "linked body": Body.Kind.LINKED, "ad hoc": Body.Kind.AD_HOC}
AD_HOC = "ad-hoc"
SETTINGS_OF = {"drafting": "drafting-group"}
SUCCESSORS = {"migrant-children": "net-children"}  # source, lines 1519-1526
PROVISIONS = {
    "objectives.csv": (Provision.Kind.OBJECTIVE, ""),
    "membership_commitments.csv": (Provision.Kind.COMMITMENT, ""),
    "observer_limits.csv": (Provision.Kind.OBSERVER_LIMIT, ""),
    "ppt_functions.csv": (Provision.Kind.FUNCTION, "ppt"),
    "st_functions.csv": (Provision.Kind.FUNCTION, "ts"),
    "rcgm_functions.csv": (Provision.Kind.FUNCTION, "rcgm"),
}
CRITERIA = {"country": Provision.Kind.COUNTRY_CRITERION, "organisation": Provision.Kind.ORGANISATION_CRITERION}


def load(loading: Loading) -> None:
    """Load everything, in an order in which each row finds what it points to. Raises BadFactError."""
    load_members(loading)
    load_observers(loading)
    load_civil_society(loading)
    load_partners(loading)
    load_bodies(loading)
    load_presidencies(loading)
    load_provisions(loading)
    load_attendance(loading)
    load_page_texts(loading, FOLDER)


def both(row: Row, field: str, *, column: str = "") -> dict[str, str]:
    """The Spanish and the English value of a translated field."""
    return {f"{field}_{language}": row[f"{column or field}_{language}"] for language in ("es", "en")}


def state(row: Row) -> Party:
    """The state that a row names by its ISO code. Raises BadFactError."""
    found = Party.objects.filter(
        fact__in=[f"{file}:{row['iso2']}" for file in ("members", "observer_countries")]
    ).first()
    if not found:
        raise row.refuse(f"there is no party with the ISO code “{row['iso2']}”")
    return found


def load_states(loading: Loading, file: str, status: str, since: str) -> None:
    for row in rows(FOLDER / file):
        values: dict[str, Any] = both(row, "name") | {"iso3": row["iso3"], "source": row["source_lines"]}
        if "capital_tz_iana_NOT_FROM_SOURCE" in row:
            values["time_zone"] = row["capital_tz_iana_NOT_FROM_SOURCE"]
        values |= {"slug": row["iso2"].lower(), "iso2": row["iso2"], "kind": Party.Kind.STATE}
        party = loading.put(Party, row, row["iso2"], **values)
        seat(loading, row, party, status, order=row.whole("order_in_source"), since=row.new_year(since))


def seat(loading: Loading, row: Row, party: Party, status: str, *, order: int, since: date | None) -> None:
    """The status that a row gives a party."""
    loading.put(
        PartyStatus,
        row,
        party.fact.partition(":")[2],  # type: ignore[union-attr]  # a loaded party has one
        party=party,
        status=status,
        order=order,
        valid_from=since,
        precision=Precision.YEAR,
        source=row["source_lines"],
    )


def load_members(loading: Loading) -> None:
    load_states(loading, "members.csv", PartyStatus.Status.MEMBER, "joined_year")


def load_observers(loading: Loading) -> None:
    load_states(loading, "observer_countries.csv", PartyStatus.Status.OBSERVER, "since_year")
    for row in rows(FOLDER / "observer_organisations.csv"):
        party = loading.put(
            Party,
            row,
            row["slug"],
            slug=row["slug"],
            kind=Party.Kind.ORGANISATION,
            **both(row, "name"),
            **both(row, "acronym"),
            note_es=row["note_es"],
            note_en=row["note"],
            source=row["source_lines"],
        )
        seat(
            loading, row, party, PartyStatus.Status.OBSERVER, order=row.whole("order"), since=row.new_year("since_year")
        )


def load_civil_society(loading: Loading) -> None:
    for row in rows(FOLDER / "civil_society.csv"):
        party = loading.put(
            Party,
            row,
            row["slug"],
            slug=row["slug"],
            kind=Party.Kind.CIVIL_SOCIETY,
            **both(row, "name"),
            **both(row, "acronym"),
            **both(row, "description"),
            website=row["website_in_source"],
            source=row["source_lines"],
        )
        seat(loading, row, party, PartyStatus.Status.CIVIL_SOCIETY, order=1, since=row.new_year("since_year"))


def load_partners(loading: Loading) -> None:
    """The printed list of partners. Who has another seat keeps it; the printed name becomes another name."""
    for row in rows(FOLDER / "partner_organisations.csv"):
        party = partner(loading, row)
        if party.fact != f"{row.file.stem}:{row['slug']}":
            load_aliases(loading, row, party)
        loading.put(
            Partnership,
            row,
            row["slug"],
            order=row.whole("order_in_source"),
            party=party,
            **both(row, "name"),
            note_es=row["note_es"],
            note_en=row["note"],
            source=row["source_lines"],
        )


def load_aliases(loading: Loading, row: Row, party: Party) -> None:
    """The names under which this list prints a party that another list has named."""
    for language in ("es", "en"):
        name = row[f"name_{language}"]
        # A party that staff rename gains its printed name here: nobody who searches for that one is lost.
        if name not in {party.name_es, party.name_en}:  # type: ignore[attr-defined]
            fact = f"{row['slug']}:{language}"
            loading.put(PartyAlias, row, fact, party=party, name=name, source=row["source_lines"])


def partner(loading: Loading, row: Row) -> Party:
    slug = SAME_PARTY.get(row["slug"], row["slug"])
    if row["status_in_2016"] != "partner only" and slug not in JOINT_SEATS:
        found = Party.objects.filter(fact__endswith=f":{slug}").first()
        if not found:
            raise row.refuse(f"“{slug}” is said to be an observer but is in no list of observers")
        return found
    is_category = row["slug"] == "private-sector"
    joint = Party.objects.get(fact=f"observer_organisations:{JOINT_SEATS[slug]}") if slug in JOINT_SEATS else None
    party = loading.put(
        Party,
        row,
        slug,
        slug=slug,
        kind=Party.Kind.CATEGORY if is_category else Party.Kind.ORGANISATION,
        **both(row, "name"),
        **both(row, "acronym"),
        joint_seat=joint,
        source=row["source_lines"],
    )
    if not joint:
        seat(loading, row, party, PartyStatus.Status.PARTNER, order=row.whole("order_in_source"), since=None)
    return party


def load_bodies(loading: Loading) -> None:
    for order, row in enumerate(rows(FOLDER / "bodies.csv"), start=1):
        if row["type"] == "role":
            continue  # a focal point is a role that a person holds, not a body
        loading.put(
            Body,
            row,
            row["slug"],
            slug=row["slug"],
            **both(row, "name"),
            **both(row, "acronym"),
            **both(row, "role"),
            **both(row, "composition"),
            **both(row, "origin"),
            **both(row, "outputs"),
            frequency_es=row["frequency_es"],
            frequency_en=row["frequency"],
            note_es=row["note_es"],
            note_en=row["note"],
            kind=BODY_KINDS.get(row["type"], row["type"]),
            status=row["status"],
            order=order,
            established_on=row.new_year("created_year"),
            precision=Precision.YEAR,
            reports_to=body(row, row["reports_to"]),
            reports_to_basis=row["reports_to_basis"],
            source=row["source_lines"],
        )
    load_ad_hoc_groups(loading)
    for row in rows(FOLDER / "st_composition.csv"):
        loading.put(
            Post,
            row,
            row["order"],
            body=body(row, "ts"),
            order=row.whole("order"),
            **both(row, "title", column="post"),
            headcount=row.whole("count"),
            source=row["source_lines"],
        )


def body(row: Row, slug: str) -> Body | None:
    """The body of that short name; None for an empty one. Raises BadFactError."""
    if not slug:
        return None
    found = Body.objects.filter(fact__endswith=f":{slug}").first()
    if not found:
        raise row.refuse(f"there is no body “{slug}”, or it stands further down")
    return found


def load_ad_hoc_groups(loading: Loading) -> None:
    for row in rows(FOLDER / "ad_hoc_groups.csv"):
        loading.put(
            Body,
            row,
            row["slug"],
            slug=row["slug"],
            **both(row, "name"),
            **both(row, "role", column="purpose"),
            support_es=row["supporting_bodies_es"],
            support_en=row["supporting_bodies"],
            note_es=row["status_2016_es"],
            note_en=row["status_2016"],
            kind=Body.Kind.AD_HOC,
            status=Body.Status.ACTIVE,
            order=100 + row.whole("no"),
            established_on=row.new_year("created_year"),
            precision=Precision.YEAR,
            part_of=body(row, AD_HOC),
            successor=body(row, SUCCESSORS.get(row["slug"], "")),
            meetings_stated=row.whole("meetings_stated") if row["meetings_stated"] else None,
            source=row["source_lines"],
        )


def load_presidencies(loading: Loading) -> None:
    """The terms to 2016: the source gives the year alone, so 1 January to 1 January is assumed."""
    for row in rows(FOLDER / "ppt_terms.csv"):
        begins = row.new_year("year")
        if begins is None:
            raise row.refuse("a term has a year")
        is_official = row["theme_en_status"].startswith("official")
        party = state(row)
        loading.put(
            PresidencyTerm,
            row,
            row["year"],
            starts_on=begins,
            party=party,
            ends_on=begins.replace(year=begins.year + 1),
            precision=row["precision"],
            boundaries_basis=PresidencyTerm.Basis.ASSUMED,
            **both(row, "theme"),
            theme_translation=PresidencyTerm.Translation.OFFICIAL
            if is_official
            else PresidencyTerm.Translation.COURTESY,
            conference_number=row.whole("conference_no"),
            note_es=row["note_es"],
            note_en=row["note"],
            source=row["source_lines"],
        )


def load_provisions(loading: Loading) -> None:
    for file, (kind, slug) in PROVISIONS.items():
        for row in rows(FOLDER / file):
            text = both(row, "text", column="paraphrase") if "paraphrase_es" in row else {}
            put_provision(loading, row, kind, body(row, slug), **text)
    for row in rows(FOLDER / "observer_criteria.csv"):
        put_provision(loading, row, row.choice("applies_to", CRITERIA), None, evidence=row["evidence_type_design"])


def put_provision(loading: Loading, row: Row, kind: str, of: Body | None, **values: str) -> None:
    values |= both(row, "label") | {"source": row["source_lines"]}
    loading.put(Provision, row, f"{kind}:{row['no']}", kind=kind, body=of, number=row.whole("no"), **values)


def load_attendance(loading: Loading) -> None:
    known = {fact.partition(":")[2] for fact in Body.objects.exclude(fact=None).values_list("fact", flat=True) if fact}
    for row in rows(FOLDER / "meeting_access_rules.csv"):
        setting = SETTINGS_OF.get(row["body"], row["body"].removeprefix("ad-hoc-"))
        names = ("body", "part", "participant_category", "may_attend")
        loading.put(
            Attendance,
            row,
            ":".join(row[name] for name in names),
            setting=row["body"],
            part=row["part"],
            participant=row["participant_category"],
            may_attend=row["may_attend"],
            body=body(row, setting) if setting in known else None,
            condition_es=row["condition_es"],
            condition_en=row["condition"],
            basis=row.choice("basis", {value: value for value in Attendance.Basis.values}),
            source=row["source_lines"],
        )
