-- cards.sql — the visits of scope (id) with car, customer and advisor: one row a card.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT v.id, v.number, v.stage, v.stage_since_unix, v.moved_by, v.moved_operation,
       c.plate, c.model, c.colour, c.colour_rgb, v.vehicle_id, v.customer_id,
       u.name, u.initials, v.bringer, v.bringer_initials, coalesce (nullif (v.phone, ''), u.phone), u.vip, u.fleet,
       v.advisor_id, s.name, s.colour, v.wish,
       v.booking_id IS NOT NULL, v.quick, v.waits_here, v.warranty, v.insured, v.rework, v.wash_wanted,
       v.arrived_unix, v.slot_unix, v.ready_unix, v.odometer_km,
       (SELECT count (*) FROM promise AS p WHERE p.visit_id = v.id),
       coalesce ((SELECT p.promised_unix FROM promise AS p WHERE p.visit_id = v.id ORDER BY p.position LIMIT 1), 0),
       coalesce ((SELECT p.promised_unix FROM promise AS p WHERE p.visit_id = v.id ORDER BY p.position DESC LIMIT 1), 0)
  FROM scope
  CROSS JOIN visit AS v ON v.id = scope.id
  JOIN vehicle AS c ON c.id = v.vehicle_id
  JOIN customer AS u ON u.id = v.customer_id
  LEFT JOIN staff AS s ON s.id = v.advisor_id
