/** `tracord prune` on folders that real nodes wrote: what goes, what is told of it, and what a crash between two steps leaves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { createNode, type PruneReport, type PrunableLog, type TracordNode } from '../../src/index.ts'
import { agreed, pair } from '../node/pair.ts'
import { tracord } from './paper.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-prune-'))
  endings.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Says something in a start of the folder's node of its own, and ends that. */
async function during(dir: string, act: (node: TracordNode) => Promise<unknown>): Promise<void> {
  const node = await createNode({ dir })
  await act(node)
  await node.close()
}

const SECRET = 'a-word-that-shall-go'

/** Whether the bytes of `text` are in any file under `dir`. */
function isAnywhere(dir: string, text: string): boolean {
  const files = readdirSync(dir, { recursive: true }).map((name) => join(dir, String(name)))
  return files.some((file) => statSync(file).isFile() && readFileSync(file).includes(text))
}

interface Told {
  readonly report: PruneReport | null
  readonly dropped: number | null
  readonly logs: readonly PrunableLog[]
}

async function prune(dir: string, ...flags: readonly string[]): Promise<Told> {
  const { out, err } = await tracord('prune', dir, '--json', ...flags)
  expect(err).toBe('')
  return JSON.parse(out) as Told
}

async function certified(dir: string): Promise<string> {
  let digest = ''
  await during(dir, async (node) => (digest = node.certificate().digest))
  return digest
}

test('[CLI96] without options it tells what could be pruned; a dry run signs and drops nothing', async () => {
  const dir = freshDir()
  await during(dir, (node) => node.claim('d1', { state: SECRET }))
  await during(dir, async (node) => node.withdraw(await node.claim('d2', { state: 'shut' })))
  const before = await certified(dir)
  const { logs, report } = await prune(dir)
  expect(report).toBe(null)
  expect(logs.map(({ live, pruned, gone }) => ({ live, pruned, gone }))).toEqual([
    { live: 1, pruned: 0, gone: 0 },
    { live: 0, pruned: 0, gone: 0 },
  ])
  expect((await prune(dir, '--withdrawn', '--dry-run')).report).toMatchObject({ dryRun: true, dropped: 0, logs: [{ live: 0 }] })
  expect(await certified(dir)).toBe(before)
  const screen = await tracord('prune', dir)
  expect(screen.out).toContain('1 item still said')
})

test('[CLI97] what is pruned is out of every file of the folder: journal, write-ahead log, documents', async () => {
  const dir = freshDir()
  await during(dir, async (node) => {
    const seen = []
    for (let n = 0; n < 20; n += 1) seen.push(await node.claim(`d${n}`, { state: `${SECRET}-${n}` }))
    for (const one of seen) await node.withdraw(one, SECRET)
  })
  await during(dir, (node) => node.claim('kept', { state: 'open' }))
  expect(isAnywhere(dir, SECRET)).toBe(true)
  const { report } = await prune(dir, '--withdrawn')
  expect(report).toMatchObject({ dryRun: false, dropped: 40, logs: [{ entries: 40, live: 0 }] })
  expect(isAnywhere(dir, SECRET)).toBe(false)
  await during(dir, async (node) => {
    expect(node.frame('kept')['state']?.value).toBe('open')
    expect(node.frames()).toEqual(['kept'])
  })
  expect(isAnywhere(dir, SECRET)).toBe(false)
  expect((await prune(dir, '--withdrawn')).report).toMatchObject({ dropped: 0, logs: [] })
})

test('[CLI98] what still says something is refused without --force, and so is what is no log of the node', async () => {
  const dir = freshDir()
  await during(dir, (node) => node.claim('d1', { state: SECRET }))
  const [log] = (await prune(dir)).logs
  const epoch = String(log?.epoch)
  const refused = await tracord('prune', dir, '--epoch', epoch)
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('neither taken back nor over') })
  expect(await tracord('prune', dir, '--epoch', '7')).toMatchObject({ code: 2, err: expect.stringContaining('no log of claims or steps') })
  expect(await tracord('prune', dir, '--epoch', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('number of an epoch') })
  expect((await prune(dir, '--epoch', epoch, '--force')).report).toMatchObject({ dropped: 1 })
  expect(isAnywhere(dir, SECRET)).toBe(false)
})

test('[CLI99] a withdrawal in a pruned log, of a claim in another, is said again: what it took back stays so', async () => {
  const dir = freshDir()
  let id = ''
  await during(dir, async (node) => (id = (await node.claim('d1', { state: 'open' })).ids[0] ?? ''))
  await during(dir, async (node) => {
    await node.withdraw(id, 'it was wrong')
    await node.withdraw(await node.claim('d2', { state: SECRET }))
  })
  const [, second] = (await prune(dir)).logs
  expect((await prune(dir, '--epoch', String(second?.epoch))).report).toMatchObject({ logs: [{ saidAgain: 1 }] })
  await during(dir, async (node) => expect(node.frame('d1')).toEqual({}))
})

test('[CLI99] however many there are, and however long', async () => {
  const dir = freshDir()
  const ids: string[] = []
  await during(dir, async (node) => {
    for (let n = 0; n < 3; n += 1) ids.push(...(await node.claim(`d${n}`, { s: Array.from({ length: 400 }, (_, at) => at) })).ids)
  })
  await during(dir, async (node) => {
    const reason = 'r'.repeat(40)
    for (let n = 0; n < ids.length; n += 400) await node.withdraw({ entry: '' as never, ids: ids.slice(n, n + 400) }, reason)
  })
  const [, second] = (await prune(dir)).logs
  expect((await prune(dir, '--epoch', String(second?.epoch))).report).toMatchObject({ logs: [{ saidAgain: 1_200 }], dropped: 3 })
  await during(dir, async (node) => expect(node.frames().flatMap((id) => Object.keys(node.frame(id)))).toEqual([]))
})

test('[CLI100] inspect, log, diff and doctor say plainly what was pruned, and find nothing wrong', async () => {
  const dir = freshDir()
  await during(dir, async (node) => node.withdraw(await node.claim('d1', { state: SECRET })))
  await during(dir, (node) => node.claim('d2', { state: 'open' }))
  await prune(dir, '--withdrawn')
  const inspected = await tracord('inspect', dir)
  expect(inspected.out).toContain('pruned by its author')
  expect(inspected.out).toContain('4 entries')
  expect((await tracord('log', dir)).out).toContain('prune')
  expect((await tracord('diff', dir, 'now', 'now')).code).toBe(0)
  const { code, out } = await tracord('doctor', dir)
  expect(code).toBe(0)
  expect(out).toContain('pruned the first 2 entries: their text is gone')
  expect((await tracord('doctor', dir, '--repair')).code).toBe(0)
  await during(dir, async (node) => expect(node.status()).toMatchObject({ entries: 4, logs: 3 }))
})

test('[NOD250] a node that was stopped between signing and dropping drops when it is asked again', async () => {
  const dir = freshDir()
  await during(dir, async (node) => node.withdraw(await node.claim('d1', { state: SECRET })))
  await during(dir, async (node) => {
    const stop = new AbortController()
    const pruning = node.pruning.prune({ withdrawn: true, signal: stop.signal })
    // the prune is signed when this is told, and nothing was dropped
    await new Promise<void>((resolve) => {
      const end = node.subscribe(() => {
        if (node.status().logs < 2) return
        stop.abort()
        end()
        resolve()
      })
    })
    await expect(pruning).rejects.toMatchObject({ code: 'ABORTED' })
  })
  expect(isAnywhere(dir, SECRET)).toBe(true)
  const before = await certified(dir)
  expect((await prune(dir, '--withdrawn')).report).toMatchObject({ dropped: 2, logs: [{ pruned: 2 }] })
  expect(isAnywhere(dir, SECRET)).toBe(false)
  expect(await certified(dir)).toBe(before)
})

test('[NOD251] connected nodes prune, drop and certify the same; an old state that needs the text says that it is gone', async () => {
  const [dir, other] = [freshDir(), freshDir()]
  await during(dir, async (node) => node.withdraw(await node.claim('d1', { state: SECRET })))
  const first = pair()
  const node = await createNode({ dir, wires: [first.ends[0]] })
  endings.push(() => node.close())
  const peer = await createNode({ dir: other, wires: [first.ends[1]] })
  endings.push(() => peer.close())
  await agreed(node, peer)
  await peer.claim('d2', { state: 'open' })
  await agreed(node, peer)
  const then = node.certificate({ vector: true })
  await node.pruning.prune({ withdrawn: true })
  await agreed(node, peer)
  expect(isAnywhere(dir, SECRET)).toBe(false)
  expect((await peer.at(then)).certificate().digest).toBe(then.digest)
  await expect(node.at(then)).rejects.toMatchObject({ code: 'UNKNOWN', message: expect.stringContaining('was pruned since') })
  expect((await node.at(node.certificate())).certificate().digest).toBe(node.certificate().digest)
  expect(await peer.pruning.drop()).toBe(2)
  expect(isAnywhere(other, SECRET)).toBe(false)
  expect(peer.certificate().digest).toBe(node.certificate().digest)
})
