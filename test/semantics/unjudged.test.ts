/** Domains that are not held: what touches them is named, and nothing about them is guessed. */
import { expect, test } from 'vitest'
import { domainOf } from '../../src/frames/name.ts'
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { fc } from '../seeded.ts'
import { knowledge, laws } from './arbitrary.ts'
import { reportOf } from './properties/judgement.ts'

const law = (part: Partial<Law>): Law => ({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...part })
const claim = (id: string, frame: string, slot: string, value: Value, more: object = {}): Said => ({
  id,
  by: 'ann',
  item: { k: 'claim', frame, slot, value, ...more },
})

/** An engine that holds the domain `main` only. */
function partial(part: Partial<Law>, said: readonly Said[]): Engine {
  const engine = createEngine(law(part))
  engine.hold(['main'])
  engine.add(said)
  return engine
}

const RULE = ':- state(D, "closed"), via(R, D). % a route may not pass a closed door'
const away = { ref: 'site/d1' }

test('[SEM81] a rule that asks of a frame not held is named with frame and domain', () => {
  const engine = partial({ rules: [RULE] }, [
    claim('1', 'r7', 'via', away),
    claim('2', 'r8', 'via', { ref: 'd2' }),
    claim('3', 'd2', 'state', 'closed'),
  ])
  expect(engine.unjudged()).toEqual([{ by: { rule: 'a route may not pass a closed door' }, frame: 'site/d1', domain: 'site' }])
  expect(engine.conflicts()).toHaveLength(1)
  engine.hold(['main', 'site'])
  expect(engine.unjudged()).toEqual([])
})

test('[SEM81] facets that conclude or ask something of a frame not held are named', () => {
  const slots = {
    via: [{ k: 'inverse', of: 'used' }],
    part: [{ k: 'transitive' }],
    near: [{ k: 'atMost', n: 1, of: 'Door' }],
  } as const
  const by = (said: readonly Said[]): unknown[] =>
    partial({ slots }, said)
      .unjudged()
      .map((one) => ('by' in one ? one.by : one))
  expect(by([claim('1', 'r7', 'via', away)])).toEqual([{ facet: 'inverse', slot: 'via' }])
  expect(by([claim('1', 'a', 'part', away)])).toEqual([{ facet: 'transitive', slot: 'part' }])
  expect(by([claim('1', 'a', 'near', away)])).toEqual([{ facet: 'atMost', slot: 'near' }])
  expect(by([claim('1', 'a', 'sameAs', away)])).toEqual([{ builtin: 'sameAs' }])
  expect(by([claim('1', 'a', 'near', { ref: 'b' }), claim('2', 'b', 'color', away)])).toEqual([])
})

test('[SEM81] a claim whose premises are elsewhere is named', () => {
  const engine = partial({}, [
    claim('1', 'a', 'p', 1, { because: ['far'] }),
    claim('2', 'site/b', 'p', 1),
    claim('3', 'a', 'q', 1, { because: ['2'] }),
    claim('4', 'a', 'r', 1),
    claim('5', 'a', 's', 1, { because: ['4'] }),
  ])
  expect(engine.unjudged()).toHaveLength(2)
  expect(engine.unjudged()).toContainEqual({ claim: '1', frame: null, domain: null })
  expect(engine.unjudged()).toContainEqual({ claim: '3', frame: 'site/b', domain: 'site' })
})

test('[SEM83] what stands in a domain not held is unknown, and so is an answer that rests on it', () => {
  const engine = partial({ slots: { via: [{ k: 'inverse', of: 'used' }] } }, [claim('1', 'r7', 'via', away)])
  expect(engine.standings().map(({ frame, status }) => [frame, status])).toEqual([
    ['r7', 'clear'],
    ['site/d1', 'unknown'],
  ])
  const answers = engine.query('used(D, R)')
  expect(answers.ok && answers.value.answers.map(({ status }) => status)).toEqual(['unknown'])
})

test('[SEM83] rules with `not` conclude nothing from what is not known over there', () => {
  const rules = ['free(R, true) :- via(R, D), not shut(D, true).']
  const said = [claim('1', 'r7', 'via', away), claim('2', 'r8', 'via', { ref: 'd2' })]
  const free = (engine: Engine): number => engine.standings().filter(({ slot }) => slot === 'free').length
  expect(free(partial({ rules }, said))).toBe(0)
  expect(partial({ rules }, said).unjudged()).toMatchObject([{ frame: 'site/d1' }])
  expect(free(partial({ rules }, said.slice(1)))).toBe(1)
})

test('[SEM83] nothing is missing of frames that are not held', () => {
  const policy = { ...DEFAULT_POLICY, closed: true }
  const types = [
    {
      id: 'Route',
      slots: {
        via: [
          { k: 'instanceOf', type: 'Door' },
          { k: 'atLeast', n: 1 },
        ],
      },
    },
  ] as const
  const engine = partial({ types, policy }, [
    claim('1', 'r7', 'type', 'Route'),
    claim('2', 'r7', 'via', away),
    claim('3', 'site/r9', 'type', 'Route'),
  ])
  expect(engine.incomplete()).toEqual([])
  expect([...new Set(engine.unjudged().map((one) => one.frame))].sort()).toEqual(['site/d1', 'site/r9'])
})

test('[SEM82] where all domains are held nothing changes, the digest included', () => {
  fc.assert(
    fc.property(laws, knowledge(10), (some, said) => {
      const slots = new Set(['p', 'q', 'r'])
      const [plain, holding] = [createEngine(some, slots), createEngine(some, slots)]
      holding.hold(['site'])
      plain.add(said)
      holding.add(said)
      holding.hold(null)
      expect(reportOf(holding)).toBe(reportOf(plain))
      expect(holding.unjudged()).toEqual([])
    }),
  )
})

test('[SEM82] what is not judged is in the digest, and neither order nor repetition changes it', () => {
  const moved = (said: readonly Said[]): readonly Said[] =>
    JSON.parse(
      JSON.stringify(said).replaceAll('"ref":"c"', '"ref":"site/c"').replaceAll('"frame":"c"', '"frame":"site/c"'),
    ) as Said[]
  fc.assert(
    fc.property(laws, knowledge(10), (some, drawn) => {
      const said = moved(drawn)
      const slots = new Set(['p', 'q', 'r'])
      const [one, other, whole] = [createEngine(some, slots), createEngine(some, slots), createEngine(some, slots)]
      for (const engine of [one, other]) engine.hold(['main'])
      one.add(said)
      for (const item of said.toReversed()) other.add([item, item])
      whole.add(said)
      expect(other.unjudged()).toEqual(one.unjudged())
      expect(other.digest()).toBe(one.digest())
      expect(one.digest()).not.toBe(whole.digest())
      for (const entry of one.unjudged()) expect(entry.frame === null || domainOf(entry.frame) === 'site').toBe(true)
    }),
  )
})
