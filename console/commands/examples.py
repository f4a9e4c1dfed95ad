"""An example for every command whose help brings none of its own.

A command of a group is shown first with the examples of its group that call it. The places
and people are invented, and the same in every language.
"""

from __future__ import annotations

from console.i18n import _

_EXAMPLES: dict[str, tuple[str, ...]] = {
    "demo": ("", "--reset --cases 500 --yes"),
    "tui": ("", "--db township.db --lock-after 5"),
    "init": ("--office 大岭镇", "--db postgresql://yiwang@server/yiwang --office 大岭镇"),
    "upgrade": ("--db township.db",),
    "check": ("", "--deep --json"),
    "tick": ("", "--json"),
    "deadlines": ("verify",),
    "deadlines verify": ("", "--json"),
    "queue show": ("overdue --limit 20",),
    "case list": ("--queue mine", "--text 路灯 --json"),
    "case find": ("井盖 老街口",),
    "case show": ("0302-0001",),
    "case receipt": ("0302-0001",),
    "case intake": ("--channel hotline --grid G01 --title 路灯不亮",),
    "case reveal": ("0302-0001 --field phone --reason 回访",),
    "case attach": ("0302-0001 现场.jpg 笔录.docx --note 现场照片",),
    "case files": ("0302-0001", "0302-0001 --all --json"),
    "case fetch": ("0302-0001 1 -o 现场.jpg",),
    "case detach": ("0302-0001 1 --reason 传错了文件",),
    "case print": ("0302-0001 -o 处置单.docx", "0302-0001 0302-0002 -o 处置单.docx --reveal --reason 存档"),
    "case accept": ("0302-0001",),
    "case refuse": ("0302-0001 --reason 属于民事纠纷",),
    "case ask-check": ("0302-0001 --note 请到现场看一下",),
    "case check": ("0302-0001 --note 现场属实",),
    "case file": ("0302-0001 --matter 0101 --condition 2",),
    "case dispatch": ("0302-0001 --unit 综合执法办",),
    "case take": ("0302-0001",),
    "case hand-over": ("0302-0001 --to 韩处置",),
    "case transfer": ("0302-0001 --unit 规划建设办 --reason 该设施由其管理",),
    "case ask-extension": ("0302-0001 --reason 配件未到",),
    "case ask-hold": ("0302-0001 --until 2026-03-31 --reason 等待停水",),
    "case endorse": ("0302-0001",),
    "case grant-extension": ("0302-0001",),
    "case grant-hold": ("0302-0001",),
    "case decline": ("0302-0001 --reason 时间够用",),
    "case withdraw": ("0302-0001",),
    "case resume": ("0302-0001 --note 提前来水",),
    "case feedback": ("0302-0001 --note 已清理完毕",),
    "case return": ("0302-0001 --reason 不属于本单位职责",),
    "case verify": ("0302-0001",),
    "case rework": ("0302-0001 --reason 现场仍有垃圾",),
    "case close": ("0302-0001 --kind normal",),
    "case call-back": ("0302-0001 --rating satisfied",),
    "case appeal": ("0302-0001 --reason 停电期间无法施工",),
    "case support": ("0302-0001",),
    "case uphold": ("0302-0001",),
    "case dismiss": ("0302-0001 --reason 停电不影响此件",),
    "case urge": ("0302-0001 --note 居民再次来电",),
    "case supervise": ("0302-0001 --ground leader --note 请今日报进展",),
    "case answer": ("0302-0001 --note 配件已到，今天装好",),
    "case redo": ("0302-0001 --reason 回访不满意",),
    "case reopen": ("0302-0001 --reason 问题重现",),
    "case merge": ("0302-0002 --into 0302-0001 --reason 同一处积水",),
    "case unmerge": ("0302-0002 --reason 不是同一处",),
    "case link": ("0302-0002 --kind caused_by --other 0302-0001 --note 爆管所致",),
    "case unlink": ("0302-0002 --other 0302-0001",),
    "case archive": ("0302-0001",),
    "case void": ("0302-0001 --reason 重复上报",),
    "catalogue list": ("--text 井盖",),
    "catalogue show": ("0101",),
    "catalogue sources list": ("", "--retired --json"),
    "catalogue sources show": ("MZJ",),
    "catalogue sources item": ("12",),
    "catalogue sources edit": ("MZJ --title 民政下放事项",),
    "catalogue sources retire": ("MZJ",),
    "catalogue sources restore": ("MZJ",),
    "catalogue flow list": ("", "--json"),
    "catalogue flow versions": ("GRID",),
    "catalogue flow diff": ("GRID 1 2",),
    "catalogue flow templates": ("",),
    "catalogue flow copy": ("GRID GRID2 --name 网格事项处置（试行）",),
    "catalogue flow retire": ("GRID2 --expect 1",),
    "catalogue flow reinstate": ("GRID2 --expect 2",),
    "catalogue lists basic": ("", "--json"),
    "catalogue lists recalled": ("",),
    "catalogue lists show": ("P012",),
    "catalogue lists counts": ("",),
    "catalogue lists departments": ("",),
    "catalogue lists retire": ("P012 --expect 1",),
    "catalogue lists restore": ("P012 --expect 2",),
    "catalogue lists renumber": ("cooperative --dry-run",),
    "catalogue admission submit": ("3",),
    "catalogue admission forward": ("3 --day 2026-03-20",),
    "catalogue admission opinion": ("3 --stance object --note 无人无经费",),
    "catalogue admission start": ("3 --authority 县委编办",),
    "catalogue admission turn-back": ("3 --reason 材料不全",),
    "catalogue admission withdraw": ("3 --reason 不再需要",),
    "catalogue admission end": ("3 --reason 专项行动已结束 --day 2026-06-30",),
    "calendar": ("show 2026", 'deadline --start "2026-02-13 17:00" --limit 8WH'),
    "calendar deadline": ('--start "2026-02-13 17:00" --limit 8WH --receipt',),
    "calendar show": ("2026",),
    "calendar import": ("2027.csv",),
    "calendar windows": ("08:30-12:00,14:00-17:30",),
    "import list": ("", "--json"),
    "import divisions": ("divisions.csv",),
    "import units": ("units.csv",),
    "import grids": ("grids.csv --encoding gb18030",),
    "import staff": ("staff.xlsx --sheet 1",),
    "import duties": ("duties.csv",),
    "import sources": ("mzj.xlsx --set book=MZJ",),
    "import matters": ("matters.csv --map 小类名称=name --map 时限=limits",),
    "import classes": ("classes.csv",),
    "import cases": ("cases.csv --partial",),
    "import history": ("history.csv",),
    "user list": ("", "--json"),
    "user add": ("limin 李敏 --role acceptor --area 990101103",),
    "user roles": ("limin acceptor dispatcher",),
    "user password": ("limin",),
    "user disable": ("limin",),
    "user enable": ("limin",),
    "user unlock": ("limin",),
    "user link": ("limin ubuntu", "limin --none"),
}
"""What follows the name of a command, by that name."""


def example_lines(path: str, group_examples: str = "") -> list[str]:
    """Return the examples of a command as lines of help, a heading first; empty if there is none.

    Args:
        path: how the command is called, ``yiwang case show``.
        group_examples: the translated examples of its group.
    """
    _program, _space, name = path.partition(" ")
    shown = [f"{path} {rest}".rstrip() for rest in _EXAMPLES.get(name, ())]
    if not shown:
        lines = (line.strip() for line in group_examples.splitlines())
        shown = [line for line in lines if line == path or line.startswith(f"{path} ")]
    return [_("Examples:"), *(f"  {line}" for line in shown)] if shown else []
