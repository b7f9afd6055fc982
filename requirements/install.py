"""Sets up `.venv` from a hash-checked lock: `python3 requirements/install.py run|test`.

Uses only the standard library, because nothing else is there yet. Does nothing when the
environment already holds what the lock says.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
NOTE = FOLDER / "installed.json"
OLDEST = (3, 11)
BAR = 30

NO_VENV = """\
这台机器的 Python 缺少 venv，无法建立运行环境。请先安装（需要管理员）：
    apt-get install -y python3-venv
然后再运行一次。"""
TOO_OLD = (
    "需要 Python 3.11 或更新的版本，现在是 {version}。可以这样指定：make run PYTHON=python3.11"
)

# test.lock holds everything of run.lock, in the same versions.
COVERS = {"run": ("run",), "test": ("run", "test")}


def fingerprint(kind: str) -> str:
    """Changes when the lock, the way of installing or the interpreter changes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "requirements" / f"{kind}.lock", Path(__file__)):
        digest.update(path.read_bytes())
    project, _, _ = (ROOT / "pyproject.toml").read_text().partition("[tool.ruff]")
    digest.update(project.encode())
    return digest.hexdigest()


def installed() -> dict[str, str]:
    """Fingerprints of what the environment holds; empty when there is none."""
    if not PYTHON.exists() or not NOTE.exists():
        return {}
    noted: dict[str, str] = json.loads(NOTE.read_text())
    return noted


def make_environment() -> None:
    """Makes `.venv`, and says how to get what is missing for that."""
    was_there = FOLDER.exists()
    command = [sys.executable, "-m", "venv", "--clear", str(FOLDER)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("正在安装 python3-venv（建立运行环境要用）……")
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
    if not was_there:
        shutil.rmtree(FOLDER, ignore_errors=True)
    sys.exit(NO_VENV)


def install(kind: str) -> None:
    """Installs the lock and then this project itself, editable."""
    lock = ROOT / "requirements" / f"{kind}.lock"
    expected = sum("==" in line for line in lock.read_text().splitlines())
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    follow([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], expected)
    own = [*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    subprocess.run(own, check=True)


def follow(command: list[str], expected: int) -> None:
    """Runs pip with a progress bar; shows what it said only when it fails."""
    said: list[str] = []
    seen = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            seen += line.lstrip().startswith(("Collecting ", "Requirement already satisfied"))
            words = "写入磁盘" if line.startswith("Installing") else f"{seen}/{expected}"
            bar(min(1.0, seen / expected), f"安装组件 {words}")
    if sys.stderr.isatty():
        say("")
    if pip.returncode != 0:
        sys.exit("安装没有成功：\n" + "".join(said[-15:]))


def bar(share: float, words: str) -> None:
    """One line on a terminal that fills from left to right; nothing in a log file."""
    if sys.stderr.isatty():
        full = round(BAR * share)
        sys.stderr.write(f"\r\033[K{'█' * full}{'░' * (BAR - full)} {words}")
        sys.stderr.flush()


def say(sentence: str) -> None:
    """One line for the person who waits."""
    print(sentence, file=sys.stderr, flush=True)


def main(kind: str) -> None:
    """Brings the environment to what `kind` needs."""
    if sys.version_info < OLDEST:
        sys.exit(TOO_OLD.format(version=sys.version.split()[0]))
    wanted = {part: fingerprint(part) for part in COVERS[kind]}
    kept = installed()
    if all(kept.get(part) == mark for part, mark in wanted.items()):
        return
    say("正在准备运行环境（第一次约一分钟，以后跳过）……")
    if not kept:
        make_environment()
    NOTE.unlink(missing_ok=True)
    install(kind)
    NOTE.write_text(json.dumps(wanted))


if __name__ == "__main__":
    main(sys.argv[1])
