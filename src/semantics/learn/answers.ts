/** Answers: the claims from which quality is learned, as answers to questions: one question a frame, slot and stretch of time. */
import { sha256Hex } from '../../base/hash.ts'
import { valueKey } from '../../frames/value.ts'
import { segmentsOf } from '../claims/span.ts'
import type { Support, Supports } from '../claims/supports.ts'
import type { Facts } from '../store/facts.ts'
import type { Pred, Predicates } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import type { Answer, SlotAnswers } from './poll.ts'
import { isAnswer, type Asked } from './survey.ts'

/** Answers to one slot beyond which only some of its questions are learned from: those of the smallest hashes. */
export const ANSWERS_MAX = 200_000
/** Values beyond which a slot whose law enumerates none is open, and questions for each of them below which it is. */
export const RECURRING_MAX = 10
const QUESTIONS_PER_VALUE = 20
/** A frame that time cuts into so many questions that each claim is, on average, in more of them than this, is learned nothing from. */
export const STRETCHES_MAX = 32

/** What answers are read from. */
export interface AnswersParts {
  readonly supports: Supports
  readonly facts: Facts
  readonly terms: Terms
  readonly predicates: Predicates
  /** Slots that ask something, by name. */
  readonly survey: ReadonlyMap<string, Asked>
  /** Permille that a claim counts with; 0 or less: it is no answer. */
  shareOf(support: Support): number
}

/** The answers to every slot of the survey: claims that rest on no other, undercut or not: undercuts are weighed by what is learned. */
export function answersIn(parts: AnswersParts): readonly SlotAnswers[] {
  const { facts, predicates, supports, survey } = parts
  const preds = new Map<Pred, Asked>([...survey].map(([slot, asked]) => [predicates.of(slot, 2), asked]))
  const byPred = new Map<Pred, Map<number, Support[]>>([...preds.keys()].map((pred) => [pred, new Map()]))
  for (let support = 0; support < supports.count(); support += 1) {
    const fact = supports.factOf(support)
    const [asked, byFrame] = [preds.get(facts.predOf(fact)), byPred.get(facts.predOf(fact))]
    if (asked === undefined || byFrame === undefined) continue
    if (supports.premisesOf(support).length > 0 || parts.shareOf(support) < 1) continue
    if (!isAnswer(asked, parts.terms.valueOf(facts.bOf(fact)))) continue
    const held = byFrame.get(facts.aOf(fact))
    if (held === undefined) byFrame.set(facts.aOf(fact), [support])
    else held.push(support)
  }
  return [...preds].map(([pred, { values }]) => {
    const questions = [...(byPred.get(pred) ?? [])].map(([frame, said]) => {
      const { ref } = parts.terms.valueOf(frame) as { ref: string }
      return { frame: ref, answers: answersOf(ref, said, parts) }
    })
    const answers = sampled(questions)
    return { slot: predicates.nameOf(pred), values: values ?? recurring(answers, questions.length), answers }
  })
}

/** The few values that all of many answers are among, sorted: enumerated in fact, as if the law did it. Else null. */
function recurring(answers: readonly Answer[], questions: number): readonly string[] | null {
  const values = [...new Set(answers.map(({ value }) => value))].sort()
  const isFew = values.length <= RECURRING_MAX && values.length * QUESTIONS_PER_VALUE <= questions
  return isFew && values.length > 1 ? values : null
}

interface Question {
  readonly frame: string
  readonly answers: readonly Answer[]
}

/** All answers, or those of the questions whose frames' hashes are smallest: the same sample on every node. */
function sampled(questions: readonly Question[]): readonly Answer[] {
  if (questions.reduce((sum, { answers }) => sum + answers.length, 0) <= ANSWERS_MAX) return questions.flatMap(({ answers }) => answers)
  const hashed = questions.map((question) => ({ hash: sha256Hex(question.frame), question }))
  const kept: Answer[] = []
  for (const { question } of hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1))) {
    if (kept.length + question.answers.length > ANSWERS_MAX) break
    for (const answer of question.answers) kept.push(answer)
  }
  return kept
}

/**
 * What is said of one frame. Time is cut where the answers change, and only there: to say the same in two claims that follow each other
 * is to answer once.
 */
function answersOf(frame: string, said: readonly Support[], parts: AnswersParts): readonly Answer[] {
  const { supports } = parts
  if (!supports.hasWindows()) return said.map((support) => answerOf(JSON.stringify([frame]), support, parts))
  const coming = said.toSorted((a, b) => supports.windowOf(b).from - supports.windowOf(a).from)
  const all: Answer[] = []
  let [active, before, left]: [Support[], string, number] = [[], '', STRETCHES_MAX * said.length]
  for (const { from } of segmentsOf(said.map(supports.windowOf))) {
    active = active.filter((support) => supports.windowOf(support).until > from)
    for (let next = coming.at(-1); next !== undefined && supports.windowOf(next).from <= from; next = coming.at(-1)) {
      active.push(next)
      coming.pop()
    }
    left -= active.length
    if (left < 0) return []
    const question = JSON.stringify([frame, Number.isFinite(from) ? from : null])
    const answers = distinct(active.map((support) => answerOf(question, support, parts)))
    const now = JSON.stringify(answers.map(({ author, value, confidence, visits = [] }) => [author, value, confidence, visits]))
    if (now !== before) all.push(...answers)
    before = now
  }
  return all
}

/** An answer that says how sure it is. */
type TimedAnswer = Answer & { readonly confidence: number }

/** An author that says the same twice answers once, with its surer word and all its reasoning; in an order of their own. */
function distinct(answers: readonly TimedAnswer[]): readonly TimedAnswer[] {
  const byWord = new Map<string, TimedAnswer>()
  for (const answer of answers) {
    const key = JSON.stringify([answer.author, answer.value])
    const held = byWord.get(key)
    byWord.set(key, held === undefined ? answer : united(held, answer))
  }
  return [...byWord].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, answer]) => answer)
}

function united(a: TimedAnswer, b: TimedAnswer): TimedAnswer {
  const surer = { ...a, confidence: Math.max(a.confidence, b.confidence) }
  if (a.visits === undefined && b.visits === undefined) return surer
  return { ...surer, visits: [...new Set([...(a.visits ?? []), ...(b.visits ?? [])])].sort() }
}

function answerOf(question: string, support: Support, parts: AnswersParts): TimedAnswer {
  const { supports, facts, terms } = parts
  const value = valueKey(terms.valueOf(facts.bOf(supports.factOf(support))))
  const visits = supports.visitsOf(support)
  const answer = { question, author: supports.authorOf(support), value, confidence: parts.shareOf(support) }
  return visits === undefined ? answer : { ...answer, visits }
}
