/** Source: the solutions that language models wrote to grade-school questions, read from their file, each as a trace of reasoning. */
import { readFile } from 'node:fs/promises'
import { TracordError } from '../../base/error.ts'
import { parseDecimal } from '../../frames/decimal.ts'
import type { Statement } from '../../frames/statement.ts'
import { valueOfDecimal, type Value } from '../../frames/value.ts'
import { evaluate, plainNumber } from '../../traces/expression.ts'
import type { Check, Step, Trace } from '../../traces/trace.ts'

/** A question, what each solver made of it, and what is true, which nobody is told before the report. */
export interface Question {
  /** Its frame: `q1`, `q2`, ... in the order of the file. */
  readonly frame: string
  readonly text: string
  readonly truth: Value
  /** What each solver wrote, by solver. */
  readonly solutions: Readonly<Record<string, string>>
  /** The same as traces. */
  readonly traces: Readonly<Record<string, Trace>>
}

/** The slot that answers are in. */
export const ANSWER = 'answer'

/** Where the solutions of four language models are looked for unless another file is named. */
export const SOLUTIONS = '../shared/data/gsm8k/example_model_solutions.jsonl'

/** Where to get them. */
const WHERE =
  'get grade_school_math/data/example_model_solutions.jsonl of the repository openai/grade-school-math (MIT) and name it with --data'

/** The questions in a file. Rejects with `BAD_INPUT`: how to get one where there is none, or what is wrong with it. */
export async function questionsIn(file: string): Promise<readonly Question[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new TracordError('BAD_INPUT', `cannot read ${file}: ${code === 'ENOENT' ? `there is none; ${WHERE}` : message}`, { cause })
  })
  const questions = readQuestions(text)
  if (questions.length === 0) throw new TracordError('BAD_INPUT', `${file} holds no question; ${WHERE}`)
  return questions
}

/**
 * The questions in the text of a file: one JSON object a line, as openai/grade-school-math publishes them. Throws `BAD_INPUT` with the
 * number of the line that is none.
 */
export function readQuestions(text: string): readonly Question[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, at) => {
    try {
      return questionIn(JSON.parse(line) as unknown, at + 1)
    } catch (cause) {
      throw new TracordError('BAD_INPUT', `line ${at + 1}: ${(cause as Error).message}`, { cause })
    }
  })
}

function questionIn(line: unknown, number: number): Question {
  if (typeof line !== 'object' || line === null) throw new Error('must be a JSON object')
  const { question, ground_truth: solved, ...answers } = line as Readonly<Record<string, unknown>>
  if (typeof question !== 'string' || typeof solved !== 'string') throw new Error('must have "question" and "ground_truth", both texts')
  const truth = finalOf(solved)
  if (truth === undefined) throw new Error('"ground_truth" must end in a line like "A: 18"')
  const frame = `q${number}`
  const solutions = Object.entries(answers).flatMap(([solver, answer]): [string, string][] => {
    const { solution } = Object(answer) as { readonly solution?: unknown }
    return typeof solution === 'string' ? [[solver, solution]] : []
  })
  const traces = solutions.map(([solver, solution]) => [solver, traceOf(solution, { frame, solver, goal: question })] as const)
  return { frame, text: question, truth, solutions: Object.fromEntries(solutions), traces: Object.fromEntries(traces) }
}

interface Asked {
  readonly frame: string
  readonly solver: string
  readonly goal: string
}

/** Each line is a step, which uses the latest steps that came to the numbers in its sums; the last line is the conclusion. */
function traceOf(solution: string, { frame, solver, goal }: Asked): Trace {
  const lines = solution.split('\n').filter((line) => line.trim() !== '' && !FINAL.test(line))
  const resultOf = new Map<string, string>()
  const steps = lines.map((line, at): Step => {
    const id = `s${at + 1}`
    const marks = marksIn(line)
    const uses = marks.flatMap(({ expr }) => numbersWritten(expr).flatMap((number) => resultOf.get(number) ?? []))
    for (const { value } of marks) for (const number of numbersWritten(value)) resultOf.set(number, id)
    const checks = marks.filter(isArithmetic).map((mark): Check => ({ k: 'arith', ...mark, round: true }))
    return { id, text: line.replaceAll(MARK, ''), uses: [...new Set(uses)].filter((used) => used !== id), checks, gives: undefined }
  })
  const value = finalOf(solution)
  const concludes: Statement | undefined = value === undefined ? undefined : { frame, slot: ANSWER, value, not: false }
  return { id: `${frame}/${solver}`, by: solver, goal, concludes, steps }
}

/** A calculator mark, `<<16-3=13>>`. */
export interface Mark {
  readonly expr: string
  readonly value: string
}

const MARK = /<<(.*?)>>/gs

/** The calculator marks of a text. */
export function marksIn(line: string): readonly Mark[] {
  return [...line.matchAll(MARK)].map(([, mark = '']) => {
    const equals = Math.max(mark.lastIndexOf('='), 0)
    return { expr: mark.slice(0, equals), value: mark.slice(equals + 1) }
  })
}

/** What is no arithmetic, like `X+28=32`, is words: nothing can verify it, and nothing is held against it. */
export function isArithmetic({ expr, value }: Mark): boolean {
  return evaluate(expr).ok && evaluate(value).ok
}

const numbersWritten = (text: string): readonly string[] => text.match(/\d[\d,]*(?:\.\d+)?|\.\d+/g) ?? []

const FINAL = /^\s*A:/

/** The number that a solution ends with; undefined where it ends without one. */
function finalOf(solution: string): Value | undefined {
  const last = solution.split('\n').findLast((line) => FINAL.test(line))
  const text = (last ?? '').replace(FINAL, '').replaceAll(/[$\s]/g, '')
  const decimal = text === '' ? undefined : parseDecimal(plainNumber(text))
  return decimal === undefined ? undefined : valueOfDecimal(decimal)
}
