/** Poll: who answered what, in numbers and in one order, so that the order in which answers came cannot matter. */

/** One author's answer: that `question` has `value`. */
export interface Answer {
  readonly question: string
  readonly author: string
  /** A key that equal values share. */
  readonly value: string
  /** Permille, 1 to 1000; absent: certain. */
  readonly confidence?: number
  /** Keys of the values that the reasoning behind it goes by; absent: no reasoning is known. */
  readonly visits?: readonly string[]
}

/** The answers to all questions of one kind: a slot where a frame has at most one value. */
export interface SlotAnswers {
  readonly slot: string
  /** Keys of all values there can be, where the slot enumerates them; null: anything can be said. */
  readonly values: readonly string[] | null
  readonly answers: readonly Answer[]
}

/** One answer in numbers; `share` is the confidence as a fraction, divided among several answers of one author to one question. */
export interface Vote {
  readonly question: number
  readonly author: number
  readonly value: number
  /** Where the value stands among the options of its question. */
  readonly place: number
  readonly share: number
}

/** A slot's answers in numbers. */
export interface Poll {
  readonly authors: readonly string[]
  readonly values: readonly string[]
  /** Among how many values a wrong answer and the right one are spread, where nothing more is known of a question. */
  readonly width: number
  /** The same by question: fewer where reasoning about it shows which values there are to end in. */
  readonly widths: readonly number[]
  readonly isOpen: boolean
  /** Values that may be true, by question: all of an enumeration, else those claimed. */
  readonly options: readonly (readonly number[])[]
  readonly votes: readonly Vote[]
}

/** Where anything can be said, wrong answers are taken to spread over at most so many values. */
export const OPEN_WIDTH_MAX = 100

/** The poll of `answers`, sorted by question, author and value. Answers outside an enumeration are left out: they break a facet anyway. */
export function pollOf({ values: enumerated, answers }: SlotAnswers): Poll {
  const allowed = enumerated === null ? null : new Set(enumerated)
  const kept = answers.filter(({ value, confidence }) => confidence !== 0 && (allowed === null || allowed.has(value)))
  const [questions, authors] = [sorted(kept.map(({ question }) => question)), sorted(kept.map(({ author }) => author))]
  const values = sorted(enumerated ?? kept.map(({ value }) => value))
  const isOpen = enumerated === null
  const claimed: Map<number, number>[] = questions.map(() => new Map())
  const width = Math.max(2, isOpen ? Math.min(values.length, OPEN_WIDTH_MAX) : values.length)
  const votes = countedOf(kept, { questions, authors, values }).map(({ question, author, value, share }): Vote => {
    const own = claimed[question] ?? new Map<number, number>()
    if (!own.has(value)) own.set(value, own.size)
    return { question, author, value, place: isOpen ? (own.get(value) ?? 0) : value, share }
  })
  return {
    authors,
    values,
    isOpen,
    width,
    widths: isOpen ? widthsOf(kept, questions, width) : questions.map(() => width),
    options: isOpen ? claimed.map((own) => [...own.keys()]) : questions.map(() => values.map((_value, index) => index)),
    votes,
  }
}

/**
 * Among how many values answers to one open question are spread, by the reasoning behind them; undefined where none is known.
 * Who reasons wrongly ends in one of the values that reasoning goes by; the right one may be another.
 */
export function widthOf(answers: readonly Answer[]): number | undefined {
  if (answers.every(({ visits }) => visits === undefined)) return undefined
  const visited = new Set(answers.flatMap(({ value, visits = [] }) => [value, ...visits]))
  return Math.min(visited.size + 1, OPEN_WIDTH_MAX)
}

function widthsOf(answers: readonly Answer[], questions: readonly string[], width: number): readonly number[] {
  const byQuestion = new Map<string, Answer[]>(questions.map((question) => [question, []]))
  for (const answer of answers) byQuestion.get(answer.question)?.push(answer)
  return [...byQuestion.values()].map((own) => widthOf(own) ?? width)
}

/** The texts that the numbers of a poll stand for. */
interface Names {
  readonly questions: readonly string[]
  readonly authors: readonly string[]
  readonly values: readonly string[]
}

/** One answer for each question, author and value, the surest, in the order of their numbers; several of one author share its vote. */
function countedOf(answers: readonly Answer[], { questions, authors, values }: Names): readonly Omit<Vote, 'place'>[] {
  const [questionAt, authorAt, valueAt] = [places(questions), places(authors), places(values)]
  const byPlace = new Map<number, Map<number, number>>()
  for (const { question, author, value, confidence = SURE } of answers) {
    const place = (questionAt.get(question) ?? 0) * authors.length + (authorAt.get(author) ?? 0)
    const at = valueAt.get(value) ?? 0
    const held = byPlace.get(place)
    if (held === undefined) byPlace.set(place, new Map([[at, confidence]]))
    else held.set(at, Math.max(confidence, held.get(at) ?? 0))
  }
  return [...byPlace].sort(byNumber).flatMap(([place, own]) => {
    const [question, author] = [Math.floor(place / authors.length), place % authors.length]
    return [...own].sort(byNumber).map(([value, confidence]) => ({ question, author, value, share: confidence / SURE / own.size }))
  })
}

function byNumber([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number {
  return a - b
}

/** Permille. */
const SURE = 1_000

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}

function places(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(texts.map((text, index) => [text, index]))
}
