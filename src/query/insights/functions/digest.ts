/** Digests in hexadecimal, of the text's UTF-8. The one file of this folder that needs Node. */
import { createHash } from 'node:crypto'

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
