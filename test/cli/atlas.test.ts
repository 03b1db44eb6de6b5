/** The atlas from end to end, as a newcomer meets it, and what it says when a promise breaks. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import colors from 'picocolors'
import { expect, test } from 'vitest'
import { brokenPromises, type AtlasReport } from '../../src/cli/atlas/report.ts'
import { atlasLines } from '../../src/cli/atlas/screen.ts'
import type { Voyage } from '../../src/cli/atlas/voyage.ts'

const KEYS = [
  'nodes',
  'processes',
  'frames',
  'claims',
  'entries',
  'lost',
  'conflicts',
  'components',
  'standings',
  'certificates',
  'certificatesEqual',
  'partition',
  'healMs',
  'healMessages',
]

test('[CLI13] seven sources, one cut, one judgement', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['dist/src/cli/main.js', 'demo', 'atlas', '--json'])
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as AtlasReport
  expect(Object.keys(report)).toEqual(KEYS)
  expect(Object.keys(report.partition)).toEqual(['certificatesEqual', 'answersWhileCut'])
  expect(report).toMatchObject({ nodes: 7, processes: 9, frames: 253, lost: 0, certificatesEqual: true })
  expect(report.claims).toBeGreaterThan(10_000)
  expect(report.entries).toBeGreaterThan(100)
  expect(report.conflicts).toBeGreaterThan(100)
  expect(report.partition.certificatesEqual).toBe(false)
  expect(report.partition.answersWhileCut).toBeGreaterThan(1000)
  expect(new Set(report.certificates).size).toBe(1)
  expect(report.certificates).toHaveLength(7)
  const { clear, consensus, rejected, undecided } = report.standings
  for (const count of [clear, consensus, rejected, undecided]) expect(count).toBeGreaterThan(0)
}, 240_000)

const REPORT: AtlasReport = {
  nodes: 2,
  processes: 4,
  frames: 1,
  claims: 2,
  entries: 2,
  lost: 0,
  conflicts: 1,
  components: 1,
  standings: { clear: 0, consensus: 0, rejected: 0, undecided: 2, undefined: 0, incomplete: 0, unknown: 0 },
  certificates: ['same', 'same'],
  certificatesEqual: true,
  partition: { certificatesEqual: false, answersWhileCut: 2 },
  healMs: 12,
  healMessages: 7,
}

test.each([
  ['entries are lost', { lost: 3 }],
  ['certificates differ', { certificatesEqual: false }],
  ['the cut was none', { partition: { certificatesEqual: true, answersWhileCut: 2 } }],
  ['nobody answered', { partition: { certificatesEqual: false, answersWhileCut: 0 } }],
  ['no contradiction', { conflicts: 0 }],
] satisfies [string, Partial<AtlasReport>][])('[CLI14] a broken promise is named: %s', (words, part) => {
  expect(brokenPromises(REPORT)).toEqual([])
  expect(brokenPromises({ ...REPORT, ...part })).toEqual([expect.stringContaining(words)])
})

test('the screen tells what either side believed and what they believe together', () => {
  const sides = [
    { value: 'BGN', status: 'undecided', weight: '1000000', by: ['b'] },
    { value: 'EUR', status: 'undecided', weight: '1000000', by: ['a'] },
  ] as const
  const voyage: Voyage = {
    names: { a: 'source-a', b: 'source-b' },
    processes: 4,
    acknowledged: { entries: 2, claims: 2 },
    sides: [
      { side: 'west', members: ['source-a'], digest: 'd1', entries: 1, belief: { value: 'EUR', status: 'clear', by: ['a'] } },
      { side: 'east', members: ['source-b'], digest: 'd2', entries: 1, belief: { value: 'BGN', status: 'clear', by: ['b'] } },
    ],
    whileCut: { certificatesEqual: false, answers: 2 },
    healMs: 12,
    healMessages: 7,
    certificates: ['same', 'same'],
    entriesHeldMin: 2,
    hubsAgree: true,
    tally: {
      frames: 1,
      claims: 2,
      statements: 2,
      conflicts: 1,
      components: 1,
      undecided: 1,
      standings: { undecided: 2 },
      conflictsBySlot: { currency: 1 },
      disputes: [{ frame: 'BG', title: 'Bulgaria', slot: 'currency', text: 'BG has two currencies', undecided: true, sides }],
    },
  }
  const text = atlasLines(voyage, REPORT, colors.createColors(false)).join('\n')
  expect(text).toMatch(/west +EUR +clear +source-a/)
  expect(text).toMatch(/east +BGN +clear +source-b/)
  expect(text).toMatch(/BGN +1 vote +undecided +source-b/)
  expect(text).toContain('a tie never makes truth')
  expect(text).toContain('all 2 certificates are equal')
  expect(text).toContain('12 ms, 7 messages among 4 processes')
})
