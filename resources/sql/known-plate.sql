-- known-plate.sql — what a form wants to know of one plate.
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, c.customer_id, c.plate, c.model, c.colour, c.colour_rgb, c.vin, u.name, u.phone, u.vip, u.fleet, c.odometer_km,
       (SELECT id FROM visit WHERE vehicle_id = c.id AND closed_unix = 0),
       k.id, k.slot_unix, k.wish, k.advisor_id, k.quick,
       l.id, l.arrived_unix, l.odometer_km, l.wish
  FROM vehicle AS c
  JOIN customer AS u ON u.id = c.customer_id
  LEFT JOIN booking AS k ON k.id = (SELECT id FROM booking WHERE vehicle_id = c.id AND state = 'open' ORDER BY slot_unix LIMIT 1)
  LEFT JOIN visit AS l ON l.id = (SELECT id FROM visit WHERE vehicle_id = c.id AND closed_unix > 0
                                  ORDER BY arrived_unix DESC LIMIT 1)
  WHERE c.plate = :plate
