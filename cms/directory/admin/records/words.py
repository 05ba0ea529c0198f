"""How the acts on a record are called on buttons and pages, and what each says before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.directory.states import Act

Text = str | Promise


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words of one act: on its button, above its page, what it does, what is said once it is done, and whether it takes
    something away."""

    button: Text
    heading: Text
    explains: Text
    done: Text
    is_serious: bool = False


WORDS: dict[Act, ActWords] = {
    Act.SUBMIT: ActWords(
        _("提交审核"),
        _("提交审核"),
        _("提交后不能再修改，由另一人审核；审核通过前，任何页面都看不到。"),
        _("已提交审核。"),
    ),
    Act.RETURN: ActWords(_("退回"), _("退回"), _("退回后由起草人修改，再次提交。"), _("已退回。")),
    Act.APPROVE: ActWords(
        _("审核通过"),
        _("审核通过"),
        _("通过后按公示期在名录、检索和接口中公示，并生成给当事人的告知书。请逐项与决定书核对。"),
        _("已审核通过。"),
    ),
    Act.NOTE_ALTERATION: ActWords(
        _("登记原决定变动"),
        _("登记原决定变动"),
        _("原决定被变更、撤销、确认违法或者无效的，自获知之日起3个工作日内撤下。登记后列入“撤下期限”。"),
        _("已登记，请在期限内撤下。"),
    ),
    Act.WITHDRAW: ActWords(
        _("撤下"),
        _("撤下"),
        _("撤下后立即从所有页面、检索和接口中消失，只公布文号和撤下理由，不能恢复；并生成给当事人的告知书。"),
        _("已撤下。"),
        is_serious=True,
    ),
    Act.REPLACE: ActWords(_("起草新决定"), _("起草新决定"), _("取代已撤下的原决定，另行审核。"), _("已存为草稿。")),
    Act.DISCARD: ActWords(
        _("丢弃草稿"), _("丢弃草稿"), _("草稿从列表中消失，修改记录仍然保留。"), _("已丢弃草稿。"), is_serious=True
    ),
    Act.EDIT: ActWords(_("修改"), _("修改"), "", _("已保存草稿。")),
}
