"""Files of cases: what is taken, who may, where it lies, and what a check finds."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.api import Services
from models.cases.files import rules
from models.cases.files.refusals import (
    CaseFull,
    DetachUnfounded,
    FileEmpty,
    FileKindUnknown,
    FileKindWrong,
    FileLost,
    FileNotKept,
    FileTooLarge,
    FileUnusable,
    FileWithdrawn,
    MayNotAttach,
    MayNotDetach,
)
from models.cases.files.service import FileService
from models.cases.files.sources import FileSource
from models.cases.files.views import Limits
from models.cases.rules import Action, CaseState
from models.kernel.errors import DomainError, NotFound
from models.kernel.filefolder import files_folder
from models.kernel.filestore import FileStore
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.files.views import AttachmentView
    from tests.cases.township import Desk

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
PDF = b"%PDF-1.7 " + b"x" * 100


@pytest.fixture
def files(desk: Desk, tmp_path: Path) -> FileService:
    """Give the files of a township, in a folder of the test's own."""
    return Services(desk.store, desk.clock, tmp_path / "files").files


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


@BOTH_ENGINES
def test_a_file_is_kept_once_and_read_back_by_those_who_see_the_case(
    desk: Desk, files: FileService, tmp_path: Path
) -> None:
    collector, acceptor = desk.town.actor(Role.COLLECTOR), desk.town.actor(Role.ACCEPTOR)
    case = desk.report()
    first = files.attach(collector, case.id, FileSource.of("../照片/现场.PNG", PNG), "东侧\n通道")
    second = files.attach(acceptor, case.id, FileSource.of("副本.png", PNG))
    assert (first.seq, first.name, first.kind, first.size, first.by) == (
        1, "现场.PNG", "png", len(PNG), collector.name,
    )  # fmt: skip
    assert first.sha256 == second.sha256
    stored = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o333 for path in stored] == [0]
    assert [each.seq for each in files.attachments(acceptor, case.id)] == [1, 2]

    copy = files.open_copy(acceptor, case.id, 1, tmp_path / "opened")
    assert (copy.name, copy.read_bytes()) == ("现场.PNG", PNG)
    os.utime(copy.parent, (0, 0))
    again = files.open_copy(acceptor, case.id, 2, tmp_path / "opened")
    assert again.exists()
    assert not copy.exists()

    ledger = Services(desk.store, desk.clock).ledger
    with desk.store.read() as session:
        entries = session.connection().execute(
            text("SELECT action FROM ledger_entry WHERE stream = :stream ORDER BY id"),
            {"stream": f"case:{case.number}"},
        )
        assert [row.action for row in entries][1:] == ["case.attach"] * 2 + ["case.read_file"] * 2
    assert ledger.check() == files.check(deep=True) == []

    with pytest.raises(DetachUnfounded):
        files.withdraw(collector, case.id, 1, "--")
    with pytest.raises(MayNotDetach):
        files.withdraw(collector, case.id, 2, "传错了文件")
    gone = files.withdraw(collector, case.id, 1, "传错了文件")
    assert (gone.withdrawn_by, gone.withdrawn_reason) == (collector.name, "传错了文件")
    assert [each.seq for each in files.attachments(acceptor, case.id)] == [2]
    assert [each.seq for each in files.attachments(acceptor, case.id, withdrawn=True)] == [1, 2]
    for again_seq in (1, 1):
        with pytest.raises(FileWithdrawn):
            files.save(acceptor, case.id, again_seq, io.BytesIO())
    with pytest.raises(NotFound):
        files.save(acceptor, case.id, 7, io.BytesIO())
    assert files.check(deep=True) == []


def test_who_has_nothing_to_do_with_a_case_attaches_nothing(desk: Desk, files: FileService) -> None:
    source = FileSource.of("现场.png", PNG)
    handler, collector = desk.town.actor(Role.HANDLER), desk.town.actor(Role.COLLECTOR)
    case = desk.bring_to(CaseState.HANDLING)
    assert files.may_attach(handler, case.id)
    files.attach(handler, case.id, source)
    with pytest.raises(MayNotAttach):
        files.attach(desk.town.actor(Role.LEADER), case.id, source)
    ended = desk.bring_to(CaseState.ARCHIVED)
    with pytest.raises(MayNotAttach):
        files.attach(collector, ended.id, source)
    with pytest.raises(NotFound):
        files.attach(handler, desk.report().id, source)


def test_a_lead_shows_the_files_of_what_was_merged_into_it(desk: Desk, files: FileService) -> None:
    acceptor = desk.town.actor(Role.ACCEPTOR)
    lead, other = desk.report(), desk.report(title="三栋通道又被堵")
    files.attach(acceptor, lead.id, FileSource.of("一.png", PNG))
    files.attach(acceptor, other.id, FileSource.of("二.pdf", PDF))
    desk.do(other, Action.MERGE, Role.ACCEPTOR, reason="同一件事情", other=lead.number)

    def names(found: tuple[AttachmentView, ...]) -> list[tuple[str, bool]]:
        return [(each.name, each.own) for each in found]

    assert names(files.attachments(acceptor, lead.id)) == [("一.png", True), ("二.pdf", False)]
    assert names(files.attachments(acceptor, other.id)) == [("二.pdf", True), ("一.png", False)]
    target = io.BytesIO()
    files.save(acceptor, lead.id, 1, target, of=other.id)
    assert target.getvalue() == PDF


def test_a_check_names_what_is_missing_damaged_or_nobody_s(sqlite_desk: Desk, tmp_path: Path) -> None:
    desk, store = sqlite_desk, FileStore(tmp_path / "files")
    files = FileService(desk.store, desk.clock, store)
    acceptor, case = desk.town.actor(Role.ACCEPTOR), desk.report()
    made = [files.attach(acceptor, case.id, FileSource.of(f"{n}.txt", f"第{n}份".encode())) for n in range(4)]
    paths = [store.path_of(each.sha256) for each in made]
    for path in paths:
        path.chmod(0o600)
    paths[0].unlink()
    paths[1].write_bytes(b"x")
    paths[2].write_bytes(bytes(made[2].size))
    stray = store.stage(io.BytesIO(b"stray"), 100)
    store.keep(stray)
    left = store.stage(io.BytesIO(b"left"), 100)
    os.utime(left.path, (0, 0))
    quick, deep = files.check(), files.check(deep=True)
    assert [each.subject for each in quick] == [
        f"{case.number} #1",
        f"{case.number} #2",
        stray.sha256[:12],
        left.path.name,
    ]
    assert {each.subject for each in deep} - {each.subject for each in quick} == {f"{case.number} #3"}
    for seq in (1, 2, 3):
        with pytest.raises(FileLost):
            files.save(acceptor, case.id, seq, io.BytesIO())


def test_files_that_cannot_be_taken_are_refused_and_leave_nothing(
    sqlite_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, place = sqlite_desk, tmp_path / "in"
    place.mkdir()
    store = FileStore(tmp_path / "files")
    files = FileService(desk.store, desk.clock, store, Limits(file_bytes=200, case_bytes=250, case_files=2))
    acceptor, case = desk.town.actor(Role.ACCEPTOR), desk.report()
    (place / "真.png").write_bytes(PNG)
    (place / "链接.png").symlink_to(place / "真.png")
    (place / "夹.png").mkdir()
    os.mkfifo(place / "管.png")

    def refused(kind: type[DomainError], source: FileSource) -> str:
        with pytest.raises(kind) as caught:
            files.attach(acceptor, case.id, source)
        return str(caught.value)

    for name, reason in (("链接", "link"), ("夹", "folder"), ("管", "ordinary"), ("没有", "no such file")):
        assert reason in refused(FileUnusable, FileSource.at(place / f"{name}.png"))
    refused(FileUnusable, FileSource.at(Path("/dev/../dev/null.png\x00")))
    refused(FileKindUnknown, FileSource.of("脚本.exe", b"MZ"))
    refused(FileKindUnknown, FileSource.of("...", PNG))
    refused(FileKindWrong, FileSource.of("假.png", PDF))
    refused(FileKindWrong, FileSource.of("假.docx", archive("readme.txt")))
    refused(FileEmpty, FileSource.of("空.txt", b""))
    refused(FileTooLarge, FileSource.of("大.pdf", PDF * 9))

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        refused(FileNotKept, FileSource.of("现场.png", PNG))
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []
    desk.store.rehearsing = True
    files.attach(acceptor, case.id, FileSource.of("演练.pdf", PDF))
    desk.store.rehearsing = False
    files.attach(acceptor, case.id, FileSource.at(place / "真.png"))
    files.attach(acceptor, case.id, FileSource.of("信.pdf", PDF))
    refused(CaseFull, FileSource.of("又.txt", b"abc"))
    assert files.check(deep=True) == []
    assert len(list(store.addresses())) == 2


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("a\x1b[31mb\u202egnp.exe", "abgnp.exe"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        (" . ", ""),
        ("..\u200b.png", "png"),
        ("一:二?.pdf", "一_二_.pdf"),
    ],
)
def test_a_name_harms_nobody(name: str, clean: str) -> None:
    assert rules.clean_name(name) == clean


def test_a_long_name_keeps_its_ending() -> None:
    for text_of in ("名" * 300, "n" * 300, "😀" * 300):
        made = rules.clean_name(f"{text_of}.docx")
        assert made.endswith(".docx")
        assert len(made) <= rules.LONGEST_NAME
        assert len(made.encode()) <= 255


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("jpg", b"\xff\xd8\xff\xe0"),
        ("gif", b"GIF89a"),
        ("webp", b"RIFF0000WEBPVP8 "),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("docx", archive("word/document.xml")),
        ("ofd", archive("OFD.xml")),
        ("txt", "消防通道".encode("gb18030")),
        ("csv", "编号,名称".encode()[:-1]),
        ("mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("heic", b"\x00\x00\x00\x18ftypheic"),
        ("mp3", b"ID3\x04"),
        ("amr", b"#!AMR\n"),
        ("wav", b"RIFF0000WAVEfmt "),
    ],
)
def test_every_kind_is_known_by_its_beginning(kind: str, head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(head)
    assert rules.fits(kind, head, path)
    assert not rules.fits(kind, b"\x00\x01 something else", path)


def test_a_group_that_shares_the_database_shares_the_files_too(tmp_path: Path) -> None:
    for mode, folders, contents in ((0o755, 0o750, 0o440), (0o700, 0o700, 0o400), (0o770, 0o770, 0o440)):
        place = tmp_path / f"{mode:o}"
        place.mkdir()
        place.chmod(mode)
        store = FileStore(place / "x.db.files")
        staged = store.stage(io.BytesIO(b"abc"), 10)
        store.keep(staged)
        modes = {
            path.is_dir(): path.stat().st_mode & 0o777 for path in [store.folder, *store.folder.rglob("*")]
        }
        assert modes == {True: folders, False: contents}


def test_the_folder_of_files_is_named_after_the_database(tmp_path: Path) -> None:
    assert files_folder("sqlite:////var/yiwang/a.db", tmp_path) == Path("/var/yiwang/a.db.files")
    assert files_folder("postgresql+psycopg://u:p@h:5/zhen?x=1", tmp_path) == tmp_path / "zhen.files"
