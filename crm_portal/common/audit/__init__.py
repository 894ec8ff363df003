"""What was changed, and what was read: by whom, when and why.

- `keep_history(Model)` has the database keep every change of a model's rows, by whatever way it comes.
- `acting(…)` and `on_behalf_of(party_id)` say what those changes belong to.
- `record(verb, obj, by=…)` keeps one step of a workflow, `record_access(user, obj, action)` one reading.
"""

from crm_portal.common.audit.context import acting, on_behalf_of
from crm_portal.common.audit.recording import OutsideTransactionError, record, record_access
from crm_portal.common.audit.tracking import history_of, is_history, keep_history

__all__ = [
    "OutsideTransactionError",
    "acting",
    "history_of",
    "is_history",
    "keep_history",
    "on_behalf_of",
    "record",
    "record_access",
]
