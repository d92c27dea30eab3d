"""Figures as the charts write them."""

from screener.report.cell_text import number_text


def times(value: float) -> str:
    """Return a multiple of a start or of another price.

    Examples
    --------
    >>> times(2.783), times(20), times(0.5), times(0.912), times(1284.2)
    ('2.78x', '20x', '0.5x', '0.91x', '1284x')
    """
    return f"{short(value)}x" if abs(value) >= 1.0 else f"{value:.2g}x"


def pct(value: float) -> str:
    """Return a percentage as an axis has it.

    Examples
    --------
    >>> pct(-10.0), pct(2.5)
    ('-10 %', '2.5 %')
    """
    return f"{short(value)} %"


def signed_pct(value: float, digits: int = 2) -> str:
    """Return a percentage with its sign and with a mark that says the same by shape.

    Examples
    --------
    >>> signed_pct(1.914), signed_pct(-0.3, 1), signed_pct(0.001)
    ('▲ +1.91 %', '▼ -0.3 %', '0.00 %')
    """
    text = f"{value:.{digits}f}"
    if float(text) == 0.0:
        return f"{text.removeprefix('-')} %"
    return f"▲ +{text} %" if value > 0.0 else f"▼ {text} %"


def brief(value: float) -> str:
    """Return a figure of any unit with four digits at most.

    Examples
    --------
    >>> brief(13.809523), brief(35.0), brief(0.28), brief(26000000000.0)
    ('13.81', '35', '0.28', '26000000000')
    """
    return number_text(float(f"{value:.4g}"))


def short(value: float) -> str:
    """Return a figure with three digits that matter, from a thousand on without decimals.

    Examples
    --------
    >>> short(195.07), short(0.3326), short(1284.2)
    ('195', '0.333', '1284')
    """
    return number_text(float(f"{value:.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"))
