"""The board of a round: each country's cell, with whether it has answered and what, as far as the reader may know."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from crm_portal.common.files.models import PrivateFile
from declarations.models import Addressee, Position, Round
from declarations.models.consultations import CONDUCT
from declarations.models.positions import AGAINST, SEES_ALL_COUNTRIES

LAST_HOUR = timedelta(hours=1)


class Cell(NamedTuple):
    """One country in a round. Without `answered_at` there is no reply, and that is what is shown."""

    addressee: Addressee
    answered_at: datetime | None
    position: Position | None
    """The last one, where the reader may read it."""
    file: PrivateFile | None
    """What was attached to it, where the reader may read that."""
    earlier: list[tuple[Position, PrivateFile | None]]
    is_own: bool


class Board(NamedTuple):
    """A round as somebody sees it now."""

    round: Round
    cells: list[Cell]
    is_open: bool
    fingerprint: str
    """Tells whether anything has changed since somebody looked."""
    time_zone: str
    """In which its reader is shown moments: that of the country, for whoever acts for one that was asked."""

    is_whole: bool
    """Whether the reader sees every country that was asked, and not the own one alone."""

    @property
    def asked(self) -> int:
        return len(self.cells)

    @property
    def replied(self) -> int:
        return sum(cell.answered_at is not None for cell in self.cells)

    @property
    def is_consensus(self) -> bool:
        """Whether everybody has answered and nobody is against, as far as the reader may know."""
        return all(cell.position and cell.position.choice not in AGAINST for cell in self.cells)

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many hold each position, and how many have not answered, for whoever reads every position."""
        said = Counter(cell.position.choice for cell in self.cells if cell.position)
        found = [(str(choice.label), said[choice]) for choice in Position.Choice if said[choice]]
        silent = self.asked - self.replied
        return [*found, (gettext("no reply"), silent)] if silent else found

    @property
    def own(self) -> Cell | None:
        """The cell of the reader's country, where it was asked."""
        return next((cell for cell in self.cells if cell.is_own), None)

    @property
    def shows_positions(self) -> bool:
        """Whether the reader reads what every country that has answered said."""
        return all(cell.position for cell in self.cells if cell.answered_at)


def boards(user: Any, rounds: Iterable[Round]) -> dict[int, Board]:
    """The boards of some rounds that a person sees, by the rounds' numbers; two queries."""
    found = {one.pk: one for one in rounds}
    now = timezone.now()
    said: dict[int, list[Position]] = defaultdict(list)
    seen = Position.objects.visible_to(user).filter(addressee__round__in=found)
    for position in seen.select_related("answered_by", "file").order_by("number"):
        said[position.addressee_id].append(position)
    cells: dict[int, list[Cell]] = defaultdict(list)
    addressees = (
        Addressee.objects.visible_to(user).filter(round__in=found).annotate(answered_at=Max("positions__answered_at"))
    )
    found_cells = addressees.select_related("party", "respondent")
    for addressee in sorted(found_cells, key=lambda one: one.party.name):  # as the reader's language calls it
        addressee.round = found[addressee.round_id]
        known = said[addressee.pk]
        for one in known:
            one.addressee = addressee
        last = known[-1] if known else None
        cells[addressee.round_id].append(
            Cell(
                addressee,
                addressee.answered_at,
                last,
                last.file if last and last.file_is_for(user.standing) else None,
                [(one, one.file if one.file_is_for(user.standing) else None) for one in known[:-1]],
                addressee.party_id in user.standing.party_ids,
            )
        )
    is_whole = user.standing.holds(*CONDUCT, *SEES_ALL_COUNTRIES)
    return {number: board(one, cells[number], now, user, is_whole=is_whole) for number, one in found.items()}


def board(round_: Round, cells: list[Cell], now: datetime, user: Any, *, is_whole: bool) -> Board:
    """The board with its fingerprint. What time is left is shown by the hour, and in the last hour by the minute."""
    known = [
        (cell.addressee.pk, cell.answered_at, cell.position and cell.position.pk, cell.addressee.respondent_id)
        for cell in cells
    ]
    left = round_.closes_at - now if round_.closes_at else LAST_HOUR
    shown_until = now.replace(second=0, microsecond=0) if left < LAST_HOUR else now.date()
    state = (known, round_.closes_at, round_.is_open(now), shown_until, left // LAST_HOUR)
    own = next((cell.addressee.time_zone for cell in cells if cell.is_own), user.time_zone)
    mark = sha256(repr(state).encode()).hexdigest()[:16]
    return Board(round_, cells, round_.is_open(now), mark, own, is_whole)
