/** Folder: what a node's folder holds, read without disturbing the node that may have it open. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Said } from '../frames/item.ts'
import type { Engine } from '../semantics/engine.ts'
import type { Unjudged } from '../semantics/judgement.ts'
import { engineOf, nodeFoldersIn, readContents, type LogHeld } from './contents.ts'

/** The documents that any Automerge tool opens. */
export const DOCUMENTS_FOLDER = 'frames.shared'

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
  /** The domains that the node holds, sorted; null: all. What follows is of these. */
  readonly domains: readonly string[] | null
  /** Entries of other domains in the journal. */
  readonly left: number
  readonly entries: number
  readonly claims: number
  readonly logs: readonly LogHeld[]
  readonly authors: readonly AuthorHeld[]
  /** `local`: only this node speaks of them; `shared`: others do, too. */
  readonly frames: { readonly local: number; readonly shared: number }
  /** null where the realm's law is not known, so nothing can be judged. */
  readonly conflicts: readonly ConflictHeld[] | null
  /** What the judgement needs of domains that are not held (R17). */
  readonly unjudged: readonly Unjudged[]
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

async function readFolder(dir: string): Promise<FolderReport> {
  const [contents, documents] = await Promise.all([readContents(dir), countFiles(join(dir, DOCUMENTS_FOLDER))])
  const { founding, author, logs, said, realm, damage, domains, left } = contents
  const engine = founding === null ? null : engineOf(founding, contents)
  const authors = authorsOf(logs, author)
  const speakers = speakersOf(said)
  const local = [...speakers.values()].filter((by) => author !== null && by.size === 1 && by.has(author)).length
  return {
    dir,
    author,
    realm: { id: realm ?? '', name: founding?.name ?? null },
    domains,
    left,
    entries: authors.reduce((sum, { entries }) => sum + entries, 0),
    claims: said.filter(({ item }) => item.k === 'claim').length,
    logs,
    authors,
    frames: { local, shared: speakers.size - local },
    conflicts: engine === null ? null : conflictsOf(engine),
    unjudged: engine?.unjudged() ?? [],
    documents,
    damage,
  }
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

function conflictsOf(engine: Engine): readonly ConflictHeld[] {
  return engine.conflicts().map(({ id, text, claims }) => ({ id, text, claims }))
}

async function countFiles(dir: string): Promise<number> {
  return readdir(dir, { recursive: true, withFileTypes: true }).then(
    (files) => files.filter((file) => file.isFile()).length,
    () => 0,
  )
}
