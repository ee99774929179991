-- counts.sql — the numbers of one day [:from, :to) with its noon, for the strip and the wall.
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The narrow bound stands before "closed_unix > 0" (which names the partial index): the other way round SQLite begins at the first visit of all time.
SELECT (SELECT count (*) FROM booking WHERE slot_unix >= :from AND slot_unix < :to AND state <> 'cancelled'),
       (SELECT count (*) FROM visit WHERE arrived_unix >= :from AND arrived_unix < :to),
       (SELECT count (*) FROM visit WHERE closed_unix BETWEEN :from AND :to - 1 AND closed_unix > 0
                                      AND stage = 'delivered'),
       (SELECT count (*) FROM visit WHERE closed_unix = 0 AND ready_unix >= :from AND ready_unix < :to)
         + (SELECT count (*) FROM visit WHERE closed_unix >= :from AND closed_unix > 0 AND ready_unix >= :from
                                          AND ready_unix < :to),
       (SELECT count (*) FROM visit AS v WHERE v.closed_unix = 0 AND
          (SELECT p.promised_unix FROM promise AS p WHERE p.visit_id = v.id ORDER BY p.position DESC LIMIT 1)
            BETWEEN :from AND :noon),
       (SELECT count (*) FROM visit AS v WHERE v.closed_unix BETWEEN :from AND :to - 1 AND v.closed_unix > 0
          AND v.stage = 'delivered' AND
          (SELECT p.promised_unix FROM promise AS p WHERE p.visit_id = v.id ORDER BY p.position DESC LIMIT 1)
            BETWEEN :from AND :noon)
