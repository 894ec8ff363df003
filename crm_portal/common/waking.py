"""Telling the worker that there is something to do. Whoever tells it neither waits for the broker nor fails by it."""

import logging
import threading

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_asked: set[str] = set()
_tellers: list[threading.Thread] = []


def wake(task: str) -> None:
    """Ask the worker to run a task that looks for what waits. Should it not hear, the sweep of the next minute does it.

    A thread tells it: with the broker down the client tries for seconds, and the page that asked, a password reset for
    one, must answer at its usual pace.
    """
    with _lock:
        _asked.add(task)
        if _tellers:
            return
        teller = threading.Thread(target=_tell, name="waking", daemon=True)
        _tellers.append(teller)
    teller.start()


def _tell() -> None:
    while True:
        with _lock:
            if not _asked:
                _tellers.clear()
                return
            task = _asked.pop()
        try:
            from crm_portal.celery import app  # memory that a web process does without until it hands something out

            app.send_task(task, retry=False)
        except Exception as error:  # whatever it is, the row is there
            logger.warning("The worker could not be told of %s (%s); the sweep finds it.", task, type(error).__name__)
