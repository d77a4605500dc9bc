"""The running total of what answers used."""

import threading

from chatbot.totals import Totals
from chatbot.usage import Usage


def test_turns_are_added_up_whoever_adds_them() -> None:
    totals = Totals()
    used = Usage(10, 2, 1, False, 0.5)

    def add() -> None:
        for _ in range(500):
            totals.add(used)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = totals.read()
    assert total.turns == total.usage.calls == 4000
    assert (total.usage.prompt_tokens, total.usage.completion_tokens, total.usage.cost) == (40_000, 8_000, 2000.0)


def test_answers_without_a_model_count_and_cost_nothing() -> None:
    totals = Totals()
    totals.add(Usage())
    assert totals.read().turns == 1
    assert totals.read().usage == Usage()
