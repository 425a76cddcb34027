"""The closed lists of this room: papers, risks, outcomes, ways and factors, in both languages."""

from __future__ import annotations

from qingshan.core.kernel.label import Label

PAPER_KINDS: dict[str, Label] = {
    "resident_id": Label("居民身份证", "resident identity card"),
    "passport": Label("护照", "passport"),
    "hk_macau_permit": Label("港澳居民来往内地通行证", "travel permit of Hong Kong and Macau"),
    "taiwan_permit": Label("台湾居民来往大陆通行证", "travel permit of Taiwan"),
}

RISKS: dict[str, Label] = {
    "low": Label("低", "low"),
    "medium": Label("中", "medium"),
    "high": Label("高", "high"),
}

SCREENINGS: dict[str, Label] = {
    "no_hit": Label("未命中", "no hit"),
    "hit": Label("疑似命中", "possible hit"),
    "unknown": Label("无法判断", "unknown"),
}

SIGN_IN_OUTCOMES: dict[str, Label] = {
    "signed_in": Label("登录成功", "signed in"),
    "wrong_password": Label("账号或密码不符", "wrong account or password"),
    "wrong_factor": Label("第二因素不符", "wrong second factor"),
    "turned_away": Label("次数过多，暂停登录", "turned away after too many trials"),
    "signed_out": Label("退出", "signed out"),
    "reset_asked": Label("申请重设密码", "asked for a new password"),
    "ended": Label("会话被结束", "session ended"),
}

WAYS: dict[str, Label] = {
    "password": Label("密码", "password"),
    "totp": Label("动态码", "code"),
    "recovery": Label("恢复码", "recovery code"),
    "key": Label("安全密钥", "security key"),
    "code": Label("验证码", "code"),
    "oidc": Label("外部身份", "other provider"),
    "join": Label("注册", "sign-up"),
    "reset": Label("邮件", "mail"),
    "session": Label("会话", "session"),
}

FACTOR_KINDS: dict[str, Label] = {
    "totp": Label("验证器动态码", "authenticator code"),
    "key": Label("安全密钥或通行密钥", "security key or passkey"),
}

PARTY_KINDS: dict[str, Label] = {
    "person": Label("个人", "person"),
    "collective": Label("村集体", "village collective"),
    "cooperative": Label("合作社", "cooperative"),
    "farm": Label("国有林场", "state forest farm"),
    "enterprise": Label("企业", "enterprise"),
    "office": Label("机关", "public office"),
    "body": Label("技术服务机构", "technical body"),
    "bank": Label("银行", "bank"),
    "court": Label("法院", "court"),
    "exchange": Label("交易机构", "exchange"),
}
