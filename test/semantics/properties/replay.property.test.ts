/** Replay: mixed workloads told in shuffled orders, read in between or not: one digest each. `TRACORD_RUNS=10` replays 10,000. */
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../../src/base/random.ts'
import { sha256Hex } from '../../../src/base/hash.ts'
import type { Law } from '../../../src/frames/facet.ts'
import type { Said } from '../../../src/frames/item.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { drawWorld } from '../../reference/draw.ts'
import { lawOf, slotsOf, type World } from '../../reference/world.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { shuffle } from '../solver/shapes.ts'
import { reportOf } from './judgement.ts'

/** One thing that is done to an engine; further kinds go here, and nowhere else. */
type Step = (engine: Engine) => void

/** A law, what happens under it in any order, and everything that counts in the end. */
interface Workload {
  readonly law: Law
  readonly slots: ReadonlySet<string>
  readonly steps: readonly Step[]
}

/** Shuffles of each workload. */
const SHUFFLES = 5

/**
 * Claims with windows and confidences, withdrawals of one's own and of others' items, undercuts, one author in a few excluded; drawn over
 * worlds of facets, rules, premises and repetition.
 */
function drawWorkload(seed: string): Workload {
  const random = createRandom(`workload/${seed}`)
  const world: World = drawWorld(`workload/${seed}`, { claims: 4 + random.below(16), reasons: true, changes: true })
  const items = world.said.map((entry) => varied(entry, createRandom(`${seed}/${entry.id}`)))
  const excluded = random.below(4) === 0 ? ['dan'] : []
  const say = (entry: Said): Step => (engine) => engine.add([entry])
  const exclude = (author: string): Step => (engine) => engine.exclude(author)
  return { law: lawIn(world, random), slots: slotsOf(world), steps: [...items.map(say), ...excluded.map(exclude)] }
}

/** `random` is that of the item's id: what is repeated stays the same. */
function varied(entry: Said, random: Random): Said {
  if (entry.item.k !== 'claim') return entry
  const from = random.below(20)
  const valid = random.below(3) === 0 ? { valid: [from, from + 1 + random.below(20)] as const } : {}
  return { ...entry, item: { ...entry.item, ...valid, confidence: [0, 300, 500, 1_000][random.below(4)]! } }
}

function lawIn(world: World, random: Random): Law {
  const law = lawOf(world)
  const steps = { ...law.policy.steps, forks: 8 }
  const quality = { ann: [0, 250_000, 1_000_000][random.below(3)]! }
  return { ...law, policy: { ...law.policy, una: random.below(2) === 0, closed: random.below(2) === 0, quality, steps } }
}

function digestOf({ law, slots }: Workload, order: readonly Step[], random: Random | undefined): string {
  const engine = createEngine(law, slots)
  for (const step of order) {
    step(engine)
    const read = random?.below(6)
    if (read === 0) engine.standings()
    if (read === 1) engine.digest()
    if (read === 2) engine.news()
  }
  return sha256Hex(reportOf(engine))
}

test('[SEM442] a mixed workload has one digest, whatever the order and whatever is read in between', { timeout: TIMEOUT_MS * 10 }, () => {
  const workloads = runs(200).numRuns ?? 0
  const seen = new Set<string>()
  for (let at = 0; at < workloads; at++) {
    const seed = `${process.env['TRACORD_SEED'] ?? 1}/${at}`
    const workload = drawWorkload(seed)
    const expected = digestOf(workload, workload.steps, undefined)
    seen.add(expected)
    for (let shuffled = 0; shuffled < SHUFFLES; shuffled++) {
      const random = createRandom(`shuffle/${seed}/${shuffled}`)
      const repeated = workload.steps.filter(() => random.below(8) === 0)
      const digest = digestOf(workload, shuffle(random, [...workload.steps, ...repeated]), random)
      expect(digest, `workload ${seed}, shuffle ${shuffled}`).toBe(expected)
    }
  }
  expect(seen.size, 'workloads that are told apart').toBeGreaterThan(workloads * 0.95)
})

test('[SEM442] a replay that leaves one step out is told apart', { timeout: TIMEOUT_MS }, () => {
  const noticed = Array.from({ length: 40 }, (_, at) => drawWorkload(`less/${at}`)).filter(
    (workload) => digestOf(workload, workload.steps, undefined) !== digestOf(workload, workload.steps.slice(1), undefined),
  )
  expect(noticed.length).toBeGreaterThan(20)
})
