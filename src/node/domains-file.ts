/** Domains file: which domains a folder's node holds, noted for whoever reads the folder: the journal has what was held before, too. */
import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from '../base/result.ts'
import { domainsFrom } from './domains.ts'

/** Name of the file in a node's folder: a JSON list of names, or null for all. No file: all, and always so. */
export const DOMAINS_FILE = 'domains.json'

const OWNER_FILE = 0o600

/** The domains that the folder's node held last, sorted; null: all. The error says what is wrong with the note. */
export async function domainsIn(dir: string): Promise<Result<readonly string[] | null, string>> {
  const path = join(dir, DOMAINS_FILE)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => (cause.code === 'ENOENT' ? 'null' : undefined))
  if (text === undefined) return err(`${path} cannot be read`)
  try {
    return ok(domainsFrom(JSON.parse(text) as readonly string[] | null))
  } catch {
    return err(`${path} names no domains: the node's next start writes it anew`)
  }
}

/** Notes that the folder's node holds these from now on, whole or not at all; not when it says so already. Rejects as the disk does. */
export async function noteDomains(dir: string, domains: readonly string[] | null): Promise<void> {
  const noted = await domainsIn(dir)
  const text = JSON.stringify(domains)
  if (noted.ok && JSON.stringify(noted.value) === text) return
  const path = join(dir, DOMAINS_FILE)
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'wx', OWNER_FILE)
    try {
      await file.writeFile(`${text}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
