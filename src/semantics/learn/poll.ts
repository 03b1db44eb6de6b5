/** Poll: who answered what, in numbers and in one order, so that the order in which answers came cannot matter. */

/** One author's answer: that `question` has `value`. */
export interface Answer {
  readonly question: string
  readonly author: string
  /** A key that equal values share. */
  readonly value: string
  /** Permille, 1 to 1000; absent: certain. */
  readonly confidence?: number
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
  /** Among how many values a wrong answer and the right one are spread. */
  readonly width: number
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
  const kept = [...strongest(answers.filter(({ value }) => allowed === null || allowed.has(value))).values()].sort(byPlace)
  const values = sorted(enumerated ?? kept.map(({ value }) => value))
  const [questions, authors] = [sorted(kept.map(({ question }) => question)), sorted(kept.map(({ author }) => author))]
  const [questionAt, authorAt, valueAt] = [places(questions), places(authors), places(values)]
  const repeats = new Map<string, number>()
  for (const one of kept) repeats.set(placeOf(one), (repeats.get(placeOf(one)) ?? 0) + 1)
  const isOpen = enumerated === null
  const claimed: Map<number, number>[] = questions.map(() => new Map())
  const votes = kept.map((one): Vote => {
    const [question, value] = [questionAt.get(one.question) ?? 0, valueAt.get(one.value) ?? 0]
    const own = claimed[question] ?? new Map<number, number>()
    if (!own.has(value)) own.set(value, own.size)
    const place = isOpen ? (own.get(value) ?? 0) : value
    const share = (one.confidence ?? 1_000) / 1_000 / (repeats.get(placeOf(one)) ?? 1)
    return { question, author: authorAt.get(one.author) ?? 0, value, place, share }
  })
  return {
    authors,
    values,
    isOpen,
    width: Math.max(2, isOpen ? Math.min(values.length, OPEN_WIDTH_MAX) : values.length),
    options: isOpen ? claimed.map((own) => [...own.keys()]) : questions.map(() => values.map((_value, index) => index)),
    votes,
  }
}

/** One answer for each question, author and value: the most confident. */
function strongest(answers: readonly Answer[]): ReadonlyMap<string, Answer> {
  const kept = new Map<string, Answer>()
  for (const one of answers) {
    const key = JSON.stringify([one.question, one.author, one.value])
    const held = kept.get(key)
    if ((one.confidence ?? 1_000) > (held === undefined ? 0 : (held.confidence ?? 1_000))) kept.set(key, one)
  }
  return kept
}

function placeOf({ question, author }: Answer): string {
  return JSON.stringify([question, author])
}

function byPlace(a: Answer, b: Answer): number {
  return compareText(a.question, b.question) || compareText(a.author, b.author) || compareText(a.value, b.value)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}

function places(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(texts.map((text, index) => [text, index]))
}
