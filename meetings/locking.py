"""The lock under which what belongs to one meeting happens one after the other."""

from meetings.models import Meeting


def locked(meeting: Meeting) -> Meeting:
    """The meeting's row, for the length of the transaction; taken before any row that belongs to it."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
