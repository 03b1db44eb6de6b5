/** Token: by which a module in another process shows that it may attach; made once, in a file that nobody else may read. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { base64urlFromBytes } from '../../base/bytes.ts'
import { TracordError } from '../../base/error.ts'
import { createOnce, makeFolder } from '../../node/folder.ts'

/** Name of the file in a server's folder: one line, the token. */
export const TOKEN_FILE = 'modules.token'

const TOKEN_BYTES = 32
const OTHERS = 0o077
/** Characters of a token that is given: fewer could be guessed. */
const TOKEN_LENGTH_MIN = 16

/** The token kept in `dir`, made now if there is none. Rejects with `REFUSED` when others may read it, `BAD_INPUT` when it is too short. */
export async function openToken(dir: string): Promise<string> {
  await makeFolder(dir)
  const path = join(dir, TOKEN_FILE)
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  if (!exists) await createOnce(path, `${base64urlFromBytes(randomBytes(TOKEN_BYTES))}\n`)
  const { mode } = await stat(path)
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
    throw new TracordError('REFUSED', `${path} can be read by others (mode ${(mode & 0o777).toString(8)}): delete it to get a new token`)
  return requireToken((await readFile(path, 'utf8')).trimEnd())
}

/** Throws `BAD_INPUT` for a token that could be guessed. */
export function requireToken(token: string): string {
  if (token.length >= TOKEN_LENGTH_MIN) return token
  throw new TracordError('BAD_INPUT', `the token by which modules attach has at least ${TOKEN_LENGTH_MIN} characters`)
}

/** Whether they are one. How long it takes says nothing of where they differ. */
export function isToken(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(a, b)
}
