"""What the environment may say, described for the documentation."""

from __future__ import annotations

from typing import NamedTuple

from qingshan.core.kernel.label import Label


class Setting(NamedTuple):
    """An environment variable: what it does and what holds without it."""

    name: str
    default: str
    label: Label


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        Label(
            "任一 PostgreSQL（15 以上）的地址；不设则在数据目录内启动内置数据库。",
            "Address of any PostgreSQL from version 15; without it the embedded one starts in the "
            "data folder.",
        ),
    ),
    Setting(
        "QINGSHAN_BASE_MAP",
        "",
        Label(
            "底图瓦片的地址（XYZ 或 WMTS，网络墨卡托）；不设则不用底图，也不连接任何其他主机。",
            "Address of base-map tiles (XYZ or WMTS, Web Mercator); without it there is none and "
            "no other host is asked.",
        ),
    ),
    Setting(
        "QINGSHAN_BASE_MAP_DATUM",
        "",
        Label(
            "底图的基准：cgcs2000 或 wgs84；火星坐标（GCJ-02）不能使用。",
            "Datum of the base map: cgcs2000 or wgs84; GCJ-02 cannot be used.",
        ),
    ),
    Setting(
        "QINGSHAN_BASE_MAP_KEY",
        "",
        Label(
            "填入地址中 {key} 处的密钥；浏览器可见，须限定本站使用。",
            "Key for {key} in the address; browsers see it, so tie it to this site.",
        ),
    ),
    Setting(
        "QINGSHAN_BASE_MAP_NOTE",
        "",
        Label("底图的来源和审图号，随图显示。", "Source and approval number, shown with each map."),
    ),
    Setting(
        "QINGSHAN_DATA",
        ".data",
        Label(
            "数据目录：数据库、文件、密钥、静态文件。",
            "The data folder: database, files, keys, static files.",
        ),
    ),
    Setting("QINGSHAN_DEBUG", "", Label("开发用，显示出错细节。", "For development: show faults.")),
    Setting(
        "QINGSHAN_DEMO",
        "1",
        Label(
            "演示环境：数据为虚构，每页均有提示；正式环境设为 0。",
            "A demonstration with made-up data, said on every page; 0 in earnest.",
        ),
    ),
    Setting(
        "QINGSHAN_HOSTS",
        "127.0.0.1,localhost,[::1],testserver",
        Label("可用的主机名，以逗号分隔。", "Host names that are answered, with commas."),
    ),
    Setting(
        "QINGSHAN_MAIL_BACKEND",
        "django.core.mail.backends.filebased.EmailBackend",
        Label(
            "邮件的发送方式：默认只存为数据目录 mail 下的文件。",
            "How mail leaves; by default it is kept as files in mail of the data folder only.",
        ),
    ),
    Setting(
        "QINGSHAN_MAIL_FROM",
        "qingshan@localhost",
        Label(
            "邮件的发件人。",
            "The sender of mail.",
        ),
    ),
    Setting(
        "QINGSHAN_MAIL_HOST",
        "localhost",
        Label(
            "邮件服务器。",
            "The server for mail.",
        ),
    ),
    Setting(
        "QINGSHAN_MAIL_PASSWORD", "", Label("邮件服务器的密码。", "The password at that server.")
    ),
    Setting(
        "QINGSHAN_MAIL_PORT",
        "25",
        Label(
            "邮件服务器的端口。",
            "The port of that server.",
        ),
    ),
    Setting(
        "QINGSHAN_MAIL_TLS",
        "",
        Label("与邮件服务器连接时使用 STARTTLS。", "Speak to that server by STARTTLS."),
    ),
    Setting("QINGSHAN_MAIL_USER", "", Label("邮件服务器的账号。", "The account at that server.")),
    Setting(
        "QINGSHAN_OIDC_CLIENT",
        "",
        Label(
            "在统一身份认证登记的客户端编号。",
            "The client under which the provider of identities knows this site.",
        ),
    ),
    Setting(
        "QINGSHAN_OIDC_ISSUER",
        "",
        Label(
            "统一身份认证（OpenID Connect）的发行者地址；留空则只用密码。",
            "The issuer of a provider of identities (OpenID Connect); empty for passwords alone.",
        ),
    ),
    Setting(
        "QINGSHAN_OIDC_NAME",
        "OpenID Connect",
        Label(
            "登录页上统一身份认证的名称。",
            "How the provider is called on the sign-in page.",
        ),
    ),
    Setting(
        "QINGSHAN_OIDC_SECRET",
        "",
        Label(
            "在统一身份认证登记的客户端密钥。",
            "The secret of that client.",
        ),
    ),
    Setting(
        "QINGSHAN_PROVINCE",
        "52",
        Label(
            "本站所在省的行政区划代码（GB/T 2260）。",
            "The code of the province of this site (GB/T 2260).",
        ),
    ),
    Setting(
        "QINGSHAN_PROXIES",
        "0",
        Label(
            "站点前自有代理的层数；据此从 X-Forwarded-For 识别来源地址。",
            "How many proxies of yours stand before the site, to read X-Forwarded-For by.",
        ),
    ),
    Setting(
        "QINGSHAN_SECOND_FACTOR",
        "1",
        Label(
            "签署、登记、结算和管理岗位是否必须使用第二因素；演示环境默认为 0。",
            "Whether roles that sign, settle or administer need a second factor; 0 in a demo.",
        ),
    ),
    Setting(
        "QINGSHAN_SECRET_KEY",
        "",
        Label(
            "会话签名密钥；不设则在数据目录内生成一份。",
            "Key that signs sessions; without it one is made in the data folder.",
        ),
    ),
    Setting(
        "QINGSHAN_SIGNING",
        "Ed25519",
        Label(
            "新生成的签名密钥所用算法：Ed25519 或 SM2（配 SM3）；已有密钥不受影响。",
            "How newly made keys sign: Ed25519, or SM2 with SM3; keys that exist stay as they are.",
        ),
    ),
    Setting(
        "QINGSHAN_SITE_URL",
        "http://127.0.0.1:8000",
        Label(
            "票面二维码和链接所用的网址；以 https:// 开头时只用安全 Cookie。",
            "Address in QR codes and links; with https:// only secure cookies are set.",
        ),
    ),
    Setting(
        "QINGSHAN_SMS",
        "qingshan.apps.letters.sms.FileMessages",
        Label(
            "短信适配器的类：默认存入数据目录的文件；设为空则不用短信。",
            "The class of the adapter for short messages; by default a file keeps them, empty for "
            "none.",
        ),
    ),
    Setting(
        "QINGSHAN_WEBHOOK_LOOPBACK",
        "",
        Label(
            "开发用：允许事件推送到本机，不要求 https。",
            "For development: programs of this machine may be called, without https.",
        ),
    ),
    Setting(
        "QINGSHAN_CUSTODY_ACCOUNT",
        "",
        Label(
            "客户入金的收款账户，写作“户名|开户银行|账号”；未设时页面请参与人向交易机构索取，演示环境用虚构账户。",
            "Where clients pay in, as “name|bank|number”; without it pages send people to the "
            "exchange; a demonstration has a made-up one.",
        ),
    ),
    Setting(
        "QINGSHAN_TRADING_HOURS",
        "1",
        Label(
            "是否只在交易时段受理交易申报；演示环境默认为 0，全天可办理。",
            "Whether orders are taken in trading hours only; 0 in a demo, open at any hour.",
        ),
    ),
)
