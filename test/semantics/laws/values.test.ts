/** Values: single values and pairs of them against the facets that look at values, at every edge. */
import { expect, test } from 'vitest'
import { broken, clashes, judged, ref } from './small.ts'

const time = (text: string): object => ({ time: text })
const dec = (text: string): object => ({ dec: text })

test.each([
  ['3, {int} and {dec: 3.00} are one value', [{ k: 'atMost', n: 1 }], [3, { int: '3' }, dec('3.00')], 0],
  ['minus nothing is nothing', [{ k: 'atMost', n: 1 }], [dec('-0'), 0], 0],
  ['far beyond a double', [{ k: 'atMost', n: 1 }], [{ int: `1${'0'.repeat(999)}` }, { int: `1${'0'.repeat(998)}1` }], 1],
  ['integral decimals are integers', [{ k: 'type', oneOf: ['int'] }], [dec('3.00')], 0],
  ['a fraction is no integer', [{ k: 'type', oneOf: ['int'] }], [dec('3.5')], 1],
  ['an integer is a decimal', [{ k: 'type', oneOf: ['dec'] }], [3], 0],
  ['a reference is no text', [{ k: 'type', oneOf: ['str'] }], [ref('y')], 1],
  ['a number of another spelling is in the list', [{ k: 'enum', values: [3] }], [dec('3.0')], 0],
  ['its text is not', [{ k: 'enum', values: ['3'] }], [3], 1],
  ['a bound is inside', [{ k: 'interval', min: 0, max: 10 }], [10], 0],
  ['and outside when open', [{ k: 'interval', min: 0, max: 10, open: true }], [10], 1],
  ['just beyond', [{ k: 'interval', min: 0, max: 10 }], [dec('10.0000000000000000001')], 1],
  ['a text has no place among numbers', [{ k: 'interval', min: 0, max: 10 }], ['5'], 1],
  ['nor has a boolean', [{ k: 'interval', min: 0 }], [true], 1],
  ['texts by code unit', [{ k: 'interval', min: 'a', max: 'c' }], ['b'], 0],
  ['one instant, two zones', [{ k: 'interval', min: time('2026-01-01T00:00:00Z') }], [time('2026-01-01T02:00:00+02:00')], 0],
  ['a second earlier', [{ k: 'interval', min: time('2026-01-01T00:00:00Z') }], [time('2026-01-01T01:59:59+02:00')], 1],
  ['the smallest number above nothing', [{ k: 'interval', min: 0, open: true }], [dec(`0.${'0'.repeat(990)}1`)], 0],
  ['no value at all', [{ k: 'atMost', n: 0 }], [1], 1],
  ['two of two', [{ k: 'atMost', n: 2 }], [1, 2], 0],
  ['three of two', [{ k: 'atMost', n: 2 }], [1, 2, 3], 1],
])('[SEM426] numbers compare by value, and what cannot be compared breaks a bound: %s', (_name, facets, values, found) => {
  expect(clashes(facets, ...values)).toBe(found)
})

test.each([
  ['<', 1, 2, 0],
  ['<', 2, dec('2.0'), 1],
  ['<=', 2, dec('2.0'), 0],
  ['=', 2, dec('2.0'), 0],
  ['!=', 2, dec('2.0'), 1],
  ['<', 'a', 2, 1],
  ['!=', 'a', 2, 0],
  ['<', false, true, 1],
  ['<', ref('a'), ref('b'), 1],
  ['=', ref('a'), ref('a'), 0],
  ['<', time('2026-01-01T00:00:00Z'), time('2026-01-01T00:00:00+01:00'), 1],
  ['<', time('2026-01-01T00:00:00Z'), 3, 1],
])('[SEM426] p %s q, for %j and %j', (op, left, right, found) => {
  const body = { slots: { p: [{ k: 'compare', op, slot: 'q' }] } }
  expect(judged(body, ['x', 'p', left], ['x', 'q', right]).conflicts).toHaveLength(found)
  expect(judged(body, ['x', 'p', left]).conflicts).toEqual([])
})

test.each([
  ['the distance itself', { abs: 1 }, [10, 11], 0],
  ['a little more', { abs: 1 }, [10, dec('11.0001')], 1],
  ['exactly a tenth', { abs: dec('0.1') }, [10, dec('10.1')], 0],
  ['below nothing', { abs: 1 }, [-10, -11], 0],
  ['a tenth of the larger', { ppm: 100_000 }, [9, 10], 0],
  ['and a little less', { ppm: 99_999 }, [9, 10], 1],
  ['the larger first', { ppm: 100_000 }, [10, 9], 0],
  ['the larger first, and a little less', { ppm: 99_999 }, [10, 9], 1],
  ['the larger below nothing', { ppm: 100_000 }, [-10, -9], 0],
  ['opposite signs', { ppm: 1_000_000 }, [-1, 1], 1],
  ['either measure suffices', { abs: 1, ppm: 1 }, [1_000_000, 1_000_001], 0],
  ['the ends of a chain are apart', { abs: 1 }, [1, 2, 3], 1],
  ['texts are no measures', { abs: 1 }, ['a', 'b'], 1],
  ['nor are instants', { abs: 1_000 }, [time('2026-01-01T00:00:00Z'), time('2026-01-01T00:00:01Z')], 1],
])('[SEM427] measures clash beyond the tolerance, and not at its edge: %s', (_name, facet, values, found) => {
  expect(clashes([{ k: 'atMost', n: 1 }, { k: 'tolerance', ...facet }], ...values)).toBe(found)
})

test.each([
  ['all of the text', { k: 'pattern', re: '[0-9]+' }, 'a12', 1],
  ['all of it', { k: 'pattern', re: '[0-9]+' }, '12', 0],
  ['the longer branch', { k: 'pattern', re: 'a|ab' }, 'ab', 0],
  ['letters of any script', { k: 'pattern', re: '\\p{L}+' }, 'żółw', 0],
  ['one character, two code units', { k: 'pattern', re: '.' }, '\u{1F600}', 0],
  ['a number has no letters', { k: 'pattern', re: '.*' }, 3, 1],
  ['what would take for ever elsewhere', { k: 'pattern', re: '(a*)*b' }, 'a'.repeat(5_000), 1],
  ['two characters, four code units', { k: 'length', min: 2, max: 2 }, '\u{1F600}\u{1F600}', 0],
  ['composed before it is counted', { k: 'length', max: 1 }, 'e\u0301', 0],
  ['one too many', { k: 'length', max: 2 }, 'abc', 1],
  ['numbers have no length', { k: 'length', max: 5 }, 3, 1],
])('[SEM428] texts match whole and count characters: %s', (_name, facet, value, found) => {
  expect(clashes([facet], value)).toBe(found)
})

test('[SEM426] a facet under a type asks only members, heirs and equals of the type', () => {
  const types = [
    { id: 'T', slots: { p: [{ k: 'enum', values: [1] }] } },
    { id: 'S', isa: ['T'] },
    { id: 'E', equivalent: ['T'] },
  ]
  expect(broken(judged({ types }, ['x', 'p', 2]))).toEqual([])
  for (const type of ['T', 'S', 'E'])
    expect(broken(judged({ types }, ['x', 'p', 2], ['x', 'type', type]))).toEqual(['enum'])
})
