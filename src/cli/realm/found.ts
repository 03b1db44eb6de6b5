/** `tracord realm init` and `join`: the folder of a founder, and that of somebody who wants to belong. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { TracordError } from '../../base/error.ts'
import { foundClosed, type Founding } from '../../frames/founding.ts'
import type { LawInput } from '../../frames/read-law.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import { createNode } from '../../node/create.ts'
import { REALM_FILE } from '../../node/folder.ts'
import { openIdentity } from '../../node/key-file.ts'
import { command, type CliContext, type JsonOption } from '../command.ts'
import { jsonIn, recordIn } from './open.ts'

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

/** Builds `join`. */
export function joinCommand({ terminal }: CliContext): Command {
  return command(
    'join',
    'Make a folder for a realm that others founded; an admin then invites its key.',
    'realm join ./ann --realm root/realm.json',
  )
    .argument('<dir>', 'a new folder')
    .requiredOption('--realm <file>', 'the founding record: realm.json of a node of the realm')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, options: JsonOption & { readonly realm: string }) => {
      const record = await recordIn(options.realm)
      const { realm, key } = await settled(dir, () => record)
      if (options.json === true) return terminal.out(JSON.stringify({ dir, realm, key }))
      return terminal.out(`${key}\n${terminal.paint.dim(`the key of ${dir}: have it invited, or what it says counts for nothing`)}`)
    })
}

function founded(name: string, author: AuthorKey, law: LawInput): Founding {
  if (typeof law !== 'object' || law === null) throw new TracordError('BAD_INPUT', 'a law is an object')
  const founding = foundClosed(name, author, law)
  if (founding.ok) return founding.value
  throw new TracordError('BAD_INPUT', `${founding.error.path}: ${founding.error.why}`)
}

/** A folder with a key, in the realm that `found` makes of it. */
async function settled(dir: string, found: (author: AuthorKey) => Founding): Promise<{ readonly realm: string; readonly key: string }> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const { author } = await openIdentity(dir)
  const node = await createNode({ dir, realm: found(author) })
  await node.close()
  return { realm: node.realm.id, key: node.id }
}
