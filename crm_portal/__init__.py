"""The ground and the frame of the portal; imports no app, and not Celery, of which web processes have no use."""
