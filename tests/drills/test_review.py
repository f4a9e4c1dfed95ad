"""The review: what happened, what it turned on, what it was worth, and what follows from it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from console.tongue import tongue
from models.cases.kinds import Action, QueueKey
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.exchange.papers.forms import PaperForm, write_document
from scenarios.format.expecting import Grade
from scenarios.player.colleagues import Policy
from scenarios.player.steering import Steering
from scenarios.recording.files import recording_of, save
from scenarios.review.paper import KEYS, document
from scenarios.review.reviewing import review
from scenarios.review.sources import of_recording, of_services
from scenarios.review.views import MomentKind, Trouble
from scenarios.review.waiting import SHOWN
from tests.drills.conftest import STARTS
from tests.drills.playing import Table

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.review.sources import Source
    from scenarios.sandbox import Sandboxes


@pytest.fixture
def table(sandboxes: Sandboxes, world_template: Path) -> Table:
    """Give a drill in which the report was missed and the dispatch came too late."""
    found = Table(sandboxes, world_template, Policy.NONE, whole=True)
    services = found.world.services
    acceptor = found.at_desk("受理")
    seat = {"person": "李敏", "desk": "受理"}
    services.drills.append(EntryKind.SEAT, STARTS, acceptor.login, seat)
    found.to(10)
    known = found.player.state.cases.named("leak")
    assert known is not None
    services.cases.perform(acceptor, known.id, Action.ACCEPT, ActionEntries(), known.version)
    found.to(11)
    Steering(found.player, "trainer").note("受理时没有问清楚楼栋", "受理快")
    found.to(60)
    objection = {"expectation": "到站", "person": "李敏", "text": "无人可派"}
    services.drills.append(EntryKind.OBJECTION, found.clock.now(), "limin", objection)
    return found


def source(table: Table) -> Source:
    return of_services(table.world.services, table.clock)


def test_a_review_tells_what_moved_and_what_follows(table: Table) -> None:
    found = review(source(table))
    reported = [each for each in found.moments if each.kind is MomentKind.INJECT and each.number]
    counts = found.counts
    assert (found.ended, found.end, counts.arrivals) == (True, 3600, len(reported))
    assert counts.standing == sum(each.counts[0] for each in found.curves if each.queue in SHOWN) > 0
    assert counts.standing + counts.arrivals == counts.closed + counts.open
    outcomes = {each.mark.expected.id: each for each in found.judged}
    accepted = outcomes["受理快"]
    assert (accepted.mark.outcome, accepted.mark.share, accepted.took) == ("partly", 0.5, 480)
    assert accepted.deed is not None
    assert (accepted.deed.person, accepted.deed.action) == ("李敏", Action.ACCEPT)
    assert accepted.notes == ("受理时没有问清楚楼栋",)
    assert [each.text for each in outcomes["到站"].objections] == ["无人可派"]
    decisive = [(each.kind, each.at // 60) for each in found.moments if each.decisive]
    assert (MomentKind.CONTINGENCY, 12) in decisive
    assert decisive[-1][0] is MomentKind.END
    troubles = [each.trouble for each in found.problems]
    assert troubles[:2] == [Trouble.MISSED, Trouble.MISSED]
    assert Trouble.OBSERVED in troubles
    assert Trouble.STALLED in troubles
    assert [each.text for each in found.strengths] == ["不退回"]
    assert [(each.expectation, each.desk, each.days) for each in found.proposals] == [
        ("到站", "分拨", 30),
        ("报", "分拨", 30),
    ]
    waiting = {each.queue: each for each in found.curves}
    assert waiting[QueueKey.TO_ACCEPT].counts[0] == 2
    assert waiting[QueueKey.TO_ACCEPT].most == waiting[QueueKey.TO_ACCEPT].counts[-1]
    assert waiting[QueueKey.TO_FILE].counts[-1] == 1
    assert found.waits[0].seconds > found.waits[-1].seconds
    # The office's own grades are on top of the scenario's.
    assert found.score.grade == "不合格"
    assert (
        review(source(table), (Grade(name="达标", least=0.3), Grade(name="未达标", least=0))).score.grade
        == "达标"
    )


def test_a_review_is_a_paper_of_the_same_bytes_with_curves_in_it(
    table: Table, sandboxes: Sandboxes, tmp_path: Path
) -> None:
    read = source(table)
    found = review(read)
    paper = document(
        found, tongue(), read.zone, read.office, (("第1次演练", "补培训", "李敏", "2026-04-01"),)
    )
    files = []
    for _time in range(2):
        target = io.BytesIO()
        write_document(paper, PaperForm.DOCX, target, STARTS)
        files.append(target.getvalue())
    assert files[0] == files[1]
    word = docx.Document(io.BytesIO(files[0]))
    headings = [each.text for each in word.paragraphs if each.style and each.style.name == "Heading 1"]
    assert len(headings) == len(KEYS)
    assert headings[0].startswith("一、")
    with zipfile.ZipFile(io.BytesIO(files[0])) as packed:
        chart = packed.read("word/charts/chart1.xml").decode()
        assert "word/embeddings/chart1.xlsx" in packed.namelist()
    assert chart.count("<c:ser>") == 5
    text = io.BytesIO()
    write_document(paper, PaperForm.MARKDOWN, text, STARTS)
    words = text.getvalue().decode()
    assert "2026-04-01" in words
    assert "李敏" in words
    assert all(len(line) <= 80 for line in words.split("```")[1].splitlines())

    # A recording gives the same review, played again.
    path = tmp_path / "gas.ywrec"
    save(recording_of(table.world.services.drills.drill(), table.entries()), path)
    again = review(of_recording(sandboxes, path))
    assert (again.moments, again.curves, again.score) == (found.moments, found.curves, found.score)
