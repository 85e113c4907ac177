"""Files to import, made here: Word documents, PDFs, mails, an export of WordPress."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from builder.commands.importing.delivery import ImportReport, import_sources


def imported(project: Path, *sources: Path, into: str = "", dry_run: bool = False, jobs: int = 1) -> ImportReport:
    """The report of an import into a project."""
    folder = project / into if into else None
    return import_sources(project, sources, folder, dry_run=dry_run, jobs=jobs, progress=lambda *_: None)


def png(width: int = 4) -> bytes:
    """A grey picture of so many pixels a side."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + b"\x80" * width) * width
    head = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# Word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "Title Subtitle Heading1 Heading2 Quote ListParagraph Caption".split()


def w_run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    look = "<w:b/>" * bold + "<w:i/>" * italic
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def w_paragraph(*runs: str, style: str = "", level: int = -1, numbered: bool = False) -> str:
    """A paragraph; with a level it is an item of a list."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level >= 0:
        look += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{2 if numbered else 1}"/></w:numPr>'
    words = "".join(run if run.startswith("<") else w_run(run) for run in runs)
    return f"<w:p><w:pPr>{look}</w:pPr>{words}</w:p>"


def w_note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def w_picture(description: str) -> str:
    return (
        "<w:r><w:drawing><wp:inline "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="p" descr="{description}"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip xmlns:r="{_R}" r:embed="rId9"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def docx(*paragraphs: str, notes: Sequence[str] = (), picture: bytes = b"", head: str = "") -> bytes:
    """A Word document. ``head`` comes before the root element of its text."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>'
    )
    formats = (("0", "bullet"), ("1", "decimal"))
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">'
        + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(3))
        + "</w:abstractNum>"
        for n, form in formats
    )
    lists += "".join(f'<w:num w:numId="{int(n) + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in formats)
    names = {"Heading1": "heading 1", "Heading2": "heading 2", "ListParagraph": "List Paragraph", "Caption": "caption"}
    names |= {f"ListBullet{n}": f"List Bullet {n}".rstrip() for n in ("", 2, 3)}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{each}"><w:name w:val="{names.get(each, each)}"/></w:style>'
        for each in {*_STYLES, *names}
    )
    footnotes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{w_run(text)}</w:p></w:footnote>' for n, text in enumerate(notes, 1)
    )
    parts = {"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml"}
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts.items(), 1)
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{_R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {_W}><w:body>{''.join(paragraphs)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}>{lists}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{footnotes}</w:footnotes>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">{links}<Relationship Id="rId9" '
        f'Type="{_R}/image" Target="media/image1.png"/></Relationships>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("word/media/image1.png", picture or png())
    return made.getvalue()


# PDF


def pdf(*pages: Sequence[tuple[float, float, float, str]]) -> bytes:
    """A PDF of these pages; each line has its place from the lower left corner and its size, in points."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"]
    kids = []
    for lines in pages:
        drawn = "".join(f"BT /F1 {size} Tf {x} {y} Td ({_pdf_text(text)}) Tj ET\n" for x, y, size, text in lines)
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _pdf_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


# WordPress


def wp_item(number: int, kind: str, title: str, content: str = "", **fields: str) -> str:
    """An item of an export; ``fields`` are more elements of WordPress, by name, and ``more`` is XML as it is."""
    more = fields.pop("more", "")
    values = {"post_date_gmt": f"2015-03-{number % 28 + 1:02} 09:30:00", "status": "publish", "post_name": "", **fields}
    rest = "".join(f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in values.items())
    link = (
        f"https://old.example.org/2015/03/{values['post_name']}/"
        if values["post_name"]
        else "https://old.example.org/?p=1"
    )
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><dc:creator>ana</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type>{rest}{more}</item>"
    )


def wxr(*items: str, head: str = "") -> str:
    """An export of WordPress."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><title>Old site</title><wp:author><wp:author_login>ana</wp:author_login>"
        f"<wp:author_display_name>Ana Bell</wp:author_display_name></wp:author>{''.join(items)}</channel></rss>"
    )
