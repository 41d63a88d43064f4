import pytest

from detente.errors import MissingExtra, RecordError
from detente.record.coding.coder import Coder
from detente.record.coding.named import CODERS, coder_named, suggested
from detente.record.packs.pack import Pack
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.text import Text

PACK = Pack(id="none")
TEXT = Text(document=Document(id="daily"), text="Ardia refused to sign.")


class Silent:
    """A stranger's coder: it finds nothing."""

    def __init__(self, pack: Pack, language: str, loud: bool = False) -> None:
        self.name = f"silent {pack.id} {language} {loud}"

    def __call__(self, text: Text) -> tuple[Statement, ...]:
        return ()


def test_the_default_coder_is_found_by_name() -> None:
    statements, lines = suggested(coder_named("rules", PACK), TEXT)
    assert statements is not None
    assert (len(statements), lines) == (1, ())


def test_a_coder_of_a_strangers_is_found_by_module_and_attribute(monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    module = types.ModuleType("strangers_coder")
    module.Silent = Silent  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "strangers_coder", module)
    coder = coder_named("strangers_coder:Silent", PACK, "es", loud=True)
    assert isinstance(coder, Coder)
    assert coder.name == "silent none es True"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("rule", "did you mean 'rules'"),
        ("no.such.module:Coder", "cannot be imported"),
        ("json:Coder", "cannot be imported"),
        (":x", "there is no coder"),
        (".x:y", "cannot be imported"),
        ("builtins:repr", "does not take these options"),
    ],
)
def test_what_names_no_coder_is_told(name: str, told: str) -> None:
    with pytest.raises(RecordError, match=told):
        coder_named(name, PACK)


def test_an_option_that_a_coder_does_not_know_is_told() -> None:
    with pytest.raises(RecordError, match="unexpected keyword argument 'model'"):
        coder_named("rules", PACK, model="x")
    with pytest.raises(RecordError, match="missing a required argument: 'endpoint'"):
        coder_named("llm", PACK, model="x")


def test_a_coder_without_its_library_names_what_to_install() -> None:
    try:
        import spacy  # noqa: F401
    except ImportError:
        with pytest.raises(MissingExtra, match=r"detente\[nlp\]"):
            coder_named("nlp", PACK)
    else:
        with pytest.raises(RecordError, match="no model"):
            coder_named("nlp", PACK, model="no_such_model")


def test_an_endpoint_that_fails_is_a_line_and_not_an_end() -> None:
    coder = coder_named("llm", PACK, endpoint="http://127.0.0.1:9/v1", model="x")
    object.__setattr__(coder, "patience", type(coder.patience)(retries=0))  # type: ignore[attr-defined]
    statements, lines = suggested(coder, TEXT)
    assert statements is None
    assert "cannot be reached" in lines[0]


def test_the_table_is_in_alphabetical_order() -> None:
    assert list(CODERS) == sorted(CODERS)
