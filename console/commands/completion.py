"""``yiwang completion``: the script that lets a shell complete commands, kinds and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, pass_context
from console.i18n import N_

if TYPE_CHECKING:
    from console.commands.context import Context

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_YIWANG_COMPLETE"
"""What click looks for in the environment when a shell asks it."""


@framed_command(
    "completion",
    help=N_(
        "Print the script by which a shell completes commands, options and names.\n\n"
        'For bash, add a line to ~/.bashrc: eval "$(yiwang completion bash)"; for zsh the same to '
        "~/.zshrc. For fish, keep the script as ~/.config/fish/completions/yiwang.fish."
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@pass_context
def command(context: Context, *, shell: str) -> None:
    """Print click's own script: the shell asks this program for every completion."""
    from click.shell_completion import get_completion_class

    from console.main import PROGRAM, program

    found = get_completion_class(shell)
    assert found is not None, "click knows the three"  # noqa: S101 -- the argument is one of them
    script = found(program, {}, PROGRAM, VARIABLE)
    context.echo(script.source_template % script.source_vars())
