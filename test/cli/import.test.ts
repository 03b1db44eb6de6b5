/** `tracord import --traces`: whole traces or none, and lines that are none named with their numbers. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import { engineIn } from '../../src/node/publishing.ts'
import { tracord } from './paper.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-import-'))
  const node = await createNode({ dir: join(dir, 'node'), slots: { answer: { atMost: 1 } } })
  await node.close()
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const GOOD = [
  {
    goal: 'how much do the eggs bring?',
    concludes: { frame: 'q1', slot: 'answer', value: 18 },
    steps: [
      { id: 'a', text: '9 are left', check: { k: 'arith', expr: '16-3-4', value: '9' } },
      { id: 'b', text: 'at 2 each', uses: ['a'], check: { k: 'arith', expr: '9*2', value: '18' } },
    ],
  },
  { id: 't9', by: 'somebody', goal: 'what colour?', concludes: { frame: 'q2', slot: 'answer', value: 'blue' } },
]

async function file(lines: readonly unknown[]): Promise<string> {
  const path = join(dir, 'traces.jsonl')
  await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return path
}

interface Shown {
  readonly by: string
  readonly goal: string
  readonly steps: number
  readonly ok: boolean
}

async function published(): Promise<readonly Shown[]> {
  const node = await createNode({ dir: join(dir, 'node') })
  const all = engineIn(node).traces()
  const shown = all.map(({ trace: { by, goal, steps }, ok }) => ({ by: by === node.id ? 'self' : by, goal, steps: steps.length, ok }))
  expect(node.frame('q1')['answer']?.value ?? 18).toBe(18)
  await node.close()
  return shown.toSorted((a, b) => b.steps - a.steps)
}

test('[CLI80] every trace is published as the node\'s own, and importing again adds nothing', async () => {
  const path = await file([...GOOD, ''])
  const first = await tracord('import', '--traces', path, join(dir, 'node'), '--json')
  expect(first.err).toBe('')
  expect(JSON.parse(first.out)).toEqual({ imported: 2, held: 0, idle: [] })
  expect(await published()).toEqual([
    { by: 'self', goal: 'how much do the eggs bring?', steps: 2, ok: true },
    { by: 'self', goal: 'what colour?', steps: 0, ok: true },
  ])
  const again = await tracord('import', '--traces', path, join(dir, 'node'))
  expect(again.out).toContain('imported 0 traces')
  expect(again.out).toContain('2 were there before')
  expect(await published()).toHaveLength(2)
})

test('[CLI80] what rests on a claim that is not held is written and named, since the claim may come', async () => {
  const unheld = `bagaaiera${'a'.repeat(52)}#0`
  const path = await file([GOOD[1], { ...GOOD[0], steps: [{ id: 'a', uses: [unheld] }] }])
  const { code, err, out } = await tracord('import', '--traces', path, join(dir, 'node'))
  expect(code).toBe(0)
  expect(out).toContain('imported 2 traces')
  expect(err).toBe(`tracord: line 2 counts for nothing: ${unheld} is not held`)
})

test('[CLI81] bad lines are all named with their numbers, and nothing is written', async () => {
  const before = await readFile(join(dir, 'node', 'trace.db'))
  const path = await file([
    GOOD[0],
    '{"goal": ',
    { ...GOOD[0], concludes: undefined },
    { ...GOOD[0], steps: [{ id: 'a', check: { k: 'arith', expr: '16-3', value: '12' } }] },
    '',
    { ...GOOD[0], goal: '' },
    { ...GOOD[0], steps: [{ id: 'a', uses: ['nowhere'] }] },
    { ...GOOD[0], weight: 3 },
  ])
  const { code, out, err } = await tracord('import', '--traces', path, join(dir, 'node'))
  expect([code, out]).toEqual([2, ''])
  const lines = err.split('\n').map((line) => line.replace(`tracord: ${path}, `, ''))
  expect(lines.map((line) => /^line \d+/.exec(line)?.[0])).toEqual([...[2, 3, 4, 6, 7, 8].map((line) => `line ${line}`), undefined])
  expect(lines[2]).toBe('line 4: step a: 16-3 is 13, not 12')
  expect(lines.at(-1)).toContain(`6 lines of ${path} cannot be imported; nothing was written`)
  expect(Buffer.compare(await readFile(join(dir, 'node', 'trace.db')), before)).toBe(0)
})

test('[CLI82] a folder that is none, or in use, is one line that says so', async () => {
  const path = await file(GOOD)
  const none = await tracord('import', '--traces', path, join(dir, 'nowhere'))
  expect([none.code, none.err.split('\n').length]).toEqual([2, 1])
  const node = await createNode({ dir: join(dir, 'node') })
  const used = await tracord('import', '--traces', path, join(dir, 'node'))
  expect([used.code, used.err.split('\n').length]).toEqual([1, 1])
  await node.close()
  expect((await tracord('import', join(dir, 'node'))).code).toBe(2)
  expect(await published()).toEqual([])
})
