/** Papers: who the folder belongs to: its key file, its realm's record, and the note of the domains that are held. */
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TracordError } from '../../base/error.ts'
import { readFounding, realmOf, type Founding } from '../../frames/founding.ts'
import { DOMAINS_FILE, domainsIn } from '../domains-file.ts'
import { REALM_FILE } from '../folder.ts'
import { KEY_FILE, readIdentity } from '../key-file.ts'
import { found, type Finding } from './finding.ts'

const OWNER_FILE = 0o600

/** What the papers say, and what is wrong with them. */
export interface Papers {
  /** The node's public key; null where no usable key is kept. */
  readonly author: string | null
  readonly founding: Founding | null
  readonly findings: readonly Finding[]
}

/** Reads all; with `repair` a key file that others may read is closed to them. */
export async function examinePapers(dir: string, repair: boolean): Promise<Papers> {
  const key = await examineKey(dir, repair)
  const realm = await examineRealm(dir)
  const findings = [...key.findings, ...realm.findings, ...(await examineDomains(dir))]
  return { author: key.author, founding: realm.founding, findings }
}

async function examineKey(dir: string, repair: boolean): Promise<Pick<Papers, 'author' | 'findings'>> {
  const path = join(dir, KEY_FILE)
  try {
    return { author: (await readIdentity(dir)).author, findings: [] }
  } catch (error) {
    if (!(error instanceof TracordError)) throw error
    if (error.code === 'REFUSED') return examineOpenKey(dir, path, repair)
    const [grade, mend] =
      error.code === 'UNKNOWN'
        ? (['note', 'nothing: the next start makes a new identity; a backup of the file would keep the old one'] as const)
        : (['loss', 'restore the file from a backup; without one delete it, and the node goes on under a new identity'] as const)
    return { author: null, findings: [found('key', grade, path, error.message, mend)] }
  }
}

async function examineOpenKey(dir: string, path: string, repair: boolean): Promise<Pick<Papers, 'author' | 'findings'>> {
  const mode = ((await stat(path)).mode & 0o777).toString(8)
  const finding = found('key', 'damage', path, `others may read it (mode ${mode})`, `chmod 600 ${path}`)
  if (!repair) return { author: null, findings: [finding] }
  await chmod(path, OWNER_FILE)
  const closed = await examineKey(dir, false)
  return { author: closed.author, findings: [{ ...finding, mended: true }, ...closed.findings] }
}

async function examineDomains(dir: string): Promise<readonly Finding[]> {
  const noted = await domainsIn(dir)
  const mend = 'nothing: the next start writes it anew; until then commands take it that all domains are held'
  return noted.ok ? [] : [found('domains', 'note', join(dir, DOMAINS_FILE), noted.error, mend)]
}

async function examineRealm(dir: string): Promise<Pick<Papers, 'founding' | 'findings'>> {
  const path = join(dir, REALM_FILE)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  const mend = `copy ${REALM_FILE} from another node of the realm; its hash is the realm's id, so a wrong one is noticed`
  if (text === undefined) return { founding: null, findings: [found('realm', 'loss', path, 'there is none, or it cannot be read', mend)] }
  const founding = readFounding(text.trimEnd())
  if (founding.ok) return { founding: founding.value, findings: [] }
  return { founding: null, findings: [found('realm', 'loss', path, `it is no founding record: ${founding.error.why}`, mend)] }
}

/** Whether the journal's logs belong to another realm than the record's. */
export function realmMismatch(dir: string, founding: Founding | null, realms: ReadonlySet<string>): readonly Finding[] {
  if (founding === null) return []
  const strange = [...realms].filter((realm) => realm !== realmOf(founding))
  const mend = 'find the realm record that belongs to this journal; the entries of another realm are not read'
  return strange.map((realm) => found('realm', 'loss', join(dir, REALM_FILE), `the journal holds entries of the realm ${realm}`, mend))
}
