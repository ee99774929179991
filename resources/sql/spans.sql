-- spans.sql — what really happened on the assignments of scope (id): work and stoppages in order.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT w.assignment_id, w.from_unix AS from_unix, w.to_unix AS to_unix, NULL AS reason, NULL AS note, 0 AS check_unix
  FROM scope CROSS JOIN work_span AS w ON w.assignment_id = scope.id
UNION ALL
SELECT o.assignment_id, o.from_unix, o.to_unix, o.reason, o.note, o.check_unix
  FROM scope CROSS JOIN stoppage AS o ON o.assignment_id = scope.id
ORDER BY 1, 2, 3
