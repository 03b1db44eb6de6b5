/** The solvers from end to end on drawn solutions, and what they say when a promise breaks. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { readQuestions } from '../../src/cli/solvers/source.ts'
import type { Exam } from '../../src/cli/solvers/exam.ts'
import { brokenPromises, reportOf, type SolversReport } from '../../src/cli/solvers/report.ts'
import { solversLines } from '../../src/cli/solvers/screen.ts'
import { paper } from './paper.ts'

const QUESTIONS = 40

/** Products; the weaker solvers add now and then, and one of them writes a false sum. */
function drawnSolutions(): string {
  const random = createRandom('solvers')
  const solutionOf = (a: number, b: number, skill: number): string => {
    if (random.below(100) < skill) return `${a} times ${b} is <<${a}*${b}=${a * b}>>${a * b}\nand nothing else\nA: ${a * b}`
    return `${a} and ${b} are <<${a}+${b}=${a + b}>>${a + b}\nA: ${a + b}`
  }
  const lines = Array.from({ length: QUESTIONS }, (_none, at) => {
    const [a, b] = [3 + random.below(9), 3 + random.below(9)]
    const skills = { ann: 95, bob: 70, eve: 60, joe: 50 }
    const solutions = Object.entries(skills).map(([solver, skill]) => [solver, { solution: solutionOf(a, b, skill) }] as const)
    const wrong = at === 0 ? { eve: { solution: `so <<${a}*${b}=1>>1\nA: 1` } } : {}
    const question = `What is ${a} times ${b}, the ${at}th time?`
    return { question, ground_truth: `A: ${a * b}`, ...Object.fromEntries(solutions), ...wrong }
  })
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

test('[CLI86] four solvers, one cut, one killed and finished by another, one judgement', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tracord-solvers-'))
  const file = join(dir, 'drawn.jsonl')
  await writeFile(file, drawnSolutions())
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    ...['dist/src/cli/main.js', 'demo', 'solvers', '--json', '--data', file],
  ])
  await rm(dir, { recursive: true })
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as SolversReport
  expect(report).toMatchObject({ nodes: 4, processes: 6, questions: QUESTIONS, lost: 0, incoherent: 0, certificatesEqual: true })
  expect(report.certificates).toHaveLength(4)
  expect(report.traces).toBe(4 * QUESTIONS - 1)
  expect(report.refused).toEqual([
    { solver: 'eve', goal: expect.stringContaining('the 0th time'), why: expect.stringContaining('COHERENCE-CHECK failed') as string },
  ])
  expect(report.partition.certificatesEqual).toBe(false)
  expect(report.struck).toMatchObject({ solver: 'joe', left: 8, finished: 8 })
  expect(Object.values(report.struck.by).reduce((all, one) => all + one, 0)).toBe(8)
  expect(report.measures.m1.goals).toBe(QUESTIONS)
  expect(report.measures.m4.deep).toBeGreaterThan(0)
  expect(report.accuracy.possible).toBeGreaterThan(report.accuracy.majority)
}, 240_000)

const QUESTION = { question: 'How many?', ground_truth: 'A: 4', ann: { solution: '<<2+2=4>>\nA: 4' }, bob: { solution: '<<2+2=5>>\nA: 5' } }
const EXAM: Exam = {
  names: { a: 'ann', b: 'bob' },
  ...{ processes: 4, acknowledged: 2, entriesHeldMin: 2 },
  sides: [
    { side: 'west', solvers: ['ann'], digest: 'd1', answered: 1, beliefs: { q1: { value: '4', status: 'clear' } } },
    { side: 'east', solvers: ['bob'], digest: 'd2', answered: 1, beliefs: { q1: { value: '5', status: 'clear' } } },
  ],
  heal: { heldMs: 10, agreedMs: 20, messages: 7 },
  struck: { solver: 'bob', left: 2, by: { ann: 2 }, finished: 2, ms: 30 },
  certificates: ['same', 'same'],
  beliefs: { q1: { value: '4', status: 'consensus' } },
  refused: [{ solver: 'bob', goal: 'How many?', why: 'the COHERENCE-CHECK failed: s1: 2+2 is about 4, not 5' }],
  findings: {
    ...{ published: 1, steps: 1, conflicts: 1, standings: { consensus: 1 }, incoherent: 0, isLearned: true },
    learned: { a: 900_000, b: 400_000 },
    measures: {
      m1: { ppm: 600_000, goals: 1, traces: 2 },
      m2: { ppm: 0, open: 0, of: 1 },
      m3: { p50: 0.01, p99: 0.02, reads: 3 },
      m4: { least: 2, deep: 0, goals: 1 },
    },
  },
}
const ASKED = readQuestions(JSON.stringify(QUESTION))
const REPORT = reportOf(EXAM, ASKED)

test.each([
  ['entries are lost', { ...EXAM, entriesHeldMin: 0 }],
  ['certificates differ', { ...EXAM, certificates: ['one', 'other'] }],
  ['the cut was none', { ...EXAM, sides: EXAM.sides.map((side) => ({ ...side, digest: 'd' })) }],
  ['2 sessions', { ...EXAM, struck: { ...EXAM.struck, finished: 0 } }],
  ['that do not hold', { ...EXAM, findings: { ...EXAM.findings, incoherent: 1 } }],
  ['2 traces were refused', { ...EXAM, refused: [...EXAM.refused, ...EXAM.refused] }],
] satisfies [string, Exam][])('[CLI87] a broken promise is named: %s', (words, exam) => {
  expect(brokenPromises(REPORT)).toEqual([])
  expect(brokenPromises(reportOf(exam, ASKED))).toEqual([expect.stringContaining(words)])
})

test('the screen tells what either side believed, whose sums were false, and how right all that is', () => {
  const page = solversLines(EXAM, REPORT, ASKED, paper().terminal).join('\n')
  const told = ['How many?', 'west', 'bob  2+2 is about 4, not 5', '90.00 %', '100.00 %', 'all 2 certificates are equal', 'left 2 sessions']
  for (const words of told) expect(page).toContain(words)
  for (const line of page.split('\n')) expect(line.length).toBeLessThanOrEqual(140)
})
