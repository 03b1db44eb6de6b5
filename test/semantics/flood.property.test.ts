/** Floods: an author who says too much is not heard further than what fits, and takes nobody along. */
import { expect, test } from 'vitest'
import type { Law } from '../../src/frames/facet.ts'
import { DEFAULT_POLICY } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { runs, TIMEOUT_MS } from '../reference/runs.ts'
import { fc } from '../seeded.ts'
import { knowledge, laws } from './arbitrary.ts'
import { reportOf } from './properties/judgement.ts'

const lawOf = (rules: readonly string[], perRule: number): Law => ({
  types: [],
  slots: { p: [], bad: [{ k: 'atMost', n: 1 }] },
  rules,
  policy: { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, perRule } },
})
const say = (id: string, by: string, frame: string, slot: string, value: Value): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value },
})
const judged = (law: Law, batches: readonly (readonly Said[])[], isRead: boolean): Engine => {
  const engine = createEngine(law)
  for (const batch of batches) {
    engine.add(batch)
    if (isRead) engine.standings()
  }
  return engine
}
const LINKS = ['linked(X, ref("all")) :- p(X, V), p(Y, V), X != Y.', ':- linked(X, Y), bad(X, 1). % nothing linked is bad']

const honest = fc.array(
  fc.record({
    by: fc.constantFrom('ann', 'bob', 'cyd'),
    frame: fc.constantFrom('a', 'b', 'c'),
    slot: fc.constantFrom('p', 'bad'),
    value: fc.constantFrom(1, 2),
  }),
  { maxLength: 6 },
)
const claimsOf = (drafts: readonly { by: string; frame: string; slot: string; value: number }[]): Said[] =>
  drafts.map(({ by, frame, slot, value }, at) => say(`c${at}`, by, frame, slot, value))
const floodOf = (size: number): Said[] =>
  Array.from({ length: size }, (_, at) => say(`f${at}`, 'mob', `m${at}`, at % 5 === 4 ? 'bad' : 'p', 1))

test('[SEM37] what others say is judged as if the flood had not come; what it adds is not clear', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(honest, fc.integer({ min: 14, max: 24 }), (drafts, size) => {
      const law = lawOf(LINKS, 60)
      const [without, whole] = [judged(law, [claimsOf(drafts)], false), judged(law, [claimsOf(drafts), floodOf(size)], false)]
      expect(whole.standings().filter(({ frame }) => !frame.startsWith('m'))).toEqual(without.standings())
      expect(whole.conflicts()).toEqual(without.conflicts())
      expect(whole.components()).toEqual(without.components())
      const theirs = whole.standings().filter(({ by }) => by.includes('mob'))
      expect(new Set(theirs.map(({ slot, status }) => `${slot} ${status}`))).toEqual(new Set(['p clear', 'bad unknown']))
    }),
    runs(60),
  )
})

/** Claims of some world, and of one author who says a lot in it. */
const flooded = fc
  .record({
    law: laws,
    said: knowledge(7),
    perRule: fc.integer({ min: 1, max: 12 }),
    size: fc.nat(9),
    seed: fc.nat(5),
    back: fc.array(fc.nat(8), { maxLength: 3 }),
  })
  .map(({ law, said, perRule, size, seed, back }) => {
    const steps = { ...law.policy.steps, perRule }
    const mob = Array.from({ length: size }, (_, at) => {
      const [frame, slot] = [['a', 'b', 'c', 'd'][(at * 3 + seed) % 4]!, ['p', 'q', 'r'][(at + seed) % 3]!]
      return say(`f${at}`, 'mob', frame, slot, [1, 2, { ref: 'b' }, { ref: 'c' }][(at + seed) % 4]!)
    })
    const taken = back.map((at): Said => ({ id: `b${at}`, by: 'mob', item: { k: 'withdraw', claim: `f${at}` } }))
    return { law: { ...law, policy: { ...law.policy, steps } }, said: [...said, ...mob, ...taken] }
  })
  .chain(({ law, said }) => {
    const mixed = fc.shuffledSubarray(said, { minLength: said.length, maxLength: said.length })
    return fc.record({ law: fc.constant(law), said: fc.constant(said), mixed })
  })

test('[SEM38] what is cut does not depend on order, batches or what was read in between', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(flooded, fc.boolean(), ({ law, said, mixed }, isRead) => {
      const whole = judged(law, [said], false)
      const stepwise = judged(law, mixed.map((one) => [one]), isRead)
      expect(reportOf(stepwise)).toBe(reportOf(whole))
    }),
    runs(150),
  )
})

test('[SEM38] after every item of a flood the engine is one that starts afresh', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(flooded, ({ law, mixed }) => {
      const engine = createEngine(law)
      mixed.forEach((one, at) => {
        engine.add([one])
        expect(reportOf(engine)).toBe(reportOf(judged(law, [mixed.slice(0, at + 1)], false)))
      })
    }),
    runs(60),
  )
})

const CHAINED = [
  'seen(X, V) :- p(X, V).',
  'linked(X, ref("all")) :- seen(X, V), seen(Y, V), X != Y.',
  ':- linked(X, Y), bad(X, 1).',
  'joint(X, 1) :- q(X, V), q(Y, V), linked(Y, Z).',
  'joint(X, 2) :- q(X, V), bad(X, V).',
  'odd(X, V) :- joint(X, V), bad(X, V).',
]
const floods = [14, 10].flatMap((size, at) =>
  Array.from({ length: size }, (_, n) => say(`f${at}-${n}`, ['mob', 'rob'][at]!, `m${n}`, ['p', 'q'][at]!, 1)),
)
/** Two floods that stay floods, and others who say what they say too, take it back, rest it on other things and undercut it. */
const besieged = fc
  .array(
    fc.record({
      by: fc.constantFrom('ann', 'bob'),
      frame: fc.constantFrom('a', 'b', 'm0', 'm1'),
      slot: fc.constantFrom('p', 'p', 'q', 'bad', 'seen'),
      value: fc.constantFrom(1, 1, 2),
      isBack: fc.boolean(),
      because: fc.option(fc.constantFrom('c0', 'f0-1', 'f1-2'), { freq: 4 }),
      undercut: fc.option(fc.constantFrom('c1', 'f0-0', 'f1-1'), { freq: 6 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .chain((drafts) => {
    const items = drafts.flatMap(({ by, frame, slot, value, isBack, because, undercut }, at): Said[] => [
      { id: `c${at}`, by, item: { k: 'claim', frame, slot, value, ...(because === null ? {} : { because: [because] }) } },
      ...(isBack ? [{ id: `w${at}`, by, item: { k: 'withdraw' as const, claim: `c${at}` } }] : []),
      ...(undercut === null ? [] : [{ id: `u${at}`, by, item: { k: 'undercut' as const, claim: undercut } }]),
    ])
    return fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length })
  })

test('[SEM38] while a flood lasts, others are judged as by an engine that starts afresh', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(besieged, fc.constantFrom(20, 40, 80), fc.nat(floods.length), (items, perRule, first) => {
      const law = lawOf(CHAINED, perRule)
      const engine = judged(law, [floods.slice(0, first), floods.slice(first)], true)
      items.forEach((one, at) => {
        engine.add([one])
        expect(reportOf(engine)).toBe(reportOf(judged(law, [items.slice(0, at + 1), floods], false)))
      })
    }),
    runs(60),
  )
})

test('[SEM38] of two that exceed, what rests on the other is decided on after it', { timeout: TIMEOUT_MS }, () => {
  const rest = Array.from({ length: 10 }, (_, n) => say(`g${n}`, 'rob', `n${n}`, 'q', 1))
  const all = [...floods, ...rest, say('a', 'ann', 'm0', 'p', 1), say('b', 'bob', 'a', 'p', 1)]
  const law = lawOf(CHAINED, 20)
  const told = reportOf(judged(law, [all], false))
  expect(judged(law, [all], false).standings().filter(({ slot }) => slot === 'joint')).toHaveLength(20)
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }), (mixed) => {
      expect(reportOf(judged(law, [mixed], false))).toBe(told)
    }),
    runs(60),
  )
})

test('[SEM38] what others take back counts no more, though a flood still says it', () => {
  const law = lawOf(CHAINED, 40)
  const others = [say('a', 'ann', 'm0', 'p', 1), say('b', 'bob', 'a', 'p', 1)]
  const engine = judged(law, [floods, others], true)
  const linked = (): string[] => engine.standings().flatMap(({ slot, frame }) => (slot === 'linked' ? [frame] : []))
  expect(linked()).toEqual(['a', 'm0'])
  engine.add([{ id: 'w', by: 'ann', item: { k: 'withdraw', claim: 'a' } }])
  expect(linked()).toEqual([])
})

test('[SEM39] where nobody says more than all others together, the predicate is cut whole', () => {
  const six = Array.from({ length: 6 }, (_, at) => at)
  const many = ['ann', 'bob', 'cyd'].flatMap((by) => six.map((at) => say(`${by}${at}`, by, `${by}${at}`, 'p', 1)))
  const engine = judged(lawOf([...LINKS, 'near(X, 1) :- linked(X, Y).'], 60), [many, [say('d', 'dan', 'ann0', 'bad', 1)]], true)
  expect(engine.standingsOf('ann0').map(({ slot, status }) => [slot, status])).toEqual([
    ['bad', 'unknown'],
    ['p', 'clear'],
  ])
  expect(engine.standings().some(({ slot }) => slot === 'near')).toBe(false)
})

test('[SEM39] a flood that leaves too much without it is no excuse: the predicate is cut whole, and what it says elsewhere counts', () => {
  const others = Array.from({ length: 9 }, (_, at) => say(`o${at}`, `o${at}`, `o${at}`, 'p', 1))
  const engine = judged(lawOf(LINKS, 60), [others, floodOf(30)], true)
  expect(engine.standingsOf('o1')[0]).toMatchObject({ slot: 'p', status: 'clear' })
  expect(engine.standings().filter(({ slot }) => slot === 'linked')).toEqual([])
  const back = floodOf(30).map(({ id, by }): Said => ({ id: `b${id}`, by, item: { k: 'withdraw', claim: id } }))
  engine.add(back)
  expect(engine.standings().filter(({ slot }) => slot === 'linked')).toEqual([])
})
