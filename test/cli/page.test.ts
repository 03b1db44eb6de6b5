/** The page of a judgement: it fits the screen, stays short, and shows every part there is. */
import { stripVTControlCharacters } from 'node:util'
import colors from 'picocolors'
import { describe, expect, test } from 'vitest'
import { judgementLines } from '../../src/cli/screen/judgement.ts'
import type { JudgementShown } from '../../src/cli/screen/shown.ts'
import { cellWidth } from '../../src/cli/screen/table.ts'
import { spanWords } from '../../src/cli/screen/words.ts'
import { judgeCase, readCase } from '../../src/semantics/case.ts'

function judged(body: object): JudgementShown {
  const read = readCase(JSON.stringify({ tracord: 'case/1', ...body }))
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
  return judgeCase(read.value)
}

const page = (judgement: JudgementShown, columns = 100): readonly string[] =>
  judgementLines(judgement, { paint: colors.createColors(false), columns })

const claim = (id: string, by: string, frame: string, slot: string, value: unknown, more: object = {}): object => ({
  id,
  by,
  frame,
  slot,
  value,
  ...more,
})

const LONG = 'a-name-that-is-much-longer-than-anybody-would-want-to-read-in-a-table-of-claims'
const rich = judged({
  policy: { closed: true, quality: { ann: 600_000 } },
  types: [{ id: 'Door', slots: { state: [{ k: 'atMost', n: 1 }], width: [{ k: 'atLeast', n: 1 }] } }],
  slots: { at: [{ k: 'atMost', n: 1 }] },
  rules: [':~ state(D, "open"), cold(D, true). [300] % better shut when it is cold'],
  claims: [
    claim('t', 'map', LONG, 'type', 'Door'),
    claim('1', 'ann', LONG, 'state', 'open'),
    claim('2', `bob-${LONG}`, LONG, 'state', '閉まっている'),
    claim('3', 'cyd', LONG, 'cold', true),
    claim('4', 'cyd', 'r', 'at', 'x', { valid: ['2026-01-01T10:02:00Z', '2026-01-01T10:08:00Z'] }),
    claim('5', 'dan', 'r', 'at', 'y', { valid: [null, '2026-01-01T10:05:00Z'] }),
  ],
  ask: [{ frame: 'r', slot: 'at' }, { atom: `at(r, "x")` }],
})

describe('[CLI34] the page', () => {
  test.each([60, 80, 100, 200])('fits a screen of %i columns, with colours or without', (columns) => {
    for (const isPainted of [false, true]) {
      const lines = judgementLines(rich, { paint: colors.createColors(isPainted), columns })
      for (const line of lines.filter((one) => !stripVTControlCharacters(one).startsWith('digest')))
        expect(cellWidth(line), line).toBeLessThanOrEqual(columns)
    }
  })

  test('stays short however large the case', () => {
    const claims = Array.from({ length: 3_000 }, (_, at) => claim(`c${at}`, `a${at % 5}`, `f${at % 1_000}`, 'at', at % 7))
    const shown = page(judged({ slots: { at: [{ k: 'atMost', n: 1 }] }, claims }))
    expect(shown.length).toBeLessThan(120)
    expect(shown.join('\n')).toMatch(/… and 994 more disputes; --json prints all/)
    const crowd = Array.from({ length: 500 }, (_, at) => claim(`c${at}`, `a${at}`, 'x', 'at', at))
    expect(page(judged({ slots: { at: [{ k: 'atMost', n: 1 }] }, claims: crowd })).length).toBeLessThan(60)
  })

  test('groups conflicts by dispute, undecided ones first, with sides, ways out and time', () => {
    const text = page(rich).join('\n')
    expect(text).toContain('2 disputes · 1 undecided')
    expect(text).toContain('between 10:02 and 10:05 on 2026-01-01 · shown by claims 4, 5')
    expect(text.indexOf('undecided: ways out of the same weight')).toBeLessThan(text.indexOf('decided by'))
    expect(text).toContain('better shut when it is cold')
    expect(text).toMatch(/What is open 2 undecided/)
    expect(text).toMatch(/What is missing\n.*width/)
    expect(text).toMatch(/Whose word counts\n(.*\n)*.*ann +█+·+ +60 %/)
  })

  test('shows goals and traces', () => {
    const shown = page({
      ...rich,
      coherence: [
        { trace: 't1', ok: true, missing: [], badSteps: [], against: [] },
        { trace: 't2', ok: false, missing: ['c404'], badSteps: [{ step: 's1', why: '3+4 is not 8' }], against: [] },
        { trace: 't3', ok: true, missing: [], badSteps: [], against: ['x'] },
      ],
      goals: [
        {
          goal: 'q17',
          classes: [
            { concludes: { frame: 'q17', slot: 'answer', value: 18 }, weight: '2000000', traces: ['t1', 't3'] },
            { concludes: { frame: 'q17', slot: 'answer', value: 17 }, weight: '1000000', traces: ['t2'] },
          ],
          convergence: 666_666,
          routes: 2,
          status: 'consensus',
        },
      ],
    }).join('\n')
    expect(shown).toContain('q17  consensus  66.7 % agree · 2 independent routes')
    expect(shown).toMatch(/q17\.answer = 18 +█+ +2 +t1, t3/)
    expect(shown).toContain('✓ 1 trace without fault')
    expect(shown).toContain('✗ t2')
    expect(shown).toContain('step s1: 3+4 is not 8')
    expect(shown).toContain('contradicts what is accepted, in 1 conflict')
  })

  test('of nothing says that nothing contradicts', () => {
    expect(page(judged({}))[0]).toBe('Judgement  0 statements · 0 conflicts · nothing contradicts')
    const paradox = page(judged({ types: [{ id: 'Thing', disjoint: ['Thing'] }] })).join('\n')
    expect(paradox).toContain('The law breaks by itself')
  })

  test('tells time as people do', () => {
    expect(spanWords([null, null])).toBe('')
    expect(spanWords(['2026-01-01T10:02:00Z', '2026-01-01T10:05:07Z'])).toBe('between 10:02 and 10:05:07 on 2026-01-01')
    expect(spanWords(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'])).toBe('from 2026-01-01 to 2026-02-01')
    expect(spanWords([0, null])).toBe('from 1970-01-01 on')
    expect(spanWords([null, '2026-01-01T10:02:00Z'])).toBe('until 2026-01-01 10:02')
  })
})
