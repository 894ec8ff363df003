"""The pages of consultations for everybody who may know of them: the list, one consultation, and its board."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm_portal.common import registry
from crm_portal.common.access import Protected
from declarations.consultations import clock, people
from declarations.consultations.board import Board, boards
from declarations.consultations.course import course
from declarations.consultations.differences import differences
from declarations.consultations.steps import offered
from declarations.matrix import CONSULT_MEMBERS, CONSULT_TROIKA
from declarations.models import Consultation, ConsultationText, Document, Round
from declarations.models.consultations import CONDUCT
from members.readers import readers
from members.requests import SignedInRequest

ON_A_PAGE = 50


def consultation_of(request: SignedInRequest, pk: int) -> Consultation:
    """The consultation, for whoever may know of it. Raises Http404."""
    return get_object_or_404(Consultation.objects.visible_to(request.user), pk=pk)


@require_safe
def consultation_list(request: SignedInRequest) -> HttpResponse:
    """Every consultation that the reader may know of: what is under way, and what has ended."""
    if not request.user.has_perm("declarations.read_consultation"):
        raise Http404
    found = Consultation.objects.visible_to(request.user)
    under_way = list(found.under_way())
    rounds = Round.objects.visible_to(request.user).filter(consultation__in=under_way, closed_at=None)
    context = {
        "under_way": [(one, board) for one in under_way for board in [board_of(one, boards(request.user, rounds))]],
        "page": Paginator(found.exclude(pk__in=[one.pk for one in under_way]), ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "may_begin": request.user.has_perm("declarations.begin_consultation"),
    }
    return render(request, "declarations/consultation_list.html", context)


def board_of(consultation: Consultation, found: dict[int, Board]) -> Board | None:
    return next((board for board in found.values() if board.round.consultation_id == consultation.pk), None)


@require_safe
def consultation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One consultation: how far it is, what I may do, the board, the text of each round, and what came of it."""
    consultation = consultation_of(request, pk)
    user = request.user
    rounds = list(rounds_of(consultation, user))
    seen = boards(user, rounds)
    last = rounds[-1] if rounds else None
    now = timezone.now()
    conducts = user.has_perm("declarations.begin_consultation")
    context = {
        "consultation": consultation,
        "course": course(consultation, rounds),
        "steps": offered(user, consultation, last)
        if conducts or user.has_perm("declarations.remind_consultation")
        else [],
        "board": seen[last.pk] if last else None,
        "earlier": [(seen[one.pk], part(one, rounds)) for one in reversed(rounds[:-1])],
        "text": part(last, rounds) if last else None,
        "draft": draft(consultation, user, last),
        "mine": [
            cell
            for board in seen.values()
            if board.is_open
            for cell in board.cells
            if cell.is_own and people.acts_for(user, cell.addressee)
        ],
        "moved": clock.would_differ(last, [cell.addressee for cell in seen[last.pk].cells])
        if last and conducts and last.is_open(now)
        else [],
        "may_record": bool(last and last.is_open(now) and user.has_perm("declarations.record_position")),
        "dossiers": Document.objects.visible_to(user).filter(
            pk__in=[number for number in (consultation.dossier_id, consultation.troika_dossier_id) if number]
        )
        if consultation.dossier_id or consultation.troika_dossier_id
        else [],
        "panels": [
            {"template": one.template, **one.context(user, consultation)} for one in registry.consultation_panels
        ]
        if consultation.outcome
        else [],
        "readers": readers(row_of(consultation, last), user),
    }
    return render(request, "declarations/consultation_detail.html", context)


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
    }


def draft(consultation: Consultation, user: Any, last: Round | None) -> ConsultationText | None:
    """The text as it is being written, for the Presidency and the Secretariat."""
    if consultation.has_ended or not user.standing.holds(*CONDUCT):
        return None
    newest = consultation.texts.order_by("-number").prefetch_related("attachments__file").first()
    return newest if newest and (last is None or newest.pk != last.text_id) else None


def row_of(consultation: Consultation, last: Round | None) -> Protected:
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
