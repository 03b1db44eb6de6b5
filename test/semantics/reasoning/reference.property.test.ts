/** The naive reference agrees: which traces hold, which conclusions mean the same and weigh how much, by how many routes. */
import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { judgeCase } from '../../../src/semantics/case.ts'
import { drawTraces } from '../../reference/draw-traces.ts'
import { drawWorld } from '../../reference/draw.ts'
import { reasonByBrute } from '../../reference/reason.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { caseOf } from './cases.ts'

test(
  '[SEM501] [SEM508] [SEM509] [SEM512] coherence, classes, weights and routes are those of brute force',
  { timeout: TIMEOUT_MS },
  () => {
    let [worlds, looked, goals, merged] = [0, 0, 0, 0]
    assert(
      property(nat(), (seed) => {
        worlds++
        const world = drawWorld(`reason/${seed}`, { claims: 5, reasons: seed % 3 === 0, changes: seed % 2 === 0 })
        const traces = drawTraces(String(seed), world, 6)
        const expected = reasonByBrute(world, traces)
        if (expected === undefined) return
        const judgement = judgeCase(caseOf(world, traces))
        const ok = judgement.coherence.flatMap((one) => (one.ok ? [one.trace] : [])).sort()
        expect(ok).toEqual(expected.ok)
        const found = judgement.goals.map(({ goal, classes, routes }) => ({
          goal,
          classes: classes.map(({ traces: of, weight }) => `${of.join(' ')} = ${weight}`).sort(),
          routes,
        }))
        expect(found.sort((a, b) => (a.goal < b.goal ? -1 : 1))).toEqual(expected.goals)
        looked++
        goals += expected.goals.length
        merged += judgement.goals.filter(({ classes }) => classes.some((one) => one.traces.length > 1)).length
      }),
      runs(150),
    )
    expect(Math.min(looked, goals, merged)).toBeGreaterThan(10 * Math.floor(worlds / 30))
  },
)
