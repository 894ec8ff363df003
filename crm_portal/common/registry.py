"""What apps contribute to pages and commands of the frame, which imports none of them. Filled in AppConfig.ready."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from crm_portal.common.history import Loading

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from crm_portal.common.search import SearchSource, SmallSource

Text = str | Promise


class Ordered(Protocol):
    """What has a place among its kind."""

    @property
    def order(self) -> int: ...


@dataclass(frozen=True)
class Entry:
    """A page in the primary navigation or the footer, by the name of its URL."""

    order: int
    label: Text
    url_name: str


@dataclass(frozen=True)
class HomePanel:
    """A part of the home page: `area` is where it stands, `context` is asked for at each rendering."""

    area: str
    order: int
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any]]


@dataclass(frozen=True)
class DocumentPanel:
    """What an app tells on the page of a document, as far as the reader may know: `context` is given both."""

    order: int
    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class ConsultationPanel:
    """What an app tells on the page of a consultation, as far as the reader may know: `context` is given both."""

    order: int
    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class PlanCount:
    """How many things of one kind an app has on each axis of the Plan of Action, as far as everybody may know.

    `by_axis` gives them by the axis's number; `words` says a number of them.
    """

    order: int
    by_axis: Callable[[], Mapping[int, int]]
    words: Callable[[int], str]


@dataclass(frozen=True)
class Figures:
    """Numbers for the home page, each after its label; counted, never typed."""

    order: int
    count: Callable[[], list[tuple[Text, int]]]


@dataclass(frozen=True)
class HistoryLoader:
    """Loads an app's fact files; raises BadFactError. Apps load in `order`, which follows the imports."""

    order: int
    load: Callable[[Loading], None]


@dataclass(frozen=True)
class DemoLoader:
    """Makes an app's fictional data; running it again changes nothing."""

    order: int
    load: Callable[[], None]


@dataclass(frozen=True)
class PublicPages:
    """Public pages for the sitemap: (url name, arguments) of each."""

    order: int
    pages: Callable[[], Iterable[tuple[str, tuple[str, ...]]]]


@dataclass(frozen=True)
class PublicRows:
    """Public pages of which there may be very many: one for each row, by its only argument.

    `rows` gives pairs of the argument and the moment of the row's last change, in an order that stays.
    """

    order: int
    url_name: str
    rows: "Callable[[], QuerySet[Any, tuple[str, datetime]]]"


@dataclass(frozen=True)
class ApiRouter:
    """A part of the API: where its router is, as a dotted name, since it is loaded when the API is first asked."""

    order: int
    router: str


@dataclass(frozen=True)
class IntranetEntry:
    """A page in the menu of the intranet, for those whom `is_for` admits.

    `under` names the page under which it stands, for those who have that one too; for others it stands by itself.
    """

    order: int
    label: Text
    url_name: str
    is_for: Callable[[Any], bool] = lambda user: True
    under: str = ""


@dataclass(frozen=True)
class Task:
    """Something that waits: what, where to do it, and by which day."""

    title: Text
    url: str = ""
    due_on: date | None = None
    detail: Text = ""


@dataclass(frozen=True)
class Waiting:
    """Rows that wait and that a person may see: one task for all of them, and none when there are none.

    `said` is a text of which `number` decides the form; `page` lists the rows. Where one row has a page of its own,
    `page_of_one` names it. `day` is the field with the day by which each is due. The rows have whole numbers for keys.
    All of them, whatever their app, are counted together, so a query of one's own is not the way to say how many wait.
    """

    said: Text
    rows: "QuerySet[Any]"
    page: str
    page_of_one: str = ""
    day: str = ""
    detail: Text = ""


@dataclass(frozen=True)
class Worklist:
    """What waits for a person in one app."""

    order: int
    tasks: Callable[[Any], Iterable[Task | Waiting]]


@dataclass(frozen=True)
class HandoverSection:
    """What one app leaves open when a presidency hands over: a heading, and what is open as both teams may see it.

    `tasks` is given the standing of a team of the Troika, never a person's: the file must hold nothing that one of its
    readers may not see.
    """

    order: int
    title: Text
    tasks: Callable[[Any], Iterable[Task]]


type Cell = str | int | Decimal | date | None
"""A cell of a table: a text, a number of things, an amount (at two places), a day, or nothing known."""


@dataclass(frozen=True)
class ReportTable:
    """A table of the half-yearly report, the same on the page, on paper, in spreadsheets and kept for good.

    Each row has a cell for each column; the first one names the row. Raises ValueError where it is otherwise.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        lines = [*self.rows, *([self.total] if self.total is not None else [])]
        if any(len(line) != len(self.columns) for line in lines):
            raise ValueError(f"{self.heading}: a row has a cell for each column")


@dataclass(frozen=True)
class ReportSection:
    """What one app tells in the half-yearly report of the Secretariat: a heading and its tables, in this order.

    `tables` is given the first day of the report's time and the first day after it, and answers in the language in
    force, with the same figures in each. It tells nothing that any reader of the reports may not see: of the roles that
    the row `activity_report` of the matrix names, the auditor reads least.
    """

    order: int
    title: Text
    tables: Callable[[date, date], Iterable[ReportTable]]


@dataclass(frozen=True)
class Event:
    """A day or a span of days in a person's calendar; `uid` stays the same when the rest changes."""

    uid: str
    title: Text
    starts_on: date
    ends_on: date
    """The first day that is no longer part of it."""

    url: str = ""


@dataclass(frozen=True)
class Calendar:
    """A person's events in one app."""

    order: int
    events: Callable[[Any], Iterable[Event]]


@dataclass(frozen=True)
class PersonalData:
    """What an app holds about a person: plain values under a name, asked for when the person wants them."""

    order: int
    name: str
    held: Callable[[Any], Any]


class Registry[T: Ordered]:
    """A list that apps add to and the frame reads in order."""

    def __init__(self) -> None:
        self._items: list[T] = []

    def add(self, *items: T) -> None:
        self._items = sorted([*self._items, *items], key=lambda item: item.order)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)


navigation: Registry[Entry] = Registry()
footer: Registry[Entry] = Registry()
home_panels: Registry[HomePanel] = Registry()
document_panels: Registry[DocumentPanel] = Registry()
consultation_panels: Registry[ConsultationPanel] = Registry()
plan_counts: Registry[PlanCount] = Registry()
figures: Registry[Figures] = Registry()
history_loaders: Registry[HistoryLoader] = Registry()
demo_loaders: Registry[DemoLoader] = Registry()
public_pages: Registry[PublicPages] = Registry()
public_rows: Registry[PublicRows] = Registry()
api_routers: Registry[ApiRouter] = Registry()
intranet_pages: Registry[IntranetEntry] = Registry()
worklists: Registry[Worklist] = Registry()
calendars: Registry[Calendar] = Registry()
handover_sections: Registry[HandoverSection] = Registry()
report_sections: Registry[ReportSection] = Registry()
personal_data: Registry[PersonalData] = Registry()
search_sources: "Registry[SearchSource | SmallSource]" = Registry()
desk_notices: list[Callable[[], str | None]] = []
"""What the first page of the admin asks of the staff; None when there is nothing to ask."""

moments: list[Callable[[datetime, datetime], bool]] = []
"""Whether something of an app opened or closed to the public by itself, after one moment and by another."""

public_tables: set[str] = set()
"""Tables that public pages show; a write to one of them renders those pages anew."""

deed_labels: dict[str, Text] = {}
"""What the steps of workflows are called, by their verbs."""

party_names: list[Callable[[set[int]], Mapping[int, str]]] = []
"""The one way to the names of parties, for records that keep their numbers."""

holders: "list[Callable[[Collection[str]], QuerySet[Any]]]" = []
"""The one way to the people who hold one of some roles of the matrix today, filled by the app that keeps mandates."""
