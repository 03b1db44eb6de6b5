/** Index of rows: where in the table the entries of each log lie; made anew at each start, so it can never disagree with the rows. */

/** One row: the entries [start, start + count) of a log. */
export interface Span {
  readonly id: number
  readonly start: number
  readonly count: number
  /** Id of its last entry: tells a repeated row from another branch of a forked log. */
  readonly last: string
}

/** Where the entries of every log lie. */
export interface RowIndex {
  /** Whether the very same entries are held already. */
  has(log: string, span: Omit<Span, 'id'>): boolean
  add(log: string, span: Span): void
  /** Forgets the spans of `log` that end at or below `until`. */
  drop(log: string, until: number): void
  /** The spans of `log` that end beyond `from`, by start. */
  from(log: string, from: number): Iterable<Span>
}

/** The spans of one log by start; in a log without forks also by end. */
interface LogSpans {
  readonly spans: Span[]
  overlapping: boolean
}

/** An index of nothing yet. */
export function createRowIndex(): RowIndex {
  const byLog = new Map<string, LogSpans>()
  const empty: LogSpans = { spans: [], overlapping: false }
  return {
    has(log, { start, count, last }) {
      for (const span of spansBeyond(byLog.get(log) ?? empty, start)) {
        if (span.start > start) return false
        if (span.start === start && span.count === count && span.last === last) return true
      }
      return false
    },
    add(log, span) {
      const held = byLog.get(log) ?? { spans: [], overlapping: false }
      byLog.set(log, held)
      insert(held, span)
    },
    drop(log, until) {
      const held = byLog.get(log)
      if (held === undefined) return
      const left = held.spans.filter(({ start, count }) => start + count > until)
      if (left.length === 0) byLog.delete(log)
      else held.spans.splice(0, held.spans.length, ...left)
    },
    from: (log, from) => spansBeyond(byLog.get(log) ?? empty, from),
  }
}

function insert(held: LogSpans, span: Span): void {
  const { spans } = held
  let at = spans.length
  // Nearly always the last place: logs grow at their end.
  while (at > 0 && (spans[at - 1] as Span).start > span.start) at -= 1
  const before = spans[at - 1]
  const after = spans[at]
  if (before !== undefined && before.start + before.count > span.start) held.overlapping = true
  if (after !== undefined && span.start + span.count > after.start) held.overlapping = true
  spans.splice(at, 0, span)
}

function* spansBeyond({ spans, overlapping }: LogSpans, from: number): Generator<Span> {
  for (let i = overlapping ? 0 : firstEndingBeyond(spans, from); i < spans.length; i += 1) {
    const span = spans[i] as Span
    if (span.start + span.count > from) yield span
  }
}

/** Position of the first span that ends beyond `from`. */
function firstEndingBeyond(spans: readonly Span[], from: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const span = spans[middle] as Span
    if (span.start + span.count <= from) low = middle + 1
    else high = middle
  }
  return low
}
