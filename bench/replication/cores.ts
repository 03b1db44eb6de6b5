/** Cores: nodes without sockets or files, booted from made rows and joined by a wire in memory that counts. */
import type { Law } from '../../src/frames/facet.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { KeyPair } from '../../src/identity/signature.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { machineClock, machineRandom } from '../../src/node/clock.ts'
import { createCore, type Core } from '../../src/node/core/core.ts'
import { createMemoryDisk, createMemoryJournal } from '../../src/node/memory-journal.ts'
import type { JournalRow } from '../../src/ports/journal.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { Wire, WireHandlers } from '../../src/ports/wire.ts'
import type { Side } from './claims.ts'
import { benchFounding, keyPairOf } from './made-journal.ts'

/** A core of `side` that has started on these rows and judged them. */
export async function bootWith(side: Side, rows: readonly JournalRow[]): Promise<Core> {
  const disk = createMemoryDisk()
  disk.rows.push(...rows)
  disk.starts = 1
  const core = createCore({
    founding: benchFounding(),
    keyPair: keyPairOf(side),
    signatures: nodeSignatures,
    agreement: nodeAgreement,
    clock: machineClock,
    random: machineRandom,
    journal: createMemoryJournal(machineClock, disk),
    name: side,
    beaconMs: 60_000, // the one at the meeting counts, not the hour of the next
  })
  await new Promise<void>((resolve, reject) => core.start((result) => (result.ok ? resolve() : reject(result.error))))
  core.certificate() // what the offline time was for
  return core
}

/** One judgement for many nodes of one process that come to hold the same: what one of them adds is there for all. */
export function sharedEngine(): (law: Law) => Engine {
  const held = new Set<string>()
  let engine: Engine | null = null
  return (law) => {
    const judgement = (engine ??= createEngine(law))
    return {
      ...judgement,
      add(said) {
        const fresh = said.filter(({ id }) => !held.has(id))
        for (const { id } of fresh) held.add(id)
        if (fresh.length > 0) judgement.add(fresh)
      },
    }
  }
}

/** A leaf with nothing in it that has started. */
export async function bootLeaf(keyPair: KeyPair, makeEngine: (law: Law) => Engine): Promise<Core> {
  const core = createCore({
    founding: benchFounding(),
    keyPair,
    signatures: nodeSignatures,
    agreement: nodeAgreement,
    clock: machineClock,
    random: machineRandom,
    journal: createMemoryJournal(machineClock),
    createEngine: makeEngine,
    name: 'leaf',
    role: 'leaf',
  })
  await new Promise<void>((resolve, reject) => core.start((result) => (result.ok ? resolve() : reject(result.error))))
  return core
}

/** Joins two cores: the left one opens, as a client does, the right one accepts; the count goes on as long as they talk. */
export function connect(left: Core, right: Core): { bytes: number; messages: number } {
  const count = { bytes: 0, messages: 0 }
  const ends: { left?: WireHandlers; right?: WireHandlers } = {}
  const wireTo = (side: Side): Wire => ({
    label: `to ${side}`,
    send(bytes) {
      count.messages += 1
      count.bytes += bytes.length
      setImmediate(() => ends[side]?.onMessage(bytes))
    },
    buffered: () => 0,
    close: () => undefined,
  })
  ends.left = left.attach(wireTo('right'))
  ends.right = right.attach({ ...wireTo('left'), isAccepted: true })
  return count
}
