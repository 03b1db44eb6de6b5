/** Proof of equivocation in the journal: the second branch is a row of its own, under a key that no log can have (R5). */
import { canonicalText } from '../../base/canonical.ts'
import type { Link } from '../../frames/chain.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'

/** The second branch of a log that forked at seq `at`. */
export interface KeptProof {
  readonly log: Log
  readonly at: number
  readonly links: readonly Link[]
}

/** The journal's key for the branch of `log` that differs from seq `at` on. */
export function proofKeyOf(log: Log, at: number): LogKey {
  return canonicalText(['fork', logKeyOf(log), at]) as LogKey
}

/** What a journal key names: a log, or the second branch of one. undefined when it is neither. */
export function readJournalKey(key: LogKey): { readonly log: Log; readonly forkedAt: number | null } | undefined {
  const parsed = parsedList(key)
  if (parsed?.[0] === 'fork' && typeof parsed[1] === 'string' && typeof parsed[2] === 'number') {
    const log = readLog(parsedList(parsed[1]))
    return log === undefined ? undefined : { log, forkedAt: parsed[2] }
  }
  const log = readLog(parsed)
  return log === undefined ? undefined : { log, forkedAt: null }
}

function parsedList(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function readLog(parsed: readonly unknown[] | undefined): Log | undefined {
  if (parsed?.length !== 5 || typeof parsed[4] !== 'number' || parsed.slice(0, 4).some((name) => typeof name !== 'string'))
    return undefined
  const [realm, domain, kind, author, epoch] = parsed
  return { realm, domain, kind, author, epoch } as Log
}
