/** The solvers' source: solutions as traces, and what is counted about them. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accuracyOf, marksOf, solversIn } from '../../src/cli/solvers/accuracy.ts'
import { marksIn, questionsIn, readQuestions, SOLUTIONS } from '../../src/cli/solvers/source.ts'
import { badStepsOf } from '../../src/traces/faults.ts'
import { tracord } from './paper.ts'

const LINE = {
  question: 'How much do the eggs bring?',
  ground_truth: '16-3-4=<<16-3-4=9>>9 are left\nA: 18',
  ann: { solution: 'She has 16-3-4 = <<16-3-4=9>>9 left\nX is <<X+1=2>>2\nAt 2 each that is <<9*2=18>>18\n\nA: 1,018.50' },
  bob: { solution: 'Half of it is <<9/2=4.50>>4.5 and <<1/3=0.3333333333333333>> more\nA: many' },
  note: 'no solution',
}

test('[CLI83] a solution is a trace: each line a step, its marks the checks, its numbers what it uses', () => {
  const [question] = readQuestions(`${JSON.stringify(LINE)}\n\n`)
  expect(question).toMatchObject({ frame: 'q1', text: LINE.question, truth: 18 })
  const { ann, bob } = question!.traces
  expect(ann).toMatchObject({ by: 'ann', goal: LINE.question, concludes: { frame: 'q1', slot: 'answer', value: { dec: '1018.5' } } })
  expect(ann!.steps.map(({ text, uses, checks }) => [text, uses, checks.length])).toEqual([
    ['She has 16-3-4 = 9 left', [], 1],
    ['X is 2', [], 0],
    ['At 2 each that is 18', ['s1', 's2'], 1],
  ])
  expect(bob!.concludes).toBeUndefined()
  expect(badStepsOf(bob!, () => undefined)).toEqual([])
  expect(solversIn([question!])).toEqual(['ann', 'bob'])
})

test('[CLI83] marks are counted by how far they hold', () => {
  const wrong = { ...LINE, eve: { solution: 'a <<2+2=5>>5 b <<2*2=5>>5\nA: 5' } }
  expect(marksOf(readQuestions(JSON.stringify(wrong)))).toEqual({ all: 7, words: 1, inexact: 3, wrong: 2, wrongSolutions: 1 })
  expect(marksIn('<<5>> <<a=b=c>>')).toEqual([
    { expr: '', value: '' },
    { expr: 'a=b', value: 'c' },
  ])
})

test('[CLI84] where there is no file, or a line is none, it is said how to get one, or which line', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tracord-source-'))
  const file = join(dir, 'some.jsonl')
  const absent = await tracord('demo', 'solvers', '--data', file)
  expect([absent.code, absent.out]).toEqual([2, ''])
  expect(absent.err).toMatch(/there is none; get .*example_model_solutions\.jsonl .*openai\/grade-school-math.* --data$/)
  await writeFile(file, `${JSON.stringify(LINE)}\n{"question": "?"}\n`)
  expect((await tracord('demo', 'solvers', '--data', file)).err).toMatch(/line 2: must have "question" and "ground_truth"/)
  await writeFile(file, `${JSON.stringify({ ...LINE, bob: null })}\n`)
  expect((await tracord('demo', 'solvers', '--data', file)).err).toMatch(/solutions of 1 solvers: the demo is for 2 to 8/)
  await rm(dir, { recursive: true })
})

test('[CLI85] accuracy: alone, by heads with ties wrong, as accepted, and at best', () => {
  const lines = [
    [18, 18, 1],
    [1, 2, 18],
    [18, 3, 3],
  ].map((answers) => {
    const solutions = answers.map((answer, at) => [`s${at}`, { solution: `so\nA: ${answer}` }] as const)
    return JSON.stringify({ question: 'q', ground_truth: 'A: 18', ...Object.fromEntries(solutions) })
  })
  const accepted = new Map([
    ['q1', '18'],
    ['q2', '18'],
    ['q3', null],
  ])
  expect(accuracyOf(readQuestions(lines.join('\n')), accepted)).toEqual({
    ...{ questions: 3, majority: 1, ours: 2, possible: 3 },
    alone: { s0: 2, s1: 1, s2: 1 },
    overruled: { s0: 1, s1: 1, s2: 1 },
  })
})

test.skipIf(!existsSync(SOLUTIONS))('[CLI85] four language models on GSM8K, as measured without us', async () => {
  const questions = await questionsIn(SOLUTIONS)
  const { alone, majority, possible } = accuracyOf(questions, new Map())
  const percent = (right: number): string => ((100 * right) / questions.length).toFixed(2)
  expect(Object.values(alone).map(percent)).toEqual(['34.72', '56.25', '21.68', '39.04'])
  expect([majority, possible].map(percent)).toEqual(['42.84', '67.25'])
  expect(marksOf(questions)).toEqual({ all: 16_693, words: 42, inexact: 292, wrong: 50, wrongSolutions: 39 })
})
