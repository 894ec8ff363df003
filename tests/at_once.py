"""Attempts by as many people at the same moment, each with a connection of its own."""

import threading

from django.db import IntegrityError, connection

from crm_portal.common.workflow import TransitionNotAllowed


def at_once(number, attempt):
    """What came of each: "done", or the name of the refusal."""
    barrier, outcomes = threading.Barrier(number), []

    def run(index):
        try:
            barrier.wait(timeout=30)
            attempt(index)
        except (TransitionNotAllowed, IntegrityError) as refusal:
            outcomes.append(type(refusal).__name__)
        else:
            outcomes.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
