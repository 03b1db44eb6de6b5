/** Cycles of which not all is known: what is told of them says so. */
import { expect, test } from 'vitest'
import { claim, engineOf, ref, statement } from './explain/written.ts'

test('[SEM53] a cycle with more proofs than are looked at is not exact, and what lies on it is not certain', () => {
  const hints = Array.from({ length: 600 }, (_, at) => claim(`h${at}`, `a${at}`, 'a', 'hint', at))
  const engine = engineOf({ slots: { part: [{ k: 'transitive', acyclic: true }] }, rules: ['part(X, ref("b")) :- hint(X, V).'] }, [
    ...hints,
    claim('back', 'ann', 'b', 'part', ref('a')),
  ])
  expect(engine.components().map(({ exact }) => exact)).toEqual([false])
  expect(engine.explain(statement('b', 'part', ref('a'))).statement?.status).toBe('unknown')
  const few = engineOf({ slots: { part: [{ k: 'transitive', acyclic: true }] }, rules: ['part(X, ref("b")) :- hint(X, V).'] }, [
    ...hints.slice(0, 5),
    claim('back', 'ann', 'b', 'part', ref('a')),
  ])
  expect(few.components().map(({ exact }) => exact)).toEqual([true])
  expect(few.explain(statement('b', 'part', ref('a'))).statement?.status).toBe('rejected')
})

test('[SEM54] where cycles are too many to be listed, a frame that is its own part is named beside them', () => {
  // six frames, each a part of each other and of itself
  const frames = Array.from({ length: 6 }, (_, at) => `f${at}`)
  const said = frames.flatMap((one) => frames.map((other) => claim(`${one}${other}`, 'ann', one, 'part', ref(other))))
  const engine = engineOf({ slots: { part: [{ k: 'transitive', acyclic: true }] } }, said)
  const named = engine.conflicts().map(({ claims }) => claims)
  for (const frame of frames) expect(named).toContainEqual([`${frame}${frame}`])
  // every edge between two frames lies on a cycle of two, which is minimal
  expect(new Set(named.map(({ length }) => length))).toEqual(new Set([1, 2]))
  expect(named).toHaveLength(6 + 15)
})
