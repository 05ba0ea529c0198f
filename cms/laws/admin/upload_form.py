"""The form of the upload: a law chosen or named, a file or pasted words, and the dates found in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.laws import slugs
from cms.laws.admin.files import LARGEST_TEXT, UploadRefused, read_upload
from cms.laws.admin.forms import SourceTextarea, already_there, basis_of, day_taken, same_day, same_instrument
from cms.laws.authority import extract_authority, extract_document_number
from cms.laws.dates import LawDates, law_dates
from cms.laws.importers.naming import guess_level, region_of
from cms.laws.models import EffectiveBasis, Instrument, Level
from cms.laws.parser import ParsedText, parse

DATE_FIELDS = ("effective_on", "adopted_on", "promulgated_on", "amended_on")


class UploadForm(forms.Form):
    """One page, filled in twice: before the check, and after it with what the text itself says."""

    instrument = forms.ModelChoiceField(
        label=gettext_lazy("已有的法律法规"),
        queryset=Instrument.objects.all(),
        required=False,
        widget=AdminSnippetChooser(Instrument, icon="scale"),
        help_text=gettext_lazy("给已有的法律法规增加一个版本时选择。新的法律法规不用选。"),
    )
    title = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("全称，不加书名号。留空则取正文第一行。"),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("效力位阶"), choices=[("", gettext_lazy("请选择")), *Level.choices], required=False
    )
    region = forms.CharField(
        label=gettext_lazy("地区"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("地方性法规、规章填写，例如：北京。"),
    )
    issuing_authority = forms.CharField(label=gettext_lazy("制定机关"), max_length=200, required=False)
    source_name = forms.CharField(label=gettext_lazy("来源"), max_length=200, required=False)
    source_url = forms.URLField(label=gettext_lazy("来源网址"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md"}),
        help_text=gettext_lazy("Word 文件（.docx）或纯文本（.txt、.md），最大 8 MB。文字会填到下面的正文里。"),
    )
    source_text = forms.CharField(
        label=gettext_lazy("正文"),
        required=False,
        strip=False,
        max_length=LARGEST_TEXT,
        widget=SourceTextarea(),
        help_text=gettext_lazy("也可以直接粘贴。识别得不对时，在这里改文字，再按“重新检查”。"),
    )
    effective_on = forms.DateField(label=gettext_lazy("施行日期"), required=False, widget=AdminDateInput)
    effective_basis = forms.ChoiceField(
        label=gettext_lazy("施行日期的依据"), choices=EffectiveBasis.choices, required=False
    )
    adopted_on = forms.DateField(label=gettext_lazy("通过日期"), required=False, widget=AdminDateInput)
    promulgated_on = forms.DateField(label=gettext_lazy("公布日期"), required=False, widget=AdminDateInput)
    amended_on = forms.DateField(label=gettext_lazy("最近修改日期"), required=False, widget=AdminDateInput)
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=120, required=False)
    checked_text = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, files: Any = None, *, may_create: bool = True, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.may_create = may_create
        self.file_error = ""
        self.parsed: ParsedText | None = None
        self.found: LawDates | None = None
        # What is found in file and text is written beside what was typed, so that the page shows both.
        self.data: QueryDict = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        if self.is_bound:
            self._take_file()

    def _take_file(self) -> None:
        """Put the file's words where they can be seen and mended; a file that cannot be read leaves what was typed."""
        upload = self.files.get("file")
        if upload is None:
            return
        try:
            self.data["source_text"] = read_upload(upload).replace("\r\n", "\n")
        except UploadRefused as error:
            self.file_error = str(error)

    def read_text(self) -> ParsedText | None:
        """Parse the text and fill in what is still empty from it; None without a text."""
        text = self.fields["source_text"].widget.value_from_datadict(self.data, {}, "source_text") or ""
        if not text.strip() or len(text) > LARGEST_TEXT:
            return None
        self.parsed = parse(text)
        self.found = law_dates(self.parsed.head, self.parsed.nodes)
        if not self.data.get("instrument"):
            self._fill("title", self.parsed.title)
            title = self.data.get("title") or ""
            if title:
                self._fill("level", guess_level(title))
                self._fill("region", region_of(title))
            authority = extract_authority(title, self.parsed.head, self.data.get("level") or "")
            self._fill("issuing_authority", authority)
        self._fill("document_number", extract_document_number(self.parsed.head, _first_lines(self.parsed)))
        if not self.data.get("effective_on") and self.found.effective_on:
            self.data["effective_on"] = self.found.effective_on.isoformat()
            self.data["effective_basis"] = self.found.effective_basis
        for name in DATE_FIELDS[1:]:
            day = getattr(self.found, name)
            self._fill(name, day.isoformat() if day else "")
        return self.parsed

    def clean_file(self) -> None:
        """Tell what was wrong with the file."""
        if self.file_error:
            raise forms.ValidationError(self.file_error)

    def clean(self) -> dict[str, Any]:
        """A law chosen or named, a text, and no second version of the same day."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("source_text") or "").strip() and "source_text" not in self.errors and not self.file_error:
            self.add_error("source_text", _("请选择文件，或者粘贴正文。"))
        chosen = cleaned.get("instrument")
        if chosen is None:
            self._clean_new_instrument(cleaned)
        elif (twin := same_day(chosen, cleaned.get("effective_on"))) is not None and "effective_on" not in self.errors:
            self.add_error("effective_on", day_taken(twin))
        if "effective_on" in cleaned:
            cleaned["effective_basis"] = basis_of(
                cleaned["effective_on"], cleaned.get("effective_basis") or "", date_changed=False, basis_changed=False
            )
        return cleaned

    def _clean_new_instrument(self, cleaned: dict[str, Any]) -> None:
        if "instrument" in self.errors:
            return
        if not self.may_create:
            self.add_error("instrument", _("您不能新建法律法规，请选择一部已有的。"))
            return
        title = " ".join((cleaned.get("title") or "").split())
        if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
            title = title[1:-1]
        cleaned["title"] = title
        cleaned["region"] = " ".join((cleaned.get("region") or "").split())
        if not title:
            self.add_error("title", _("请填写名称，或者在上面选择已有的法律法规。"))
        if not cleaned.get("level"):
            self.add_error("level", _("请选择效力位阶。"))
        elif title and (twin := same_instrument(title, cleaned["region"], cleaned["level"])) is not None:
            self.add_error("title", already_there(twin))

    def suggestion(self) -> Instrument | None:
        """Find a law of the same title that the editor may have meant, where none was chosen."""
        if self.data.get("instrument") or not self.data.get("title"):
            return None
        return Instrument.objects.filter(title_key=slugs.normalised_title(str(self.data["title"]))).first()

    def _fill(self, name: str, value: str) -> None:
        if not (self.data.get(name) or "").strip() and value:
            self.data[name] = value


def _first_lines(parsed: ParsedText) -> list[str]:
    return [node.text for node in parsed.nodes[:3] if node.text]
