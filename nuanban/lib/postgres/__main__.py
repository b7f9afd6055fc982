"""`python -m nuanban.lib.postgres start|stop|status FOLDER`: the server alone, to try things."""

import argparse
import sys
from pathlib import Path

from nuanban.lib.postgres.server import Server
from nuanban.lib.postgres.trouble import ServerTrouble


def main() -> int:
    """0 when it worked; `status` gives 1 when the server is down."""
    parser = argparse.ArgumentParser(prog="python -m nuanban.lib.postgres", description=__doc__)
    parser.add_argument("deed", choices=["start", "stop", "status"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fast", action="store_true", help="不防断电，只给测试用")
    wish = parser.parse_args()
    server = Server(wish.folder)
    try:
        if wish.deed == "start":
            print("已启动" if server.start(fast=wish.fast) else "已在运行，直接使用")
        elif wish.deed == "stop":
            print("已停止" if server.stop() else "没有在运行")
    except ServerTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return int(wish.deed == "status" and not server.is_ready())


if __name__ == "__main__":
    sys.exit(main())
