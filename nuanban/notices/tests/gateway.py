"""A provider that remembers keys, answers when told to, and counts what people really get."""

from collections import Counter

from nuanban.notices.gateways import GatewayTrouble, Receipt


class Crash(BaseException):
    """The process dies here."""


class StubGateway:
    """`before`, `after`: what to raise at the n-th call (from 1), before or after its effect."""

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}
        self.delivered: Counter[str] = Counter()
        self.calls = 0
        self.before: dict[int, BaseException] = {}
        self.after: dict[int, BaseException] = {}
        self.always: GatewayTrouble | None = None

    def send(self, receiver_key: str, to: str, text: str) -> Receipt:
        number = self._begin()
        if receiver_key not in self.taken:
            self.taken[receiver_key] = f"R{len(self.taken) + 1}"
            self.delivered[receiver_key] += 1
        self._end(number)
        return Receipt(self.taken[receiver_key], cost_fen=5)

    def find(self, receiver_key: str) -> Receipt | None:
        number = self._begin()
        receipt = self.taken.get(receiver_key)
        self._end(number)
        return Receipt(receipt, cost_fen=5) if receipt else None

    def _begin(self) -> int:
        self.calls += 1
        if self.always is not None:
            raise self.always
        if self.calls in self.before:
            raise self.before[self.calls]
        return self.calls

    def _end(self, number: int) -> None:
        if number in self.after:
            raise self.after[number]
