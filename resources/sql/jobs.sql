-- jobs.sql — the lines of work of the visits of scope (id), with plan, work done and open stoppage.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT j.visit_id, j.id, j.position, j.text, j.planned_min, j.done_unix, j.cancelled,
       a.id, a.bay_id, b.name, a.technician_id, t.name, a.state, a.planned_start_unix, a.planned_min,
       (SELECT sum (w.to_unix - w.from_unix) FROM work_span AS w WHERE w.assignment_id = a.id AND w.to_unix > 0),
       (SELECT w.from_unix FROM work_span AS w WHERE w.assignment_id = a.id AND w.to_unix = 0),
       o.reason, o.note, o.from_unix, o.check_unix
  FROM scope
  CROSS JOIN job AS j ON j.visit_id = scope.id
  LEFT JOIN assignment AS a ON a.job_id = j.id
  LEFT JOIN bay AS b ON b.id = a.bay_id
  LEFT JOIN staff AS t ON t.id = a.technician_id
  LEFT JOIN stoppage AS o ON o.assignment_id = a.id AND o.to_unix = 0
  ORDER BY j.visit_id, j.position
