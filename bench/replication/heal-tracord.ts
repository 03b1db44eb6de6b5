/** Heal, tracord: two cores with memory journals meet; done when both hold, checked and judged everything and say the same certificate. */
import type { Core } from '../../src/node/core/core.ts'
import type { Measured, Params } from '../case.ts'
import { bootWith, connect } from './cores.ts'
import { rowsOf } from './made-journal.ts'
import { startWatch, verify } from './stopwatch.ts'

/** Heals `claims` a side, `perEntry` claims an entry. */
export async function run(params: Params): Promise<Measured> {
  const [claims, perEntry] = [Number(params['claims']), Number(params['perEntry'] ?? 1)]
  const entries = 2 * Math.ceil(claims / perEntry)
  const [left, right] = await Promise.all([
    bootWith('left', rowsOf('left', claims, perEntry)),
    bootWith('right', rowsOf('right', claims, perEntry)),
  ])
  verify(left.status().entries * 2 === entries, 'each side holds its own half')
  const met = whenBothHold(left, right, entries)
  const read = startWatch()
  const wire = connect(left, right)
  await met
  const [one, two] = [left.certificate(), right.certificate()]
  const watch = read()
  verify(one.digest === two.digest, 'the certificates agree')
  verify(left.status().claims === 2 * claims && right.status().claims === 2 * claims, 'all claims are judged')
  const expected = Array.from({ length: claims }, (_, number) => number).filter((number) => number % 100 === 7).length
  verify(left.engine.conflicts().length === expected, `${expected} conflicts are found`)
  return { ...watch, ...wire }
}

function whenBothHold(left: Core, right: Core, entries: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (left.status().entries === entries && right.status().entries === entries) resolve()
    }
    for (const core of [left, right]) core.subscribe((event) => (event.type === 'entries' ? look() : undefined))
  })
}
