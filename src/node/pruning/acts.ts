/** Acts of pruning over a core: what is meant is checked, withdrawals that would go along are said again, then it is signed and dropped. */
import type { Ms } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import { ENTRY_ITEMS_MAX, PRUNE_IDS_MAX } from '../../base/limits.ts'
import type { Item } from '../../frames/item.ts'
import type { LogKey } from '../../frames/log.ts'
import type { Prune } from '../../frames/prune.ts'
import type { Done } from '../../ports/journal.ts'
import { throwIfAborted } from '../abort.ts'
import type { Core } from '../core/core.ts'
import type { LogAsPruned } from '../core/prune-verbs.ts'
import { ENTRY_ITEM_BYTES_MAX } from '../core/writer.ts'
import { requireVoice } from '../realm/rights.ts'
import type { Cancel, Claimed } from '../receipt.ts'
import { contentOf, type Content } from './content.ts'
import type { NodePruning, PrunableLog, PruneOptions, PrunedLog } from './pruning.ts'

/** Pruning on `core`; `now` says which windows are over, and nothing else; `forgotten`: documents and snapshots tell it no more. */
export function createNodePruning(core: Core, now: () => Ms, forgotten: () => Promise<void>): NodePruning {
  return {
    async list(options = {}) {
      const content = await contentOf(core, core.logsAsPruned(core.author), options)
      return core.logsAsPruned().map((log) => shown(core, log, content, now()))
    },
    async prune(options) {
      const own = core.logsAsPruned(core.author)
      const [content, at] = [await contentOf(core, own, options), now()]
      const meant = own.filter((log) => isMeant(log, options, content.live(log.key, at)))
      requireSome(meant, options)
      for (const log of meant) requirePrunable(log, content.live(log.key, at), options)
      const logs = prunedLogs(core, meant, content, at)
      if (options.dryRun === true) return { dryRun: true, logs, dropped: 0, at }
      const lost = content.lostWith(new Set(meant.map(({ key }) => key)))
      // First what would be lost: a crash in between leaves a withdrawal that is said twice.
      for (const items of pieces(lost)) await written(options, (done) => core.write(items, done))
      for (const log of meant) await sign(core, log, options)
      let dropped = 0
      for (const { key } of meant) dropped += await written<number>(options, (done) => core.dropText(key, done))
      await forgotten()
      return { dryRun: false, logs, dropped, at }
    },
    async drop(options = {}) {
      let dropped = 0
      for (const { key, pruned, bare, isForked } of core.logsAsPruned()) {
        if (pruned > bare && !isForked) dropped += await written<number>(options, (done) => core.dropText(key, done))
      }
      await forgotten()
      return dropped
    },
  }
}

/** Whether a log is to be pruned, or what was begun with it to be finished. */
function isMeant({ log, pruned, entries, bare, isOpen }: LogAsPruned, { epochs, withdrawn }: PruneOptions, live: number): boolean {
  if (epochs?.includes(log.epoch) === true) return true
  return withdrawn === true && !isOpen && live === 0 && (pruned < entries || bare < pruned)
}

function requireSome(meant: readonly LogAsPruned[], { epochs, withdrawn }: PruneOptions): void {
  if (epochs === undefined && withdrawn !== true)
    throw new TracordError('BAD_INPUT', 'prune() takes epochs, or withdrawn: true; list() tells what there is')
  const missing = epochs?.find((epoch) => !meant.some(({ log }) => log.epoch === epoch))
  if (missing === undefined) return
  throw new TracordError('BAD_INPUT', `this node has no log of claims or steps with the epoch ${missing}: list() tells which there are`)
}

function requirePrunable({ log, isOpen, isForked }: LogAsPruned, live: number, { force }: PruneOptions): void {
  const name = `the ${log.kind} of epoch ${log.epoch} in ${log.domain}`
  if (isForked) throw new TracordError('REFUSED', `${name} are forked: they are kept as proof`)
  if (isOpen) throw new TracordError('REFUSED', `${name} are still written: start the node again, then prune them`)
  if (live === 0 || force === true) return
  const what = `${live} of their items are neither taken back nor over`
  throw new TracordError('REFUSED', `${name} still say something (${what}): withdraw it, or give force, which takes it back by pruning`)
}

/** Names what is not named yet, each domain's by entries of its own. */
async function sign(core: Core, { log, key, entries, pruned }: LogAsPruned, options: Cancel): Promise<void> {
  const { domain, epoch } = log
  requireVoice(core, domain)
  const kind = log.kind === 'traces' ? 'traces' : 'frames'
  for (let from = pruned; from < entries; from += PRUNE_IDS_MAX) {
    const ids = core.ids(key, from, Math.min(PRUNE_IDS_MAX, entries - from))
    const item: Prune = { k: 'prune', kind, epoch, from, ids }
    await written<Claimed>(options, (done) => core.writePrunes(domain, [item], done))
  }
}

function shown(core: Core, { log, key, entries, pruned, bare, isOpen }: LogAsPruned, content: Content, now: Ms): PrunableLog {
  const { author, domain, epoch } = log
  const kind = log.kind === 'traces' ? 'traces' : 'frames'
  const live = author === core.author ? content.live(key, now) : null
  return { log: key, author, domain, kind, epoch, entries, pruned, gone: bare, live, open: isOpen }
}

function prunedLogs(core: Core, meant: readonly LogAsPruned[], content: Content, now: Ms): readonly PrunedLog[] {
  const all = new Set(meant.map(({ key }) => key))
  const lost = new Set(content.lostWith(all))
  return meant.map((log) => {
    const own = content.lostWith(new Set<LogKey>([log.key])).filter((item) => lost.has(item))
    return { ...shown(core, log, content, now), saidAgain: own.length }
  })
}

/** As many writes as it takes: each fits into an entry. */
function pieces(items: readonly Item[]): readonly (readonly Item[])[] {
  const made: Item[][] = []
  let bytes = Infinity
  for (const item of items) {
    const more = Buffer.byteLength(JSON.stringify(item)) + 1
    bytes += more
    const last = made.at(-1)
    if (last !== undefined && last.length < ENTRY_ITEMS_MAX && bytes <= ENTRY_ITEM_BYTES_MAX) {
      last.push(item)
      continue
    }
    made.push([item])
    bytes = more
  }
  return made
}

/** One step after the other: what was signed stays signed, and asking again goes on from there. */
function written<T>({ signal }: Cancel, start: (done: Done<T>) => void): Promise<T> {
  throwIfAborted(signal)
  return new Promise<T>((resolve, reject) => start((result) => (result.ok ? resolve(result.value) : reject(result.error))))
}
