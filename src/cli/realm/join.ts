/** `tracord realm join`: from an address, or a founding record, to a folder that waits to be invited, and on to one that was. */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { TracordError } from '../../base/error.ts'
import { isHash, type Hash } from '../../base/hash.ts'
import { isOpen, realmOf, type Founding } from '../../frames/founding.ts'
import { command, type CliContext, type JsonOption } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { settled, type Settled } from './found.ts'
import { checkAddress, isAddress, millisecondsFrom } from '../given.ts'
import { invited, type Waiting } from './invited.ts'
import { recordIn, recordKept } from './open.ts'
import { agreedRealm, foundingAt, realmAt } from './served.ts'

interface JoinFlags extends JsonOption {
  readonly realm?: string
  readonly yes?: boolean
  readonly wait?: boolean
  readonly timeout?: string
}

/** Where from, where to, and how, as the words of the command line have it. */
interface Joining {
  /** null: the founding record is in a file. */
  readonly url: string | null
  /** null: named after the realm. */
  readonly dir: string | null
  readonly realm: Hash | null
  /** The file of the founding record. */
  readonly file: string | null
  readonly timeoutMs: number | null
}

/** Builds `join`. */
export function joinCommand({ terminal }: CliContext): Command {
  return command(
    'join',
    'Make a folder for a realm that others founded; an admin then invites its key.',
    'realm join ws://10.0.0.7:4040 ./ann --wait',
  )
    .argument('<from>', "a server's address like ws://10.0.0.7:4040; with --realm FILE the folder")
    .argument('[dir]', 'the folder, made if there is none; default: named after the realm')
    .option('--realm <id|file>', 'the id that the realm must have; or realm.json of a node of it')
    .option('--yes', 'join the realm that the server has without asking: its id is taken on trust')
    .option('--wait', 'stay connected until the key is invited')
    .option('--timeout <seconds>', 'how long to wait for the server, and with --wait for the invitation')
    .option('--json', 'JSON instead of words: one line when joined, one more when invited')
    .action(async (from: string, dir: string | undefined, flags: JoinFlags) => join(joiningFrom(from, dir, flags), flags, terminal))
}

async function join(joining: Joining, flags: JoinFlags, terminal: Terminal): Promise<void> {
  const founding = await recordOf(joining, flags, terminal)
  const dir = joining.dir ?? folderFor(founding)
  const { realm, key } = await settled(dir, () => founding)
  const open = isOpen(founding)
  if (flags.json === true) terminal.out(JSON.stringify({ dir, realm, name: founding.name, open, key }))
  else terminal.out(joinedLines({ realm, key }, dir, founding, terminal).join('\n'))
  if (flags.wait !== true || joining.url === null || open) return
  const waiting: Waiting = { dir, url: joining.url, timeoutMs: joining.timeoutMs, isTold: flags.json !== true }
  const member = await invited(waiting, terminal)
  if (flags.json === true) terminal.out(JSON.stringify({ dir, realm, key, member }))
}

/** The record of the realm: from its file, from a folder that joined before, or from the server; then the person must know what it is. */
async function recordOf(joining: Joining, { yes }: JoinFlags, terminal: Terminal): Promise<Founding> {
  const { url, realm, file, dir, timeoutMs } = joining
  if (file !== null || url === null) return recordIn(file ?? '')
  const kept = dir === null ? null : await recordKept(dir)
  if (kept !== null && (realm === null || realmOf(kept) === realm)) return kept
  const asking = { url, timeoutMs, signal: terminal.stop }
  const wipe = terminal.working(`asking ${url} …`)
  const get = async (): Promise<Founding> => foundingAt({ ...asking, realm: realm ?? (await realmAt(url, terminal.stop)) })
  const founding = await get().finally(wipe)
  if (realm === null && yes !== true) await agreedRealm(founding, url, terminal)
  return founding
}

function joinedLines({ realm, key }: Settled, dir: string, founding: Founding, { paint }: Terminal): readonly string[] {
  const inRealm = `${founding.name}  ${realm}`
  if (isOpen(founding)) return [key, paint.dim(`the key of ${dir}, in the open realm ${inRealm}: whoever reaches it may write`)]
  return [
    key,
    paint.dim(`the key of ${dir}, in the realm ${inRealm}: until it is invited, what it says counts for nothing`),
    paint.dim(`an admin invites it: tracord realm invite FOLDER ${key} --name ${nameFrom(dir)}`),
  ]
}

function joiningFrom(from: string, second: string | undefined, flags: JoinFlags): Joining {
  const [url, dir] = isAddress(from) ? [from, second ?? null] : second !== undefined && isAddress(second) ? [second, from] : [null, from]
  const { realm } = flags
  const timeoutMs = flags.timeout === undefined ? null : millisecondsFrom(flags.timeout)
  if (url !== null) checkAddress(url)
  else if (second !== undefined) throw misuse(`${second} is no address of a server, like ws://10.0.0.7:4040`)
  if (url === null && realm === undefined)
    throw misuse("say where the realm is to be had: a server's address like ws://10.0.0.7:4040, or --realm and realm.json of a node")
  if (url === null && (flags.wait === true || flags.timeout !== undefined))
    throw misuse("to wait for somebody it takes a server's address, like ws://10.0.0.7:4040")
  const isId = realm !== undefined && isHash(realm)
  if (!isId && realm?.startsWith(ID_HEAD) === true) throw misuse(`${realm} is no id of a realm: some of it is missing or mistyped`)
  if (isId && url === null) throw misuse(`an id alone says not where the realm is to be had: give a server's address, too`)
  return { url, dir, realm: isId ? realm : null, file: isId ? null : (realm ?? null), timeoutMs }
}

/** How every id begins: no file is called so. */
const ID_HEAD = 'bagaaiera'

/** A name that a shell and every file system take as it is; the realm's, where that is one. */
function folderFor(founding: Founding): string {
  const isPlain = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(founding.name)
  return `./${isPlain ? founding.name : `realm-${realmOf(founding).slice(-8)}`}`
}

function nameFrom(dir: string): string {
  const name = basename(dir)
  return /^[\p{L}\p{N}._-]+$/u.test(name) && name !== '.' && name !== '..' ? name : 'NAME'
}

const misuse = (message: string): TracordError => new TracordError('BAD_INPUT', message)
