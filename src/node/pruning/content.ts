/** Content: what an author's own logs still say: claims not taken back and not over, steps, and whose withdrawals stand where. */
import type { Ms } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import { readBody, type Link } from '../../frames/chain.ts'
import type { ItemId, Said, Withdraw } from '../../frames/item.ts'
import type { LogKey } from '../../frames/log.ts'
import { saidIn } from '../../frames/said.ts'
import { orAborted } from '../abort.ts'
import type { Core } from '../core/core.ts'
import type { LogAsPruned } from '../core/prune-verbs.ts'
import type { Cancel } from '../receipt.ts'

/** Bytes of text read at a time. */
const PIECE_BYTES = 262_144

/** What an author's own logs say. */
export interface Content {
  /** How many items of a log still say something at `now`. */
  live(log: LogKey, now: Ms): number
  /** Withdrawals in `logs` that nothing outside them repeats, of what is said outside them. */
  lostWith(logs: ReadonlySet<LogKey>): readonly Withdraw[]
}

interface Taken {
  readonly log: LogKey
  readonly item: Withdraw
}

/** Reads the logs, whose text is here but for what is gone already. */
export async function contentOf(core: Core, logs: readonly LogAsPruned[], options: Cancel): Promise<Content> {
  const said = new Map<LogKey, readonly Said[]>()
  for (const log of logs) said.set(log.key, await saidOf(core, log, options))
  const taken = new Map<ItemId, Taken[]>()
  for (const [log, items] of said) {
    for (const { item } of items) {
      if (item.k === 'withdraw') taken.set(item.claim, [...(taken.get(item.claim) ?? []), { log, item }])
    }
  }
  const homes = new Map([...said].flatMap(([log, items]) => items.map(({ id }) => [id, log] as const)))
  return {
    live: (log, now) => (said.get(log) ?? []).filter((one) => isLive(one, now) && !taken.has(one.id)).length,
    lostWith(gone) {
      return [...taken].flatMap(([claim, all]) => {
        const [first] = all
        const home = homes.get(claim)
        const isKept = all.some(({ log }) => !gone.has(log))
        return first === undefined || isKept || home === undefined || gone.has(home) ? [] : [first.item]
      })
    },
  }
}

function isLive({ item }: Said, now: Ms): boolean {
  if (item.k === 'withdraw' || item.k === 'ignored') return false
  return item.k !== 'claim' || (item.valid?.[1] ?? Infinity) > now
}

/** What is not pruned of a log, item by item. */
async function saidOf(core: Core, { log, key, entries, pruned, bare }: LogAsPruned, options: Cancel): Promise<readonly Said[]> {
  const said: Said[] = []
  for (let seq = Math.max(bare, pruned); seq < entries; ) {
    const bodies = await read(core, key, seq, options)
    if (bodies.length === 0) break
    const ids = core.ids(key, seq, bodies.length)
    for (const [at, text] of bodies.entries()) said.push(...saidAt({ log, seq: seq + at, id: ids[at], text }))
    seq += bodies.length
  }
  return said
}

type Placed = Pick<LogAsPruned, 'log'> & Pick<Link, 'seq' | 'text'> & { readonly id: Hash | undefined }

function saidAt({ log, seq, id, text }: Placed): readonly Said[] {
  const body = readBody(text)
  return body.ok && id !== undefined ? saidIn(log, { id, seq, body: body.value, text }) : []
}

function read(core: Core, log: LogKey, from: number, { signal }: Cancel): Promise<readonly string[]> {
  const bodies = new Promise<readonly string[]>((resolve, reject) => {
    core.read(log, from, PIECE_BYTES, (result) => (result.ok ? resolve(result.value) : reject(result.error)))
  })
  return orAborted(bodies, signal, 'nothing was pruned')
}
