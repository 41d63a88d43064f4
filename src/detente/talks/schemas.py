"""Where the answers about talks are defined, so that the JSON Schema of each can be made."""

from collections.abc import Mapping

__all__ = ["TALKS_RESULTS"]

TALKS_RESULTS: Mapping[str, str] = {
    "talks backtest": "detente.talks.backtest.results:Backtest",
    "talks compare": "detente.talks.results:TalksComparison",
    "talks run": "detente.talks.results:TalksResult",
    "talks sensitivity": "detente.talks.influence.results:TalksSensitivity",
}
"""Answers about talks: the name of each, and the class of its result."""
