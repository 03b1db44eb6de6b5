/** Words: how values, statements, weights and counts are written for people, without colour. */

/** A statement as a case spells it; numbers and tagged values are shown as they are written. */
export interface StatementShown {
  readonly frame: string
  readonly slot: string
  readonly value: unknown
  readonly not: boolean
}

/** Version, codec and hash function of every content id of ours. */
const CONTENT_ID_HEAD = /^bagaaiera/

/** One full vote in the units of `weight`: a claim of certainty by a fully trusted author. */
const FULL_VOTE = 1_000_000

/** `"open"`, `42`, `→ d2`, `2026-01-01T00:00:00.000Z`: a value as a person would write it. */
export function valueWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const [tag = '', inner = ''] = (Object.entries(value)[0] ?? []) as [string?, unknown?]
  if (tag === 'ref') return `→ ${String(inner)}`
  if (tag === 'time' && typeof inner === 'number') return timeWords(inner)
  return String(inner)
}

/** `d1.state = "open"`, and `≠` for a negative statement. */
export function statementWords(statement: StatementShown): string {
  return `${statement.frame}.${statement.slot} ${statement.not ? '≠' : '='} ${valueWords(statement.value)}`
}

/** A weight in votes: `1900000` is `1.9`. */
export function votes(weight: string): string {
  const count = Number(weight) / FULL_VOTE
  return count >= 100 ? count.toFixed(0) : String(Number(count.toFixed(2)))
}

/** `1 vote`, `1.9 votes`: a weight with its unit. */
export function votesWords(weight: string): string {
  const count = votes(weight)
  return `${count} ${count === '1' ? 'vote' : 'votes'}`
}

/** `1 conflict`, `2 conflicts`, `1,200 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** Digits in groups of three. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** Milliseconds, from a second on in seconds. */
export function durationWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** The head of a hash, past the letters that all content ids begin with: enough to tell two apart on a screen. */
export function shortHash(hash: string, length = 12): string {
  const telling = hash.replace(CONTENT_ID_HEAD, '')
  return telling.length <= length ? telling : `${telling.slice(0, length)}…`
}

/**
 * `between 10:02 and 10:05 on 2026-01-01`, `from ... on`, `until ...`; empty for all of time. Times are ISO 8601 or milliseconds, shown in
 * UTC.
 */
export function spanWords([from, until]: readonly [string | number | null, string | number | null]): string {
  if (from === null) return until === null ? '' : `until ${instantWords(until)}`
  if (until === null) return `from ${instantWords(from)} on`
  const [a, b] = [instantWords(from), instantWords(until)]
  const isOneDay = a.length > DAY_LENGTH && b.startsWith(a.slice(0, DAY_LENGTH + 1))
  return isOneDay
    ? `between ${a.slice(DAY_LENGTH + 1)} and ${b.slice(DAY_LENGTH + 1)} on ${a.slice(0, DAY_LENGTH)}`
    : `from ${a} to ${b}`
}

/** Letters of `2026-01-01`. */
const DAY_LENGTH = 10

/** `2026-01-01`, `2026-01-01 10:02` or with seconds where there are any. */
function instantWords(at: string | number): string {
  const iso = typeof at === 'number' ? timeWords(at) : at
  return iso.replace(/(\.000)?Z$/, '').replace(/T00:00:00$/, '').replace('T', ' ').replace(/^(.{16}):00$/, '$1')
}

/** An instant in ISO 8601, or its number where no calendar has it. */
export function timeWords(ms: number): string {
  const at = new Date(ms)
  return Number.isNaN(at.getTime()) ? `${ms} ms` : at.toISOString()
}
