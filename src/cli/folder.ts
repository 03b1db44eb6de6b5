/** Folder: what a node's folder holds, read without disturbing the node that may have it open. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { saidIn, readBody } from '../frames/chain.ts'
import { readFounding, type Founding } from '../frames/founding.ts'
import type { Said } from '../frames/item.ts'
import { sealedCount, type Log } from '../frames/log.ts'
import { readIdentity } from '../node/key-file.ts'
import { readJournalKey } from '../node/core/proof.ts'
import type { JournalRow, Opened } from '../ports/journal.ts'
import { createEngine } from '../semantics/create.ts'

/** The file of a node's folder that makes it one. */
export const JOURNAL_FILE = 'trace.db'
/** Holds the realm's founding record. */
const REALM_FILE = 'realm.json'
/** The folders a server keeps its realms in. */
const REALMS_FOLDER = 'realms'
/** The documents that any Automerge tool opens. */
export const DOCUMENTS_FOLDER = 'frames.shared'

/** One log as the folder holds it. */
export interface LogHeld {
  readonly domain: string
  readonly kind: string
  readonly author: string
  readonly epoch: number
  readonly entries: number
  /** seq from which a second, contradictory branch is held as proof; null: none. */
  readonly forkedAt: number | null
}

/** One author as the folder knows it. */
export interface AuthorHeld {
  readonly author: string
  readonly entries: number
  readonly logs: number
  /** Whether it is the folder's own node. */
  readonly self: boolean
}

/** A conflict, in words and by its claims. */
export interface ConflictHeld {
  readonly id: string
  readonly text: string
  readonly claims: readonly string[]
}

/** What one node's folder holds. */
export interface FolderReport {
  readonly dir: string
  /** The node's public key; null where no identity is kept. */
  readonly author: string | null
  readonly realm: { readonly id: string; readonly name: string | null }
  readonly entries: number
  readonly claims: number
  readonly logs: readonly LogHeld[]
  readonly authors: readonly AuthorHeld[]
  /** `local`: only this node speaks of them; `shared`: others do, too. */
  readonly frames: { readonly local: number; readonly shared: number }
  /** null where the realm's law is not known, so nothing can be judged. */
  readonly conflicts: readonly ConflictHeld[] | null
  /** Files that keep the documents. */
  readonly documents: number
  /** What could not be read. */
  readonly damage: readonly string[]
}

/** The reports of a node's folder, or of each realm of a server's. Rejects with `BAD_INPUT` when `dir` is neither. */
export async function readFolders(dir: string): Promise<readonly FolderReport[]> {
  const reports: FolderReport[] = []
  for (const folder of await nodeFoldersIn(dir)) reports.push(await readFolder(folder))
  return reports
}

/** `dir` if it is a node's folder, or the folders of a server's realms. Rejects with `BAD_INPUT` when it is neither. */
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
  if (folders.length > 0) return folders
  throw new TracordError('BAD_INPUT', `${dir} is no node's folder: it holds neither ${JOURNAL_FILE} nor ${REALMS_FOLDER}/`)
}

async function readFolder(dir: string): Promise<FolderReport> {
  const [{ rows, damage }, founding, author, documents] = await Promise.all([
    readJournal(dir),
    foundingIn(dir),
    authorIn(dir),
    countFiles(join(dir, DOCUMENTS_FOLDER)),
  ])
  const { logs, said, sealed, realm } = contentsOf(rows)
  const authors = authorsOf(logs, author)
  const speakers = speakersOf(said)
  const local = [...speakers.values()].filter((by) => author !== null && by.size === 1 && by.has(author)).length
  return {
    dir,
    author,
    realm: { id: realm ?? '', name: founding?.name ?? null },
    entries: authors.reduce((sum, { entries }) => sum + entries, 0),
    claims: said.filter(({ item }) => item.k === 'claim').length,
    logs,
    authors,
    frames: { local, shared: speakers.size - local },
    conflicts: founding === null ? null : conflictsOf(founding, said, { logs, sealed }),
    documents,
    damage,
  }
}

async function readJournal(dir: string): Promise<{ readonly rows: readonly JournalRow[]; readonly damage: readonly string[] }> {
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

/** The logs of the rows and what their entries say. Rows may overlap after a repair: each entry is read once. */
function contentsOf(rows: readonly JournalRow[]): {
  readonly logs: readonly LogHeld[]
  readonly said: readonly Said[]
  /** Ids of the entries that quality is learned from. */
  readonly sealed: readonly Hash[]
  readonly realm: Hash | undefined
} {
  const held = new Map<string, { readonly log: Log; readonly ids: Map<Hash, number>; forkedAt: number | null }>()
  const said: Said[] = []
  for (const row of rows) {
    const key = readJournalKey(row.log)
    if (key === undefined) continue
    const name = JSON.stringify(key.log)
    const entry = held.get(name) ?? { log: key.log, ids: new Map<Hash, number>(), forkedAt: null }
    held.set(name, entry)
    if (key.forkedAt !== null) entry.forkedAt = key.forkedAt
    else row.bodies.forEach((text, at) => readEntry(text, row, at, entry, said))
  }
  const logs = [...held.values()].map(({ log, ids, forkedAt }) => {
    const { domain, kind, author, epoch } = log
    return { domain, kind, author, epoch, entries: ids.size, forkedAt }
  })
  const sealed = [...held.values()].flatMap(({ ids }) =>
    [...ids].filter(([, seq]) => seq < sealedCount(ids.size)).map(([id]) => id),
  )
  return { logs, said, sealed, realm: held.values().next().value?.log.realm }
}

function readEntry(
  text: string,
  row: JournalRow,
  at: number,
  { log, ids }: { readonly log: Log; readonly ids: Map<Hash, number> },
  said: Said[],
): void {
  const id = row.ids[at]
  const body = readBody(text)
  if (id === undefined || ids.has(id) || !body.ok) return
  ids.set(id, row.from + at)
  said.push(...saidIn(log, { id, seq: row.from + at, body: body.value, text }))
}

function authorsOf(logs: readonly LogHeld[], self: string | null): readonly AuthorHeld[] {
  const byAuthor = new Map<string, AuthorHeld>()
  for (const { author, entries } of logs) {
    const before = byAuthor.get(author) ?? { author, entries: 0, logs: 0, self: author === self }
    byAuthor.set(author, { ...before, entries: before.entries + entries, logs: before.logs + 1 })
  }
  return [...byAuthor.values()].sort((a, b) => b.entries - a.entries || (a.author < b.author ? -1 : 1))
}

/** Who speaks of each frame. */
function speakersOf(said: readonly Said[]): ReadonlyMap<string, ReadonlySet<string>> {
  const speakers = new Map<string, Set<string>>()
  for (const { by, item } of said) {
    if (item.k !== 'claim') continue
    speakers.set(item.frame, (speakers.get(item.frame) ?? new Set()).add(by))
  }
  return speakers
}

function conflictsOf(
  founding: Founding,
  said: readonly Said[],
  { logs, sealed }: Pick<ReturnType<typeof contentsOf>, 'logs' | 'sealed'>,
): readonly ConflictHeld[] {
  const engine = createEngine(founding)
  engine.add(said)
  engine.seal(sealed)
  for (const { author, forkedAt } of logs) if (forkedAt !== null) engine.exclude(author)
  return engine.conflicts().map(({ id, text, claims }) => ({ id, text, claims }))
}

async function foundingIn(dir: string): Promise<Founding | null> {
  const text = await readFile(join(dir, REALM_FILE), 'utf8').catch(() => undefined)
  const founding = text === undefined ? undefined : readFounding(text.trimEnd())
  return founding?.ok === true ? founding.value : null
}

async function authorIn(dir: string): Promise<string | null> {
  return readIdentity(dir).then(
    ({ author }) => author,
    () => null,
  )
}

async function countFiles(dir: string): Promise<number> {
  return readdir(dir, { recursive: true, withFileTypes: true }).then(
    (files) => files.filter((file) => file.isFile()).length,
    () => 0,
  )
}
