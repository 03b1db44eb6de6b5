/** Crowded cases: a crowd that answers, and all that may befall an answer: windows, premises, undercuts, withdrawals, other slots. */
import { createRandom, type Random } from '../../../src/base/random.ts'
import type { Law } from '../../../src/frames/facet.ts'
import type { Item, Said } from '../../../src/frames/item.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import type { Case } from '../../../src/semantics/case/case.ts'
import { crowdOf, type Crowd, type Temper } from './crowd.ts'

const VALUES = ['v0', 'v1', 'v2']

/** A law with a functional slot `label` of three values, an open one `note`, a relation `via`, and a denial across them. */
export function crowdedLaw(policy: Record<string, unknown>): Law {
  const law = readLaw({
    slots: { label: [{ k: 'atMost', n: 1 }, { k: 'enum', values: VALUES }], note: [{ k: 'atMost', n: 1 }] },
    rules: [':- label(X, "v0"), via(X, "night"). % nothing of the first kind is seen at night'],
    policy,
  })
  if (!law.ok) throw new Error(law.error.why)
  return law.value
}

const many = (count: number, temper: Temper): Temper[] => Array<Temper>(count).fill(temper)

/** A crowd in which learning finds more than heads do. */
export function unevenCrowd(seed: string, questions = 70): Crowd {
  const tempers = [...many(5, { right: 920 }), ...many(7, { right: 340 })]
  return crowdOf({ questions, values: 3, answersEach: 5, tempers }, seed)
}

/** What the crowd says, and on the way some of it bounded in time, taken back, undercut, built upon or said of another slot. */
export function crowdedSaid(crowd: Crowd, seed: string): readonly Said[] {
  const random = createRandom(`${seed} befalls`)
  const said: Said[] = []
  crowd.answers.forEach(({ question, author, value }, at) => {
    const claim: Item = { k: 'claim', frame: question, slot: 'label', value, confidence: 400 + 100 * random.below(7) }
    const id = `e${at}#0`
    said.push({ id, by: author, item: random.below(12) === 0 ? bounded(claim, random) : claim })
    said.push(...befalling(id, { question, author, at }, random))
  })
  return said
}

function bounded<T extends Item>(item: T, random: Random): T {
  const from = 10 * random.below(3)
  return { ...item, valid: [from, from + 10 * (1 + random.below(3))] }
}

interface Befallen {
  readonly question: string
  readonly author: string
  readonly at: number
}

function befalling(id: string, { question, author, at }: Befallen, random: Random): readonly Said[] {
  const by = `a${random.below(12)}`
  const claim = { k: 'claim', frame: question } as const
  switch (random.below(24)) {
    case 0:
      return [{ id: `w${at}#0`, by: author, item: { k: 'withdraw', claim: id } }]
    case 1:
      return [{ id: `u${at}#0`, by, item: { k: 'undercut', claim: id, confidence: 500 } }]
    case 2:
      return [{ id: `s${at}#0`, by, item: { ...claim, slot: 'label', value: VALUES[random.below(3)] ?? 'v0', because: [id] } }]
    case 3:
      return [{ id: `n${at}#0`, by, item: { ...claim, slot: 'note', value: `n${random.below(4)}` } }]
    case 4:
      return [{ id: `v${at}#0`, by, item: { ...claim, slot: 'via', value: 'night', confidence: 900 } }]
    default:
      return []
  }
}

/** A case of what was said under a law. */
export function caseOf(law: Law, said: readonly Said[]): Case {
  return { law, said, slots: new Set(['label', 'note', 'via']), now: undefined, traces: [], asks: [] }
}
