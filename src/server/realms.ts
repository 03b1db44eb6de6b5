/** Realms: the nodes of one server, one for each realm, opened when somebody brings the founding record and never more than a bound. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NetworkAdapterInterface } from '@automerge/automerge-repo/slim'
import { isHash, type Hash } from '../base/hash.ts'
import { err, ok, type Result } from '../base/result.ts'
import { readFounding, realmOf, type Founding } from '../frames/founding.ts'
import { createNode } from '../node/create.ts'
import { REALM_FILE } from '../node/folder.ts'
import type { NodeEvent, TracordNode } from '../node/node.ts'
import type { ModulesFolder } from '../node/options.ts'
import { configFor, type ServerConfig } from './config.ts'
import { createEntrance, type Entrance } from './entrance.ts'

/** One realm that is open here. */
export interface HostedRealm {
  readonly realm: Hash
  readonly name: string
  readonly node: TracordNode
  readonly entrance: Entrance
}

/** What the realms of a server have in common. */
export interface RealmsParts {
  /** The server's folder; null: in memory. */
  readonly dir: string | null
  readonly connect: readonly string[]
  readonly address: string | null
  readonly name: string
  readonly realmsMax: number
  /** The default realm, and the folder of modules that reason there. */
  readonly home: Hash
  readonly modules: ModulesFolder | null
  /** How the nodes of some realms work. */
  readonly config: ServerConfig
  /** The domains held in realms of which `config` does not say; null: all. */
  readonly domains: readonly string[] | null
  /** The stock clients of a realm. */
  readonly networkOf: (realm: Hash) => NetworkAdapterInterface
  /** What a realm's node says that whoever runs the server should know. */
  onTrouble(event: ServerEvent): void
}

/** Trouble of a realm: it cannot write or can again, something it keeps is broken, or its judgement differs from a neighbour's. */
export interface ServerEvent {
  readonly realm: Hash
  /** The name in its founding record. */
  readonly name: string
  readonly event: Extract<NodeEvent, { readonly type: 'readonly' | 'damage' | 'alarm' }>
}

/** The realms of one server. */
export interface Realms {
  /** Opens a realm, or waits for it. Rejects as `createNode` does. */
  open(founding: Founding): Promise<HostedRealm>
  /** The realm that a hello names; opened by the founding record it brings when need be. Never rejects: the error says why not. */
  find(realm: Hash, foundingText: string | undefined): Promise<Result<HostedRealm, string>>
  get(realm: string): HostedRealm | undefined
  /** By id. */
  all(): readonly HostedRealm[]
  /** The records of the realms that the folder already holds, and what is wrong with those that cannot be read. */
  stored(): Promise<readonly Result<Founding, string>[]>
  close(): Promise<void>
}

/** The folder of realms in a server's folder. */
export const REALMS_FOLDER = 'realms'

/** No realm yet. */
export function createRealms(parts: RealmsParts): Realms {
  const openById = new Map<Hash, HostedRealm>()
  const openingById = new Map<Hash, Promise<HostedRealm>>()
  let isClosed = false

  const open = (founding: Founding): Promise<HostedRealm> => {
    const realm = realmOf(founding)
    const known = openingById.get(realm)
    if (known !== undefined) return known
    const opening = hostRealm(realm, founding, parts).then((hosted) => {
      openById.set(realm, hosted)
      return hosted
    })
    openingById.set(realm, opening)
    // A realm that could not be opened may be tried again: the disk may have recovered.
    opening.catch(() => openingById.delete(realm))
    return opening
  }
  return {
    open,
    async find(realm, foundingText) {
      const known = openingById.get(realm)
      if (known === undefined) {
        const founding = foundingFor(realm, foundingText)
        if (!founding.ok) return founding
        if (isClosed) return err('the server closes')
        if (openingById.size >= parts.realmsMax) return err(`the server has ${parts.realmsMax} realms already`)
        void open(founding.value).catch(() => {}) // looked at below
      }
      return (openingById.get(realm) as Promise<HostedRealm>).then(ok, (error: Error) => err(error.message))
    },
    get: (realm) => openById.get(realm as Hash),
    all: () => [...openById.values()].toSorted((a, b) => (a.realm < b.realm ? -1 : 1)),
    stored: () => storedIn(parts.dir),
    async close() {
      isClosed = true
      const settled = await Promise.allSettled(openingById.values())
      const opened = settled.filter((result) => result.status === 'fulfilled')
      await Promise.all(opened.map(({ value }) => value.node.close()))
      openById.clear()
    },
  }
}

async function hostRealm(realm: Hash, founding: Founding, parts: RealmsParts): Promise<HostedRealm> {
  const entrance = createEntrance()
  const node = await createNode({
    ...(parts.domains === null ? {} : { domains: parts.domains }),
    ...configFor(parts.config, realm, founding.name),
    realm: founding,
    name: parts.name,
    role: 'member',
    connect: parts.connect,
    ...(parts.address === null ? {} : { address: parts.address }),
    wires: [entrance],
    network: [parts.networkOf(realm)],
    ...(parts.modules === null || realm !== parts.home ? {} : { modules: parts.modules }),
    ...(parts.dir === null ? {} : { dir: join(parts.dir, REALMS_FOLDER, realm) }),
  })
  node.subscribe((event) => {
    if (event.type === 'readonly' || event.type === 'damage' || event.type === 'alarm')
      parts.onTrouble({ realm, name: founding.name, event })
  })
  return { realm, name: founding.name, node, entrance }
}

function foundingFor(realm: Hash, text: string | undefined): Result<Founding, string> {
  if (text === undefined) return err('this realm is not open here, and the hello brought no founding record')
  const founding = readFounding(text)
  if (!founding.ok) return err(`the founding record is not one: ${founding.error.why}`)
  return realmOf(founding.value) === realm ? ok(founding.value) : err('the founding record is of another realm')
}

async function storedIn(dir: string | null): Promise<readonly Result<Founding, string>[]> {
  if (dir === null) return []
  const names: string[] = await readdir(join(dir, REALMS_FOLDER)).catch(() => [])
  const realms = names.filter((name): name is Hash => isHash(name)).toSorted()
  return Promise.all(realms.map((realm) => storedRealm(realm, join(dir, REALMS_FOLDER, realm, REALM_FILE))))
}

async function storedRealm(realm: Hash, path: string): Promise<Result<Founding, string>> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const founding = foundingFor(realm, text.trimEnd())
  return founding.ok ? founding : err(`${path}: ${founding.error}`)
}
