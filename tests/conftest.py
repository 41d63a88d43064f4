"""How tests are written here, and what all of them share.

A test's name is a sentence; it states one idea in about ten lines; it uses real values, not mocks. Data that
is not ours is read from the folder `shared` beside the checkout, and a test that needs it skips without it.
Hypothesis runs 8 examples by default and 1,000 with `DETENTE_PROFILE=long`. Nothing is timed.
"""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile(
    "short", max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("DETENTE_PROFILE", "short"))


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a job in the background: tests send Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published results and open test data; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder `shared` is not beside the checkout")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `long` run in the long profile only."""
    if os.environ.get("DETENTE_PROFILE") == "long":
        return
    skip = pytest.mark.skip(reason="in the long profile only")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)
