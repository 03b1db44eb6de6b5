/** Modules of a folder, each in a real thread: whatever one does, the node and the others go on. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { createNode } from '../../../src/node/create.ts'
import { THREAD_STARTS_MAX } from '../../../src/node/guests/limits.ts'
import type { TracordNode } from '../../../src/node/node.ts'

const FILES = join(process.cwd(), 'test/node/guests/files')
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function running(dir = join(FILES, 'good')): Promise<{ node: TracordNode; alarms: string[] }> {
  const node = await createNode({ modules: { dir } })
  const alarms: string[] = []
  node.subscribe((event) => (event.type === 'alarm' ? alarms.push(`${event.peer}: ${event.why}`) : undefined))
  endings.push(() => node.close())
  return { node, alarms }
}
/** Why there was no answer. Only what never ends is given up soon: on a busy machine a thread needs a while to say what is wrong. */
async function wrong(node: TracordNode, goal: string, timeoutMs = 20_000): Promise<string> {
  let why = ''
  // While its thread starts anew nobody accepts; that is answered at once.
  await vi.waitUntil(async () => {
    const [outcome] = await Promise.allSettled([node.ask(goal, { timeoutMs })])
    why = outcome.status === 'fulfilled' ? 'an answer' : String(outcome.reason)
    return !/nobody to ask|no module here accepts/.test(why)
  }, 20_000)
  return why
}
const reasons = (node: TracordNode): string => node.sessions().map(({ id }) => node.trace(id).reasons.join()).join('; ')

test('[NOD310] modules of a folder reason, each in its thread, and only those of a folder that is named', async () => {
  const { node } = await running(join(process.cwd(), 'examples/modules'))
  await node.claim('box', { value: 21 })
  expect(await node.ask('twice box')).toMatchObject({ module: 'doubler@1', conclusion: { value: 42 }, standing: 'clear' })
  const dir = await mkdtemp(join(tmpdir(), 'tracord-threads-'))
  endings.push(() => rm(dir, { recursive: true, force: true }))
  await cp(join(process.cwd(), 'examples/modules'), join(dir, 'modules'), { recursive: true })
  const plain = await createNode({ dir })
  endings.push(() => plain.close())
  await plain.claim('box', { value: 21 })
  await expect(plain.ask('twice box', { model: 'master' })).rejects.toMatchObject({ code: 'NO_ANSWER' })
})

test('[NOD311] an endless loop is stopped with its thread, its session is closed with the reason, and others reason on', async () => {
  const { node, alarms } = await running()
  expect(await wrong(node, 'endless', 700)).toMatch(/no answer within 700 ms|no conclusion after 700 ms/)
  expect(await node.ask('honest at once')).toMatchObject({ module: 'honest@2' })
  await vi.waitUntil(() => alarms.length > 0, 20_000)
  expect(alarms).toEqual(['module bad.mjs: it did not stop within 1000 ms of being told to'])
  expect(reasons(node)).toMatch(/nobody waits for it any more|no conclusion after 700 ms/)
  expect(await wrong(node, 'lying')).toMatch(/COHERENCE-CHECK failed/)
})

test('[NOD312] throwing, flooding, lying, leaving, eating memory and throwing to nobody end a session and nothing else', async () => {
  const { node, alarms } = await running()
  const cases: readonly (readonly [string, RegExp])[] = [
    ['throwing', /no idea/],
    ['flooding', /more than 1000 steps/],
    ['lying', /COHERENCE-CHECK failed.*1 \+ 1 is 2/],
    ['leaving', /the module is gone: its thread ended/],
    ['late', /the module is gone: thrown by nobody/],
  ]
  for (const [goal, why] of cases) expect(await wrong(node, goal)).toMatch(why)
  expect(await wrong(node, 'hungry')).not.toBe('an answer')
  expect(await node.ask('honest still')).toMatchObject({ module: 'honest@2' })
  expect(alarms.slice(0, 2)).toEqual(['module bad.mjs: its thread ended', 'module bad.mjs: thrown by nobody'])
  for (const { id } of node.sessions()) expect(['closed', 'published', 'open']).toContain(node.trace(id).state)
})

test('[NOD313] a thread that ends again and again is not started for ever', async () => {
  const { node, alarms } = await running()
  for (let count = 0; count < THREAD_STARTS_MAX; count++) expect(await wrong(node, 'leaving')).toMatch(/gone/)
  expect(alarms.at(-1)).toMatch(/ended 5 times within a minute and is not started again/)
  await expect(node.ask('leaving')).rejects.toMatchObject({ code: 'NO_ANSWER' })
  expect(await node.ask('honest')).toMatchObject({ module: 'honest@2' })
})

test('[NOD314] a folder that is none, or holds what is no module or two of one name, is refused before the node runs', async () => {
  await expect(createNode({ modules: { dir: join(FILES, 'nowhere') } })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(createNode({ modules: { dir: join(FILES, 'wrong') } })).rejects.toThrow(/empty\.mjs: it exports no module/)
  await expect(createNode({ modules: { dir: join(FILES, 'twins') } })).rejects.toThrow(/a module named twin is in \w+\.mjs already/)
  await expect(createNode({ modules: { dir: 7 } as never })).rejects.toThrow(/modules is a list of modules, or \{ dir \}/)
})
