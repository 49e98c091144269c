/** In base64. */
export declare const wasm: string
