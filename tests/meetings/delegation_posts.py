"""What the pages of delegations are sent."""


def people(*rows, **values):
    """The form of a delegation with these people, each a dictionary of fields or a name."""
    sent = {"people-TOTAL_FORMS": str(len(rows)), "people-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        fields = {"full_name": row} if isinstance(row, str) else row
        sent |= {f"people-{number}-{name}": value for name, value in fields.items()}
    return sent | values
