// A matrix of numbers from 0 to 1 as a gray image, a pixel a number: the mask through which a role's color is seen.
// So one image serves light, dark, print and a saved file.  PNG, stored without compression: there is no time to compress.

/**
 * A PNG as a data URL: pixel (r, c) is black where line[(from + c) * units + rows[r]] / most is 0 or less, white from 1 on.
 */
export function picture(line, units, rows, from, columns, most) {
  const raw = new Uint8Array(rows.length * (columns + 1)); // a 0 before each row: no filter
  const white = 255 / most;
  let at = 0;
  for (const unit of rows) {
    at += 1;
    for (let c = 0, k = from * units + unit; c < columns; c++, k += units) {
      const value = line[k] * white;
      raw[at++] = value > 0 ? (value < 255 ? value + 0.5 : 255) : 0;
    }
  }
  const header = [...word(columns), ...word(rows.length), 8, 0, 0, 0, 0]; // 8 bits, gray
  const bytes = [[137, 80, 78, 71, 13, 10, 26, 10], chunk("IHDR", header), chunk("IDAT", zlib(raw)), chunk("IEND", [])];
  const pieces = bytes.flatMap((part) => Array.from({ length: Math.ceil(part.length / 8192) }, (_, k) => part.slice(8192 * k, 8192 * (k + 1))));
  const text = pieces.map((piece) => String.fromCharCode.apply(null, piece)).join("");
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
  for (let i = 0; i < raw.length; ) {
    for (const end = Math.min(i + 3800, raw.length); i < end; i++) b += a += raw[i]; // so many stay below 2^32
    a %= 65521;
    b %= 65521;
  }
  out.set(word(((b << 16) | a) >>> 0), at);
  return out;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc(bytes) {
  let c = -1;
  for (let i = 0; i < bytes.length; i++) c = CRC[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}
