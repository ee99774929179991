/* tap-core.h — all of the room: the trade's rules as values and pure functions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/tap-calendar.h"
#include "core/tap-gate.h"
#include "core/tap-money.h"
#include "core/tap-plate.h"
#include "core/tap-role.h"
#include "core/tap-stage.h"
#include "core/tap-time-state.h"
#include "core/tap-words.h"
