/** Realm: a closed realm of cores in memory: what the tests of membership in the node run in. */
import { foundClosed, type Founding } from '../../src/frames/founding.ts'
import type { LawInput } from '../../src/frames/read-law.ts'
import type { RealmItem, Role } from '../../src/frames/realm-item.ts'
import type { Core } from '../../src/node/core/core.ts'
import type { CoreParts } from '../../src/node/core/parts.ts'
import type { MemoryDisk } from '../../src/node/memory-journal.ts'
import { keyOf } from '../membership/court.ts'
import { boot, LAW, type Booted, type Outcome, type VirtualClock } from './world.ts'

export const ALL: readonly Role[] = ['admin', 'schema', 'write']

/** The record of a realm that `root` founded. */
export function closed(law: LawInput = LAW): Founding {
  const founding = foundClosed('plant', keyOf('root'), law)
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

/** A core in the closed realm. */
export function enter(clock: VirtualClock, name: string, disk?: MemoryDisk, more: Partial<CoreParts> = {}): Booted {
  return boot(clock, name, disk, { founding: closed(), ...more })
}

/** Writes realm items; the outcome fills itself in when it comes. */
export function decreeing(core: Core, ...items: readonly RealmItem[]): Outcome {
  const outcome: Outcome = {}
  core.legislate(items, (result) => {
    if (result.ok) outcome.claimed = result.value
    else Object.assign(outcome, { code: result.error.code })
  })
  return outcome
}

/** Removes with the cuts that `core` knows. */
export function expel(core: Core, name: string): RealmItem {
  return { k: 'remove', key: keyOf(name), cuts: core.cutsOf(keyOf(name)) }
}

/** What of a core nodes compare, and what they must agree on besides. */
export function stateOf(core: Core): unknown {
  const { digest, state, entries } = core.certificate()
  const { members, law, clashes } = core.membership() ?? { members: new Map(), law: null, clashes: [] }
  const sorted = [...members.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  return { digest, state, entries, members: sorted.map((one) => ({ ...one, cuts: one.cuts && [...one.cuts] })), law, clashes }
}
