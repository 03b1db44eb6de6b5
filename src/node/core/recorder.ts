/** Recorder: writes admitted rows to the journal, one commit at a time; after a failure it keeps them and tries again by itself. */
import type { Clock } from '../../base/clock.ts'
import type { TracordError } from '../../base/error.ts'
import type { Journal, JournalRow } from '../../ports/journal.ts'
import { COMMIT_CHARS_MAX, COMMIT_ROWS_MAX, PROBE_MS_MAX, PROBE_MS_MIN } from './limits.ts'

/** One row on its way. */
export interface Recording {
  readonly row: JournalRow
  readonly chars: number
  /** true: the journal has it already, it only takes its turn. */
  readonly stored: boolean
}

/** The way to the disk. */
export interface Recorder {
  record(row: JournalRow, stored?: boolean): void
  /** Characters that wait for their fsync. */
  unwritten(): number
  isIdle(): boolean
  /** Why the journal refuses, or null. */
  readOnly(): string | null
  /** Stops trying; what waits is lost, and was never acknowledged. */
  stop(): void
}

/** Who is told how it went. */
export interface RecorderHooks {
  /** These rows are durable now, in the order recorded. */
  onDurable(rows: readonly JournalRow[]): void
  /** The journal began to refuse: everything recorded and not yet durable has an unknown outcome. */
  onRefused(error: TracordError): void
  onRecovered(): void
}

/** A recorder with nothing to write. */
export function createRecorder(journal: Journal, clock: Clock, hooks: RecorderHooks): Recorder {
  const queue: Recording[] = []
  let unwritten = 0
  let writing = false
  let stopped = false
  let refusal: string | null = null
  let pauseMs = PROBE_MS_MIN

  const settle = (batch: readonly Recording[]): void => {
    queue.splice(0, batch.length)
    for (const { chars } of batch) unwritten -= chars
    hooks.onDurable(batch.map(({ row }) => row))
  }
  const commit = (): void => {
    if (writing || stopped || queue.length === 0) return
    const batch = nextBatch(queue)
    writing = true
    const rows = batch.filter(({ stored }) => !stored).map(({ row }) => row)
    journal.append(rows, (result) => {
      writing = false
      if (stopped) return
      if (!result.ok) return refuse(result.error)
      pauseMs = PROBE_MS_MIN
      if (refusal !== null) {
        refusal = null
        hooks.onRecovered()
      }
      settle(batch)
      commit()
    })
  }
  const refuse = (error: TracordError): void => {
    const began = refusal === null
    refusal = error.message
    clock.after(pauseMs, commit)
    pauseMs = Math.min(pauseMs * 2, PROBE_MS_MAX)
    if (began) hooks.onRefused(error)
  }
  return {
    record(row, stored = false) {
      const chars = row.bodies.reduce((sum, body) => sum + body.length, 0)
      queue.push({ row, chars, stored })
      unwritten += chars
      if (refusal === null) commit()
    },
    unwritten: () => unwritten,
    isIdle: () => queue.length === 0,
    readOnly: () => refusal,
    stop() {
      stopped = true
    },
  }
}

/** The oldest rows, within the bounds of a commit; at least one. */
function nextBatch(queue: readonly Recording[]): readonly Recording[] {
  let chars = 0
  let rows = 0
  for (const recording of queue) {
    chars += recording.chars
    if (rows > 0 && (rows >= COMMIT_ROWS_MAX || chars > COMMIT_CHARS_MAX)) break
    rows += 1
  }
  return queue.slice(0, rows)
}
