/** Options of a node: everything is checked before anything is touched, and each complaint says what to write instead. */
import type { NetworkAdapterInterface, StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import { canonicalText, type Json } from '../base/canonical.ts'
import { TracordError } from '../base/error.ts'
import type { Result } from '../base/result.ts'
import type { Policy } from '../frames/facet.ts'
import { foundClosed, foundOpen, readFounding, type Founding } from '../frames/founding.ts'
import { nameFault } from '../frames/name.ts'
import type { LawError } from '../frames/read-facet.ts'
import { SEED_BYTES } from '../identity/encoding.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Journal } from '../ports/journal.ts'
import type { WireSource } from '../ports/wire.ts'
import { admitLaw } from '../semantics/law/admit.ts'
import { domainsFrom } from './domains.ts'
import type { Embedder } from '../routing/embedder.ts'
import { checkJoin, type JoinOptions } from './joining.ts'
import type { Manner } from './reasoning/answer.ts'
import { mannerFault } from './reasoning/manner.ts'
import type { Checker, Module } from './reasoning/module.ts'
import { slotsFromOptions, typesFromOptions, type SlotOptions, type TypeOptions } from './sugar.ts'
import { checkUrl } from './url.ts'

/** What a node is made of; all of it may be absent. */
export interface NodeOptions<T extends TypeOptions = TypeOptions, S extends SlotOptions = SlotOptions> {
  /** For screens and logs; default: the beginning of its key. */
  readonly name?: string
  /** The folder that is this node; made when missing. Absent: everything is in memory and gone with the process. */
  readonly dir?: string
  /**
   * Websocket urls of others, like `ws://10.0.0.7:4040`; connections come back by themselves. Up to four are all kept; of more, and of
   * those that members tell of, the node keeps three to five, so that all stay connected whoever fails.
   */
  readonly connect?: readonly string[]
  /** Types by id. With `slots`, `rules` and `policy` the law by which every node of the realm judges. */
  readonly types?: T
  /** Slots whatever the type. */
  readonly slots?: S
  /** Rules as ASP-Core-2 text, one each. */
  readonly rules?: readonly string[]
  readonly policy?: Partial<Policy>
  /** The name of the realm that the law founds (default `main`), or a whole founding record or its text, which then is the law. */
  readonly realm?: string | Founding
  /** true: the realm that the law founds is closed, and this node is its founder. Default false: anybody may write, for trials. */
  readonly closed?: boolean
  /**
   * A realm that others founded, to be had from a server: its record is asked for, and must have the id given. A folder that belongs to
   * the realm already asks nobody. In a closed realm the node then waits to be invited by its key.
   */
  readonly join?: JoinOptions
  /** The domains held, absent: all. A frame `d/x` is of the domain `d`, one without slash of `main`. Of others nothing is received. */
  readonly domains?: readonly string[]
  /** `leaf`: a client that relays for nobody. Default `member`. */
  readonly role?: 'member' | 'leaf'
  /** The secret, 32 bytes; default: the folder's key file, or a fresh one in memory. */
  readonly key?: Uint8Array
  /** Other ways to reach other nodes. */
  readonly wires?: readonly WireSource[]
  /** Stock automerge-repo networks that the documents shall be offered on. */
  readonly network?: readonly NetworkAdapterInterface[]
  /** Where the documents are kept; default: `frames.shared/` of the folder. */
  readonly storage?: StorageAdapterInterface
  /** Where entries become durable; default: `trace.db` of the folder, or memory. */
  readonly journal?: Journal
  /** The websocket url under which others can connect to this node, where there is one. */
  readonly address?: string
  /**
   * Code that reasons, besides the built-in `rules` and `recall`: modules, or a folder of them, each of whose files `*.js` and `*.mjs`
   * exports one by default and runs in a thread of its own. Code of a folder is loaded only when it is named here.
   */
  readonly modules?: readonly Module[] | ModulesFolder
  /** Verify steps with a `custom` check before this node publishes them. */
  readonly checkers?: readonly Checker[]
  /** How goals are asked where a call does not say. */
  readonly manner?: Manner
  /** What texts are near to, for routing and `recall`; the same on all nodes. Default: hashed words and parts of words. */
  readonly embedder?: Embedder
  /**
   * Milliseconds between beacons, 10 to 3,600,000; default 1,000. About the same on all nodes of a realm: to one that beats more than
   * six times as fast as another, that one is dead between two beats and is asked nothing.
   */
  readonly beaconMs?: number
}

/** A folder of modules. */
export interface ModulesFolder {
  readonly dir: string
}

const KNOWN: readonly (keyof NodeOptions)[] = [
  ...(['name', 'dir', 'connect', 'types', 'slots', 'rules', 'policy', 'realm', 'closed', 'join', 'domains', 'role', 'key'] as const),
  ...(['wires', 'network', 'storage', 'journal', 'address', 'beaconMs', 'modules', 'checkers', 'manner', 'embedder'] as const),
]

const BEACON_MS_MIN = 10
const BEACON_MS_MAX = 3_600_000

/** Throws `BAD_INPUT` for the first thing that is wrong; returns the realm's record, or null when the options name none. */
export function checkOptions(options: NodeOptions): Founding | null {
  if (!isObject(options)) throw bad('createNode takes an object of options')
  const foreign = Object.keys(options).find((key) => !KNOWN.some((known) => known === key))
  if (foreign !== undefined) throw bad(`unknown option "${foreign}"; known are ${KNOWN.join(' ')}`)
  const { name, dir, connect, role, key, beaconMs } = options
  const fault = name === undefined ? undefined : nameFault(name)
  if (fault !== undefined) throw bad(`name ${fault}`)
  if (dir !== undefined && (typeof dir !== 'string' || dir === '')) throw bad('dir is the path of a folder')
  if (connect !== undefined && !Array.isArray(connect)) throw bad('connect is a list of urls like ws://10.0.0.7:4040')
  for (const url of connect ?? []) checkUrl(url, 'connect')
  if (options.address !== undefined) checkUrl(options.address, 'address')
  if (role !== undefined && role !== 'member' && role !== 'leaf') throw bad('role is "member" or "leaf"')
  if (key !== undefined && !(key instanceof Uint8Array && key.length === SEED_BYTES))
    throw bad(`key is ${SEED_BYTES} secret random bytes`)
  const beats =
    beaconMs === undefined || (Number.isSafeInteger(beaconMs) && beaconMs >= BEACON_MS_MIN && beaconMs <= BEACON_MS_MAX)
  if (!beats) throw bad(`beaconMs is an integer from ${BEACON_MS_MIN} to ${BEACON_MS_MAX}`)
  const mannered = mannerFault(options.manner ?? {})
  if (mannered !== undefined) throw bad(`manner: ${mannered}`)
  checkModules(options.modules)
  for (const list of ['wires', 'network', 'rules', 'checkers'] as const) {
    if (options[list] !== undefined && !Array.isArray(options[list])) throw bad(`${list} is a list`)
  }
  if (options.domains !== undefined) domainsFrom(options.domains)
  if (options.join === undefined) return foundingFrom(options)
  checkJoin(options.join)
  const own = (['realm', 'closed', 'rules', 'policy'] as const).find((key) => options[key] !== undefined)
  if (own !== undefined) throw bad(`join names a realm that others founded, which has its own law: give no ${own}`)
  return null
}

function checkModules(modules: unknown): void {
  if (modules === undefined || Array.isArray(modules)) return
  const dir = isObject(modules) ? (modules as Partial<ModulesFolder>).dir : undefined
  if (typeof dir !== 'string' || dir === '') throw bad('modules is a list of modules, or { dir }')
}

/** The record of a closed realm with the name and law of `wanted`, founded by `founder`. */
export function closedBy(founder: AuthorKey, wanted: Founding): Founding {
  const { name, types, slots, rules, policy } = wanted
  return accepted(foundClosed(name, founder, { types, slots, rules, policy }), '')
}

function foundingFrom({ types, slots, rules, policy, realm: given, closed }: NodeOptions): Founding | null {
  if (closed !== undefined && typeof closed !== 'boolean') throw bad('closed is true or false')
  const realm = typeof given === 'string' && given.startsWith('{') ? accepted(readFounding(given.trim()), 'realm') : given
  const hasLaw = types !== undefined || slots !== undefined || rules !== undefined || policy !== undefined
  if (!hasLaw && realm === undefined && closed !== true) return null
  if (isObject(realm)) {
    const whole = accepted(readFounding(canonicalText(realm as unknown as Json)), 'realm')
    if (closed === true) throw bad('realm is a whole founding record, which says by itself whether it is closed: give no `closed`')
    if (rules === undefined && policy === undefined) return whole
    throw bad('realm is a whole founding record: its rules and policy are the law, give no others')
  }
  if (realm !== undefined && typeof realm !== 'string') throw bad('realm is the name of a realm, or a founding record')
  for (const [key, value] of Object.entries({ types, slots, policy })) {
    if (value !== undefined && !isObject(value)) throw bad(`${key} is an object`)
  }
  const law = {
    types: typesFromOptions(types ?? {}),
    slots: slotsFromOptions(slots ?? {}),
    rules: rules ?? [],
    policy: policy ?? {},
  }
  return withRulesInForce(accepted(foundOpen(realm ?? DEFAULT_REALM, law), ''))
}

/** A realm that others founded may hold rules that are not in force; whoever writes one here is told at once. */
function withRulesInForce(founding: Founding): Founding {
  const [refused] = admitLaw(founding).refused
  if (refused === undefined) return founding
  throw bad(`rules${refused.at === null ? '' : `[${refused.at}]`}: ${refused.why}`)
}

/** The open realm of nodes that name none. */
export const DEFAULT_REALM = 'main'

function accepted(result: Result<Founding, LawError>, at: string): Founding {
  if (result.ok) return result.value
  throw bad([at, result.error.path].filter((part) => part !== '').join('.') + `: ${result.error.why}`)
}

function isObject(input: unknown): input is object {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
