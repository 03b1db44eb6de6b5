/** The tests that a mutant must survive: those of judgement, without those that are long by intent. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Noted, takeNoted } from './vitest.ts'

/** A test and the source file that it is written in. */
export interface Placed extends Noted {
  readonly id: string
  readonly file: string
}

const FOLDERS = ['semantics', 'traces', 'reference']

/** Never tried: large on purpose, or about what judgement knows nothing of. */
const LARGE_FILE = /traces\/written|\/worst\/|\/learn\/(crowds|reasoned)|(oracle|optimum|solver\/worst|replay\.property)\.test\.js$/
const LARGE_NAME = new RegExp(
  '10,000|100,000|(ten|hundred) thousand|hostile|long chain|odd cycle|cliques of|HiGHS|turns it|joins everything|' +
    'flood (lasts|goes)|SEM212|SEM213|SEM221',
)

/** Tried with `TRACORD_LONG=1` only: two thirds of all time, and few mutants die here alone. */
const LONG_FILE = /(laws\/cases\.property)\.test\.js$/
const LONG_NAME = new RegExp(
  'SEM53\\] with|SEM58|SEM82|SEM211|SEM214|SEM217|SEM220|SEM8\\]|SEM51\\] with|SEM54|SEM472\\] where|SEM56|cycles that (come|are too)',
)

const [notFile, notName] = [LARGE_FILE, LARGE_NAME].map((large, at) => {
  const long = [LONG_FILE, LONG_NAME][at]?.source ?? ''
  return process.env['TRACORD_LONG'] === undefined ? new RegExp(`${large.source}|${long}`) : large
}) as [RegExp, RegExp]

/** With `TRACORD_TESTS=REGEXP` only the files that it matches: those of one folder, where they suffice, are much quicker than all. */
const onlyFile = new RegExp(process.env['TRACORD_TESTS'] ?? '')

/** Loads the built tests below `root` and notes them, in the order of their names. */
export async function loadTests(root: string): Promise<readonly Placed[]> {
  const found: Placed[] = []
  const folders = FOLDERS.map((folder) => join('dist/test', folder)).filter((folder) => existsSync(join(root, folder)))
  const under = (folder: string): readonly string[] => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  const files = folders.flatMap((folder) => under(folder).map((file) => join(folder, file)))
  for (const file of files.filter((file) => file.endsWith('.test.js') && onlyFile.test(file) && !notFile.test(file)).sort()) {
    await import(pathToFileURL(join(root, file)).href)
    const source = join(root, file.replace(/^dist\//, '').replace(/\.js$/, '.ts'))
    for (const { name, run } of takeNoted())
      if (!notName.test(name)) found.push({ id: `${source}#${name}`, file: source, name, run })
  }
  return found
}
