/** Learned quality in judgement: a case, the estimate written into a policy, and an engine that learns from what is sealed. */
import { fc } from '../../seeded.ts'
import { describe, expect, test } from 'vitest'
import type { Law } from '../../../src/frames/facet.ts'
import type { Learned } from '../../../src/frames/learned.ts'
import type { Said } from '../../../src/frames/item.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import { judgeCase, type JudgementOut } from '../../../src/semantics/case.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { createKnowledge } from '../../../src/semantics/knowledge.ts'
import { caseOf, crowdedLaw, crowdedSaid, unevenCrowd } from './crowded.ts'

const LONG_MS = 120_000
const LEARN = crowdedLaw({ learn: true })
const SLOTS = new Set(['label', 'note', 'via'])

function plainSaid(seed: string): readonly Said[] {
  return unevenCrowd(seed).answers.map(({ question, author, value }, at) => {
    return { id: `e${at}#0`, by: author, item: { k: 'claim', frame: question, slot: 'label', value } }
  })
}

function learnedFrom(law: Law, said: readonly Said[]): Learned {
  const knowledge = createKnowledge(law, SLOTS, 'all')
  knowledge.add(said)
  knowledge.verdict()
  const learned = knowledge.learner.learned()
  if (learned === null) throw new Error('nothing was asked to be learned')
  return learned
}

function accepted({ standings }: JudgementOut, frame: string): unknown {
  const standing = standings.find((held) => held.frame === frame && (held.status === 'consensus' || held.status === 'clear'))
  return standing?.value
}

const rightIn = (judgement: JudgementOut, truths: ReadonlyMap<string, string>): number =>
  [...truths].filter(([question, truth]) => accepted(judgement, question) === truth).length

describe('a case', () => {
  test('[SEM211] judges by what it learned, and says what it learned', () => {
    const said = plainSaid('judged')
    const { truths } = unevenCrowd('judged')
    const [plain, learned] = [crowdedLaw({}), LEARN].map((law) => judgeCase(caseOf(law, said)))
    expect(rightIn(learned!, truths)).toBeGreaterThan(rightIn(plain!, truths) + 5)
    expect((learned!.quality['a0'] ?? 0) - (learned!.quality['a11'] ?? 0)).toBeGreaterThan(300_000)
    expect(plain!.quality['a0']).toBe(1_000_000)
    for (const { weight } of learned!.standings) expect(weight).toMatch(/^\d+$/)
  })

  test('[SEM212] what was learned, written into the policy, judges as learning did', () => {
    let learnedCases = 0
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const said = crowdedSaid(unevenCrowd(`${seed}`, 120), `${seed}`)
        const learned = learnedFrom(LEARN, said)
        if (Object.keys(learned.slots['label']?.authors ?? {}).length > 0) learnedCases += 1
        const given = crowdedLaw({ learned: JSON.parse(JSON.stringify(learned)) as unknown })
        expect(judgeCase(caseOf(given, said))).toEqual(judgeCase(caseOf(LEARN, said)))
      }),
      { numRuns: 4 },
    )
    expect(learnedCases).toBeGreaterThan(1)
  }, LONG_MS)

  test('[SEM213] neither order nor repetition of what is said changes a byte of a learned judgement', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const said = crowdedSaid(unevenCrowd(`${seed} order`), `${seed}`)
        expect(judgeCase(caseOf(LEARN, said.toReversed())).digest).toBe(judgeCase(caseOf(LEARN, said)).digest)
      }),
      { numRuns: 4 },
    )
  }, LONG_MS)

  test('[SEM214] claims that rest on others, repetition, and authors without weight teach nothing', () => {
    const said = plainSaid('taught')
    const before = learnedFrom(LEARN, said)
    const some = said.slice(0, 40)
    const echo = some.map(({ id, item }, at): Said => ({ id: `r${at}#0`, by: 'a11', item: { ...item, because: [id] } as typeof item }))
    const again = said.slice(0, 40).map(({ by, item }, at): Said => ({ id: `x${at}#0`, by, item }))
    expect(learnedFrom(LEARN, [...said, ...echo, ...again])).toEqual(before)
    const nobody = said.slice(0, 200).map(({ item }, at): Said => ({ id: `z${at}#0`, by: 'nobody', item }))
    const law = crowdedLaw({ learn: true, quality: { nobody: 0 } })
    expect(learnedFrom(law, [...said, ...nobody])).toEqual(before)
  })

  test('[SEM215] a claim cut in two that follow each other answers once', () => {
    const said = plainSaid('cut')
    const bounded = (id: string, one: Said, valid: readonly [number | null, number | null]): Said => {
      return { ...one, id, item: { ...one.item, valid } as typeof one.item }
    }
    const halved = (one: Said): readonly Said[] => [bounded(`${one.id}a`, one, [null, 50]), bounded(`${one.id}b`, one, [50, null])]
    const cut = said.flatMap((one, at) => (at % 5 === 0 ? halved(one) : [one]))
    expect(learnedFrom(LEARN, cut)).toEqual(learnedFrom(LEARN, said.map((one) => ({ ...one }))))
  })

  test('[SEM216] where heads are counted, equal votes stay undecided and each weighs what an answer is worth', () => {
    const say = (by: string, value: string): Said => ({ id: `${by}#0`, by, item: { k: 'claim', frame: 'q', slot: 'label', value } })
    const tie = judgeCase(caseOf(LEARN, [say('a', 'v0'), say('b', 'v0'), say('c', 'v1'), say('d', 'v1'), say('e', 'v2')]))
    const by = new Map(tie.standings.map(({ value, status, weight }) => [value, { status, weight: Number(weight) }]))
    expect([by.get('v0')?.status, by.get('v1')?.status, by.get('v2')?.status]).toEqual(['undecided', 'undecided', 'rejected'])
    expect(by.get('v0')?.weight).toBe(2 * (by.get('v2')?.weight ?? 0))
    expect(by.get('v2')?.weight).toBe(tie.quality['e'])
  })

  test('[SEM217] an undercut claim of a learned slot is a leaf of its own, and to undercut with a whisper changes no verdict', () => {
    const said = plainSaid('leaves')
    const before = judgeCase(caseOf(LEARN, said))
    const whisper = (claim: string, at: number): Said => ({ id: `u${at}#0`, by: 'eve', item: { k: 'undercut', claim, confidence: 1 } })
    const whispers = said.slice(0, 60).map(({ id }, at) => whisper(id, at))
    const after = judgeCase(caseOf(LEARN, [...said, ...whispers]))
    const labels = ({ standings }: JudgementOut): readonly string[] =>
      standings.map(({ frame, value, status }) => `${frame} ${String(value)} ${status === 'clear' ? 'consensus' : status}`).sort()
    const differing = labels(after).filter((label) => !labels(before).includes(label))
    expect(differing).toEqual([])
  })

  test('[SEM218] where una is off, references are no answers; tolerance and narrowed counts make no questions', () => {
    const spoken: readonly Said[] = plainSaid('loose').map((one) => {
      const { value } = one.item as { value: string }
      return { ...one, item: { ...one.item, slot: 'kind', value: { ref: value } } as typeof one.item }
    })
    const learnedUnder = (facets: readonly unknown[], policy: object): Learned => {
      const law = readLaw({ slots: { kind: facets }, policy: { learn: true, ...policy } })
      if (!law.ok) throw new Error(law.error.why)
      return learnedFrom(law.value, spoken)
    }
    const one = { k: 'atMost', n: 1 }
    expect(Object.keys(learnedUnder([one], {}).slots)).toEqual(['kind'])
    expect(learnedUnder([one], { una: false }).slots).toEqual({})
    expect(learnedUnder([one, { k: 'tolerance', ppm: 5 }], {}).slots).toEqual({})
    expect(learnedUnder([{ ...one, of: 'Kind' }], {}).slots).toEqual({})
  })
})

const slot = (more: object): object => ({ slots: { s: { values: null, width: 2, common: 1, authors: {}, ...more } } })
const three = ['"a"', '"b"', '"c"']

test.each<readonly [string, object, string]>([
  ['another version', { v: 2 }, 'policy.learned.v'],
  ['a foreign field', { extra: 1 }, 'policy.learned.extra'],
  ['quality out of range', { quality: { a: 1_000_001 } }, 'policy.learned.quality.a'],
  ['a fraction', { common: 0.5 }, 'policy.learned.common'],
  ['unsorted values', slot({ values: ['"b"', '"a"'] }), 'policy.learned.slots.s.values[1]'],
  ['no values', slot({ values: [] }), 'policy.learned.slots.s.values'],
  ['too few rows', slot({ values: three, authors: { x: [[1], [1]] } }), 'policy.learned.slots.s.authors.x'],
  ['a short row', slot({ values: three, authors: { x: [[1, 1, 1], [1, 1, 1], [1, 1]] } }), 'policy.learned.slots.s.authors.x[2]'],
  ['a certainty', slot({ authors: { x: [[1_000_000]] } }), 'policy.learned.slots.s.authors.x[0]'],
  ['a width of one', slot({ width: 1 }), 'policy.learned.slots.s.width'],
])('[SEM219] a malformed estimate is refused with its place: %s', (_what, change, path) => {
  const learned = { v: 1, quality: {}, common: 500_000, slots: {}, ...change }
  const read = readLaw({ policy: { learned } })
  expect(read.ok ? 'read' : read.error.path).toBe(path)
  expect(readLaw({ policy: { learned: { v: 1, quality: {}, common: 500_000, slots: {} } } }).ok).toBe(true)
  expect(readLaw({ policy: { learn: true, learned: { v: 1, quality: {}, common: 1, slots: {} } } }).ok).toBe(false)
})

describe('an engine', () => {
  const report = (engine: Engine): string =>
    JSON.stringify([engine.learned(), engine.components(), engine.standings(), engine.conflicts(), engine.digest()])
  const fresh = (said: readonly Said[], sealed: readonly string[]): string => {
    const engine = createEngine(LEARN, SLOTS)
    engine.add(said)
    engine.seal(sealed)
    return report(engine)
  }
  const entryOf = ({ id }: Said): string => id.slice(0, id.indexOf('#'))

  test('[SEM220] learns from sealed entries alone, withdrawals too', () => {
    const said = plainSaid('sealed')
    const engine = createEngine(LEARN, SLOTS)
    engine.add(said)
    expect(engine.learned()).toEqual({ v: 1, quality: {}, common: 1_000_000, slots: {} })
    engine.seal(said.map(entryOf))
    const learned = engine.learned()
    expect(learned).toEqual(learnedFrom(LEARN, said))
    const taken = said.slice(0, 30).map(({ id, by }, at): Said => ({ id: `w${at}#0`, by, item: { k: 'withdraw', claim: id } }))
    engine.add(taken)
    engine.add(said.map((one, at): Said => ({ ...one, id: `later${at}#0`, by: 'a11' })))
    expect(engine.learned()).toEqual(learned)
    engine.seal(taken.map(entryOf))
    expect(engine.learned()).toEqual(learnedFrom(LEARN, said.slice(30)))
    engine.exclude('a0')
    expect(Object.keys(engine.learned()?.quality ?? {})).not.toContain('a0')
  })

  test('[SEM221] reports after every step what a new one reports, whatever was said or sealed first', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 5 }), (seed, parts) => {
        const said = crowdedSaid(unevenCrowd(`${seed} engine`, 50), `${seed}`)
        const engine = createEngine(LEARN, SLOTS)
        const size = Math.ceil(said.length / parts)
        const sealed: string[] = []
        for (let from = 0; from < said.length; from += size) {
          const [ahead, batch] = [said.slice(from + 10, from + size + 10).map(entryOf), said.slice(from, from + size)]
          if (seed % 2 === 0) engine.seal(ahead)
          engine.add(batch.toReversed())
          expect(report(engine)).toBe(fresh(said.slice(0, from + size), seed % 2 === 0 ? [...sealed, ...ahead] : sealed))
          if (seed % 2 !== 0) engine.seal(ahead)
          sealed.push(...ahead)
          expect(report(engine)).toBe(fresh(said.slice(0, from + size), sealed))
          engine.add([{ id: `one${from}#0`, by: 'a3', item: { k: 'claim', frame: 'q1', slot: 'note', value: `n${from}` } }])
          engine.add([{ id: `back${from}#0`, by: 'a3', item: { k: 'withdraw', claim: `one${from}#0` } }])
          expect(JSON.parse(report(engine))[1]).toEqual(JSON.parse(fresh(said.slice(0, from + size), sealed))[1])
        }
      }),
      { numRuns: 4 },
    )
  }, LONG_MS)
})
