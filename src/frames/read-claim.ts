/** Reading claims: what may be wrong with a claim, a withdrawal or an undercut. */
import { confidenceFault, idFault, premisesFault, windowFault, type Fields } from './fields.ts'
import type { ItemReader } from './item.ts'
import { frameFault, nameFault } from './name.ts'
import { isNormalValue } from './value.ts'

/** The kinds of item that logs of kind `frames` hold. */
export const CLAIM_READERS: Readonly<Record<string, ItemReader>> = {
  claim: { keys: ['frame', 'slot', 'value', 'not', 'confidence', 'valid', 'because'], faultOf: claimFault },
  withdraw: { keys: ['claim', 'reason'], faultOf: answerFault },
  undercut: { keys: ['claim', 'confidence', 'reason'], faultOf: answerFault },
}

function claimFault(fields: Fields): string | undefined {
  const frame = frameFault(fields['frame'])
  if (frame !== undefined) return `frame ${frame}`
  const slot = nameFault(fields['slot'])
  if (slot !== undefined) return `slot ${slot}`
  if (!isNormalValue(fields['value'])) return 'value is not in normal form'
  if (fields['not'] !== undefined && fields['not'] !== true) return 'not is true or absent'
  return confidenceFault(fields['confidence']) ?? windowFault(fields['valid']) ?? premisesFault(fields['because'])
}

/** Faults of a withdrawal or an undercut, which both name a claim. */
function answerFault(fields: Fields): string | undefined {
  const claim = idFault(fields['claim'])
  if (claim !== undefined) return `claim ${claim}`
  const reason = fields['reason']
  if (reason !== undefined && typeof reason !== 'string') return 'reason is a string or absent'
  return confidenceFault(fields['confidence'])
}
