/* tap-doctor-private.h — what the parts of the doctor share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ledger/tap-doctor.h"
#include "ledger/tap-mount.h"

G_BEGIN_DECLS

typedef struct
{
  const char    *folder;
  TapDoctorFunc  func;
  gpointer       data;
  TapCheckResult worst;
  TapMount      *mount;
  char          *place;         /* the doctor's own folder; NULL: it could not be made */
  gint64         offset_us;     /* server minus PC */
  gboolean       offset_known;
} TapDoctor;

/* Takes @detail and @value (NULL: ""). @number NAN: none. */
void _tap_doctor_line       (TapDoctor      *self,
                             const char     *id,
                             TapCheckResult  result,
                             const char     *title,
                             char           *detail,
                             char           *value,
                             double          number,
                             const char     *unit);
/* Waiting for nothing: what a line says that could not be tried. */
void _tap_doctor_skip       (TapDoctor      *self,
                             const char     *id,
                             const char     *title);

/* tap-doctor-station.c */
void _tap_doctor_space      (TapDoctor      *self);
void _tap_doctor_station    (TapDoctor      *self);
void _tap_doctor_peers      (TapDoctor      *self);
void _tap_doctor_proof      (TapDoctor      *self);

G_END_DECLS
