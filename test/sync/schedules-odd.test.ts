/** Schedules with odd numbers. */
import { expect, test } from 'vitest'
import { playSchedules } from './schedules.ts'

test('[SYN1] [SYN2] [SYN3] [SYN12] [SYN91] schedules, odd: two beacons after the link works both hold the same, no more, and are quiet', () => {
  expect(playSchedules(1)).toEqual({ faults: [], neverMet: [] })
})
