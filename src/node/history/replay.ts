/** Replay: a node's life lived again from the rows of its journal, by the node's own core: nothing is judged otherwise than then. */
import { randomBytes } from 'node:crypto'
import type { Founding } from '../../frames/founding.ts'
import { logKeyOf } from '../../frames/log.ts'
import { nodeSignatures } from '../../identity/ed25519.ts'
import { SEED_BYTES } from '../../identity/encoding.ts'
import { nodeAgreement } from '../../identity/x25519.ts'
import type { JournalRow } from '../../ports/journal.ts'
import { machineClock, machineRandom } from '../clock.ts'
import { createCore, type Core } from '../core/core.ts'
import { readJournalKey } from '../core/proof.ts'
import { FROM_JOURNAL } from '../core/waiting.ts'
import { createMemoryDisk, createMemoryJournal } from '../memory-journal.ts'

/** A life under way. It writes nothing and meets nobody. */
export interface Replay {
  readonly core: Core
  /** Takes in what arrived next. */
  take(row: JournalRow): void
  close(): Promise<void>
}

/** What was checked when it was admitted is not checked again: `doctor` does that. */
const TRUSTING = { ...nodeSignatures, verify: () => true }

/**
 * A life that begins with `rows` already lived, of a node that holds these domains; null: all. Rejects with `CORRUPT`
 * where they cannot be taken in.
 */
export async function replay(
  founding: Founding,
  rows: readonly JournalRow[] = [],
  domains: readonly string[] | null = null,
): Promise<Replay> {
  const core = createCore({
    ...{ founding, signatures: TRUSTING, agreement: nodeAgreement, clock: machineClock, random: machineRandom },
    keyPair: nodeSignatures.keyPairFromSeed(randomBytes(SEED_BYTES)),
    name: 'replay',
    ...(domains === null ? {} : { domains }),
    journal: createMemoryJournal(machineClock, { ...createMemoryDisk(), rows: [...rows] }),
  })
  await new Promise<void>((resolve, reject) => core.start((result) => (result.ok ? resolve() : reject(result.error))))
  return {
    core,
    take({ log: key, from, bodies }) {
      const named = readJournalKey(key)
      if (named === undefined) return
      const { log, forkedAt } = named
      const start = forkedAt ?? from
      const [prev = null] = start === 0 ? [] : core.ids(logKeyOf(log), start - 1, 1)
      core.offer({ log, from: start, prev, bodies }, FROM_JOURNAL)
    },
    close: () => new Promise((resolve) => core.close(() => resolve())),
  }
}
