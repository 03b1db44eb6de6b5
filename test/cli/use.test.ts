/** Use and misuse of the command: help, versions, wrong arguments, colours. */
import { readFileSync } from 'node:fs'
import colors from 'picocolors'
import { expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { wantsColour } from '../../src/cli/terminal.ts'
import { paper, tracord } from './paper.ts'

test.each([
  [[], 'name a command'],
  [['demo'], 'name a command'],
  [['jugde', 'x.json'], "unknown command 'jugde'"],
  [['--bogus'], "unknown option '--bogus'"],
  [['judge'], 'either a case file or --batch'],
  [['judge', 'a.json', '--batch', 'b'], 'either a case file or --batch'],
  [['judge', 'a.json', '--pretty', '--json'], '--pretty goes with one file'],
  [['judge', 'no-such-file.json'], 'cannot read no-such-file.json: there is none'],
  [['judge', 'src'], 'cannot read src: it is a folder; use --batch'],
  [['judge', '--batch', 'no-such-folder'], 'cannot read the folder no-such-folder'],
  [['judge', 'a.json', 'b.json'], 'too many arguments'],
  [['serve', '--port', '70000'], '--port takes a number from 0 to 65535'],
  [['serve', '--port', 'http'], '--port takes a number'],
  [['serve', '--realm', 'no-such-realm.json'], 'cannot read the realm no-such-realm.json'],
  [['inspect'], "missing required argument 'dir'"],
  [['inspect', 'no-such-folder'], 'cannot read the folder no-such-folder: there is none'],
  [['inspect', 'src'], "is no node's folder"],
  [['doctor', 'no-such-folder'], 'cannot read the folder no-such-folder: there is none'],
  [['doctor', 'src'], "is no node's folder"],
  [['compare', 'ws://127.0.0.1:1'], "missing required argument 'right'"],
  [['compare', 'ftp://x', 'ws://127.0.0.1:1'], 'reached by ws:// or http://'],
  [['compare', 'ws://', 'ws://127.0.0.1:1'], 'is no address of a server'],
  [['demo', 'atlantis'], "unknown command 'atlantis'"],
])('[CLI1] wrong use is one line and exit 2: %j', async (args, reason) => {
  const { code, out, err } = await tracord(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(reason)
  expect(err).toMatch(/^tracord: [^\n]+$/)
})

test.each([
  ...[[[]], [['serve']], [['judge']], [['query']], [['export']], [['inspect']], [['compare']], [['doctor']], [['demo']]],
  [['demo', 'atlas']],
])(
  '[CLI2] help says what it does and shows an example: %j',
  async (command) => {
    const { code, out, err } = await tracord(...command, '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Usage: tracord${command.map((word) => ` ${word}`).join('')}`)
    expect(out).toMatch(/Example:\n {2}\$ tracord /)
  },
)

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(await tracord('--version')).toEqual({ code: 0, out: version, err: '' })
})

test('[CLI3] colours only on a screen that wants them', () => {
  expect(wantsColour(true, {})).toBe(true)
  expect(wantsColour(false, {})).toBe(false)
  expect(wantsColour(true, { TERM: 'dumb' })).toBe(false)
  expect(wantsColour(true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false)
  expect(wantsColour(false, { FORCE_COLOR: '1' })).toBe(true)
})

test('[CLI3] on paper nothing but text is printed', async () => {
  const { out } = await tracord('judge', 'test/cli/fixtures/doors.json', '--pretty')
  expect(out).not.toContain('\u001b')
  const { terminal, out: painted } = paper()
  await run(['judge', 'test/cli/fixtures/doors.json', '--pretty'], { ...terminal, paint: colors.createColors(true) })
  expect(painted()).toContain('\u001b')
})
