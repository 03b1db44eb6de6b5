/** Home: a folder for each test, and the nodes it opened; afterwards they are closed and it is gone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { TracordNode } from '../../src/node/node.ts'

/** What a test has for itself. */
export interface Home {
  readonly dir: () => string
  /** Closes this node when the test has ended, and gives it back. */
  readonly kept: (node: TracordNode) => TracordNode
}

/** A home for each test of the file that calls this. */
export function createHome(): Home {
  const open: TracordNode[] = []
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tracord-home-'))
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((node) => node.close()))
    await rm(dir, { recursive: true })
  })
  return {
    dir: () => dir,
    kept(node) {
      open.push(node)
      return node
    },
  }
}
