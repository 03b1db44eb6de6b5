/** Snapshots: takes one now and then while there is something new, and when the node drains or closes; tells what an earlier one knew. */
import type { Clock } from '../../base/clock.ts'
import type { LogKey } from '../../frames/log.ts'
import type { Core } from '../core/core.ts'
import { messageOf } from '../core/events.ts'
import { missingSince, snapshotOf } from './snapshot.ts'
import { readSnapshots, removeSnapshots, tidySnapshots, writeSnapshot } from './snapshot-files.ts'

/** Milliseconds between two snapshots of a node that is told something all the time. */
export const SNAPSHOT_MS = 300_000

/** The snapshots of one folder. */
export interface Snapshots {
  /** Takes one now, if anything changed since the last. Never rejects: what goes wrong is told as damage. */
  take(): Promise<void>
  /** Takes the place of all that are there by one of now: text was pruned, and they may tell it. Rejects when they cannot be removed. */
  renew(): Promise<void>
  /** No more by itself. */
  stop(): void
}

/** Begins to take snapshots of a started core into `dir`; looks at those that are there first. */
export function keepSnapshots(core: Core, dir: string, clock: Clock): Snapshots {
  let last = ''
  let isDue = false
  let cancel = (): void => {}
  // One after the other: what is there is looked at first.
  let under: Promise<string | undefined> = lookBack(core, dir)
  const isNew = (): boolean => {
    const { digest: now } = core.certificate()
    const changed = now !== last
    last = now
    return changed
  }
  const takeAfter = async (before: Promise<string | undefined>): Promise<undefined> => {
    last = (await before) ?? last
    try {
      if (isNew()) await writeSnapshot(dir, snapshotOf(core, clock.now()))
    } catch (error) {
      last = ''
      core.report({ type: 'damage', why: `no snapshot was taken: ${messageOf(error)}; nothing is lost, it is tried again` })
    }
  }
  const take = async (): Promise<void> => {
    isDue = false
    cancel()
    under = takeAfter(under)
    await under
  }
  const renewAfter = async (before: Promise<string | undefined>): Promise<undefined> => {
    await before
    await removeSnapshots(dir)
    last = ''
  }
  const renew = async (): Promise<void> => {
    const renewing = renewAfter(under)
    under = renewing.catch(() => undefined)
    await renewing
    await take()
  }
  const stop = core.subscribe(({ type }) => {
    if (type !== 'entries' || isDue) return
    isDue = true
    cancel = clock.after(SNAPSHOT_MS, () => void take())
  })
  return {
    take,
    renew,
    stop() {
      stop()
      cancel()
    },
  }
}

/**
 * Looks at what is there: puts damaged ones aside, and tells where an earlier start held more than this one (a lost or older journal).
 * Answers the digest of the newest that is whole, if any.
 */
async function lookBack(core: Core, dir: string): Promise<string> {
  const damage = (why: string): void => core.report({ type: 'damage', why })
  try {
    const { newest, damaged } = await readSnapshots(dir)
    await tidySnapshots(dir, damaged)
    for (const { name, why } of damaged) damage(`${name}: ${why}; it was put aside, and nothing needs it`)
    // A node of some domains may have let go of the others since.
    const digest = newest?.certificate.digest ?? ''
    if (newest === null || newest.certificate.realm !== core.realm || core.domains() !== null) return digest
    const missing = missingSince(newest, (log) => core.held(log as LogKey).count)
    const lacks = missing.reduce((sum, log) => sum + log.lacks, 0)
    const when = new Date(newest.at).toISOString()
    const what = `${lacks} entries in ${missing.length} logs that were held at ${when} are not here`
    if (lacks > 0) damage(`${what}: peers that have them are asked`)
    return digest
  } catch (error) {
    damage(`the snapshots cannot be read: ${messageOf(error)}; nothing needs them`)
    return ''
  }
}
