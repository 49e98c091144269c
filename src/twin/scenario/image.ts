/** References to images. */

/** Without the tag: `registry/shop/backend-app`. */
export const repositoryOf = (image: string): string => image.replace(/:[^:/]*$/, '')
