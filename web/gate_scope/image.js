// A matrix of numbers from 0 to 1 as a gray image, a pixel a number: the mask through which a role's color is seen.
// So one image serves light, dark, print and a saved file.  PNG, stored without compression: there is no time to compress.

/**
 * A PNG as a data URL: pixel (r, c) is black where line[(from + c) * units + rows[r]] / most is 0 or less, white from 1 on.
 */
export function picture(line, units, rows, from, columns, most) {
  const white = 255 / most;
  const n = columns + 1; // a 0 before each row: no filter
  // zlib without compression: its head, a stored block for each row, its checksum.
  const data = new Uint8Array(rows.length * (n + 5) + 6);
  data.set([0x78, 0x01]);
  let [at, a, b] = [2, 1, 0];
  rows.forEach((unit, r) => {
    data.set([r === rows.length - 1, n, n >>> 8, ~n, ~n >>> 8], at); // a byte each, its lowest eight bits
    at += 6;
    b += a;
    for (let c = 0, k = from * units + unit; c < columns; c++, k += units) {
      const value = line[k] * white;
      data[at] = value > 0 ? (value < 255 ? value + 0.5 : 255) : 0;
      b += a += data[at++];
    }
    a %= 65521;
    b %= 65521;
  });
  data.set(word(((b << 16) | a) >>> 0), at);
  const header = [...word(columns), ...word(rows.length), 8, 0, 0, 0, 0]; // 8 bits, gray
  let text = "";
  for (const part of [[137, 80, 78, 71, 13, 10, 26, 10], chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", [])])
    for (let k = 0; k < part.length; k += 8192) text += String.fromCharCode.apply(null, part.slice(k, k + 8192));
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
