/** History: everything that happened, in order, as one hash, with the last of it kept for people. */
import { createHash } from 'node:crypto'

/** Lines kept. */
const TAIL_LINES = 200
/** Characters gathered before they are hashed. */
const FLUSH_CHARS = 65_536

/** A run's history, while it is written. */
export interface History {
  /** Notes that something happened now. */
  note(line: string): void
  /** The hash of all lines; nothing may be noted afterwards. */
  finish(): string
  /** The last lines. */
  tail(): readonly string[]
}

/** An empty history; `now` stamps each line. */
export function createHistory(now: () => number): History {
  const hash = createHash('sha256')
  const lines: string[] = []
  let waiting = ''
  return {
    note(line) {
      const stamped = `${now()} ${line}\n`
      waiting += stamped
      lines.push(stamped)
      if (lines.length >= 2 * TAIL_LINES) lines.splice(0, TAIL_LINES)
      if (waiting.length < FLUSH_CHARS) return
      hash.update(waiting)
      waiting = ''
    },
    finish: () => hash.update(waiting).digest('hex'),
    tail: () => lines.slice(-TAIL_LINES).map((line) => line.trimEnd()),
  }
}

/** A cheap sum of bytes (FNV-1a): tells two runs apart, defends against nobody. */
export function sumOf(bytes: Uint8Array): string {
  let sum = 0x811c9dc5
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193)
  return (sum >>> 0).toString(16)
}
