"""What a person sees while a start takes its time. Everything goes to stderr."""

import io
import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn


class Steps:
    """One line a step, with a bar for the one that runs."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True, highlight=False)
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "Steps":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop_bar()

    def run(self, name: str, deed: Callable[[], None]) -> None:
        """Runs `deed` under a moving bar, then leaves a line with its time."""
        began = time.monotonic()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        self._task = self._bar.add_task(name, total=None)
        with self._bar:
            deed()
        self._bar = None
        self._leave_line(name, began)

    def run_aloud(self, name: str, deed: Callable[[], None]) -> None:
        """Runs a deed that draws its own progress."""
        began = time.monotonic()
        self.console.print(f"… {name}")
        deed()
        self._leave_line(name, began)

    def counting(self, mark: str) -> "CountedLines":
        """A place to print to; each `mark` in it moves the bar of the running step."""
        return CountedLines(mark, self._count)

    def _count(self, done: int) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=f"建立数据表（{done}）")

    def _leave_line(self, name: str, began: float) -> None:
        self.console.print(f"[green]✓[/] {name}  {time.monotonic() - began:.1f} 秒")

    def _stop_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


class CountedLines(io.StringIO):
    """Counts how often a mark was printed."""

    def __init__(self, mark: str, seen: Callable[[int], None]) -> None:
        super().__init__()
        self._mark, self._seen, self._count = mark, seen, 0

    def write(self, text: str) -> int:
        """Keeps the text and tells the count."""
        self._count += text.count(self._mark)
        self._seen(self._count)
        return super().write(text)
