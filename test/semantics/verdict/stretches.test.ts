/** Stretches: what stands from when to when, and what comes back where only part of an equality is given up. */
import { expect, test } from 'vitest'
import { claim, engineOf, ONE, ref } from '../explain/written.ts'

test('[SEM575] a dispute is told once for each stretch in which the same is said with the same weight', () => {
  const engine = engineOf({ slots: { p: ONE } }, [
    claim('1', 'ann', 'x', 'p', 1, { valid: [0, 60] }),
    claim('2', 'bob', 'x', 'p', 2, { valid: [0, 60], confidence: 500 }),
    claim('3', 'cyd', 'x', 'p', 2, { valid: [10, 20] }),
    claim('4', 'dan', 'y', 'p', 1, { valid: [0, 60] }),
    // bob says it in three parts more, which changes nothing
    claim('5', 'bob', 'x', 'p', 2, { valid: [30, 40], confidence: 500 }),
    claim('6', 'bob', 'x', 'p', 2, { valid: [40, 50], confidence: 500 }),
  ])
  const stood = engine.standings().filter(({ frame, value }) => frame === 'x' && value === 1)
  expect(stood.map(({ status, window }) => [status, window])).toEqual([
    ['consensus', [0, 10]],
    ['rejected', [10, 20]],
    ['consensus', [20, 60]],
  ])
  expect(engine.explain({ conflict: engine.conflicts()[0]!.id }).sums.map(({ window }) => window)).toEqual([
    [0, 10],
    [10, 20],
    [20, 60],
  ])
})

test('[SEM452] an equality of two claims hides while both stay: a fork that gives up one of them breaks the law again', () => {
  const said = (bad: number): ReturnType<typeof engineOf> =>
    engineOf({ slots: { p: ONE }, rules: [':- sameAs(X, Y), doubt(X, Y). % in doubt'] }, [
      claim('1', 'ann', 'x', 'p', ref('a')),
      claim('2', 'bob', 'x', 'p', ref('b'), { confidence: 400 }),
      claim('3', 'cyd', 'a', 'sameAs', ref('m'), { confidence: 600 }),
      claim('4', 'dan', 'm', 'sameAs', ref('b')),
      claim('5', 'eve', 'a', 'doubt', ref('m'), { confidence: bad }),
    ])
  const status = (bad: number): readonly (readonly [unknown, string])[] =>
    said(bad).standings().filter(({ slot }) => slot === 'p').map(({ value, status: how }) => [value, how])
  expect(status(500)).toEqual([
    [{ ref: 'a' }, 'consensus'],
    [{ ref: 'b' }, 'consensus'],
    [{ ref: 'm' }, 'consensus'],
  ])
  // giving up the equality costs 600,000 and then 400,000 of what it hid
  expect(status(900)).toEqual(status(500))
  const [first] = said(1_000).components()
  expect([first?.exact, first?.forks.map(({ cost }) => cost)]).toEqual([true, ['1000000', '1000000', '1600000']])
})
