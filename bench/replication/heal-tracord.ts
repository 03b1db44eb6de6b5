/** Heal, tracord: two cores with memory journals meet; done when both hold, checked and judged everything and say the same certificate. */
import { createEngine } from '../../src/semantics/create.ts'
import { machineClock, machineRandom } from '../../src/node/clock.ts'
import { createCore, type Core } from '../../src/node/core.ts'
import { createMemoryDisk, createMemoryJournal } from '../../src/node/memory-journal.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Wire, WireHandlers } from '../../src/ports/wire.ts'
import type { Measured, Params } from '../case.ts'
import type { Side } from './claims.ts'
import { benchFounding, keyPairOf, rowsOf } from './made-journal.ts'
import { startWatch, verify } from './stopwatch.ts'

/** Heals `claims` a side, `perEntry` claims an entry. */
export async function run(params: Params): Promise<Measured> {
  const [claims, perEntry] = [Number(params['claims']), Number(params['perEntry'] ?? 1)]
  const entries = 2 * Math.ceil(claims / perEntry)
  const [left, right] = await Promise.all([bootWith('left', claims, perEntry), bootWith('right', claims, perEntry)])
  verify(left.status().entries * 2 === entries, 'each side holds its own half')
  const met = whenBothHold(left, right, entries)
  const read = startWatch()
  const wire = connect(left, right)
  await met
  const [one, two] = [left.certificate(), right.certificate()]
  const watch = read()
  verify(one.digest === two.digest, 'the certificates agree')
  verify(left.status().claims === 2 * claims && right.status().claims === 2 * claims, 'all claims are judged')
  const expected = Array.from({ length: claims }, (_, number) => number).filter((number) => number % 100 === 7).length
  verify(left.engine.conflicts().length === expected, `${expected} conflicts are found`)
  return { ...watch, ...wire }
}

async function bootWith(side: Side, claims: number, perEntry: number): Promise<Core> {
  const disk = createMemoryDisk()
  disk.rows.push(...rowsOf(side, claims, perEntry))
  disk.starts = 1
  const core = createCore({
    founding: benchFounding(),
    keyPair: keyPairOf(side),
    signatures: nodeSignatures,
    clock: machineClock,
    random: machineRandom,
    journal: createMemoryJournal(machineClock, disk),
    createEngine,
    name: side,
  })
  await new Promise<void>((resolve, reject) => core.start((result) => (result.ok ? resolve() : reject(result.error))))
  core.certificate() // what the offline time was for: each side has judged its own half
  return core
}

function whenBothHold(left: Core, right: Core, entries: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (left.status().entries === entries && right.status().entries === entries) resolve()
    }
    for (const core of [left, right]) core.subscribe((event) => (event.type === 'entries' ? look() : undefined))
  })
}

/** A wire in memory that counts. */
function connect(left: Core, right: Core): { bytes: number; messages: number } {
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
  ends.right = right.attach(wireTo('left'))
  return count
}
