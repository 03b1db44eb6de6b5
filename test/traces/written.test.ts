/** Written: a trace told as a session, steps and a conclusion is the same trace when it is read. */
import { expect, test } from 'vitest'
import type { Hash } from '../../src/base/hash.ts'
import { readItem } from '../../src/frames/read-item.ts'
import { withIds } from '../../src/frames/references.ts'
import { createDraft } from '../../src/node/reasoning/draft.ts'
import { createArchive } from '../../src/traces/archive.ts'
import { contentHash } from '../../src/traces/merge.ts'
import type { Check, Step, Trace } from '../../src/traces/trace.ts'

const CLAIM = `bagaaiera${'c'.repeat(52)}#3`
/** Entries are numbered by a letter. */
const entryId = (count: number): string => `bagaaiera${String.fromCodePoint(96 + count).repeat(52)}`
const concludes = { frame: 'q', slot: 'answer', value: 4, not: false }

function stepOf(at: number): Step {
  const uses = at === 0 ? [CLAIM] : [`s${at - 1}`, `s${Math.floor(at / 2)}`, `s${at - 1}`].filter((id) => id !== `s${at}`)
  const arith: Check = { k: 'arith', expr: `${at}+1`, value: `${at + 1}`, round: at % 2 === 0 }
  const gives = at % 5 === 0 ? { ...concludes, not: true } : undefined
  return { id: `s${at}`, text: at % 4 === 0 ? '' : `step ${at}`, uses, checks: [at % 3 === 0 ? arith : { k: 'say' }], gives }
}

test('[TRC42] a trace written as items is read as the same trace, whatever its size and in how many entries', async () => {
  for (const [count, together] of [[0, 99], [1, 99], [2, 1], [12, 99], [12, 5]] as const) {
    const steps = Array.from({ length: count }, (_none, at) => stepOf(at))
    const trace: Trace = { id: 't', by: 'ann', goal: 'g', concludes, steps }
    const archive = createArchive()
    let entries = 0
    const draft = createDraft({
      ...{ domain: 'main', begins: { goal: 'g', module: 'sums@1' }, stepOf: () => undefined },
      async write(_domain, items) {
        entries += 1
        const entry = entryId(entries)
        items.forEach((item, at) => {
          expect(readItem(JSON.parse(JSON.stringify(item)))).toEqual(item)
          archive.add({ id: `${entry}#${at}`, by: 'ann', item: withIds(item, (id) => (id.startsWith('#') ? entry + id : id)) })
        })
        return { entry: entry as Hash, ids: items.map((_item, at) => `${entry}#${at}`) }
      },
    })
    for (const [at, { id, text, uses, checks, gives }] of steps.entries()) {
      draft.add({ id, text, uses, check: checks, ...(gives === undefined ? {} : { gives }) })
      if (at % together === together - 1) await draft.flush()
    }
    const assembled = archive.traceOf(await draft.conclude(concludes), () => true)
    expect([assembled?.missing, assembled?.session]).toEqual([[], `${entryId(1)}#0`])
    expect(contentHash(assembled!.trace)).toBe(contentHash(trace))
  }
})
