"""Loads meetings/history/: the 21 conferences with what is certain of each, and the printed counts of activities."""

from datetime import UTC, date, datetime
from pathlib import Path

from crm_portal.common.history import Loading, Row, rows
from crm_portal.common.sourced import Precision
from crm_portal.site.history_loader import load_page_texts
from meetings import titles, workflow
from meetings.models import ActivityCount, Meeting
from members.history_loader import both, state
from members.models import Body

FOLDER = Path(__file__).parent / "history"
PRINTED_AT = datetime(2016, 11, 18, tzinfo=UTC)
"""The last day of the last of them; no portal announced them before."""
SOURCE = "1919-1934"


def load(loading: Loading) -> None:
    """Load the conferences, the printed counts and the texts of pages. Raises BadFactError."""
    for row in rows(FOLDER / "conferences.csv"):
        load_conference(loading, row)
    for row in rows(FOLDER / "activity_counts.csv"):
        loading.put(
            ActivityCount,
            row,
            row["order"],
            order=row.whole("order"),
            **both(row, "name"),
            printed=row.whole("count"),
            kinds=row["kinds"].split(";"),
            source=row["source_lines"],
        )
    load_page_texts(loading, FOLDER)


def load_conference(loading: Loading, row: Row) -> None:
    """One conference; the days, the city and the number are as certain as `basis` says."""
    number, (starts_on, last_on, precision) = row.whole("number"), days(row)
    meeting = loading.put(
        Meeting,
        row,
        row["number"],
        slug=f"crm-{number}",
        kind=Meeting.Kind.CONFERENCE,
        ordinal=number,
        **{f"title_{code}": title for code, title in titles.numbered(Meeting.Kind.CONFERENCE, number).items()},
        host=state(row),
        **both(row, "place", column="city"),
        year=row.whole("year"),
        starts_on=starts_on,
        last_on=last_on,
        precision=precision,
        basis=row.choice("basis", {value: value for value in Meeting.Basis.values}),
        **both(row, "certainty", column="note"),
        source=row["external_source"] or SOURCE,
    )
    if meeting.convened_at is None:
        workflow.record(meeting, at=PRINTED_AT)
        meeting.bodies.add(Body.objects.get(fact="bodies:vm"))


def days(row: Row) -> tuple[date | None, date | None, str]:
    """The first and the last day of `1999-01-28/1999-01-29`, of a day, of a month or of a year. Raises BadFactError."""
    first, _slash, last = row["date_or_range"].partition("/")
    try:
        if len(first) == len("1996"):
            return None, None, Precision.YEAR
        if len(first) == len("1996-03"):
            return date.fromisoformat(f"{first}-01"), None, Precision.MONTH
        return date.fromisoformat(first), date.fromisoformat(last or first), Precision.DAY
    except ValueError:
        raise row.refuse(f"date_or_range is “{row['date_or_range']}”, not a day, a month or a year") from None
