/** Snapshots of a folder, looked at by its doctor: whether they are what was written, and whether they saw more than the journal has. */
import type { LogKey } from '../../frames/log.ts'
import { missingSince } from '../recovery/snapshot.ts'
import { readSnapshots, RECOVERY_FOLDER, tidySnapshots } from '../recovery/snapshot-files.ts'
import { found, type Finding } from './finding.ts'

/** What is wrong; `countOf` says how many entries the journal has of a log. With `repair` damaged ones are put aside. */
export async function examineSnapshots(dir: string, countOf: (log: LogKey) => number, repair: boolean): Promise<readonly Finding[]> {
  const { newest, damaged } = await readSnapshots(dir)
  if (repair) await tidySnapshots(dir, damaged)
  const mend = 'nothing needs it: the node puts it aside when it starts; --repair does so now'
  const findings = damaged.map(({ name, why }) => {
    return { ...found('snapshot', 'damage', `${RECOVERY_FOLDER}/${name}`, why, mend), mended: repair }
  })
  if (newest === null) return findings
  const when = new Date(newest.at).toISOString()
  const lost = missingSince(newest, (log) => countOf(log as LogKey)).map(({ log, lacks }) => {
    const what = `${lacks} entries that were held at ${when} are not in the journal`
    return found('snapshot', 'damage', log, what, 'restore a newer copy of trace.db, or let the node ask its peers for them')
  })
  return [...findings, ...lost]
}
