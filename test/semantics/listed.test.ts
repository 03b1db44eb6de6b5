/** What is listed and what is not: neither the number of forks nor that of cycles which are named changes how anything stands. */
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY, type Facet, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { keyOf } from '../reference/compare.ts'
import { worlds } from '../reference/draw.ts'
import { lawOf, slotsOf, type World } from '../reference/world.ts'
import { fc } from '../seeded.ts'

const claim = (id: string, by: string, frame: string, slot: string, value: Value, more: object = {}): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value, ...more },
})
const law = (part: Partial<Law>): Law => ({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...part })

function engineOf(part: Law, said: readonly Said[], slots?: ReadonlySet<string>): Engine {
  const engine = createEngine(part, slots)
  engine.add(said)
  return engine
}

type Found = ReadonlyMap<string, string>
const statuses = (engine: Engine): Found =>
  new Map(engine.standings().map((standing) => [`${keyOf(standing)} ${standing.window.join()}`, standing.status]))

/** The law of a world, under which at most so many forks are listed. */
function listing(world: World, forks: number): Law {
  const whole = lawOf(world)
  return { ...whole, policy: { ...whole.policy, steps: { ...whole.policy.steps, forks } } }
}

describe('forks', () => {
  test('[SEM473] with one fork listed everything stands as with all of them, or is said to be unknown', () => {
    let [compared, unknown] = [0, 0]
    fc.assert(
      fc.property(worlds({ reasons: true, changes: true }, 9), (world) => {
        const slots = slotsOf(world)
        const [all, one] = [lawOf(world), listing(world, 1)].map((each) => statuses(engineOf(each, world.said, slots))) as [Found, Found]
        expect([...one.keys()]).toEqual([...all.keys()])
        for (const [key, status] of one) {
          if (status === 'unknown') unknown++
          else expect([key, status]).toEqual([key, all.get(key)])
          compared++
        }
      }),
      { numRuns: 50 },
    )
    expect(unknown).toBeLessThanOrEqual(compared / 20)
  })

  test('[SEM473] what is derived from disputed statements is asked of the solver where its forks are not listed', () => {
    // Two values each of three slots, of equal weight, and what follows from one, from two of one slot, and from two slots at once.
    const slots = { a: [{ k: 'atMost', n: 1 }], b: [{ k: 'atMost', n: 1 }] } as const
    const concluding = ['one(X, 1) :- a(X, 1), sure(X, 1).', 'any(X, 1) :- a(X, V).', 'two(X, 1) :- a(X, 1), b(X, 1).']
    const rules = [...concluding, ':- a(X, V), b(X, V).']
    const said = [
      claim('a1', 'ann', 'x', 'a', 1),
      claim('a2', 'bob', 'x', 'a', 2),
      claim('b1', 'ann', 'x', 'b', 1),
      claim('b2', 'bob', 'x', 'b', 2),
      claim('s', 'bob', 'x', 'sure', 1),
    ]
    const held = new Set(['one', 'any', 'two', 'sure'])
    const shown = (forks: number, more: readonly Said[] = []): string[] => {
      const steps = { ...DEFAULT_POLICY.steps, forks }
      const engine = engineOf(law({ slots, rules, policy: { ...DEFAULT_POLICY, steps } }), [...said, ...more], held)
      const shownOf = engine.standings().filter(({ slot }) => slot !== 'sure')
      return shownOf.map(({ slot, value, status }) => `${slot} ${JSON.stringify(value)} ${status}`)
    }
    const open = ['a 1 undecided', 'a 2 undecided', 'any 1 consensus', 'b 1 undecided', 'b 2 undecided']
    const expected = [...open, 'one 1 undecided', 'two 1 rejected']
    expect(shown(100)).toEqual(expected)
    expect(shown(1)).toEqual(expected)
    const decided = ['a 1 consensus', 'a 2 rejected', 'any 1 consensus', 'b 1 rejected', 'b 2 consensus']
    const louder = claim('a3', 'cyd', 'x', 'a', 1, { confidence: 100 })
    for (const forks of [100, 1]) expect(shown(forks, [louder])).toEqual([...decided, 'one 1 consensus', 'two 1 rejected'])
  })

  test('[SEM473] over several components what is certain of their leaves is certain of what follows from them', () => {
    const slots = { a: [{ k: 'atMost', n: 1 }] } as const
    const rules = ['both(X, 1) :- a(X, 1), next(X, Y), a(Y, 1).', 'some(X, 1) :- a(X, 2).', 'some(X, 1) :- next(X, Y), a(Y, 2).']
    const frames = ['x', 'y']
    const said = (loud: number): Said[] => [
      claim('n', 'ann', 'x', 'next', { ref: 'y' }),
      ...frames.map((frame) => claim(`${frame}1`, 'ann', frame, 'a', 1, { confidence: loud })),
      ...frames.map((frame) => claim(`${frame}2`, 'bob', frame, 'a', 2, { confidence: 500 })),
    ]
    const shown = (forks: number, loud: number): string[] => {
      const steps = { ...DEFAULT_POLICY.steps, forks }
      const engine = engineOf(law({ slots, rules, policy: { ...DEFAULT_POLICY, steps } }), said(loud), new Set(['both', 'some', 'next']))
      const concluded = engine.standings().filter(({ slot }) => slot === 'both' || slot === 'some')
      return concluded.map(({ frame, slot, status }) => `${frame} ${slot} ${status}`)
    }
    for (const forks of [1, 100]) {
      expect(shown(forks, 900)).toEqual(['x both consensus', 'x some rejected', 'y some rejected'])
      expect(shown(forks, 100)).toEqual(['x both rejected', 'x some consensus', 'y some consensus'])
    }
    expect(shown(100, 500)).toEqual(['x both undecided', 'x some undecided', 'y some undecided'])
    expect(shown(1, 500)).toEqual(['x both unknown', 'x some unknown', 'y some undecided'])
  })

  test('[SEM473] further forks that weigh more than the best leave nothing open', () => {
    const slots = { a: [{ k: 'atMost', n: 1 }] } as const
    const policy = { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, forks: 3 } }
    const said = ['x', 'y'].flatMap((frame) =>
      [500, 500, 400, 400].map((confidence, at) => claim(`${frame}${at}`, `by${at}`, frame, 'a', at, { confidence })),
    )
    const engine = engineOf(law({ slots, rules: ['both(1, 1) :- a(x, 0), a(y, 0).', 'both(1, 2) :- a(x, 0), a(y, 3).'], policy }), said)
    expect(engine.components()).toMatchObject([{ more: true }, { more: true }])
    const answers = ['a(x, 0), a(y, 0)', 'a(x, 0), a(y, 3)', 'a(x, V), a(y, W)'].map((body) => engine.query(body))
    const shown = answers.map((one) => (one.ok ? one.value.answers.map(({ status }) => status) : []))
    expect(shown.slice(0, 2)).toEqual([['undecided'], ['rejected']])
    expect(shown[2]!.filter((status) => status === 'undecided')).toHaveLength(4)
    expect(shown[2]!.filter((status) => status === 'rejected')).toHaveLength(12)
  })
})

describe('answers', () => {
  const said = [
    claim('c1', 'ann', 'x', 'p', 1, { confidence: 300 }),
    claim('c2', 'bob', 'x', 'p', 2, { confidence: 900 }),
    claim('c3', 'cyd', 'x', 'p', 3, { confidence: 500 }),
    claim('c4', 'dan', 'y', 'q', 1, { confidence: 700 }),
    claim('c5', 'eve', 'y', 'q', 2, { confidence: 200 }),
  ]
  const weights = (body: string): unknown[] => {
    const answers = engineOf(law({}), said).query(body)
    if (!answers.ok) throw new Error('no question')
    return answers.value.answers.map(({ values, weight }) => [...Object.values(values), weight])
  }

  test('[SEM70] an answer by several ways weighs as the best of them, and a way as its weakest statement', () => {
    expect(weights('p(X, _)')).toEqual([[{ ref: 'x' }, '900000']])
    expect(weights('p(X, _), q(Y, _)')).toEqual([[{ ref: 'x' }, { ref: 'y' }, '700000']])
    expect(weights('p(X, V), q(Y, 1)')).toEqual([
      [{ ref: 'x' }, 1, { ref: 'y' }, '300000'],
      [{ ref: 'x' }, 2, { ref: 'y' }, '700000'],
      [{ ref: 'x' }, 3, { ref: 'y' }, '500000'],
    ])
  })

  test('[SEM70] an answer that rests on no statement has no weight', () => {
    for (const body of ['1 < 2', 'not p(x, 9)']) {
      const found = engineOf(law({}), said).query(body)
      expect(found).toMatchObject({ ok: true, value: { answers: [{ values: {}, status: 'clear', statements: [] }] } })
      expect(found.ok && found.value.answers.map((answer) => 'weight' in answer)).toEqual([false])
    }
  })
})

describe('cycles', () => {
  const acyclic: Facet = { k: 'transitive', acyclic: true }
  const part = law({ slots: { part: [acyclic] } })
  const edge = (from: string, to: string, confidence: number): Said =>
    claim(`${from}-${to}`, 'ann', from, 'part', { ref: to }, { confidence })
  /** Four layers of three, each leading to all of the next and the last, by weak edges, to the first: hundreds of cycles. */
  const layers = [0, 1, 2, 3].map((layer) => ['c', 'a', 'b'].map((name) => `${name}${layer}`))
  const many = layers.flatMap((froms, layer) =>
    froms.flatMap((from, at) => layers[(layer + 1) % 4]!.map((to) => edge(from, to, layer === 3 ? 100 + at : 900))),
  )

  test('[SEM51] with more cycles than are listed those that are named are the same whatever came first', () => {
    const orders = [many, [...many.slice(17), ...many.slice(0, 17)].toReversed()]
    const [first, ...others] = orders.map((said) => engineOf(part, said))
    expect(first!.conflicts().length).toBeGreaterThan(3)
    for (const conflict of first!.conflicts()) expect([4, 8, 12]).toContain(conflict.claims.length)
    for (const other of others) {
      expect(other.conflicts()).toEqual(first!.conflicts())
      expect(other.digest()).toBe(first!.digest())
    }
    expect(first!.components()).toMatchObject([{ exact: true, undecided: false }])
    const [fork] = first!.components()[0]!.forks
    expect(fork!.out.map(({ frame }) => frame.slice(1))).toEqual(Array.from({ length: 9 }, () => '3'))
    expect(fork!.cost).toBe(String(3 * (100 + 101 + 102) * 1_000))
  })

  test('[SEM51] a cycle is forbidden under a type by each of its frames that is known to be of it', () => {
    const typed = law({ types: [{ id: 'T', slots: { part: [acyclic] } }] })
    const ring = [edge('f0', 'f1', 900), edge('f1', 'f2', 900), edge('f2', 'f0', 900), edge('f2', 'f2', 100)]
    const of = (frame: string): Said => claim(`is-${frame}`, 'bob', frame, 'type', 'T')
    const shown = (...more: readonly Said[]): string[] => {
      const conflicts = engineOf(typed, [...ring, ...more]).conflicts()
      return conflicts.map(({ claims }) => claims.join(' ')).sort()
    }
    expect(shown()).toEqual([])
    expect(shown(of('f3'))).toEqual([])
    expect(shown(of('f1'))).toEqual(['f0-f1 f1-f2 f2-f0 is-f1'])
    expect(shown(of('f1'), of('f2'))).toEqual(['f0-f1 f1-f2 f2-f0 is-f1', 'f0-f1 f1-f2 f2-f0 is-f2', 'f2-f2 is-f2'])
  })

  test('[SEM54] every edge on a cycle is in one of those named, also where they share all else', () => {
    const spokes = ['h0', 'h1', 'h2', 'h3'].flatMap((node) => [edge('c0', node, 900), edge(node, 'back', 900)])
    const all = [...many, ...spokes, edge('back', 'c0', 900)]
    const named = new Set(engineOf(part, all).conflicts().flatMap(({ claims }) => claims))
    expect([...named].sort()).toEqual(all.map(({ id }) => id).sort())
    const typed = law({ types: [{ id: 'T', slots: { part: [acyclic] } }], rules: ['part(X, Y) :- alt(X, Y).'] })
    all.push(claim('alt', 'ann', 'c0', 'alt', { ref: 'h4' }), edge('h4', 'back', 900))
    const conflicts = engineOf(typed, [...all, claim('is', 'bob', 'h2', 'type', 'T')]).conflicts()
    expect(conflicts.length).toBeGreaterThan(0)
    for (const { claims } of conflicts) for (const id of ['is', 'c0-h2', 'h2-back', 'back-c0']) expect(claims).toContain(id)
    expect(engineOf(typed, [...all, claim('is', 'bob', 'h9', 'type', 'T')]).conflicts()).toEqual([])
  })

  test('[SEM54] cycles that are named out of many are minimal too where their edges follow from the same claims', () => {
    const rules = ['part(X, Y) :- out(X, L), in(Y, L).', 'part(X, Y) :- way(X, L), in(Y, L).']
    const bundled = layers.flatMap((nodes, layer) =>
      nodes.flatMap((node, at) => [
        claim(`out-${node}`, 'ann', node, 'out', (layer + 1) % 4, { confidence: 500 + at }),
        claim(`in-${node}`, 'ann', node, 'in', layer),
        ...(at === 0 ? [claim(`way-${node}`, 'bob', node, 'way', (layer + 1) % 4)] : []),
      ]),
    )
    const slots = new Set(['out', 'in', 'way'])
    const conflicts = engineOf({ ...part, rules }, bundled, slots).conflicts()
    expect(conflicts.length).toBeGreaterThan(3)
    for (const { claims } of conflicts) expect(claims).toHaveLength(8)
    for (const { claims } of conflicts.slice(0, 2)) {
      const own = bundled.filter(({ id }) => claims.includes(id))
      expect(engineOf({ ...part, rules }, own, slots).conflicts().map((one) => one.claims)).toEqual([claims])
      for (const { id } of own) expect(engineOf({ ...part, rules }, own.filter((one) => one.id !== id), slots).conflicts()).toEqual([])
    }
  })

  test('[SEM3] cycles that are too many to be listed are sought among the edges that are said then', () => {
    const layer = (entry: Said): number => Number(entry.id[1])
    const inTime = (entry: Said): Said => {
      const valid = layer(entry) === 3 ? [0, 10] : layer(entry) === 2 ? [5, 15] : undefined
      return (valid === undefined ? entry : { ...entry, item: { ...entry.item, valid } }) as Said
    }
    const engine = engineOf(part, many.map(inTime))
    expect(new Set(engine.conflicts().map(({ window }) => window.join()))).toEqual(new Set(['5,10']))
    const [component, ...others] = engine.components()
    expect(others).toEqual([])
    expect(component!.forks[0]!.cost).toBe(String(3 * (100 + 101 + 102) * 1_000))
    expect(new Set(component!.forks[0]!.out.map(({ frame, window }) => `${frame.slice(1)} ${window.join()}`))).toEqual(new Set(['3 5,10']))
  })

  test('[SEM6] cycles that come and go among others leave no trace', () => {
    const engine = engineOf(part, many.slice(0, 30))
    const before = [engine.conflicts(), engine.components(), engine.digest()]
    engine.add(many.slice(30))
    engine.conflicts()
    engine.add(many.slice(30).map(({ id, by }) => ({ id: `w${id}`, by, item: { k: 'withdraw', claim: id } })))
    expect([engine.conflicts(), engine.components(), engine.digest()]).toEqual(before)
  })
})

describe('changes', () => {
  const report = (engine: Engine): unknown => [engine.conflicts(), engine.components(), engine.standings(), engine.digest()]
  const withdrawn = ({ id, by }: Said): Said => ({ id: `w${id}`, by, item: { k: 'withdraw', claim: id } })
  /** After each item the engine reports what a new one reports. */
  const follow = (part: Law, said: readonly Said[], slots: ReadonlySet<string>): void => {
    const engine = createEngine(part, slots)
    for (const [at, item] of said.entries()) {
      engine.add([item])
      expect(report(engine)).toEqual(report(engineOf(part, said.slice(0, at + 1), slots)))
    }
  }

  test('[SEM6] a cycle stays a conflict while further proofs of its edges come and go', () => {
    const slots = { part: [{ k: 'transitive', acyclic: true }], q: [{ k: 'atMost', n: 1 }] } as const
    const rules = ['part(X, Y) :- alt(X, Y).', 'part(X, Y) :- way(X, Y).', 'q(X, 1) :- alt(X, Y).', 'q(X, 2) :- way(X, Y).']
    const link = (slot: string, from: string, to: string): Said => claim(`${slot}-${from}-${to}`, 'ann', from, slot, { ref: to })
    const ring = [link('alt', 'a', 'b'), link('part', 'b', 'c'), link('part', 'c', 'a')]
    const further = [link('way', 'a', 'b'), link('part', 'a', 'b'), link('alt', 'c', 'd'), link('way', 'b', 'c'), link('alt', 'b', 'a')]
    const all = [...ring, ...further, ...further.map(withdrawn), withdrawn(ring[0]!), link('way', 'a', 'b'), link('way', 'a', 'c')]
    follow(law({ slots, rules }), all, new Set(['alt', 'way']))
    const typed = { types: [{ id: 'T', slots: { part: slots.part } }], slots: { q: slots.q }, rules }
    const of = ['a', 'c'].map((frame) => claim(`is-${frame}`, 'bob', frame, 'type', 'T'))
    follow(law(typed), [...of, ...all, ...of.map(withdrawn)], new Set(['alt', 'way', 'part']))
  })

  test('[SEM3] a crowd that breaks up and comes together again is one conflict each time', () => {
    const values = [1, 2, 3]
    const said = [
      ...values.map((value) => claim(`a${value}`, 'ann', 'x', 'q', value, { valid: [0, 5] })),
      ...values.map((value) => claim(`b${value}`, 'bob', 'x', 'q', value, { valid: [10, 15] })),
      claim('c1', 'cyd', 'x', 'q', 1, { valid: [5, 10] }),
    ]
    const conflicts = engineOf(law({ slots: { q: [{ k: 'atMost', n: 1 }] } }), said).conflicts()
    expect(conflicts.map(({ window, claims }) => `${window.join()} ${claims.length}`).sort()).toEqual(['0,5 2', '10,15 2'])
    const ways = engineOf(law({ slots: { q: [{ k: 'atMost', n: 1 }] } }), said).components()
    expect(ways.flatMap(({ forks }) => forks.map(({ out }) => out.length))).toEqual(Array.from({ length: 9 }, () => 4))
  })

  test('[SEM1] too many values are told alike whether they are said or follow in several ways', () => {
    const slots = { q: [{ k: 'atMost', n: 2 }] } as const
    const rules = ['q(X, V) :- p(X, V).', 'q(X, V) :- r(X, V).']
    const spoken = engineOf(law({ slots }), [1, 2, 3].map((value) => claim(`q${value}`, 'ann', 'x', 'q', value)))
    const derived = engineOf(
      law({ slots, rules }),
      [1, 2, 3].flatMap((value) => ['p', 'r'].map((slot) => claim(`${slot}${value}`, 'ann', 'x', slot, value))),
      new Set(['p', 'r']),
    )
    expect(derived.conflicts()).toHaveLength(8)
    const texts = (engine: Engine): ReadonlySet<string> => new Set(engine.conflicts().map(({ text }) => text.replace(/\b[pqr]\b/g, 's')))
    expect([...texts(spoken)][0]).toContain('2')
    expect(texts(derived)).toEqual(texts(spoken))
  })
})
