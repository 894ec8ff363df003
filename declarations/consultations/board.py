"""The board of a round: each country's cell, with whether it has answered and what, as far as the reader may know."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone

from crm_portal.common.files.models import PrivateFile
from declarations.models import Addressee, Position, Round


class Cell(NamedTuple):
    """One country in a round. Without `answered_at` there is no reply, and that is what is shown."""

    addressee: Addressee
    answered_at: datetime | None
    position: Position | None
    """The last one, where the reader may read it."""
    file: PrivateFile | None
    """What was attached to it, where the reader may read that."""
    earlier: list[Position]
    is_own: bool


class Board(NamedTuple):
    """A round as somebody sees it now."""

    round: Round
    cells: list[Cell]
    is_open: bool
    fingerprint: str
    """Tells whether anything has changed since somebody looked."""

    @property
    def asked(self) -> int:
        return len(self.cells)

    @property
    def replied(self) -> int:
        return sum(cell.answered_at is not None for cell in self.cells)

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.answered_at is None]

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
        last = known[-1] if known else None
        if last is not None:
            last.addressee = addressee
        cells[addressee.round_id].append(
            Cell(
                addressee,
                addressee.answered_at,
                last,
                last.file if last and last.file_is_for(user.standing) else None,
                known[:-1],
                addressee.party_id in user.standing.party_ids,
            )
        )
    return {number: board(one, cells[number], now) for number, one in found.items()}


def board(round_: Round, cells: list[Cell], now: datetime) -> Board:
    known = [
        (cell.addressee.pk, cell.answered_at, cell.position and cell.position.pk, cell.addressee.respondent_id)
        for cell in cells
    ]
    state = (known, round_.closes_at, round_.is_open(now), now.replace(minute=0, second=0, microsecond=0))
    return Board(round_, cells, round_.is_open(now), sha256(repr(state).encode()).hexdigest()[:16])
