/** The door of the places that exports are written to. */
export { type BucketCredentials, bucketPlace } from './bucket.ts'
export { folderPlace, tidyFolder } from './folder.ts'
export type { ExportPlace, PlacedFile } from './port.ts'
