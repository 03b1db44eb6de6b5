/** Life: a folder's rows in the order in which they were seen, and the law by which they are judged. */
import { TracordError } from '../base/error.ts'
import { realmOf, type Founding } from '../frames/founding.ts'
import { readJournalKey } from '../node/core/proof.ts'
import type { JournalRow } from '../ports/journal.ts'
import { authorIn, foundingIn, nodeFolderIn, readHeld } from './contents.ts'

/** What a folder's node lived through. */
export interface Life {
  readonly dir: string
  readonly founding: Founding
  /** The node's public key; null where no identity is kept. */
  readonly author: string | null
  /** Of the domains that the node holds. */
  readonly rows: readonly JournalRow[]
  /** Those domains, sorted; null: all. */
  readonly domains: readonly string[] | null
  /** Entries of other domains in the journal. */
  readonly left: number
  /** What could not be read. */
  readonly damage: readonly string[]
}

/** The life of the node whose folder `dir` is or holds. Rejects with `BAD_INPUT` where it is none, or nothing can be judged. */
export async function readLife(dir: string): Promise<Life> {
  const folder = await nodeFolderIn(dir)
  const [{ rows, domains, left, damage }, founding, author] = await Promise.all([readHeld(folder), foundingIn(folder), authorIn(folder)])
  if (founding === null)
    throw new TracordError('BAD_INPUT', `the law of this realm is not kept in ${folder}: nothing can be judged by it`)
  const realm = realmOf(founding)
  const own = rows.filter((row) => readJournalKey(row.log)?.log.realm === realm)
  return { dir: folder, founding, author, damage, domains, left, rows: own }
}
