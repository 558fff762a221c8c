"""Every case of the official JMESPath compliance tests is answered as they say."""

import pytest
from compliance_suite import cases, folder
from jmespath_batch import ask, is_same

LEAST_CASES = 850


@pytest.fixture(scope="module")
def suite():
    try:
        where = folder()
    except LookupError as reason:
        pytest.skip(f"the official compliance tests were not run: {reason}")
    return cases(where)


def is_right(case, answer) -> bool:
    if case.error:
        return answer.get("error") == case.error
    if case.is_benchmark:
        return "result" in answer
    return "result" in answer and is_same(answer["result"], case.result)


def test_every_case_of_the_official_suite_holds(stormdrill, suite):
    answers = ask(stormdrill, [(case.expression, case.document) for case in suite])
    wrong = [(case, answer) for case, answer in zip(suite, answers) if not is_right(case, answer)]
    print(f"\n{len(suite)} official cases, {len(wrong)} wrong")
    assert not wrong, f"{len(wrong)} wrong, such as {wrong[:5]}"
    assert len(suite) >= LEAST_CASES
