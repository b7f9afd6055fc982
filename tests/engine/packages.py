"""System packages that the tests use: installs them when it may, else says what is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

APT = Path("/usr/bin/apt-get")
CJK_FONTS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))

# Debian package → whether what it brings is there.
WANTED: dict[str, Callable[[], bool]] = {
    "chromium-headless-shell": lambda: shutil.which("chromium-headless-shell") is not None,
    "liblouis-bin": lambda: shutil.which("lou_translate") is not None,
    "fonts-noto-cjk": lambda: any(map(_holds_cjk, CJK_FONTS)),
}
# What does as well, only slower.
INSTEAD: dict[str, Callable[[], bool]] = {
    "chromium-headless-shell": lambda: shutil.which("chromium") is not None,
}
WHY = {
    "chromium-headless-shell": "看页面的测试要用浏览器",
    "liblouis-bin": "盲文要用 lou_translate",
    "fonts-noto-cjk": "截图里的汉字要有字体",
}


def _holds_cjk(folder: Path) -> bool:
    return any(folder.glob("*CJK*")) if folder.exists() else False


def missing() -> list[str]:
    """Debian names of the packages whose programs or fonts are not there."""
    return [package for package, is_there in WANTED.items() if not is_there()]


def install(packages: list[str]) -> None:
    """Asks apt, quietly. Whether it worked is seen by looking again."""
    print(f"正在安装测试要用的系统软件：{'、'.join(packages)} ……", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([APT, "-qq", *words], env=environment, stdout=sys.stderr, check=False)


def main() -> int:
    """0 when everything is there in the end."""
    packages = missing()
    if packages and os.geteuid() == 0 and APT.exists():
        install(packages)
    packages = [it for it in missing() if it not in INSTEAD or not INSTEAD[it]()]
    for package in packages:
        print(f"缺少 {package}：{WHY[package]}。", file=sys.stderr)
    if packages:
        print(f"请让管理员运行：apt-get install -y {' '.join(packages)}", file=sys.stderr)
    return len(packages)


if __name__ == "__main__":
    sys.exit(main())
