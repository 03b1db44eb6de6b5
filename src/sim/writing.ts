/** Writing: has the nodes say what the workload tells them to, and notes what became of each write. */
import type { Item, ItemId } from '../frames/item.ts'
import { CONFIDENCE_MAX } from '../base/limits.ts'
import type { Claimed } from '../node/node.ts'
import type { Result } from '../base/result.ts'
import type { TracordError } from '../base/error.ts'
import type { Say, TakeBack, Write } from './scenario.ts'
import type { Written } from './outcome.ts'
import type { World } from './world.ts'

/** What became of the writes so far. */
export interface Writing {
  readonly written: readonly Written[]
  /** Has `node` claim something; nothing happens while it is down. */
  write(write: Write): void
  /** Whether `node` acknowledged something since `sinceMs`. */
  hasAcknowledged(node: string, sinceMs: number): boolean
  /** Each write that was under way when its node ended is cut off. */
  cutOff(node: string): void
}

type Open = { -readonly [K in keyof Written]: Written[K] }

/** No writes yet. */
export function createWriting(world: World): Writing {
  const { history, notes, places, time, sometimes } = world
  const written: Open[] = []
  const ids = new Map<string, ItemId>()
  const lastAck = new Map<string, number>()

  const answer = (open: Open, write: Write, result: Result<Claimed, TracordError>): void => {
    const { node } = write
    if (!result.ok) {
      const { code } = result.error
      history.note({ kind: 'refuse', node, text: code })
      open.outcome = code === 'OUTCOME_UNKNOWN' ? 'unknown' : 'refused'
      sometimes.reach(open.outcome === 'unknown' ? 'outcome unknown' : 'write refused while the disk is full')
      return
    }
    const { entry } = result.value
    history.note({ kind: 'ack', node, text: entry })
    open.outcome = 'acknowledged'
    lastAck.set(node, time.now())
    if ('name' in write && write.name !== undefined) ids.set(write.name, result.value.ids[0] ?? '')
    notes.acknowledged.push({ node, entry })
    if ('frame' in write && write.because === undefined) notes.latest.set(node, { entry, said: write })
  }
  return {
    written,
    hasAcknowledged: (node, sinceMs) => (lastAck.get(node) ?? -1) >= sinceMs,
    cutOff(node) {
      for (const open of written) if (open.node === node && open.outcome === null) open.outcome = 'cut off'
    },
    write(write) {
      const { node } = write
      const actor = places.get(node)?.actor
      const item = 'withdraw' in write ? takingBack(write, ids) : claiming(write, ids)
      if (actor === undefined || actor.core() === null || item === null) return
      history.note({ kind: 'claim', node, text: JSON.stringify(item) })
      if (item.k === 'withdraw') {
        sometimes.reach('taken back')
        notes.latest.delete(node)
      }
      if (item.k === 'claim' && item.because !== undefined) sometimes.reach('entry rests on another')
      const open: Open = { node, atMs: time.now(), outcome: null }
      written.push(open)
      actor.write([item], (result) => answer(open, write, result))
    },
  }
}

function claiming({ frame, slot, value, not, confidence, because = [] }: Say, ids: ReadonlyMap<string, ItemId>): Item {
  const known = because.map((name) => ids.get(name)).filter((id) => id !== undefined)
  return {
    k: 'claim',
    ...{ frame, slot, value },
    ...(not === undefined ? {} : { not }),
    // Full confidence is told by silence: an item that spells it out is malformed, and counts for nothing.
    ...(confidence === undefined || confidence === CONFIDENCE_MAX ? {} : { confidence }),
    ...(known.length === 0 ? {} : { because: [...new Set(known)].sort() }),
  }
}

function takingBack({ withdraw }: TakeBack, ids: ReadonlyMap<string, ItemId>): Item | null {
  const claim = ids.get(withdraw)
  return claim === undefined ? null : { k: 'withdraw', claim }
}
