"""Cues of a sentence found in its parse: the verb, its subject, and the clause or the object it governs.

The parse is a sequence of plain nodes, so that any parser can give it; relations bear the names that spaCy's
English models use (nsubj, ccomp, xcomp, dobj, relcl, ...).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.coding import phrases as p
from detente.record.coding.clauses import Clause, Found
from detente.record.packs.language import FLAGS, Cue

__all__ = ["Node", "parsed_cues"]

_VERBCUE, _QUESTION = FLAGS["verbcue"], FLAGS["question"]
_TOLD = FLAGS["nouncue"] | p.PLAN | p.TEXT
_CUTS = frozenset({"relcl", "appos", "acl", "parataxis"})
_SUBJECTS = ("nsubj", "csubj", "expl")
_UP = frozenset({"conj", "xcomp", "advcl"})


@dataclass(frozen=True, slots=True)
class Node:
    """A word of a sentence: its place in it, the number of its head (its own for a root), its relation."""

    start: int
    end: int
    head: int
    relation: str
    kind: str


class _Tree:
    """The nodes of a sentence as words of the paragraph, with the stretch that each governs."""

    def __init__(self, clause: Clause, nodes: Sequence[Node]) -> None:
        starts = clause.words.starts
        base = starts[clause.first]
        self.nodes = nodes
        self.word = [
            max(clause.first, min(clause.last - 1, bisect_right(starts, base + node.start) - 1))
            for node in nodes
        ]
        self.kids: list[list[int]] = [[] for _ in nodes]
        self.first, self.last = list(self.word), [w + 1 for w in self.word]
        for n, node in enumerate(nodes):
            if node.head != n:
                self.kids[node.head].append(n)
            at, steps = n, 0
            while nodes[at].head != at and steps < len(nodes):
                at, steps = nodes[at].head, steps + 1
                self.first[at] = min(self.first[at], self.word[n])
                self.last[at] = max(self.last[at], self.word[n] + 1)

    def kid(self, at: int, *relations: str) -> int:
        """The first dependant with one of these relations, the relations in order; -1 for none."""
        for relation in relations:
            for n in self.kids[at]:
                if self.nodes[n].relation == relation:
                    return n
        return -1


def parsed_cues(clause: Clause, nodes: Sequence[Node]) -> list[Found]:
    """The verbs of attribution in a parsed sentence with subject and content, in its order."""
    tree = _Tree(clause, nodes)
    found = []
    for n, node in enumerate(nodes):
        w = tree.word[n]
        if node.kind not in {"VERB", "AUX"} or not clause.words.flags[w] & _VERBCUE or clause.quoted[w]:
            continue
        made = _verb(clause, tree, n)
        if made is not None:
            found.append(made)
    return sorted(found, key=lambda one: (one.cue, one.content))


def _verb(clause: Clause, tree: _Tree, n: int) -> Found | None:
    words, flags, w = clause.words, clause.words.flags, tree.word[n]
    form = clause.language.verbs[words.low[w]]
    cue, end = form.cue, w + 1
    for rest, other in form.particles:
        if tuple(words.low[w + 1 : w + 1 + len(rest)]) == rest and w + 1 + len(rest) <= clause.last:
            cue, end = other, w + 1 + len(rest)
            break
    if cue is None or tree.kid(n, "nsubjpass", "auxpass") >= 0:
        return None
    group = [
        tree.word[k] for k in tree.kids[n] if tree.nodes[k].relation in {"aux", "neg"} and tree.word[k] < w
    ]
    modal = any(flags[k] & p.MODAL and not flags[k] & p.FUTURE for k in group)
    if modal and cue.traits & {"act", "thought"}:
        return None
    subject, shared = _subject(tree, n)
    held = _holder(clause, tree, subject, w) if subject >= 0 else None
    content = _content(clause, tree, n, end, cue) or _of_relative(clause, tree, n, subject, cue)
    if held is None or content is None:
        return None
    (holder, aside), (kind, score, place, to) = held, content
    first = w if shared else min(holder[0], w)
    return Found(
        cue=(min([*group, w]), end),
        frame=cue.frame,
        kind=kind,
        rule=f"parse+{kind}",
        score=score,
        traits=cue.traits,
        holder=holder,
        aside=aside,
        content=place,
        place=(min(first, place[0]), max(place[1], end, holder[1] if not shared else 0)),
        to=to,
        negated=any(flags[k] & p.NEG for k in group),
        shared=shared,
        relative=tree.nodes[n].relation == "relcl",
    )


def _of_relative(
    clause: Clause, tree: _Tree, n: int, subject: int, cue: Cue
) -> tuple[str, float, p.Group, p.Group | None] | None:
    """What is held in "a claim that X rejected": the noun before the clause."""
    node = tree.nodes[n]
    if node.relation != "relcl" or "np" not in cue.takes or subject < 0 or tree.nodes[subject].head != n:
        return None
    if not clause.words.flags[tree.word[node.head]] & _TOLD or tree.first[n] <= tree.word[node.head]:
        return None
    return "np", 0.9 * cue.takes["np"], (tree.first[node.head], tree.last[n]), None


def _subject(tree: _Tree, n: int) -> tuple[int, bool]:
    """The subject of a verb, and whether it is that of another verb; -1 for none."""
    shared = False
    for _ in range(6):
        subject = tree.kid(n, *_SUBJECTS)
        if subject >= 0:
            return subject, shared
        if tree.nodes[n].relation == "relcl" and tree.nodes[n].head != n:
            return tree.nodes[n].head, True
        if tree.nodes[n].relation not in _UP or tree.nodes[n].head == n:
            return -1, shared
        n, shared = tree.nodes[n].head, True
    return -1, shared


def _holder(clause: Clause, tree: _Tree, subject: int, verb: int) -> tuple[p.Group, p.Group | None] | None:
    """The words of a subject, and of the apposition after it; for "who" the noun before it."""
    head = subject
    if clause.words.flags[tree.word[subject]] & p.WHO:
        up = tree.nodes[subject].head
        if tree.nodes[up].relation != "relcl":
            return None
        head = tree.nodes[up].head
    first, last = tree.first[head], tree.last[head]
    cuts = [
        tree.first[k]
        for k in tree.kids[head]
        if tree.nodes[k].relation in _CUTS and tree.first[k] > tree.word[head]
    ]
    end = min([last, *cuts])
    if first <= verb < end:
        first, end = tree.word[head], tree.word[head] + 1
    while (
        end > first + 1
        and clause.words.flags[end - 1] & p.MARK
        and clause.words.low[end - 1] not in p.ENDINGS
    ):
        end -= 1
    aside = (end, last) if end + 1 < last and not end <= verb < last else None
    return ((first, end), aside)


def _content(
    clause: Clause, tree: _Tree, n: int, end: int, cue: Cue
) -> tuple[str, float, p.Group, p.Group | None] | None:
    """Kind, score, words of what is held, and of those addressed."""
    flags, takes = clause.words.flags, cue.takes
    to_whom = tree.kid(n, "dobj", "dative")
    to = (tree.first[to_whom], tree.last[to_whom]) if to_whom >= 0 and "addressee" in cue.traits else None
    that = tree.kid(n, "ccomp")
    if that >= 0 and ("that" in takes or "trail" in takes):
        first, last = tree.first[that], tree.last[that]
        if last <= tree.word[n]:
            return "trail", takes.get("trail", takes.get("that", 0.5)), (first, last), to
        first = max(first, end)
        kind = "bare"
        if flags[first] & p.COMP and first + 1 < last:
            kind, first = "that", first + 1
        elif flags[first] & _QUESTION:
            kind = "wh"
        score = takes.get(kind, 0.9 * takes.get("that", 0.6))
        return (kind, score, (first, last), to) if first < last else None
    some = tree.kid(n, "xcomp", "ccomp")
    if some >= 0 and tree.first[some] >= end and ("to" in takes or "np-to" in takes):
        thing = tree.kid(n, "dobj")
        first = min(tree.first[some], tree.first[thing] if thing >= 0 else tree.first[some])
        kind = "to" if flags[first] & p.TO else "np-to"
        if kind in takes:
            return kind, takes[kind], (max(first, end), tree.last[some]), to
    thing = tree.kid(n, "dobj")
    if thing >= 0 and "np" in takes and tree.first[thing] >= end:
        after = [tree.last[k] for k in tree.kids[n] if tree.nodes[k].relation in {"prep", "advcl", "xcomp"}]
        return "np", takes["np"], (tree.first[thing], max([tree.last[thing], *after])), to
    return None
