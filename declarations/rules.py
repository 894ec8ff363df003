"""Who may do what with documents and consultations. The levels are those of the two matrix.py."""

from typing import Any

import rules

from crm_portal.common.access import Level, allow, on_the_desk
from declarations.consultations import people
from declarations.matrix import CONSULT_MEMBERS, CONSULT_TROIKA
from declarations.models import Addressee, Document, DocumentGrant
from members.audience import row_of
from members.matrix import DRAFT_PAPER, PUBLISHED_PAPER
from members.models import Audience
from members.roles import PPT, SECRETARIAT, Role
from members.rules import reaches

WRITERS = frozenset({PPT, *SECRETARIAT, Role.LIAISON, Role.RCGM})
"""Who works on texts; a head of delegation approves them without."""


def level(user: Any, document: Document) -> Level:
    """How far somebody may go with a document: by its audience, and before it is out by the row of drafts as well."""
    by_audience, by_draft = (Level(user.standing.level(row)) for row in (row_of(document, user.standing), DRAFT_PAPER))
    if not document.is_unfinished:
        return by_audience
    if document.audience == Audience.PUBLIC:
        return by_draft
    return min(by_audience, by_draft)


@rules.predicate
def writes(user: Any, document: Document | None) -> bool:
    """The Secretariat and the Presidency write what they see; a network's officers and the RCGM their own papers."""
    if document is None:
        return bool(user.standing.holds(PPT, *SECRETARIAT))
    may = user.standing.holds(*WRITERS) and level(user, document) >= Level.WRITE
    return bool(may and Document.objects.visible_to(user).contains(document))


@rules.predicate
def publishes(user: Any, document: Document | None) -> bool:
    """For everybody, the coordinator; for a narrower audience, whoever writes its papers."""
    if document is None:
        return bool(user.standing.holds(*SECRETARIAT))
    if document.audience == Audience.PUBLIC:
        return bool(user.standing.level(PUBLISHED_PAPER) >= Level.APPROVE)
    return bool(writes(user, document))


@rules.predicate
def opens(user: Any, document: Document | None) -> bool:
    """The Presidency opens a paper beyond its audience, closed-door ones included; all others the coordinator too."""
    if user.standing.holds(PPT):
        return document is None or bool(Document.objects.visible_to(user).contains(document))
    return bool(user.standing.holds(Role.ST_COORD)) and (document is None or document.audience != Audience.CIRCLE)


@rules.predicate
def grants(user: Any, grant: DocumentGrant | None) -> bool:
    """Whoever may open a paper writes down to whom."""
    return bool(opens(user, grant.document if grant else None))


secretariat = reaches(DRAFT_PAPER, Level.WRITE) & reaches(PUBLISHED_PAPER, Level.WRITE)
DESK = ["documentversion", "documenttheme", "documentrelation", "paragraph", "oldaddress", "axis", "theme", "subtheme"]
on_the_desk("declarations", DESK, secretariat, secretariat)
on_the_desk("declarations", ["document"], secretariat, secretariat & writes)
on_the_desk("declarations", ["documentgrant"], secretariat, grants)
for table in ("documenttheme", "documentrelation", "paragraph", "oldaddress"):
    rules.add_perm(f"declarations.delete_{table}", secretariat)
for verb in ("provisional", "final", "reopen", "add_version"):
    rules.add_perm(f"declarations.{verb}_document", writes)
for verb in ("publish", "withdraw"):
    rules.add_perm(f"declarations.{verb}_document", publishes)
rules.add_perm("declarations.open_document", opens)


@rules.predicate
def conducts(user: Any) -> bool:
    """The Presidency, and the coordinator on its instruction: no other role that answers writes as well."""
    return bool(user.standing.holds(PPT, Role.ST_COORD))


@rules.predicate
def presides(user: Any) -> bool:
    """What the procedure gives to the Presidency alone. Source, lines 709-734."""
    return bool(user.standing.holds(PPT))


@rules.predicate
def reminds(user: Any) -> bool:
    return bool(user.standing.holds(PPT, *SECRETARIAT))


@rules.predicate
def records(user: Any) -> bool:
    """Whoever writes down what a country answered by mail has no position of its own. Source, lines 967-971."""
    return bool(user.standing.holds(Role.ST_COORD))


@rules.predicate
def answers(user: Any, addressee: Addressee | None) -> bool:
    return addressee is not None and people.acts_for(user, addressee)


@rules.predicate
def names(user: Any, addressee: Addressee | None) -> bool:
    return addressee is not None and people.may_name(user, addressee)


on_the_desk("declarations", ["consultation"], secretariat, rules.always_deny)
allow("declarations.read_consultation", reaches(CONSULT_TROIKA, Level.READ) | reaches(CONSULT_MEMBERS, Level.READ))
for verb in ("begin", "write", "submit", "take_back", "open_first", "open_second", "ask"):
    allow(f"declarations.{verb}_consultation", conducts)
for verb in ("agree", "skip", "declare", "report", "extend", "open_positions"):
    allow(f"declarations.{verb}_consultation", presides)
allow("declarations.remind_consultation", reminds)
allow("declarations.record_position", records)
allow("declarations.answer_addressee", answers)
allow("declarations.name_addressee", names)
