/** Thread: a line to the module of a file in a thread of its own, which can be stopped whatever it does. */
import { Worker } from 'node:worker_threads'
import { messageOf } from '../core/events.ts'
import { GUEST_MESSAGE_LENGTH_MAX, THREAD_HEAP_MB } from './limits.ts'
import type { Line, LineHandlers } from './line.ts'
import type { ThreadData } from './thread-main.ts'

/**
 * Starts a thread with the module of `file`; `attend` is what speaks with it. Never throws: what goes wrong ends the line. Like an open
 * socket it keeps the process alive until it is ended.
 */
export function openThread(file: string, label: string, attend: (line: Line) => LineHandlers): () => void {
  const workerData: ThreadData = { file }
  const resourceLimits = { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: THREAD_HEAP_MB / 4 }
  const worker = new Worker(new URL('./thread-main.js', import.meta.url), { workerData, resourceLimits, name: label })
  let isOver = false
  const end = (why: string): void => {
    if (isOver) return
    isOver = true
    void worker.terminate()
    handlers.onClose(why)
  }
  const handlers = attend({
    label,
    send(text) {
      if (!isOver) worker.postMessage(text)
    },
    close: end,
  })
  worker.on('message', (text: unknown) => {
    // Looked at before it is made into anything: what is too long is the end of it.
    if (typeof text !== 'string' || text.length > GUEST_MESSAGE_LENGTH_MAX) end('it sent what is no message')
    else handlers.onMessage(text)
  })
  worker.on('messageerror', () => end('it sent what is no message'))
  worker.on('error', (error) => end(messageOf(error)))
  worker.on('exit', () => end('its thread ended'))
  return () => end('the node closes')
}
