-- bars.sql — the assignments of scope (id), with car and work. A plan of a closed visit that was never begun is no bar.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT a.id, a.visit_id, a.job_id, a.bay_id, a.technician_id, t.name, c.plate, j.text,
       a.planned_start_unix, a.planned_min, a.started_unix, a.finished_unix,
       v.closed_unix = 0 OR a.started_unix > 0
  FROM scope
  CROSS JOIN assignment AS a ON a.id = scope.id
  JOIN visit AS v ON v.id = a.visit_id
  JOIN vehicle AS c ON c.id = v.vehicle_id
  JOIN job AS j ON j.id = a.job_id
  JOIN staff AS t ON t.id = a.technician_id
  ORDER BY a.planned_start_unix, a.id
