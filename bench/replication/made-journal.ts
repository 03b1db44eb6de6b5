/** Made journal: rows of a log with signed entries, as a node would have written them, without a node. */
import { sha256, type Hash } from '../../src/base/hash.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import { foundOpen, realmOf, type Founding } from '../../src/frames/founding.ts'
import type { Item } from '../../src/frames/item.ts'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import { LOG_ENTRIES_MAX } from '../../src/base/limits.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { KeyPair } from '../../src/identity/signature.ts'
import type { JournalRow } from '../../src/ports/journal.ts'
import { claimOf, LAW, type Side } from './claims.ts'

/** The realm of the benchmarks. */
export function benchFounding(): Founding {
  const founding = foundOpen('bench', LAW)
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

/** The key pair of a side. */
export function keyPairOf(side: Side): KeyPair {
  return nodeSignatures.keyPairFromSeed(sha256(side))
}

/** The rows of `count` claims of `side`, `perEntry` in each entry and `perFrame` about each frame, logs rolled at their limit. */
export function rowsOf(side: Side, count: number, perEntry = 1, perFrame = 10): JournalRow[] {
  const [realm, keyPair] = [realmOf(benchFounding()), keyPairOf(side)]
  const rows: JournalRow[] = []
  let epoch = 0
  for (let made = 0; made < count;) {
    epoch += 16_777_216
    const log: Log = { realm, domain: 'main', kind: 'frames', author: keyPair.author, epoch }
    const bodies: string[] = []
    const ids: Hash[] = []
    for (; made < count && bodies.length < LOG_ENTRIES_MAX; made += perEntry) {
      const size = Math.min(perEntry, count - made)
      const items: Item[] = Array.from({ length: size }, (_, at) => claimOf(side, made + at, count, perFrame))
      const link = sealEntry(log, bodies.length, ids.at(-1) ?? null, 1_700_000_000_000 + made, items, keyPair)
      bodies.push(link.text)
      ids.push(link.id)
    }
    rows.push(...split(log, bodies, ids))
  }
  return rows
}

/** Entries in one row: what a busy node receives at a time. */
const ROW_ENTRIES = 256

function split(log: Log, bodies: readonly string[], ids: readonly Hash[]): JournalRow[] {
  const [key, rows]: [ReturnType<typeof logKeyOf>, JournalRow[]] = [logKeyOf(log), []]
  for (let from = 0; from < bodies.length; from += ROW_ENTRIES) {
    const end = from + ROW_ENTRIES
    rows.push({ log: key, from, bodies: bodies.slice(from, end), ids: ids.slice(from, end), seenAt: 1_700_000_000_000 })
  }
  return rows
}
