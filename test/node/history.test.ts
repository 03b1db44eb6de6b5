/** History: every state that a node was in can be read again, as it was judged then. */
import { describe, expect, test } from 'vitest'
import { cidOf, sha256 } from '../../src/base/hash.ts'
import type { Result } from '../../src/base/result.ts'
import { createRandom } from '../../src/base/random.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import { realmOf } from '../../src/frames/founding.ts'
import type { Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { membershipOf } from '../../src/membership/membership.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createHoldings } from '../../src/node/core/holdings.ts'
import { MEMBERSHIPS_PER_FIND_MAX } from '../../src/node/core/limits.ts'
import { createArrivals } from '../../src/node/history/arrivals.ts'
import type { Past } from '../../src/node/history/history.ts'
import type { Certificate } from '../../src/node/node.ts'
import type { Standing } from '../../src/semantics/judgement.ts'
import { fc } from '../seeded.ts'
import { invite, keyOf, pairOf } from '../membership/court.ts'
import { ALL, closed, decreeing, enter, expel } from './realm.ts'
import { boot, connect, createVirtualClock, door, foundingOf, writing, type VirtualClock } from './world.ts'

const liar = nodeSignatures.keyPairFromSeed(sha256('seed of the liar'))
const log: Log = { realm: realmOf(foundingOf()), domain: 'main', kind: 'frames', author: liar.author, epoch: 3 }

/** What was true at one time. */
interface Then {
  readonly certificate: Certificate
  readonly standings: readonly Standing[]
}

const now = (core: Core): Then => ({ certificate: core.certificate({ vector: true }), standings: core.engine.standings() })

/** Builds the state; what `find` or the vector itself names. */
function past(core: Core, clock: VirtualClock, { certificate }: Then, byVector: boolean): Result<Past, Error> | undefined {
  const lines = byVector ? certificate.vector : core.history.find(certificate)
  if (lines === undefined) return undefined
  let built: Result<Past, Error> | undefined
  core.history.build(lines as Parameters<Core['history']['build']>[0], still, (result) => (built = result))
  clock.pass(100)
  return built
}

const still = { onProgress: () => undefined, isGivenUp: () => false }

function same(core: Core, built: Result<Past, Error> | undefined, { certificate, standings }: Then): void {
  if (built?.ok !== true) throw new Error(`not built: ${built?.error.message ?? 'never found'}`)
  const { engine, state, entries } = built.value
  expect(engine.standings()).toEqual(standings)
  expect(core.certify({ state, entries, verdict: engine.digest() }).digest).toBe(certificate.digest)
}

describe('a state that was', () => {
  test('[NOD181] is found by its hash, read as it was, and again after a restart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const clock = createVirtualClock()
        const random = createRandom(`history ${seed}`)
        const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
        const link = connect(clock, a.core, b.core)
        const states: Then[] = [now(a.core)]
        const claims: string[] = []
        for (let at = 0; at < 25; at += 1) {
          const core = random.below(2) === 0 ? a.core : b.core
          const claim = claims[random.below(claims.length + 3)]
          const mine = claim !== undefined && core.locate(claim.slice(0, -2) as never)?.log.author === core.author
          const item = mine ? ({ k: 'withdraw', claim } as const) : door(`d${random.below(4)}`, random.below(2) === 0 ? 'open' : 'closed')
          const outcome = writing(core, [item])
          clock.pass(random.below(30))
          claims.push(...(outcome.claimed?.ids ?? []))
          if (at === 12) fork(a.core)
          if (random.below(2) === 0) states.push(now(a.core))
        }
        clock.pass(5_000)
        states.push(now(a.core))
        for (const then of states) same(a.core, past(a.core, clock, then, false), then)
        for (const then of states) same(b.core, past(b.core, clock, then, true), then)
        link.cut()
        const again = boot(clock, 'a', a.disk)
        for (const then of states) same(again.core, past(again.core, clock, then, false), then)
      }),
      { numRuns: 6 },
    )
  })

  test('[NOD184] of a closed realm has the members and the law of then', () => {
    const clock = createVirtualClock()
    const [root, ann, bob] = ['root', 'ann', 'bob'].map((name) => enter(clock, name))
    if (root === undefined || ann === undefined || bob === undefined) throw new Error('three nodes')
    connect(clock, root.core, ann.core)
    connect(clock, ann.core, bob.core)
    const states: Then[] = []
    const settle = (): void => {
      clock.pass(3_000)
      states.push(now(root.core))
    }
    writing(bob.core, [door('d1', 'open')])
    settle()
    decreeing(root.core, invite('ann', ALL), invite('bob', ALL))
    settle()
    writing(ann.core, [door('d1', 'closed')])
    settle()
    decreeing(root.core, expel(root.core, 'bob'))
    settle()
    writing(bob.core, [door('d2', 'closed')])
    writing(ann.core, [door('d2', 'open')])
    settle()
    expect(states.map(({ standings }) => standings.map(({ value, status }) => `${JSON.stringify(value)} ${status}`))).toMatchObject([
      [],
      ['"open" clear'],
      ['"closed" undecided', '"open" undecided'],
      expect.anything(),
      expect.anything(),
    ])
    for (const then of states) {
      same(root.core, past(root.core, clock, then, false), then)
      for (const { core } of [root, ann]) same(core, past(core, clock, then, true), then)
    }
    const again = enter(clock, 'root', root.disk).core
    for (const then of states) for (const byVector of [false, true]) same(again, past(again, clock, then, byVector), then)
  })

  test('[NOD384] between two changes of membership is found by its hash after a restart, too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const clock = createVirtualClock()
        const random = createRandom(`changes ${seed}`)
        const names = ['root', 'ann', 'bob', 'cid']
        const nodes = names.map((name) => enter(clock, name))
        const [root, ...others] = nodes
        if (root === undefined) throw new Error('a root')
        for (const other of others) connect(clock, root.core, other.core)
        const states: Then[] = [now(root.core)]
        for (let at = 0; at < 14; at += 1) {
          const whom = 1 + random.below(3)
          const name = names[whom] ?? ''
          const kind = random.below(6)
          if (kind === 0) decreeing(root.core, expel(root.core, name))
          else if (kind < 3) decreeing(root.core, invite(name, kind === 1 ? ALL : ['write']))
          else writing((nodes[random.below(4)] ?? root).core, [door(`d${random.below(3)}`, random.below(2) === 0 ? 'open' : 'closed')])
          if (at === 6) forkBy(root.core, name)
          clock.pass(3_000)
          states.push(now(root.core))
        }
        const again = enter(clock, 'root', root.disk).core
        for (const then of states) for (const core of [root.core, again]) same(core, past(core, clock, then, false), then)
      }),
      { numRuns: 8 },
    )
  })

  test('[NOD385] is looked for by working out so many memberships, and no more', () => {
    const holdings = createHoldings(0)
    const realm = realmOf(closed())
    let asked = 0
    const nobody = membershipOf(closed(), [], nodeSignatures)
    const arrivals = createArrivals(() => {
      asked += 1
      return nobody
    })
    const held = (author: string): void => {
      const named: Log = { realm, domain: 'main', kind: 'realm', author: keyOf(author), epoch: 1 }
      for (let at = 0; at < MEMBERSHIPS_PER_FIND_MAX; at += 1) {
        arrivals.grown(holdings.restore(named, [cidOf(`${author} ${at}`)], 1))
      }
    }
    held('ann')
    held('bob')
    arrivals.started()
    expect([arrivals.find({ state: 'none', entries: 0 }), asked]).toEqual([undefined, MEMBERSHIPS_PER_FIND_MAX])
    asked = 0
    expect([arrivals.find({ state: 'none', entries: 3 * MEMBERSHIPS_PER_FIND_MAX }), asked]).toEqual([undefined, 0])
  })

  test('[NOD182] is unknown where it is not held whole, and where another branch of it is held', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    writing(a.core, [door('d1', 'open')])
    clock.pass(10)
    const then = now(a.core)
    expect(past(b.core, clock, then, false)).toBeUndefined()
    expect(past(b.core, clock, then, true)).toMatchObject({ ok: false, error: { code: 'UNKNOWN' } })
    const other = { ...then, certificate: { ...then.certificate, vector: otherHead(then) } }
    expect(past(a.core, clock, other, true)).toMatchObject({ ok: false, error: { code: 'UNKNOWN' } })
  })

  test('[NOD183] is built piece by piece, tells how far it is, and ends when nobody wants it', () => {
    const clock = createVirtualClock()
    const { core, disk } = boot(clock, 'a')
    for (let at = 0; at < 40; at += 1) {
      writing(core, Array.from({ length: 200 }, (_, index) => door(`a rather long name of a door ${at} ${index}`, 'open')))
      clock.pass(5)
    }
    const then = now(core)
    for (const { core: one } of [{ core }, boot(clock, 'a', disk)]) {
      const told: number[] = []
      const lines = one.history.find(then.certificate) ?? []
      const outcomes: unknown[] = []
      one.history.build(lines, { ...still, onProgress: (read, of) => void told.push(read, of) }, (result) => outcomes.push(result.ok))
      one.history.build(lines, { ...still, isGivenUp: () => told.length > 2 }, (result) => outcomes.push(result.ok ? 0 : result.error.code))
      clock.pass(100)
      expect(outcomes.toSorted()).toEqual(['ABORTED', true])
      expect(told.length).toBeGreaterThan(4)
      expect(told.slice(-2)).toEqual([40, 40])
    }
  })
})

/** A member signs the first place of a log twice. */
function forkBy(core: Core, name: string): void {
  const named: Log = { realm: core.realm, domain: 'main', kind: 'frames', author: keyOf(name), epoch: 77 }
  for (const state of ['open', 'closed'])
    core.offer({ log: named, from: 0, prev: null, bodies: [sealEntry(named, 0, null, 1, [door('d2', state)], pairOf(name)).text] }, 'x')
}

/** An author of its own signs seq 1 twice. */
function fork(core: Core): void {
  const first = sealEntry(log, 0, null, 1, [door('d1', 'open')], liar)
  const sides = ['open', 'closed'].map((state) => sealEntry(log, 1, first.id, 2, [door('d2', state)], liar))
  core.offer({ log, from: 0, prev: null, bodies: [first.text] }, 'x')
  for (const { text } of sides) core.offer({ log, from: 1, prev: first.id, bodies: [text] }, 'x')
}

function otherHead({ certificate: { vector = [] } }: Then): Certificate['vector'] & {} {
  return vector.map(([key, count, head]) => [key, count, `${head.slice(0, -1)}${head.endsWith('a') ? 'b' : 'a'}`] as const)
}
