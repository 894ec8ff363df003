"""Schemathesis asks the API whatever its description allows and forbids. Source: hardening plan, row B2."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

EXAMPLES = 720 if os.environ.get("PORTAL_TEST_FULL") else 25
"""For each of seven operations and both ways to ask: 10,000 calls in full."""

OPERATIONS = [
    "/api/v1/bodies",
    "/api/v1/documents",
    "/api/v1/documents/{symbol}",
    "/api/v1/meetings",
    "/api/v1/parties",
    "/api/v1/parties/{slug}",
    "/api/v1/plan-of-action",
    "/api/v1/presidencies",
]

WITHOUT_PARAMETERS = {"/api/v1/plan-of-action"}


@pytest.fixture(scope="module")
def described(read_only_server):
    return schemathesis.openapi.from_url(f"{read_only_server.url}/api/v1/openapi.json")


def test_every_operation_is_tried(described):
    assert sorted(operation.ok().path for operation in described.get_all_operations()) == OPERATIONS


@pytest.mark.parametrize(
    ("mode", "path"),
    [
        *((GenerationMode.POSITIVE, path) for path in OPERATIONS),
        *((GenerationMode.NEGATIVE, path) for path in OPERATIONS if path not in WITHOUT_PARAMETERS),
    ],
)
def test_no_answer_is_a_fault_or_other_than_described(described, path, mode):
    answers = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        answers.append(case.call_and_validate().status_code)

    ask()

    assert answers
    assert [code for code in answers if code >= 500] == []
