/** Folder: the key nobody else may read, the realm it belongs to, and what is said when something is wrong. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realmOf } from '../../src/frames/founding.ts'
import { openRealm, REALM_FILE } from '../../src/node/folder.ts'
import { KEY_FILE, openIdentity, readIdentity } from '../../src/node/key-file.ts'
import { foundingOf } from './world.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-folder-'))
})
afterEach(() => rm(dir, { recursive: true }))

test('[NOD22] the key is made once, whole, for its owner only', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => openIdentity(dir)))
  expect(new Set(keys.map(({ author }) => author)).size).toBe(1)
  expect((await stat(join(dir, KEY_FILE))).mode & 0o777).toBe(0o600)
  expect((await readIdentity(dir)).author).toBe(keys[0]?.author)
})

test('[NOD23] a key that others may read, or that is none, is refused with what to do', async () => {
  await expect(readIdentity(dir)).rejects.toMatchObject({ code: 'UNKNOWN' })
  await openIdentity(dir)
  await chmod(join(dir, KEY_FILE), 0o640)
  await expect(openIdentity(dir)).rejects.toMatchObject({
    code: 'REFUSED',
    message: expect.stringContaining('chmod 600') as string,
  })
  await chmod(join(dir, KEY_FILE), 0o600)
  await writeFile(join(dir, KEY_FILE), 'tracord-ed25519 short\n')
  await expect(openIdentity(dir)).rejects.toMatchObject({ code: 'CORRUPT' })
})

test('[NOD24] a folder belongs to one realm for ever', async () => {
  const first = foundingOf()
  const other = foundingOf({ rules: [':- state(D, "open").'] })
  expect(realmOf(await openRealm(dir, first, foundingOf))).toBe(realmOf(first))
  expect(realmOf(await openRealm(dir, null, foundingOf))).toBe(realmOf(first))
  await expect(openRealm(dir, other, foundingOf)).rejects.toMatchObject({
    code: 'REFUSED',
    message: expect.stringContaining('another realm') as string,
  })
  const path = join(dir, REALM_FILE)
  await writeFile(path, (await readFile(path, 'utf8')).replace('{', '{ '))
  await expect(openRealm(dir, null, foundingOf)).rejects.toMatchObject({ code: 'CORRUPT' })
})
