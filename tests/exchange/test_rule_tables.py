from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from models.catalogue.classing.defaults import default_rules
from models.catalogue.classing.views import NO_LIST, RuleDraft, RuleView, Then, When
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList, SettleLevel
from models.exchange.papers.names import PaperForm
from models.exchange.readers import Source
from models.exchange.refusals import EmptyTable, MissingColumns, RulesRejected
from models.exchange.ruletables import read_rules, write_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = datetime(2026, 3, 2, tzinfo=UTC)


def written(drafts: Sequence[RuleDraft], form: PaperForm | None) -> Source:
    target = io.BytesIO()
    views = [RuleView(number, number, 1, draft) for number, draft in enumerate(drafts, 1)]
    assert write_rules(views, form, target, AT) == len(drafts)
    return Source("规则.xlsx" if form else "规则.csv", target.getvalue())


@pytest.mark.parametrize("form", [PaperForm.XLSX, None])
def test_rules_come_back_as_they_were_written(form: PaperForm | None) -> None:
    when = When(
        words=("=路灯+坏", "井盖"),
        without=("@修好",),
        departments=("县局",),
        sources=(SourceKind.GRID, SourceKind.POWER),
        basis=("条例",),
        classes=("event:",),
        lists=(NO_LIST, "basic"),
        only_new=True,
    )
    then = Then("event:01", "公用", "C1", DutyList.RECALLED, None, SettleLevel.GRID, 1, 4, "县局")
    mine = RuleDraft("=全部", when, then, "第一行\n第二行", active=False)
    drafts = (mine, *default_rules())
    source = written(drafts, form)
    assert read_rules(source, AT) == drafts
    assert written(drafts, form).data == source.data


def test_every_row_that_cannot_be_used_is_named_by_row_and_column() -> None:
    rows = (
        "规则名称,含词语,定类别,定清单,定紧急程度",
        "好,路灯,event:01,,3",
        "坏类,路灯,01,,",
        "坏值,路灯,,天上,九",
        "空,路灯,,,",
        ",路灯,,,3",
        "好,井盖,,,2",
        "长词," + "长" * 70 + ",,,2",
    )
    with pytest.raises(RulesRejected) as refused:
        read_rules(Source("r.csv", "\n".join(rows).encode("gb18030")), AT)
    named = [(each.row, each.column) for each in refused.value.summary.problems]
    assert named == [
        (3, "定类别"), (4, "定清单"), (4, "定紧急程度"), (5, "规则名称"), (6, "规则名称"), (7, "规则名称"),
        (8, "规则名称"),
    ]  # fmt: skip
    assert refused.value.params == {"rejected": 6, "rows": 7}


def test_a_file_that_is_no_table_of_rules_is_refused() -> None:
    with pytest.raises(MissingColumns):
        read_rules(Source("r.csv", "编号,词语\n1,2\n".encode()), AT)
    with pytest.raises(EmptyTable):
        read_rules(Source("r.csv", "规则名称,含词语\n".encode()), AT)
