"""What people do on the pages and no program does over the API, each with its reason. 不在接口上的办理.

`docs/reference/api.md` is written from it, and a test holds every page that acts against it: what is neither offered
nor named here is missing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NotHere:
    """Some acts that are left to people. 不在接口上的.

    Args:
        pages: addresses of the pages that do it, as their routes name them.
        zh, en: what it is.
        why_zh, why_en: why no program does it.
    """

    pages: tuple[str, ...]
    zh: str
    en: str
    why_zh: str
    why_en: str


LEFT_TO_PEOPLE: tuple[NotHere, ...] = (
    NotHere(
        pages=(
            *("/sign-in", "/sign-out", "/seat", "/account/password"),
            *("/account/second-factor/code", "/account/second-factor/begin", "/account/second-factor/confirm"),
        ),
        zh="登录、退出、切换岗位、密码、二次验证",
        en="signing in and out, changing seat, passwords, the second factor",
        why_zh="不是岗位的办理：令牌代替登录，一个令牌只代表一个岗位",
        why_en="no act of a post: a token stands in the place of a session, and for one post",
    ),
    NotHere(
        pages=(
            "/people/persons/{person_no}/account",
            "/people/accounts/{account_no}/reset",
            "/people/accounts/{account_no}/close",
            "/people/accounts/{account_no}/reopen",
            "/people/accounts/{account_no}/no-codes",
        ),
        zh="账号：开立、重设密码、停用、恢复、取消二次验证",
        en="accounts: opened, reset, closed, opened again, without codes",
        why_zh="只由管理员办理，一次性密码只当面显示一次；令牌泄露也开不出账号",
        why_en="an administrator's alone, and the one-time password is shown once; a leaked token opens no account",
    ),
    NotHere(
        pages=(
            *("/cases/{case_no}/names", "/cases/{case_no}/looks"),
            *("/cases/{case_no}/instruments/{instrument_no}/paper", "/packages/{grant_no}", "/figures/log"),
        ),
        zh="查阅姓名和住址、查阅理由、文书正文、领取共享包、导出事件日志",
        en="reading names and addresses, the reasons of those who looked, the text of papers, "
        "fetching a package, taking out the event log",
        why_zh="给出的是身份和自由文字：由人写明理由后查阅，看到的人留在记录里",
        why_en="it gives out who people are, and free words: a person opens it with a reason, and stands on the record",
    ),
    NotHere(
        pages=(
            *("/cases/{case_no}/emergency", "/openings/{grant_no}/end", "/openings/{grant_no}/review"),
            *("/reports/{report_no}/reporter", "/openings/{grant_no}/agree", "/openings/{grant_no}/refuse"),
            "/openings/{grant_no}/open",
        ),
        zh="例外查阅：紧急打开个案、提前关闭、事后审查，两个岗位共同启封报告人",
        en="beyond the rule: a case in an emergency, its closing and review; a reporter, by two posts together",
        why_zh="只对申请的那个人打开，由另一个人审查或者同意；两个令牌不等于两个人",
        why_en="it opens to the person who asks, and another person reviews or agrees: two tokens are not two people",
    ),
    NotHere(
        pages=("/report/what-became",),
        zh="凭受理号和查询码看报告办到哪一步",
        en="what became of a report, by number and code",
        why_zh="是报告人本人的查询，不需要账号，试错有次数限制；岗位看本岗位可见的个案",
        why_en="for whoever reported, without an account, with few tries; a post sees the cases that it sees",
    ),
    NotHere(
        pages=("/report/receipt/away",),
        zh="收起受理回执",
        en="putting the receipt away",
        why_zh="只清除本浏览器里的回执，什么也不写",
        why_en="it clears the receipt from this browser and writes nothing",
    ),
    NotHere(
        pages=("/audit/verify",),
        zh="核验办理记录",
        en="verifying the record",
        why_zh="要重算全部记录，由系统运行人员安排：`hutong audit verify` 可以定时运行",
        why_en="it computes every entry again: whoever runs the installation schedules `hutong audit verify`",
    ),
)
"""In the order in which the reference names them."""
