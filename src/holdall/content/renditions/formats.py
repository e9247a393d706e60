"""What a file is, as its name tells; as at Box, a file without a known extension has no preview."""

from enum import StrEnum

from holdall.content.items.names import extension_of


class Format(StrEnum):
    """A kind of content that something can be made of."""

    PICTURE = "picture"
    PDF = "pdf"
    DOCUMENT = "document"  # Word
    PRESENTATION = "presentation"  # PowerPoint
    SPREADSHEET = "spreadsheet"  # Excel, old and new, and OpenDocument
    OPEN_DOCUMENT = "open_document"  # text and slides
    HTML = "html"
    TEXT = "text"


_EXTENSIONS = {
    Format.PICTURE: "avif bmp gif jp2 jpeg jpg png psd tga tif tiff webp",
    Format.PDF: "pdf",
    Format.DOCUMENT: "docm docx dotm dotx",
    Format.PRESENTATION: "potx ppsx pptm pptx",
    Format.SPREADSHEET: "ods xls xlsb xlsm xlsx xltx",
    Format.OPEN_DOCUMENT: "odp odt otp ott",
    Format.HTML: "htm html xhtml",
    Format.TEXT: (
        "as asm bat c cc cfg cmake conf cpp cs css csv cxx diff erb go groovy gradle h haml hh ini java js json jsx "
        "less log lua m make markdown md ml mm ps1 php pl plist properties py r rb rs rst rtx sass scala scm script "
        "scss sh sml sql swift tex toml ts tsv tsx txt vb vi vim webdoc xml xsd xsl yaml yml"
    ),
}
_BY_EXTENSION = {extension: kind for kind, names in _EXTENSIONS.items() for extension in names.split()}


def format_of(name: str) -> Format | None:
    """What a file of this name is; None for what nothing can be made of."""
    return _BY_EXTENSION.get(extension_of(name).lower())


def has_text(kind: Format | None) -> bool:
    """Whether text can be taken out of this kind of content."""
    return kind is not None and kind is not Format.PICTURE
