/**
 * Worst: worlds made to be hard, through the whole engine: each ends within its budget, with an honest answer and bounded memory.
 * Memory is bounded generously: several times what is measured, so that only another order of growth fails.
 */
import { expect, test } from 'vitest'
import { TIMEOUT_MS } from '../../reference/runs.ts'
import { say, strain, times } from './strain.ts'

const timeout = { timeout: TIMEOUT_MS }

test('[SEM443] a clique: each two of sixty exclude each other', timeout, () => {
  const { statuses, components, conflicts, heapMb } = strain(
    { rules: [':- p(X, A), p(X, B), A < B.'] },
    times(60, (at) => say(`c${at}`, 'x', 'p', at)),
  )
  expect([statuses, conflicts.length]).toEqual([{ undecided: 60 }, 1_770])
  expect(components).toMatchObject([{ exact: true, undecided: true, more: true }])
  expect(heapMb).toBeLessThan(60)
})

/** The points and lines of the projective plane of a prime order, as which points lie on which line. */
function planeOf(order: number): readonly (readonly number[])[] {
  const points = [
    ...times(order * order, (at) => [1, Math.floor(at / order), at % order] as const),
    ...times(order, (at) => [0, 1, at] as const),
    [0, 0, 1] as const,
  ]
  const meets = (a: readonly number[], b: readonly number[]): boolean => (a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!) % order === 0
  return points.map((line) => points.flatMap((point, at) => (meets(point, line) ? [at] : [])))
}

test('[SEM443] a projective plane of order 7: every two conflicts share one statement', timeout, () => {
  const lines = planeOf(7)
  const rules = lines.map((line) => `:- ${line.map((at) => `on(p${at}, 1)`).join(', ')}.`)
  const { statuses, components, conflicts } = strain({ rules }, times(lines.length, (at) => say(`c${at}`, `p${at}`, 'on', 1)))
  expect([lines.length, statuses, conflicts.length]).toEqual([57, { undecided: 57 }, 57])
  // A set of points that meets every line has at least order + 1 of them: a line.
  expect(components[0]).toMatchObject({ exact: true, undecided: true })
  expect(components[0]?.forks[0]).toMatchObject({ cost: '8000000' })
})

const cycle = (length: number, perComponent: number): ReturnType<typeof strain> => {
  const edges = times(length, (at) => `edge(ref("x${at}"), ref("x${(at + 1) % length}")).`)
  const law = { rules: [':- p(X, 1), p(Y, 1), edge(X, Y).', ...edges], slots: { p: [] }, policy: { steps: { perComponent } } }
  return strain(law, times(length, (at) => say(`c${at}`, `x${at}`, 'p', 1)))
}
const edgesLess = ({ standings }: ReturnType<typeof strain>): Set<string> =>
  new Set(standings.filter(({ slot }) => slot === 'p').map(({ status }) => status))

test('[SEM443] a long odd cycle of equal weights: undecided where it was worked out, unknown where it was not', timeout, () => {
  const short = cycle(101, 20_000)
  expect(edgesLess(short)).toEqual(new Set(['undecided']))
  const [only] = short.components
  expect([only?.exact, only?.forks[0]?.cost, only?.forks[1]?.cost]).toEqual([true, '51000000', '51000000'])
  const long = cycle(2_001, 500)
  expect([edgesLess(long), long.components[0]?.exact]).toEqual([new Set(['unknown']), false])
  expect(long.heapMb).toBeLessThan(100)
})

test('[SEM443] one statement in thousands of conflicts goes, and nothing else does', timeout, () => {
  const said = [say('h', 'hub', 'on', 1), ...times(5_000, (at) => say(`c${at}`, `x${at}`, 'leaf', 1))]
  const { statuses, components, heapMb } = strain({ rules: [':- on(H, 1), leaf(X, 1).'] }, said)
  expect(statuses).toEqual({ rejected: 1, consensus: 5_000 })
  expect(components).toMatchObject([{ exact: true, undecided: false, forks: [{ cost: '1000000' }, { cost: '5000000000' }], more: false }])
  expect(heapMb).toBeLessThan(150)
})

test('[SEM443] two thousand values on a functional slot are one conflict, and the best said stands', timeout, () => {
  for (const una of [true, false]) {
    const said = [...times(2_000, (at) => say(`c${at}`, 'x', 'p', at)), say('again', 'x', 'p', 7)]
    const { statuses, conflicts, heapMb } = strain({ slots: { p: [{ k: 'atMost', n: 1 }] }, policy: { una } }, said)
    expect([statuses, conflicts.length]).toEqual([{ rejected: 1_999, consensus: 1 }, 1])
    expect(heapMb).toBeLessThan(100)
  }
})

test('[SEM443] a rule that joins everything with everything is cut whole: nothing it concludes is clear, the rest is', timeout, () => {
  const said = times(3_000, (at) => say(`c${at}`, `x${at}`, 'p', 1))
  const law = { rules: ['near(X, Y) :- p(X, 1), p(Y, 1).'], slots: { p: [] }, policy: { steps: { perRule: 100_000 } } }
  const { standings, heapMb } = strain(law, said)
  const statusOf = (wanted: string): Set<string> =>
    new Set(standings.filter(({ slot }) => slot === wanted).map(({ status }) => status))
  expect(statusOf('p')).toEqual(new Set(['clear']))
  expect(statusOf('near').has('clear')).toBe(false)
  expect(heapMb).toBeLessThan(100)
})

test('[SEM443] a denial that joins everything with everything leaves nothing clear', timeout, () => {
  const said = times(1_000, (at) => say(`c${at}`, `x${at}`, 'p', 1))
  const law = { rules: [':- p(X, 1), p(Y, 1), X != Y.'], policy: { steps: { perRule: 20_000 } } }
  const { statuses, heapMb } = strain(law, said)
  expect(statuses).toEqual({ unknown: 1_000 })
  expect(heapMb).toBeLessThan(100)
})

test('[SEM443] long chains of undercuts and of premises are no deep stack', timeout, () => {
  const undercuts = times(1_000, (at) => ({
    id: `u${at}`,
    by: `by-u${at}`,
    item: { k: 'undercut' as const, claim: at === 0 ? 'c' : `u${at - 1}` },
  }))
  const undercut = strain({ policy: { steps: { perComponent: 200 } } }, [say('c', 'x', 'p', 1), ...undercuts])
  expect(Object.keys(undercut.statuses)).toEqual(['unknown'])
  const resting = times(10_000, (at) => say(`c${at}`, `x${at}`, 'p', 1, at === 0 ? {} : { because: [`c${at - 1}`] }))
  const rested = strain({}, resting)
  expect(rested.statuses).toEqual({ clear: 10_000 })
  expect(rested.heapMb).toBeLessThan(150)
})
