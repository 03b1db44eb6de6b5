/** Crowds for tests: generated ones of every temper, with their truths, and how many truths counting heads and learning find. */
import { createRandom, type Random } from '../../../src/base/random.ts'
import { learnQuality } from '../../../src/semantics/learn/learn.ts'
import { supportsOf } from '../../../src/semantics/learn/support.ts'
import type { Answer } from '../../../src/semantics/learn/poll.ts'

/** Questions with their answers and truths. */
export interface Crowd {
  /** null: anything can be said. */
  readonly values: readonly string[] | null
  readonly answers: readonly Answer[]
  readonly truths: ReadonlyMap<string, string>
}

/** How an author answers: `right` in a thousand, else at random among the others; or always alike, or leaning to one value. */
export type Temper = { readonly right: number } | 'constant' | 'leaning'

export interface CrowdPlan {
  readonly questions: number
  readonly values: number
  readonly answersEach: number
  /** The first authors answer most, the last hardly ever. */
  readonly isSparse?: boolean
  readonly tempers: readonly Temper[]
}

/** The crowd that `seed` makes of the plan. */
export function crowdOf(plan: CrowdPlan, seed: string): Crowd {
  const random = createRandom(seed)
  const values = Array.from({ length: plan.values }, (_none, index) => `v${index}`)
  const favourites = plan.tempers.map(() => random.below(plan.values))
  const truths = new Map<string, string>()
  const answers: Answer[] = []
  for (let number = 0; number < plan.questions; number += 1) {
    const truth = random.below(plan.values)
    truths.set(`q${number}`, `v${truth}`)
    for (const author of drawn(plan, random)) {
      const value = answerOf(plan.tempers[author] ?? 'constant', truth, favourites[author] ?? 0, plan.values, random)
      answers.push({ question: `q${number}`, author: `a${author}`, value: `v${value}` })
    }
  }
  return { values, answers, truths }
}

function drawn({ tempers, answersEach, isSparse }: CrowdPlan, random: Random): readonly number[] {
  const left = tempers.map((_temper, index) => index)
  const any = (): number => random.below(left.length)
  const next = (): number => (isSparse === true ? Math.min(any(), any(), any()) : any())
  return Array.from({ length: Math.min(left.length, answersEach) }, () => left.splice(next(), 1)[0] ?? 0)
}

function answerOf(temper: Temper, truth: number, favourite: number, values: number, random: Random): number {
  const dice = random.below(1_000)
  if (temper === 'constant') return dice < 950 ? favourite : random.below(values)
  if (temper === 'leaning') return dice < (truth === favourite ? 900 : 550) ? truth : dice < 920 ? favourite : random.below(values)
  return dice < temper.right ? truth : (truth + 1 + random.below(values - 1)) % values
}

/** Percent of truths that counting heads finds; ties count as wrong. */
export function headsRight(crowd: Crowd): number {
  return percentRight(crowd, (answers) => {
    const values = new Set(answers.map(({ value }) => value))
    return winner([...values].map((value) => ({ value, support: answers.filter((answer) => answer.value === value).length })))
  })
}

/** Percent of truths that the learned supports find; ties count as wrong. */
export function learnedRight(crowd: Crowd): number {
  const slot = learnQuality([{ slot: 's', values: crowd.values, answers: crowd.answers }]).slots['s']
  return percentRight(crowd, (answers) => (slot === undefined ? undefined : winner(supportsOf(slot, answers))))
}

function percentRight({ answers, truths }: Crowd, decide: (answers: readonly Answer[]) => string | undefined): number {
  const byQuestion = new Map<string, Answer[]>()
  for (const answer of answers) byQuestion.set(answer.question, [...(byQuestion.get(answer.question) ?? []), answer])
  const right = [...truths].filter(([question, truth]) => decide(byQuestion.get(question) ?? []) === truth)
  return (100 * right.length) / truths.size
}

function winner(supports: readonly { readonly value: string; readonly support: number }[]): string | undefined {
  const most = Math.max(...supports.map(({ support }) => support))
  const [first, second] = supports.filter(({ support }) => support === most)
  return second === undefined ? first?.value : undefined
}
