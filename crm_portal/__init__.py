"""The ground and the frame of the portal; imports no app."""

from crm_portal.celery import app as celery_app  # so that @shared_task finds the broker in the web process too

__all__ = ["celery_app"]
