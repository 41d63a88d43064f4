"""What if: changes applied to a case by the paths of the format page, and scenarios as sets of them."""

__all__ = ["kind_of_path"]


def kind_of_path(path: str) -> str:
    """What belongs at the path: "number", "switch", "choice", or "" for a path that is none.

    >>> [kind_of_path(path) for path in ("consents.port.gives", "approval.delta", "influences.loan.in_force")]
    ['number', 'choice', 'switch']
    """
    head = path.partition(".")[0]
    if head == "deal_rule" or head in {"approval", "mandates"}:
        return "choice"
    if (head == "influences" and path.endswith(".in_force")) or (
        head == "issues" and path.endswith(".available")
    ):
        return "switch"
    return "number" if head in {"preferences", "exit_threats", "consents", "influences"} else ""
