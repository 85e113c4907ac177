"""Word documents, PDFs and mail as articles."""

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.imports import docx, imported, pdf, png, w_note, w_paragraph, w_picture, w_run
from tests.saved import AUTHOR, DAY, SHAPES, STORY, TITLE

LONG = "The harbor was full of ships that morning, and every one of them flew the same small blue flag. "


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "site" / "content").mkdir(parents=True)
    return tmp_path / "site"


def written(project: Path, name: str) -> str:
    return (project / "content" / name).read_text(encoding="utf-8")


def test_a_word_document_keeps_headings_lists_footnotes_and_images(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "The harbor.docx"
    source.write_bytes(
        docx(
            w_paragraph("Ships in the harbor", style="Title"),
            w_paragraph("By Ana Bell and Bo Lind"),
            w_paragraph(
                "The first ", w_run("ship", bold=True), " came at ", w_run("dawn", italic=True), w_note(1), "."
            ),
            w_paragraph("What they carried", style="Heading1"),
            w_paragraph("Salt", level=0),
            w_paragraph("Fish", level=0),
            w_paragraph("One", level=0, numbered=True),
            w_paragraph("Two", level=0, numbered=True),
            w_paragraph(w_picture("A ship at anchor")),
            w_paragraph("It was late.", style="Quote"),
            w_paragraph("Nobody slept.", w_note(2)),
            notes=["Harbor log, page 3.", "So the captain said."],
            picture=png(),
        )
    )

    report = imported(project, source)

    assert report.problems == []
    assert written(project, "the-harbor.md") == (
        "---\n"
        "title: Ships in the harbor\n"
        "authors: [Ana Bell, Bo Lind]\n"
        "---\n"
        "\n"
        "The first **ship** came at *dawn*[^1].\n\n"
        "## What they carried\n\n"
        "- Salt\n- Fish\n\n"
        "1. One\n2. Two\n\n"
        "![A ship at anchor](the-harbor/dateline-picture-1.png)\n\n"
        "> It was late.\n\n"
        "Nobody slept.[^2]\n\n"
        "[^1]: Harbor log, page 3.\n\n[^2]: So the captain said.\n"
    )
    assert (project / "content" / "the-harbor" / "dateline-picture-1.png").read_bytes() == png()


def test_entities_and_bombs_in_a_word_document_are_refused(project: Path, tmp_path: Path) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "laughs.docx").write_bytes(docx(w_paragraph("A text"), head=laughs))
    with zipfile.ZipFile(tmp_path / "in" / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * 70_000_000)
    (tmp_path / "in" / "good.docx").write_bytes(docx(w_paragraph("A title", style="Title"), w_paragraph(LONG)))
    (tmp_path / "in" / "torn.docx").write_bytes(docx(w_paragraph("A title"))[:300])

    report = imported(project, tmp_path / "in")

    assert [problem.message for problem in report.problems] == [
        "has too much text",
        "contains XML entity declarations",
        "is not a Word document",
    ]
    assert report.added == ["content/good.md"]


COLUMNS = (
    ("Fishermen in the north say that the herring have", "The ministry in the capital did not answer ques-"),
    ("come back after twenty years, and that no-one can", "tions. A spokesman said on Tuesday that the count"),
    ("explain it. The nets that hung in the barns are be-", "would begin in the spring, when the ice is gone."),
    ("ing mended again, and the boats are painted.", "Until then, the boats will go out every night."),
)


def page_of_columns(number: int, *, by_rows: bool) -> list[tuple[float, float, float, str]]:
    rows = [(60.0, 700 - 14 * n, 11.0, left) for n, (left, _) in enumerate(COLUMNS)]
    right = [(310.0, 700 - 14 * n, 11.0, text) for n, (_, text) in enumerate(COLUMNS)]
    lines = [line for pair in zip(rows, right, strict=True) for line in pair] if by_rows else rows + right
    head = [(60.0, 810.0, 9.0, f"The Northern Post          {number}")]
    return [*head, (60.0, 750.0, 24.0, "The herring are back"), *lines, (290.0, 30.0, 9.0, str(number))]


@pytest.mark.parametrize("by_rows", [True, False])
def test_the_columns_of_a_pdf_are_read_one_after_the_other(project: Path, tmp_path: Path, by_rows: bool) -> None:
    source = tmp_path / "paper.pdf"
    source.write_bytes(pdf(page_of_columns(1, by_rows=by_rows), page_of_columns(2, by_rows=by_rows)[:1]))

    imported(project, source)

    assert written(project, "paper.md") == (
        "---\ntitle: The herring are back\n---\n\n"
        "Fishermen in the north say that the herring have come back after twenty years, and that "
        "no-one can explain it. "
        "The nets that hung in the barns are being mended again, and the boats are painted.\n\n"
        "The ministry in the capital did not answer questions. A spokesman said on Tuesday that the "
        "count would begin in "
        "the spring, when the ice is gone. Until then, the boats will go out every night.\n"
    )


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out(project: Path, tmp_path: Path) -> None:
    def page(number: int, word: str) -> list[tuple[float, float, float, str]]:
        body = [(60.0, 700 - 14 * n, 11.0, f"Line {n} of the part about {word} goes on and on,") for n in range(8)]
        return [(60.0, 810.0, 9.0, f"Annual report {number}"), *body, (60.0, 30.0, 9.0, f"Page {number} of 3")]

    (tmp_path / "report.pdf").write_bytes(pdf(page(1, "salt"), page(2, "fish"), page(3, "ice")))

    imported(project, tmp_path / "report.pdf")

    text = written(project, "report.md")
    assert "Annual report" not in text
    assert "Page" not in text
    assert all(f"part about {word}" in text for word in ("salt", "fish", "ice"))


def test_the_head_of_a_single_page_gives_its_date_and_is_no_lead(project: Path, tmp_path: Path) -> None:
    lines = page_of_columns(1, by_rows=False)
    (tmp_path / "page.pdf").write_bytes(
        pdf([(60.0, 810.0, 8.0, "The Northern Post Wednesday, August 14, 2013"), *lines[1:]])
    )

    imported(project, tmp_path / "page.pdf")

    text = written(project, "page.md")
    assert text.startswith("---\ntitle: The herring are back\ndate: 2013-08-14\n---\n\nFishermen in the north say")


@pytest.mark.parametrize("under", [("By Ana Bell", "May 9, 2018"), ("Published: 9 May 2018", "By Ana Bell")])
def test_a_date_under_the_title_of_a_word_document_is_its_date(
    project: Path, tmp_path: Path, under: tuple[str, str]
) -> None:
    lines = (w_paragraph("Ships", style="Title"), *map(w_paragraph, under), w_paragraph("Updated May 10, 2018"))
    (tmp_path / "ships.docx").write_bytes(docx(*lines, w_paragraph(LONG)))

    imported(project, tmp_path / "ships.docx")

    head = "---\ntitle: Ships\nauthors: [Ana Bell]\ndate: 2018-05-09\n---\n\nUpdated May 10, 2018\n"
    assert written(project, "ships.md").startswith(head)


def test_pdfs_without_text_and_torn_ones_are_problems(project: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf([]))
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type")

    report = imported(project, tmp_path / "scan.pdf", tmp_path / "torn.pdf")

    assert report.problems[0].message == "has no text, only images of it"
    assert "is not a PDF that can be read" in report.problems[1].message


def newsletter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Fwd: [Weekly] What the tide brought"
    message["From"] = '"Ana Bell" <ana@example.org>'
    message["Date"] = "Tue, 03 Mar 2020 07:15:00 -0500"
    message["Message-ID"] = "<1@example.org>"
    message.set_content("The plain text, which is shorter.")
    message.add_alternative(
        '<html><body><div style="display:none">A line for the list of mails</div>'
        '<table><tr><td><a href="https://news.example.org/42">View in your browser</a></td></tr>'
        "<tr><td><h1>What the tide brought</h1>"
        f'<p>{LONG}</p><p><img src="cid:ship" alt="A ship"><img src="https://t.example.org/o.gif" '
        f'width="1" height="1"></p>'
        "<ul><li>Salt</li><li>Fish</li></ul><p>More on Sunday.</p></td></tr>"
        "<tr><td><p>You are receiving this because you signed up.</p></td></tr>"
        '<tr><td><a href="https://news.example.org/u">Unsubscribe</a> | Our mailing address: Pier 3</td></tr>'
        "<tr><td>Example Media, Pier 3, Harbor Town</td></tr></table></body></html>",
        subtype="html",
    )
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(png(), "image", "png", cid="<ship>", filename="../../../evil.png")
    return message


def test_a_newsletter_is_an_article_without_its_service_lines(project: Path, tmp_path: Path) -> None:
    (tmp_path / "tide.eml").write_bytes(newsletter().as_bytes())

    imported(project, tmp_path / "tide.eml")

    assert written(project, "tide.md") == (
        "---\n"
        "title: What the tide brought\n"
        "authors: [Ana Bell]\n"
        "date: 2020-03-03T07:15:00-05:00\n"
        'source: "https://news.example.org/42"\n'
        "---\n\n"
        f"{LONG.strip()}\n\n"
        "![A ship](tide/ship.png)\n\n"
        "- Salt\n- Fish\n\n"
        "More on Sunday.\n"
    )
    assert sorted(path.name for path in (project / "content").rglob("*.png")) == ["ship.png"]


def test_each_message_of_a_mailbox_is_an_article_and_a_broken_one_stops_no_other(project: Path, tmp_path: Path) -> None:
    plain = EmailMessage()
    plain["Subject"] = "Notes from the pier"
    plain["Date"] = "Wed, 04 Mar 2020 07:15:00 +0000"
    plain.set_content(
        "The tide came early today, and with it came the first of the boats that\n"
        "had left in the autumn.\n\nNobody had expected them before Sunday.\n\n"
        "You received this because you subscribed.\nUnsubscribe: https://example.org/u\n"
    )
    empty = EmailMessage()
    empty["Subject"] = "Nothing"
    box = b"".join(
        b"From MAILER Thu Jan  1 00:00:00 1970\n" + each.as_bytes() + b"\n\n"
        for each in (newsletter(), empty, plain, plain)
    )
    (tmp_path / "box.mbox").write_bytes(box)

    report = imported(project, tmp_path / "box.mbox", into="content/letters")
    again = imported(project, tmp_path / "box.mbox", into="content/letters")

    assert report.added == [
        "content/letters/2020-03-03-what-the-tide-brought.md",
        "content/letters/2020-03-04-notes-from-the-pier-2.md",
        "content/letters/2020-03-04-notes-from-the-pier.md",
    ]
    assert [problem.message for problem in report.problems] == ["message 2: the message has no text"]
    text = written(project, "letters/2020-03-04-notes-from-the-pier.md")
    assert "The tide came early today, and with it came the first of the boats that had left in the autumn." in text
    assert "nsubscribe" not in text
    assert (again.added, again.existing) == ([], 3)


def test_a_page_saved_as_one_file_is_read_as_a_page_with_its_pictures(project: Path, tmp_path: Path) -> None:
    image = '<figure><img src="https://example.org/boat.png" alt="A boat"></figure>'
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/ferry"
    message["Subject"] = "The ferry"
    message["Date"] = "Tue, 03 Mar 2020 07:15:00 -0500"
    message.set_content(SHAPES["newspaper"].replace(f"<p>{STORY[2]}</p>", f"{image}<p>{STORY[2]}</p>"), subtype="html")
    message.add_related(png(), "image", "png", headers=["Content-Location: https://example.org/boat.png"])
    (tmp_path / "ferry.mhtml").write_bytes(message.as_bytes())

    imported(project, tmp_path / "ferry.mhtml")

    text = written(project, "ferry.md")
    assert (
        f'title: {TITLE}\nauthors: [{AUTHOR}]\ndate: {DAY}T07:30:00+02:00\nsource: "https://example.org/ferry"\n'
        in text
    )
    assert "![A boat](ferry/boat.png)" in text
    assert STORY[5] in text


def test_nested_list_styles_of_a_word_document_are_nested_lists(project: Path, tmp_path: Path) -> None:
    items = [("One", "ListBullet"), ("One a", "ListBullet2"), ("One a i", "ListBullet3"), ("Two", "ListBullet")]
    (tmp_path / "list.docx").write_bytes(docx(w_paragraph(LONG), *(w_paragraph(text, style=s) for text, s in items)))

    imported(project, tmp_path / "list.docx")

    assert written(project, "list.md").endswith("- One\n\n  - One a\n\n    - One a i\n- Two\n")


def test_odd_messages_of_a_mailbox_keep_their_text_and_senders(project: Path, tmp_path: Path) -> None:
    head = b"From MAILER Thu Jan  1 00:00:00 1970\nMessage-ID: <%d@x>\nSubject: %s\n"
    texts = {
        b"Mangled\n": b">From here on it is text.\n\n>>From stays quoted once.\n",
        b"Parts\nContent-Type: multipart/mixed\n": b"This message has no boundary.\n",
        b'Senders\nFrom: "Bell, Ana" <a@x>, Bo <b@x>\n': b"Two people wrote this.\n",
        b"Zu Hause\nContent-Type: text/plain; charset=us-ascii\n": "Zürich ist schön.\n".encode("cp1252"),
    }
    box = b"".join(head % (n, name) + b"\n" + text + b"\n" for n, (name, text) in enumerate(texts.items()))
    (tmp_path / "Über box.mbox").write_bytes(box)

    report = imported(project, tmp_path / "Über box.mbox")

    assert report.problems == []
    assert written(project, "mangled.md").endswith("---\n\nFrom here on it is text.\n\n> From stays quoted once.\n")
    assert "This message has no boundary." in written(project, "parts.md")
    assert "authors: [Ana Bell, Bo]\n" in written(project, "senders.md")
    assert "Zürich ist schön." in written(project, "zu-hause.md")


def test_a_newsletter_keeps_its_footnotes_below_the_offer_to_leave(project: Path, tmp_path: Path) -> None:
    message = newsletter()
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    text = html.get_content().replace("More on Sunday.", 'More on Sunday.<sup><a href="#n">1</a></sup>')
    text = text.replace("</body>", '<p id="n">If the wind holds.</p></body>')
    message = EmailMessage()
    message["Subject"] = "Tide"
    message.set_content(text, subtype="html")
    (tmp_path / "tide.eml").write_bytes(message.as_bytes())

    imported(project, tmp_path / "tide.eml")

    assert written(project, "tide.md").endswith("More on Sunday.[^1]\n\n[^1]: If the wind holds.\n")
