"""`detente export`: a case goes into a workbook or a folder, and every command reads either."""

from detente.case.library import example
from detente.case.readers import read_case


def test_a_case_goes_into_a_workbook_and_from_there_into_a_folder(run, tmp_path):
    book, folder = tmp_path / "canal.xlsx", tmp_path / "canal"
    assert run("export", "panama-canal-1974", book) == (0, f"{book}\n", "")
    assert run("export", book, folder) == (0, f"{folder}\n", "")
    assert read_case(book) == read_case(folder) == example("panama-canal-1974")


def test_a_workbook_is_not_written_over_unless_that_is_asked_for(run, tmp_path):
    book = tmp_path / "canal.xlsx"
    book.write_text("mine")
    refused = run("export", "panama-canal-1974", book)
    assert refused.status == 2
    assert refused.err == f"detente: {book}: is there already\n  try: choose another name, or add --replace\n"
    assert book.read_text() == "mine"
    assert run("export", "panama-canal-1974", book, "--replace").status == 0


def test_a_workbook_in_another_language_is_a_case_too(run, tmp_path):
    book = tmp_path / "canal.xlsx"
    assert run("export", "panama-canal-1974", book, "--language", "ar").status == 0
    assert run("validate", book).out.startswith("panama-canal-1974 is well-formed")


def test_an_unknown_language_is_refused(run, tmp_path):
    refused = run("export", "panama-canal-1974", tmp_path / "x.xlsx", "--language", "xx")
    assert refused.status == 2
    assert "there is no language called 'xx'" in refused.err
