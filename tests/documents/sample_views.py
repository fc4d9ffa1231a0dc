"""Fictional documents from 青禾县: what the snapshots are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from documents.instrument import (
    READERS,
    ApplicantParticulars,
    ForAuthority,
    ForRespondent,
    InstrumentFacts,
    Reader,
    RespondentParticulars,
    ServiceProof,
    View,
)
from documents.privacy import KeptAway, Secret
from rules.vocabulary import InstrumentKind, Relation, ServiceMethod, Sex

POLICE = "青禾县公安局清河派出所"
PROCURATORATE = "青禾县人民检察院"
COURT = "青禾县人民法院"
CIVIL_AFFAIRS = "青禾县民政局"

SECRETS = (
    KeptAway(Secret.CHILD_ADDRESS, "青禾县南岭镇柳树巷12号2单元"),
    KeptAway(Secret.CHILD_ADDRESS, "柳树巷12号"),
    KeptAway(Secret.SCHOOL, "南岭镇中心小学"),
    KeptAway(Secret.CARER, "苗青", name=True),
    KeptAway(Secret.PHONE, "13800001234"),
    KeptAway(Secret.REPORTER, "安老师", name=True),
)
_FATHER = RespondentParticulars(
    name="何大山",
    sex=Sex.MALE,
    born="1985年3月",
    identity_no="000000198503000000",
    own_address="青禾县清河镇上河村3号",
    relation=Relation.FATHER,
)
_SERVED = ServiceProof(
    addressee="何大山",
    method=ServiceMethod.IN_PERSON,
    place="清河派出所",
    served_on=date(2026, 3, 6),
    served_by=("田警官", "程警官"),
    received_by="何大山",
    witnesses=("纪主任",),
)
_APPLICANT = ApplicantParticulars(
    name="青禾县未成年人救助保护机构", standing="代为申请", address="青禾县南岭镇民生路1号", phone="000-1234567"
)
# By kind: who issues, to whom, on what basis, what.
_OF_KIND: dict[InstrumentKind, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    InstrumentKind.ADMONITION: (
        (POLICE,),
        ("何大山",),
        ("未成年人保护法第一百一十八条第二款",),
        ("不再将小禾独自留在家中过夜。", "每周与儿童主任联系一次。"),
    ),
    InstrumentKind.WARNING: (
        (POLICE,),
        ("何大山",),
        ("反家庭暴力法第十六条、第十七条",),
        ("不得殴打、恐吓小禾。",),
    ),
    InstrumentKind.MINOR_ADMONITION: (
        (POLICE,),
        ("小禾",),
        ("预防未成年人犯罪法第四十一条",),
        ("认识错误，不再参与斗殴。",),
    ),
    InstrumentKind.COURT_ADMONITION: (
        (COURT,),
        ("何大山",),
        ("反家庭暴力法第三十四条",),
        ("继续遵守人身安全保护令。",),
    ),
    InstrumentKind.GUIDANCE_ORDER: (
        (POLICE,),
        ("何大山",),
        ("未成年人保护法第一百一十八条第二款", "家庭教育促进法第四十九条"),
        ("自2026年3月起每月到县家庭教育指导站接受指导一次。",),
    ),
    InstrumentKind.SUPERVISION_ORDER: (
        (PROCURATORATE,),
        ("何大山",),
        ("未成年人保护法第七条第二款、第一百零六条、第一百一十八条",),
        ("履行监护职责，不再将小禾独自留在家中。", "按期接受家庭教育指导。"),
    ),
    InstrumentKind.PROTECTION_ORDER: (
        (COURT,),
        ("何大山", "青禾县未成年人救助保护机构", POLICE),
        ("反家庭暴力法第二十七条、第二十八条、第二十九条",),
        ("禁止何大山对小禾实施家庭暴力。", "禁止何大山骚扰、跟踪、接触小禾。"),
    ),
    InstrumentKind.DISMISSAL: (
        (COURT,),
        ("青禾县未成年人救助保护机构", "何大山"),
        ("反家庭暴力法第二十八条",),
        ("驳回人身安全保护令申请。",),
    ),
    InstrumentKind.PLACEMENT_DECISION: (
        (CIVIL_AFFAIRS,),
        ("何大山",),
        ("未成年人保护法第九十二条第四项、第九十三条",),
        ("自即日起由本局对小禾进行临时监护。",),
    ),
    InstrumentKind.PROTECTION_APPLICATION: (
        ("青禾县未成年人救助保护机构",),
        (COURT,),
        ("反家庭暴力法第二十三条第二款",),
        ("请求禁止被申请人对小禾实施家庭暴力。",),
    ),
    InstrumentKind.REVOCATION_APPLICATION: (
        (CIVIL_AFFAIRS,),
        (COURT,),
        ("民法典第三十六条",),
        ("请求撤销何大山的监护人资格。", "请求指定苗青为监护人。"),
    ),
    InstrumentKind.SUPPORT_LETTER: (
        (PROCURATORATE,),
        (COURT,),
        ("民事诉讼法第十五条", "未成年人保护法第一百零六条"),
        ("支持青禾县民政局提起的申请。",),
    ),
    InstrumentKind.WRITTEN_SUGGESTION: (
        (PROCURATORATE,),
        (CIVIL_AFFAIRS,),
        ("民法典第三十六条第三款",),
        ("建议依法申请撤销何大山的监护人资格。",),
    ),
    InstrumentKind.REVOCATION_JUDGMENT: (
        (COURT,),
        (CIVIL_AFFAIRS, "何大山"),
        ("民法典第三十六条、第三十七条",),
        ("撤销何大山的监护人资格。", "指定青禾县民政局为小禾的监护人。"),
    ),
    InstrumentKind.RESTORATION_JUDGMENT: (
        (COURT,),
        ("何大山", CIVIL_AFFAIRS),
        ("民法典第三十八条",),
        ("恢复何大山的监护人资格。",),
    ),
    InstrumentKind.MEDIATION: (
        (COURT,),
        ("何大山", CIVIL_AFFAIRS),
        (),
        ("何大山每月支付小禾抚养费。",),
    ),
    InstrumentKind.HANDOVER_FORM: (
        (POLICE, CIVIL_AFFAIRS),
        (CIVIL_AFFAIRS,),
        (),
        ("儿童一名，健康状况见附检查单。", "随身衣物一包。"),
    ),
    InstrumentKind.PENALTY: (
        ("青禾县公安局",),
        ("何大山",),
        ("治安管理处罚法（2025年修订）第五十三条",),
        ("警告。",),
    ),
    InstrumentKind.CARE_CONFIRMATION: (
        ("青禾县南岭镇柳树村村民委员会",),
        ("何大山", "苗青"),
        ("未成年人保护法第二十二条",),
        ("委托人务工地点：外省某电子厂。", "双方约定的其他内容：每周三、周日晚视频联系。"),
    ),
    InstrumentKind.SCHOOLING_ORDER: (
        ("青禾县教育局",),
        ("何大山",),
        ("未成年人保护法第八十三条第二款", "义务教育法第五十八条"),
        ("送小禾返校就读。",),
    ),
    InstrumentKind.RECORD: ((CIVIL_AFFAIRS,), (), (), ("下月十日前再次走访。",)),
}


def some_facts(kind: InstrumentKind, **changes: Any) -> InstrumentFacts:
    """Facts of a document of this kind, with what a test changes in them."""
    issuers, addressees, basis, content = _OF_KIND[kind]
    reaches_him = READERS[kind] is Reader.RESPONDENT
    facts = InstrumentFacts(
        kind=kind,
        document_no="青〔2026〕3号",
        issuers=issuers,
        addressees=addressees,
        facts="2026年3月1日，邻居发现小禾独自在家。\n经查，何大山多次将小禾独自留在家中过夜。",
        basis=basis,
        content=content,
        issued_on=date(2026, 3, 5),
        services=(_SERVED,) if reaches_him else (),
    )
    return replace(facts, **changes)


def a_view(kind: InstrumentKind, **changes: Any) -> View:
    """The view of the right type for this kind."""
    facts = some_facts(kind, **changes)
    if READERS[kind] is Reader.RESPONDENT:
        asks = "何大山" if kind is InstrumentKind.RESTORATION_JUDGMENT else CIVIL_AFFAIRS
        return ForRespondent(facts=facts, respondents=(_FATHER,), child="小禾", applicants=(asks,))
    return ForAuthority(
        facts=facts,
        respondents=(_FATHER,),
        child="小禾",
        applicants=(_APPLICANT,),
        child_sex=Sex.FEMALE,
        child_born="2016年5月（日期不详）",
        child_present_address="青禾县南岭镇柳树巷12号2单元",
        school="南岭镇中心小学",
        carer="苗青",
        carer_phone="13800001234",
    )
