"""Who can see a document, in words and by head count, and why somebody sees it."""

from typing import Any

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common.access import role_labels
from declarations.models import Document, DocumentGrant
from declarations.models.documents import read_with
from members.models import CircleAdmission, Mandate, User
from members.readers import Readers, holding
from members.standing import Standing


def readers_of(document: Document, user: User | None = None) -> Readers:
    """The roles and persons that a saved document reaches today; `user` learns by which roles.

    Each role is asked of the rule by which documents are read. The head count is of people with an account.
    """
    day = timezone.localdate()
    reaching, of_its_body = roles_reading(document)
    people = Q(pk__in=Mandate.objects.on(day).filter(holding(reaching)).values("user"))
    people |= Q(pk__in=Mandate.objects.on(day).filter(holding(of_its_body), body=document.body_id).values("user"))
    roles = [str(label) for role, label in role_labels.items() if role in reaching | of_its_body]
    own = of_its_body if user and document.body_id in user.standing.body_ids else frozenset()
    mine = [
        str(label) for role, label in role_labels.items() if user and role in user.standing.roles & (reaching | own)
    ]
    if document.circle_id:
        admitted = CircleAdmission.objects.on(day).filter(circle=document.circle_id)
        people |= named(admitted)
        roles.append(_("the people admitted to: %(circle)s") % {"circle": document.circle})
    granted = DocumentGrant.objects.on(day).filter(document=document.pk)
    people |= named(granted)
    roles += [_("by a grant: %(name)s") % {"name": grant.person or grant.party} for grant in granted]
    return Readers(roles=roles, people=User.objects.filter(people).count(), mine=mine)


def roles_reading(document: Document) -> tuple[frozenset[str], frozenset[str]]:
    """The roles that read a document whoever holds them, and those of which only the holders in its body do."""
    day = timezone.localdate()
    no_body: frozenset[int] = frozenset()
    bodies = {"": no_body, "own": frozenset({document.body_id}) if document.body_id else no_body}
    asked = {
        f"{role}:{body}": Case(
            When(read_with(Standing(frozenset({role}), body_ids=ids), day), then=Value(1)), default=Value(0)
        )
        for role in role_labels
        for body, ids in bodies.items()
    }
    names = {name: f"as_{number}" for number, name in enumerate(asked)}
    rows = Document.objects.filter(pk=document.pk).annotate(**{names[name]: case for name, case in asked.items()})
    answers = rows.values(*names.values()).get()
    whole, own = (frozenset(role for role in role_labels if answers[names[f"{role}:{body}"]]) for body in bodies)
    return whole, own - whole


def named(exceptions: QuerySet[Any]) -> Q:
    """The people whom admissions or grants name, and all who act for the parties they name."""
    acting = Mandate.objects.on(timezone.localdate()).filter(party__in=exceptions.values("party"))
    return Q(pk__in=exceptions.filter(person__isnull=False).values("person")) | Q(pk__in=acting.values("user"))


def readers_if(document: Document | None, **changed: Any) -> Readers:
    """Who would read a document if it were saved with other values; of a new one, as the draft that it will be.

    The rule is the database's, so it is saved for the length of the question and taken back.
    """
    with transaction.atomic():
        supposed = document or Document.objects.create(
            kind=Document.Kind.OTHER, title="-", year=timezone.localdate().year
        )
        Document.objects.filter(pk=supposed.pk).update(**changed)
        found = readers_of(Document.objects.select_related("body", "circle").get(pk=supposed.pk))
        transaction.set_rollback(True)
    return found
