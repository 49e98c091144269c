/** A board as a file that CloudWatch, the aws CLI and this page read. */
import { saveFile } from '../../insights/result/save-file.ts'
import { printBody } from '../edit/body.ts'

export const exportBoard = (name: string, json: unknown): void =>
  saveFile(`${name.replaceAll(':', '-')}.json`, printBody(json), 'application/json')
