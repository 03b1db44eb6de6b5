/** vitest's words, for tests that one process runs over and over: it notes the tests of a file as the file is loaded. */
import { format } from 'node:util'
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect'

/** A test as it was written down. */
export interface Noted {
  readonly name: string
  readonly run: () => unknown
}

type Body = (...row: readonly unknown[]) => unknown

let titles: readonly string[] = []
let noted: Noted[] = []
let after: (() => unknown)[] = []

/** The tests noted since it was last asked, each followed by what its file does after each test. */
export function takeNoted(): readonly Noted[] {
  const [tests, ends] = [noted, after]
  noted = []
  after = []
  return tests.map(({ name, run }) => ({
    name,
    run: async () => {
      try {
        await run()
      } finally {
        for (const end of ends) await end()
      }
    },
  }))
}

function note(title: string, run: Body | object, other?: Body | number): void {
  const body = (typeof run === 'function' ? run : other) as Body
  noted.push({ name: [...titles, title].join(' '), run: () => body() })
}

const skipped = (): void => undefined

/** Notes a test; a limit of time is left to whoever runs it. */
export const test = Object.assign(note, {
  skipIf: (): typeof skipped => skipped,
  each:
    (rows: readonly unknown[]) =>
    (title: string, run: Body | object, other?: Body): void => {
      const body = (typeof run === 'function' ? run : other) as Body
      for (const [at, row] of rows.entries()) {
        const values = Array.isArray(row) ? (row as unknown[]) : [row]
        noted.push({ name: `${[...titles, format(title, ...values)].join(' ')} (${at})`, run: () => body(...values) })
      }
    },
})

/** Notes the tests of a group under its title. */
export function describe(title: string, group: () => void): void {
  titles = [...titles, title]
  group()
  titles = titles.slice(0, -1)
}

/** Notes what a file does after each of its tests. */
export function afterEach(run: () => unknown): void {
  after.push(run)
}

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin)

/** vitest's own expectations. */
export const expect = chai.expect

const covered = new Map<string, unknown>()

/** Globals replaced for a test. */
export const vi = {
  stubGlobal(name: string, value: unknown): void {
    if (!covered.has(name)) covered.set(name, Reflect.get(globalThis, name))
    Reflect.set(globalThis, name, value)
  },
  unstubAllGlobals(): void {
    for (const [name, value] of covered) Reflect.set(globalThis, name, value)
    covered.clear()
  },
}
