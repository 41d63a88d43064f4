"""Protocols by name, and protocols of one's own."""

import subprocess
import sys

import pytest

from detente.errors import UnknownName
from detente.talks.protocols import PROTOCOLS, protocol_named
from detente.talks.protocols.phased import Phased
from detente.talks.protocols.shuttle import Shuttle


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_name_gives_a_protocol(name):
    made = protocol_named(name)
    assert isinstance(made.compiled, str)
    assert made == protocol_named(name)
    assert "0x" not in repr(made), "runs are kept by what a protocol is"


def test_a_protocol_of_ones_own_is_named_by_its_place():
    assert protocol_named("detente.talks.protocols.shuttle:Shuttle") == Shuttle()


def test_the_issues_of_a_first_phase_may_stand_in_the_name():
    assert protocol_named("phased:price, route") == Phased(first=("price", "route"))


@pytest.mark.parametrize(
    "name", ["shutle", "shuttle:x", "nowhere:Thing", "detente.talks.moves:nothing", ":", "x:", ""]
)
def test_a_name_that_is_none_is_named_with_the_nearest(name):
    with pytest.raises(UnknownName, match="no protocol called"):
        protocol_named(name)


def test_naming_protocols_loads_none_of_them():
    code = "import sys, detente.talks.protocols; print([m for m in sys.modules if 'protocols.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
