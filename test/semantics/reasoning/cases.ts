/** Cases for tests of reasoning: written as a file, or made from a world of the reference. */
import { judgeCase, readCase, type JudgementOut } from '../../../src/semantics/case.ts'
import type { Case } from '../../../src/semantics/case/case.ts'
import type { Trace } from '../../../src/traces/trace.ts'
import { lawOf, slotsOf, type World } from '../../reference/world.ts'

/** The judgement of a case as a file has it, without its first line. */
export function judged(body: object): JudgementOut {
  const read = readCase(JSON.stringify({ tracord: 'case/1', ...body }))
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
  return judgeCase(read.value)
}

/** A world with traces over it as a case that asks for both goals. */
export function caseOf(world: World, traces: readonly Trace[]): Case {
  const given = traces.flatMap(({ concludes, steps }) => [concludes, ...steps.map(({ gives }) => gives)])
  const named = given.flatMap((statement) => (statement === undefined ? [] : [statement.slot]))
  return {
    law: lawOf(world),
    slots: new Set([...slotsOf(world), ...named]),
    now: undefined,
    said: world.said,
    traces,
    asks: [
      { k: 'goal', goal: 'g0' },
      { k: 'goal', goal: 'g1' },
    ],
  }
}
