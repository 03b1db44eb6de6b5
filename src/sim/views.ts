/** Views: nodes as the checkers see them, worked out once and only as far as somebody asks. */
import type { Hash } from '../base/hash.ts'
import type { Body } from '../frames/entry.ts'
import { saidIn } from '../frames/said.ts'
import type { Said } from '../frames/item.ts'
import { logKeyOf, type LogKey } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Core } from '../node/core/core.ts'
import type { Membership } from '../membership/membership.ts'
import type { JournalRow } from '../ports/journal.ts'
import { createArchive, type Archive } from '../traces/archive.ts'
import type { Actor } from './actor.ts'
import type { LogView, NodeView } from './outcome.ts'
import { fault, type Place, type World } from './world.ts'

/** What a node holds, log by log; null while it is down. */
export function holdingsOf(actor: Actor): string | null {
  const core = actor.core()
  if (core === null) return null
  // What waits for its author to belong is not the same everywhere, and need not be.
  const counted = Array.from(core.logs()).filter(({ held }) => held.count > 0)
  return counted
    .map(({ log, held }) => `${logKeyOf(log)} ${held.head === null ? 'forked' : `${held.count} ${held.head}`}`)
    .sort()
    .join()
}

/** A node as it is now. */
export function viewOf(world: World, name: string, place: Place): NodeView {
  const core = place.actor.core()
  const author = place.actor.keyPair.author
  const down = downView(name, author)
  if (core === null) return down
  try {
    const sent = world.network.counts.sent
    const { state, verdict, entries } = core.certificate()
    const { waitingChars, unwrittenChars, wants, asks } = core.sizes()
    const logs = once(() => logsOf(core, place))
    const { engine } = core
    core.engine.frames()
    return {
      ...{ name, author, entries, state, verdict, logs, asks, isUp: true },
      load: place.actor.reasoning()?.load() ?? 0,
      provisional: core.status().provisional,
      waiting: waitingChars + unwrittenChars + wants,
      sentByReading: world.network.counts.sent - sent,
      holds: (entry) => core.locate(entry) !== undefined,
      standings: once(() => engine.standings()),
      conflicts: once(() => engine.conflicts()),
      components: once(() => engine.components()),
      isMember: (author) => isMember(core.membership(), author),
      isRemoved: (author) => (core.membership()?.members.get(author)?.cuts ?? null) !== null,
      equivocators: equivocatorsIn(core),
      realm: once(() => realmText(core.membership())),
      traces: once(() => engine.traces()),
      told: once(() => toldIn(logs())),
    }
  } catch (thrown) {
    fault(world, name, String(thrown))
    return down
  }
}

/** In a log of the realm itself both branches count, and it silences nobody. */
function equivocatorsIn(core: Core): ReadonlySet<string> {
  const forked = Array.from(core.logs()).filter(({ log, held }) => held.count > 0 && held.head === null && log.kind !== 'realm')
  return new Set(forked.map(({ log }) => log.author))
}

function isMember(membership: Membership | null, author: AuthorKey): boolean {
  if (membership === null) return true
  const member = membership.members.get(author)
  return member !== undefined && member.cuts === null
}

/** Everything that membership is, sorted. */
function realmText(membership: Membership | null): string {
  if (membership === null) return ''
  const { founder, members, parts, revoked } = membership
  const told = [...members.values()].map(({ cuts, ...member }) => ({ ...member, cuts: cuts === null ? null : [...cuts].sort() }))
  told.sort((a, b) => (a.key < b.key ? -1 : 1))
  return JSON.stringify([founder, told, parts.map(({ hash, by }) => [hash, by]), revoked])
}

function downView(name: string, author: NodeView['author']): NodeView {
  const nothing = (): readonly never[] => []
  const sizes = { entries: 0, provisional: 0, waiting: 0, asks: 0, load: 0, sentByReading: 0 }
  const belongs = { equivocators: new Set<string>(), isMember: () => true, isRemoved: () => false, realm: () => '' }
  const reads = { logs: nothing, standings: nothing, conflicts: nothing, components: nothing, traces: nothing, told: createArchive }
  return { name, author, isUp: false, state: 'down', verdict: 'down', holds: () => false, ...sizes, ...reads, ...belongs }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function logsOf(core: Core, { disk }: Place): readonly LogView[] {
  const rows = new Map<LogKey, JournalRow[]>()
  for (const row of disk.rows()) {
    const ofLog = rows.get(row.log)
    if (ofLog === undefined) rows.set(row.log, [row])
    else ofLog.push(row)
  }
  return Array.from(core.logs(), ({ log, held }) => {
    const key = logKeyOf(log)
    return { log, ids: core.ids(key, 0, held.count), bodies: bodiesOf(rows.get(key) ?? []) }
  })
}

/** The bodies of a log by its rows; where one is missing, nothing stands. */
function bodiesOf(rows: readonly JournalRow[]): readonly string[] {
  const bodies: string[] = []
  for (const row of rows) {
    for (const [at, body] of row.bodies.entries()) bodies[row.from + at] = body
  }
  return bodies
}

/** What the entries that a node holds and keeps say. */
export function saidOf(node: NodeView): readonly Said[] {
  return saidInLogs(node.logs())
}

/** Sessions and traces of these logs, by no judgement. */
function toldIn(logs: readonly LogView[]): Archive {
  const archive = createArchive()
  for (const said of saidInLogs(logs.filter(({ log }) => log.kind === 'traces'))) archive.add(said)
  return archive
}

function saidInLogs(logs: readonly LogView[]): readonly Said[] {
  return logs.flatMap(({ log, ids, bodies }) =>
    bodies.flatMap((text, seq) => {
      const id: Hash | undefined = ids[seq]
      return id === undefined ? [] : saidIn(log, { id, seq, text, body: JSON.parse(text) as Body })
    }),
  )
}
