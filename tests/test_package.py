"""What other programs import, and that Ctrl-C is never answered by a traceback."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import builder


def test_the_function_and_the_module_of_one_name_are_both_there() -> None:
    from builder import BuilderError, Site, build
    from builder.build import build as function

    assert builder.build is build is function
    assert isinstance(Site, type)
    assert issubclass(BuilderError, Exception)


def test_nothing_slow_is_imported_with_the_package() -> None:
    code = "import sys, builder.__main__; print(*(name for name in sys.modules if name.startswith('builder')))"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert set(found) == {"builder", "builder.__main__"}


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.3, 0.5, 0.8, 1.2, 2.0])
def test_an_interrupted_build_says_no_traceback(tmp_path: Path, delay: float) -> None:
    (tmp_path / "content").mkdir()
    for number in range(300):
        text = (
            f"News {number}\n\n"
            + "The German Chancellor Helmut Kohl met François Mitterrand and they spoke of rain. " * 40
        )
        (tmp_path / "content" / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "builder", "build"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)

    assert process.returncode == 130
    assert "Traceback" not in said
