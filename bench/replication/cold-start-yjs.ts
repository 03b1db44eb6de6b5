/** Cold start, yjs: one file with the whole document, applied, one claim read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import type { Measured, Params } from '../case.ts'
import { recordOf, recordsOf } from './claims.ts'
import { verify } from './stopwatch.ts'

/** Writes the file. */
export function prepare(params: Params, dir: string): Promise<void> {
  const doc = new Y.Doc()
  const map = doc.getMap<string>('claims')
  for (const { key, text } of recordsOf('left', Number(params['claims']))) map.set(key, text)
  mkdirSync(dir, { recursive: true })
  writeFileSync(`${dir}/claims.yjs`, Y.encodeStateAsUpdate(doc))
  return Promise.resolve()
}

/** Opens it. */
export function run(params: Params, dir: string): Promise<Measured> {
  const claims = Number(params['claims'])
  const before = process.memoryUsage.rss()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, readFileSync(`${dir}/claims.yjs`))
  const map = doc.getMap<string>('claims')
  const { key, text } = recordOf('left', 0, claims)
  const value = map.get(key)
  const firstRead = performance.now()
  verify(value === text && map.size === claims, 'every claim is there')
  globalThis.gc?.()
  return Promise.resolve({ 'first-read': firstRead, memory: (process.memoryUsage.rss() - before) / claims })
}
