/** Laws of replication, over toy nodes and schedules of faults. */
import { fc } from '../seeded.ts'
import { expect, test } from 'vitest'
import { createNet, type Fate, type Net } from './toy.ts'

const NAMES = ['a', 'b', 'c', 'd'] as const
const LINE = [
  ['a', 'b'],
  ['b', 'c'],
  ['c', 'd'],
] as const
const RING = [...LINE, ['d', 'a']] as const
/** Two beats with their jitter, and some round trips. */
const TWO_BEACONS_MS = 2 * 1_200 + 600

const lossy: Fate = (_from, _to, random) => {
  if (random.below(100) < 10) return []
  const delayMs = random.below(100) < 20 ? 5 + random.below(300) : 5
  return random.below(100) < 10 ? [delayMs, delayMs + random.below(50)] : [delayMs]
}
const perfect: Fate = () => [5]

const name = fc.constantFrom(...NAMES)
const op = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), from: name, to: name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mend' as const) }) },
)
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never

function play(net: Net, ops: readonly Op[]): void {
  const cuts = new Set<string>()
  net.setFate((from, to, random, now) => (cuts.has(`${from}>${to}`) ? [] : lossy(from, to, random, now)))
  let written = 0
  for (const next of ops) {
    if (next.kind === 'write') net.write(next.name, `entry ${written++}`)
    else if (next.kind === 'wait') net.run(net.now() + next.ms)
    else if (next.kind === 'crash') net.crash(next.name)
    else if (next.kind === 'restart') net.restart(next.name)
    else if (next.kind === 'cut') cuts.add(`${next.from}>${next.to}`)
    else cuts.clear()
  }
}

test('[SYN1] any schedule of faults ends in agreement, [SYN12] within the bounds', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), fc.array(op, { maxLength: 40 }), (seed, isRing, ops) => {
      const net = createNet({ seed, names: NAMES, links: isRing ? RING : LINE })
      play(net, ops)
      for (const name of NAMES) net.restart(name)
      net.setFate(perfect)
      net.run(net.now() + 3 * TWO_BEACONS_MS)
      expect(new Set(net.roots()).size).toBe(1)
      for (const { sync } of net.toys.values()) {
        expect(sync.sizes().wants).toBe(0)
        expect(sync.sizes().perPeer).toBeLessThanOrEqual(NAMES.length * ops.length + 1)
      }
      const before = net.sent()
      net.run(net.now() + 5_000)
      expect({ ...net.sent(), beacon: 0 }).toEqual({ ...before, beacon: 0 })
    }),
    { numRuns: 300 },
  )
})

test('[SYN1] everything durable survives: what was written and synced is on every node', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(op, { maxLength: 40 }), (seed, ops) => {
      const net = createNet({ seed, names: NAMES, links: LINE })
      play(net, ops)
      const durable = [...net.toys.values()].flatMap((toy) =>
        [...toy.logs].map(([key, { durable: count }]) => [key, count] as const),
      )
      for (const name of NAMES) net.restart(name)
      net.setFate(perfect)
      net.run(net.now() + 3 * TWO_BEACONS_MS)
      for (const { sync } of net.toys.values()) {
        for (const [key, count] of durable) expect(sync.held(key).count).toBeGreaterThanOrEqual(count)
      }
    }),
    { numRuns: 200 },
  )
})

test('[SYN2] two nodes with one bad link agree within two beacons of its working', () => {
  const action = fc.record({ side: fc.constantFrom('a', 'b'), waitMs: fc.nat({ max: 700 }), cutMs: fc.nat({ max: 3_000 }) })
  fc.assert(
    fc.property(fc.string(), fc.array(action, { minLength: 1, maxLength: 20 }), (seed, actions) => {
      const net = createNet({ seed, names: ['a', 'b'], links: [['a', 'b']] })
      for (const [index, { side, waitMs, cutMs }] of actions.entries()) {
        const mendedAt = net.now() + cutMs
        net.setFate((from, to, random, now) => (from === side && now < mendedAt ? [] : lossy(from, to, random, now)))
        net.write(side, `entry ${index}`)
        net.run(net.now() + waitMs)
      }
      net.setFate(perfect)
      net.run(net.now() + TWO_BEACONS_MS)
      expect(new Set(net.roots()).size).toBe(1)
    }),
    { numRuns: 300 },
  )
})

test('[SYN4] doubling every message changes nothing but their number', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b'), { maxLength: 20 }), (writers) => {
      const once = createNet({ seed: 'x', names: ['a', 'b'], links: [['a', 'b']] })
      const twice = createNet({ seed: 'x', names: ['a', 'b'], links: [['a', 'b']] })
      twice.setFate(() => [5, 7])
      for (const net of [once, twice]) {
        net.run(100)
        for (const [index, writer] of writers.entries()) net.write(writer, `entry ${index}`)
        net.run(10_000)
      }
      expect(twice.roots()).toEqual(once.roots())
      for (const kind of ['entries', 'vector', 'have'])
        expect(twice.sent()[kind] ?? 0).toBeLessThanOrEqual(2 * (once.sent()[kind] ?? 0))
      expect(twice.sent()['want']).toBe(once.sent()['want'])
      expect(twice.sent()['beacon']).toBeLessThanOrEqual((once.sent()['beacon'] ?? 0) + 4)
    }),
    { numRuns: 50 },
  )
})
