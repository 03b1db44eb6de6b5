/** Url: where others are reached, checked before anything is tried. */
import { TracordError } from '../base/error.ts'

/** Throws `BAD_INPUT` for what is no websocket url; `option` says whose. */
export function checkUrl(url: unknown, option: string): asserts url is string {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined
  if (parsed !== undefined && /^wss?:$/.test(parsed.protocol) && parsed.hash === '') return
  throw new TracordError('BAD_INPUT', `${option}: ${JSON.stringify(url)} is no url like ws://10.0.0.7:4040`)
}
