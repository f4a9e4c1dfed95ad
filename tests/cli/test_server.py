"""Commands on a server that comes and goes."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url, text

from console.commands.context import Context
from console.exits import ExitCode
from console.main import run


def cut_off(url: str) -> None:
    """Let nobody into the database any more, and throw out who is in."""
    address = make_url(url)
    admin = address.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as line:
        line.execute(f'ALTER DATABASE "{address.database}" ALLOW_CONNECTIONS false'.encode())
        line.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (address.database,),
        )


@pytest.mark.postgres
@pytest.mark.waits
def test_a_server_gone_at_the_end_costs_a_finished_command_nothing(postgres_url: str) -> None:
    context = Context()
    context.use(database=postgres_url)
    with context.services().store.write() as session:
        session.connection().execute(text("INSERT INTO case_number_day (day, given) VALUES ('20260302', 1)"))
    cut_off(postgres_url)
    context.close()


@pytest.mark.postgres
def test_a_server_out_of_reach_is_told_in_a_sentence(
    postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "--yes", "--office", "大岭镇", "--db", postgres_url]) == ExitCode.DONE
    cut_off(postgres_url)
    assert run(["queue", "--db", postgres_url]) == ExitCode.REFUSED
    said = capsys.readouterr().err
    assert "无法打开数据库" in said
    assert "Traceback" not in said
