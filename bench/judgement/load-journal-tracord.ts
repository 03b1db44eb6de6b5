/** Load journal, tracord: a node opens its folder and certifies what its journal holds; the documents follow later. */
import { sqliteJournal } from '../../adapters/journal-sqlite/index.ts'
import { createNode } from '../../src/node/create.ts'
import type { Measured, Params } from '../case.ts'
import { benchFounding, rowsOf } from '../replication/made-journal.ts'
import { startWatch, verify } from '../replication/stopwatch.ts'

/** The folder of a node with `claims` claims of another author in its journal, one an entry. */
export async function prepare(params: Params, dir: string): Promise<void> {
  await (await createNode({ dir, realm: benchFounding() })).close()
  const journal = sqliteJournal({ dir })
  await new Promise<void>((resolve, reject) => {
    journal.open(
      () => undefined,
      (result) => (result.ok ? resolve() : reject(result.error)),
    )
  })
  const rows = rowsOf('left', Number(params['claims']))
  await new Promise<void>((resolve, reject) => journal.append(rows, (result) => (result.ok ? resolve() : reject(result.error))))
  await new Promise<void>((resolve, reject) => journal.close((result) => (result.ok ? resolve() : reject(result.error))))
}

/** Opens it. */
export async function run(params: Params, dir: string): Promise<Measured> {
  const claims = Number(params['claims'])
  const read = startWatch()
  const node = await createNode({ dir, realm: benchFounding() })
  const certificate = node.certificate()
  const { wall } = read()
  verify(node.status().claims === claims && certificate.entries === claims, 'every claim is there')
  await node.close()
  return { wall }
}
