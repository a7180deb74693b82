"""Which return is used: each case a small table of files as they lie in the inbox."""

from __future__ import annotations

import datetime

from qcdc_xl.choose import Choice, choose, distinct
from qcdc_xl.model import Submission
from qcdc_xl.model.finding import finding
from qcdc_xl.model.received import Received

UNITS = ("A", "B")
FINDINGS = {
    "sound": (),
    "faulty": (finding("UNIT_MISSING"),),
    "broken": (finding("RULE_BROKEN", text="7 không được lớn hơn 6", rule="R1"),),
    "elsewhere": (finding("PERIOD_WRONG", found="2021-H2", expected="2022-H1"),),
}
"""What is found in a file, by its state: "elsewhere" is one of another period."""


def inbox(table: str) -> list[Received]:
    """Files from rows "name unit bytes hour state"; unit "-": it does not say."""
    files = []
    for row in filter(None, (line.strip() for line in table.splitlines())):
        name, unit, content, hour, state = row.split()
        changed = datetime.datetime(2022, 6, 13, int(hour))
        sent = Submission("" if unit == "-" else unit, "xa", "2022-H1", "", name, content, changed)
        findings = FINDINGS[state]
        files.append(Received(name, content, sent, findings))
    return files


def chosen(table: str, in_use: dict[str, str] | None = None, logged: str = "", word: str = "") -> Choice:
    """The choice for the rows; ``logged``: hashes in the order of the log; ``word``: "hash decision" after one another."""
    said = word.split()
    decisions = dict(zip(said[::2], said[1::2], strict=True))
    return choose(distinct(inbox(table)), in_use or {}, logged.split(), UNITS, decisions)


def outcome(choice: Choice) -> dict[str, list[str]]:
    """The names by what became of them."""
    parts = {
        "used": choice.accepted,
        "back": choice.rejected,
        "old": choice.superseded,
        "aside": choice.set_aside,
    }
    return {word: [f.file for f in files] for word, files in parts.items() if files}


def test_each_unit_has_its_own_return() -> None:
    choice = chosen("""
        a.xlsx A 1 9 sound
        b.xlsx B 2 9 sound
    """)
    assert outcome(choice) == {"used": ["a.xlsx", "b.xlsx"]}
    assert choice.used == {"A": "1", "B": "2"}


def test_of_new_files_the_one_changed_last_is_used_whatever_its_name() -> None:
    choice = chosen("""
        z.xlsx A 1 9 sound
        a.xlsx A 2 10 sound
        m.xlsx A 3 8 sound
    """)
    assert outcome(choice) == {"used": ["a.xlsx"], "old": ["m.xlsx", "z.xlsx"]}


def test_the_log_says_what_arrived_when_not_the_time_of_the_file() -> None:
    choice = chosen(
        """
        logged-second.xlsx A 2 8 sound
        logged-first.xlsx  A 1 23 sound
        """,
        logged="1 2",
    )
    assert outcome(choice) == {"used": ["logged-second.xlsx"], "old": ["logged-first.xlsx"]}


def test_a_file_that_is_not_in_the_log_came_after_all_that_are() -> None:
    choice = chosen(
        """
        known.xlsx A 1 23 sound
        new.xlsx   A 2 8 sound
        """,
        in_use={"A": "1"},
        logged="1",
    )
    assert outcome(choice) == {"used": ["new.xlsx"], "old": ["known.xlsx"]}


def test_files_of_the_same_moment_are_taken_by_their_names() -> None:
    for rows in ("a.xlsx A 1 9 sound\nb.xlsx A 2 9 sound", "b.xlsx A 2 9 sound\na.xlsx A 1 9 sound"):
        assert outcome(chosen(rows)) == {"used": ["b.xlsx"], "old": ["a.xlsx"]}


def test_a_return_in_use_stays_when_its_file_is_no_longer_in_the_inbox() -> None:
    choice = chosen("older.xlsx A 1 23 sound", in_use={"A": "2"}, logged="1 2")
    assert outcome(choice) == {"old": ["older.xlsx"]}
    assert choice.used == {"A": "2"}


def test_an_empty_inbox_changes_nothing() -> None:
    assert chosen("", in_use={"A": "1"}, logged="1").used == {"A": "1"}


def test_a_faulty_file_goes_back_and_is_not_used() -> None:
    choice = chosen("a.xlsx A 1 9 faulty")
    assert outcome(choice) == {"back": ["a.xlsx"]} and choice.used == {}


def test_a_faulty_file_that_was_mended_is_old() -> None:
    choice = chosen("""
        wrong.xlsx A 1 9 faulty
        right.xlsx A 2 10 sound
    """)
    assert outcome(choice) == {"used": ["right.xlsx"], "old": ["wrong.xlsx"]}


def test_a_file_of_another_period_goes_back_though_the_unit_has_sent_one_of_this() -> None:
    choice = chosen("""
        last-year.xlsx A 1 9 elsewhere
        right.xlsx     A 2 10 sound
    """)
    assert outcome(choice) == {"used": ["right.xlsx"], "back": ["last-year.xlsx"]}


def test_a_faulty_file_after_a_sound_one_goes_back_and_the_sound_one_stays() -> None:
    choice = chosen("""
        right.xlsx A 1 9 sound
        wrong.xlsx A 2 10 faulty
    """)
    assert outcome(choice) == {"used": ["right.xlsx"], "back": ["wrong.xlsx"]}


def test_a_faulty_file_is_old_too_when_the_one_that_mended_it_is_gone_from_the_inbox() -> None:
    choice = chosen("wrong.xlsx A 1 9 faulty", in_use={"A": "2"}, logged="1 2")
    assert outcome(choice) == {"old": ["wrong.xlsx"]} and choice.used == {"A": "2"}


def test_a_return_in_use_that_has_errors_by_now_is_no_longer_used() -> None:
    choice = chosen("a.xlsx A 1 9 faulty", in_use={"A": "1"}, logged="1")
    assert outcome(choice) == {"back": ["a.xlsx"]} and choice.used == {}


def test_the_sound_one_before_it_is_used_again_when_the_later_one_has_errors_by_now() -> None:
    choice = chosen(
        """
        first.xlsx A 1 9 sound
        later.xlsx A 2 10 faulty
        """,
        in_use={"A": "2"},
        logged="1 2",
    )
    assert outcome(choice) == {"used": ["first.xlsx"], "back": ["later.xlsx"]}
    assert choice.used == {"A": "1"}


def test_the_same_bytes_under_two_names_are_one_return() -> None:
    choice = chosen("""
        a.xlsx       A 1 9 sound
        xa/ban-2.xlsx A 1 10 sound
    """)
    assert outcome(choice) == {"used": ["xa/ban-2.xlsx"]}


def test_older_bytes_sent_again_stay_older() -> None:
    choice = chosen(
        """
        new.xlsx   A 2 10 sound
        again.xlsx A 1 23 sound
        """,
        in_use={"A": "2"},
        logged="1 2",
    )
    assert outcome(choice) == {"used": ["new.xlsx"], "old": ["again.xlsx"]}


def test_one_name_in_two_sub_folders_is_two_files() -> None:
    choice = chosen("""
        A/bao-cao.xlsx - 1 9 faulty
        B/bao-cao.xlsx - 2 9 faulty
    """)
    assert outcome(choice) == {"back": ["A/bao-cao.xlsx", "B/bao-cao.xlsx"]}


def test_a_faulty_file_of_nobody_is_never_mended_by_others() -> None:
    choice = chosen("""
        nobody.xlsx - 1 8 faulty
        a.xlsx A 2 9 sound
    """)
    assert outcome(choice) == {"used": ["a.xlsx"], "back": ["nobody.xlsx"]}


def test_a_unit_that_does_not_report_has_no_return_in_use() -> None:
    assert outcome(chosen("c.xlsx C 1 9 sound")) == {}


def test_what_cannot_be_read_has_no_hash_and_stands_for_itself() -> None:
    broken = [Received(name, "", None, ()) for name in ("a.xls", "b.xls")]
    assert [f.file for f in distinct(broken)] == ["a.xls", "b.xls"]
    assert outcome(choose(broken, {"A": "1"}, ["1"], UNITS)) == {"back": ["a.xls", "b.xls"]}


def test_choosing_again_with_what_was_chosen_gives_the_same() -> None:
    rows = """
        a1.xlsx A 1 9 faulty
        a2.xlsx A 2 10 sound
        b1.xlsx B 3 9 sound
        b2.xlsx B 4 10 sound
        b3.xlsx B 5 11 faulty
    """
    first = chosen(rows)
    second = chosen(rows, dict(first.used), " ".join(first.arrival))
    assert outcome(second) == outcome(first)
    assert outcome(first) == {
        "used": ["a2.xlsx", "b2.xlsx"],
        "back": ["b3.xlsx"],
        "old": ["b1.xlsx", "a1.xlsx"],
    }


def test_the_order_of_arrival_is_the_logs_and_then_that_of_the_files_changes() -> None:
    choice = chosen(
        """
        new.xlsx   A 9 9 sound
        newer.xlsx B 3 10 sound
        known.xlsx A 2 23 sound
        """,
        logged="1 2 1",
    )
    assert choice.arrival == {"1": 0, "2": 1, "9": 2, "3": 3}


def test_a_faulty_file_goes_back_where_neither_log_nor_inbox_knows_when_the_return_in_use_came() -> None:
    choice = chosen("faulty.xlsx A 2 9 faulty", in_use={"A": "1"})
    assert outcome(choice) == {"back": ["faulty.xlsx"]}
    assert choice.used == {"A": "1"}


def test_a_later_file_is_used_although_the_return_in_use_is_no_longer_in_the_inbox() -> None:
    choice = chosen("new.xlsx A 2 9 sound", in_use={"A": "1"}, logged="1")
    assert outcome(choice) == {"used": ["new.xlsx"]}
    assert choice.used == {"A": "2"}


def test_a_file_is_used_where_neither_log_nor_inbox_knows_when_the_return_in_use_came() -> None:
    choice = chosen("new.xlsx A 2 9 sound", in_use={"A": "1"})
    assert outcome(choice) == {"used": ["new.xlsx"]}


def test_a_return_with_errors_is_used_when_the_clerk_accepts_these_bytes() -> None:
    table = "a.xlsx A 1 9 broken"
    assert outcome(chosen(table)) == {"back": ["a.xlsx"]}
    assert outcome(chosen(table, word="1 accept")) == {"used": ["a.xlsx"]}
    assert outcome(chosen(table, word="1 keyed_anyway")) == {"used": ["a.xlsx"]}
    assert outcome(chosen(table, word="2 accept")) == {"back": ["a.xlsx"]}
    assert outcome(chosen(table, word="1 keyed")) == {"back": ["a.xlsx"]}


def test_no_word_lets_in_a_return_of_nobody_or_of_another_period() -> None:
    for state in ("faulty", "elsewhere"):
        choice = chosen(f"a.xlsx A 1 9 {state}", word="1 accept")
        assert outcome(choice) == {"back": ["a.xlsx"]} and choice.used == {}


def test_an_accepted_return_in_use_stays_and_without_the_word_goes_out() -> None:
    table = "a.xlsx A 1 9 broken"
    assert chosen(table, {"A": "1"}, "1", "1 accept").used == {"A": "1"}
    assert chosen(table, {"A": "1"}, "1").used == {}


def test_a_later_sound_return_is_used_instead_of_the_accepted_one() -> None:
    choice = chosen("old.xlsx A 1 9 broken\nnew.xlsx A 2 10 sound", word="1 accept")
    assert outcome(choice) == {"used": ["new.xlsx"], "old": ["old.xlsx"]}


def test_a_later_faulty_return_goes_back_and_the_accepted_one_stays() -> None:
    choice = chosen("old.xlsx A 1 9 broken\nnew.xlsx A 2 10 broken", word="1 accept")
    assert outcome(choice) == {"used": ["old.xlsx"], "back": ["new.xlsx"]}


def test_a_return_set_aside_is_as_if_it_were_not_there() -> None:
    table = "old.xlsx A 1 9 sound\nnew.xlsx A 2 10 sound"
    assert outcome(chosen(table, word="2 set_aside")) == {"used": ["old.xlsx"], "aside": ["new.xlsx"]}
    assert outcome(chosen("a.xlsx A 1 9 broken", word="1 set_aside")) == {"aside": ["a.xlsx"]}
    assert outcome(chosen("a.xlsx A 1 9 broken", word="1 not_expected")) == {"aside": ["a.xlsx"]}


def test_a_return_in_use_that_is_set_aside_is_no_longer_used_though_its_file_is_gone() -> None:
    assert chosen("", {"A": "1"}, "1", "1 set_aside").used == {}
