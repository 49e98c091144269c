/** Bytes in an answer: base64 in JSON and XML, bytes in CBOR. */
export class Blob extends Uint8Array {
  toJSON(): string {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString('base64')
  }
}
