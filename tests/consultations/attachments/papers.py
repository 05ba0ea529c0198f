"""PDF files made by hand for tests: honest ones, and those that hide, run, grow or lock something."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.core.uploads import SECRET, picture

SCRIPT = "app.alert('SecretScript')"


def paper(pages: int = 1, words: str = "Visible") -> Pdf:
    """Pages with one line of text each."""
    pdf = Pdf.new()
    for _number in range(pages):
        page = pdf.add_blank_page(page_size=(300, 200))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode())
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    return pdf


def written(pdf: Pdf, **options: object) -> bytes:
    """The bytes of a file; not compressed, so that what is looked for can be seen."""
    out = io.BytesIO()
    options.setdefault("compress_streams", False)
    options.setdefault("object_stream_mode", pikepdf.ObjectStreamMode.disable)
    pdf.save(out, **options)
    return out.getvalue()


def laden() -> bytes:
    """Everything a PDF can carry beside its pages, each holding SECRET or SCRIPT."""
    pdf = paper()
    script = Dictionary(S=Name.JavaScript, JS=String(SCRIPT))
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("run"), pdf.make_indirect(script)])))
    pdf.attachments["secret.exe"] = pikepdf.AttachedFileSpec(pdf, SECRET.encode(), filename="secret.exe")
    pdf.docinfo["/Author"] = SECRET
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [SECRET]
    page = pdf.pages[0]
    page.obj.AA = Dictionary(O=script)
    page.obj.PieceInfo = Dictionary(Maker=Dictionary(Private=String(SECRET)))
    page.obj.Metadata = pdf.make_stream(SECRET.encode())
    page.obj.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script),
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=String(SECRET)),
        ]
    )
    image = pdf.make_stream(picture("JPEG").removesuffix(SECRET.encode()))
    for key, value in {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": 40,
        "Height": 20,
        "ColorSpace": Name.DeviceRGB,
        "BitsPerComponent": 8,
        "Filter": Name.DCTDecode,
        "Metadata": pdf.make_stream(SECRET.encode()),
        "AF": Array([Dictionary(Type=Name.Filespec, F=String(SECRET))]),
    }.items():
        image[f"/{key}"] = value
    page.Resources.XObject = Dictionary(Im1=image)
    page.Resources.Properties = Dictionary(P=Dictionary(Owner=String(SECRET)))
    return written(pdf)


def form() -> bytes:
    """A form whose field somebody filled in."""
    pdf = paper()
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("Filled"),
            DA=String("/Helv 12 Tf 0 g"),
            Rect=Array([20, 20, 200, 40]),
            P=pdf.pages[0].obj,
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]),
        DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font))),
        DA=String("/Helv 12 Tf 0 g"),
        NeedAppearances=True,
    )
    return written(pdf)


def program_form() -> bytes:
    """A form that is a program (XFA): its pages say "please wait"."""
    pdf = paper(words="Please wait")
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
    return written(pdf)


def locked(owner_only: bool) -> bytes:
    """A file with a password for opening, or for printing alone."""
    return written(paper(), encryption=pikepdf.Encryption(owner="owner", user="" if owner_only else "user"))


def bomb(megabytes: int, twice: bool = False) -> bytes:
    """A small file whose page decompresses to as much as is said; packed twice it looks smaller still."""
    pdf = paper()
    machine = zlib.compressobj(9)
    packed = b"".join(machine.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + machine.flush()
    filters = Array([Name.FlateDecode])
    if twice:
        packed, filters = zlib.compress(packed, 9), Array([Name.FlateDecode, Name.FlateDecode])
    stream = Stream(pdf, b"")
    stream.write(packed, filter=filters)
    pdf.pages[0].Contents = stream
    return written(pdf)


def structure_bomb(megabytes: int) -> bytes:
    """A file whose very table of contents (a cross-reference stream) decompresses to as much as is said."""
    machine = zlib.compressobj(9)
    packed = b"".join(machine.compress(b"\0" * 1024 * 1024) for _ in range(megabytes)) + machine.flush()
    head = b"%PDF-1.5\n"
    table = b"1 0 obj\n<</Type/XRef/W[1 2 1]/Size 4/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    return head + table + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def huge_picture() -> bytes:
    """A page with a picture that says it is 60,000 by 60,000."""
    pdf = paper()
    image = pdf.make_stream(zlib.compress(b"\0"))
    for key, value in {
        "Subtype": Name.Image,
        "Width": 60_000,
        "Height": 60_000,
        "ColorSpace": Name.DeviceRGB,
        "BitsPerComponent": 8,
        "Filter": Name.FlateDecode,
    }.items():
        image[f"/{key}"] = value
    pdf.pages[0].Resources.XObject = Dictionary(Im1=image)
    return written(pdf)


def words_of(content: bytes) -> bytes:
    """All that a PDF says, decompressed, its structure included: what can be found in here could be read by somebody."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        plain = written(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.specialized, qdf=True)
        streams = [o.read_raw_bytes() for o in pdf.objects if isinstance(o, Stream)]
    return b"\n".join([plain, *streams])
