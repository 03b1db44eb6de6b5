/** Counting: entries that cease to count and count again; what is left is as if only what counts had ever been said. */
import { expect, test } from 'vitest'
import type { Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { fc } from '../seeded.ts'
import { runs, TIMEOUT_MS } from '../reference/runs.ts'
import { knowledge, laws } from './arbitrary.ts'
import { reportOf } from './properties/judgement.ts'

const SLOTS = new Set(['p', 'q', 'r'])

/** One thing that happens to an engine; every item of these worlds is an entry of its own. */
type Step =
  | { readonly add: Said }
  | { readonly shelve: Said }
  | { readonly discount: readonly string[] }
  | { readonly recount: readonly string[] }
  | { readonly exclude: string }
  | { readonly include: string }

const turns = fc.array(
  fc.tuple(
    fc.nat(20),
    fc.constantFrom('discount', 'recount', 'discount', 'recount', 'exclude', 'include'),
    fc.array(fc.nat(20), { maxLength: 5 }),
  ),
  { minLength: 1, maxLength: 8 },
)

const histories = fc.record({ law: laws, said: knowledge(9), shelved: fc.array(fc.nat(20), { maxLength: 3 }), turns }).map(
  ({ law, said, shelved, turns: all }) => {
    const steps: Step[] = said.map((one, at) => (shelved.includes(at) ? { shelve: one } : { add: one }))
    for (const [at, what, which] of all) {
      const ids = which.flatMap((index) => said[index % said.length]?.id ?? [])
      const who = said[(which[0] ?? 0) % said.length]?.by ?? 'ann'
      const isOfAuthor = what === 'exclude' || what === 'include'
      steps.splice(at, 0, { [what]: isOfAuthor ? who : ids } as unknown as Step)
    }
    return { law, steps }
  },
)

function take(engine: Engine, step: Step): void {
  if ('add' in step) engine.add([step.add])
  else if ('shelve' in step) engine.shelve([step.shelve])
  else if ('discount' in step) engine.discount(step.discount)
  else if ('recount' in step) engine.recount(step.recount)
  else if ('exclude' in step) engine.exclude(step.exclude)
  else engine.include(step.include)
}

/** An engine that is told only what counts in the end. */
function afresh(law: Law, steps: readonly Step[]): Engine {
  const [out, excluded] = [new Set<string>(), new Set<string>()]
  for (const step of steps) {
    if ('shelve' in step) out.add(step.shelve.id)
    else if ('discount' in step) step.discount.forEach((id) => out.add(id))
    else if ('recount' in step) step.recount.forEach((id) => out.delete(id))
    else if ('exclude' in step) excluded.add(step.exclude)
    else if ('include' in step) excluded.delete(step.include)
  }
  const engine = createEngine(law, SLOTS)
  const said = steps.flatMap((step) => ('add' in step ? [step.add] : 'shelve' in step ? [step.shelve] : []))
  engine.add(said.filter(({ id }) => !out.has(id)))
  for (const author of excluded) engine.exclude(author)
  return engine
}

const all = (engine: Engine): string => reportOf(engine) + engine.digest()

test('[SEM540] after any history of counting the engine is one that was only told what counts', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(histories, ({ law, steps }) => {
      const engine = createEngine(law, SLOTS)
      for (const step of steps) take(engine, step)
      expect(all(engine)).toBe(all(afresh(law, steps)))
    }),
    runs(200),
  )
})

test('[SEM540] and it is so after every single step, whatever was read in between', { timeout: TIMEOUT_MS }, () => {
  fc.assert(
    fc.property(histories, ({ law, steps }) => {
      const engine = createEngine(law, SLOTS)
      steps.forEach((step, at) => {
        take(engine, step)
        expect(all(engine)).toBe(all(afresh(law, steps.slice(0, at + 1))))
      })
    }),
    runs(60),
  )
})

test('[SEM541] quality is learned from what counts, and from sealed entries that count alone', () => {
  const law: Law = {
    types: [],
    slots: { state: [{ k: 'atMost', n: 1 }, { k: 'enum', values: ['open', 'shut'] }] },
    rules: [],
    policy: { una: true, quality: {}, learn: true, steps: { perRule: 2_000_000, perComponent: 20_000, forks: 16 }, closed: false },
  }
  const said = ['ann', 'bob', 'cyd'].flatMap((by) =>
    Array.from({ length: 60 }, (_, at): Said => {
      const isWrong = by === 'cyd' && at % 2 === 0
      return { id: `${by}${at}#0`, by, item: { k: 'claim', frame: `d${at}`, slot: 'state', value: isWrong ? 'shut' : 'open' } }
    }),
  )
  const engineOf = (told: readonly Said[], sealed: readonly Said[]): Engine => {
    const engine = createEngine(law)
    engine.add(told)
    engine.seal(sealed.map(({ id }) => id.slice(0, -2)))
    return engine
  }
  const without = said.filter(({ by }) => by !== 'cyd')
  const engine = engineOf(said, said)
  const before = engine.learned()
  expect(before).not.toEqual(engineOf(without, without).learned())
  const out = said.filter(({ by }) => by === 'cyd').map(({ id }) => id.slice(0, -2))
  engine.discount(out)
  expect(engine.learned()).toEqual(engineOf(without, without).learned())
  engine.recount(out)
  expect(engine.learned()).toEqual(before)
  engine.unseal(out)
  expect(engine.learned()).toEqual(engineOf(said, without).learned())
})
