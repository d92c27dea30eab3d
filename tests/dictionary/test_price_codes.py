import re

from screener.dictionary.price_codes import PRICE_CODES


def test_the_codes_used_and_the_codes_explained_are_the_same(checkout):
    used = set()
    for path in (checkout / "screener" / "prices").glob("*.py"):
        used |= set(re.findall(r'"(P1\d\d)"', path.read_text(encoding="utf-8")))

    assert set(PRICE_CODES) == used
