"""What can go wrong with the server, as a sentence."""


class ServerTrouble(Exception):
    """数据库服务没有正常工作。"""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
