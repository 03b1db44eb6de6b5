/** Laws and founding records: read strictly, found by hash. */
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../src/frames/facet.ts'
import { foundingText, foundOpen, readFounding, realmOf, type Founding } from '../../src/frames/founding.ts'
import { readLaw } from '../../src/frames/read-law.ts'

const law = {
  types: [
    {
      id: 'Door',
      isa: ['Thing'],
      slots: {
        state: [
          { k: 'atMost', n: 1 },
          { k: 'enum', values: ['open', 'closed', { dec: '0.50' }] },
        ],
      },
    },
  ],
  slots: { partOf: [{ k: 'transitive', acyclic: true }] },
  rules: [':- state(D, "closed"), via(R, D).'],
}

const founded = (name: string, input: object): Founding => {
  const founding = foundOpen(name, input)
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

describe('law', () => {
  test('[FRM10] values come out in normal form and defaults are filled in', () => {
    const read = readLaw(law)
    expect(read).toMatchObject({ ok: true, value: { policy: DEFAULT_POLICY, slots: law.slots, rules: law.rules } })
    expect(JSON.stringify(read)).toContain('"values":["open","closed",{"dec":"0.5"}]')
  })

  test.each<[string, object, string]>([
    ['an unknown facet', { slots: { a: [{ k: 'atmost', n: 1 }] } }, 'slots.a[0].k'],
    ['a missing field', { slots: { a: [{ k: 'atMost' }] } }, 'slots.a[0].n'],
    ['a foreign field', { slots: { a: [{ k: 'symmetric', n: 1 }] } }, 'slots.a[0].n'],
    ['a bad value', { slots: { a: [{ k: 'enum', values: [null] }] } }, 'slots.a[0].values'],
    ['a negative tolerance', { slots: { a: [{ k: 'tolerance', abs: -1 }] } }, 'slots.a[0].abs'],
    ['a type without id', { types: [{}] }, 'types[0].id'],
    ['a type twice', { types: [{ id: 'A' }, { id: 'A' }] }, 'types'],
    ['a foreign field of a type', { types: [{ id: 'A', parent: 'B' }] }, 'types[0].parent'],
    ['rules that are no text', { rules: [1] }, 'rules[0]'],
    ['quality out of range', { policy: { quality: { a: 1_000_001 } } }, 'policy.quality.a'],
    ['an unknown budget', { policy: { steps: { perClaim: 1 } } }, 'policy.steps.perClaim'],
  ])('[FRM10] %s is refused with its path', (_what, input, path) => {
    expect(readLaw(input)).toMatchObject({ ok: false, error: { path } })
  })

  test('[FRM10] a slot may have any name, even one that objects have already', () => {
    const read = readLaw({ slots: JSON.parse('{"__proto__":[{"k":"symmetric"}]}') as unknown })
    expect(read.ok && Object.entries(read.value.slots)).toEqual([['__proto__', [{ k: 'symmetric' }]]])
  })
})

describe('founding', () => {
  test('[FRM9] the same name and law give the same realm; anything else another', () => {
    const realm = realmOf(founded('halls', law))
    expect(realmOf(founded('halls', structuredClone(law)))).toBe(realm)
    const others = [
      founded('hall', law),
      founded('halls', { ...law, rules: [] }),
      founded('halls', { ...law, policy: { una: false } }),
    ]
    expect(new Set([realm, ...others.map(realmOf)]).size).toBe(4)
  })

  test('[FRM9] only the canonical text of a record is read', () => {
    const text = foundingText(founded('halls', law))
    expect(readFounding(text)).toEqual({ ok: true, value: founded('halls', law) })
    const others = [
      ` ${text}`,
      text.replace('"v":1', '"v":2'),
      text.replace('"0.5"', '"0.50"'),
      text.replace('"open","', '"nobody","'),
      '{}',
      '[',
      'null',
    ]
    expect(others.map((other) => readFounding(other).ok)).toEqual(others.map(() => false))
  })
})
