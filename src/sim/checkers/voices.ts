/**
 * Voices: every statement that somebody claims and has not taken back is there, with its author, whatever prevailed; nobody counts twice.
 * Worked out here from the entries alone, by other code than judgement's.
 */
import { canonicalText } from '../../base/canonical.ts'
import type { Claim, Said } from '../../frames/item.ts'
import type { Standing } from '../../semantics/judgement.ts'
import type { Checker } from '../outcome.ts'

/** A full vote, in parts per million. */
const VOTE = 1_000_000n

/** Complains of each statement with another set of supporters than its claims have, or with more weight than they can give. */
export const voices: Checker = ({ nodes, hostile, saidBy }) => {
  const [first] = nodes
  if (first === undefined) return []
  const said = saidBy(first)
  const sure = supporters(said, hostile, (claim) => claim.because === undefined)
  const possible = supporters(said, hostile, () => true)
  const found = new Map<string, Set<string>>()
  const overweight: string[] = []
  for (const standing of first.standings()) {
    const key = keyOf(standing)
    const by = found.get(key) ?? new Set<string>()
    for (const author of standing.by) if (!hostile.has(author)) by.add(author)
    found.set(key, by)
    if (!standing.derived && BigInt(standing.weight) > BigInt(standing.by.length) * VOTE) overweight.push(key)
    if (new Set(standing.by).size < standing.by.length) overweight.push(key)
  }
  const wrong = [...possible].flatMap(([key, most]) => {
    const by = found.get(key) ?? new Set<string>()
    const least = sure.get(key) ?? new Set<string>()
    const isRight = [...least].every((author) => by.has(author)) && [...by].every((author) => most.has(author))
    return isRight ? [] : [`${first.name} says that ${key} is claimed by ${short(by)}, and it is by ${short(least)}`]
  })
  return [
    ...wrong.map((why) => ({ why })),
    ...overweight.map((key) => ({ why: `${first.name} gives ${key} more weight than those who claim it have` })),
  ]
}

/** Who claims what, by statement: honest authors with a claim of this kind that was not taken back. */
function supporters(
  said: readonly Said[],
  hostile: ReadonlySet<string>,
  isOfKind: (claim: Claim) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const gone = new Set(said.flatMap(({ item, by }) => (item.k === 'withdraw' ? [`${item.claim} ${by}`] : [])))
  const by = new Map<string, Set<string>>()
  for (const { id, by: author, item } of said) {
    if (item.k !== 'claim' || !isOfKind(item) || gone.has(`${id} ${author}`) || hostile.has(author)) continue
    const key = keyOf({ ...item, not: item.not === true })
    by.set(key, (by.get(key) ?? new Set()).add(author))
  }
  return by
}

function keyOf({ frame, slot, value, not }: Pick<Standing, 'frame' | 'slot' | 'value' | 'not'>): string {
  return canonicalText([frame, slot, value, not])
}

function short(authors: ReadonlySet<string>): string {
  return [...authors].map((author) => author.slice(0, 8)).sort().join(' ') || 'nobody'
}
