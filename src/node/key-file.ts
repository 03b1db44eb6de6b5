/** Key file: a node's secret, 32 bytes in a file that nobody else may read; made once, atomically. */
import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { base64urlFromBytes, bytesFromBase64url } from '../base/bytes.ts'
import { TracordError } from '../base/error.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import { SEED_BYTES } from '../identity/encoding.ts'
import type { KeyPair } from '../identity/signature.ts'
import { createOnce } from './folder.ts'

/** Name of the file in a node's folder. One line: `tracord-ed25519 ` and the seed in base64url. */
export const KEY_FILE = 'identity.key'

const PREFIX = 'tracord-ed25519 '
const OTHERS = 0o077

/** The key pair kept in `dir`. Rejects: `UNKNOWN` when there is none, `REFUSED` when others may read it, `CORRUPT` when it is no key. */
export async function readIdentity(dir: string): Promise<KeyPair> {
  const path = join(dir, KEY_FILE)
  const { mode } = await stat(path).catch((cause: unknown) => {
    throw new TracordError('UNKNOWN', `there is no ${path}: the folder belongs to no node yet`, { cause })
  })
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    const what = `${path} can be read by others (mode ${(mode & 0o777).toString(8)}): run chmod 600 on it`
    throw new TracordError('REFUSED', `${what}, and if it was ever shared, delete it to get a new identity`)
  }
  const text = (await readFile(path, 'utf8')).trimEnd()
  const seed = text.startsWith(PREFIX) ? bytesFromBase64url(text.slice(PREFIX.length), SEED_BYTES) : undefined
  if (seed !== undefined) return nodeSignatures.keyPairFromSeed(seed)
  throw new TracordError('CORRUPT', `${path} holds no key: restore it from a backup, or delete it to get a new identity`)
}

/** The key pair kept in `dir`, which exists; made now if there is none. */
export async function openIdentity(dir: string): Promise<KeyPair> {
  const path = join(dir, KEY_FILE)
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  if (!exists) await createOnce(path, `${PREFIX}${base64urlFromBytes(randomBytes(SEED_BYTES))}\n`)
  return readIdentity(dir)
}
