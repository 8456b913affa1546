"""Trees of requirements for Hypothesis: random shapes over at most twelve facts."""

from hypothesis import strategies as st

from tateyoko.law import All, Any, AtLeast, Exemption, Fact, Not, Unless

NAMES = [f"f{at}" for at in range(12)]


def trees(names=tuple(NAMES), *, depth=3):
    """Trees in which a fact may stand several times."""
    leaf = st.sampled_from(names).map(Fact)
    return st.recursive(leaf, _grown, max_leaves=4 * depth)


def _grown(inner):
    lists = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        lists.map(All),
        lists.map(Any),
        inner.map(Not),
        lists.flatmap(
            lambda branches: st.integers(1, len(branches)).map(lambda k: AtLeast(k, branches))
        ),
        st.tuples(inner, st.lists(inner.map(Exemption), min_size=1, max_size=2).map(tuple)).map(
            lambda pair: Unless(*pair)
        ),
    )


def values():
    """A value of each fact, unknown included."""
    return st.fixed_dictionaries({name: st.sampled_from([0.0, 0.5, 1.0]) for name in NAMES})


def read_once(tree):
    """Give the same shape with a fact of its own at every leaf, and the names."""
    names = []

    def fresh(node):
        if isinstance(node, Fact):
            names.append(f"g{len(names)}")
            return Fact(names[-1])
        if isinstance(node, All):
            return All(tuple(fresh(branch) for branch in node.branches))
        if isinstance(node, Any):
            return Any(tuple(fresh(branch) for branch in node.branches))
        if isinstance(node, AtLeast):
            return AtLeast(node.k, tuple(fresh(branch) for branch in node.branches))
        if isinstance(node, Not):
            return Not(fresh(node.branch))
        return Unless(
            fresh(node.branch),
            tuple(Exemption(fresh(exemption.when)) for exemption in node.exemptions),
        )

    return fresh(tree), names
