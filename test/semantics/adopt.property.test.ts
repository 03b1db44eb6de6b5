/** Adopting laws: an engine whose law changes judges as one that never had another. */
import { expect, test } from 'vitest'
import type { Law, Policy } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { fc } from '../seeded.ts'
import { runs, TIMEOUT_MS } from '../reference/runs.ts'
import { knowledge, laws } from './arbitrary.ts'
import { reportOf } from './properties/judgement.ts'

/** The slots that a case names; a realm's are those of its law, so they change with it. */
const slots = fc.constantFrom(new Set(['p', 'q', 'r']), undefined)

/** One thing that happens to an engine. */
type Step = { readonly law: Law } | { readonly said: Said } | { readonly exclude: string }

const policies: fc.Arbitrary<Partial<Policy>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.record({ quality: fc.constantFrom({}, { dan: 300_000, ann: 0 }, { bob: 400_000 }) }),
  fc.record({ closed: fc.boolean() }),
  fc.record({
    steps: fc.record({
      perRule: fc.constantFrom(3, 6, 2_000_000),
      perComponent: fc.constantFrom(2, 20_000),
      forks: fc.constantFrom(1, 16),
    }),
  }),
)
const NOT_RULES = ['lone(X, 1) :- p(X, Y), not q(X, Y).', 'q(X, 3) :- p(X, 1), not r(X, 1).', 'far(X, Y) :- near(X, Z).']
const changedLaws = fc.tuple(laws, policies, fc.subarray(NOT_RULES)).map(
  ([law, policy, rules]): Law => ({ ...law, rules: [...law.rules, ...rules], policy: { ...law.policy, ...policy } }),
)

/** A law and a few that resemble it: what stays must be told apart from what changes. */
const lawsAlike = fc.tuple(changedLaws, fc.array(changedLaws, { maxLength: 2 }), fc.array(fc.nat(3), { maxLength: 4 })).map(
  ([first, others, parts]): Law[] => {
    const mixed = others.map((other, at) => {
      const part = parts[at] ?? 0
      return {
        types: part === 1 ? first.types : other.types,
        slots: part === 2 ? first.slots : other.slots,
        rules: part === 3 ? first.rules : other.rules,
        policy: part === 0 ? other.policy : { ...first.policy, una: other.policy.una },
      }
    })
    return [first, ...mixed]
  },
)

const histories = fc
  .record({
    slots,
    laws: lawsAlike,
    said: knowledge(9),
    at: fc.array(fc.nat(12), { maxLength: 4 }),
    out: fc.option(fc.constantFrom('ann', 'eve')),
  })
  .map(({ slots: named, laws: all, said, at, out }) => {
    const steps: Step[] = said.map((one) => ({ said: one }))
    at.forEach((place, index) => steps.splice(place, 0, { law: all[index % all.length]! }))
    if (out !== null) steps.splice(at[0] ?? 0, 0, { exclude: out })
    return { named, first: all.at(-1)!, steps }
  })

function take(engine: Engine, step: Step): void {
  if ('law' in step) engine.adopt(step.law)
  else if ('said' in step) engine.add([step.said])
  else engine.exclude(step.exclude)
}

/** An engine that only ever had the law that is in force in the end. */
function afresh(named: ReadonlySet<string> | undefined, first: Law, steps: readonly Step[]): Engine {
  const law = steps.reduce((held, step) => ('law' in step ? step.law : held), first)
  const engine = createEngine(law, named)
  for (const step of steps) if (!('law' in step)) take(engine, step)
  return engine
}

const allOf = (engine: Engine): string => `${reportOf(engine)}${JSON.stringify(engine.refused())}`

test('[SEM36] after any history of claims and laws the engine is one that only ever had the last law', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(histories, ({ named, first, steps }) => {
      const engine = createEngine(first, named)
      for (const step of steps) take(engine, step)
      expect(allOf(engine)).toBe(allOf(afresh(named, first, steps)))
    }),
    runs(200),
  )
})

test('[SEM36] and it is so after every single step, whatever was read in between', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(histories, ({ named, first, steps }) => {
      const engine = createEngine(first, named)
      steps.forEach((step, at) => {
        take(engine, step)
        expect(allOf(engine)).toBe(allOf(afresh(named, first, steps.slice(0, at + 1))))
      })
    }),
    runs(60),
  )
})
