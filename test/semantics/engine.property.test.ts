/** Laws of the engine: what it reports is a function of what was said, however and whenever it was told. */
import { fc } from '../seeded.ts'
import { expect, test } from 'vitest'
import type { Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { knowledge, laws } from './arbitrary.ts'

const SLOTS = new Set(['p', 'q', 'r'])

const report = (engine: Engine): string =>
  JSON.stringify(
    [engine.conflicts(), engine.components(), engine.standings(), engine.incomplete(), engine.digest()],
    null,
    1,
  )

function judged(law: Law, batches: readonly (readonly Said[])[]): string {
  const engine = createEngine(law, SLOTS)
  for (const batch of batches) engine.add(batch)
  return report(engine)
}

test('[SEM5] order, batching and repetition change nothing', () => {
  const cases = fc.record({ law: laws, said: knowledge(12) }).chain(({ law, said }) =>
    fc.record({
      law: fc.constant(law),
      said: fc.constant(said),
      shuffled: fc.shuffledSubarray([...said], { minLength: said.length, maxLength: said.length }),
      again: fc.subarray([...said]),
      cut: fc.nat(said.length),
    }),
  )
  fc.assert(
    fc.property(cases, ({ law, said, shuffled, again, cut }) => {
      const whole = judged(law, [said])
      expect(judged(law, [shuffled.slice(0, cut), [...again], shuffled.slice(cut)])).toBe(whole)
      expect(
        judged(
          law,
          shuffled.map((one) => [one]),
        ),
      ).toBe(whole)
    }),
    { numRuns: 100 },
  )
}, 120_000)

test('[SEM6] after every change the engine reports what a new one reports', () => {
  fc.assert(
    fc.property(laws, knowledge(10), (law, said) => {
      const engine = createEngine(law, SLOTS)
      said.forEach((one, at) => {
        engine.add([one])
        expect(report(engine)).toBe(judged(law, [said.slice(0, at + 1)]))
      })
    }),
    { numRuns: 30 },
  )
}, 120_000)
