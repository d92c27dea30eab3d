"""When two spellings name the same model."""

import re


def name_key(name: str) -> tuple[str, ...]:
    """Return what makes two spellings of a model's name the same: its words and numbers, in order.

    Examples
    --------
    >>> name_key("GLM-4.5") == name_key("glm-4-5"), name_key("gpt-4.1") == name_key("gpt-41")
    (True, False)
    """
    return tuple(re.findall(r"[a-z]+|\d+", name.casefold()))
