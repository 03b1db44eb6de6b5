/** The archive: traces put together from what entries bring, whoever made the steps and in whatever order they came. */
import { describe, expect, test } from 'vitest'
import type { Said } from '../../src/frames/item.ts'
import { createArchive, type Archive } from '../../src/traces/archive.ts'
import { TRACE_STEPS_MAX } from '../../src/traces/limits.ts'

const begun = (id: string, by = 'ann'): Said => ({ id, by, item: { k: 'session', goal: 'q' } })
const step = (id: string, uses: readonly string[] = [], by = 'ann'): Said => ({
  ...{ id, by, item: { k: 'step', session: 's', text: id, ...(uses.length === 0 ? {} : { uses }) } },
})
const concluded = (id: string, steps: readonly string[], by = 'ann'): Said => ({
  ...{ id, by, item: { k: 'conclusion', session: 's', concludes: { frame: 'q', slot: 'answer', value: 1 }, steps } },
})
const archiveOf = (...said: readonly Said[]): Archive => {
  const archive = createArchive()
  for (const one of said) archive.add(one)
  return archive
}
const everybody = (): boolean => true

describe('traces', () => {
  const made = [step('1', ['claim']), step('2', ['1', 'other']), step('3', [], 'bob'), step('unused')]
  const all = [begun('s'), ...made, concluded('c', ['2', '3'])]

  test('[TRC12] the steps named and all that they use make the trace, in any order of arrival', () => {
    for (const said of [all, all.toReversed()]) {
      const found = archiveOf(...said, ...said).traceOf('c', everybody)
      expect(found?.trace.steps.map(({ id }) => id).sort()).toEqual(['1', '2', '3'])
      expect(found).toMatchObject({ session: 's', missing: [], isOver: false, trace: { id: 'c', by: 'ann', goal: 'q' } })
    }
    expect(archiveOf(...all).session('s')).toMatchObject({ steps: { length: 4 }, conclusions: { length: 1 }, closes: [] })
    expect(archiveOf(...all).traceOf('nothing', everybody)).toBeUndefined()
  })

  test('[TRC13] what is not held, or not heard, is missing by name', () => {
    expect(archiveOf(concluded('c', ['2']), step('2', ['1', 'claim'])).traceOf('c', everybody)?.missing).toEqual(['s'])
    expect(archiveOf(begun('s'), concluded('c', ['2'])).traceOf('c', everybody)?.missing).toEqual(['2'])
    const withoutBob = archiveOf(...all).traceOf('c', ({ by }) => by !== 'bob')
    expect(withoutBob?.missing).toEqual(['3'])
    expect(archiveOf(...all).traceOf('c', () => false)?.missing).toEqual(['1', '2', '3', 's'])
  })

  test('[TRC14] a trace without end is cut off, and says so', () => {
    const chain = Array.from({ length: TRACE_STEPS_MAX + 1 }, (_, at) => step(`n${at}`, at === 0 ? [] : [`n${at - 1}`]))
    const found = archiveOf(begun('s'), ...chain, concluded('c', [`n${TRACE_STEPS_MAX}`])).traceOf('c', everybody)
    expect(found?.isOver).toBe(true)
    expect(found?.trace.steps.length).toBeLessThanOrEqual(TRACE_STEPS_MAX)
  })
})
