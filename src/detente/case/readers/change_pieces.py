"""The value of a change, in the form that its path asks for."""

from typing import Any

from detente.case.change_targets import kind_of_path
from detente.case.readers.pieces import Faults, kind_of, raise_, read_flag, read_range, read_text
from detente.case.readers.yaml_nodes import plain_value

__all__ = ["value_at"]


def value_at(path: str, node: Any) -> Any:
    """A number, three numbers or a Range, true or false, or text; any of them where the path is unknown."""
    faults: Faults = []
    kind = kind_of_path(path)
    if kind == "number":
        number = read_range(node, faults)
        short = (number.low, number.likely, number.high) if isinstance(node, list) else number.likely
        value: Any = number if isinstance(node, dict) else short
    elif kind == "switch":
        value = read_flag(node, faults)
    elif kind == "choice":
        value = read_text(node, faults)
    elif isinstance(node, (dict, list)):
        value = kind_of(node)  # the path is what will be reported
    else:
        value = plain_value(node)
    if faults:
        raise_(faults)
    return value
