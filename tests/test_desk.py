"""The desk, with raw requests that anyone could send: what it answers, and what it never does."""

import json
import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request

from builder.commands.review import review
from builder.commands.review.accept import Choice, accept
from builder.commands.serve import Preview, allowed_hosts, bound
from builder.commands.serve.access import MOST_BYTES, Access, RefusedRequestError, may_read
from builder.commands.serve.desk import DESK, Desk
from builder.commands.watch import WatchState
from builder.site import build
from tests.test_build import site
from tests.test_serve import Served

TOKEN = "a-token"  # of a test
LONE = "Rain\n\nPresident Trump spoke. “It rained in the town,” Trump said.\n"
DONALD = "Sun\n\nDonald Trump, a banker, said that it was warm.\n"
IVANKA = "Snow\n\nIvanka Trump, a nurse, said that it was cold. Mrs. Trump left.\n"
FILES = {"rain.txt": LONE, "sun.txt": DONALD, "snow.txt": IVANKA}


class ServedDesk(Served):
    """A listening preview with a desk, whose project is built when asked."""

    def __init__(self, project: Path, access: Access) -> None:
        self.project = project
        self.desk = Desk(project, access)
        self.preview = Preview(project, project / "site", allowed_hosts("127.0.0.1"), self.desk)
        settings = uvicorn.Config(self.preview, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(settings)
        self.socket = bound("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]})
        self.thread.start()
        self.rebuild()

    def rebuild(self) -> None:
        report = build(self.project, search="none")
        self.preview.show(WatchState(1, (), report))

    def questions(self) -> list[dict[str, Any]]:
        status, _, body = self.ask(f"{DESK}questions")
        assert status == 200, body
        found: list[dict[str, Any]] = json.loads(body)["questions"]
        return found

    def post(self, path: str, sent: object, **changed: str) -> tuple[int, dict[str, Any]]:
        """Send this as the desk's own page does, with headers changed, or left out if empty."""
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        headers = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/json",
            "X-Dateline-Token": TOKEN,
            "Content-Length": str(len(body)),
            "Connection": "close",
        } | {name.replace("_", "-"): value for name, value in changed.items()}
        lines = (f"POST {DESK}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if value))
        head, _, answer = self.send("\r\n".join((*lines, "", "")).encode() + body).partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(answer) if answer.startswith(b"{") else {}

    @property
    def decisions(self) -> str:
        file = self.project / "content" / "entities.toml"
        return file.read_text(encoding="utf-8") if file.exists() else ""


def a_project(folder: Path) -> Path:
    (folder / "content").mkdir()
    for name, text in FILES.items():
        (folder / "content" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk for requests that change nothing."""
    served = ServedDesk(a_project(tmp_path_factory.mktemp("project")), Access(TOKEN))
    yield served
    served.end()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedDesk]:
    found = ServedDesk(a_project(tmp_path), Access(TOKEN))
    yield found
    found.end()


def test_a_question_comes_with_what_the_stories_say_and_what_its_answers_change(shared: ServedDesk) -> None:
    question = shared.questions()[0]

    assert question["message"] == "“Trump” may be any of 2 people"
    assert (question["sentences"][0]["before"], question["sentences"][0]["words"]) == ("President ", "Trump")
    assert [each["name"] for each in question["candidates"]] == ["Donald Trump", "Ivanka Trump"]
    assert question["candidates"][0]["sentences"][0]["url"] == "articles/sun/"
    assert question["answers"][0]["pages"] > 0
    assert [answer["links"] for answer in question["answers"]] == [2, 2]


def test_an_answer_about_one_story_counts_the_links_of_that_story(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.txt").write_text("Rain\n\nIt rained in Georgia for a week, and Georgia was wet.\n")
    (tmp_path / "content" / "two.txt").write_text("Snow\n\nIt snowed in Georgia for a day, and roads were closed.\n")
    served = ServedDesk(tmp_path, Access(TOKEN))
    try:
        (question,) = served.questions()

        assert [(answer["meaning"], answer["links"]) for answer in question["answers"]] == [
            ("it is the country Georgia, in all articles", 3),
            ("it is the country Georgia, only in “Rain”", 2),
            ("it is the country Georgia, only in these 2 articles", 3),
            ("it is not a country, only in “Rain”", 2),
        ]
        assert served.post("answer", {"questions": [question["id"]], "answer": 1})[0] == 200
        served.rebuild()
        assert [each["stories"] for each in served.questions()] == [1]
    finally:
        served.end()


def test_an_answer_writes_what_the_command_writes(served: ServedDesk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    a_project(other)
    accept(other, review(other), [Choice(1, 2)])
    question = served.questions()[0]

    status, said = served.post("answer", {"questions": [question["id"]], "answer": 1})

    assert (status, said["undo"]) == (200, 1)
    assert served.decisions == (other / "content" / "entities.toml").read_text(encoding="utf-8")
    served.rebuild()
    assert [each for each in served.questions() if each["kind"] == "surname"] == []


def test_an_answered_question_is_not_answered_again_in_a_second_tab(served: ServedDesk) -> None:
    question = served.questions()[0]["id"]
    assert served.post("answer", {"questions": [question], "answer": 0})[0] == 200
    written = served.decisions

    status, said = served.post("answer", {"questions": [question], "answer": 1})

    assert (status, said["problem"]) == (409, "this question is already settled")
    assert served.decisions == written


def test_undo_gives_the_file_and_the_question_back(served: ServedDesk) -> None:
    question = served.questions()[0]["id"]
    served.post("answer", {"questions": [question], "answer": 0})

    status, said = served.post("undo", {})

    assert (status, said["questions"]) == (200, [question])
    assert served.decisions == ""
    assert served.questions()[0]["id"] == question


def test_an_answer_is_not_undone_in_place_of_a_later_one(served: ServedDesk) -> None:
    question = served.questions()[0]["id"]
    sent = {"page": "articles/sun/", "text": "Donald Trump", "block": 1}
    _, first = served.post("correct", sent)
    _, second = served.post("answer", {"questions": [question], "answer": 0})
    written = served.decisions

    status, said = served.post("undo", {"answer": first["last"]["answer"]})

    assert (status, said["problem"]) == (409, "this is no longer the last answer")
    assert served.decisions == written
    assert (first["last"]["meaning"], second["last"]["meaning"]) == ("Donald Trump", "Trump")
    assert served.post("undo", {"answer": second["last"]["answer"]})[1]["questions"] == [question]
    assert served.post("undo", {"answer": first["last"]["answer"]})[0] == 200
    assert served.decisions == ""


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ({"nobody": True}, '[[never]]\ntext = "Trump"\narticles = ["rain"]\n'),
        ({"ref": "person:ivanka-trump"}, '[person.ivanka-trump]\naliases = ["Trump"]\narticles = ["rain"]\n'),
        (
            {"name": "Fred Trump"},
            '[person.fred-trump]\nname = "Fred Trump"\naliases = ["Trump"]\narticles = ["rain"]\n',
        ),
    ],
)
def test_every_key_has_its_decision(served: ServedDesk, sent: dict[str, object], written: str) -> None:
    question = served.questions()[0]["id"]

    assert served.post("answer", {"questions": [question], **sent})[0] == 200

    assert served.decisions == written
    served.rebuild()
    assert [each for each in served.questions() if each["kind"] == "surname"] == []


def test_a_broken_file_of_decisions_is_named_with_its_line(served: ServedDesk) -> None:
    question = served.questions()[0]["id"]
    (served.project / "content" / "entities.toml").write_text('# Mine.\n[person.x\nname = "X"\n', encoding="utf-8")

    status, said = served.post("answer", {"questions": [question], "answer": 0})
    served.desk.built()
    listed = served.ask(f"{DESK}questions")

    assert status == 409
    assert said["problem"].startswith("entities.toml:2: this is not valid TOML")
    assert listed[0] == 409
    assert b"entities.toml:2: this is not valid TOML" in listed[2]


def test_an_answer_keeps_an_edit_made_meanwhile(served: ServedDesk) -> None:
    question = served.questions()[0]["id"]
    (served.project / "content" / "entities.toml").write_text("# Mine.\n", encoding="utf-8")

    served.post("answer", {"questions": [question], "answer": 0})

    assert served.decisions.startswith("# Mine.\n\n[person.")


def test_an_answer_that_contradicts_an_edit_made_meanwhile_is_refused(served: ServedDesk) -> None:
    question = served.questions()[0]["id"]
    mine = '[[never]]\ntext = "Trump"\narticles = ["rain"]\n'
    (served.project / "content" / "entities.toml").write_text(mine, encoding="utf-8")

    status, said = served.post("answer", {"questions": [question], "answer": 0})

    assert status == 409
    assert (
        said["problem"]
        == "content/entities.toml: 'Trump' is claimed by donald-trump in rain, but [[never]] excludes it"
    )
    assert served.decisions == mine


ANSWER = {"questions": ["0" * 16], "answer": 0}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Host": "evil.example"}, 405),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 405),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"X-Dateline-Token": ""}, 403),
        ({"X-Dateline-Token": "another-token"}, 403),
        ({"X-Dateline-Token": "a-toke"}, 403),
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "multipart/form-data; boundary=application/json"}, 415),
        ({"Content-Length": str(MOST_BYTES + 1)}, 413),
    ],
)
def test_only_a_page_of_this_preview_can_write(shared: ServedDesk, changed: dict[str, str], status: int) -> None:
    for path in ("answer", "correct", "said", "person", "article", "undo"):
        assert (
            shared.post(path, ANSWER, **{name.replace("-", "_"): value for name, value in changed.items()})[0] == status
        )

    assert shared.decisions == ""


def test_a_body_without_an_announced_length_is_not_read_to_its_end(shared: ServedDesk) -> None:
    lines = (
        f"POST {DESK}answer HTTP/1.1",
        f"Host: 127.0.0.1:{shared.port}",
        f"Origin: http://127.0.0.1:{shared.port}",
        "Content-Type: application/json",
        f"X-Dateline-Token: {TOKEN}",
        "Transfer-Encoding: chunked",
        "Connection: close",
    )
    body = b"10000\r\n" + b" " * 0x10000 + b"\r\n"

    answer = shared.send("\r\n".join((*lines, "", "")).encode() + body * 4 + b"1\r\n \r\n")

    assert answer.split()[1] == b"413"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["answer", "undo"])
def test_only_post_writes(shared: ServedDesk, method: str, path: str) -> None:
    origin = f"Origin: http://127.0.0.1:{shared.port}"

    status, _, _ = shared.ask(f"{DESK}{path}", method, f"127.0.0.1:{shared.port}", origin, f"X-Dateline-Token: {TOKEN}")

    assert status in (404, 405)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"questions=1&answer=0",
        b'{"questions": "all"}',
        b'{"questions": [1], "answer": 0}',
        b'{"questions": ["a"], "answer": "0"}',
        b'{"questions": ["a"], "file": "../../etc/passwd"}',
        b"[" * 100_000,
    ],
)
def test_a_request_of_another_shape_is_refused(shared: ServedDesk, sent: bytes) -> None:
    assert shared.post("answer", sent)[0] == 400


@pytest.mark.parametrize(
    "path", ["", "secret.txt", "../secret.txt", "%2e%2e/secret.txt", "answer/../../secret", "desk.py"]
)
def test_the_desk_has_no_other_addresses(shared: ServedDesk, path: str) -> None:
    assert shared.post(path, ANSWER)[0] in (404, 405)
    assert path == "" or shared.ask(f"{DESK}{path}")[0] == 404


@pytest.mark.parametrize(
    "page",
    [
        "../secret",
        "articles/../../secret/",
        "/etc/passwd",
        "articles/entities.toml",
        "people/donald-trump/",
        "articles/rain.txt",
        "",
        "articles/%2e%2e/rain/",
    ],
)
def test_no_file_but_an_article_with_a_page_can_be_named(shared: ServedDesk, page: str) -> None:
    before = sorted((path, path.read_bytes()) for path in shared.project.rglob("content/*"))

    for path, sent in (
        ("article", {"page": page, "title": "x", "markdown": True}),
        ("correct", {"page": page, "text": "Trump", "ref": "person:donald-trump"}),
        ("said", {"page": page, "text": "It rained", "ref": "person:donald-trump"}),
    ):
        status, said = shared.post(path, sent)
        assert (status, said["problem"]) == (409, "there is no such article")
    assert sorted((path, path.read_bytes()) for path in shared.project.rglob("content/*")) == before


@pytest.mark.parametrize("ref", ["person:nobody-here", "person:", "country:kp", "x", "none:", "person:../x", "file:x"])
def test_only_a_known_entity_can_be_meant(shared: ServedDesk, ref: str) -> None:
    sent = {"page": "articles/rain/", "text": "Trump", "ref": ref}

    assert shared.post("correct", {**sent, "block": 1})[0] == 409
    assert shared.decisions == ""


@pytest.mark.parametrize("host", ["evil.example", "localhost:1@evil.example"])
def test_another_host_reads_nothing(shared: ServedDesk, host: str) -> None:
    for path in ("", "questions", "names?q=t", "desk.js"):
        assert shared.ask(f"{DESK}{path}", "GET", host)[0] in (400, 421)


def test_pages_of_other_sites_read_nothing(shared: ServedDesk) -> None:
    for header in ("Origin: http://evil.example", "Sec-Fetch-Site: cross-site"):
        assert shared.ask(f"{DESK}questions", "GET", f"127.0.0.1:{shared.port}", header)[0] == 403


def test_the_page_of_the_desk_cannot_be_framed_and_runs_no_script_of_others(shared: ServedDesk) -> None:
    _, head, body = shared.ask(DESK)

    assert "frame-ancestors 'none'" in head
    assert "script-src 'self'" in head
    assert b"<script>" not in body


def test_pages_of_the_preview_cannot_be_framed_by_other_sites(shared: ServedDesk) -> None:
    assert "x-frame-options: sameorigin" in shared.ask("/")[1]


@pytest.mark.parametrize("client", [("192.168.1.5", 1), ("::ffff:10.0.0.1", 1), ("", 1), None])
def test_another_machine_reads_nothing_at_a_desk_for_this_one(client: tuple[str, int] | None) -> None:
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"localhost")], "client": client}

    with pytest.raises(RefusedRequestError, match="only for this machine"):
        may_read(Request(scope), Access(TOKEN))
    may_read(Request(scope), Access(TOKEN, anybody=True))
    may_read(Request(scope | {"client": ("127.0.0.1", 1)}), Access(TOKEN))


def test_on_another_host_the_desk_is_read_only(tmp_path: Path) -> None:
    served = ServedDesk(a_project(tmp_path), Access("", anybody=True))
    try:
        question = served.questions()[0]["id"]

        for token in ("", TOKEN):
            status, said = served.post("answer", {"questions": [question], "answer": 0}, X_Dateline_Token=token)
            assert (status, said["problem"]) == (403, "the desk is read-only on this host")
        assert b"desk.js" not in served.ask("/")[2]
        assert served.decisions == ""
    finally:
        served.end()


def test_nothing_of_the_desk_is_in_the_site(shared: ServedDesk) -> None:
    assert b"/-/desk/desk.js" in shared.ask("/articles/rain/")[2]

    assert not [path for path in shared.project.rglob("site/**/*.html") if "/-/desk" in path.read_text("utf-8")]


def test_a_wrong_link_is_corrected_here_in_the_story_and_everywhere(served: ServedDesk) -> None:
    sent = {"page": "articles/rain/", "text": "Trump", "block": 1, "nth": 1}

    assert served.post("correct", {**sent, "ref": "person:ivanka-trump"})[0] == 200
    assert served.post("correct", {**sent, "ref": "country:US", "nth": 0})[0] == 200
    assert served.post("correct", {**sent, "ref": "person:donald-trump", "scope": "article"})[0] == 200

    served.rebuild()
    text = (served.project / "site" / "articles" / "rain" / "index.md").read_text(encoding="utf-8")
    assert "[Trump](country:US) spoke" in text
    assert "[Trump](person:ivanka-trump) said" in text
    for _ in range(3):
        assert served.post("undo", {})[0] == 200
    assert served.decisions == ""


def test_a_missed_person_becomes_one(served: ServedDesk) -> None:
    sent = {"page": "articles/rain/", "text": "town", "block": 1, "scope": "article", "name": "Town Crier"}

    assert served.post("correct", sent)[0] == 200

    served.rebuild()
    text = (served.project / "site" / "articles" / "rain" / "index.md").read_text(encoding="utf-8")
    assert "[town](person:town-crier)" in text


def test_a_new_person_with_the_name_of_another_is_limited_to_the_story(served: ServedDesk) -> None:
    sent = {"page": "articles/sun/", "text": "Donald Trump", "block": 1, "scope": "article", "name": "Donald Trump"}

    assert served.post("correct", sent)[0] == 200

    assert served.decisions == '[person.donald-trump-2]\nname = "Donald Trump"\narticles = ["sun"]\n'


def test_a_word_inside_a_longer_name_is_linked_where_it_was_marked(served: ServedDesk) -> None:
    story = "---\ntitle: Golf\n---\nHe won the Charles Schwab Cup.\n"
    (served.project / "content" / "golf.md").write_text(story, encoding="utf-8")
    served.rebuild()
    sent = {"page": "articles/golf/", "text": "Charles Schwab", "block": 1, "scope": "everywhere"}

    assert served.post("correct", {**sent, "name": "Charles R. Schwab"})[0] == 200

    served.rebuild()
    text = (served.project / "site" / "articles" / "golf" / "index.md").read_text(encoding="utf-8")
    assert "[Charles Schwab](person:charles-r-schwab) Cup" in text
    assert 'aliases = ["Charles Schwab"]' in served.decisions


def test_a_date_that_cannot_be_read_is_refused_with_the_form_of_a_date(served: ServedDesk) -> None:
    status, said = served.post("article", {"page": "articles/sun/", "date": "soon", "markdown": True})

    assert status == 409
    assert "date" in said["problem"]
    assert "soon" in said["problem"]
    assert "2018-03-28" in said["hint"]


def test_a_wrong_speaker_is_corrected(served: ServedDesk) -> None:
    sent = {"page": "articles/rain/", "text": "“It rained in the town,”", "ref": "person:ivanka-trump"}

    assert served.post("said", sent)[0] == 200

    assert 'text = "It rained in the"' in served.decisions
    served.rebuild()
    page = (served.project / "site" / "articles" / "rain" / "index.html").read_text(encoding="utf-8")
    assert 'data-said="person:ivanka-trump"' in page
    served.post("undo", {})
    assert served.decisions == ""


def test_the_title_of_a_text_is_changed_in_a_markdown_file_that_its_author_agreed_to(served: ServedDesk) -> None:
    before = (served.project / "content" / "rain.txt").read_bytes()
    sent = {"page": "/articles/rain/", "title": "Heavy rain", "authors": ["Jane Roe", " "]}

    assert served.post("article", sent)[0] == 409
    assert served.post("article", {**sent, "markdown": True})[0] == 200

    served.rebuild()
    assert "<h1>Heavy rain</h1>" in (served.project / "site/articles/rain/index.html").read_text(encoding="utf-8")
    assert (served.project / "content" / "rain.txt").read_bytes() == before
    served.post("undo", {})
    assert not (served.project / "content" / "rain.md").exists()


def test_links_of_a_text_whose_title_was_changed_can_still_be_corrected(served: ServedDesk) -> None:
    (served.project / "content" / "sun.txt").write_text(DONALD + "\nDonald Trump left.\n", encoding="utf-8")
    served.rebuild()
    served.post("article", {"page": "articles/sun/", "title": "Warm", "markdown": True})
    served.rebuild()
    sent = {"page": "articles/sun/", "text": "Donald Trump", "block": 1, "ref": "person:ivanka-trump"}

    assert served.post("correct", sent)[0] == 200

    served.rebuild()
    text = (served.project / "site" / "articles" / "sun" / "index.md").read_text(encoding="utf-8")
    assert "[Donald Trump](person:ivanka-trump), a banker" in text


def test_a_surname_given_to_somebody_new_in_a_story_leaves_the_full_name_alone(served: ServedDesk) -> None:
    story = "Talks\n\nJohn Cook, a banker, arrived on Monday.\n\nCook left for the palace.\n"
    (served.project / "content" / "talks.txt").write_text(story, encoding="utf-8")
    served.rebuild()
    sent = {"page": "articles/talks/", "text": "Cook", "block": 2, "scope": "article", "name": "Jim Cook"}

    assert served.post("correct", sent)[0] == 200

    assert served.decisions == '[person.jim-cook]\nname = "Jim Cook"\narticles = ["talks"]\naliases = ["Cook"]\n'
    served.rebuild()
    text = (served.project / "site" / "articles" / "talks" / "index.md").read_text(encoding="utf-8")
    assert "[John Cook](person:john-cook), a banker" in text
    assert "[Cook](person:jim-cook) left" in text


@pytest.mark.slow
def test_after_any_answers_and_edits_nothing_is_lost_and_the_site_is_that_of_a_clean_build(
    served: ServedDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(22)  # no secret
    content = served.project / "content"
    for number, name in enumerate(("Trump", "Clinton", "Brown", "Okonjo")):
        (content / f"more-{number}.txt").write_text(f"More\n\nPresident {name} spoke. “It rained,” {name} said.\n")
    served.rebuild()
    mine: list[str] = []
    statuses: list[int] = []
    for number in range(200):
        questions = served.questions()
        page = f"articles/{chance.choice(('rain', 'sun', 'snow', 'more-0', 'more-3'))}/"
        person = chance.choice(
            ({"ref": "person:donald-trump"}, {"name": f"Jo Roe {number % 7}"}, {"ref": "country:GE"}, {})
        )
        match chance.randrange(9):
            case 0 | 1 if questions:
                question = chance.choice(questions)
                answer = chance.choice(
                    ({"answer": 0}, {"answer": 1}, {"nobody": True}, {"different": True}, {"name": "Jo Poe"})
                )
                statuses.append(served.post("answer", {"questions": [question["id"]], **answer})[0])
            case 2:
                scope = chance.choice(("here", "article", "everywhere"))
                sent = {"page": page, "text": chance.choice(("Trump", "Okonjo", "rained")), "block": 1, "scope": scope}
                statuses.append(served.post("correct", {**sent, **person})[0])
            case 3:
                statuses.append(served.post("said", {"page": page, "text": "It rained", **person})[0])
            case 4:
                statuses.append(served.post("undo", {})[0])
            case 5:
                mine.append(f"# My note {number}.")
                (content / "entities.toml").write_text(f"{served.decisions}\n{mine[-1]}\n", encoding="utf-8")
            case 6:
                about = {"ref": chance.choice(("person:donald-trump", "person:ivanka-trump", "person:okonjo"))}
                change = chance.choice(
                    ({"name": f"Jo Doe {number % 3}"}, {"same": "person:ivanka-trump"}, {"part": "Trump"})
                )
                statuses.append(served.post("person", about | change)[0])
            case 7:
                sent = {"page": page, "title": f"Title {number}", "markdown": chance.random() < 0.5}
                statuses.append(served.post("article", sent)[0])
            case _:
                served.rebuild()
    served.rebuild()

    assert {200, 409} == set(statuses)
    assert [note for note in mine if note not in served.decisions] == []
    assert all((content / name).read_text(encoding="utf-8") == text for name, text in FILES.items())
    clean = tmp_path_factory.mktemp("clean") / served.project.name
    shutil.copytree(content, clean / "content")
    build(clean, search="none")
    assert site(served.project) == site(clean)


def test_the_fields_of_an_article_say_what_its_author_has_to_agree_to(shared: ServedDesk) -> None:
    _, _, body = shared.ask(f"{DESK}article?page=/articles/rain/")

    found = json.loads(body)
    assert (found["file"], found["title"], found["agree"]) == ("rain.txt", "Rain", "markdown")


def test_names_are_found_by_their_letters(shared: ServedDesk) -> None:
    def found(typed: str) -> list[str]:
        _, _, body = shared.ask(f"{DESK}names?q={typed}")
        return [each["ref"] for each in json.loads(body)["names"]]

    assert found("donald") == ["person:donald-trump"]
    assert found("NORTH%20kor") == ["country:KP"]
    assert found("") == found("%00") == []


# The page of a person


VARIANTS = {
    "a.txt": "Rain\n\nIt rained.\n\nPresident Donald Trump met Angela Merkel. Trump left.",
    "b.txt": "Sun\n\nIt was warm.\n\nPresident Donald Trump met Angela Merkel again. Trump left.",
    "c.txt": "Snow\n\nIt was cold.\n\nPresident Donald J. Trump met Angela Merkel. Trump, 71, left.",
}


@pytest.fixture
def about(tmp_path: Path) -> Iterator[ServedDesk]:
    (tmp_path / "content").mkdir()
    for name, text in VARIANTS.items():
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    found = ServedDesk(tmp_path, Access(TOKEN))
    yield found
    found.end()


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ({"name": "Donald John Trump"}, '[person.donald-trump]\nname = "Donald John Trump"\n'),
        ({"same": "person:angela-merkel"}, '[[same]]\npeople = ["angela-merkel", "donald-trump"]\n'),
        ({"part": "Donald J. Trump"}, '[[different]]\npeople = ["donald-trump", "donald-j-trump"]\n'),
    ],
)
def test_who_somebody_is_can_be_corrected_and_undone(about: ServedDesk, sent: dict[str, str], written: str) -> None:
    mine = "# Mine, without a line end"
    (about.project / "content" / "entities.toml").write_text(mine, encoding="utf-8")

    status, said = about.post("person", {"ref": "person:donald-trump", **sent})

    assert (status, about.decisions) == (200, f"{mine}\n\n{written}")
    about.rebuild()
    assert about.post("undo", {"answer": said["last"]["answer"]})[0] == 200
    assert about.decisions == mine


def test_the_page_of_a_person_lists_what_was_joined(about: ServedDesk) -> None:
    found = json.loads(about.ask(f"{DESK}person?ref=person:donald-trump")[2])

    assert found == {
        "name": "Donald Trump",
        "joined": [{"name": "Donald J. Trump", "stories": 1, "speaks": "the same role"}],
    }


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"ref": "person:nobody"}, "there is no such person"),
        ({"ref": "country:US", "name": "X"}, "there is no such person"),
        ({"ref": "person:donald-trump", "same": "person:nobody"}, "there is no such person"),
        ({"ref": "person:donald-trump", "same": "person:donald-trump"}, "this is the person of the page"),
        ({"ref": "person:donald-trump", "part": "Angela"}, "'Angela' is no longer joined to this person"),
        ({"ref": "person:donald-trump", "name": "Angela Merkel"}, "another person is already named 'Angela Merkel'"),
        ({"ref": "person:donald-trump", "name": " "}, "no address can be made from ''"),
    ],
)
def test_who_somebody_is_is_not_changed_by_mistake(about: ServedDesk, sent: dict[str, str], problem: str) -> None:
    status, said = about.post("person", sent)

    assert (status, said["problem"], about.decisions) == (409, problem, "")


# What a browser never sends, and an attacker may


@pytest.mark.parametrize(
    "hosts",
    [
        (),
        ("",),
        ("evil.example",),
        ("evil.example", "127.0.0.1"),
        ("127.0.0.1.evil.example",),
        ("127.0.0.1@evil.example",),
        ("localhost.",),
        ("0.0.0.0",),
        ("[::ffff:127.0.0.1]",),
        ("2130706433",),
        ("127.1",),
        ("localhost, evil.example",),
    ],
)
@pytest.mark.parametrize("target", ["/-/desk/questions", "http://evil.example/-/desk/questions", "/"])
def test_an_unknown_host_is_not_served(shared: ServedDesk, hosts: tuple[str, ...], target: str) -> None:
    lines = (f"GET {target} HTTP/1.1", *(f"Host: {host}" for host in hosts), "Connection: close", "", "")

    answer = shared.send("\r\n".join(lines).encode())

    assert answer.split()[1] in (b"400", b"421"), answer[:200]


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost", "127.0.0.1", "[::1]"])
def test_the_names_of_this_machine_are_served(shared: ServedDesk, host: str) -> None:
    assert shared.ask(f"{DESK}questions", "GET", f"{host}:{shared.port}")[0] == 200


def test_of_two_types_of_content_none_makes_a_form_a_request(shared: ServedDesk) -> None:
    for kind in (
        "text/plain\r\nContent-Type: application/json",
        "application/json, text/plain",
        "text/plain; application/json",
        "application/jsonp",
    ):
        assert shared.post("answer", ANSWER, Content_Type=kind)[0] in (400, 415)


@pytest.mark.parametrize("page", ["articles/rain/\x00", "articles//rain//..", "articles/rain/\n", "\ud800", "a" * 9999])
def test_odd_signs_in_the_address_of_an_article_name_no_file(shared: ServedDesk, page: str) -> None:
    assert shared.post("article", {"page": page, "title": "x"})[0] in (400, 409)
    assert shared.decisions == ""


def test_an_article_that_became_a_link_out_of_the_project_is_neither_read_nor_written(
    served: ServedDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\nKeep it.\n", encoding="utf-8")
    before = secret.read_bytes()
    for name in ("rain.txt", "entities.toml"):
        (served.project / "content" / name).unlink(missing_ok=True)
        (served.project / "content" / name).symlink_to(secret)

    read = served.ask(f"{DESK}article?page=articles/rain/")
    answers = [
        served.post("article", {"page": "articles/rain/", "title": "x", "markdown": True}),
        served.post("correct", {"page": "articles/rain/", "text": "Trump", "ref": "person:donald-trump", "block": 1}),
        served.post("person", {"ref": "person:donald-trump", "name": "Donald X. Trump"}),
    ]

    assert (read[0], b"Secret" in read[2]) == (409, False)
    assert [status for status, _ in answers] == [409, 409, 409]
    assert secret.read_bytes() == before


def test_the_token_is_in_no_address_and_no_answer(shared: ServedDesk) -> None:
    _, head, body = shared.ask(DESK)
    pages = [shared.ask(f"{DESK}{path}")[2] for path in ("questions", "names?q=t", "desk.js", "desk.css", "style.css")]

    assert TOKEN in body.decode()
    assert TOKEN not in head
    assert not any(TOKEN.encode() in page for page in pages)
    assert "referrer-policy: no-referrer" in head.lower()
    assert "cache-control: no-store" in head.lower()


def test_what_a_story_says_is_no_markup_in_the_page_of_the_desk(tmp_path: Path) -> None:
    served = ServedDesk(a_project(tmp_path), Access(TOKEN))
    try:
        (tmp_path / "dateline.toml").write_text('[site]\ntitle = "\\"><script>alert(1)</script>"\n', encoding="utf-8")
        served.rebuild()

        _, _, body = served.ask(DESK)

        assert b"<script>" not in body
        assert b"&lt;script&gt;alert(1)" in body
    finally:
        served.end()
