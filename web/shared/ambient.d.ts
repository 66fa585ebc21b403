/** Server types that the front ends read name Node's Buffer; here it is what it is to a browser: bytes. */
declare type Buffer = Uint8Array;
