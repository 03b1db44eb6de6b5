/** Folder: a node's directory: who it is, which realm it belongs to, and the places of the rest. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { TracordError } from '../base/error.ts'
import { foundingText, readFounding, realmOf, type Founding } from '../frames/founding.ts'

/** The founding record of the folder's realm, as canonical JSON. */
export const REALM_FILE = 'realm.json'
/** Where the documents are kept. */
export const SHARED_FOLDER = 'frames.shared'

const OWNER_FOLDER = 0o700
const OWNER_FILE = 0o600

/** Makes the folder if it is missing. Rejects with `IO` when it cannot be. */
export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: OWNER_FOLDER }).catch((cause: unknown) => {
    throw new TracordError('IO', `the folder ${dir} cannot be made: ${String(cause)}`, { cause })
  })
}

/** The realm that the folder belongs to; undefined where it has none yet. Rejects with `CORRUPT` or `IO` when that cannot be read. */
export async function realmIn(dir: string): Promise<Founding | undefined> {
  return readRealm(join(dir, REALM_FILE))
}

/** The realm of the folder: the one it has, which `wanted` must be if given; a new folder gets `wanted`, or what `otherwise` founds. */
export async function openRealm(dir: string, wanted: Founding | null, otherwise: () => Founding): Promise<Founding> {
  const path = join(dir, REALM_FILE)
  const held = await readRealm(path)
  if (held === undefined) {
    await createOnce(path, `${foundingText(wanted ?? otherwise())}\n`)
    return openRealm(dir, wanted, otherwise)
  }
  if (wanted === null || realmOf(wanted) === realmOf(held)) return held
  const why = `${dir} belongs to the realm "${held.name}" (${realmOf(held)}), not to "${wanted.name}" (${realmOf(wanted)})`
  throw new TracordError('REFUSED', `${why}: another law is another realm; use another folder, or the options it was made with`)
}

async function readRealm(path: string): Promise<Founding | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT')) return undefined
    throw new TracordError('IO', `${path} cannot be read: ${String(cause)}`, { cause })
  })
  if (text === undefined) return undefined
  const founding = readFounding(text.trimEnd())
  if (founding.ok) return founding.value
  throw new TracordError(
    'CORRUPT',
    `${path} is no founding record (${founding.error.why}): copy it from another node of the realm`,
  )
}

/** Writes a file whole or not at all, for its owner only; leaves one that is there already: of two that try, one wins. */
export async function createOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', OWNER_FILE)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await unlink(draft)
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
