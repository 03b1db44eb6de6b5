/** Large: the worst cases at their full size; each is linear, or nearly so. */
import { expect, test } from 'vitest'
import { TIMEOUT_MS } from '../../reference/runs.ts'
import { say, strain, times } from './strain.ts'

const timeout = { timeout: TIMEOUT_MS }

test('[SEM443] one statement in 100,000 conflicts goes, and nothing else does', timeout, () => {
  const said = [say('h', 'hub', 'on', 1), ...times(100_000, (at) => say(`c${at}`, `x${at}`, 'leaf', 1))]
  const { statuses, components, heapMb } = strain({ rules: [':- on(H, 1), leaf(X, 1).'] }, said)
  expect(statuses).toEqual({ rejected: 1, consensus: 100_000 })
  expect(components).toMatchObject([{ exact: true, undecided: false, more: false }])
  expect(components[0]?.forks.map(({ cost }) => cost)).toEqual(['1000000', '100000000000'])
  expect(heapMb).toBeLessThan(2_000)
})

test('[SEM443] ten thousand values on a functional slot are one conflict, and the best said stands', timeout, () => {
  for (const una of [true, false]) {
    const said = [...times(10_000, (at) => say(`c${at}`, 'x', 'p', at)), say('again', 'x', 'p', 7)]
    const { statuses, conflicts, heapMb } = strain({ slots: { p: [{ k: 'atMost', n: 1 }] }, policy: { una } }, said)
    expect([statuses, conflicts.length]).toEqual([{ rejected: 9_999, consensus: 1 }, 1])
    expect(heapMb).toBeLessThan(400)
  }
})

test('[SEM443] a chain of 100,000 closed by its last claim is one conflict, and the way out is its weakest link', timeout, () => {
  const length = 100_000
  const link = (at: number, confidence = 1_000) => say(`c${at}`, `x${at}`, 'part', { ref: `x${(at + 1) % length}` }, { confidence })
  const law = { slots: { part: [{ k: 'transitive', acyclic: true }] } }
  // Its five thousand million paths are beyond any budget, so how the links stand is not known; whether they are a circle is.
  const open = strain(law, times(length - 1, (at) => link(at)))
  expect([open.conflicts, open.statuses]).toEqual([[], { unknown: length - 1 }])
  const closed = strain(law, times(length, (at) => link(at, at === 5 ? 500 : 1_000)))
  expect(closed.conflicts).toHaveLength(1)
  expect(closed.components).toMatchObject([{ exact: true, undecided: false }])
  expect(closed.components[0]?.forks[0]).toMatchObject({ out: [{ frame: 'x5' }], cost: '500000' })
  expect(closed.statuses).toEqual({ unknown: length })
  expect(closed.heapMb).toBeLessThan(2_000)
})
