/** History: everything that happened, in order, as one hash; for people the last of it, or all of it when it is recorded. */
import { createHash } from 'node:crypto'

/** Lines kept when nothing is recorded. */
const TAIL_LINES = 200
/** Characters gathered before they are hashed. */
const FLUSH_CHARS = 65_536
/** Happenings recorded at most: what comes after these is hashed only. */
export const RECORDED_MAX = 200_000

/** What kind of thing happened. */
export type Kind =
  | 'ack'
  | 'act'
  | 'alarm'
  | 'ask'
  | 'claim'
  | 'close'
  | 'commit'
  | 'crash'
  | 'end'
  | 'fail'
  | 'fault'
  | 'lose'
  | 'open'
  | 'refuse'
  | 'send'
  | 'start'
  | 'take'
  | 'world'

/** One thing that happened. */
export interface Happening {
  readonly atMs: number
  readonly kind: Kind
  /** Where; empty: to the world. */
  readonly node: string
  readonly text: string
  /** The other end of a message or wire. */
  readonly peer?: string
  /** Number of the message. */
  readonly message?: number
  /** What it was about, for people; not part of the hash. */
  readonly about?: string
}

/** A run's history, while it is written. */
export interface History {
  /** true: all happenings are kept, with what they were about. */
  readonly isRecording: boolean
  /** Notes that something happened now. */
  note(happening: Omit<Happening, 'atMs'>): void
  /** The hash of all lines; nothing may be noted afterwards. */
  finish(): string
  /** The last lines. */
  tail(): readonly string[]
  /** Everything, if it is recorded. */
  recorded(): readonly Happening[]
}

/** An empty history; `now` stamps each line. */
export function createHistory(now: () => number, isRecording = false): History {
  const hash = createHash('sha256')
  const lines: string[] = []
  const all: Happening[] = []
  let waiting = ''
  return {
    isRecording,
    note(happening) {
      const { kind, node, peer = '', message = '', text } = happening
      const line = `${now()} ${kind} ${node} ${peer} ${message} ${text}`
      waiting += line
      waiting += '\n'
      if (isRecording && all.length < RECORDED_MAX) all.push({ atMs: now(), ...happening })
      lines.push(line)
      if (lines.length >= 2 * TAIL_LINES) lines.splice(0, TAIL_LINES)
      if (waiting.length < FLUSH_CHARS) return
      hash.update(waiting)
      waiting = ''
    },
    finish: () => hash.update(waiting).digest('hex'),
    tail: () => lines.slice(-TAIL_LINES),
    recorded: () => all,
  }
}

/** A cheap sum of bytes (FNV-1a): tells two runs apart, defends against nobody. */
export function sumOf(bytes: Uint8Array): string {
  let sum = 0x811c9dc5
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193)
  return (sum >>> 0).toString(16)
}
