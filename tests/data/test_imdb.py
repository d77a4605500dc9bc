"""IMDb's files, written here in their format: what is kept of the wanted titles, and what is left out."""

import gzip

import pytest

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.imdb import ImdbFacts, is_imdb, read_imdb

BASICS = """tconst	titleType	primaryTitle	originalTitle	isAdult	startYear	endYear	runtimeMinutes	genres
tt0000001	movie	"Lamp	Lamp	0	1990	\\N	91	Drama,Horror
tt0000002	movie	Crab	Crab	0	1991	\\N	\\N	\\N
tt0000003	movie	Bad	Bad	0	1991	\\N	long	Drama
tt0000009	movie	Unwanted	Unwanted	0	1991	\\N	80	Drama
tt0000002	movie	too few
"""
RATINGS = "tconst\taverageRating\tnumVotes\ntt0000001\t7.4\t1200\ntt0000009\t1.0\t5\n"
CREW = "tconst\tdirectors\twriters\ntt0000001\tnm2,nm1\tnm3\ntt0000002\t\\N\t\\N\n"
PRINCIPALS = """tconst	ordering	nconst	category	job	characters
tt0000001	10	nm5	actor	\\N	["Last"]
tt0000001	1	nm4	actress	\\N	["First"]
tt0000001	2	nm2	director	\\N	\\N
tt0000001	3	nm6	self	\\N	["Self"]
tt0000001	4	nm99	actor	\\N	\\N
"""
NAMES = "nconst\tprimaryName\tbirthYear\n" + "".join(f"nm{number}\tPerson {number}\t\\N\n" for number in range(1, 9))
FILES = {
    "title.basics": BASICS,
    "title.ratings": RATINGS,
    "title.crew": CREW,
    "title.principals": PRINCIPALS,
    "name.basics": NAMES,
}


def written(folder, *names, packed):
    paths = []
    for name in names:
        path = folder / f"{name}.tsv{'.gz' if packed else ''}"
        content = FILES[name].encode()
        path.write_bytes(gzip.compress(content) if packed else content)
        paths.append(path)
    return paths


@pytest.mark.parametrize("packed", [True, False])
def test_the_facts_of_wanted_titles_are_gathered(tmp_path, packed):
    report = ReadReport()
    facts = read_imdb(written(tmp_path, *FILES, packed=packed), ["tt0000001", "tt0000002", "tt0000003", "tt7"], report)
    assert facts == {
        "tt0000001": ImdbFacts(91, 7.4, 1200, ("Person 2", "Person 1"), ("Person 4", "Person 6", "Person 5")),
        "tt0000002": ImdbFacts(),
        "tt0000003": ImdbFacts(),
    }
    assert [problem.line for problem in report.examples[Kind.BAD_ROW]] == [6]
    assert [problem.line for problem in report.examples[Kind.BAD_VALUE]] == [4]


def test_only_the_first_ten_actors_are_kept(tmp_path):
    rows = "".join(f"tt0000001\t{place}\tnm{place}\tactor\t\\N\t\\N\n" for place in range(20, 0, -1))
    principals, names = tmp_path / "p.tsv", tmp_path / "n.tsv"
    principals.write_text("tconst\tordering\tnconst\tcategory\tjob\tcharacters\n" + rows)
    names.write_text("nconst\tprimaryName\n" + "".join(f"nm{number}\tPerson {number}\n" for number in range(1, 21)))
    facts = read_imdb([principals, names], ["tt0000001"], ReadReport())
    assert facts["tt0000001"].cast == tuple(f"Person {number}" for number in range(1, 11))


def test_persons_cannot_be_named_without_their_names(tmp_path):
    with pytest.raises(BadInput, match=r"title.crew.tsv names persons by their ids only: give name.basics"):
        read_imdb(written(tmp_path, "title.crew", packed=False), ["tt0000001"], ReadReport())


def test_a_file_that_broke_off_is_refused(tmp_path):
    path = tmp_path / "title.basics.tsv.gz"
    rows = "".join(
        f"tt{number:07d}\tmovie\tTitle {number}\tTitle\t0\t1990\t\\N\t{number}\tDrama\n" for number in range(50_000)
    )
    path.write_bytes(gzip.compress((BASICS.split("\n")[0] + "\n" + rows).encode())[:-1000])
    with pytest.raises(BadInput, match="download it again"):
        read_imdb([path], ["tt0000001"], ReadReport())


def test_files_are_known_by_their_header(tmp_path):
    assert all(is_imdb(path) for path in written(tmp_path, *FILES, packed=True))
    other, broken = tmp_path / "other.tsv", tmp_path / "broken.tsv.gz"
    other.write_text("tconst\tsomething\n")
    broken.write_bytes(b"no gzip")
    assert not is_imdb(other)
    assert not is_imdb(broken)
    with pytest.raises(BadInput, match="none of IMDb's files"):
        read_imdb([other], [], ReadReport())
