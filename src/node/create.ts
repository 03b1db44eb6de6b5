/** createNode: a core with its folder, its ways to others and its documents: where everything is put together for production. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import { TracordError } from '../base/error.ts'
import { foundOpen, realmOf, type Founding } from '../frames/founding.ts'
import { logKeyOf } from '../frames/log.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import { SEED_BYTES } from '../identity/encoding.ts'
import { nodeAgreement } from '../identity/x25519.ts'
import type { KeyPair } from '../identity/signature.ts'
import type { Journal } from '../ports/journal.ts'
import type { WireSource } from '../ports/wire.ts'
import { machineClock, machineRandom, waitingClock } from './clock.ts'
import { createCore, type Core } from './core/core.ts'
import { BEACON_MS } from './core/limits.ts'
import type { Documents } from './documents/documents.ts'
import { createDialer } from './dialer.ts'
import { makeFolder, openRealm, realmIn, SHARED_FOLDER } from './folder.ts'
import { openIdentity } from './key-file.ts'
import { askFounding, type JoinOptions } from './joining.ts'
import { openLater, type LateDocuments } from './documents/late-documents.ts'
import { createMemoryJournal } from './memory-journal.ts'
import type { TracordNode } from './node.ts'
import { domainsFrom } from './domains.ts'
import { noteDomains } from './domains-file.ts'
import { checkOptions, closedBy, DEFAULT_REALM, type ModulesFolder, type NodeOptions } from './options.ts'
import { openThreads, type Threads } from './guests/threads.ts'
import { coreMesh } from './reasoning/core-mesh.ts'
import { createReasoning, type Reasoning, type ReasoningParts } from './reasoning/reasoning.ts'
import { keepSnapshots } from './recovery/snapshots.ts'
import { createVoice } from './reasoning/voice.ts'
import { schemasOf, type SlotInputs } from './schema.ts'
import type { SlotOptions, TypeOptions } from './sugar.ts'
import { createVerbs } from './verbs.ts'

/** Characters of the key that name a node which was given no name. */
const NAME_LENGTH = 8

/**
 * A running node. Rejects with `BAD_INPUT` before anything is touched, with `LOCKED` when another process has the folder,
 * `REFUSED` when the folder belongs to another realm, its key is open to others, or who is asked to join does not have the realm,
 * `TIMED_OUT` when nobody answers to that, `CORRUPT` or `IO` when the folder cannot be used.
 * Once it runs, no peer can make it throw.
 */
export async function createNode<const T extends TypeOptions, const S extends SlotOptions>(
  options: NodeOptions<T, S> = {},
): Promise<TracordNode<SlotInputs<T, S>>> {
  const checked = checkOptions(options)
  const { address, role = 'member', join: joining } = options
  const connect = [...new Set([...(options.connect ?? []), ...(joining === undefined ? [] : [joining.url])])]
  const open = await clientOf(role === 'leaf' ? connect.length > 0 : connect.length > 0 || address !== undefined)
  const wanted = joining === undefined || open === null ? checked : await joined(joining, options.dir, open(joining.url))
  const { founding, keyPair, journal } = await placeOf(options, wanted)
  const name = options.name ?? keyPair.author.slice(0, NAME_LENGTH)
  const parts = reasoningParts(options)
  const voice = createVoice(name, parts)
  const late: { documents?: LateDocuments } = {}
  const core = createCore({
    ...{ founding, keyPair, journal, signatures: nodeSignatures, agreement: nodeAgreement },
    ...{ clock: machineClock, random: machineRandom },
    ...{ name, profile: voice.profile, load: voice.load, onAsk: voice.onAsk },
    role,
    ...(address === undefined ? {} : { address }),
    ...(options.domains === undefined ? {} : { domains: domainsFrom(options.domains) ?? [] }),
    ...(options.beaconMs === undefined ? {} : { beaconMs: options.beaconMs }),
    // Nothing becomes durable before the wires start, and the documents are there by then; what was pruned earlier they see by themselves.
    onDurable: (log, { count }) => late.documents?.follow(log, count),
    onPruned: (log) => late.documents?.forget(log),
  })
  await new Promise<void>((resolve, reject) => core.start((result) => (result.ok ? resolve() : reject(result.error))))
  await noted(core, options)
  const documents = (late.documents = openLater(
    () => documentsOf(core, options),
    (why) => core.report({ type: 'damage', why }),
  ))
  const given = { self: core.author, address: address ?? null, given: connect, clock: machineClock }
  const around = { everyMs: options.beaconMs ?? BEACON_MS, members: () => core.members(), peers: () => core.peers() }
  const dialers = open === null ? [] : role === 'leaf' ? connect.map(open) : [createDialer({ ...given, ...around, open })]
  const sources = [...(options.wires ?? []), ...dialers]
  const reasoning = createReasoning(core, { ...parts, mesh: coreMesh(core) })
  voice.speakFor(reasoning)
  const snapshots = options.dir === undefined ? undefined : keepSnapshots(core, options.dir, machineClock)
  const node = createVerbs<SlotInputs<T, S>>(core, {
    schemas: schemasOf(options.types ?? {}, options.slots ?? {}),
    reasoning,
    snapshot: async () => snapshots?.take(),
    noted: () => noted(core, options),
    quarantined: () => documents.quarantined(),
    async forgotten() {
      await documents.forgotten()
      await snapshots?.renew()
    },
    async close() {
      threads?.close()
      // A source that cannot stop must not keep the journal open.
      snapshots?.stop()
      await Promise.allSettled(sources.map((source) => source.stop()))
      await documents.close()
    },
  })
  let threads: Threads | undefined
  try {
    threads = await threadsOf(options, core, reasoning)
    for (const source of sources) source.start((wire) => core.attach(wire))
  } catch (error) {
    await node.close()
    throw error
  }
  return node
}

/** Commands on the folder go by the note of what is held. The node does not: a disk that refuses it costs it nothing. */
async function noted(core: Core, { dir }: NodeOptions): Promise<void> {
  if (dir === undefined) return
  const fail = (cause: unknown): void => core.report({ type: 'damage', why: `which domains are held cannot be noted: ${String(cause)}` })
  await noteDomains(dir, core.domains()).catch(fail)
}

/** What the options say of reasoning. */
function reasoningParts({ modules, ...rest }: NodeOptions): ReasoningParts {
  const { checkers, manner, embedder, domains } = rest
  return {
    ...(isFolder(modules) || modules === undefined ? {} : { modules }),
    ...(checkers === undefined ? {} : { checkers }),
    ...(manner === undefined ? {} : { manner }),
    ...(embedder === undefined ? {} : { embedder }),
    ...(domains === undefined ? {} : { domains }),
  }
}

/** The modules that were given as a folder. */
async function threadsOf({ modules }: NodeOptions, core: Core, { use }: Reasoning): Promise<Threads | undefined> {
  if (!isFolder(modules)) return undefined
  const onEnd = (file: string, why: string): void => core.report({ type: 'alarm', peer: `module ${file}`, why })
  return openThreads({ dir: modules.dir, clock: machineClock, node: core.name, use, onEnd })
}

const isFolder = (modules: NodeOptions['modules']): modules is ModulesFolder => modules !== undefined && 'dir' in modules

/** How an address is connected to; null when nothing ever will be, so that the adapter is not even loaded. */
async function clientOf(isNeeded: boolean): Promise<((url: string) => WireSource) | null> {
  if (!isNeeded) return null
  const { webSocketClient } = await import('../../adapters/network-websocket/index.ts')
  return (url) => webSocketClient({ url })
}

/** The record of the realm to join: the folder's, else that of whoever `source` leads to. */
async function joined(wanted: JoinOptions, dir: string | undefined, source: WireSource): Promise<Founding> {
  const held = dir === undefined ? undefined : await realmIn(dir)
  if (held === undefined) return askFounding(source, wanted, { clock: waitingClock, random: machineRandom })
  if (realmOf(held) === wanted.realm) return held
  throw new TracordError('REFUSED', `${dir} belongs to the realm "${held.name}" (${realmOf(held)}) already: join in another folder`)
}

/** Where and who the node is. */
interface Place {
  readonly founding: Founding
  readonly keyPair: KeyPair
  readonly journal: Journal
}

async function placeOf({ dir, key, journal, closed }: NodeOptions, named: Founding | null): Promise<Place> {
  const by = (keyPair: KeyPair): Founding | null => (closed === true && named !== null ? closedBy(keyPair.author, named) : named)
  if (dir === undefined) {
    const keyPair = nodeSignatures.keyPairFromSeed(key ?? randomBytes(SEED_BYTES))
    return { founding: by(keyPair) ?? defaultFounding(), keyPair, journal: journal ?? createMemoryJournal(machineClock) }
  }
  await makeFolder(dir)
  const keyPair = key === undefined ? await openIdentity(dir) : nodeSignatures.keyPairFromSeed(key)
  const founding = await openRealm(dir, by(keyPair), defaultFounding)
  if (journal !== undefined) return { founding, keyPair, journal }
  const { sqliteJournal } = await import('../../adapters/journal-sqlite/index.ts')
  return { founding, keyPair, journal: sqliteJournal({ dir }) }
}

function defaultFounding(): Founding {
  const founding = foundOpen(DEFAULT_REALM, {})
  if (founding.ok) return founding.value
  throw new TracordError('BAD_INPUT', founding.error.why)
}

/** The documents, where somebody may see them. They follow the journal when the node is idle. */
async function documentsOf(core: Core, options: NodeOptions): Promise<Documents | undefined> {
  const { dir, network } = options
  const storage = options.storage ?? (dir === undefined ? undefined : await sharedStorage(dir, core))
  if (storage === undefined && network === undefined) return undefined
  const { createDocuments } = await import('./documents/documents.ts')
  const documents = await createDocuments({
    realm: core.realm,
    signatures: nodeSignatures,
    clock: machineClock,
    ...(storage === undefined ? {} : { storage }),
    network: network ?? [],
    peerId: `tracord-${core.author}`,
    read: (log, from, bytesMax, done) => core.read(log, from, bytesMax, done),
    held: (log) => core.held(log),
    pruned: (log) => core.isPruned(log),
    admit(range, peer) {
      core.offer(range, peer)
      return core.held(logKeyOf(range.log))
    },
    notice: ({ type, peer, why }) => core.report(type === 'damage' ? { type, why } : { type, peer, why }),
  })
  for (const { log, durable } of core.logs()) {
    if (core.isPruned(logKeyOf(log))) await documents.forget(log)
    else documents.follow(log, durable)
  }
  return documents
}

async function sharedStorage(dir: string, core: Core): Promise<StorageAdapterInterface> {
  const { nodeFsStorage } = await import('../../adapters/storage-nodefs/index.ts')
  const onDamage = ({ movedTo, why }: { readonly movedTo: string; readonly why: string }): void =>
    core.report({ type: 'damage', why: `${why}; it lies in ${movedTo} now` })
  return nodeFsStorage({ dir: join(dir, SHARED_FOLDER), onDamage })
}
