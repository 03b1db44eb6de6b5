/** Order and independence: the same bytes however a case is listed, and nothing from a trace that does not hold. */
import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { judgeCase, type JudgementOut } from '../../../src/semantics/case.ts'
import type { Trace } from '../../../src/traces/trace.ts'
import { drawTraces } from '../../reference/draw-traces.ts'
import { drawWorld } from '../../reference/draw.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import type { World } from '../../reference/world.ts'
import { shuffle } from '../solver/shapes.ts'
import { caseOf } from './cases.ts'

function drawn(seed: number): { readonly world: World; readonly traces: readonly Trace[] } {
  const world = drawWorld(`order/${seed}`, { claims: 6, reasons: true, changes: seed % 2 === 0 })
  return { world, traces: drawTraces(String(seed), world, 6) }
}

test('[SEM514] claims, traces, steps and uses in any order give the same bytes', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(nat(), nat(), (seed, other) => {
      const { world, traces } = drawn(seed)
      const random = createRandom(`listing/${other}`)
      const listed = traces.map((trace) => ({
        ...trace,
        steps: shuffle(
          random,
          trace.steps.map((step) => ({ ...step, uses: shuffle(random, [...step.uses, ...step.uses.slice(0, 1)]) })),
        ),
      }))
      const plain = judgeCase(caseOf(world, traces))
      const shuffled = judgeCase(caseOf({ ...world, said: shuffle(random, [...world.said]) }, shuffle(random, listed)))
      expect(JSON.stringify(shuffled)).toBe(JSON.stringify(plain))
    }),
    runs(30),
  )
})

test('[SEM507] what is not ok leaves everything but its own coherence as it is', { timeout: TIMEOUT_MS }, () => {
  const rest = (judgement: JudgementOut): string => JSON.stringify({ ...judgement, coherence: [], digest: '' })
  assert(
    property(nat(), (seed) => {
      const { world, traces } = drawn(seed)
      const judged = judgeCase(caseOf(world, traces))
      const ok = new Set(judged.coherence.flatMap((one) => (one.ok ? [one.trace] : [])))
      const sound = judgeCase({ ...caseOf(world, traces), traces: traces.filter(({ id }) => ok.has(id)) })
      expect(rest(sound)).toBe(rest(judged))
    }),
    runs(30),
  )
})

test('[SEM507] a trace that is not ok changes no goal, whatever it concludes', { timeout: TIMEOUT_MS }, () => {
  const broken: Trace['steps'] = [
    { id: 's', text: '', uses: [], checks: [{ k: 'arith', expr: '1+1', value: '3', round: false }], gives: undefined },
  ]
  assert(
    property(nat(), nat({ max: 5 }), (seed, at) => {
      const { world, traces } = drawn(seed)
      const more = { ...traces[at]!, id: 'more', by: 'eve', steps: broken }
      expect(judgeCase(caseOf(world, [...traces, more])).goals).toEqual(judgeCase(caseOf(world, traces)).goals)
    }),
    runs(30),
  )
})

test('[SEM501] whether a trace holds is a matter of what it says and rests on, not of other traces', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(nat(), (seed) => {
      const { world, traces } = drawn(seed)
      const ids = new Set(traces.map(({ id }) => id))
      const free = traces.filter(({ steps }) => !steps.some(({ uses }) => uses.some((used) => ids.has(used))))
      const together = judgeCase(caseOf(world, traces)).coherence
      for (const trace of free) {
        const [alone] = judgeCase({ ...caseOf(world, traces), traces: [trace] }).coherence
        const held = together.find((one) => one.trace === trace.id)
        expect({ ...held, against: [] }).toEqual({ ...alone, against: [] })
      }
    }),
    runs(20),
  )
})
