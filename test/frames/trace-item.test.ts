/** Trace items as entries spell them: what is read, what is ignored and why, and where each may stand. */
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/base/canonical.ts'
import type { Hash } from '../../src/base/hash.ts'
import { saidIn } from '../../src/frames/said.ts'
import type { Log, LogKind } from '../../src/frames/log.ts'
import { readItem } from '../../src/frames/read-item.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'

const ENTRY = `bagaaiera${'a'.repeat(52)}`
const S = `${ENTRY}#0`
const CUSTOM = { k: 'custom', by: 'units@2', data: 'm' }
const GIVES = { frame: 'd1', slot: 'state', value: 'open' }

const why = (json: Json): string | undefined => {
  const item = readItem(json)
  return item.k === 'ignored' ? item.why : undefined
}

describe('reading', () => {
  test('[FRM30] each kind is read with its fields', () => {
    const items: readonly Json[] = [
      { k: 'session', goal: 'which door', module: 'rules@1' },
      { k: 'step', session: S },
      { k: 'step', session: '#0', text: 'seen', uses: [S], checks: [{ k: 'rule' }, CUSTOM], gives: GIVES },
      { k: 'step', session: S, checks: [{ k: 'arith', expr: '1+1', value: '2', round: true }, { k: 'say' }, { k: 'observe' }] },
      { k: 'conclusion', session: S, concludes: { ...GIVES, not: true }, steps: [S] },
      { k: 'handover', session: S },
      { k: 'close', session: S, reason: 'it came to nothing' },
    ]
    for (const item of items) expect(readItem(item)).toEqual(item)
  })

  test.each<[Json, string]>([
    [{ k: 'session' }, 'goal is a text of 1 to 1024 characters'],
    [{ k: 'session', goal: '' }, 'goal is a text of 1 to 1024 characters'],
    [{ k: 'session', goal: 'x', by: 'me' }, 'unknown field "by"'],
    [{ k: 'step', session: 'x' }, 'session is an id like <entry id>#0, or #0 within its own entry'],
    [{ k: 'step', session: S, uses: [] }, 'uses holds 1 to 256 ids'],
    [{ k: 'step', session: S, uses: ['#1', '#0'] }, 'uses is sorted and without repetition'],
    [{ k: 'step', session: S, checks: [{ k: 'magic' }] }, 'checks are each of a known kind'],
    [{ k: 'step', session: S, checks: [{ k: 'arith', expr: '1' }] }, 'checks value is a text of 1 to 4096 characters'],
    [{ k: 'step', session: S, gives: { ...GIVES, not: false } }, 'gives not is true or absent'],
    [{ k: 'step', session: S, gives: { ...GIVES, value: { dec: '1.50' } } }, 'gives value is not in normal form'],
    [{ k: 'conclusion', session: S }, 'concludes is an object'],
    [{ k: 'handover', session: S, to: 'me' }, 'to is a public key'],
    [{ k: 'close', session: S }, 'reason is a text of 1 to 4096 characters'],
  ])('[FRM30] %j is ignored', (json, reason) => {
    expect(why(json)).toBe(reason)
  })
})

describe('places', () => {
  const idsOf = (kind: LogKind, domain: string, items: readonly Json[]): readonly string[] => {
    const log: Log = { realm: ENTRY as Hash, domain, kind, author: 'x' as AuthorKey, epoch: 0 }
    return saidIn(log, { id: ENTRY as Hash, seq: 0, body: { at: 0, items, sig: '' }, text: '' }).map(({ item }) =>
      item.k === 'ignored' ? item.why : item.k,
    )
  }
  const session = { k: 'session', goal: 'q' }
  const claim = { k: 'claim', ...GIVES }
  const conclusion = { k: 'conclusion', session: S, concludes: GIVES }

  test('[FRM31] reasoning is told in logs of traces, claims in logs of frames, each in its domain', () => {
    expect(idsOf('traces', 'main', [session, conclusion, claim])).toEqual(['session', 'conclusion', 'a claim in a log of kind traces'])
    expect(idsOf('frames', 'main', [session, claim])).toEqual(['a session in a log of kind frames', 'claim'])
    expect(idsOf('traces', 'other', [session, conclusion])).toEqual(['session', 'frame outside the domain other'])
  })
})
