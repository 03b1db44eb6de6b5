/** `tracord export`: the case of a node's folder judges as the node does. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { createNode } from '../../src/node/create.ts'
import type { NodeOptions } from '../../src/node/options.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { judgeCase, readCase, writeCase, type JudgementOut } from '../../src/semantics/case.ts'
import { writeValue } from '../../src/semantics/case/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { fc } from '../seeded.ts'
import { knowledge, laws } from '../semantics/arbitrary.ts'
import { tracord } from './paper.ts'

let dir = ''
const nodes: TracordNode[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-export-'))
})
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.close()))
  await rm(dir, { recursive: true, force: true })
})

async function nodeIn(folder: string, options: NodeOptions): Promise<TracordNode> {
  const node = await createNode({ ...options, dir: join(dir, folder) })
  nodes.push(node)
  return node
}

const OPTIONS: NodeOptions = {
  types: { Door: { slots: { state: { atMost: 1, enum: ['open', 'closed'] } } } },
  rules: [
    ':- state(D, "closed"), via(R, D). % a route may not pass a closed door',
    'blocked(R, D) :- via(R, D), state(D, "closed").',
    'free(R, true) :- via(R, _), not blocked(R, _).',
  ],
}

async function fill(node: TracordNode): Promise<void> {
  const seen = await node.claim('d1', { type: 'Door', state: 'closed' }, { confidence: 900 })
  await node.claim('d1', { state: 'open' }, { valid: [new Date('2026-01-01T00:00:00Z'), null] })
  await node.claim('r7', { via: { ref: 'd1' }, length: { dec: '0.10' }, since: new Date('2025-05-05') }, { because: [seen] })
  await node.claim('r8', { via: { ref: 'd2' }, big: 2n ** 80n }, { not: true })
  const wrong = await node.claim('d2', { state: 'ajar' })
  await node.withdraw(wrong, 'a slip')
  const weak = await node.claim('d3', { state: 'open' })
  await node.undercut(weak, { confidence: 300, reason: 'too dark' })
}

/** What is said of the state, without what only a case's questions add. */
const findings = ({
  conflicts,
  standings,
  components,
}: Pick<JudgementOut, 'conflicts' | 'standings' | 'components'>): unknown => ({
  conflicts: conflicts.map(({ id, text, claims }) => [id, text, claims]),
  standings: standings
    .map(({ frame, slot, value, not, status, weight, by }) => JSON.stringify([frame, slot, value, not, status, weight, by]))
    .sort(),
  components: components.map(({ id, undecided, forks }) => [id, undecided, forks.map(({ cost }) => cost)]).sort(),
})

const byId = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (a.id < b.id ? -1 : 1))

/** The findings of a node or an engine, in the form of a judgement. */
function findingsOf(from: Pick<Engine, 'conflicts' | 'components' | 'standings'>): unknown {
  const standings = from.standings().map((standing) => ({ ...standing, value: writeValue(standing.value) }))
  const parts = { conflicts: byId(from.conflicts()), components: byId(from.components()), standings }
  return findings(parts as unknown as JudgementOut)
}

async function judgedExport(folder: string, ...more: readonly string[]): Promise<JudgementOut> {
  const { code, out } = await tracord('export', '--case', folder, ...more)
  expect(code).toBe(0)
  const file = join(dir, 'case.json')
  await writeFile(file, out)
  const judged = await tracord('judge', file)
  expect(judged.err).toBe('')
  return JSON.parse(judged.out) as JudgementOut
}

test('[CLI30] the export of a folder, in use or not, judges as the node does', async () => {
  const node = await nodeIn('ann', OPTIONS)
  await fill(node)
  const used = await judgedExport(join(dir, 'ann'))
  expect(byId(used.conflicts).map(({ id, text }) => [id, text])).toEqual(
    byId([...node.conflicts()]).map(({ id, text }) => [id, text]),
  )
  expect(byId(used.components).map(({ id, forks }) => [id, forks.map(({ cost }) => cost)])).toEqual(
    byId(node.components()).map(({ id, forks }) => [id, forks.map(({ cost }) => cost)]),
  )
  for (const frame of node.frames()) {
    const view = node.frame(frame)
    for (const [slot, { status, weight }] of Object.entries(view)) {
      const own = used.standings.filter((standing) => standing.frame === frame && standing.slot === slot)
      expect(own.map((standing) => [standing.status, standing.weight])).toContainEqual([status, weight])
    }
  }
  await node.close()
  expect(await judgedExport(join(dir, 'ann'))).toEqual(used)
})

test('[CLI30] whatever a realm holds, its case judges the same', () => {
  fc.assert(
    fc.property(laws, knowledge(10), fc.subarray(['ann', 'bob'], { maxLength: 1 }), (some: Law, said: readonly Said[], out) => {
      const law = { ...some, slots: { p: [], q: [], r: [], ...some.slots } }
      const engine = createEngine(law)
      engine.add(said)
      for (const author of out) engine.exclude(author)
      const { body } = writeCase({ law, said, excluded: new Set(out), names: new Map() })
      const read = readCase(JSON.stringify(body))
      if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
      const judged = judgeCase(read.value)
      expect(findings({ ...judged, conflicts: byId(judged.conflicts), components: byId(judged.components) })).toEqual(
        findingsOf(engine),
      )
    }),
  )
})

test('[CLI31] what a case cannot say is named, one line each, and not silently dropped', async () => {
  const node = await nodeIn('ann', OPTIONS)
  await fill(node)
  const { out, err } = await tracord('export', '--case', join(dir, 'ann'))
  expect(err).toBe('')
  const body = JSON.parse(out) as { rules: string[]; withdraw: { reason: string }[]; undercut: { reason: string }[] }
  expect(body.rules).toEqual(OPTIONS.rules)
  expect([body.withdraw[0]?.reason, body.undercut[0]?.reason]).toEqual(['a slip', 'too dark'])
})

test('[CLI31] a rule that is not in force, an item of an unknown kind and an unnamed slot are told', () => {
  const rules = [
    'never(X, Y) :- state(X, _).',
    'shut(X, 1) :- state(X, _). odd(X) :- seen(X, _), not shut(X, 1). :- odd(X).',
    'broken(',
  ]
  const said: Said[] = [
    { id: 'c1', by: 'a', item: { k: 'claim', frame: 'x', slot: 'sameAs', value: { ref: 'y' } } },
    { id: 'c2', by: 'a', item: { k: 'claim', frame: 'x', slot: 'size', value: 1 } },
    { id: 'c3', by: 'a', item: { k: 'ignored', why: 'of a kind to come' } },
  ]
  const law = { types: [], slots: {}, rules, policy: DEFAULT_POLICY }
  const { body, unsaid } = writeCase({ law, said, excluded: new Set(), names: new Map() })
  expect(body['rules']).toEqual(['shut(X, 1) :- state(X, _).', ':- odd(X).'])
  expect(unsaid.filter((line) => line.startsWith('a rule that is not in force'))).toHaveLength(3)
  expect(unsaid.at(-2)).toContain('size: the law names no such slot')
  expect(unsaid.at(-1)).toContain('items of a kind or form')
  expect(readCase(JSON.stringify(body)).ok).toBe(true)
})

test('[CLI31] an excluded author, a kept paradox and learning are carried over', () => {
  const law = {
    types: [],
    slots: {},
    rules: ['odd(X) :- p(X, _), not odd(X). even(X, 1) :- p(X, _).'],
    policy: { ...DEFAULT_POLICY, learn: true },
  }
  const said: Said[] = [{ id: 'c1', by: 'eve', item: { k: 'claim', frame: 'x', slot: 'p', value: 1 } }]
  const { body, unsaid } = writeCase({
    law,
    said,
    excluded: new Set(['eve']),
    names: new Map([['eve', 'Eve']]),
    learned: { v: 1, quality: { eve: 700_000 }, common: 800_000, slots: {} },
  })
  expect(unsaid).toEqual([])
  expect(body['withdraw']).toEqual([{ by: 'Eve', claim: 'c1' }])
  expect(body['policy']).toMatchObject({ learn: false, learned: { v: 1, quality: { Eve: 700_000 } } })
  expect(body['ask']).toEqual([
    { frame: 'any', slot: 'even' },
    { frame: 'any', slot: 'p' },
  ])
})

test('[CLI32] authors are called by the names given, files are written, and wrong use is one line', async () => {
  const node = await nodeIn('ann', OPTIONS)
  await fill(node)
  const names = join(dir, 'names.json')
  await writeFile(names, JSON.stringify({ [node.id]: 'gate' }))
  const file = join(dir, 'out.json')
  const { out } = await tracord('export', '--case', join(dir, 'ann'), '--names', names, '--out', file)
  expect(out).toBe('')
  const { claims } = JSON.parse(await readFile(file, 'utf8')) as { claims: readonly { by: string }[] }
  expect([...new Set(claims.map(({ by }) => by))]).toEqual(['gate'])
  for (const [args, why] of [
    [['export'], 'name what to export'],
    [['export', '--case', 'src'], "is no node's folder"],
    [['export', '--case', join(dir, 'ann'), '--realm', 'x'], 'holds no realm x'],
    [['export', '--case', join(dir, 'ann'), '--names', 'no-such-file'], 'cannot read the names in no-such-file'],
    [['export', '--case', join(dir, 'ann'), '--out', join(dir, 'no', 'such')], 'cannot write'],
  ] as const) {
    const refused = await tracord(...args)
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toContain(why)
  }
})

test('[CLI33] a folder in use and a case file are asked alike', async () => {
  const node = await nodeIn('ann', OPTIONS)
  await fill(node)
  const body = 'via(R, D), state(D, S)'
  const folder = await tracord('query', join(dir, 'ann'), body, '--json')
  expect(JSON.parse(folder.out)).toEqual(JSON.parse(JSON.stringify(node.query(body))))
  await tracord('export', '--case', join(dir, 'ann'), '--out', join(dir, 'case.json'))
  const file = await tracord('query', join(dir, 'case.json'), body, '--json')
  expect(file.out).toBe(folder.out)
})
