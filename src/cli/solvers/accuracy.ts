/** Accuracy: how many answers are right; the one place where the truth is looked at, after everything was judged. */
import { valueKey } from '../../frames/value.ts'
import { arithFault } from '../../traces/arith.ts'
import { isArithmetic, marksIn, type Question } from './source.ts'

/** Questions answered right, of all. */
export interface Accuracy {
  readonly questions: number
  /** By solver. */
  readonly alone: Readonly<Record<string, number>>
  /** The answer that most solvers give; a tie is wrong. */
  readonly majority: number
  /** The answer that the nodes accept. */
  readonly ours: number
  /** At least one solver is right: what choosing could reach at best. */
  readonly possible: number
  /** By solver: questions in which another answer than its own was accepted. */
  readonly overruled: Readonly<Record<string, number>>
}

/** Held against the truth; `accepted` is the accepted value's key by frame, null where none is. */
export function accuracyOf(questions: readonly Question[], accepted: ReadonlyMap<string, string | null>): Accuracy {
  const solvers = solversIn(questions)
  const answers = questions.map((question) => ({
    truth: valueKey(question.truth),
    ours: accepted.get(question.frame) ?? null,
    bySolver: new Map(solvers.flatMap((solver) => answerOf(question, solver))),
  }))
  const count = (isSo: (one: (typeof answers)[number]) => boolean): number => answers.filter(isSo).length
  const bySolver = (isSo: (answer: string | undefined, one: (typeof answers)[number]) => boolean): Readonly<Record<string, number>> =>
    Object.fromEntries(solvers.map((solver) => [solver, count((one) => isSo(one.bySolver.get(solver), one))]))
  return {
    questions: questions.length,
    alone: bySolver((answer, { truth }) => answer === truth),
    majority: count(({ truth, bySolver: given }) => majorityOf([...given.values()]) === truth),
    ours: count(({ truth, ours }) => ours === truth),
    possible: count(({ truth, bySolver: given }) => [...given.values()].includes(truth)),
    overruled: bySolver((answer, { ours }) => answer !== undefined && ours !== null && answer !== ours),
  }
}

/** All solvers of the questions, sorted. */
export function solversIn(questions: readonly Question[]): readonly string[] {
  return [...new Set(questions.flatMap(({ traces }) => Object.keys(traces)))].sort()
}

function answerOf({ traces }: Question, solver: string): readonly (readonly [solver: string, answer: string])[] {
  const concludes = traces[solver]?.concludes
  return concludes === undefined ? [] : [[solver, valueKey(concludes.value)]]
}

function majorityOf(answers: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  const [first, second] = [...counts].filter(([, held]) => held === most)
  return second === undefined ? first?.[0] : undefined
}

/** The calculator marks of all solutions. */
export interface Marks {
  readonly all: number
  /** No arithmetic, like `X+28=32`: words. */
  readonly words: number
  /** Not exactly so. */
  readonly inexact: number
  /** Not so when rounded to the decimals written either. */
  readonly wrong: number
  /** Solutions with such a one. */
  readonly wrongSolutions: number
}

/** Counts the marks in the solutions' texts. */
export function marksOf(questions: readonly Question[]): Marks {
  const solutions = questions.flatMap(({ solutions: own }) => Object.values(own))
  const counts = { all: 0, words: 0, inexact: 0, wrong: 0, wrongSolutions: 0 }
  for (const solution of solutions) {
    const wrongBefore = counts.wrong
    for (const mark of marksIn(solution)) {
      counts.all += 1
      if (!isArithmetic(mark)) counts.words += 1
      else if (arithFault({ k: 'arith', ...mark, round: false }) !== undefined) {
        counts.inexact += 1
        if (arithFault({ k: 'arith', ...mark, round: true }) !== undefined) counts.wrong += 1
      }
    }
    if (counts.wrong > wrongBefore) counts.wrongSolutions += 1
  }
  return counts
}
