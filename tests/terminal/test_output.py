from __future__ import annotations

import os
import threading
import time

from console.terminal.output import OutputPump, write_bounded


def nothing() -> None:
    """Ignore the event."""


def test_pieces_arrive_in_order() -> None:
    reading, writing = os.pipe()
    pump = OutputPump(writing, on_drained=nothing, on_lost=nothing)
    pump.start()
    for number in range(100):
        pump.put(b"%d," % number)
    time.sleep(0.1)
    assert pump.finish(b"end", 1.0)
    os.close(writing)
    assert os.read(reading, 65536) == b"".join(b"%d," % number for number in range(100)) + b"end"
    os.close(reading)


def test_a_full_line_blocks_nobody_and_asks_for_a_fresh_picture() -> None:
    reading, writing = os.pipe()
    drained = threading.Event()
    pump = OutputPump(writing, on_drained=drained.set, on_lost=nothing, limit=50_000)
    pump.start()
    begun = time.monotonic()
    for _round in range(100):
        pump.put(b"x" * 10_000)
    assert time.monotonic() - begun < 0.5
    states = [pump.skipped]
    total = 0
    os.set_blocking(reading, False)
    end = time.monotonic() + 3
    while not drained.is_set() and time.monotonic() < end:
        try:
            total += len(os.read(reading, 65536))
        except BlockingIOError:
            time.sleep(0.01)
    assert drained.is_set()
    assert total < 1_000_000
    states.append(pump.skipped)
    assert states == [True, False]
    pump.finish(b"", 0.5)
    os.close(writing)
    os.close(reading)


def test_a_dead_line_is_reported_once_and_swallows_the_rest() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    lost: list[bool] = []
    pump = OutputPump(writing, on_drained=nothing, on_lost=lambda: lost.append(True))
    pump.start()
    for _round in range(5):
        pump.put(b"x")
        time.sleep(0.02)
    assert not pump.finish(b"bye", 0.5)
    assert lost == [True]
    os.close(writing)


def test_a_sentence_waits_only_so_long() -> None:
    reading, writing = os.pipe()
    begun = time.monotonic()
    assert not write_bounded(writing, b"x" * 1_000_000, 0.2)
    assert time.monotonic() - begun < 1.0
    # Let the thread behind it finish before the descriptor goes.
    os.close(reading)
    time.sleep(0.05)
    os.close(writing)


def test_non_blocking_descriptors_are_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    pump = OutputPump(writing, on_drained=nothing, on_lost=nothing)
    pump.start()
    pump.put(b"y" * 200_000)
    total = 0
    while total < 200_000:
        total += len(os.read(reading, 65536))
    assert pump.finish(b"", 1.0)
    os.close(writing)
    os.close(reading)
