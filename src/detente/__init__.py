"""From sourced reports to the question a mediator asks: is there a deal, who blocks it, what would bridge it.

Sources are coded into a record; a record is distilled into a case; a case is analysed; the analysis is told
in a brief. This module holds the public names and computes nothing: each is imported when first used.
"""

from importlib import import_module
from typing import Any

_WHERE: dict[str, str] = {
    # values
    "Actor": "detente.case.model",
    "Approval": "detente.case.procedure",
    "Case": "detente.case.model",
    "Change": "detente.case.model",
    "Document": "detente.sources.document",
    "Filter": "detente.record.selecting",
    "Issue": "detente.case.model",
    "Option": "detente.case.model",
    "OutcomeSpace": "detente.analysis.space",
    "Package": "detente.case.model",
    "Party": "detente.case.model",
    "Preferences": "detente.case.preferences",
    "Proposal": "detente.case.history",
    "Range": "detente.case.preferences",
    "Ratifier": "detente.case.model",
    "RecordWriter": "detente.record.store",
    "Review": "detente.record.review",
    "SharedRecord": "detente.record.shared",
    "Stance": "detente.record.stance",
    "Statement": "detente.record.statement",
    # reading, writing, deriving
    "analyse": "detente.analysis.everything",
    "apply": "detente.case.change",
    "as_of": "detente.case.as_of",
    "distil": "detente.case.distil",
    "estimate": "detente.case.estimate",
    "example": "detente.case.library",
    "examples": "detente.case.library",
    "gaps": "detente.case.validate",
    "json_schema": "detente.brief.schemas",
    "parse_change": "detente.case.change",
    "problems": "detente.case.validate",
    "read_case": "detente.case.readers",
    "with_scenario": "detente.case.change",
    "workbook_as_read": "detente.case.workbook.reader",
    "write_case": "detente.case.writer",
    "write_workbook": "detente.case.workbook.writer",
    # editing a case folder
    "CaseFolder": "detente.case.editing.folder",
    "Conflict": "detente.case.editing.log",
    "Edit": "detente.case.editing.log",
    "Edited": "detente.case.editing.log",
    "copy_case": "detente.case.editing.copying",
    # a draft agreement
    "Draft": "detente.case.draft.values",
    "amend": "detente.case.draft.amending",
    "bracket_ledger": "detente.case.draft.ledger",
    "compare_drafts": "detente.case.draft.comparing",
    "read_draft": "detente.case.draft.reading",
    "read_word_amendments": "detente.case.draft.amendments",
    "settle_bracket": "detente.case.draft.settling:settle",
    "shown_paragraphs": "detente.case.draft.showing",
    "write_draft": "detente.case.draft.reading",
    "write_word_draft": "detente.case.draft.word_writing",
    # questions
    "Ranking": "detente.analysis.ranking",
    "SOLUTIONS": "detente.analysis.solutions",
    "adjusted_winner": "detente.analysis.division",
    "blockers": "detente.analysis.blockers",
    "bridge": "detente.analysis.bridge",
    "egalitarian": "detente.analysis.solutions",
    "frontier": "detente.analysis.frontier",
    "ideal": "detente.analysis.frontier",
    "kalai_smorodinsky": "detente.analysis.solutions",
    "movement": "detente.analysis.movement",
    "nash": "detente.analysis.solutions",
    "odds": "detente.analysis.odds",
    "sensitivity": "detente.analysis.sensitivity",
    "trade": "detente.analysis.trade",
    "unlock": "detente.analysis.unlock",
    "utilitarian": "detente.analysis.solutions",
    "zone": "detente.analysis.zone",
    # what a record says
    "against_gold": "detente.record.reliability",
    "bundled_packs": "detente.record.packs.reader",
    "changes_since": "detente.record.changes",
    "code_reports": "detente.record.reading",
    "contradictions": "detente.record.contradictions",
    "curve_from": "detente.record.learning",
    "export_from": "detente.record.interchange.folders",
    "export_record": "detente.record.interchange.exchange",
    "figures": "detente.record.series",
    "import_into": "detente.record.interchange.folders",
    "open_record": "detente.record.store",
    "orders_of": "detente.case.orders",
    "read_pack": "detente.record.packs.reader",
    "read_record": "detente.record.opening",
    "record_formats": "detente.record.interchange.exchange",
    "reliability": "detente.record.reliability",
    "stances": "detente.record.stances",
    "timeline": "detente.record.timeline",
    "train_from": "detente.record.learning",
    "write_record": "detente.record.store",
    # an accord
    "Accord": "detente.accord.language.plan",
    "AccordSpace": "detente.accord.space",
    "PROPERTIES": "detente.accord.properties",
    "accord_example": "detente.accord.library",
    "accord_examples": "detente.accord.library",
    "accord_from": "detente.accord.language.from_package",
    "analyse_accord": "detente.accord.everything",
    "best_schedules": "detente.accord.design.schedule",
    "calendar_entries": "detente.accord.calendars.entries",
    "calendar_of": "detente.accord.calendars.file",
    "check": "detente.accord.check",
    "compare": "detente.accord.design.compare",
    "due_entries": "detente.accord.monitoring.entries",
    "monitor": "detente.accord.monitoring.monitor",
    "new_accord": "detente.accord.library",
    "property_named": "detente.accord.properties",
    "read_accord": "detente.accord.language.readers",
    "read_events": "detente.accord.monitoring.events",
    "read_game": "detente.accord.interchange.explicit",
    "replay": "detente.accord.plays.story",
    "robustness": "detente.accord.questions.robustness",
    "say_accord": "detente.accord.plain.whole:say",
    "say_monitored": "detente.accord.monitoring.words",
    "say_witness": "detente.accord.plays.story",
    "solve_game": "detente.accord.interchange.explicit:solve",
    "to_prism": "detente.accord.interchange.prism",
    "weakest": "detente.accord.design.weakest",
    "wordings_table": "detente.accord.questions.powers",
    "write_accord": "detente.accord.language.writer",
    # how the talks may go
    "AlternatingOffers": "detente.talks.protocols.alternating_offers",
    "MEDIATORS": "detente.talks.mediators.named",
    "PROTOCOLS": "detente.talks.protocols",
    "Setting": "detente.talks.setting.values",
    "SingleText": "detente.talks.protocols.single_text",
    "Spreading": "detente.talks.simulate",
    "TACTICS": "detente.talks.tactics.concession",
    "analyse_talks": "detente.talks.everything",
    "apply_talks": "detente.talks.setting.changes",
    "backtest": "detente.talks.backtest.looking_back",
    "clock_of": "detente.accord.language.clock",
    "compare_talks": "detente.talks.simulate",
    "compiles_first": "detente.kernels.backend",
    "learn": "detente.talks.learning.learn",
    "parse_talks_change": "detente.talks.setting.changes",
    "protocol_named": "detente.talks.protocols",
    "ray_executor": "detente.talks.spread.pools",
    "read_blocks": "detente.talks.spread.folder",
    "read_setting": "detente.talks.setting.readers",
    "say_transcript": "detente.talks.story",
    "setting_for": "detente.talks.setting.library",
    "setting_named": "detente.talks.setting.library",
    "settings": "detente.talks.setting.library",
    "simulate": "detente.talks.simulate",
    "talks_paths": "detente.talks.setting.changes",
    "talks_sensitivity": "detente.talks.influence.sensitivity",
    "transcript": "detente.talks.simulate",
    "what_ifs": "detente.talks.influence.what_ifs",
    "write_parquet": "detente.talks.spread.parquet",
    "write_setting": "detente.talks.setting.writer",
    "write_tables": "detente.talks.export",
    # telling
    "make_accord_brief": "detente.brief.brief",
    "make_brief": "detente.brief.brief",
    "make_record_brief": "detente.brief.brief",
    "show": "detente.brief.display",
    "space_chart": "detente.brief.charts_of_space",
    # notebooks
    "load_ipython_extension": "detente.brief.display",
    # the workbench
    "Opened": "detente.web.opened",
    "open_workbench": "detente.web.serve",
    # assistants
    "serve_assistants": "detente.assistants.serve:serve",
    # errors
    "DetenteError": "detente.errors",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    """The public name, imported from where it is defined."""
    if name not in _WHERE:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    module, _, own = _WHERE[name].partition(":")
    return getattr(import_module(module), own or name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
