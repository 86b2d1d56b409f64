"""The headers of lists as programs and people write them, read as they are labelled."""

import pytest

from core.imports import guessing, mapping
from core.imports.rows import entry
from core.imports.sheet import Row
from tests.data.measure_headers import SETS, read, tops


def told(*table, locale="zh-CN"):
    """What the rows of a list tell of: customers with their contacts, or why there is none."""
    rows = [Row(number, list(cells)) for number, cells in enumerate(table, 1)]
    found = guessing.guess(rows)
    entries = [entry(row, found, locale=locale, source=None, campaign=None) for row in mapping.data(rows, found)]
    return [each.told or (each.bad.key if each.bad else None) for each in entries]


@pytest.mark.parametrize("name", SETS)
def test_headers_are_read_as_they_are_meant_and_hardly_a_column_is_taken_for_another(name):
    found = [read(top) for top in tops(name)]

    assert all(each.head for each in found)
    assert sum(len(each.missed) for each in found) == 0
    assert sum(len(each.wrong) for each in found) <= 1


def test_a_person_whose_name_stands_in_two_columns_is_called_as_their_script_has_it():
    chinese = told(("公司", "姓", "名", "电话"), ("海天", "李", "建国", "13805741234"), ("蓝海", "Lopez", "Maria", ""))
    alone = told(("First Name", "Last Name", "Email"), ("Maria", "Lopez", "m@l.es"), ("Bo", "", "b@l.es"))

    assert [each.contact for each in chinese] == ["李建国", "Maria Lopez"]
    assert [(each.customer, each.contact) for each in alone] == [("Maria Lopez", None), ("Bo", None)]
