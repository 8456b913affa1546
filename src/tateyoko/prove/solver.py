"""The one door to the solver, which is an extra that nothing else of the project needs."""

from tateyoko.errors import UsageError
from tateyoko.text import Text

__all__ = ["z3"]

try:
    import z3
except ModuleNotFoundError as absent:
    raise UsageError(
        Text(
            ja="証明器がありません。追加部品 prove を入れてください："
            "pip install 'tateyoko[prove]'（z3-solver）。チェックアウトの中では "
            ".venv/bin/uv pip install --python .venv/bin/python --editable '.[prove]'",
            en="The solver is not installed. Install the extra prove: "
            "pip install 'tateyoko[prove]' (z3-solver). In a checkout: "
            ".venv/bin/uv pip install --python .venv/bin/python --editable '.[prove]'",
        )
    ) from absent
