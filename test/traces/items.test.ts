/** Items: a trace written as a session, steps and a conclusion is the same trace when it is read. */
import { expect, test } from 'vitest'
import { readItem } from '../../src/frames/read-item.ts'
import { withIds } from '../../src/frames/references.ts'
import { createArchive } from '../../src/traces/archive.ts'
import { conclusionItem, draftItems } from '../../src/traces/items.ts'
import { contentHash } from '../../src/traces/merge.ts'
import type { Check, Step, Trace } from '../../src/traces/trace.ts'

const CLAIM = `bagaaiera${'c'.repeat(52)}#3`
const concludes = { frame: 'q', slot: 'answer', value: 4, not: false }

function stepOf(at: number): Step {
  const uses = at === 0 ? [CLAIM] : [`s${at - 1}`, `s${Math.floor(at / 2)}`, `s${at - 1}`].filter((id) => id !== `s${at}`)
  const arith: Check = { k: 'arith', expr: `${at}+1`, value: `${at + 1}`, round: at % 2 === 0 }
  const gives = at % 5 === 0 ? { ...concludes, not: true } : undefined
  return { id: `s${at}`, text: at % 4 === 0 ? '' : `step ${at}`, uses, checks: [at % 3 === 0 ? arith : { k: 'say' }], gives }
}

test('[TRC42] a trace written as items is read as the same trace, whatever its size', () => {
  for (const count of [0, 1, 2, 12]) {
    const steps = Array.from({ length: count }, (_none, at) => stepOf(at))
    const trace: Trace = { id: 't', by: 'ann', goal: 'g', concludes, steps }
    const items = [...draftItems(trace, 'sums@1'), conclusionItem(trace, (place) => `#${place}`)!]
    const archive = createArchive()
    items.forEach((item, at) => {
      expect(readItem(JSON.parse(JSON.stringify(item)))).toEqual(item)
      archive.add({ id: `e#${at}`, by: 'ann', item: withIds(item, (id) => (id.startsWith('#') ? `e${id}` : id)) })
    })
    const assembled = archive.traceOf(`e#${count + 1}`, () => true)
    expect([assembled?.missing, assembled?.session]).toEqual([[], 'e#0'])
    expect(contentHash(assembled!.trace)).toBe(contentHash(trace))
  }
  expect(conclusionItem({ id: 't', by: 'ann', goal: 'g', concludes: undefined, steps: [] }, String)).toBeUndefined()
})
