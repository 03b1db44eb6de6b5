/** Cases: random whole files: judged the same in every order, and each conflict can be checked by hand from the claims that it names. */
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { judgeCase, readCase, type JudgementOut } from '../../../src/semantics/case.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { shuffle } from '../solver/shapes.ts'
import { drawCase, type DrawnCase } from './draw-case.ts'

const judgedCase = (body: DrawnCase): JudgementOut => {
  const read = readCase(JSON.stringify({ tracord: 'case/1', ...body }))
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
  return judgeCase(read.value)
}

/** Every world that is tried, by its seed. */
const each = (count: number, look: (drawn: DrawnCase, seed: string) => void): void => {
  for (let at = 0; at < (runs(count).numRuns ?? 0); at++) {
    const seed = `case/${process.env['TRACORD_SEED'] ?? 1}/${at}`
    look(drawCase(createRandom(seed)), seed)
  }
}

const timeout = { timeout: TIMEOUT_MS }

test('[SEM450] a case has one digest, whatever the order of its lists', timeout, () => {
  each(150, (drawn, seed) => {
    const random = createRandom(`order/${seed}`)
    const mixed = <T>(list: readonly T[]): T[] => shuffle(random, [...list])
    const { types, rules, claims, undercut, withdraw, slots } = drawn
    const other = {
      ...drawn,
      types: mixed(types),
      rules: mixed(rules),
      claims: mixed(claims),
      undercut: mixed(undercut),
      withdraw: mixed(withdraw),
      slots: Object.fromEntries(mixed(Object.entries(slots))),
    }
    expect(judgedCase(other).digest, seed).toBe(judgedCase(drawn).digest)
  })
})

test('[SEM450] the claims of a conflict are one by themselves, and none without any of them', timeout, () => {
  let found = 0
  each(150, (drawn, seed) => {
    const { conflicts, components } = judgedCase(drawn)
    const listed = new Set(components.flatMap((component) => component.conflicts))
    const only = (ids: readonly string[]): DrawnCase => ({
      ...drawn,
      claims: drawn.claims.filter(({ id }) => ids.includes(id)),
      undercut: drawn.undercut.filter(({ id }) => ids.includes(id)),
    })
    const broken = (ids: readonly string[]): number => judgedCase(only(ids)).conflicts.filter(({ claims }) => claims.length > 0).length
    // Under unique names a word that two names are one takes conflicts away: with fewer claims there may be more of them.
    const isMonotone = !drawn.policy.una || !JSON.stringify([drawn.claims, drawn.rules]).includes('sameAs')
    for (const { claims, id, severity } of conflicts) {
      if (claims.length === 0) continue
      found++
      expect([seed, listed.has(id), broken(claims) > 0]).toEqual([seed, true, true])
      if (!isMonotone || severity === 'soft') continue
      for (const left of claims) expect([seed, left, broken(claims.filter((claim) => claim !== left))]).toEqual([seed, left, 0])
    }
  })
  expect(found).toBeGreaterThan(0)
})

test('[SEM451] a case judged at an instant stands as the case of all time does then', timeout, () => {
  each(150, (drawn, seed) => {
    const { now: _now, ...policy } = drawn.policy
    const always = judgedCase({ ...drawn, policy })
    for (const day of ['03', '08', '14']) {
      const now = `2026-01-${day}T12:00:00Z`
      const show = ({ standings }: JudgementOut): string[] =>
        standings
          .filter(({ window: [from, until] }) => (from === null || from <= now) && (until === null || now < until))
          .map(({ window: _window, ...standing }) => JSON.stringify(standing))
          .sort()
      expect([seed, day, show(judgedCase({ ...drawn, policy: { ...policy, now } }))]).toEqual([seed, day, show(always)])
    }
  })
})
