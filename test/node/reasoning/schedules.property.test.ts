/** Schedules: crashes and cuts drawn by seed; no session is lost while one member lives, and no takeover counts twice. */
import { assert, asyncProperty, nat } from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import type { Module } from '../../../src/node/reasoning/module.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { moduleOf, networkOf, type Network } from './network.ts'

const NAMES = ['a', 'b', 'c', 'd'] as const
const STEPS = 5

/** Steps that take their time, each after the one before it, whoever made that. */
const relay = (network: () => Network): Module =>
  moduleOf('relay', async function* ({ goal, previous }) {
    const made = previous.filter(({ text }) => text.startsWith('step')).sort((x, y) => (x.text < y.text ? -1 : 1))
    let last = made.at(-1)?.id
    for (let at = made.length; at < STEPS; at++) {
      await new Promise<void>((resolve) => void network().clock.after(15, resolve))
      yield { id: `own ${at}`, text: `step ${at}`, uses: last === undefined ? [] : [last] }
      last = `own ${at}`
    }
    yield { concludes: { frame: `answer-${goal.goal}`, slot: 'state', value: 'done' } }
  })

test('[NOD224] whoever crashes and whenever, what was begun comes to one conclusion with one vote', { timeout: TIMEOUT_MS }, async () => {
  let [finished, taken] = [0, 0]
  await assert(
    asyncProperty(nat(), async (seed) => {
      const random = createRandom(`schedule/${seed}`)
      const network: Network = await networkOf(NAMES, {
        parts: Object.fromEntries(NAMES.map((name) => [name, { modules: [relay(() => network)] }])),
      })
      const living = new Set<string>(NAMES)
      const goals = ['g0', 'g1', 'g2'].slice(0, 1 + random.below(3))
      const cut: (readonly [string, string])[] = []
      for (const goal of goals) {
        const asker = network.member(NAMES[random.below(NAMES.length)]!)
        if (living.has(asker.name)) asker.reasoning.ask(goal, { model: 'nearest' }).then(undefined, () => undefined)
        await network.pass(random.below(60))
        if (random.below(2) === 0 && living.size > 1) {
          const victim = [...living][random.below(living.size)]!
          living.delete(victim)
          network.kill(victim)
        } else if (random.below(2) === 0) {
          const [one, other] = [NAMES[0], NAMES[1 + random.below(3)]!]
          if (living.has(one) && living.has(other)) cut.push([one, other])
          if (living.has(one) && living.has(other)) network.part(one, other)
        }
      }
      await network.pass(500)
      for (const [one, other] of cut) if (living.has(one) && living.has(other)) network.mend(one, other)
      await network.pass(6_000)
      for (const name of living) {
        const { core, reasoning } = network.member(name)
        for (const session of core.engine.archive.sessions()) {
          const record = core.engine.archive.session(session)!
          if (record.begun === undefined) continue
          const { goal } = record.begun.item
          // A loser of a hedge closes what it began; everything else is finished by somebody.
          if (record.closes.length > 0 && record.conclusions.length === 0) continue
          expect(record.conclusions.length).toBeGreaterThan(0)
          finished += 1
          if (record.handovers.length > 0) taken += 1
          const sessions = new Set(reasoning.traces().filter((one) => one.goal === goal).map((one) => one.session))
          const [standing] = core.engine.standingsOf(`answer-${goal}`)
          expect(Number(standing?.weight)).toBeLessThanOrEqual(sessions.size * 1_000_000)
        }
      }
      expect(new Set([...living].map((name) => network.member(name).core.certificate().digest)).size).toBe(1)
    }),
    runs(25),
  )
  expect(Math.min(finished, taken)).toBeGreaterThan(5)
})
