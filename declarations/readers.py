"""Who can see a document, in words and by head count, and why somebody sees it."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common.access import Level, role_labels
from declarations.models import Document, DocumentGrant
from members.audience import roles_of
from members.matrix import DRAFT_PAPER
from members.models import Audience, CircleAdmission, Mandate, User
from members.readers import Readers, holding


def readers_of(document: Document, user: User | None = None) -> Readers:
    """The roles and persons that a document reaches today, before and after it is published.

    The head count is of people with a mandate; whoever reads what is public is not counted.
    """
    day = timezone.localdate()
    reaching = roles_of(document.audience, document.body)
    if not document.is_public and (document.audience == Audience.PUBLIC or document.status == Document.Status.DRAFT):
        reaching &= DRAFT_PAPER.roles(Level.READ)
    mandates = Mandate.objects.on(day).filter(holding(reaching))
    admitted = CircleAdmission.objects.on(day).filter(circle=document.circle_id) if document.circle_id else None
    granted = DocumentGrant.objects.on(day).filter(document=document.pk)
    people = Q(mandates__in=mandates)
    roles = [str(label) for role, label in role_labels.items() if role in reaching]
    mine = [str(label) for role, label in role_labels.items() if user and role in reaching & user.standing.roles]
    if admitted is not None:
        parties = Mandate.objects.on(day).filter(party__in=admitted.values("party"))
        people |= Q(pk__in=admitted.filter(person__isnull=False).values("person")) | Q(mandates__in=parties)
        roles.append(_("the people admitted to: %(circle)s") % {"circle": document.circle})
    people |= Q(pk__in=granted.filter(person__isnull=False).values("person"))
    people |= Q(mandates__in=Mandate.objects.on(day).filter(party__in=granted.values("party")))
    roles += [_("by a grant: %(name)s") % {"name": grant.person or grant.party} for grant in granted]
    return Readers(roles=roles, people=User.objects.filter(people).distinct().count(), mine=mine)
