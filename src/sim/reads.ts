/** Reads: asks a node now and then, while the storm lasts, for what it last acknowledged: no answer may be older than that. */
import { canonicalText } from '../base/canonical.ts'
import type { Core } from '../node/core/core.ts'
import type { Reads } from './outcome.ts'
import type { Say } from './scenario.ts'
import { fault, type Noted, type Place, type World } from './world.ts'

/** How often a node is read, one after the other. */
export const READ_MS = 2_000

/** Begins to read; nodes notice nothing of it. */
export function startReads(world: World): () => Reads {
  const { scenario, time, network, notes } = world
  const counts = { looked: 0, sent: 0 }
  const stale: Noted[] = []
  const readers = readersOf(world)
  const read = (name: string, { actor }: Place): void => {
    const core = actor.core()
    const latest = notes.latest.get(name)
    // What rotted away is not held; that is another promise.
    if (core === null || latest === undefined || core.locate(latest.entry) === undefined) return
    const before = network.counts.sent
    if (!isThere(core, latest.said, actor.keyPair.author)) stale.push({ node: name, entry: latest.entry })
    counts.sent += network.counts.sent - before
    counts.looked += 1
  }
  const look = (turn: number): void => {
    const [name, place] = readers[turn % readers.length] ?? []
    try {
      if (name !== undefined && place !== undefined) read(name, place)
    } catch (thrown) {
      fault(world, name ?? '', String(thrown))
    }
    if (time.now() + READ_MS <= scenario.workload.stormMs) time.after(READ_MS, () => look(turn + 1))
  }
  if (readers.length > 0) time.after(READ_MS, () => look(0))
  return () => ({ ...counts, stale })
}

/** Whose words count wherever they are held: of a closed realm not all do at once, and those of who is found out never again. */
function readersOf({ scenario, places, hostile }: World): readonly (readonly [string, Place])[] {
  if (scenario.workload.realm !== undefined) return []
  return [...places].filter(([, { actor, hostile: harm }]) => harm === null && !hostile.has(actor.keyPair.author))
}

function isThere({ engine }: Core, said: Say, author: string): boolean {
  const key = keyOf(said)
  return engine.standingsOf(said.frame).some((standing) => keyOf(standing) === key && standing.by.includes(author))
}

function keyOf({ slot, value, not }: Pick<Say, 'slot' | 'value'> & { readonly not?: boolean }): string {
  return canonicalText([slot, value, not === true])
}
