"""The countries of the world: all of ISO 3166-1, each by its own names, none by another's."""

import csv
from pathlib import Path

import pycountry
import pytest

from bot.names import countries, fold

ROOT = Path(__file__).parents[1]
FILE = ROOT / "bot" / "countries.csv"


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def names(row: dict[str, str]) -> list[str]:
    """The name and the aliases of a row."""
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def turned(name: str) -> str:
    """ISO's index form as people say it: Iran, Islamic Republic of → Islamic Republic of Iran."""
    first, _, rest = name.partition(", ")
    return f"{rest} {first}" if rest.endswith((" of", " of the", "British", "U.S.")) else name


ROWS = read(FILE)
# Congo alone may be either of two countries; “Province of China” is Beijing's word for Taiwan, not New Zealand's.
NOT_OURS = {("CG", "Congo"), ("TW", "Taiwan, Province of China")}
ISO_NAMES = sorted(
    {
        (country.alpha_2, name)
        for country in pycountry.countries
        for name in (country.name, getattr(country, "common_name", country.name), getattr(country, "official_name", country.name))
    }
    - NOT_OURS
)


def test_file_is_plain_csv() -> None:
    """The file is UTF-8 without a byte-order mark, with plain line ends, plain apostrophes and the agreed header."""
    text = FILE.read_bytes().decode("utf-8")
    assert text.startswith("code,name,aliases\n")
    assert text.endswith("\n")
    assert not set("\r\ufeff’‘“”\u00a0") & set(text)


def test_every_iso_code_is_there_once() -> None:
    """All codes of ISO 3166-1 and Kosovo are there, once each, in order."""
    codes = [row["code"] for row in ROWS]
    assert codes == sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})


@pytest.mark.parametrize(("code", "name"), ISO_NAMES)
def test_iso_names_are_understood(code: str, name: str) -> None:
    """Each short, common and formal name of ISO 3166-1 leads to its own country."""
    assert countries()[fold(turned(name)).removeprefix("the ")].code == code


def test_no_name_belongs_to_two_countries() -> None:
    """Each name stands once in the file, whatever its case, macrons and punctuation."""
    folded = [fold(name) for row in ROWS for name in names(row)]
    assert sorted(folded) == sorted(set(folded))
    assert "" not in folded


def test_names_have_no_stray_spaces() -> None:
    """Names and aliases are written with single spaces, and no alias is empty."""
    written = [name for row in ROWS for name in (row["name"], *(row["aliases"].split("|") if row["aliases"] else ()))]
    assert written == [" ".join(name.split()) for name in written]
    assert all(written)


@pytest.mark.parametrize(
    ("said", "code", "name"),
    [
        ("Iran", "IR", "Iran"),
        ("republic of korea", "KR", "South Korea"),
        ("ROK", "KR", "South Korea"),
        ("DPRK", "KP", "North Korea"),
        ("Turkey", "TR", "Türkiye"),
        ("turkiye", "TR", "Türkiye"),
        ("Ivory Coast", "CI", "Côte d'Ivoire"),
        ("Côte d’Ivoire", "CI", "Côte d'Ivoire"),
        ("Swaziland", "SZ", "Eswatini"),
        ("East Timor", "TL", "Timor-Leste"),
        ("timor leste", "TL", "Timor-Leste"),
        ("Burma", "MM", "Myanmar"),
        ("UAE", "AE", "United Arab Emirates"),
        ("U.K.", "GB", "United Kingdom"),
        ("England", "GB", "United Kingdom"),
        ("Scotland", "GB", "United Kingdom"),
        ("Wales", "GB", "United Kingdom"),
        ("Northern Ireland", "GB", "United Kingdom"),
        ("Ireland", "IE", "Ireland"),
        ("US", "US", "United States"),
        ("USA", "US", "United States"),
        ("America", "US", "United States"),
        ("American Samoa", "AS", "American Samoa"),
        ("Samoa", "WS", "Samoa"),
        ("Hāmoa", "WS", "Samoa"),
        ("Guinea", "GN", "Guinea"),
        ("DRC", "CD", "Democratic Republic of the Congo"),
        ("Congo-Brazzaville", "CG", "Republic of the Congo"),
        ("PNG", "PG", "Papua New Guinea"),
        ("NZ", "NZ", "New Zealand"),
        ("aotearoa", "NZ", "New Zealand"),
        ("Ahitereiria", "AU", "Australia"),
        ("Whiti", "FJ", "Fiji"),
        ("Kuki Airani", "CK", "Cook Islands"),
        ("Niue", "NU", "Niue"),
        ("Tonga", "TO", "Tonga"),
        ("Kosovo", "XK", "Kosovo"),
        ("Saint Lucia", "LC", "St Lucia"),
    ],
)
def test_what_people_call_them(said: str, code: str, name: str) -> None:
    """Former names, abbreviations and te reo Māori names lead to the name that a New Zealand newspaper prints."""
    country = countries()[fold(said)]
    assert (country.code, country.name) == (code, name)


@pytest.mark.parametrize(
    "word",
    ["congo", "korea", "virgin islands", "car", "rsa", "roc", "states", "cooks", "emirates", "salvador", "the ice", "un", "sas"],
)
def test_words_that_could_mean_something_else_name_no_country(word: str) -> None:
    """A name of several countries, an ordinary word, or another thing's abbreviation (RSA, SAS) stands for no country."""
    assert word not in countries()


@pytest.mark.parametrize("place", read(ROOT / "data" / "places.csv"), ids=lambda place: place["id"])
def test_places_of_the_package_keep_their_country(place: dict[str, str]) -> None:
    """A place of the data package is never taken for another country, and its countries are known here by the same names."""
    known = {countries()[fold(name)].code for name in names(place) if fold(name) in countries()}
    assert known <= {place["country_code"]}
    if place["kind"] == "country":
        assert fold(place["name"]) in countries()


def test_no_alias_is_the_name_of_a_mission() -> None:
    """A mission may be named like a country (Ukraine, Antarctica), never like one of its aliases."""
    missions = {fold(name) for row in read(ROOT / "data" / "deployments.csv") for name in names(row)}
    assert missions & {fold(alias) for row in ROWS for alias in names(row)[1:]} == set()
