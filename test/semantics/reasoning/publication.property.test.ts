/** Publication: traces said item by item come to what a case with the same traces comes to, in any order and after any changes. */
import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { sha256Hex } from '../../../src/base/hash.ts'
import type { Said } from '../../../src/frames/item.ts'
import { judgeCase } from '../../../src/semantics/case.ts'
import { writeGoals } from '../../../src/semantics/case/reasoned.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { drawTraces } from '../../reference/draw-traces.ts'
import { drawWorld } from '../../reference/draw.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { lawOf } from '../../reference/world.ts'
import { caseOf } from './cases.ts'
import { itemsOf } from './published.ts'

const shuffled = <T>(list: readonly T[], seed: string): readonly T[] =>
  list
    .map((one, at) => [sha256Hex(`${seed}/${at}`), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)

const stateOf = (engine: Engine): unknown => ({
  traces: engine.traces(),
  goals: engine.goals(),
  conflicts: engine.conflicts(),
  standings: engine.standings(),
  digest: engine.digest(),
})

test('[SEM521] traces published item by item, in any order, judge as a case with the same traces', { timeout: TIMEOUT_MS }, () => {
  let [sound, unsound] = [0, 0]
  assert(
    property(nat(), (seed) => {
      const world = drawWorld(`publication/${seed}`, { claims: 5, reasons: seed % 3 === 0, changes: seed % 2 === 0 })
      const traces = drawTraces(String(seed), world, 6)
      const input = caseOf(world, traces)
      const judgement = judgeCase(input)
      const engine = createEngine(input.law, input.slots)
      for (const one of shuffled([...world.said, ...traces.flatMap((trace) => itemsOf(trace))], `order/${seed}`)) engine.add([one])
      const ok = judgement.coherence.flatMap((one) => (one.ok ? [one.trace] : [])).sort()
      expect(engine.traces().flatMap(({ ok: isOk, trace }) => (isOk ? [trace.id] : []))).toEqual(ok)
      expect(writeGoals(engine.goals())).toEqual(judgement.goals)
      expect(
        engine
          .conflicts()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(judgement.conflicts.map(({ id }) => id).sort())
      expect(engine.standings().map(({ frame, slot, status, weight }) => `${frame}.${slot} ${status} ${weight}`).sort()).toEqual(
        judgement.standings.map(({ frame, slot, status, weight }) => `${frame}.${slot} ${status} ${weight}`).sort(),
      )
      sound += ok.length
      unsound += traces.length - ok.length
    }),
    runs(150),
  )
  expect(Math.min(sound, unsound)).toBeGreaterThan(50)
})

test('[SEM522] what was published before the law changed or an author was found out is judged anew', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(nat(), (seed) => {
      const random = createRandom(`anew/${seed}`)
      const worlds = [0, 1].map((at) => drawWorld(`anew/${seed}/${at}`, { claims: 5, reasons: false, changes: true }))
      const [world, other] = [worlds[0]!, worlds[1]!]
      const input = caseOf(world, drawTraces(String(seed), world, 6))
      const said = shuffled([...world.said, ...drawTraces(String(seed), world, 6).flatMap((trace) => itemsOf(trace))], `order/${seed}`)
      const laws = [input.law, lawOf(other)]
      const events: readonly ({ readonly said: Said } | { readonly law: number } | { readonly exclude: string })[] = [
        ...said.map((one) => ({ said: one })),
        ...[{ law: random.below(2) }, { law: random.below(2) }, ...(random.below(2) === 0 ? [{ exclude: 'bob' }] : [])],
      ]
      const engine = createEngine(laws[0]!, input.slots)
      let law = 0
      const [seen, out]: [Said[], Set<string>] = [[], new Set()]
      for (const event of shuffled(events, `events/${seed}`)) {
        if ('said' in event) {
          engine.add([event.said])
          seen.push(event.said)
        } else if ('law' in event) {
          law = event.law
          engine.adopt(laws[law]!)
        } else {
          engine.exclude(event.exclude)
          out.add(event.exclude)
        }
      }
      const fresh = createEngine(laws[law]!, input.slots)
      for (const author of out) fresh.exclude(author)
      fresh.add(seen.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      expect(stateOf(engine)).toEqual(stateOf(fresh))
    }),
    runs(150),
  )
})
