/** Chunk file: written so that it is there as a whole or not at all, and read against the checksum that was written before it. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What a chunk's checksum file says. */
export interface Seal {
  /** Chunks come back in this order. */
  readonly order: number
  /** SHA-256, hexadecimal, of the chunk. */
  readonly sum: string
  /** That of the chunk it replaces: a crash between the two renames leaves the old one in its place. */
  readonly replaced: string | null
}

/** SHA-256 in hexadecimal. */
export function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Writes `bytes` to `path` through a file in `workDir` (same disk) that is flushed before it takes the name. */
export async function writeWhole(path: string, bytes: Uint8Array | string, workDir: string): Promise<void> {
  await mkdir(workDir, { recursive: true })
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(workDir, randomUUID())
  const file = await open(temporary, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await flushFolder(dirname(path))
}

/** The text of a checksum file. */
export function sealText({ order, sum, replaced }: Seal): string {
  return `tracord chunk ${order} ${sum} ${replaced ?? '-'}\n`
}

/** Reads a checksum file: the seal, null when there is none, `unreadable` when it is not one. */
export async function readSeal(path: string): Promise<Seal | null | 'unreadable'> {
  const text = await readIfThere(path)
  if (text === undefined) return null
  const [, order, sum, replaced] = SEAL.exec(text.toString()) ?? []
  if (order === undefined || sum === undefined || replaced === undefined) return 'unreadable'
  return { order: Number(order), sum, replaced: replaced === '-' ? null : replaced }
}

const SEAL = /^tracord chunk (\d{1,16}) ([0-9a-f]{64}) ([0-9a-f]{64}|-)\n$/

/** The bytes of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Whether `error` says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** Without this a power cut may forget the new name. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch {
    // some systems cannot flush a folder; there the rename itself is what there is
  } finally {
    await folder.close()
  }
}
