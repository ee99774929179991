-- history.sql — every line of one visit's history, of its booking first, in the order it was written.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT h.at_unix, h.staff_id, s.name, h.pc, h.kind, h.from_stage, h.to_stage, h.move_kind, h.reason, h.detail, h.note,
       b.name, t.name, h.value_unix
  FROM (
    SELECT 1 AS part, position, at_unix, staff_id, pc, CASE command WHEN 'undo' THEN 'undo' ELSE 'move' END AS kind,
           from_stage, to_stage, kind AS move_kind, reason, '' AS detail, '' AS note, NULL AS bay_id,
           NULL AS technician_id, 0 AS value_unix
      FROM stage_span WHERE visit_id = :visit_id AND command <> 'check-in'
    UNION ALL
    SELECT 1, position, at_unix, staff_id, pc, kind, NULL, NULL, NULL, reason, detail, note, bay_id, technician_id,
           value_unix
      FROM event WHERE visit_id = :visit_id
    UNION ALL
    SELECT 0, position, at_unix, staff_id, pc, kind, NULL, NULL, NULL, reason, detail, note, bay_id, technician_id,
           value_unix
      FROM event WHERE booking_id = (SELECT booking_id FROM visit WHERE id = :visit_id)
  ) AS h
  LEFT JOIN staff AS s ON s.id = h.staff_id
  LEFT JOIN bay AS b ON b.id = h.bay_id
  LEFT JOIN staff AS t ON t.id = h.technician_id
  ORDER BY h.part, h.position
