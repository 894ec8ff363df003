"""Who can see a case, in words and by head count, and why somebody sees it."""

from typing import Any

from django.utils.translation import gettext as _

from members.readers import Readers, holders
from members.roles import Role
from reserve_fund.models import Case


def case_readers(case: Case, user: Any) -> Readers:
    """The people whom `Case.objects.visible_to` shows this case once it is submitted, and how far each of them."""
    known = {str(Role.IOM_FUND): _("Fund administrators of IOM")}
    if case.is_special:
        minimised = _("the coordinator of the Secretariat, once IOM has referred it, without name and documents")
        known[str(Role.ST_COORD)] = minimised
    referrer = _("whoever refers it: all of it while it is being written, its state afterwards")
    people = set(holders(known.keys()).values_list("pk", flat=True)) | {case.requested_by_id}
    mine = [words for role, words in known.items() if user.standing.holds(role)]
    return Readers(
        roles=[*known.values(), referrer],
        people=len(people),
        mine=[*mine, *([referrer] if case.requested_by_id == user.pk else [])],
    )
