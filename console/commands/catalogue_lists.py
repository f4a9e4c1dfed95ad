"""``yiwang catalogue lists``: the three duty lists from the shell."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_listedit import EDITS
from console.commands.frame import Group, json_option, pass_context
from console.files import write_whole
from console.i18n import N_, _
from models.catalogue.duties.views import DutyFindingKind
from models.catalogue.views import DutyList
from models.exchange.papers.names import PaperForm
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.commands.context import Column, Context
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.duties.views import DepartmentCount, DutyFinding
    from models.catalogue.views import DutyItemView

_SUMMARIES = {
    DutyList.BASIC: N_("Show the basic list."),
    DutyList.COOPERATIVE: N_("Show the cooperative list."),
    DutyList.RECALLED: N_("Show the recalled list."),
}


def _department_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--department",
        default="",
        metavar="DEPARTMENT",
        help=N_("Only items that name this department, written as in the lists."),
    )(function)


@click.group(
    "lists",
    cls=Group,
    invoke_without_command=True,
    help=N_("Show the three duty lists, check them, print them, change them."),
    epilog=N_(
        "Examples:\n  yiwang catalogue lists cooperative --department 县应急管理局\n"
        "  yiwang catalogue lists check\n  yiwang catalogue lists book --township -o lists.docx"
    ),
)
@_department_option
@json_option
@click.pass_context
def lists(ctx: click.Context, *, department: str, as_json: bool) -> None:
    """Show all three lists, unless a command under it is named."""
    if ctx.invoked_subcommand is None:
        from console.commands.context import Context

        _show(ctx.ensure_object(Context), list(DutyList), department, as_json=as_json)


def _list_command(duty_list: DutyList) -> None:
    @lists.command(duty_list.value, help=_SUMMARIES[duty_list])
    @_department_option
    @json_option
    @pass_context
    def show_list(context: Context, *, department: str, as_json: bool) -> None:
        """Show one list."""
        _show(context, [duty_list], department, as_json=as_json)


for _each in DutyList:
    _list_command(_each)


def _show(context: Context, wanted: Sequence[DutyList], department: str, *, as_json: bool) -> None:
    duties, actor = context.services().duties, context.actor()
    sheets = [duties.sheet(actor, duty_list, department) for duty_list in wanted]
    rows = [item for sheet in sheets for section in sheet.sections for item in section.items]
    context.listing(
        rows, _item_columns(texts=as_json), as_json=as_json, empty=N_("The duty lists are empty.")
    )


def _item_columns(*, texts: bool) -> list[Column[DutyItemView]]:
    """Return the columns; the texts are too long for a line and are there for programs."""
    from console.commands.context import Column
    from console.duty_words import TEXT_TITLES
    from console.labels import label

    columns: list[Column[DutyItemView]] = [
        Column(
            "list", N_("Duty list"), lambda row: row.duty_list.value, text=lambda row: label(row.duty_list)
        ),
        Column("number", N_("No."), lambda row: row.number, right=True),
        Column("code", N_("Code"), lambda row: row.code),
        Column("category", N_("Category"), lambda row: row.category),
        Column("name", N_("Duty"), lambda row: row.name),
        Column("department", N_("Department"), lambda row: row.department),
        Column("version", N_("Version"), lambda row: row.version, right=True),
    ]
    if texts:
        columns += [Column(name, title, attrgetter(name)) for name, title in TEXT_TITLES.items()]
    return columns


@lists.command("show", help=N_("Show one item with all its texts."))
@click.argument("code", metavar="CODE")
@json_option
@pass_context
def show(context: Context, *, code: str, as_json: bool) -> None:
    """Show an item, on its list or taken off."""
    from console.duty_words import item_lines

    item = context.services().duties.item(context.actor(), code)
    if as_json:
        context.document(item)
        return
    for line in item_lines(item):
        context.echo(line)


@lists.command("counts", help=N_("Count the items of each list and category."))
@json_option
@pass_context
def counts(context: Context, *, as_json: bool) -> None:
    """Show the table of counts; its last row is the sum."""
    from console.commands.context import Column
    from console.labels import label
    from models.catalogue.duties.views import CategoryCount

    found = context.services().duties.counts(context.actor())
    columns: list[Column[CategoryCount]] = [Column("category", N_("Category"), lambda row: row.category)]
    columns += [
        Column(each.value, label(each), partial(_count_of, each), right=True) for each in DutyList
    ]  # fmt: skip
    columns.append(Column("total", N_("Total"), lambda row: row.total, right=True))
    total = CategoryCount(_("Total"), found.lists)
    context.listing([*found.categories, total], columns, as_json=as_json)


def _count_of(duty_list: Any, row: Any) -> int:
    number: int = row.counts[duty_list]
    return number


@lists.command("departments", help=N_("Name the departments and how many items name each."))
@json_option
@pass_context
def departments(context: Context, *, as_json: bool) -> None:
    """Show who gets a book."""
    from console.commands.context import Column

    columns: list[Column[DepartmentCount]] = [
        Column("department", N_("Department"), lambda row: row.department),
        Column("cooperative", N_("Cooperative"), lambda row: row.cooperative, right=True),
        Column("recalled", N_("Recalled"), lambda row: row.recalled, right=True),
    ]
    found = context.services().duties.departments(context.actor())
    context.listing(found, columns, as_json=as_json, empty=N_("No item names a department."))


@lists.command(
    "check",
    help=N_(
        "Find gaps and overlaps, in both directions.\n\n"
        "Nothing is changed. Ends with code 1 when something is found."
    ),
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in DutyFindingKind]),
    metavar="KIND",
    help=N_("Only findings of this kind, named as --json names it; may be given several times."),
)
@json_option
@pass_context
def check(context: Context, *, kinds: tuple[str, ...], as_json: bool) -> int:
    """Show what is missing, doubled or at odds."""
    from console.commands.context import Column
    from console.duty_words import finding_words
    from console.exits import ExitCode
    from models.catalogue.duties.checking import KIND_TITLES

    columns: list[Column[DutyFinding]] = [
        Column("kind", N_("Kind"), lambda row: row.kind.value, text=lambda row: _(KIND_TITLES[row.kind])),
        Column("sentence", N_("What was found"), finding_words),
    ]
    if as_json:
        columns += [
            Column("items", N_("Duty item"), lambda row: [item.code for item in row.items]),
            Column("matters", N_("Matters"), lambda row: list(row.matters)),
        ]
    found = [
        each
        for each in context.services().duties.findings(context.actor())
        if not kinds or each.kind.value in kinds
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing is missing and nothing overlaps."))
    return ExitCode.REFUSED if found else ExitCode.DONE


@lists.command(
    "book",
    help=N_(
        "Print the township's book, or those of the departments.\n\n"
        "The ending of the file says its form: .docx, .xlsx, .md or .txt. All departments' books go "
        "into a folder."
    ),
    epilog=N_(
        "Examples:\n  yiwang catalogue lists book --township -o lists.xlsx\n"
        "  yiwang catalogue lists book --all-departments --form docx -o books"
    ),
)
@click.option("--township", is_flag=True, help=N_("The township's book."))
@click.option("--department", default="", metavar="DEPARTMENT", help=N_("The book of this department."))
@click.option("--all-departments", is_flag=True, help=N_("The books of all departments, into a folder."))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Where to write."),
)
@click.option(
    "--form",
    type=click.Choice([form.value for form in PaperForm]),
    help=N_("The form of books that go into a folder; docx where nothing is said."),
)
@pass_context
def book(
    context: Context,
    *,
    township: bool,
    department: str,
    all_departments: bool,
    output: Path,
    form: str | None,
) -> None:
    """Write one book to a file or into a folder, or all departments' into a folder."""
    if [township, bool(department), all_departments].count(True) != 1:
        raise click.UsageError(_("Say which book: --township, --department or --all-departments."))
    services, actor = context.services(), context.actor()
    names = [department]
    if all_departments:
        names = [each.department for each in services.duties.departments(actor)]
        if not names:
            context.say(_("No item names a department."))
    for name in names:
        target = _write_book(services, actor, name, output, form, into_folder=all_departments)
        context.say(_("Written to %(file)s.", file=str(target)))


def _write_book(
    services: Services, actor: Actor, department: str, output: Path, form: str | None, *, into_folder: bool
) -> Path:
    from models.exchange.papers.forms import form_of

    books = services.books
    target = output
    if into_folder or output.is_dir():
        chosen = PaperForm(form or PaperForm.DOCX)
        target = output / books.book_name(chosen, department)
    else:
        chosen = form_of(output.name)
    try:
        if into_folder:
            output.mkdir(parents=True, exist_ok=True)
        if department:
            write_whole(target, lambda stream: books.department_book(actor, department, chosen, stream))
        else:
            write_whole(target, lambda stream: books.township_book(actor, chosen, stream))
    except OSError as error:
        raise click.FileError(str(target), _(why(error))) from error
    return target


for _command in EDITS:
    lists.add_command(_command)
