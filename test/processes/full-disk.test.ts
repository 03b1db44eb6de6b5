/** Full disk: a server whose file system has no room left says so, goes on serving, and takes up again by itself once there is room. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'

const ROUNDS = often(2, 40)
/** Megabytes of the small file system. */
const SIZE_MB = 8
/** Bytes left when it counts as full: less than one page of the write-ahead log and its header. */
const LEFT_MAX = 4_096

let lab: Lab
let disk = ''
let isMounted = false
beforeEach(async () => {
  lab = await openLab('full')
  disk = join(lab.dir, 'disk')
  mkdirSync(disk)
  isMounted = mountAt(disk)
})
afterEach(async () => {
  const server = lab.server()
  await server.end('SIGKILL')
  if (isMounted) execFileSync('umount', [disk])
  await lab.close()
})

test('[SRV41] [SRV16] a full disk costs nothing acknowledged: not when it fills, not when the server is killed then', async ({ skip }) => {
  await lab.serve(disk)
  skip(!isMounted, 'file systems may not be mounted here')
  const [ann, bob] = [await lab.join('ann'), await lab.join('bob')]
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all([lab.write(ann, 20), lab.write(bob, 20)])
    await lab.agreed()
    fill(disk)
    // Clients have room of their own, and pass on through the server what it cannot keep.
    await Promise.all([lab.write(ann, 20), lab.write(bob, 20)])
    await readOnly(true)
    await lab.agreed()
    expect(ann.status().provisional).toBeGreaterThan(0)
    if (round % 2 === 1) {
      await lab.server().end('SIGKILL')
      rmSync(join(disk, 'filler'))
      await lab.serve(disk)
    } else {
      rmSync(join(disk, 'filler'))
      await readOnly(false)
    }
    await lab.check()
  }
  const { entries, lost } = await lab.check()
  tell('disk full, room again, killed while full', { rounds: ROUNDS, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)

async function readOnly(on: boolean): Promise<void> {
  await lab.server().heard(({ event, on: isOn }) => event === 'readonly' && isOn === on)
}

function mountAt(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Takes all room there is. */
function fill(folder: string): void {
  const file = join(folder, 'filler')
  writeFileSync(file, '')
  for (;;) {
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize <= LEFT_MAX) return
    try {
      writeFileSync(file, Buffer.alloc(bavail * bsize), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      return
    }
  }
}
