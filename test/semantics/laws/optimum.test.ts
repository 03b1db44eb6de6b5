/** Optimum: what the engine gives up over hundreds of conflicts weighs what an integer programming solver says must be given up. */
import highs from 'highs'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { lawOf } from '../../reference/world.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Said } from '../../../src/frames/item.ts'

// Its types describe the CommonJS build, where the loader is one level deeper than in the module that Node loads.
const load = highs as unknown as typeof highs.default
const EMPTY = { clauses: [], facets: [], types: [], quality: {}, said: [] }

test.each([
  [100, 110],
  [200, 220],
  [280, 300],
])('[SEM449] %i claims in %i conflicts: the first forks cost the optimum of HiGHS', { timeout: 120_000 }, async (claims, conflicts) => {
  const random = createRandom(`optimum/${claims}`)
  const weights = Array.from({ length: claims }, () => 100 + 10 * random.below(90))
  const pairs = new Map<string, readonly [number, number]>()
  for (let at = 1; pairs.size < conflicts; at++) {
    const [a, b] = [at < claims ? random.below(at) : random.below(claims), at < claims ? at : random.below(claims)]
    if (a !== b) pairs.set([a, b].sort().join(), [a, b])
  }
  const edges = [...pairs.values()].map(([a, b]) => `edge(ref("x${a}"), ref("x${b}")).`)
  const law = { ...lawOf(EMPTY), rules: [':- p(X, 1), p(Y, 1), edge(X, Y).', ...edges] }
  const steps = { ...law.policy.steps, forks: 1 }
  const engine = createEngine({ ...law, policy: { ...law.policy, steps } }, new Set(['p']))
  engine.add(
    weights.map((confidence, at): Said => ({
      id: `c${at}`,
      by: `a${at}`,
      item: { k: 'claim', frame: `x${at}`, slot: 'p', value: 1, confidence },
    })),
  )
  expect(engine.conflicts()).toHaveLength(conflicts)
  expect(engine.components().every(({ exact }) => exact)).toBe(true)
  const given = engine.components().reduce((sum, { forks }) => sum + BigInt(forks[0]!.cost), 0n)
  const cost = weights.map((weight, at) => `${weight} x${at}`).join(' + ')
  const rows = [...pairs.values()].map(([a, b], at) => `c${at}: x${a} + x${b} >= 1`).join('\n')
  const names = weights.map((_, at) => `x${at}`).join('\n')
  const solved = (await load()).solve(`Minimize\nobj: ${cost}\nSubject To\n${rows}\nBinary\n${names}\nEnd`)
  expect(Number(given / 1_000n)).toBe(Math.round(solved.ObjectiveValue))
})
