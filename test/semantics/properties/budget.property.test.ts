/** Budget: too little work allowed makes answers unknown, never wrong. */
import { assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { worlds } from '../../reference/draw.ts'
import { lawOf } from '../../reference/world.ts'
import { reportOf, statusByKey, told } from './judgement.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'

const reasoned = worlds({ reasons: true, changes: true }, 10)

test(
  '[SEM424] with fewer solver nodes a standing is the same or unknown, whatever the order',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(reasoned, integer({ min: 0, max: 3 }), (world, perComponent) => {
        const law = lawOf(world)
        const tight = { ...law, policy: { ...law.policy, steps: { ...law.policy.steps, perComponent } } }
        const full = statusByKey(told(world))
        const engine = told(world, world.said, tight)
        for (const [key, status] of statusByKey(engine))
          expect([key, [full.get(key), 'unknown'].includes(status)]).toEqual([key, true])
        expect(reportOf(told(world, [...world.said].reverse(), tight))).toBe(reportOf(engine))
      }),
      runs(40),
    )
  },
)

test(
  '[SEM425] a predicate with too many instances is cut, the same in any order, and what rests on it is not clear',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(reasoned, integer({ min: 1, max: 8 }), (world, perRule) => {
        const law = lawOf(world)
        const tight = { ...law, policy: { ...law.policy, steps: { ...law.policy.steps, perRule } } }
        const full = statusByKey(told(world))
        const engine = told(world, world.said, tight)
        const items = [...world.said].reverse()
        const stepwise = told(world, items.slice(0, 3), tight)
        stepwise.standings()
        stepwise.add(items.slice(3))
        expect(reportOf(stepwise)).toBe(reportOf(engine))
        for (const [key, status] of statusByKey(engine)) {
          if (!['unknown', 'clear', 'consensus', 'undecided'].includes(status))
            expect([key, full.get(key)]).toEqual([key, status])
        }
      }),
      runs(40),
    )
  },
)
