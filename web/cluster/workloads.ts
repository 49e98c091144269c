/** Kinds that have pods, and so logs and figures of their own. Pure. */
import { loggingKinds } from '../../src/model/kubernetes/index.ts'

/** Whether it makes pods or is one. */
export const hasPods = (kind: string): boolean => loggingKinds.includes(kind)

/** Whether it makes pods. */
export const isWorkload = (kind: string): boolean => kind !== 'Pod' && hasPods(kind)
