/** The tarball as a stranger gets it: packed, unpacked beside its declared dependencies only, imported and run. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)

interface Manifest {
  readonly version: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly bin: Readonly<Record<string, string>>
}

let app = ''
let files: readonly string[] = []
let manifest: Manifest
const installed = (): string => join(app, 'node_modules', 'tracord')

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'tracord-tarball-'))
  const packed = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', app])
  await mkdir(installed(), { recursive: true })
  await run('tar', ['-xzf', join(app, packed.stdout.trim()), '-C', installed(), '--strip-components=1'])
  manifest = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8')) as Manifest
  files = await readdir(installed(), { recursive: true })
  // What is not declared is not there: a stranger does not have our development dependencies.
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(app, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(process.cwd(), 'node_modules', name), link)
  }
}, 60_000)

afterAll(() => rm(app, { recursive: true, force: true }))

/** Every subpath a stranger may import; the wildcard stands for the adapters that are there. */
async function subpaths(): Promise<readonly string[]> {
  const adapters = await readdir(join(installed(), 'dist', 'adapters')).catch(() => [])
  return Object.keys(manifest.exports)
    .flatMap((key) => (key.includes('*') ? adapters.map((name) => key.replace('*', name)) : [key]))
    .filter((key) => !key.endsWith('.json'))
    .map((key) => `tracord${key.slice(1)}`)
}

test('[CLI16] every subpath can be imported and exports something', async () => {
  const names = await subpaths()
  expect(names).toContain('tracord')
  const check = "if (Object.keys(await import(name)).length === 0) throw new Error(name + ' is empty')"
  const code = `for (const name of ${JSON.stringify(names)}) ${check}`
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: app })
  expect(stdout + stderr.replaceAll(/^.*ExperimentalWarning.*\n.*\n/gm, '')).toBe('')
}, 60_000)

test('[CLI16] the command runs and tells its version', async () => {
  const command = join(installed(), manifest.bin['tracord'] ?? '')
  const { stdout } = await run(command, ['--version'], { cwd: app })
  expect(stdout.trim()).toBe(manifest.version)
}, 60_000)

test('[CLI16] what is private stays private', async () => {
  const code = "await import('tracord/dist/src/node/core/core.js')"
  await expect(run(process.execPath, ['--input-type=module', '-e', code], { cwd: app })).rejects.toThrow(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  )
}, 60_000)

test('[CLI16] licence, changelog and readme are in it; tests, benches and sources are not', () => {
  const missing = ['LICENSE', 'CHANGELOG.md', 'README.md', 'package.json'].filter((file) => !files.includes(file))
  expect(missing).toEqual([])
  expect(
    files.filter(
      (file) => /^(src|test|bench|adapters)\//.test(file) || file.startsWith('dist/test') || file.startsWith('dist/bench'),
    ),
  ).toEqual([])
})
