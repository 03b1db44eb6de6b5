/** `tracord realm init`: the folder of a founder; and how a folder comes to belong to a realm. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { TracordError } from '../../base/error.ts'
import { foundClosed, type Founding } from '../../frames/founding.ts'
import type { LawInput } from '../../frames/read-law.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import { REALM_FILE } from '../../node/folder.ts'
import { openIdentity } from '../../node/key-file.ts'
import { command, type CliContext, type JsonOption } from '../command.ts'
import { jsonIn, nodeIn } from './open.ts'

interface InitOptions extends JsonOption {
  readonly name: string
  readonly law?: string
}

/** Builds `init`. */
export function initCommand({ terminal }: CliContext): Command {
  return command(
    'init',
    'Found a closed realm: its first member is this folder’s key.',
    'realm init ./root --name plant --law law.json',
  )
    .argument('<dir>', 'a new folder')
    .requiredOption('--name <name>', 'what the realm is called')
    .option('--law <file>', 'JSON with types, slots, rules and policy')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, options: InitOptions) => {
      const law = options.law === undefined ? {} : ((await jsonIn(options.law, 'the law')) as LawInput)
      const { realm, key } = await settled(dir, (author) => founded(options.name, author, law))
      const record = join(dir, REALM_FILE)
      if (options.json === true) return terminal.out(JSON.stringify({ dir, realm, founder: key, record }))
      const lines = [
        `${terminal.paint.green('●')} founded ${terminal.paint.bold(options.name)}  ${terminal.paint.dim(realm)}`,
        `  founder  ${key}`,
        `  record   ${record}  ${terminal.paint.dim('whoever has it can join; whom you invite can speak')}`,
      ]
      return terminal.out(lines.join('\n'))
    })
}

function founded(name: string, author: AuthorKey, law: LawInput): Founding {
  if (typeof law !== 'object' || law === null) throw new TracordError('BAD_INPUT', 'a law is an object')
  const founding = foundClosed(name, author, law)
  if (founding.ok) return founding.value
  throw new TracordError('BAD_INPUT', `${founding.error.path}: ${founding.error.why}`)
}

/** A folder that belongs to a realm. */
export interface Settled {
  /** Its id. */
  readonly realm: string
  /** The folder's public key. */
  readonly key: string
}

/** A folder with a key for its owner alone, in the realm that `found` makes of it. `REFUSED` where it belongs to another already. */
export async function settled(dir: string, found: (author: AuthorKey) => Founding): Promise<Settled> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const { author } = await openIdentity(dir)
  const node = await nodeIn(dir, { realm: found(author) })
  await node.close()
  return { realm: node.realm.id, key: node.id }
}
