"""Who keeps the records of this app."""

from crm_portal.common.access import on_the_desk
from members.rules import writes_records

on_the_desk("contributions", ["scale", "share"], writes_records, writes_records)
