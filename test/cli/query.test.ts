/** `tracord query`: a question on the command line, its answers as a person and as a program reads them. */
import { expect, test } from 'vitest'
import { tracord } from './paper.ts'

const DOORS = 'test/cli/fixtures/doors.json'

test('[CLI33] answers are a table with standings, or JSON', async () => {
  const { code, out } = await tracord('query', DOORS, 'state(D, S)')
  expect(code).toBe(0)
  expect(out).toMatch(/→ d1 +"closed" +consensus +2/)
  expect(out).toMatch(/→ d1 +"open" +rejected +0\.7/)
  expect(out).toContain('2 answers')
  const json = await tracord('query', DOORS, 'state(D, S)', '--json', '--limit', '1')
  expect(JSON.parse(json.out)).toMatchObject({ variables: ['D', 'S'], answers: [{ values: { S: 'closed' } }], more: true })
  expect((await tracord('query', DOORS, 'state(D, S)', '--limit', '1')).out).toContain('the first 1 answer; --limit gives more')
  expect((await tracord('query', DOORS, 'state(d9, S)')).out).toBe('No answer.')
})

test.each([
  [['query', DOORS, 'state(D, S'], 'the query: line 1, column 11: expected ")"'],
  [['query', DOORS, 'not state(D, "x")'], 'D must occur in a condition'],
  [['query', DOORS, 'state(D, S)', '--limit', 'all'], '--limit takes a number, not "all"'],
  [['query', DOORS, 'state(D, S)', '--now', 'today'], '--now takes a time like'],
  [['query', 'no-such-file', 'p(X)'], 'cannot read no-such-file: there is none'],
  [['query', 'src', 'p(X)'], "is no node's folder"],
  [['query', DOORS], "missing required argument 'body'"],
])('[CLI33] wrong use is one line and exit 2: %j', async (args, why) => {
  const { code, out, err } = await tracord(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(why)
  expect(err).toMatch(/^tracord: [^\n]+$/)
})
