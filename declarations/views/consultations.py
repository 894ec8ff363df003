"""The pages of consultations for everybody who may know of them: the list, one consultation, and its board."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm_portal.common import registry
from crm_portal.common.access import Level, Protected
from declarations.consultations import clock, people
from declarations.consultations.board import Board, Cell, boards
from declarations.consultations.course import course
from declarations.consultations.differences import differences
from declarations.consultations.steps import offered
from declarations.matrix import CONSULT_MEMBERS, CONSULT_TROIKA
from declarations.models import Addressee, Consultation, ConsultationText, Document, Round
from declarations.models.consultations import CONDUCT
from members.matrix import CONSULTATION_PAPER
from members.readers import readers
from members.requests import SignedInRequest

ON_A_PAGE, MOST_UNDER_WAY = 50, 50


def consultation_of(request: SignedInRequest, pk: int) -> Consultation:
    """The consultation, for whoever may know of it. Raises Http404."""
    return get_object_or_404(Consultation.objects.visible_to(request.user), pk=pk)


def show_again(request: SignedInRequest, form: Form, **marks: str) -> None:
    """Have a refused form carry the marks of what stands there now: sent once more, it is meant."""
    data = request.POST.copy()
    for name, mark in marks.items():
        data[name] = mark
    form.data = data


@require_safe
def consultation_list(request: SignedInRequest) -> HttpResponse:
    """Every consultation that the reader may know of: what is under way, and what has ended."""
    if not request.user.has_perm("declarations.read_consultation"):
        raise Http404
    found = Consultation.objects.visible_to(request.user)
    under_way = list(found.under_way()[:MOST_UNDER_WAY])
    rounds = Round.objects.visible_to(request.user).filter(consultation__in=under_way, closed_at=None)
    by_consultation = {board.round.consultation_id: board for board in boards(request.user, rounds).values()}
    context = {
        "under_way": [(one, by_consultation.get(one.pk)) for one in under_way],
        "page": Paginator(found.ended(), ON_A_PAGE).get_page(request.GET.get("page")),
        "may_begin": request.user.has_perm("declarations.begin_consultation"),
    }
    return render(request, "declarations/consultation_list.html", context)


@require_safe
def consultation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One consultation: how far it is, what I may do, the board, the text of each round, and what came of it."""
    consultation = consultation_of(request, pk)
    user = request.user
    rounds = list(rounds_of(consultation, user))
    seen = boards(user, rounds)
    last = rounds[-1] if rounds else None
    context = {
        "consultation": consultation,
        "course": course(consultation, rounds),
        "steps": offered(user, consultation, seen[last.pk] if last else None),
        "board": seen[last.pk] if last else None,
        "earlier": [(seen[one.pk], part(one, rounds)) for one in reversed(rounds[:-1])],
        "text": part(last, rounds) if last else None,
        "draft": draft(consultation, user, last),
        "mine": own_cells(seen.values(), user),
        "later": later(seen[last.pk], user) if last else [],
        "may_record": bool(last and seen[last.pk].is_open and user.has_perm("declarations.record_position")),
        "dossiers": dossiers(consultation, user),
        "awaits_dossier": awaits_dossier(consultation, user),
        "taken_back": bool(last and was_taken_back(last, rounds)),
        "panels": panels(consultation, user),
        "readers": readers(row_of(consultation), user),
    }
    return render(request, "declarations/consultation_detail.html", context)


def own_cells(seen: Iterable[Board], user: Any) -> list[Cell]:
    """The cells in which somebody may answer now."""
    cells = [cell for board in seen if board.is_open for cell in board.cells if cell.is_own]
    return [cell for cell in cells if people.acts_for(user, cell.addressee)]


def later(board: Board, user: Any) -> list[Addressee]:
    """The countries whose last day would be later by today's calendars, for whoever may do something about it."""
    if not board.is_open or not user.has_perm("declarations.extend_consultation"):
        return []
    return clock.now_later(board.round, [cell.addressee for cell in board.cells])


def dossiers(consultation: Consultation, user: Any) -> Iterable[Document]:
    """The dossiers that somebody may read, once they are filed."""
    filed = [number for number in (consultation.dossier_id, consultation.troika_dossier_id) if number]
    return Document.objects.visible_to(user).filter(pk__in=filed) if filed else []


def awaits_dossier(consultation: Consultation, user: Any) -> bool:
    """Whether the members' dossier is due to somebody who will read it."""
    is_due = consultation.status == Consultation.Status.REPORTED and consultation.dossier_id is None
    return is_due and user.standing.level(CONSULTATION_PAPER) >= Level.READ


def was_taken_back(round_: Round, rounds: list[Round]) -> bool:
    """Whether the Presidency took the text of this round back from the Troika: it was asked anew, or is to be."""
    later = any(one.is_of_troika and one.attempt > round_.attempt for one in rounds)
    is_draft = round_.consultation.status == Consultation.Status.DRAFT
    return round_.is_of_troika and (later or is_draft)


def panels(consultation: Consultation, user: Any) -> list[dict[str, Any]]:
    """What other parts tell of a consultation that has its outcome."""
    told = list(registry.consultation_panels) if consultation.outcome else []
    return [{"template": one.template, **one.context(user, consultation)} for one in told]


def rounds_of(consultation: Consultation, user: Any) -> Any:
    """The rounds that somebody sees, the first one first, each with its text and what gave it more time."""
    found = Round.objects.visible_to(user).filter(consultation=consultation)
    return found.select_related("text", "consultation", "sent_by").prefetch_related(
        "text__attachments__file", "extensions"
    )


def part(round_: Round, rounds: list[Round]) -> dict[str, Any]:
    """The text of a round, with what differs from the text of the one before it."""
    place = rounds.index(round_)
    before = rounds[place - 1].text if place else None
    changed = before is not None and before.pk != round_.text_id
    return {
        "text": round_.text,
        "attachments": round_.text.attachments.all(),
        "differences": differences(before.text, round_.text.text) if before and changed else [],
        "is_unchanged": before is not None and not changed,
        "was_taken_back": was_taken_back(round_, rounds),
    }


def draft(consultation: Consultation, user: Any, last: Round | None) -> ConsultationText | None:
    """The text as it is being written, for the Presidency and the Secretariat."""
    if consultation.has_ended or not user.standing.holds(*CONDUCT):
        return None
    newest = consultation.texts.order_by("-number").prefetch_related("attachments__file").first()
    return newest if newest and (last is None or newest.pk != last.text_id) else None


def row_of(consultation: Consultation) -> Protected:
    """The row of the matrix that says who reads the consultation as it is now."""
    return CONSULT_TROIKA if consultation.opened_at is None else CONSULT_MEMBERS


@require_safe
def round_board(request: SignedInRequest, pk: int) -> HttpResponse:
    """The board alone, for a page that asks again; nothing (204) while it is as that page has it."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user).select_related("consultation"), pk=pk)
    board = boards(request.user, [round_])[round_.pk]
    if request.GET.get("seen") == board.fingerprint:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    may_record = board.is_open and request.user.has_perm("declarations.record_position")
    return render(request, "declarations/_board.html", {"board": board, "may_record": may_record})
