/** Lab: a real server in a process of its own, real nodes that write to it, and what all trials want to know of them at the end. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { fetchListing } from '../../src/cli/listing.ts'
import type { RealmListed } from '../../src/cli/comparison.ts'
import { foundOpen, type Founding } from '../../src/frames/founding.ts'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { findPort } from '../faults/port.ts'
import { startServer, type ServerProcess } from './server.ts'

/** Ten minutes and more for each trial instead of seconds, with `TRACORD_LONG=1`. */
export const isLong = process.env['TRACORD_LONG'] === '1'
/** What a trial does in its short and in its long form. */
export const often = (short: number, long: number): number => (isLong ? long : short)
/** Milliseconds that a trial may take. */
export const TRIAL_MS = often(60_000, 1_800_000)

/** Claims under way at once by one node: they share an entry. */
const AT_ONCE = 10

/** One place of trial. */
export interface Lab {
  readonly dir: string
  readonly realm: Founding
  readonly nodes: readonly TracordNode[]
  /** The server, started; again on the same port and folder when it has ended. */
  serve(folder?: string): Promise<ServerProcess>
  server(): ServerProcess
  /** A node in this process that writes through `url`, else straight to the server. */
  join(name: string, url?: string): Promise<TracordNode>
  /** Claims `count` frames of its own, ten at once, each with a text of so many bytes of noise; acknowledged when it resolves. */
  write(node: TracordNode, count: number, textBytes?: number): Promise<void>
  /** Resolves with what the server lists once it and all nodes hold the same: looked at whenever a node is told something. */
  agreed(): Promise<RealmListed>
  /** That every acknowledged claim is on every node, and that all judge alike; entries held, and acknowledged claims that are not. */
  check(): Promise<{ readonly entries: number; readonly lost: number }>
  /** Frames acknowledged so far. */
  readonly acknowledged: ReadonlySet<string>
  close(): Promise<void>
}

/** An empty lab. */
export async function openLab(name: string): Promise<Lab> {
  const dir = await mkdtemp(join(tmpdir(), `tracord-${name}-`))
  const founded = foundOpen(name, { slots: { number: [{ k: 'atMost', n: 1 }] } })
  if (!founded.ok) throw new Error(founded.error.why)
  const realm = founded.value
  await writeFile(join(dir, 'realm.json'), JSON.stringify(realm))
  const nodes: TracordNode[] = []
  const acknowledged = new Set<string>()
  let server: ServerProcess | undefined
  let onNews = (): void => {}
  const running = (): ServerProcess => {
    if (server === undefined) throw new Error('the server was not started')
    return server
  }
  const agreed = async (): Promise<RealmListed> => {
    for (;;) {
      const news = new Promise<void>((resolve) => (onNews = resolve))
      const [listed] = (await fetchListing(running().url, AbortSignal.timeout(10_000))).realms
      if (listed !== undefined && nodes.every((node) => node.certificate().state === listed.certificate.state)) return listed
      await news
    }
  }
  return {
    ...{ dir, realm, nodes, acknowledged, agreed },
    server: running,
    async serve(folder = join(dir, 'server')) {
      const port = String(server?.port ?? (await findPort()))
      server = await startServer('--port', port, '--dir', folder, '--realm', join(dir, 'realm.json'))
      return server
    },
    async join(label, url = running().url) {
      const node = await createNode({ name: label, dir: join(dir, label), connect: [url], realm })
      node.subscribe(() => onNews())
      nodes.push(node)
      return node
    },
    async write(node, count, textBytes = 0) {
      const { name } = node.status()
      const first = [...acknowledged].filter((frame) => frame.startsWith(`${name}-`)).length
      for (let from = first; from < first + count; from += AT_ONCE) {
        const frames = Array.from({ length: Math.min(AT_ONCE, first + count - from) }, (_, at) => `${name}-${from + at}`)
        await Promise.all(frames.map((frame) => node.claim(frame, { number: from, ...textOf(textBytes) })))
        for (const frame of frames) acknowledged.add(frame)
      }
    },
    async check() {
      const { certificate } = await agreed()
      const lost = new Set<string>()
      for (const node of nodes) {
        expect(node.certificate().digest).toBe(certificate.digest)
        const held = new Set(node.frames())
        for (const frame of acknowledged) if (!held.has(frame)) lost.add(frame)
      }
      expect([...lost]).toEqual([])
      return { entries: certificate.entries, lost: lost.size }
    },
    async close() {
      await Promise.all(nodes.splice(0).map((node) => node.close()))
      server?.process.kill('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    },
  }
}

function textOf(bytes: number): { readonly text?: string } {
  return bytes === 0 ? {} : { text: randomBytes(bytes).toString('base64') }
}

/** Kilobytes of memory that a process has, as the kernel counts them. */
export function memoryOf({ process: { pid } }: ServerProcess): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1])
}

/** A line of the table that a run of the laboratory prints: what was done, how often, and what came of it. */
export function tell(trial: string, counts: Readonly<Record<string, number | string>>): void {
  const said = Object.entries(counts).map(([what, value]) => `${what} ${value}`)
  process.stdout.write(`laboratory | ${trial} | ${said.join(', ')}\n`)
}
