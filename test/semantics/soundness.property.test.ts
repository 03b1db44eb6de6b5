/** Laws of what is found: explanations replay and are minimal, forks are consistent and leave nothing out, standings follow from them. */
import { fc } from '../seeded.ts'
import { expect, test } from 'vitest'
import type { Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Conflict } from '../../src/semantics/judgement.ts'
import { knowledge, laws } from './arbitrary.ts'

const SLOTS = new Set(['p', 'q', 'r'])

/** Equality that claims make under unique names can take a conflict away, which no explanation by claims shows. */
const monotone = (law: Law, said: readonly Said[]): boolean =>
  !law.policy.una || !said.some(({ item }) => item.k === 'claim' && item.slot === 'sameAs')

function conflictsOf(law: Law, said: readonly Said[], ids: readonly string[]): readonly Conflict[] {
  const engine = createEngine(law, SLOTS)
  engine.add(said.filter(({ id }) => ids.includes(id)))
  return engine.conflicts()
}

test('[SEM7] the claims of a conflict alone are a conflict, and without any one of them none', () => {
  fc.assert(
    fc.property(laws, knowledge(9), (law, said) => {
      fc.pre(monotone(law, said))
      const engine = createEngine(law, SLOTS)
      engine.add(said)
      for (const { claims, severity, text } of engine.conflicts()) {
        const alone = conflictsOf(law, said, claims).filter(
          (conflict) => severity === 'soft' || conflict.severity === 'hard',
        )
        expect(alone.length, `${text} by ${claims.join()}`).toBeGreaterThan(0)
        for (const left of claims) {
          const without = conflictsOf(
            law,
            said,
            claims.filter((id) => id !== left),
          ).filter((conflict) => conflict.severity === 'hard')
          expect(
            without.map((conflict) => conflict.text),
            `${text} by ${claims.join()} without ${left}`,
          ).toEqual([])
        }
      }
    }),
    { numRuns: 100 },
  )
}, 120_000)

/** Small bodies of plain claims, so that every subset of statements can be tried. */
const plain = knowledge(7).map((said) =>
  said.filter(({ item }) => item.k === 'claim' && item.because === undefined && item.valid === undefined),
)

function keyOf({ frame, slot, value, not }: { frame: string; slot: string; value: unknown; not?: boolean }): string {
  return JSON.stringify([frame, slot, value, not ?? false])
}

/** The law without soft denials, whose forks may pay instead of dropping. */
const hard = (law: Law): Law => ({ ...law, rules: law.rules.filter((rule) => !rule.startsWith(':~')) })

/** Small bodies of claims about values of one slot that may be one thing. */
const equalities = fc
  .tuple(plain, fc.subarray(['sameAs', 'differentFrom', 'p', 'p+'], { minLength: 2 }))
  .map(([said, slots]): readonly Said[] => [
    ...said.slice(0, 4),
    ...slots.map((slot): Said => {
      const frame = slot.startsWith('p') ? 'a' : 'b'
      const value = { ref: slot === 'p+' || !slot.startsWith('p') ? 'c' : 'b' }
      return { id: `e${slot}`, by: 'eve', item: { k: 'claim', frame, slot: slot.slice(0, slot === 'p+' ? 1 : undefined), value } }
    }),
  ])

test('[SEM8] [SEM56] the forks of all components together are the maximal consistent sets of statements', () => {
  fc.assert(
    fc.property(laws, fc.oneof(plain, equalities), (base, said) => {
      const law = hard(base)
      const statements = [...new Set(said.map(({ item }) => (item.k === 'claim' ? keyOf(item) : '')))].sort()
      const isConsistent = (kept: readonly string[]): boolean => {
        const engine = createEngine(law, SLOTS)
        engine.add(said.filter(({ item }) => item.k === 'claim' && kept.includes(keyOf(item))))
        return engine.conflicts().length === 0
      }
      const subsets = Array.from({ length: 2 ** statements.length }, (_, bits) =>
        statements.filter((_one, at) => (bits & (1 << at)) !== 0),
      )
      const consistent = subsets.filter(isConsistent)
      const maximal = consistent.filter(
        (kept) => !consistent.some((more) => more.length > kept.length && kept.every((one) => more.includes(one))),
      )
      const engine = createEngine(law, SLOTS)
      engine.add(said)
      let forked: readonly (readonly string[])[] = [statements]
      if (!monotone(law, said) && engine.components().some(({ exact }) => !exact)) return
      for (const { forks, more, exact } of engine.components()) {
        expect([more, exact]).toEqual([false, true])
        forked = forked.flatMap((kept) =>
          forks.map(({ out }) => {
            const dropped = out.map(keyOf)
            return kept.filter((one) => !dropped.includes(one))
          }),
        )
      }
      expect(forked.map((kept) => kept.join()).sort()).toEqual(maximal.map((kept) => kept.join()).sort())
    }),
    { numRuns: 120 },
  )
}, 120_000)
