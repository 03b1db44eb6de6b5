/** Learning from reasoning: the values that traces go by say how far wrong answers to an open question are spread. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import type { Law } from '../../../src/frames/facet.ts'
import type { LearnedSlot } from '../../../src/frames/learned.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import { valueKey } from '../../../src/frames/value.ts'
import { readQuestions } from '../../../src/cli/solvers/source.ts'
import { judgeCase } from '../../../src/semantics/case.ts'
import type { Case } from '../../../src/semantics/case/case.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Standing } from '../../../src/semantics/judgement.ts'
import { createKnowledge } from '../../../src/semantics/knowledge.ts'
import { OPEN_WIDTH_MAX, widthOf, type Answer } from '../../../src/semantics/learn/poll.ts'
import { supportsOf } from '../../../src/semantics/learn/support.ts'
import { considerTraces } from '../../../src/semantics/reasoning/coherence.ts'
import { createScratch } from '../../../src/semantics/reasoning/scratch.ts'
import type { Trace } from '../../../src/traces/trace.ts'
import { fc } from '../../seeded.ts'
import { itemsOf } from '../reasoning/published.ts'

const LONG_MS = 120_000
const SLOTS = new Set(['answer'])

function lawOf(policy: Record<string, unknown>): Law {
  const law = readLaw({ slots: { answer: [{ k: 'atMost', n: 1 }] }, policy })
  if (!law.ok) throw new Error(law.error.why)
  return law.value
}

const caseOf = (law: Law, traces: readonly Trace[]): Case => ({ law, traces, slots: SLOTS, said: [], now: undefined, asks: [] })

const [A_THIRD, TWO_THIRDS] = [300_000, 700_000]
const THREE: LearnedSlot = {
  ...{ values: null, width: 100, common: 450_000 },
  authors: { ann: [[A_THIRD]], bob: [[A_THIRD]], eve: [[TWO_THIRDS]] },
}

function winnerWith(visits: readonly string[] | undefined): string {
  const said = { ann: '1', bob: '1', eve: '2' }
  const answers = Object.entries(said).map(([author, value]): Answer => {
    return { question: 'q', author, value, ...(visits === undefined ? {} : { visits }) }
  })
  return supportsOf(THREE, answers).reduce((best, next) => (next.support > best.support ? next : best)).value
}

test('[SEM226] that two agree tells more where reasoning goes by many values than where it goes by few', () => {
  const many = Array.from({ length: 40 }, (_none, at) => `${at}`)
  expect([winnerWith(undefined), winnerWith(many), winnerWith(['1', '2', '3'])]).toEqual(['1', '1', '2'])
  const slot = { ...THREE, values: ['1', '2'], width: 2 }
  expect(supportsOf(slot, [{ question: 'q', author: 'eve', value: '1', visits: many }])).toEqual(
    supportsOf(slot, [{ question: 'q', author: 'eve', value: '1' }]),
  )
})

test('[SEM227] values gone by count once whoever goes by them, and no author makes a question wider than one without reasoning', () => {
  const answer = (value: string, visits?: readonly string[]): Answer => {
    return { question: 'q', author: 'ann', value, ...(visits === undefined ? {} : { visits }) }
  }
  expect(widthOf([answer('1'), answer('2')])).toBeUndefined()
  expect(widthOf([answer('1', ['1', '3']), answer('2', ['3', '4']), answer('5')])).toBe(6)
  const flood = Array.from({ length: 10 * OPEN_WIDTH_MAX }, (_none, at) => `${at}`)
  expect(widthOf([answer('1', flood)])).toBe(OPEN_WIDTH_MAX)
})

const SOLVERS = ['a', 'b', 'c', 'd', 'e']

/** Sums that solvers get wrong in ways that may coincide; one solver is much better than the others. */
function drawTraces(seed: string): readonly Trace[] {
  const random = createRandom(seed)
  const traces: Trace[] = []
  for (let question = 0; question < 90; question++) {
    const [left, right] = [2 + random.below(9), 2 + random.below(9)]
    const wrong = [left - right, left * 10 + right, left, right, left + right]
    SOLVERS.forEach((by, solver) => {
      const isRight = random.below(100) < (solver === 0 ? 95 : 55)
      const value = isRight ? left * right : (wrong[random.below(wrong.length)] ?? 0)
      const expr = isRight ? `${left}*${right}` : `${value}+0`
      const isFalse = random.below(25) === 0
      const check = { k: 'arith', expr, value: String(isFalse ? value + 1 : value), round: true } as const
      const step = { id: 's1', text: '', uses: [], checks: [check], gives: undefined }
      const concludes = { frame: `q${question}`, slot: 'answer', value, not: false }
      traces.push({ id: `e${traces.length}#0`, by, goal: `goal ${question}`, concludes, steps: [step] })
    })
  }
  return traces
}

type Shown = Pick<Standing, 'frame' | 'slot' | 'status' | 'weight'> & { readonly value: unknown }
const shown = ({ frame, slot, value, status, weight }: Shown): string =>
  `${frame}.${slot} ${JSON.stringify(value)} ${status} ${weight}`

test('[SEM228] a case, its learned policy and an engine told item by item in another order weigh reasoned answers alike', () => {
  let learnedCases = 0
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const traces = drawTraces(String(seed))
      const law = lawOf({ learn: true })
      const judgement = judgeCase(caseOf(law, traces))
      const knowledge = createKnowledge(law, SLOTS, 'all')
      considerTraces(traces, knowledge, createScratch({ law, slots: SLOTS }))
      knowledge.verdict()
      const learned = knowledge.learner.learned()
      if (Object.keys(learned?.slots['answer']?.authors ?? {}).length > 0) learnedCases += 1
      expect(judgement.quality).toEqual(learned?.quality)
      const written = JSON.parse(JSON.stringify(learned)) as unknown
      const { quality: _own, digest: _digest, ...given } = judgeCase(caseOf(lawOf({ learned: written }), traces))
      expect(judgement).toMatchObject(given)

      const random = createRandom(`order ${seed}`)
      const engine = createEngine(law, SLOTS)
      const [drawn, withdrawn] = [traces.flatMap((trace) => itemsOf(trace)), { ...traces[0]!, id: 'late#0', by: 'b' }]
      const items = [...drawn, ...itemsOf(withdrawn), { id: 'out#0', by: 'b', item: { k: 'withdraw', claim: 'late#0' } } as const]
      const order = items.map((item) => [random.below(1_000_000), item] as const).sort(([a], [b]) => a - b)
      order.forEach(([, item], at) => {
        engine.add([item])
        if (at % 600 === 0) engine.standings()
      })
      engine.seal([...traces.map((_trace, at) => `e${at}`), 'late', 'out'])
      expect(engine.standings().map(shown).sort()).toEqual(judgement.standings.map(shown).sort())
    }),
    { numRuns: 6 },
  )
  expect(learnedCases).toBeGreaterThan(3)
}, LONG_MS)

const SOLUTIONS = join(process.cwd(), '../shared/data/gsm8k/example_model_solutions.jsonl')

test.skipIf(!existsSync(SOLUTIONS))('[SEM229] four language models: more right than any of them has, and none dictates', () => {
  const questions = readQuestions(readFileSync(SOLUTIONS, 'utf8'))
  const judgement = judgeCase(caseOf(lawOf({ learn: true }), questions.flatMap(({ traces }) => Object.values(traces))))
  const accepted = new Map<string, string>()
  for (const { frame, value, status } of judgement.standings)
    if (status === 'clear' || status === 'consensus') accepted.set(frame, JSON.stringify(value))
  const solvers = Object.keys(questions[0]?.traces ?? {})
  const answerOf = (solver: string, at: number): string => {
    const value = questions[at]?.traces[solver]?.concludes?.value
    return value === undefined ? '' : valueKey(value)
  }
  const truths = questions.map(({ truth }) => valueKey(truth))
  const ours = questions.map(({ frame }) => accepted.get(frame) ?? '')
  const rightIn = (answers: readonly string[]): number => answers.filter((answer, at) => answer === truths[at]).length
  const alone = solvers.map((solver) => rightIn(questions.map((_question, at) => answerOf(solver, at))))
  expect(alone).toEqual([286, 515, 458, 742])
  expect(judgement.coherence.filter(({ ok }) => !ok)).toHaveLength(39)
  expect(rightIn(ours)).toBeGreaterThanOrEqual(745)
  for (const solver of solvers) {
    const overruled = questions.filter((_question, at) => answerOf(solver, at) !== '' && answerOf(solver, at) !== ours[at])
    expect(overruled.length).toBeGreaterThan(questions.length / 15)
  }
}, LONG_MS)
