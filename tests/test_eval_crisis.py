"""The figures about the crisis screen are counted as they are explained."""

import pytest

from tools.eval_crisis import by_category, figures, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(29, 29, 0.883, 1.0), (0, 80, 0.0, 0.046), (5, 9, 0.267, 0.811), (50, 100, 0.404, 0.596)],
)
def test_a_share_of_few_texts_has_a_wide_interval(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


def row(label: str, stratum: str, lang: str, tier: str | None) -> dict[str, str | None]:
    return {"label": label, "stratum": stratum, "lang": lang, "tier": tier}


def test_each_text_counts_once_and_where_it_belongs() -> None:
    rows = [
        row("crisis", "explicit", "en", "urgent"),
        row("crisis", "explicit", "es", None),
        row("crisis", "hard-leet", "es", "explicit"),
        row("not", "hard-negation", "en", "explicit"),
        row("not", "everyday", "es", None),
        row("either", "hard-idiom", "en", "veiled"),
    ]
    counted = {figure.name: (figure.hits, figure.of) for figure in figures(rows) if figure.of}
    assert counted == {
        "found: explicit, English": (1, 1),
        "found: explicit, Spanish": (0, 1),
        "found: hard cases": (1, 1),
        "false alarm: everyday": (0, 1),
        "false alarm: hard cases": (1, 1),
        "false alarm: plain denials": (1, 1),
    }


def test_the_worst_kind_comes_first() -> None:
    rows = [
        row("crisis", "hard-leet", "en", "explicit"),
        row("crisis", "hard-goodbye", "en", "urgent"),
        row("crisis", "hard-goodbye", "en", None),
    ]
    assert [figure.name for figure in by_category(rows)] == ["goodbye", "leet"]
