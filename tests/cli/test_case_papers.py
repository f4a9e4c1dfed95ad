"""Files, printed forms and handovers from the shell."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import docx

from console.exits import ExitCode
from tests.cli.test_case import done, reported, town
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.factories import Town

__all__ = ["town"]

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_files_and_papers_from_the_shell(town: Town, tmp_path: Path) -> None:
    photo, fake, back, paper = (tmp_path / name for name in ("现场.png", "假.pdf", "取回.png", "单.docx"))
    photo.write_bytes(PNG)
    fake.write_bytes(b"x")
    number = reported(name="张三丰", text="东门井盖破了")
    assert "没有添加附件" in yiwang("case", "attach", number, str(fake)).err
    some = yiwang("case", "attach", number, str(photo), str(fake), "--note", "东侧")
    assert some.code == ExitCode.SOME_REJECTED
    assert "内容却不是" in some.err
    done("attach", number, str(photo), "--dry-run")
    (file,) = json.loads(done("files", number, "--json"))
    assert (file["name"], file["size"], file["note"]) == ("现场.png", len(PNG), "东侧")
    done("fetch", number, "1", "-o", str(back))
    assert back.read_bytes() == PNG
    assert yiwang("case", "fetch", number, "x", "-o", str(back)).code == ExitCode.WRONG_USE
    assert yiwang("case", "fetch", number, "1", "-o", str(tmp_path / "no" / "x")).code != ExitCode.DONE

    done("accept", number)
    done("file", number, "--matter", "0101", "--condition", "2")
    done("dispatch", number, "--unit", "zhzfb")
    done("take", number)
    refused = yiwang("case", "feedback", number, "--note", "已换", "--file", str(fake))
    assert refused.code == ExitCode.WRONG_USE
    assert "待核查" in done("feedback", number, "--note", "已换", "--file", str(photo))
    assert yiwang("case", "detach", number, "2", "--reason", "..").code == ExitCode.WRONG_USE
    done("detach", number, "2", "--reason", "传错了文件")
    assert "传错了文件" in done("files", number, "--all")

    done("print", number, "-o", str(paper), "--reveal", "--reason", "回访要用")
    cells = [
        cell.text
        for table in docx.Document(io.BytesIO(paper.read_bytes())).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "张三丰 13800001234" in cells
    assert yiwang("case", "print", number, "-o", str(paper), "--reveal").code == ExitCode.WRONG_USE
    assert "附件" not in yiwang("check", "--deep").out

    assert "未办结事件：1 件" in yiwang("handover").out
    assert yiwang("handover", "--since", "明天").code == ExitCode.WRONG_USE
    given = yiwang("handover", "give", "--to", "钱值班", "--note", "井盖夜里再看").out.strip()
    assert "井盖夜里再看" in yiwang("handover", "show", given).out
    assert json.loads(yiwang("handover", "list", "--json").out)[0]["to"] == "钱值班"
    assert yiwang("handover", "accept", given).code == ExitCode.NOT_PERMITTED
    assert yiwang("handover", "show", given, "-o", str(paper)).code == ExitCode.DONE
