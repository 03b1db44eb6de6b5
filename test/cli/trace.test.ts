/** Traces on the command line: imported from a file, listed, shown, drawn, and exported as a case that judges them alike. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import { judgeCase, readCase } from '../../src/semantics/case.ts'
import { tracord, type Printed } from './paper.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-trace-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const eggs = (value: number, sum: number): object => ({
  goal: 'how many eggs',
  concludes: { frame: 'q1', slot: 'answer', value },
  steps: [
    { id: 's1', text: 'she eats some', check: { k: 'arith', expr: '3+4', value: String(sum) } },
    { id: 's2', text: 'the rest', uses: ['s1'] },
  ],
})

async function imported(lines: readonly unknown[]): Promise<Printed & { readonly folder: string }> {
  const [folder, file] = [join(dir, 'node'), join(dir, 'traces.jsonl')]
  const node = await createNode({ dir: folder, slots: { answer: { atMost: 1 } } })
  await node.close()
  await writeFile(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return { folder, ...(await tracord('import', '--traces', file, folder)) }
}

test('[CLI60] import publishes what holds, and names each line that does not, with the reason', async () => {
  const { code, out, err } = await imported([eggs(9, 7), eggs(8, 8), '{"goal": 5}', '', 'no json', { ...eggs(9, 7), concludes: undefined }])
  expect({ code, out }).toEqual({ code: 1, out: '1 trace published' })
  expect(err.split('\n')).toEqual([
    expect.stringMatching(/line 2: the COHERENCE-CHECK failed: .*3\+4 is 7, not 8/),
    expect.stringMatching(/line 3: goal must be a string/),
    expect.stringMatching(/line 5: .*is not JSON/),
    expect.stringMatching(/line 6: it concludes nothing/),
  ])
})

test('[CLI80] importing again, after a crash or with a line mended, adds only what was not published yet', async () => {
  const { folder, err } = await imported([eggs(9, 7), eggs(8, 8)])
  expect(err.split('\n')).toHaveLength(1)
  const file = join(dir, 'traces.jsonl')
  const geese = { ...eggs(4, 7), goal: 'how many geese' }
  await writeFile(file, [eggs(9, 7), eggs(8, 7), geese, geese].map((line) => JSON.stringify(line)).join('\n'))
  expect(await tracord('import', '--traces', file, folder)).toMatchObject({ code: 0, err: '', out: '3 traces published, 1 held before' })
  const again = await tracord('import', '--traces', file, folder, '--json')
  expect(JSON.parse(again.out)).toEqual({ published: 0, held: 4, refused: [] })
})

test('[CLI61] trace lists what is published, shows one by the beginning of its id, and draws it', async () => {
  const { folder } = await imported([eggs(9, 7), { ...eggs(4, 7), goal: 'how many geese' }])
  const list = await tracord('trace', folder)
  expect(list.out).toMatch(/how many eggs +2 +undecided/)
  expect(list.out).toContain('2 traces')
  const all = JSON.parse((await tracord('trace', folder, '--json')).out) as readonly { readonly id: string; readonly goal: string }[]
  const eggsId = all.find(({ goal }) => goal === 'how many eggs')!.id
  const page = await tracord('trace', folder, eggsId)
  expect(page.out.split('\n')).toEqual([
    expect.stringMatching(/^how many eggs {2}undecided/),
    expect.stringMatching(/^ +1 she eats some {2}by /),
    expect.stringMatching(/^ +2 the rest {2}from 1 {2}by /),
    '=> q1.answer = 9',
  ])
  expect((await tracord('trace', folder, eggsId, '--mermaid')).out).toMatch(/^flowchart TD/)
  expect((await tracord('trace', folder, eggsId, '--dot')).out).toMatch(/^digraph trace/)
  expect(JSON.parse((await tracord('trace', folder, eggsId, '--json')).out)).toMatchObject({ coherent: true, state: 'published' })
  expect(await tracord('trace', folder, 'nothing')).toMatchObject({ code: 2, err: expect.stringContaining('begins with nothing') })
})

test('[CLI62] an exported case judges published traces as the node does, sessions too', async () => {
  const { folder } = await imported([eggs(9, 7), eggs(9, 7), { ...eggs(4, 7), goal: 'how many geese' }])
  const file = join(dir, 'case.json')
  expect(await tracord('export', '--case', folder, '--out', file)).toMatchObject({ code: 0, err: '' })
  const read = readCase(await readFile(file, 'utf8'))
  if (!read.ok) throw new Error(read.error.why)
  const judgement = judgeCase(read.value)
  const node = await createNode({ dir: folder })
  expect(judgement.coherence.filter(({ ok }) => ok)).toHaveLength(3)
  const slot = node.frame('q1')['answer']!
  const held = [...slot.others].map(({ value, status, weight }) => ({ value, status, weight }))
  expect(judgement.standings.map(({ value, status, weight }) => ({ value, status, weight }))).toEqual(expect.arrayContaining(held))
  expect(held).toHaveLength(2)
  await node.close()
})
