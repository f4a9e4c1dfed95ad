"""Which items are put together, which never, and that nothing depends on their order."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.township_matters import items as inventory
from models.catalogue.clustering.evidence import agree, articles_of, offices_of
from models.catalogue.clustering.finding import cluster
from models.catalogue.clustering.forms import canonical, form_of
from models.catalogue.clustering.views import Clustering, Confidence, Edge, Item, ReasonKind, Relation

if TYPE_CHECKING:
    import random

# Names around the pairs under test, so that rare and common letters are what they are in a list.
AROUND = [item.name for item in inventory(300)]


def items(*names: str) -> list[Item]:
    made = [Item(number, *name.split("|")) for number, name in enumerate(names, start=1)]
    return made + [Item(1000 + number, name) for number, name in enumerate(AROUND)]


def edge(first: str, second: str) -> Edge | None:
    found = cluster(items(first, second))
    edges = [*found.loose, *(each for group in found.clusters for each in group.edges)]
    return next((each for each in edges if (each.first, each.second) == (1, 2)), None)


@pytest.mark.parametrize(
    ("first", "second", "confidence"),
    [
        ("残疾人“两项补贴”的受理|县残联", "残疾人两项补贴受理工作|县残疾人联合会", Confidence.CERTAIN),
        ("违法建设巡查|县城管局", "违章建筑巡查|县综合执法局", Confidence.CERTAIN),
        ("住宅小区消防通道占用", "小区消防通道占用", Confidence.CERTAIN),
        ("占用消防通道", "消防通道占用", Confidence.CERTAIN),
        ("ＡＥＤ设备", "（三）AED设备", Confidence.CERTAIN),
        ("高龄津贴发放|县民政局", "高龄津贴发放|县财政局", Confidence.LIKELY),
        ("宅基地审批", "农村宅基地审批", Confidence.CERTAIN),
        ("适龄青年兵役登记|县人武部", "兵役登记|县人武部", Confidence.LIKELY),
    ],
)
def test_the_same_in_other_words(first: str, second: str, confidence: Confidence) -> None:
    found = edge(first, second)
    assert found is not None
    assert (found.relation, found.confidence) == (Relation.SAME, confidence)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("消防通道占用", "消防设施占用"),
        ("社会团体设立登记", "社会团体撤销登记"),
        ("室内消火栓损坏", "室外消火栓损坏"),
        ("城市低保对象认定", "农村低保对象认定"),
        ("80周岁高龄津贴发放", "九十周岁高龄津贴发放"),
        ("机动车乱停放", "非机动车乱停放"),
        ("物质文化遗产保护", "非物质文化遗产保护"),
        ("道路积水", "道路积雪"),
        ("应急物资储备", "应急物资储备库建设"),
        ("政策宣传|县民政局", "政策宣传|县人社局"),
    ],
)
def test_what_differs_in_one_word_is_kept_apart(first: str, second: str) -> None:
    found = edge(first, second)
    assert found is None or found.relation is Relation.RELATED


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("低保审批|县民政局", "低保申请受理|县民政局", "申请受理, then 审批"),
        ("秸秆焚烧巡查", "秸秆焚烧复查", "巡查, then 复查"),
        ("占道经营", "占道经营上报", "one of its steps: 上报"),
    ],
)
def test_steps_of_one_process_are_told_in_their_order(first: str, second: str, words: str) -> None:
    found = edge(first, second)
    assert found is not None
    assert found.relation is Relation.STAGE
    assert words in str(found.reasons[0].words)


def test_an_article_makes_a_suggestion_surer_and_is_named() -> None:
    law = "《中华人民共和国消防法》第六十条"
    first, second = "对占用消防车通道的处罚|消防大队|", "对占用、堵塞、封闭消防车通道行为的处罚|消防大队|"
    found = edge(first + law, second + "《消防法》第60条第一款")
    assert found is not None
    assert ReasonKind.SAME_BASIS in {each.kind for each in found.reasons}
    assert "消防法, article 60" in " ".join(str(each.words) for each in found.reasons)
    without = edge(first, second)
    assert without is None or without.confidence <= found.confidence


def test_the_same_object_under_another_action_is_a_relative_only() -> None:
    found = edge("烟花爆竹零售许可|县应急管理局", "烟花爆竹零售宣传|县应急管理局")
    assert found is not None
    assert (found.relation, found.confidence) == (Relation.RELATED, Confidence.LOOK)


def test_a_chain_does_not_glue_its_ends() -> None:
    chain = [
        Item(number, name)
        for number, name in enumerate(
            [
                "小区消防通道占用巡查",
                "消防通道占用巡查",
                "消防通道巡查",
                "消防通道",
                "消防检查站",
                "消防宣传",
            ]
        )
    ]
    found = cluster(chain)
    assert found.clusters
    for group in found.clusters:
        joined = {(each.first, each.second) for each in group.edges}
        assert joined == set(combinations(group.items, 2)), "every item goes with every other"


def test_clusters_tell_their_parts() -> None:
    made = items("低保申请受理|县民政局", "最低生活保障受理|县民政局", "低保审批|县民政局")
    (group,) = [each for each in cluster(made).clusters if 1 in each.items]
    assert group.parts == ((1, 2), (3,))
    assert (group.relation, group.confidence) == (Relation.STAGE, Confidence.LIKELY)


def test_what_was_kept_apart_stays_apart() -> None:
    made = items("低保受理", "低保受理", "低保受理工作")
    (group,) = [each for each in cluster(made).clusters if 1 in each.items]
    assert group.items == (1, 2, 3)
    found = cluster(made, apart=[(2, 1)])
    for each in found.clusters:
        assert not {1, 2} <= set(each.items)
    assert all((each.first, each.second) != (1, 2) for each in found.loose)
    assert any(3 in each.items and len(each.items) == 2 for each in found.clusters)


def everything(found: Clustering) -> list[object]:
    def plain(edges: tuple[Edge, ...]) -> list[object]:
        return [
            (
                each.first,
                each.second,
                each.relation,
                each.confidence,
                [str(one.words) for one in each.reasons],
            )
            for each in edges
        ]

    groups = [(each.items, each.parts, each.confidence, plain(each.edges)) for each in found.clusters]
    return [groups, plain(found.loose), found.single]


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(20, 250))
def test_the_order_of_items_does_not_matter(dice: random.Random, count: int) -> None:
    made = inventory(count, seed=7)
    shuffled = list(made)
    dice.shuffle(shuffled)
    assert everything(cluster(made)) == everything(cluster(shuffled))


def test_every_item_is_in_one_place_and_every_cluster_complete() -> None:
    made = inventory(1_500)
    found = cluster(made)
    places = [each for group in found.clusters for each in group.items] + list(found.single)
    assert sorted(places) == [item.id for item in made]
    for group in found.clusters:
        assert sorted(each for part in group.parts for each in part) == list(group.items)
        assert group.confidence == min(each.confidence for each in group.edges)


def test_reworded_items_come_together() -> None:
    made = inventory(1_500)
    by_name: dict[object, list[int]] = defaultdict(list)
    for item in made:
        by_name[form_of(item.name).identity].append(item.id)
    part_of = {each: part for group in cluster(made).clusters for part in group.parts for each in part}
    for same in by_name.values():
        if len(same) > 1:
            assert {part_of[each] for each in same} == {part_of[same[0]]}


@given(st.text(max_size=30))
def test_any_text_has_a_form(name: str) -> None:
    form = form_of(name)
    assert form_of(canonical(name)).text == canonical(canonical(name))
    assert form.bag == "".join(sorted(form.core))


@given(st.lists(st.text("低保消防通道受理审批（）1一、", max_size=8), max_size=12))
def test_any_names_can_be_clustered(names: list[str]) -> None:
    made = [Item(number, name) for number, name in enumerate(names)]
    found = cluster(made)
    assert len(found.single) + sum(len(group.items) for group in found.clusters) == len(names)


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("《中华人民共和国消防法》（2021年修正）第二十八条、第60条", {("消防法", 28), ("消防法", 60)}),
        (
            "《土地管理法》第一百一十条第二款；《城乡规划法》第六十五条",
            {("土地管理法", 110), ("城乡规划法", 65)},
        ),
        ("《消防法》", set()),
        ("按照第三条办理", set()),
        ("", set()),
    ],
)
def test_articles_are_read(text: str, articles: set[tuple[str, int]]) -> None:
    assert articles_of(text) == articles


def test_offices_are_known_by_any_of_their_names() -> None:
    assert agree(offices_of("大岭县市场监督管理局"), offices_of("市监局"))
    assert agree(offices_of("县公安局、县司法局"), offices_of("司法所"))
    assert agree(offices_of(""), offices_of("县民政局"))
    assert not agree(offices_of("县民政局"), offices_of("县残联"))
    assert agree(offices_of("样例县供销合作社"), offices_of("供销合作社"))
