/** Backlog: entries that a start found in the journal and that judgement has not been told of yet. */
import type { Body } from '../../frames/entry.ts'
import type { Hash } from '../../base/hash.ts'
import type { Said } from '../../frames/item.ts'
import type { Log } from '../../frames/log.ts'
import { saidIn } from '../../frames/said.ts'
import type { JournalRow } from '../../ports/journal.ts'

/** A row of the journal, less the first entries of it that were held before. */
export interface Chunk {
  readonly log: Log
  readonly row: JournalRow
  readonly known: number
  /** Its entries, without those. */
  readonly entries: number
}

/** Entries that wait to be judged. */
export interface Backlog {
  add(chunk: Chunk): void
  /** Entries that wait. */
  entries(): number
  /** Bytes that wait, about. */
  bytes(): number
  /** Takes chunks out until they hold about `entries`; what they say. */
  take(entries: number): readonly Said[]
  /** For each of these texts what is said by entries that hold it. They stay where they are: judgement may be told twice. */
  look(texts: readonly string[]): readonly (readonly Said[])[]
}

/** Nothing waits. */
export function createBacklog(): Backlog {
  const chunks: Chunk[] = []
  let [entries, bytes] = [0, 0]
  return {
    entries: () => entries,
    bytes: () => bytes,
    add(chunk) {
      chunks.push(chunk)
      entries += chunk.entries
      bytes += bytesOf(chunk)
    },
    take(wanted) {
      const said: Said[] = []
      const until = entries - wanted
      for (let chunk = chunks.shift(); chunk !== undefined; chunk = entries > until ? chunks.shift() : undefined) {
        // Counted first: whatever a text is, it is taken once.
        entries -= chunk.entries
        bytes -= bytesOf(chunk)
        said.push(...saidFrom(chunk))
      }
      return said
    },
    look(texts) {
      const found = texts.map((): Said[] => [])
      for (const { log, row, known } of chunks) {
        const { bodies } = row
        for (let at = known; at < bodies.length; at += 1) {
          const body = bodies[at]!
          for (let place = 0; place < texts.length; place += 1)
            if (body.includes(texts[place]!)) found[place]!.push(...saidAt(log, row.from + at, row.ids[at], body))
        }
      }
      return found
    },
  }
}

function bytesOf({ row }: Chunk): number {
  return row.bytes ?? row.bodies.reduce((sum, body) => sum + body.length, 0)
}

function saidFrom({ log, row, known }: Chunk): readonly Said[] {
  const { ids } = row
  return row.bodies.flatMap((body, at) => (at < known ? [] : saidAt(log, row.from + at, ids[at], body)))
}

function saidAt(log: Log, seq: number, id: Hash | undefined, text: string): readonly Said[] {
  return id === undefined ? [] : saidIn(log, { id, seq, body: JSON.parse(text) as Body, text })
}
