/** One vote: a session that several nodes went on with counts once for what it concludes, however often that was published. */
import { canonicalText } from '../../base/canonical.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Archive } from '../../traces/archive.ts'
import type { Checker } from '../outcome.ts'

/** A full vote, in parts per million. */
const VOTE = 1_000_000n

interface Voices {
  readonly sessions: Set<string>
  readonly authors: Set<string>
}

/** Complains of statements with more weight than the sessions and authors behind them can give. */
export const oneVote: Checker = ({ nodes, saidBy }) => {
  const [first] = nodes
  const concluded = first === undefined ? new Map<string, Voices>() : concludedIn(first.told())
  if (first === undefined || concluded.size === 0) return []
  // What is claimed besides has votes of its own.
  for (const { item, by } of saidBy(first)) {
    const key = item.k === 'claim' ? keyOf({ ...item, not: item.not === true }) : ''
    concluded.get(key)?.sessions.add(by)
    concluded.get(key)?.authors.add(by)
  }
  return first.standings().flatMap((standing) => {
    const voices = standing.derived ? undefined : concluded.get(keyOf(standing))
    if (voices === undefined) return []
    const most = Math.min(voices.sessions.size, voices.authors.size)
    if (BigInt(standing.weight) <= BigInt(most) * VOTE) return []
    return [{ why: `${first.name} gives ${keyOf(standing)} a weight of ${standing.weight}, and ${most} can speak for it` }]
  })
}

/** Who concluded what, by statement. */
function concludedIn(archive: Archive): Map<string, Voices> {
  const found = new Map<string, Voices>()
  for (const { by, item } of archive.conclusions()) {
    const key = keyOf({ ...item.concludes, not: item.concludes.not === true })
    const voices = found.get(key) ?? { sessions: new Set(), authors: new Set() }
    voices.sessions.add(item.session)
    voices.authors.add(by)
    found.set(key, voices)
  }
  return found
}

function keyOf({ frame, slot, value, not }: Statement): string {
  return canonicalText([frame, slot, value, not])
}
