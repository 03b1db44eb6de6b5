/** Writing values of a case: times as people read them. */
import { showTime, type Value } from '../../frames/value.ts'

/** A value as a case writes it. */
export function writeValue(value: Value): unknown {
  return typeof value === 'object' && 'time' in value ? { time: showTime(value.time) } : value
}
