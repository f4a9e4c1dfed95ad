"""What the commands of flows share: reading a file, and saying how a flow stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.i18n import _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from pathlib import Path

    from console.commands.context import Context
    from models.catalogue.flows.views import FlowDraft, FlowFinding, FlowLine, FlowView


def status_words(row: FlowLine | FlowView) -> str:
    """Return whether a flow is in use."""
    return _("retired") if row.retired else _("in use")


def document_of(view: FlowView) -> dict[str, Any]:
    """Return a flow as ``--json`` gives it; ``flow`` is what a file says."""
    from models.catalogue.flows.rules import flow_document

    return {
        "code": view.code,
        "name": view.draft.name,
        "number": view.number,
        "version": view.version,
        "version_id": view.version_id,
        "current": view.current,
        "retired": view.retired,
        "matters": view.use.matters,
        "created_at": view.created_at,
        "author": view.author,
        "flow": flow_document(view.draft),
    }


def is_error(finding: FlowFinding) -> bool:
    """Say whether a finding keeps a flow from being saved."""
    from models.catalogue.flows.views import Grade

    return finding.grade is Grade.ERROR


def read_file(path: Path) -> FlowDraft:
    """Return the flow a file describes.

    Raises:
        click.FileError: it cannot be read.
        FlowFileRefused: it is not in the format.
    """
    from models.catalogue.flows.documents import decode_flow

    try:
        data = path.read_bytes()
    except OSError as error:
        raise click.FileError(str(path), _(why(error))) from error
    return decode_flow(data)


def tell(context: Context, view: FlowView, *, as_json: bool) -> None:
    """Say how a flow stands now."""
    if as_json:
        context.document(document_of(view))
    else:
        context.say(
            _(
                "%(code)s %(name)s: %(status)s.",
                code=view.code,
                name=view.draft.name,
                status=status_words(view),
            )
        )
