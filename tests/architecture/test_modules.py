"""Modules stay small, say what they offer, and keep no state between calls."""

import ast
import importlib
import re

import pytest

from tests.architecture.sources import package_modules, read_module, test_modules

LONGEST = 900
LONGEST_WITHOUT_REASON = 600
MUTABLE_CALLS = {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict"}
MUTATORS = {
    *("append", "extend", "insert", "remove", "add", "discard"),
    *("update", "setdefault", "pop", "popitem", "clear", "appendleft"),
}
MODULES = package_modules()
# The command line offers a program, not names: what it imports, it registers.
PACKAGES = [module for module in MODULES if module.is_package and module.name != "tateyoko.cli"]


def ids(module):
    return module.name


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_module_is_short_or_says_why_it_is_not(module):
    lines = module.text.count("\n")

    assert lines <= LONGEST, f"{module.place} has {lines} lines: split it"
    if lines > LONGEST_WITHOUT_REASON:
        docstring = ast.get_docstring(module.tree) or ""
        assert re.search(r"\b(long|lines|one module|one function)\b", docstring), (
            f"{module.place} has {lines} lines: its docstring must say why it is one module"
        )


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_module_says_what_it_is_for(module):
    assert ast.get_docstring(module.tree), f"{module.place} has no docstring"


def bound_names(tree):
    """Public names that a package binds: its own, and those it takes from the project."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            names |= bound_names(ast.Module(body=node.body, type_ignores=[]))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tateyoko"):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def declared_all(tree):
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                return list(ast.literal_eval(node.value))
    return None


def order(name):
    """Constants, then classes, then functions, each by name: the order that ruff keeps."""
    return (not name.isupper(), not name[:1].isupper(), name)


@pytest.mark.parametrize("package", PACKAGES, ids=ids)
def test_package_lists_its_public_names_sorted_and_complete(package):
    public = bound_names(package.tree) - {"main"}
    listed = declared_all(package.tree)
    if listed is None:
        assert not public, f"{package.place} offers {sorted(public)} and has no __all__"
        return

    assert listed == sorted(set(listed), key=order)
    assert public <= set(listed), f"not in __all__: {sorted(public - set(listed))}"
    imported = importlib.import_module(package.name)
    missing = [name for name in listed if not hasattr(imported, name)]
    assert not missing, f"in __all__ but not there: {missing}"


def is_mutable(value):
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in MUTABLE_CALLS
    )


def module_assignments(tree):
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def is_constant_name(name):
    return name.lstrip("_").isupper() or (name.startswith("__") and name.endswith("__"))


def changes_of(function, names):
    """Where a function changes one of the module's containers."""
    local = {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    local |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    shared = names - local
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in shared and node.func.attr in MUTATORS:
                yield node.lineno, f"{owner.id}.{node.func.attr}"
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id in shared:
                yield node.lineno, f"{owner.id}[…] = …"


def stray_state(tree):
    """Give every place where a module keeps state: (line, what)."""
    found = []
    containers = set()
    for name, value in module_assignments(tree):
        if is_mutable(value):
            containers.add(name)
            if not is_constant_name(name):
                found.append((value.lineno, f"{name} is a container that may change"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += changes_of(node, containers)
    return found


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_module_keeps_no_state(module):
    found = stray_state(module.tree)

    assert not found, f"{module.place}: {found}"


@pytest.mark.parametrize(
    "text",
    [
        "seen = []\n",
        "SEEN = []\ndef f(x):\n    SEEN.append(x)\n",
        "TABLE = {}\ndef f(x):\n    TABLE[x] = 1\n",
        "count = 0\ndef f():\n    global count\n    count += 1\n",
    ],
)
def test_planted_state_is_noticed(tmp_path, text):
    path = tmp_path / "planted.py"
    path.write_text(text, encoding="utf-8")

    assert stray_state(read_module(path, tmp_path).tree)


def private_imports(module):
    """Private names that a module imports from a package other than its own."""
    own = module.name.split(".")[:2]
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("tateyoko"):
            continue
        source = node.module.split(".")
        private = [part for part in source if part.startswith("_")]
        private += [alias.name for alias in node.names if alias.name.startswith("_")]
        private = [name for name in private if not name.startswith("__")]
        if private and source[:2] != own:
            yield node.lineno, f"{node.module}: {', '.join(private)}"


@pytest.mark.parametrize("module", [*MODULES, *test_modules()], ids=ids)
def test_private_names_stay_in_their_package(module):
    found = list(private_imports(module))

    assert not found, f"{module.place}: {found}"
