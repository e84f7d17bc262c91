"""Half is rounded up, away from zero, wherever a rounded number is shown. In whole numbers, so that 4.5 is exactly that."""


def half_up(numerator: int, denominator: int) -> int:
    """`numerator` over a positive `denominator`: 9/2 is 5, -9/2 is -5."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def percent(part: int, whole: int) -> float:
    """With one decimal: 5 of 14 is 35.7."""
    return half_up(1000 * part, whole) / 10
