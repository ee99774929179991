-- changed.sql — which visits the changed rows of a transaction belong to; every parameter is a JSON list of keys.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT value FROM json_each (:visit)
UNION SELECT visit_id FROM stage_span WHERE id IN (SELECT value FROM json_each (:stage_span))
UNION SELECT visit_id FROM promise WHERE id IN (SELECT value FROM json_each (:promise))
UNION SELECT visit_id FROM job WHERE id IN (SELECT value FROM json_each (:job))
UNION SELECT visit_id FROM assignment WHERE id IN (SELECT value FROM json_each (:assignment))
UNION SELECT visit_id FROM stoppage WHERE id IN (SELECT value FROM json_each (:stoppage))
UNION SELECT a.visit_id FROM work_span AS w JOIN assignment AS a ON a.id = w.assignment_id
  WHERE w.id IN (SELECT value FROM json_each (:work_span))
UNION SELECT visit_id FROM event WHERE id IN (SELECT value FROM json_each (:event)) AND visit_id IS NOT NULL
UNION SELECT id FROM visit WHERE closed_unix = 0 AND vehicle_id IN (SELECT value FROM json_each (:vehicle))
UNION SELECT v.id FROM visit AS v WHERE v.closed_unix = 0
  AND json_array_length (:customer) > 0 AND v.customer_id IN (SELECT value FROM json_each (:customer))
UNION SELECT v.id FROM visit AS v WHERE v.closed_unix = 0
  AND json_array_length (:staff) > 0 AND v.advisor_id IN (SELECT value FROM json_each (:staff))
UNION SELECT a.visit_id FROM visit AS v JOIN assignment AS a ON a.visit_id = v.id WHERE v.closed_unix = 0
  AND json_array_length (:staff) > 0 AND a.technician_id IN (SELECT value FROM json_each (:staff))
UNION SELECT a.visit_id FROM visit AS v JOIN assignment AS a ON a.visit_id = v.id WHERE v.closed_unix = 0
  AND json_array_length (:bay) > 0 AND a.bay_id IN (SELECT value FROM json_each (:bay))
