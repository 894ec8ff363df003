"""Which files of consultations somebody may read: those of the texts and positions that the person sees."""

from typing import Any

from django.db.models import Q

from declarations.models import Position, TextAttachment


def readable_files(user: Any) -> Q:
    """The attachments of texts, and what countries attached to their answers."""
    of_positions = Position.objects.visible_to(user).with_files_for(user.standing)
    return Q(pk__in=TextAttachment.objects.visible_to(user).values("file")) | Q(pk__in=of_positions.values("file"))
