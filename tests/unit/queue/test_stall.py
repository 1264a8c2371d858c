"""A worker that leaves messages waiting has stalled; one that is busy, idle for good reason, or cut off has not."""

from dataclasses import dataclass

from worker.queue.stall import Stall


@dataclass
class Worker:
    taken: int = 0
    busy: bool = False
    waiting: bool = False
    asked: int = 0

    def stall(self) -> Stall:
        return Stall(3, lambda: self.taken, lambda: self.busy, self.waits)

    def waits(self) -> bool:
        self.asked += 1
        return self.waiting


def test_a_worker_that_leaves_messages_waiting_has_stalled() -> None:
    worker = Worker(waiting=True)
    stall = worker.stall()
    assert [stall.look() for _ in range(6)] == [False, False, False, False, True, True]


def test_one_that_works_or_takes_has_not() -> None:
    worker = Worker(waiting=True, busy=True)
    stall = worker.stall()
    assert not any(stall.look() for _ in range(9))
    worker.busy = False
    for _ in range(9):
        worker.taken += 1
        assert not stall.look()


def test_an_empty_queue_is_asked_for_seldom() -> None:
    worker = Worker()
    stall = worker.stall()
    assert not any(stall.look() for _ in range(30))
    assert worker.asked < 12


def test_a_message_that_just_came_is_not_held_against_it() -> None:
    worker = Worker()
    stall = worker.stall()
    for _ in range(3):
        stall.look()
    worker.waiting = True
    assert not stall.look()
    worker.taken, worker.waiting = 1, False
    assert not any(stall.look() for _ in range(9))
