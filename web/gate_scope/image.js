// A matrix of numbers from 0 to 1 as a gray image, a pixel a number: the mask through which a role's color is seen.
// So one image serves light, dark, print and a saved file.  PNG, stored without compression: there is no time to compress.

/** Bytes of a PNG with rows of gray pixels, as a data URL; value(row, column) in 0..1. */
export function picture(rows, columns, value) {
  const raw = new Uint8Array(rows * (columns + 1)); // a 0 before each row: no filter
  for (let r = 0, at = 0; r < rows; r++) {
    at += 1;
    for (let c = 0; c < columns; c++) raw[at++] = Math.round(255 * Math.min(Math.max(value(r, c), 0), 1));
  }
  const header = [...word(columns), ...word(rows), 8, 0, 0, 0, 0]; // 8 bits, gray
  const bytes = [[137, 80, 78, 71, 13, 10, 26, 10], chunk("IHDR", header), chunk("IDAT", zlib(raw)), chunk("IEND", [])];
  const pieces = bytes.flatMap((part) => Array.from({ length: Math.ceil(part.length / 8192) }, (_, k) => part.slice(8192 * k, 8192 * (k + 1))));
  const text = pieces.map((piece) => String.fromCharCode(...piece)).join("");
  return `data:image/png;base64,${btoa(text)}`;
}

const word = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

function chunk(name, data) {
  const out = new Uint8Array(data.length + 12);
  out.set(word(data.length));
  out.set([...name].map((letter) => letter.charCodeAt(0)), 4);
  out.set(data, 8);
  out.set(word(crc(out.subarray(4, 8 + data.length))), 8 + data.length);
  return out;
}

/** Stored blocks of at most 65535 bytes, between the head of zlib and its checksum. */
function zlib(raw) {
  const blocks = Math.ceil(raw.length / 65535);
  const out = new Uint8Array(raw.length + 5 * blocks + 6);
  out.set([0x78, 0x01]);
  let at = 2;
  for (let from = 0; from < raw.length; from += 65535) {
    const part = raw.subarray(from, from + 65535);
    const n = part.length;
    out.set([from + n === raw.length ? 1 : 0, n & 255, n >>> 8, ~n & 255, (~n >>> 8) & 255], at);
    out.set(part, at + 5);
    at += n + 5;
  }
  let [a, b] = [1, 0];
  for (let i = 0; i < raw.length; i++) {
    a = (a + raw[i]) % 65521;
    b = (b + a) % 65521;
  }
  out.set(word(((b << 16) | a) >>> 0), at);
  return out;
}

/** Four bits at a time: a table of 16 is as good as one of 256 that would have to be built first. */
const NIBBLES = [
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
  0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
];

function crc(bytes) {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    c ^= bytes[i];
    c = NIBBLES[c & 15] ^ (c >>> 4);
    c = NIBBLES[c & 15] ^ (c >>> 4);
  }
  return ~c >>> 0;
}
