/** Contents: what a node's folder says, read without disturbing the node that may have it open. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { readBody, type Link } from '../frames/chain.ts'
import type { Law } from '../frames/facet.ts'
import { isOpen, readFounding, type Founding } from '../frames/founding.ts'
import type { Said } from '../frames/item.ts'
import { logKeyOf, sealedCount, type Log } from '../frames/log.ts'
import { saidIn } from '../frames/said.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import { countOf, isVoiding, weightedLaw } from '../membership/counting.ts'
import type { RealmEntry } from '../membership/member.ts'
import { membershipOf, type Membership } from '../membership/membership.ts'
import { createGraves, type Graves } from '../node/core/graves.ts'
import { domainsIn } from '../node/domains-file.ts'
import { readIdentity } from '../node/key-file.ts'
import { readJournalKey } from '../node/core/proof.ts'
import type { JournalRow, Opened } from '../ports/journal.ts'
import { covers, interestIn } from '../sync/interest-name.ts'
import { createEngine } from '../semantics/create.ts'
import type { Engine } from '../semantics/engine.ts'
import type { Measured } from '../semantics/learn/measured.ts'

/** The file of a node's folder that makes it one. */
export const JOURNAL_FILE = 'trace.db'
/** Holds the realm's founding record. */
const REALM_FILE = 'realm.json'
/** The folders a server keeps its realms in. */
const REALMS_FOLDER = 'realms'
/** One log as the folder holds it. */
export interface LogHeld {
  readonly domain: string
  readonly kind: string
  readonly author: string
  readonly epoch: number
  readonly entries: number
  /** So many of the first entries are pruned: what they say counts as taken back, and their text may be gone. */
  readonly pruned: number
  /** seq from which a second, contradictory branch is held as proof; null: none. */
  readonly forkedAt: number | null
}

/** What one node's folder says. */
export interface Contents {
  readonly dir: string
  /** null where the realm's law is not kept here. */
  readonly founding: Founding | null
  /** The node's public key; null where no identity is kept. */
  readonly author: string | null
  readonly realm: Hash | undefined
  /** The domains that the node holds, sorted; null: all. What follows is of these. */
  readonly domains: readonly string[] | null
  /** Entries of other domains in the journal, which are neither held nor judged. */
  readonly left: number
  readonly logs: readonly LogHeld[]
  /** The law in force, with what everybody weighs in it; null where the realm's law is not kept here. */
  readonly law: Law | null
  /** What counts of what the entries say. */
  readonly said: readonly Said[]
  /** Authors who signed two entries for one place in a log, within what counts. */
  readonly excluded: readonly string[]
  /** Entries of authors who do not belong, or beyond the cut of one who was removed. */
  readonly uncounted: number
  /** Ids of the entries that quality is learned from (R16). */
  readonly sealed: readonly Hash[]
  /** The entries by which the policy's floor measures conduct. */
  readonly measured: readonly Measured[]
  /** Entries behind a gap, which count for nothing until a peer fills it. */
  readonly waiting: number
  /** What could not be read. */
  readonly damage: readonly string[]
}

/** A node's folder, or that of each realm of a server's. Rejects with `BAD_INPUT` when `dir` is neither. */
export async function nodeFoldersIn(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch((cause: NodeJS.ErrnoException) => {
    throw new TracordError(
      'BAD_INPUT',
      `cannot read the folder ${dir}: ${cause.code === 'ENOENT' ? 'there is none' : cause.message}`,
      { cause },
    )
  })
  const realms = names.includes(REALMS_FOLDER)
    ? (await readdir(join(dir, REALMS_FOLDER))).sort().map((realm) => join(dir, REALMS_FOLDER, realm))
    : []
  const folders = [...(names.includes(JOURNAL_FILE) ? [dir] : []), ...realms]
  if (folders.length === 0)
    throw new TracordError('BAD_INPUT', `${dir} is no node's folder: it holds neither ${JOURNAL_FILE} nor ${REALMS_FOLDER}/`)
  return folders
}

/** The one node's folder that `dir` is or holds. Rejects with `BAD_INPUT` when it holds several. */
export async function nodeFolderIn(dir: string): Promise<string> {
  const folders = await nodeFoldersIn(dir)
  const [folder] = folders
  if (folder !== undefined && folders.length === 1) return folder
  throw new TracordError('BAD_INPUT', `${dir} holds several realms: name the folder of one, like ${folder ?? ''}`)
}

/** What the folder of one node says. */
export async function readContents(dir: string): Promise<Contents> {
  const [{ rows, domains, left, damage }, founding, author] = await Promise.all([readHeld(dir), foundingIn(dir), authorIn(dir)])
  return { dir, founding, author, damage, domains, left, ...contentsOf(rows, founding) }
}

/** What the node of a folder holds of its journal. */
export interface Held {
  /** In the order in which they were seen. */
  readonly rows: readonly JournalRow[]
  /** Sorted; null: all. */
  readonly domains: readonly string[] | null
  /** Entries of other domains. */
  readonly left: number
  /** What could not be read. */
  readonly damage: readonly string[]
}

/** The rows of a folder's journal that are of the domains which its node holds. */
export async function readHeld(dir: string): Promise<Held> {
  const [{ rows, damage }, noted] = await Promise.all([readJournal(dir), domainsIn(dir)])
  if (!noted.ok) return { rows, domains: null, left: 0, damage: [...damage, `${noted.error}; all that the journal has is judged`] }
  const interest = interestIn(noted.value)
  const isHeld = ({ log }: JournalRow): boolean => {
    const named = readJournalKey(log)
    return named === undefined || covers(interest, named.log)
  }
  const left = rows.filter((row) => !isHeld(row)).reduce((sum, { bodies }) => sum + bodies.length, 0)
  return { rows: rows.filter(isHeld), domains: noted.value, left, damage }
}

/** Authors who signed two entries for one place in a log: they count no more (R5). */
export function excludedIn({ excluded }: Contents): ReadonlySet<string> {
  return new Set(excluded)
}

/** The judgement of what a folder says, as its node judges it. */
export function engineOf(founding: Founding, contents: Contents): Engine {
  const engine = createEngine(contents.law ?? founding)
  engine.hold(contents.domains)
  engine.add(contents.said)
  engine.seal(contents.sealed)
  engine.measure(contents.measured)
  for (const author of excludedIn(contents)) engine.exclude(author)
  return engine
}

/** The rows of a folder's journal in the order in which they were seen, and what of it could not be read. */
export async function readJournal(dir: string): Promise<{ readonly rows: readonly JournalRow[]; readonly damage: readonly string[] }> {
  const { sqliteJournal } = await import('../../adapters/journal-sqlite/index.ts')
  const journal = sqliteJournal({ dir, readOnly: true })
  const rows: JournalRow[] = []
  const opened = await new Promise<Opened>((resolve, reject) => {
    journal.open(
      (row) => rows.push(row),
      (result) => (result.ok ? resolve(result.value) : reject(result.error)),
    )
  })
  await new Promise<void>((resolve) => journal.close(() => resolve()))
  return { rows, damage: opened.damage.map(({ why, log }) => (log === null ? why : `${log}: ${why}`)) }
}

/** A log as its rows have it. */
interface LogRead {
  readonly log: Log
  /** By place in the log. */
  readonly links: Map<number, Link>
  forkedAt: number | null
}

type Counted = Pick<Contents, 'law' | 'said' | 'sealed' | 'measured' | 'excluded' | 'uncounted'> & { readonly graves: Graves }

/** The logs of the rows and what their entries say. Rows may overlap after a repair: each place is read once. */
function contentsOf(
  rows: readonly JournalRow[],
  founding: Founding | null,
): Omit<Counted, 'graves'> & Pick<Contents, 'logs' | 'realm' | 'waiting'> {
  const held = new Map<string, LogRead>()
  for (const row of rows) {
    const key = readJournalKey(row.log)
    if (key === undefined) continue
    const name = JSON.stringify(key.log)
    const entry = held.get(name) ?? { log: key.log, links: new Map<number, Link>(), forkedAt: null }
    held.set(name, entry)
    if (key.forkedAt === null) row.bodies.forEach((text, at) => readEntry(text, row, at, entry.links))
    else entry.forkedAt = key.forkedAt
  }
  const all = [...held.values()]
  const { graves, ...counted } = countedIn(all, founding)
  const buried = [...graves.all()].flatMap((key): LogRead[] => {
    const grave = graves.of(key)
    return grave === undefined || held.has(JSON.stringify(grave.log)) ? [] : [{ log: grave.log, links: new Map(), forkedAt: grave.clash }]
  })
  const logs = [...all, ...buried].map(({ log, links, forkedAt }) => {
    const { domain, kind, author, epoch } = log
    const pruned = graves.of(logKeyOf(log))?.reach ?? 0
    const entries = Math.max(links.size, pruned, ...[...links.keys()].map((seq) => seq + 1))
    return { domain, kind, author, epoch, entries, pruned, forkedAt }
  })
  const waiting = all.reduce((sum, entry) => sum + behind(entry, graves), 0)
  return { logs, waiting, realm: all[0]?.log.realm, ...counted }
}

/** What counts of these logs: in a closed realm what its members say, as far as each may; and nothing of what was pruned. */
function countedIn(all: readonly LogRead[], founding: Founding | null): Counted {
  const membership = founding === null || isOpen(founding) ? null : membershipOf(founding, all.flatMap(realmEntries), nodeSignatures)
  const graves = createGraves()
  for (const entry of all.filter(({ log }) => log.kind === 'prunes')) {
    graves.note(entry.log, whole(entry))
    graves.count(logKeyOf(entry.log), Math.min(readAs(entry, membership, graves).counting.length, entry.forkedAt ?? Infinity))
  }
  const read = all.map((entry) => readAs(entry, membership, graves))
  const law = membership === null ? founding : weightedLaw(membership)
  return {
    graves,
    law,
    measured: read.flatMap((one) => measuredIn(one, law)),
    said: read.flatMap(({ log, counting }) => counting.flatMap((link) => (link === null ? [] : saidIn(log, link)))),
    sealed: read.flatMap(({ counting }) => counting.slice(0, sealedCount(counting.length)).flatMap((link) => link?.id ?? [])),
    excluded: read.flatMap(({ log, isVoid }) => (isVoid ? [log.author] : [])),
    uncounted: read.reduce((sum, { left }) => sum + left, 0),
  }
}

/** The entries by which the policy's floor measures conduct; none without a floor. */
function measuredIn({ log: { author, epoch }, counting }: Read, law: Law | null): readonly Measured[] {
  const floor = law?.policy.floor
  if (floor === undefined) return []
  const sealed = counting.slice(0, sealedCount(counting.length, floor.block))
  return sealed.flatMap((link) => (link === null ? [] : [{ id: link.id, author, epoch, seq: link.seq }]))
}

interface Read {
  readonly log: Log
  /** null: what it says is pruned. */
  readonly counting: readonly (Link | null)[]
  readonly isVoid: boolean
  readonly left: number
}

/** A log as far as it counts. */
function readAs(entry: LogRead, membership: Membership | null, graves: Graves): Read {
  const { log, forkedAt } = entry
  const grave = graves.of(logKeyOf(log))
  const links = whole(entry, grave?.reach)
  const idAt = (seq: number): Hash | undefined => links[seq]?.id ?? grave?.ids[seq]
  const clash = links.findIndex((link, seq) => link !== null && grave?.ids[seq] !== undefined && grave.ids[seq] !== link.id)
  const forks = [forkedAt, grave?.clash ?? null, clash === -1 ? null : clash].filter((seq) => seq !== null && seq < links.length)
  const fork = forks.length === 0 ? null : Math.min(...(forks as number[]))
  const held = { log, ids: { length: links.length, is: (seq: number, id: Hash) => idAt(seq) === id }, forkedAt: fork }
  const counted = membership === null ? links : links.slice(0, countOf(membership, held))
  const isVoid = membership === null ? fork !== null : isVoiding(membership, held)
  const counting = counted.map((link, seq) => (link !== null && grave?.ids[seq] === link.id ? null : link))
  return { log, counting, isVoid, left: links.length - counted.length }
}

/** The entries of a realm log that membership is decided by: of a forked one those before the fork, which all nodes hold alike. */
function realmEntries(entry: LogRead): readonly RealmEntry[] {
  if (entry.log.kind !== 'realm') return []
  const links = whole(entry).slice(0, entry.forkedAt ?? Infinity)
  return links.map((link) => ({ log: entry.log, seq: link.seq, id: link.id, items: saidIn(entry.log, link).map(({ item }) => item) }))
}

function readEntry(text: string, row: JournalRow, at: number, links: Map<number, Link>): void {
  const [id, body, seq] = [row.ids[at], readBody(text), row.from + at]
  if (id !== undefined && body.ok && !links.has(seq)) links.set(seq, { id, seq, body: body.value, text })
}

/** The entries up to the first gap; what is behind it waits for a peer to give what is missing, and counts for nothing until then. */
function whole(entry: LogRead): readonly Link[]
/** The same, where the first `pruned` need no text: null for one that is not there. */
function whole(entry: LogRead, pruned: number | undefined): readonly (Link | null)[]
function whole({ links }: LogRead, pruned = 0): readonly (Link | null)[] {
  const found: (Link | null)[] = []
  while (found.length < pruned || links.has(found.length)) found.push(links.get(found.length) ?? null)
  return found
}

/** Entries behind a gap. */
function behind(entry: LogRead, graves: Graves): number {
  const reached = whole(entry, graves.of(logKeyOf(entry.log))?.reach).length
  return [...entry.links.keys()].filter((seq) => seq >= reached).length
}

/** The realm's founding record; null where the folder keeps none that can be read. */
export async function foundingIn(dir: string): Promise<Founding | null> {
  const text = await readFile(join(dir, REALM_FILE), 'utf8').catch(() => undefined)
  const founding = text === undefined ? undefined : readFounding(text.trimEnd())
  return founding?.ok === true ? founding.value : null
}

/** The node's public key; null where no identity is kept. */
export async function authorIn(dir: string): Promise<string | null> {
  return readIdentity(dir).then(
    ({ author }) => author,
    () => null,
  )
}
