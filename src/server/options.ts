/** Options of a server: checked before anything is touched. */
import { TracordError } from '../base/error.ts'
import { foundOpen, type Founding } from '../frames/founding.ts'
import { domainsFrom } from '../node/domains.ts'
import { DEFAULT_REALM, type ModulesFolder } from '../node/options.ts'
import { checkConfig, type ServerConfig } from './config.ts'
import { requireToken } from './modules/token.ts'

/** What a server is made of; all of it may be absent. */
export interface ServeOptions {
  /** TCP port; 0 takes any free one. Default 4040. */
  readonly port?: number
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  readonly host?: string
  /** The folder; each realm gets one of its own in `realms/`. Absent: everything is in memory. */
  readonly dir?: string
  /** The default realm. Absent: the realm that a node with no options belongs to. */
  readonly founding?: Founding
  /** Websocket urls of other servers that every realm here stays linked with. */
  readonly connect?: readonly string[]
  /** The url under which members reach this server, like `wss://example.org`; told to them, so that they find it by each other. */
  readonly address?: string
  /** For screens and logs. */
  readonly name?: string
  /** A folder of modules that reason on the node of the default realm, each in a thread of its own. */
  readonly modules?: ModulesFolder
  /**
   * Lets modules of other processes attach at the path `/modules`, by a token: true: the one in `modules.token` of `dir`, made if there is
   * none; or the token itself. Absent: none attaches.
   */
  readonly attach?: true | string
  /** The domains that the nodes of all realms hold where `config` says nothing else; absent: all. */
  readonly domains?: readonly string[]
  /** How the nodes of some realms work: by the name or id of a realm, how goals are asked, what it holds, how often it beats. */
  readonly config?: ServerConfig
  /** Realms open at once, the default one among them. Default 64. */
  readonly realmsMax?: number
}

/** Options with every default filled in. */
export interface ServerSettings {
  readonly port: number
  readonly host: string
  readonly dir: string | null
  readonly founding: Founding
  readonly connect: readonly string[]
  readonly address: string | null
  readonly name: string
  readonly realmsMax: number
  readonly modules: ModulesFolder | null
  readonly attach: true | string | null
  readonly config: ServerConfig
  /** null: all. */
  readonly domains: readonly string[] | null
}

const PORT_DEFAULT = 4_040
const PORT_MAX = 65_535
const REALMS_DEFAULT = 64
const REALMS_MAX = 10_000
const KNOWN = ['port', 'host', 'dir', 'founding', 'connect', 'address', 'name', 'realmsMax', 'modules', 'attach', 'config', 'domains']

/** Throws `BAD_INPUT` for the first thing that is wrong. */
export function checkServeOptions(options: ServeOptions): ServerSettings {
  const foreign = Object.keys(options).find((key) => !KNOWN.includes(key))
  if (foreign !== undefined) throw bad(`unknown option "${foreign}"; known are ${KNOWN.join(' ')}`)
  const { port = PORT_DEFAULT, host = '127.0.0.1', dir = null, connect = [], name = 'server', realmsMax = REALMS_DEFAULT } = options
  const { address = null, modules = null, attach = null } = options
  if (!isWithin(port, 0, PORT_MAX)) throw bad(`port is a whole number from 0 to ${PORT_MAX}`)
  if (typeof host !== 'string' || host === '') throw bad('host is an address like 127.0.0.1')
  if (dir !== null && (typeof dir !== 'string' || dir === '')) throw bad('dir is the path of a folder')
  if (!Array.isArray(connect)) throw bad('connect is a list of urls like ws://10.0.0.7:4040')
  if (!isWithin(realmsMax, 1, REALMS_MAX)) throw bad(`realmsMax is a whole number from 1 to ${REALMS_MAX}`)
  checkModules(modules, attach, dir)
  const config = checkConfig(options.config ?? {})
  const domains = domainsFrom(options.domains ?? null)
  const founding = options.founding ?? plainFounding()
  return { domains, modules, attach, config, port, host, dir, founding, connect, address, name, realmsMax }
}

function checkModules(modules: unknown, attach: unknown, dir: string | null): void {
  const folder = modules === null ? '' : (modules as Partial<ModulesFolder>).dir
  if (modules !== null && (typeof folder !== 'string' || folder === '')) throw bad('modules is { dir }, a folder of modules')
  if (attach === true && dir === null) throw bad('attach: true keeps the token in dir: give one, or the token itself')
  if (typeof attach === 'string') requireToken(attach)
  else if (attach !== null && attach !== true) throw bad('attach is true, or the token by which modules attach')
}

function plainFounding(): Founding {
  const founding = foundOpen(DEFAULT_REALM, {})
  if (founding.ok) return founding.value
  throw bad(founding.error.why)
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
