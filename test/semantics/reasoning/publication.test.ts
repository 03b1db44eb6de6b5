/** Publication by hand: one vote for each session, drafts that change nothing, and traces that do not hold. */
import { describe, expect, test } from 'vitest'
import type { Said } from '../../../src/frames/item.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import type { Statement } from '../../../src/frames/statement.ts'
import { showValue } from '../../../src/frames/value.ts'
import type { Step, Trace } from '../../../src/traces/trace.ts'
import { itemsOf } from './published.ts'

function engineOf(...said: readonly (readonly Said[])[]): Engine {
  const law = readLaw({ slots: { answer: [{ k: 'atMost', n: 1 }] } })
  if (!law.ok) throw new Error(law.error.why)
  const engine = createEngine(law.value)
  engine.add(said.flat())
  return engine
}

const answer = (value: number): Statement => ({ frame: 'q', slot: 'answer', value, not: false })
const traceOf = (id: string, by: string, value: number, more: Partial<Step> = {}): Trace => {
  const step: Step = { id: 's', text: `by ${by}`, uses: [], checks: [], gives: undefined, ...more }
  return { id, by, goal: 'q', concludes: answer(value), steps: [step] }
}
const standing = (engine: Engine): readonly string[] =>
  engine.standingsOf('q').map(({ value, status, weight }) => `${showValue(value)} ${status} ${weight}`)

describe('votes', () => {
  test('[SEM523] who finishes the session of another adds no vote, and a different conclusion stays beside', () => {
    const twice = [itemsOf(traceOf('t1', 'ann', 1), 'one'), itemsOf(traceOf('t2', 'bob', 1), 'one')]
    expect(standing(engineOf(...twice))).toEqual(['1 clear 1000000'])
    expect(standing(engineOf(...twice, itemsOf(traceOf('t3', 'cat', 1), 'another')))).toEqual(['1 clear 2000000'])
    const split = engineOf(...twice, itemsOf(traceOf('t4', 'bob', 2), 'one'))
    expect(standing(split)).toEqual(['1 undecided 1000000', '2 undecided 1000000'])
    expect(split.goals()).toMatchObject([{ goal: 'q', status: 'undecided', classes: [{ traces: {} }, { traces: {} }] }])
  })

  test('[SEM523] when the one who has the vote takes it back, the other has it', () => {
    const engine = engineOf(itemsOf(traceOf('t1', 'ann', 1), 'one'), itemsOf(traceOf('t2', 'bob', 1), 'one'))
    engine.add([{ id: 'w', by: 'ann', item: { k: 'withdraw', claim: 't1' } }])
    expect(standing(engine)).toEqual(['1 clear 1000000'])
    engine.exclude('bob')
    expect(standing(engine)).toEqual([])
  })
})

describe('drafts', () => {
  test('[SEM524] steps without a conclusion are seen in the session and nowhere else', () => {
    const draft = itemsOf(traceOf('t1', 'ann', 1, { gives: answer(9) })).slice(0, -1)
    const engine = engineOf(draft)
    expect(engine.digest()).toBe(engineOf().digest())
    expect([engine.frames(), engine.traces(), engine.goals()]).toEqual([[], [], []])
    expect(engine.archive.session('session of t1')?.steps).toHaveLength(1)
  })
})

describe('traces that do not hold', () => {
  test('[SEM525] false arithmetic weighs nothing, changes the digest, and says why', () => {
    const engine = engineOf(itemsOf(traceOf('t1', 'ann', 1, { checks: [{ k: 'arith', expr: '1+1', value: '3', round: false }] })))
    expect(standing(engine)).toEqual([])
    expect(engine.traceOf('t1')).toMatchObject({ ok: false, badSteps: [{ step: 't1/s', why: '1+1 is 2, not 3' }] })
    expect(engine.digest()).not.toBe(engineOf().digest())
  })

  test('[SEM525] a premise that is missing is waited for, and one taken back takes the conclusion along', () => {
    const engine = engineOf(itemsOf(traceOf('t1', 'ann', 1, { uses: ['c1'] })))
    expect(engine.traceOf('t1')).toMatchObject({ ok: false, missing: ['c1'] })
    engine.add([{ id: 'c1', by: 'bob', item: { k: 'claim', frame: 'd', slot: 'answer', value: 1 } }])
    expect([standing(engine), engine.traceOf('t1')?.ok]).toEqual([['1 clear 1000000'], true])
    engine.add([{ id: 'w', by: 'bob', item: { k: 'withdraw', claim: 'c1' } }])
    expect([standing(engine), engine.traceOf('t1')?.missing]).toEqual([[], ['c1']])
  })
})
