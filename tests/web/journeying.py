"""The acts of each role in the journey of a case, each in a browser of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

DESK = {"width": 1366, "height": 768}
PASSWORD = "qingshan-demo"
NAME = "三江村集体林碳汇项目"


@dataclass
class Office:
    """A browser for each role, signed in on first use."""

    browser: Browser
    site: str
    pages: dict[str, Page]

    def desk(self, who: str) -> Page:
        page = self.pages.get(who) or self._signed_in(who)
        page.goto(f"{self.site}/desk/")
        return page

    def _signed_in(self, who: str) -> Page:
        page = self.stranger()
        page.goto(f"{self.site}/desk/")
        assert "/login/" in page.url
        page.fill("#id_username", who)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/")
        self.pages[who] = page
        return page

    def stranger(self) -> Page:
        context: BrowserContext = self.browser.new_context(
            viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(60_000)
        return context.new_page()

    def rows(self, who: str) -> Locator:
        """The rows of a role's inbox about our case."""
        return self.desk(who).locator("tr", has_text=NAME)

    def waiting(self, who: str) -> list[str]:
        """What the inbox of a role offers for our case."""
        return self.rows(who).locator(".btn").all_inner_texts()

    def follow(self, who: str, word: str = "") -> Page:
        """Open the one task that waits for a role in our case, or the one of that name."""
        task = self.rows(who).locator("a.btn", has_text=word)
        assert task.count() == 1, self.waiting(who)
        task.click()
        return self.pages[who]

    def press(self, who: str, word: str) -> None:
        """Press a button of the inbox in our case."""
        button = self.rows(who).locator("button.btn", has_text=word)
        assert button.count() == 1, self.waiting(who)
        button.click()
        self.pages[who].wait_for_selector("[role=status]")

    def leave(self) -> None:
        """Close every browser: after weeks everybody signs in again."""
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()

    def sign(self, who: str, button: str) -> str:
        """Choose our report at the signing desk and press a button; answer what was done."""
        page = self.desk(who)
        page.goto(f"{self.site}/desk/sign/")
        page.locator("tr", has_text=NAME).locator("input[type=checkbox]").check()
        page.get_by_role("button", name=button).click()
        page.wait_for_selector("[aria-live=polite] table")
        return page.inner_text("[aria-live=polite]")


def charge(office: Office) -> None:
    """The owner charges a body with each part."""
    for part, body in (("计量", "黔测"), ("核查", "南明")):
        page = office.follow("farm", f"委托{part}")
        option = page.locator("#id_body option", has_text=body)
        page.select_option("#id_body", option.get_attribute("value"))
        send(page)


def casework(office: Office) -> None:
    """The county accepts and examines, the title is confirmed, the case goes to the province."""
    page = office.desk("county")
    page.goto(f"{office.site}/desk/cases/?state=submitted")
    page.get_by_role("row", name=NAME).get_by_role("link").first.click()
    page.wait_for_selector("#checks")
    case = page.url
    for item in page.locator("[data-item]").all():
        item.locator("label", has=page.locator("input[value=good]")).click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="保存要点").click()
    page.wait_for_load_state("networkidle")
    for act in ("受理", "征求权属意见"):
        page.goto(case)
        page.get_by_role("link", name=act, exact=True).click()
        send(page)
    land = office.follow("land")
    land.get_by_role("link", name="出具权属意见", exact=True).click()
    land.locator("input[name=holds][value=yes]").check()
    land.fill("#id_text", "经核对登记簿，权属清楚，无争议。")
    send(land)
    page.goto(case)
    page.get_by_role("link", name="初审通过", exact=True).click()
    send(page)
    page.goto(case)
    page.get_by_role("link", name="上报", exact=True).click()
    page.select_option("#id_office", index=1)
    send(page)
    assert "已上报" in page.inner_text("main")


def measure(office: Office, standing: Any) -> None:
    """A second press does nothing; then the report is handed in."""
    measured = "select count(*) from projects_run"
    (before,) = standing.ask(measured)[0]
    page = office.follow("measurer")
    page.get_by_role("button", name="计量", exact=True).dblclick()
    page.wait_for_selector("[role=status]")
    assert standing.ask(measured) == [(before + 1,)]
    page = office.follow("measurer")
    page.get_by_role("button", name="报送报告").click()
    page.wait_for_selector("[role=status]")
    assert office.waiting("measurer") == []


def lie_open(office: Office) -> None:
    """The owner lays the report open; what a stranger says is answered and judged."""
    office.press("farm", "公示报告")
    stranger = office.stranger()
    stranger.goto(f"{office.site}/notices/")
    stranger.locator("tr", has_text=NAME).locator("a").first.click()
    stranger.get_by_role("link", name="提意见").first.click()
    stranger.select_option("#id_category", "data")
    stranger.fill("#id_text", "蓄积量取自哪一年的调查？报告没有写明。")
    send(stranger)
    assert "YJ-" in stranger.inner_text("main")
    page = office.follow("farm", "答复意见")
    page.fill("#id_text", "取自 2023 年森林资源调查，已在附件中说明。")
    send(page)
    page = office.follow("verifier", "审查意见")
    page.locator("input[name=outcome][value=explained]").check()
    page.fill("#id_text", "已核对调查资料，答复属实。")
    send(page)
    stranger.context.close()


def members(standing: Any) -> list[str]:
    """Who has a seat on the newest panel, by account."""
    return [
        name
        for (name,) in standing.ask(
            "select u.username from review_seat s"
            " join review_poolexpert e on e.id = s.expert_id"
            " join parties_membership m on m.party_id = e.party_id and m.role = 'expert'"
            " join parties_user u on u.id = m.user_id"
            " where s.state <> 'recused' and s.panel_id = (select max(id) from review_panel)"
            " order by s.place"
        )
    ]


def draw(office: Office, standing: Any) -> None:
    """One of the drawn stands back and is replaced; all declare themselves."""
    office.press("registrar", "抽取专家")
    drawn = members(standing)
    page = office.follow(drawn[0])
    page.goto(page.url.replace("/declare/", "/"))
    page.get_by_role("link", name="申请回避").click()
    page.fill("#id_text", "曾参与该林场森林经营方案编制。")
    page.locator("main form button.main").click()
    page.wait_for_load_state("networkidle")
    office.press("registrar", "补抽专家")
    seated = members(standing)
    assert len(seated) == len(drawn)
    assert drawn[0] not in seated
    for member in seated:
        page = office.follow(member)
        page.check("#id_agreed")
        send(page)
    office.press("registrar", "开始评审")


def vote(office: Office, standing: Any) -> None:
    """Each member fills the checklist and votes; after the close each signs the minutes."""
    for number, member in enumerate(members(standing)):
        page = office.follow(member)
        for score in page.locator("input[name^=score_]").all():
            score.fill(str(int(score.get_attribute("max") or 0) - 1))
        page.locator(f"input[name=in_favour][value={'yes' if number else 'no'}]").check()
        page.fill("#id_opinion", "方法适用，数据可追溯，复算一致。")
        send(page)
    office.press("registrar", "结束表决")
    for member in members(standing):
        office.press(member, "签署会议纪要")


def sign(office: Office) -> None:
    """One office alone brings nothing into the register, and neither do both without the issue."""
    assert listed(office) == []
    office.sign("forestry", "省林业局会签所选")
    assert chosen(office, "registrar") == ""
    office.sign("ecology", "省生态环境厅会签所选")
    assert listed(office) == []
    told = office.sign("registrar", "签发所选")
    (number,) = listed(office)
    assert number in told


def chosen(office: Office, who: str) -> str:
    """What the signing desk offers a role for our case; nothing where it cannot be chosen."""
    page = office.desk(who)
    page.goto(f"{office.site}/desk/sign/")
    row = page.locator("tr", has_text=NAME)
    return row.inner_text() if row.locator("input[type=checkbox]").count() else ""


def send(page: Page) -> None:
    """Send the form of an act, and see that it was done."""
    before = page.url
    page.locator("main form button.main").click()
    page.wait_for_url(lambda url: url != before)
    assert page.locator(".refusals").count() == 0


def verify(office: Office) -> None:
    """Another quantity than the claimed one is refused with a sentence, the equal one is not."""
    page = office.follow("verifier", "核查")
    claimed = page.locator(".figures").inner_text()
    found = re.search(r"[\d,]+\.\d{4}|[\d,]+", claimed)
    assert found
    page.get_by_role("link", name="出具核查结论").click()
    for quantity in ("1", found[0].replace(",", "")):
        page.fill("#id_tonnes", quantity)
        page.fill("#id_finding", "复算一致，未发现不符合项。")
        page.check("#id_agreed")
        page.get_by_role("button", name="复算并出具结论").click()
        if quantity == "1":
            page.wait_for_selector(".refusals")
            assert "怎么办" in page.inner_text(".refusals")
    page.wait_for_selector("[role=status]")


def listed(office: Office) -> list[str]:
    """The numbers under which a stranger finds the project in the register."""
    page = office.stranger()
    page.goto(f"{office.site}/register/?q={NAME}")
    found = page.locator("main table a[href*='/tickets/']").all_inner_texts()
    page.context.close()
    return found


def stranger_trusts(office: Office, number: str) -> None:
    page = office.stranger()
    page.goto(f"{office.site}/tickets/{number}/")
    assert "三棵树镇南花村" in page.inner_text("main")
    href = page.get_by_role("link", name="下载碳票 PDF").get_attribute("href")
    data = page.request.get(f"{office.site}{href}").body()
    page.goto(f"{office.site}/verify/")
    paper = {"name": "ticket.pdf", "mimeType": "application/pdf", "buffer": data}
    page.set_input_files("input[type=file]", paper)
    page.get_by_role("button", name="核对文件").click()
    page.wait_for_selector(".facts")
    assert "文件真实、未被改动" in page.inner_text("main")
    assert number in page.inner_text(".facts")
    page.context.close()
