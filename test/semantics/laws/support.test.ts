/** Support: windows, weights, undercuts, withdrawals and obligations, at their edges. */
import { describe, expect, test } from 'vitest'
import { broken, day, judged, ref, shown, type Saying } from './small.ts'

const single = { slots: { p: [{ k: 'atMost', n: 1 }] } }

describe('time', () => {
  const during = (value: number, from: number, until: number): Saying => ['x', 'p', value, { valid: [day(from), day(until)] }]

  test('[SEM435] a window holds its first instant and not its last', () => {
    expect(judged(single, during(1, 1, 2), during(2, 2, 3)).conflicts).toEqual([])
    expect(judged(single, during(1, 1, 3), during(2, 2, 4)).conflicts).toMatchObject([{ window: [day(2), day(3)] }])
    for (const [now, held] of [
      [day(1), ['x.p=1 clear']],
      ['2026-01-01T02:00:00+02:00', ['x.p=1 clear']],
      [day(2), []],
    ] as const)
      expect(shown(judged({ policy: { now } }, during(1, 1, 2)))).toEqual(held)
  })

  test('[SEM435] what one author says twice in a row is said once for longer', () => {
    const again: Saying = ['x', 'p', 1, { valid: [day(2), day(3)], by: 'a1' }]
    expect(judged({}, during(1, 1, 2), again).standings.map(({ window }) => window)).toEqual([[day(1), day(3)]])
  })

  test('[SEM435] a claim holds only while its premises do', () => {
    const resting: Saying = ['y', 'q', 2, { because: ['c1'], valid: [day(2), day(5)] }]
    const found = judged({}, during(1, 1, 3), resting).standings.find(({ slot }) => slot === 'q')
    expect(found?.window).toEqual([day(2), day(3)])
  })
})

describe('weight', () => {
  test.each([
    [500_000, 999, '499500'],
    [333_333, 999, '332999'],
    [1, 999, '0'],
    [0, 1_000, '0'],
  ])('[SEM437] quality %i and confidence %i give %s', (quality, confidence, weight) => {
    expect(judged({ policy: { quality: { a1: quality } } }, ['x', 'p', 1, { confidence }]).standings).toMatchObject([
      { status: 'clear', weight },
    ])
  })

  test('[SEM437] what weighs nothing is shown, yields to anything, and does not decide against its like', () => {
    const nothing: Saying = ['x', 'p', 1, { confidence: 0 }]
    expect(shown(judged(single, nothing, ['x', 'p', 2, { confidence: 1 }]))).toEqual(['x.p=1 rejected', 'x.p=2 consensus'])
    expect(shown(judged(single, nothing, ['x', 'p', 2, { confidence: 0 }]))).toEqual(['x.p=1 undecided', 'x.p=2 undecided'])
  })

  test.each(['__proto__', 'constructor', 'toString'])('[SEM437] an author may be called %s', (by) => {
    const { quality, standings } = judged(single, ['x', 'p', 1, { by }])
    expect([Object.getOwnPropertyDescriptor(quality, by)?.value, standings[0]?.weight]).toEqual([1_000_000, '1000000'])
  })

  test.each([
    [1_000, ['x.p=1 rejected', 'x.p=2 consensus']],
    [300, ['x.p=1 consensus', 'x.p=2 consensus']],
    [500, ['x.p=1 undecided', 'x.p=2 consensus']],
  ])('[SEM437] a soft denial of %i against a claim of 500', (price, standings) => {
    const rules = [`:~ p(X, 1), p(X, 2). [${price}]`]
    expect(shown(judged({ rules }, ['x', 'p', 1, { confidence: 500 }], ['x', 'p', 2]))).toEqual(standings)
  })
})

describe('against a claim', () => {
  const against = (claim: number, undercut: number, counter?: number): string[] => {
    const first = { id: 'u1', by: 'b', claim: 'c1', confidence: undercut }
    const second = { id: 'u2', by: 'd', claim: 'u1', confidence: counter }
    return shown(judged({ undercut: counter === undefined ? [first] : [first, second] }, ['x', 'p', 1, { confidence: claim }]))
  }
  test.each([
    [900, 500, undefined, 'consensus'],
    [500, 900, undefined, 'rejected'],
    [500, 500, undefined, 'undecided'],
    [1_000, 0, undefined, 'consensus'],
    [500, 900, 1_000, 'consensus'],
    [500, 900, 100, 'rejected'],
  ])('[SEM436] a claim of %i, undercut by %i, that undercut by %s: %s', (claim, undercut, counter, status) => {
    expect(against(claim, undercut, counter)).toEqual([`x.p=1 ${status}`])
  })

  test('[SEM436] an undercut touches one claim, whoever else says the same', () => {
    expect(shown(judged({ undercut: [{ id: 'u', by: 'b', claim: 'c1' }] }, ['x', 'p', 1], ['x', 'p', 1]))).toEqual(['x.p=1 clear'])
  })

  test.each([
    ['of a stranger', { withdraw: [{ by: 'a2', claim: 'c1' }] }, ['x.p=1 clear']],
    ['of its author', { withdraw: [{ by: 'a1', claim: 'c1' }] }, []],
    ['of what nobody said', { withdraw: [{ by: 'a1', claim: 'c9' }], undercut: [{ id: 'u', by: 'b', claim: 'c8' }] }, ['x.p=1 clear']],
    ['of an undercut', { undercut: [{ id: 'u', by: 'b', claim: 'c1' }], withdraw: [{ by: 'b', claim: 'u' }] }, ['x.p=1 clear']],
  ])('[SEM436] a withdrawal %s', (_name, body, standings) => {
    expect(shown(judged(body, ['x', 'p', 1]))).toEqual(standings)
  })

  test('[SEM436] a claim falls with its premise, and one that names nothing said does not hold', () => {
    const resting: Saying = ['x', 'q', 1, { because: ['c1'] }]
    expect(shown(judged({ withdraw: [{ by: 'a1', claim: 'c1' }] }, ['x', 'p', 1], resting))).toEqual([])
    expect(shown(judged({}, ['x', 'q', 1, { because: ['c7'] }]))).toEqual([])
    expect(shown(judged({}, ['x', 'q', 1, { because: ['c1'] }]))).toEqual([])
  })
})

describe('obligations', () => {
  const missing = (facet: object, ...sayings: readonly Saying[]): string[] => {
    const types = [{ id: 'T', slots: { p: [facet] } }, { id: 'S', isa: ['T'] }, { id: 'D' }]
    const open = judged({ types }, ...sayings)
    expect([open.incomplete, open.conflicts]).toEqual([[], []])
    return judged({ policy: { closed: true }, types }, ...sayings).incomplete.map(({ frame, slot }) => `${frame}.${slot}`)
  }
  const member: Saying = ['x', 'type', 'S']
  const [y, z]: readonly Saying[] = [
    ['x', 'p', ref('y')],
    ['x', 'p', ref('z')],
  ]
  test.each([
    ['a value', { k: 'hasValue', value: 3 }, [member], true],
    ['a value, spelled otherwise', { k: 'hasValue', value: 3 }, [member, ['x', 'p', { dec: '3.0' }]], false],
    ['two, of which one is there', { k: 'atLeast', n: 2 }, [member, y], true],
    ['two', { k: 'atLeast', n: 2 }, [member, y, z], false],
    ['two, which are one', { k: 'atLeast', n: 2 }, [member, y, z, ['y', 'sameAs', ref('z')]], true],
    ['one of a type', { k: 'atLeast', n: 1, of: 'D' }, [member, y], true],
    ['one of a type that it has', { k: 'atLeast', n: 1, of: 'D' }, [member, y, ['y', 'type', 'D']], false],
    ['a Thing', { k: 'atLeast', n: 1, of: 'Thing' }, [member, y], false],
    ['the values of another slot', { k: 'sameValues', slot: 'q' }, [member, y, ['x', 'q', ref('z')]], true],
    ['the same values', { k: 'sameValues', slot: 'q' }, [member, y, ['x', 'q', ref('y')]], false],
    ['members only', { k: 'instanceOf', type: 'D' }, [member, y], true],
    ['members only, and no text is one', { k: 'instanceOf', type: 'D' }, [member, ['x', 'p', 'y']], true],
    ['members', { k: 'instanceOf', type: 'D' }, [member, y, ['y', 'type', 'D']], false],
    ['Things', { k: 'instanceOf', type: 'Thing' }, [member, y], false],
    ['nothing of strangers', { k: 'atLeast', n: 1 }, [['w', 'q', 1]], false],
  ])('[SEM444] a closed world asks for %s', (_name, facet, sayings, isMissing) => {
    expect(missing(facet, ...(sayings as readonly Saying[]))).toEqual(isMissing ? ['x.p'] : [])
  })

  test('[SEM444] range and domain give a type and never reject', () => {
    const slots = { p: [{ k: 'range', type: 'D' }, { k: 'domain', type: 'E' }] }
    const found = judged({ slots }, ['x', 'p', ref('y')], ['x', 'p', 'text'])
    expect(shown(found).filter((line) => line.includes('type'))).toEqual(['x.type="E" clear', 'y.type="D" clear'])
    expect(broken(found)).toEqual([])
  })
})

test('[SEM437] what the law says weakens nothing that follows with it, and weighs nothing by itself', () => {
  const rules = ['kind(k).', 'q(X, 1) :- p(X, 1), kind(k).', 'r(x, 1) :- kind(k).']
  const slots = { q: [], r: [] }
  for (const more of [{}, { valid: [day(1), null] }]) {
    const { standings } = judged({ rules, slots }, ['x', 'p', 1, { confidence: 700, ...more }])
    expect(standings.map(({ slot, weight }) => `${slot} ${weight}`).sort()).toEqual(['p 700000', 'q 700000', 'r 0'])
  }
})

test('[SEM451] a claim ends with the claim it rests on, though somebody else goes on saying the same', () => {
  const premise: Saying = ['x', 'p', 1, { valid: [day(1), day(3)] }]
  const other: Saying = ['x', 'p', 1]
  const resting: Saying = ['y', 'q', 2, { because: ['c1'], valid: [day(2), day(9)] }]
  const above: Saying = ['z', 'q', 3, { because: ['c3'] }]
  const { standings } = judged({}, premise, other, resting, above)
  const windows = standings.filter(({ slot }) => slot === 'q').map(({ frame, window }) => [frame, window])
  expect(windows.sort()).toEqual([
    ['y', [day(2), day(3)]],
    ['z', [day(2), day(3)]],
  ])
})
