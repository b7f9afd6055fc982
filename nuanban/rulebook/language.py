"""Reading an expression: a small safe part of Python's grammar, checked against the vocabulary.

Nothing is ever run: the text becomes a tree of our own (`trees`), or a PolicyFault that points at
the column. `and or not`, comparisons, `in`, `+ - * //`, facts and numbers by name, and functions.
"""

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nuanban.rulebook.facts import MOST, Fact, Kind, Vocabulary
from nuanban.rulebook.faults import Place, PolicyFault, nearest
from nuanban.rulebook.functions import FUNCTIONS, Signature
from nuanban.rulebook.trees import (
    BOOL,
    DATE,
    TEXT,
    All,
    Call,
    Compare,
    Known,
    Literal,
    Not,
    Number,
    OneOf,
    Reckon,
    Some,
    Tree,
    Type,
)

LONGEST, DEEPEST = 1000, 40
# Far below what 64 bits hold, far above all money of a province in fen.
LARGEST = 10**17
_COMPARES: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_RECKONS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
}
_WORDS = {Kind.BOOL: "是或否", Kind.INT: "数", Kind.TEXT: "文字", Kind.DATE: "日期"}


@dataclass(frozen=True)
class Names:
    """What an expression may name."""

    vocabulary: Vocabulary
    numbers: Mapping[str, Type]


def read_expression(text: str, names: Names, wanted: Kind, at: Place) -> Tree:
    """The tree of `text`, which must be of the wanted kind; `at` is where its text begins."""
    return _Reader(text, names, at).read(wanted)


class _Reader:
    def __init__(self, text: str, names: Names, at: Place) -> None:
        self.text, self.names, self.at = text, names, at

    def read(self, wanted: Kind) -> Tree:
        if len(self.text) > LONGEST:
            raise PolicyFault(self.at, f"这一句超过 {LONGEST} 个字符", "", "拆成几条")
        root = self._python().body
        tree = self._tree(root, 0)
        self._demand(tree, wanted, root)
        return tree

    def _python(self) -> ast.Expression:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text, mode="eval")
        except SyntaxError as fault:
            at = fault.offset or len(self.text) + 1
            column = self.at.column + min(max(at - 1, 0), len(self.text))
            where = replace(self.at, column=column)
            raise PolicyFault(where, "这一句读不懂", "", "检查括号、引号和运算符") from None
        except (ValueError, RecursionError, MemoryError):
            raise PolicyFault(
                self.at, "这一句读不懂", "里面有不能用的字符，或者括号太多", "改短"
            ) from None

    def _fault(self, node: ast.AST, what: str, why: str = "", to_do: str = "") -> PolicyFault:
        """Points at the node. Python counts bytes; people count characters."""
        before = self.text.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")
        return PolicyFault(replace(self.at, column=self.at.column + len(before)), what, why, to_do)

    def _demand(self, tree: Tree, kind: Kind, node: ast.AST) -> None:
        if tree.type.kind != kind:
            found, wanted = _WORDS[tree.type.kind], _WORDS[kind]
            raise self._fault(node, f"这里要{wanted}，写的却是{found}", "", f"改成{wanted}")

    def _tree(self, node: ast.expr, depth: int) -> Tree:
        if depth > DEEPEST:
            raise self._fault(node, "括号或层次太多", "", "拆成几条")
        match node:
            case ast.Name():
                return self._name(node)
            case ast.Constant():
                return self._literal(node)
            case ast.BoolOp():
                return self._logic(node, depth)
            case ast.UnaryOp():
                return self._unary(node, depth)
            case ast.Compare():
                return self._comparison(node, depth)
            case ast.BinOp():
                return self._reckoning(node, depth)
            case ast.Call():
                return self._call(node, depth)
        raise self._fault(
            node, "这种写法不能用", "只能用比较、and、or、not、in、加减乘和函数", "换一种写法"
        )

    def _name(self, node: ast.Name) -> Tree:
        fact = self.names.vocabulary.get(node.id)
        if fact is not None:
            return Known(fact, _type_of(fact))
        if node.id in self.names.numbers:
            return Number(node.id, self.names.numbers[node.id])
        known = [*self.names.vocabulary, *self.names.numbers]
        raise self._fault(
            node, f"不认识“{node.id}”", "它不是事实，也不是本政策的数", nearest(node.id, known)
        )

    def _literal(self, node: ast.Constant) -> Tree:
        value = node.value
        if isinstance(value, bool):
            return Literal(value, BOOL)
        if isinstance(value, int) and abs(value) <= MOST:
            return Literal(value, Type(Kind.INT, most=abs(value)))
        if isinstance(value, str):
            return Literal(value, TEXT)
        raise self._fault(
            node, "这个值不能用", "只能写整数、文字和 True、False", "改成整数（钱用分）"
        )

    def _logic(self, node: ast.BoolOp, depth: int) -> Tree:
        parts = tuple(self._boolean(value, depth) for value in node.values)
        return All(parts) if isinstance(node.op, ast.And) else Some(parts)

    def _boolean(self, node: ast.expr, depth: int) -> Tree:
        tree = self._tree(node, depth + 1)
        self._demand(tree, Kind.BOOL, node)
        return tree

    def _unary(self, node: ast.UnaryOp, depth: int) -> Tree:
        if isinstance(node.op, ast.Not):
            return Not(self._boolean(node.operand, depth))
        value = getattr(node.operand, "value", None)
        if isinstance(node.op, ast.USub) and type(value) is int and value <= MOST:
            return Literal(-value, Type(Kind.INT, most=value))
        raise self._fault(node, "这种写法不能用", "负号只能写在数字前面", "改写")

    def _comparison(self, node: ast.Compare, depth: int) -> Tree:
        sides = [node.left, *node.comparators]
        if isinstance(node.ops[0], ast.In | ast.NotIn) and len(node.ops) == 1:
            return self._one_of(node, depth)
        parts = [
            self._compare(op, left, right, depth)
            for op, left, right in zip(node.ops, sides, sides[1:], strict=False)
        ]
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr, depth: int) -> Tree:
        sign = _COMPARES.get(type(op))
        if sign is None:
            raise self._fault(left, "这种比较不能用", "is 和连写的 in 不在语言里", "用 == 或 in")
        one, other = self._tree(left, depth + 1), self._tree(right, depth + 1)
        self._same(one, other, right)
        if one.type.kind == Kind.BOOL:
            raise self._fault(right, "是或否不用比较", "", "直接写，或者在前面加 not")
        if one.type.kind == Kind.TEXT and sign not in ("==", "!="):
            raise self._fault(right, "文字只能比较相等", "", "用 == 或 !=")
        self._values_exist(one, other, right)
        self._values_exist(other, one, left)
        return Compare(sign, one, other)

    def _same(self, one: Tree, other: Tree, node: ast.expr) -> None:
        if one.type.kind != other.type.kind:
            words = f"{_WORDS[one.type.kind]}和{_WORDS[other.type.kind]}"
            raise self._fault(node, f"不能拿{words}相比或相加", "", "两边用同一种值")
        units = {one.type.unit, other.type.unit} - {""}
        if len(units) > 1:
            raise self._fault(node, f"单位不同：{'、'.join(sorted(units))}", "", "换成同一个单位")

    def _values_exist(self, fact: Tree, value: Tree, node: ast.expr) -> None:
        if isinstance(fact, Known) and fact.fact.is_division:
            raise self._fault(node, "地区不能直接比较", "户籍写到村，位数不一", "用 in_division()")
        if isinstance(fact, Known) and fact.fact.values and isinstance(value, Literal):
            self._value_exists(fact.fact, str(value.value), node)

    def _value_exists(self, fact: Fact, value: str, node: ast.AST) -> None:
        if fact.values and value not in fact.values:
            raise self._fault(
                node, f"“{fact.title}”没有“{value}”这个值", "", nearest(value, list(fact.values))
            )

    def _one_of(self, node: ast.Compare, depth: int) -> Tree:
        of, listed = self._tree(node.left, depth + 1), node.comparators[0]
        if not isinstance(listed, ast.Tuple | ast.List | ast.Set) or not listed.elts:
            raise self._fault(listed, "in 后面要一组值", "", '写成 in ("甲", "乙")')
        values: list[int | str] = []
        for element in listed.elts:
            value = self._tree(element, depth + 1)
            self._same(of, value, element)
            if not isinstance(value, Literal):
                raise self._fault(element, "in 里只能写明确的值", "", "写文字或整数")
            self._values_exist(of, value, element)
            values.append(value.value)
        if of.type.kind not in (Kind.TEXT, Kind.INT):
            raise self._fault(node.left, "in 只能用于文字和整数", "", "换成比较")
        return OneOf(of, tuple(values), isinstance(node.ops[0], ast.NotIn))

    def _reckoning(self, node: ast.BinOp, depth: int) -> Tree:
        sign = _RECKONS.get(type(node.op))
        if sign is None:
            raise self._fault(node, "这种计算不能用", "只有 + - * //", "换一种写法")
        one, other = self._tree(node.left, depth + 1), self._tree(node.right, depth + 1)
        for tree, part in ((one, node.left), (other, node.right)):
            self._demand(tree, Kind.INT, part)
        return Reckon(sign, one, other, self._reckoned(sign, one, other, node))

    def _reckoned(self, sign: str, one: Tree, other: Tree, node: ast.BinOp | ast.Call) -> Type:
        units = (one.type.unit, other.type.unit)
        if sign in ("*", "//"):
            return self._multiplied(sign, one, other, node)
        where = node.right if isinstance(node, ast.BinOp) else node.args[-1]
        self._same(one, other, where)
        most = max(one.type.most, other.type.most) * (2 if sign in "+-" else 1)
        return self._sized(Type(Kind.INT, units[0] or units[1], most), node)

    def _multiplied(self, sign: str, one: Tree, other: Tree, node: ast.BinOp | ast.Call) -> Type:
        unit, by = one.type.unit, other.type.unit
        if sign == "//" and not (isinstance(other, Number) or _is_positive(other)):
            raise self._fault(node, "只能除以大于零的数", "除以事实可能遇到零", "换成本政策的数")
        if unit == by == "fen":
            raise self._fault(node, "钱不能乘钱", "", "检查单位")
        most = one.type.most * (other.type.most if sign == "*" else 1)
        unit = "fen" if "fen" in (unit, by) else unit or by
        return self._sized(Type(Kind.INT, unit, most), node)

    def _sized(self, found: Type, node: ast.AST) -> Type:
        if found.most > LARGEST:
            raise self._fault(node, "算出来的数可能太大", "", "减少相乘")
        return found

    def _call(self, node: ast.Call, depth: int) -> Tree:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        signature = FUNCTIONS.get(name)
        if signature is None:
            raise self._fault(node, f"没有函数“{name or '…'}”", "", nearest(name, list(FUNCTIONS)))
        if node.keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
            raise self._fault(node, "函数里只能依次写值", "", "去掉名字和星号")
        count = len(signature.takes)
        if len(node.args) < count or (len(node.args) > count and not signature.has_words):
            raise self._fault(node, f"{name} 要 {count} 个值", signature.meaning, "补齐或删去")
        parts = tuple(self._tree(arg, depth + 1) for arg in node.args[:count])
        for tree, kind, arg in zip(parts, signature.takes, node.args, strict=False):
            self._demand(tree, kind, arg)
        words = self._words(node.args[count:], signature, node)
        self._suits(name, signature, parts, node)
        if name in ("min", "max"):
            type_ = self._reckoned(name, parts[0], parts[1], node)
            return Reckon(name, parts[0], parts[1], type_)
        return Call(name, parts, signature.gives, words)

    def _words(self, args: list[ast.expr], signature: Signature, node: ast.Call) -> tuple[str, ...]:
        words = []
        for arg in args:
            value = arg.value if isinstance(arg, ast.Constant) else None
            if not isinstance(value, str) or not value.isdigit():
                raise self._fault(arg, "这里要地区代码的开头几位", "", '写成 "4306" 这样')
            words.append(value)
        if signature.has_words and not words:
            raise self._fault(node, "没有写地区代码", "", '写成 in_division(户籍, "4306")')
        return tuple(words)

    def _suits(
        self, name: str, signature: Signature, parts: tuple[Tree, ...], node: ast.Call
    ) -> None:
        first = parts[0]
        is_fact = isinstance(first, Known)
        if signature.of_event and not (isinstance(first, Known) and first.fact.is_event):
            raise self._fault(node, f"{name} 只能问会不会发生的事", "", "用于死亡日期、退役日期")
        if signature.of_division and not (isinstance(first, Known) and first.fact.is_division):
            raise self._fault(node, f"{name} 只能用于户籍或居住地", "", "换成地区")
        if DATE.kind in signature.takes and not is_fact and not isinstance(first, Call):
            raise self._fault(node, f"{name} 要一个日期", "", "写日期类的事实")
        unit = parts[1].type.unit if len(parts) > 1 else ""
        if signature.unit_of_second and unit not in ("", signature.unit_of_second):
            raise self._fault(node, f"{name} 的第二个值按天算", "", "换成天数")


def _is_positive(tree: Tree) -> bool:
    return isinstance(tree, Literal) and type(tree.value) is int and tree.value > 0


def _type_of(fact: Fact) -> Type:
    return Type(fact.kind, fact.unit, fact.most if fact.kind == Kind.INT else 0)
