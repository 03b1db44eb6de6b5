/** Schedules with even numbers. */
import { expect, test } from 'vitest'
import { playSchedules, SCHEDULES_MS_MAX } from './schedules.ts'

test('[SYN1] [SYN2] [SYN3] [SYN12] [SYN91] even schedules: two beacons after the link works both hold the same, and are quiet', () => {
  expect(playSchedules(0)).toEqual({ faults: [], neverMet: [] })
}, SCHEDULES_MS_MAX)
