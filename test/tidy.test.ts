/** The architect: the code keeps its own rules, and each of those rules can be broken. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeLayers } from './tidy/layers.ts'
import { judgePlaces, type Text } from './tidy/places.ts'
import { judgePurity } from './tidy/purity.ts'
import { judgeRules } from './tidy/rules.ts'
import { judgeSentences } from './tidy/sentences.ts'
import { judgeSizes } from './tidy/sizes.ts'
import { pathsBelow, readSources, sourceOf } from './tidy/source.ts'

const root = process.cwd()
const FOLDERS = ['src', 'adapters', 'bench', 'test']
/** The seeded violations below are text of this file: it is judged for everything but places. */
const SELF = 'test/tidy.test.ts'

const sources = readSources(root, FOLDERS)
const textAt = (path: string): Text => ({ path, text: readFileSync(join(root, path), 'utf8') })

test('imports point down, adapters are strangers', () => {
  expect(judgeLayers(sources)).toEqual([])
})

test('the pure folders have no clock, no chance and no outside', () => {
  expect(judgePurity(sources)).toEqual([])
})

test('no file, function or line is too long', () => {
  expect(judgeSizes(sources)).toEqual([])
})

test('every file begins with a sentence and every export has a comment', () => {
  expect(judgeSentences(sources)).toEqual([])
})

test('every rule has a test and every test id a rule', () => {
  const specs = ['src', 'adapters'].flatMap((folder) => pathsBelow(root, folder, ['SPEC.md'])).map(textAt)
  const titled = sources.filter(
    ({ path }) => path !== SELF && (path.startsWith('test/') || path.startsWith('src/ports/contract/')),
  )
  expect(judgeRules(specs, titled)).toEqual([])
})

test('no file names the machine it was written on', () => {
  const texts = FOLDERS.flatMap((folder) =>
    pathsBelow(root, folder, ['.ts', '.md', '.json', '.html', '.css', '.js', '.svg']),
  ).map(textAt)
  const atRoot = ['package.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md', '.oxlintrc.json', '.ci/run'].filter((path) =>
    existsSync(path),
  )
  expect(judgePlaces([...texts, ...atRoot.map(textAt)].filter(({ path }) => path !== SELF))).toEqual([])
})

const CLEAN = '/** Something that is what it says. */\n'

test.each([
  ['upward', 'src/base/x.ts', "import { y } from '../frames/y.ts'", 'base may not import frames'],
  ['upward type', 'src/frames/x.ts', "import type { Y } from '../node/y.ts'", 'frames may not import node'],
  ['re-export', 'src/sync/x.ts', "export * from '../semantics/y.ts'", 'sync may not import semantics'],
  ['import type', 'src/frames/x.ts', "export type Y = import('../node/y.ts').Y", 'frames may not import node'],
  ['to an adapter', 'src/node/x.ts', "import '../../adapters/journal-sqlite/index.ts'", 'loads the adapter'],
  ['to an adapter, late', 'src/frames/x.ts', "await import('../../adapters/journal-sqlite/index.ts')", 'loads the adapter'],
  ['adapter to internals', 'adapters/storage-x/index.ts', "import { y } from '../../src/node/y.ts'", 'not the public surface'],
  ['adapter to adapter', 'adapters/storage-x/index.ts', "import { y } from '../network-y/index.ts'", 'adapters are strangers'],
  ['adapter of no port', 'adapters/thing-x/index.ts', '', "no port's name"],
  ['a layer of its own', 'src/magic/x.ts', '', 'is no layer'],
  ['impure package', 'src/sync/x.ts', "import { existsSync, readFileSync } from 'node:fs'", 'a pure folder imports node:fs'],
])('an import that points wrong is named: %s', (_what, path, code, reason) => {
  expect(judgeLayers([sourceOf(path, CLEAN + code)])).toEqual([expect.stringContaining(reason)])
})

test('imports that point down are left alone', () => {
  const code = "import '../frames/y.ts'\nimport { sha } from 'node:crypto'\nimport './z.ts'"
  expect(judgeLayers([sourceOf('src/semantics/x.ts', CLEAN + code)])).toEqual([])
  expect(judgeLayers([sourceOf('src/cli/x.ts', `${CLEAN}await import('../../adapters/wire-x/index.ts')`)])).toEqual([])
})

test.each([
  ['Date.now', 'const now = Date.now()'],
  ['new Date()', 'const now = new Date()'],
  ['Math.random', 'const dice = Math.random()'],
  ['setTimeout', 'setTimeout(() => {}, 1)'],
  ['setInterval', 'const later = setInterval'],
  ['process', 'const dir = process.cwd()'],
  ['console', "console.log('x')"],
])('an impure word is named: %s', (word, code) => {
  expect(judgePurity([sourceOf('src/frames/x.ts', CLEAN + code)])).toEqual([expect.stringContaining(`says ${word}`)])
  expect(judgePurity([sourceOf('src/node/x.ts', CLEAN + code)])).toEqual([])
})

test('words in comments, strings and members are not calls', () => {
  const code = "// every process.\nconst x = 'console.log'\nconst y = thing.process\nconst at = new Date(5)"
  expect(judgePurity([sourceOf('src/frames/x.ts', CLEAN + code)])).toEqual([])
})

test('what is too long is named with its length', () => {
  const body = '  step()\n'
  expect(judgeSizes([sourceOf('src/base/x.ts', `function f() {\n${body.repeat(69)}}\n`)])).toEqual([
    'src/base/x.ts:1: a function of 71 lines (70)',
  ])
  expect(judgeSizes([sourceOf('src/base/x.ts', `function f() {\n${body.repeat(68)}}\n`)])).toEqual([])
  expect(judgeSizes([sourceOf('src/base/x.ts', '\n'.repeat(400) + 'x')])).toEqual(['src/base/x.ts:1: a file of 401 lines (400)'])
  expect(judgeSizes([sourceOf('src/base/x.ts', `// ${'x'.repeat(140)}`)])).toEqual([expect.stringContaining('a line of 143')])
  expect(judgeSizes([sourceOf('test/x.test.ts', `test('x', () => {\n${body.repeat(90)}})\n`)])).toEqual([])
})

test('a file without a sentence and an export without a comment are named', () => {
  expect(judgeSentences([sourceOf('src/base/x.ts', 'const x = 1')])).toEqual([expect.stringContaining('begins with no')])
  expect(judgeSentences([sourceOf('src/base/x.ts', `${CLEAN}export const x = 1`)])).toEqual([
    expect.stringContaining('exports x without'),
  ])
  expect(judgeSentences([sourceOf('src/base/x.ts', `${CLEAN}import 'y'\nexport interface X {}`)])).toEqual([
    expect.stringContaining('exports X'),
  ])
  expect(judgeSentences([sourceOf('src/base/x.ts', `#!/usr/bin/env node\n${CLEAN}\n/** One. */\nexport const x = 1`)])).toEqual(
    [],
  )
})

test('a rule without a test, a test without a rule and a rule given twice are named', () => {
  const spec = { path: 'src/frames/SPEC.md', text: '- **FRM1** One.\n- **FRM2** Two.\n- **FRM2** Again.\n- **FRM3** Three.\n' }
  const tests = [
    sourceOf('test/frames/x.test.ts', "test('[FRM1] [FRM3] x', f)\ntest.each(rows)('[SEM9] y', f)\ntest('no [FRM2] here', f)"),
  ]
  expect(judgeRules([spec], tests)).toEqual([
    'src/frames/SPEC.md: rule FRM2 stands already in src/frames/SPEC.md',
    'src/frames/SPEC.md: no test title carries [FRM2]',
    'test/frames/x.test.ts: a title carries [SEM9], which no SPEC.md promises',
  ])
})

test('a path of one machine and a drawer are named', () => {
  expect(judgePlaces([{ path: 'src/base/x.ts', text: "open('/home/somebody/x')" }])).toEqual([
    'src/base/x.ts:1: names a path of one machine',
  ])
  expect(judgePlaces([{ path: 'src/utils/x.ts', text: '' }])).toEqual([expect.stringContaining('the folder utils')])
  expect(judgePlaces([{ path: 'src/base/x.ts', text: "import '../home/item.ts'" }])).toEqual([])
})
