"""Names made to fit a platform's path rules."""

from hypothesis import given
from hypothesis import strategies as st

from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.names import (
    PathRules,
    Remedies,
    fitted,
    is_plain,
    key,
    length,
    path_problem,
    problem,
    transform,
    truncate,
)
from holdall.migration.platforms.objects import ObjectPlatform

ONEDRIVE = PathRules(
    invalid_characters=frozenset('"*:<>?/\\|'),
    invalid_endings=(" ", "."),
    invalid_beginnings=(" ",),
    reserved=frozenset({".", "..", "con", "prn", "aux", "nul", "desktop.ini", "_vti_"}),
    reserved_with_extension=True,
    total_max=400,
    unit="utf16",
    case_sensitive=False,
)
RULES = [ONEDRIVE, BoxPlatform.rules, LocalPlatform.rules, ObjectPlatform.rules]


@given(st.text(min_size=1, max_size=300), st.sampled_from(RULES), st.booleans())
def test_a_name_that_was_transformed_and_truncated_is_allowed(name: str, rules: PathRules, encoding: bool):
    became = fitted(name, rules, Remedies(transforming=True, encoding=encoding, truncating=True))

    assert problem(became, rules) is None


@given(st.text(min_size=1, max_size=300), st.sampled_from(RULES), st.booleans())
def test_a_name_that_is_allowed_is_left_alone(name: str, rules: PathRules, encoding: bool):
    became = fitted(name, rules, Remedies(transforming=True, encoding=encoding, truncating=True))

    if problem(name, rules) is None:
        assert became == name


_PARTS = st.text("aZ9_ .-~", min_size=1, max_size=2)
_SMALL_RULES = st.builds(
    PathRules,
    segment_max=st.integers(1, 6),
    invalid_characters=st.frozensets(st.sampled_from("aZ9_ .-~"), max_size=2),
    invalid_beginnings=st.lists(_PARTS, max_size=2).map(tuple),
    invalid_endings=st.lists(_PARTS, max_size=2).map(tuple),
    reserved=st.frozensets(_PARTS.map(str.lower), max_size=2),
    reserved_with_extension=st.booleans(),
)


@given(st.text("aZ9_ .-~", min_size=1, max_size=7), _SMALL_RULES)
def test_a_name_that_is_plain_breaks_none_of_the_rules(name: str, rules: PathRules):
    if is_plain(name, rules):
        assert (transform(name, rules), truncate(name, rules)) == (name, name)


def test_what_most_files_are_called_is_plain():
    names = ["1234.bin", "Minutes of 2026-11-22.docx", "a", "_x", "notes", ".bashrc", "end.", "con.txt", "Zürich.txt"]

    assert [name for name in names if is_plain(name, ONEDRIVE)] == names[:5]


@given(st.text(min_size=1, max_size=300))
def test_truncating_never_goes_over_the_limit_and_keeps_the_extension(name: str):
    rules = PathRules(segment_max=20, unit="bytes")

    cut = truncate(name + ".docx", rules)

    assert length(cut, "bytes") <= 20
    assert cut.endswith(".docx")


def test_what_is_wrong_with_a_name_is_said():
    said = {name: problem(name, ONEDRIVE) for name in ("a:b", "end.", " x", "CON.txt", "", "x" * 256, "tab\t", "fine")}

    assert said == {
        "a:b": "contains ':'",
        "end.": "ends with '.'",
        " x": "begins with U+0020",
        "CON.txt": "is reserved",
        "": "is empty",
        "x" * 256: "is 256 utf16 long, where 255 are allowed",
        "tab\t": "contains U+0009",
        "fine": None,
    }


def test_what_a_name_becomes_shows_what_it_was():
    became = {name: transform(name, ONEDRIVE) for name in ("Congrats?.txt", "end. .", " x", "con.txt", "..", "a/b")}

    assert became == {
        "Congrats?.txt": "Congrats_.txt",
        "end. .": "end___",
        " x": "_x",
        "con.txt": "_con.txt",
        "..": "__",
        "a/b": "a_b",
    }


def test_what_is_refused_is_encoded_where_that_is_asked_for():
    became = {name: transform(name, ONEDRIVE, encoding=True) for name in ("Congrats?.txt", "end. .", " x", "a/ü")}

    assert became == {"Congrats?.txt": "Congrats%3F.txt", "end. .": "end%2E%20%2E", " x": "%20x", "a/ü": "a%2Fü"}


def test_a_path_is_measured_as_a_whole():
    assert path_problem(["a" * 200, "b" * 199], ONEDRIVE) is None
    assert path_problem(["a" * 200, "b" * 200], ONEDRIVE) == "is 401 utf16 long, where 400 are allowed"
    assert path_problem(["a" * 200] * 100, BoxPlatform.rules) is None


def test_two_names_are_one_where_the_platform_does_not_tell_them_apart():
    assert key("Straße É", BoxPlatform.rules) == key("STRASSE e\u0301", BoxPlatform.rules)
    assert key("a", LocalPlatform.rules) != key("A", LocalPlatform.rules)
