"""The readiness of each requirement, worked out from its slots and their documents.

退回: a document was sent back and not replaced by enough others. 未开始: nothing handed in.
收集中: a slot still lacks documents. 待审: all there, some not reviewed.
齐备: all there and passed.
A requirement without slots (实地考察, 问卷调查) has no row here.
"""

from __future__ import annotations

SLOT_FACTS = """SELECT s.id AS slot_id, s.requirement_id AS requirement_id, s.min_count AS need,
    count(l.id) AS filed, count(CASE WHEN l.review!='returned' THEN 1 END) AS have,
    count(CASE WHEN l.review='pending' THEN 1 END) AS waiting,
    count(CASE WHEN l.review='returned' THEN 1 END) AS sent_back
    FROM slot s LEFT JOIN document_slot l ON l.slot_id=s.id GROUP BY s.id"""

READINESS = f"""SELECT requirement_id, CASE
    WHEN sum(filed)=0 THEN '未开始'
    WHEN sum(sent_back > 0 AND have < need) > 0 THEN '退回'
    WHEN sum(have < need) > 0 THEN '收集中'
    WHEN sum(waiting) > 0 THEN '待审'
    ELSE '齐备' END AS state
    FROM ({SLOT_FACTS}) GROUP BY requirement_id"""
