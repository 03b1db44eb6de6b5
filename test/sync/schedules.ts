/** Schedules: many thousand of them, and what is wrong with one. Two files of tests share them, so that two processes do. */
import { calm, MISHAPS, playSchedule, type Mishaps, type World } from './schedule.ts'

/** Schedules of one run, all files together; `TRACORD_RUNS=10` tries ten times as many. */
const SCHEDULES = Math.ceil(100_000 * Number(process.env['TRACORD_RUNS'] ?? 1))
/** `TRACORD_SEED` tries others. */
const SEED = process.env['TRACORD_SEED'] ?? '1'
/** Milliseconds that one file's half may take; some twenty seconds of a processor. */
export const SCHEDULES_MS_MAX = 300_000
/** Two beats with their jitter, and what one message then takes. */
const TWO_BEACONS_MS = 2 * 1_200 + 800
/** Two more beats: a beacon and a presence each beat and side, and nothing else. */
const QUIET_MS = 2_400
const QUIET_MESSAGES_MAX = 2 * 2 * 3
/** What either side may remember of the other: the limits that it was given. */
const PER_PEER_MAX = 8
/** Faults told. */
const FAULTS_MAX = 10

/** Plays every second schedule from `first` on: what is wrong with the first few that break a promise, and which mishaps never came. */
export function playSchedules(first: 0 | 1): { readonly faults: readonly string[]; readonly neverMet: readonly string[] } {
  const faults: string[] = []
  const mishaps: Mishaps = new Map()
  for (let number = first; number < SCHEDULES && faults.length < FAULTS_MAX; number += 2) {
    const fault = faultOf(number, mishaps)
    if (fault !== undefined) faults.push(`schedule ${number} of seed ${SEED}: ${fault}`)
  }
  return { faults, neverMet: MISHAPS.filter((mishap) => !mishaps.has(mishap)) }
}

function faultOf(number: number, mishaps: Mishaps): string | undefined {
  try {
    const world = playSchedule(number, SEED, mishaps)
    calm(world, TWO_BEACONS_MS)
    const fault = stateFault(world)
    if (fault !== undefined) return fault
    const before = world.sent
    calm(world, QUIET_MS)
    const more = world.sent - before
    if (more > QUIET_MESSAGES_MAX) return `${more} messages where all is said`
    // A want for what a crash took is given up by then.
    return world.sides.some(({ sync }) => sync.sizes().wants + sync.sizes().asks > 0) ? 'one still waits for something' : undefined
  } catch (thrown) {
    return String(thrown)
  }
}

/** Both hold the same, which is nobody's forgery, and remember no more than they may. */
function stateFault({ sides, written }: World): string | undefined {
  const [a, b] = sides
  if (a.sync.root() !== b.sync.root()) return 'the two hold different things'
  for (const { name, sync, logs } of sides) {
    for (const [key, { bodies }] of logs) {
      const entries = written.get(key)
      if (bodies.some((body, at) => entries?.[at] !== body)) return `${name} holds what nobody wrote, in ${key}`
    }
    const { perPeer, members } = sync.sizes()
    if (perPeer > PER_PEER_MAX || members !== 1) return `${name} remembers ${perPeer} logs of its peer, and ${members} members`
  }
  return undefined
}
