"""Who of the source is who at the destination."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdall.migration.engine.mapping import (
    Candidates,
    MapBy,
    Pair,
    Resolution,
    Rules,
    Sid,
    resolve,
)

ADA = Sid(id="1", email="ada@old.example", name="Ada Lovelace", username="ada")
UMA = Sid(id="2", email="uma@old.example", name="Uma User")
NEW_ADA = Sid(id="901", email="ada@new.example", name="Ada Lovelace", username="ada.l")
NEW_UMA = Sid(id="902", email="UMA@old.example ", name="U. User")
NEW = Candidates([NEW_ADA, NEW_UMA])
ONLY = {"default": False}


def by(*names: str) -> MapBy:
    return MapBy(default=False, **dict.fromkeys(names, True))


def found(source: Sid, candidates: Candidates = NEW, **rules: object) -> tuple[Sid | None, str]:
    answer = resolve(source, Rules(**rules), candidates)  # type: ignore[arg-type]
    return answer.destination, answer.by


def test_an_address_decides_before_a_name_without_regard_to_case():
    assert found(UMA) == (NEW_UMA, "email")
    assert found(ADA) == (NEW_ADA, "name")


def test_only_the_rules_that_are_asked_for_are_used():
    assert found(ADA, map_by=by("email")) == (None, "unmapped")
    assert found(ADA, map_by=by("name")) == (NEW_ADA, "name")
    assert found(Sid(username="ADA.L"), map_by=by("username")) == (NEW_ADA, "username")
    assert found(Sid(id="902", email="x@y"), map_by=by("id")) == (NEW_UMA, "id")


def test_an_id_counts_by_default_only_where_no_address_speaks_against_it():
    assert found(Sid(id="901", email="somebody@else.example")) == (None, "unmapped")
    assert found(Sid(id="901", name="Somebody")) == (None, "unmapped")
    assert (
        found(Sid(id="7", name="Team", type="group"), Candidates([Sid(id="7", name="TEAM", type="group")]))[1] == "id"
    )


def test_captions_are_compared_for_groups():
    group = Sid(id="5", name="grp-77", caption="Sales", type="group")

    answer = found(Sid(name="sales-eu", caption="SALES", type="group"), Candidates([group]))

    assert answer == (group, "caption")


def test_a_person_is_never_taken_for_a_group():
    group = Sid(id="5", name="Ada Lovelace", type="group")

    assert found(ADA, Candidates([group])) == (None, "unmapped")


def test_who_could_be_two_is_nobody():
    twins = Candidates([Sid(id="1a", name="Twin"), Sid(id="2a", name="twin")])

    answer = resolve(Sid(name="Twin"), Rules(), twins)

    assert answer == Resolution(destination=None, by="unmapped", message="2 at the destination have the name of Twin")


def test_an_exception_comes_before_everything_but_an_exclusion():
    exceptions = [Pair(source=Sid(email="ADA@old.example"), destination=Sid(email="uma@OLD.example"))]

    assert found(ADA, exceptions=exceptions) == (NEW_UMA, "exception")
    assert found(ADA, exceptions=exceptions, excluded_sources=[Sid(name="ada lovelace")]) == (None, "excluded")


def test_an_exception_may_name_somebody_whom_the_destination_does_not_list():
    outsider = Sid(email="guest@partner.example")

    assert found(ADA, exceptions=[Pair(source=Sid(id="1"), destination=outsider)]) == (outsider, "exception")


def test_whom_a_map_excludes_at_the_destination_nothing_is_given():
    assert found(ADA, excluded_destinations=[Sid(email="ada@new.example")], default=NEW_UMA) == (None, "excluded")


def test_who_is_left_becomes_the_default_account_unless_the_policy_says_otherwise():
    nobody = Sid(email="nobody@old.example")
    default = Sid(email="ada@new.example")

    assert found(nobody, default=default) == (NEW_ADA, "default")
    assert found(nobody, default=default, unmapped_policy="ignore") == (None, "unmapped")
    assert found(nobody, default=default, unmapped_policy="fail") == (None, "unmapped")
    assert found(nobody) == (None, "unmapped")


def test_passing_through_keeps_the_source_s_own_words():
    nobody, guest = Sid(email="nobody@old.example"), Sid(email="guest@partner.example", external=True)

    assert found(nobody, map_by=by("email", "passthrough")) == (nobody, "passthrough")
    assert found(guest, map_by=by("email", "external_passthrough")) == (guest, "external_passthrough")
    assert found(nobody, map_by=by("email", "external_passthrough")) == (None, "unmapped")
    assert found(UMA, map_by=by("email", "passthrough")) == (NEW_UMA, "email")


@pytest.mark.parametrize("name", ["LOVELACE, Ada", "Ada  Lovelace", "àda lóvelace", "ada-lovelace"])
def test_fuzzy_matching_sees_through_spelling(name: str):
    assert found(Sid(name=name), map_by=by("fuzzy")) == (NEW_ADA, "fuzzy")
    assert found(Sid(email="uma@elsewhere.example"), map_by=by("fuzzy")) == (NEW_UMA, "fuzzy")
    assert found(Sid(name="Ada Lovelace-King"), map_by=by("fuzzy")) == (None, "unmapped")


def test_accounts_of_the_platform_itself_are_matched_with_their_like_alone_and_only_when_asked_for():
    robot, new = Sid(id="8", name="Robot", built_in=True), Sid(id="98", name="robot", built_in=True)

    assert found(robot, Candidates([new])) == (None, "unmapped")
    assert found(robot, Candidates([new]), map_by=by("built_in")) == (new, "built_in")
    assert found(Sid(name="Robot"), Candidates([new])) == (None, "unmapped")
    assert found(robot, Candidates([NEW_ADA]), default=NEW_ADA) == (None, "unmapped")


words = st.sampled_from(["ada", "uma", "eve", "Ada", "UMA", "é", ""])
sids = st.builds(
    lambda number, email, name, kind: Sid(
        id=number, email=email and f"{email}@x.example", name=name or None, type=kind
    ),
    st.sampled_from(["1", "2", "3", None]),
    words,
    words,
    st.sampled_from(["account", "group"]),
)
maps = st.builds(
    lambda pairs, excluded, without, rules, default, policy: Rules(
        exceptions=[Pair(source=one, destination=other) for one, other in pairs],
        excluded_sources=excluded,
        excluded_destinations=without,
        map_by=MapBy(**rules),
        default=default,
        unmapped_policy=policy,
    ),
    st.lists(st.tuples(sids, sids), max_size=2),
    st.lists(sids, max_size=2),
    st.lists(sids, max_size=2),
    st.fixed_dictionaries({name: st.booleans() for name in MapBy.__struct_fields__}),
    st.none() | sids,
    st.sampled_from(["default", "ignore", "fail"]),
)


@settings(deadline=None)
@given(sids, maps, st.lists(sids, max_size=5), st.randoms())
def test_the_answer_does_not_depend_on_the_order_in_which_people_are_listed(source, rules, people, random):
    shuffled = list(people)
    random.shuffle(shuffled)

    one, other = (resolve(source, rules, Candidates(listed)) for listed in (people, shuffled))

    assert (one.by, one.destination) == (other.by, other.destination)


@settings(deadline=None)
@given(sids, maps, st.lists(sids, max_size=5))
def test_nobody_gets_anything_but_by_an_exception_a_match_passing_through_or_the_default(source, rules, people):
    answer = resolve(source, rules, Candidates(people))

    allowed = {
        "exception": [*people, *(pair.destination for pair in rules.exceptions)],
        "passthrough": [source],
        "external_passthrough": [source],
        "default": [*people, rules.default],
        "unmapped": [None],
        "excluded": [None],
    }
    assert answer.destination in allowed.get(answer.by, people)
    assert (answer.destination is None) == (answer.by in {"unmapped", "excluded"})
    assert answer.destination is not None or answer.message


@settings(deadline=None)
@given(sids, maps, st.lists(sids, max_size=5))
def test_a_match_is_of_the_same_type_as_what_was_matched(source, rules, people):
    answer = resolve(source, rules, Candidates(people))

    if answer.by not in {"exception", "default", "unmapped", "excluded"}:
        assert answer.destination is not None
        assert answer.destination.type == source.type


@settings(deadline=None)
@given(sids, maps, st.lists(sids, max_size=5))
def test_whom_the_map_excludes_gets_nothing(source, rules, people):
    excluding = Rules(
        excluded_sources=[source],
        exceptions=rules.exceptions,
        map_by=rules.map_by,
        default=rules.default,
    )

    answer = resolve(source, excluding, Candidates(people))

    named = any((source.id, source.email, source.name))
    assert (answer.by == "excluded") is bool(named)
