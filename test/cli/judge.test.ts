/** `tracord judge`: one case, a folder of them, and what is malformed. */
import { expect, test } from 'vitest'
import { tracord } from './paper.ts'

const DOORS = 'test/cli/fixtures/doors.json'

interface Judged {
  readonly tracord: string
  readonly conflicts: readonly { readonly statements: readonly unknown[] }[]
  readonly standings: readonly { readonly slot: string; readonly value: string; readonly status: string }[]
  readonly digest: string
}

async function judged(...args: readonly string[]): Promise<Judged> {
  const { code, out, err } = await tracord('judge', ...args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Judged
}

test('[CLI4] a case gives its judgement as one line of JSON', async () => {
  const { out } = await tracord('judge', DOORS)
  expect(out).not.toContain('\n')
  const judgement = await judged(DOORS, '--json')
  expect(judgement).toEqual(JSON.parse(out))
  expect(judgement.tracord).toBe('judgement/1')
  expect(judgement.conflicts).toHaveLength(1)
  const state = judgement.standings.filter(({ slot }) => slot === 'state').map(({ value, status }) => [value, status])
  expect(Object.fromEntries(state)).toEqual({ closed: 'consensus', open: 'rejected' })
})

test('[CLI4] a malformed case is exit 2 and one line that names file and place', async () => {
  const broken = await tracord('judge', 'test/cli/fixtures/batch/c-broken.json')
  expect({ code: broken.code, out: broken.out }).toEqual({ code: 2, out: '' })
  expect(broken.err).toMatch(/^tracord: test\/cli\/fixtures\/batch\/c-broken\.json: .*claims\[0\][^\n]*$/)
  const torn = await tracord('judge', 'test/cli/fixtures/batch/d-torn.json')
  expect(torn.code).toBe(2)
  expect(torn.err).toMatch(/^tracord: test\/cli\/fixtures\/batch\/d-torn\.json: [^\n]+$/)
})

test('[CLI5] a folder gives one line for each case, and a broken one stops no other', async () => {
  const { code, out, err } = await tracord('judge', '--batch', 'test/cli/fixtures/batch')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const lines = out.split('\n').map((line) => JSON.parse(line) as { file: string; judgement?: Judged; error?: string })
  expect(lines.map(({ file }) => file)).toEqual(['a-doors.json', 'b-empty.json', 'c-broken.json', 'd-torn.json'])
  expect(lines.map((line) => Object.keys(line).join())).toEqual(['file,judgement', 'file,judgement', 'file,error', 'file,error'])
  expect(lines[0]?.judgement).toEqual(await judged(DOORS))
  expect(lines[2]?.error).toContain('claims[0]')
})

test('[CLI6] the screen answers what the case asks', async () => {
  const { out } = await tracord('judge', 'test/cli/fixtures/asked.json', '--pretty')
  expect(out).toContain('"closed" consensus')
  expect(out).toContain('2. true')
  expect(out).toMatch(/3\. rests on c1 or c2/)
})

test('[CLI6] the screen names the conflict, the way out, what stands, and the digest', async () => {
  const { code, out } = await tracord('judge', DOORS, '--pretty')
  const { digest } = await judged(DOORS)
  expect(code).toBe(0)
  expect(out).toContain('1 conflict')
  expect(out).toMatch(/drop d1\.state = "open"/)
  expect(out).toMatch(/d1\.state +?= "closed" +consensus/)
  expect(out).toContain(`digest ${digest}`)
})
