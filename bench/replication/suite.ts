/** Replication: how logs heal, travel and come back, beside automerge-repo, yjs and Loro doing the same work. */
import type { Case, Suite } from '../case.ts'

const HEAL_UNITS = { cpu: 'ms', wall: 'ms', bytes: 'B', messages: '1' } as const

const heal: Case = {
  name: 'heal',
  what:
    'Two sides wrote `claims` each while apart, one claim an entry, and meet over a wire in memory; timed until both hold all. tracord ' +
    'checks, journals in memory and judges what it receives and signs a certificate; the peers store unsigned texts that nobody checks.',
  sizes: [{ claims: 1_000 }, { claims: 10_000 }],
  quickSizes: [{ claims: 200 }],
  subjects: {
    tracord: 'replication/heal-tracord',
    '@automerge/automerge-repo': 'replication/heal-automerge-repo',
    yjs: 'replication/heal-yjs',
    'loro-crdt': 'replication/heal-loro',
    'yjs-signed': 'replication/heal-yjs-signed',
    'deflate-sha256': 'replication/heal-floor',
    'ed25519-verify': 'replication/heal-verify',
  },
  units: HEAL_UNITS,
  targets: [
    { metric: 'cpu', when: { claims: 10_000 }, atMost: 0.25, times: '@automerge/automerge-repo' },
    { metric: 'cpu', when: { claims: 10_000 }, atMost: 2, times: 'yjs' },
    { metric: 'bytes', when: { claims: 10_000 }, atMost: 0.5, times: 'yjs-signed' },
  ],
  growth: { param: 'claims', metric: 'cpu' },
}

const healBatched: Case = {
  ...heal,
  name: 'heal-batched',
  what: 'As `heal`, but tracord puts ten claims in an entry, as one group commit does.',
  sizes: [{ claims: 10_000 }],
  quickSizes: [{ claims: 200 }],
  subjects: {
    tracord: 'replication/heal-batched-tracord',
    '@automerge/automerge-repo': 'replication/heal-automerge-repo',
    yjs: 'replication/heal-yjs',
    'loro-crdt': 'replication/heal-loro',
  },
  targets: [
    { metric: 'cpu', when: { claims: 10_000 }, atMost: 1, times: 'yjs' },
    { metric: 'bytes', when: { claims: 10_000 }, atMost: 1, times: '@automerge/automerge-repo' },
  ],
}

const live: Case = {
  name: 'live',
  what:
    'One party claims every `gap` ms, another reads it; both reach each other through a server in a process of its own, over websockets ' +
    'on loopback. Timed from the call to the moment the claim can be read (with tracord: signed, checked and judged). Nothing is written ' +
    'to disk.',
  sizes: [{ gap: 250 }, { gap: 10 }],
  quickSizes: [{ gap: 10, claims: 30 }],
  subjects: {
    tracord: 'replication/live-tracord',
    '@automerge/automerge-repo': 'replication/live-automerge-repo',
    yjs: 'replication/live-yjs',
    'loro-crdt': 'replication/live-loro',
    'ws-echo': 'replication/live-echo',
  },
  units: { p50: 'ms', p99: 'ms', max: 'ms' },
  targets: [
    { metric: 'p50', atMost: 2 },
    { metric: 'p99', atMost: 6 },
  ],
}

const burst: Case = {
  name: 'burst',
  what: 'As `live`, but all claims are said at once; timed until the other party has read the last.',
  sizes: [{ claims: 5_000 }],
  quickSizes: [{ claims: 200 }],
  subjects: {
    tracord: 'replication/burst-tracord',
    '@automerge/automerge-repo': 'replication/burst-automerge-repo',
    yjs: 'replication/burst-yjs',
    'loro-crdt': 'replication/burst-loro',
    'ws-echo': 'replication/burst-echo',
  },
  units: { wall: 'ms' },
  targets: [{ metric: 'wall', atMost: 1, times: 'yjs' }],
}

const reconnect: Case = {
  name: 'reconnect',
  what:
    'Two sides that hold the same claims, one about each of `frames` frames, meet again, after one of them wrote `changed` percent more; ' +
    'counted until both are silent. `deflated-entries` are the missing entries and nothing else.',
  sizes: [
    { frames: 100_000, changed: 0 },
    { frames: 100_000, changed: 1 },
  ],
  quickSizes: [
    { frames: 1_000, changed: 0 },
    { frames: 1_000, changed: 1 },
  ],
  subjects: {
    tracord: 'replication/reconnect-tracord',
    yjs: 'replication/reconnect-yjs',
    'deflated-entries': 'replication/reconnect-floor',
  },
  units: { messages: '1', bytes: 'B', cpu: 'ms' },
  targets: [
    { metric: 'messages', when: { changed: 0 }, atMost: 4 },
    { metric: 'bytes', when: { changed: 1 }, atMost: 1.5, times: 'deflated-entries' },
  ],
}

const coldStart: Case = {
  name: 'cold-start',
  isPrepared: true,
  what:
    'A process starts on what an earlier one kept: until the first claim is read (`first-read`, everything loaded), until everything is ' +
    'judged and certified (`judged-read`), and the memory that came with it. Timed from the start of the process.',
  sizes: [{ claims: 10_000 }, { claims: 100_000 }],
  quickSizes: [{ claims: 1_000 }],
  subjects: {
    tracord: 'replication/cold-start-tracord',
    '@automerge/automerge-repo': 'replication/cold-start-automerge-repo',
    yjs: 'replication/cold-start-yjs',
    'sqlite-read': 'replication/cold-start-sqlite',
  },
  units: { 'first-read': 'ms', 'judged-read': 'ms', memory: 'B' },
  targets: [
    { metric: 'first-read', when: { claims: 100_000 }, atMost: 500 },
    { metric: 'judged-read', when: { claims: 100_000 }, atMost: 1_000 },
    { metric: 'memory', when: { claims: 100_000 }, atMost: 800 },
  ],
  growth: { param: 'claims', metric: 'first-read' },
}

const clients: Case = {
  name: 'clients',
  what:
    '`clients` leaves, whole nodes in one process that share their judgement, join one server, until the last has proved who it is and ' +
    'been told who the server is; then one claims, until all others have taken the claim in, checked. `memory` is what the server ' +
    'process grew by, `server-cpu` what it worked in all. Both processes share the machine.',
  sizes: [{ clients: 3_000 }],
  quickSizes: [{ clients: 100 }],
  subjects: {
    tracord: 'replication/clients-tracord',
    'ws-echo': 'replication/clients-echo',
  },
  units: { connect: 'ms', 'fan-out': 'ms', memory: 'B', 'server-cpu': 'ms' },
  targets: [
    { metric: 'connect', when: { clients: 3_000 }, atMost: 5_000 },
    { metric: 'fan-out', when: { clients: 3_000 }, atMost: 1_000 },
    { metric: 'memory', when: { clients: 3_000 }, atMost: 40_000 },
  ],
}

/** The suite. */
export const replication: Suite = { name: 'replication', cases: [heal, healBatched, live, burst, reconnect, coldStart, clients] }
