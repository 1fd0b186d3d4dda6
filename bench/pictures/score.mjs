// node score.mjs <input> <folder>...: SSIM of every file in the folders against the input, in its size, by sharp alone.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const window = 8;
const step = 4;
const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];

async function grey(picture) {
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const light = new Float64Array(info.width * info.height);
  for (let at = 0; at < light.length; at++) {
    light[at] = 0.299 * data[at * 3] + 0.587 * data[at * 3 + 1] + 0.114 * data[at * 3 + 2];
  }
  return { light, width: info.width, height: info.height };
}

function ssim(a, b) {
  let [sum, count] = [0, 0];
  for (let y = 0; y + window <= a.height; y += step) {
    for (let x = 0; x + window <= a.width; x += step) {
      let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
      for (let dy = 0; dy < window; dy++) {
        for (let dx = 0; dx < window; dx++) {
          const at = (y + dy) * a.width + x + dx;
          const [p, q] = [a.light[at], b.light[at]];
          sa += p; sb += q; saa += p * p; sbb += q * q; sab += p * q;
        }
      }
      const n = window * window;
      const [ma, mb] = [sa / n, sb / n];
      const [va, vb, cov] = [saa / n - ma * ma, sbb / n - mb * mb, sab / n - ma * mb];
      sum += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
      count++;
    }
  }
  return sum / count;
}

const [input, ...folders] = process.argv.slice(2);
const scores = {};
for (const folder of folders) {
  for (const name of readdirSync(folder)) {
    const made = await grey(sharp(join(folder, name)));
    // The truth of a thumbnail is the input made small without loss.
    const truth = await grey(sharp(input).resize(made.width, made.height, { fit: 'fill' }));
    (scores[name] ??= []).push(ssim(truth, made));
  }
}
console.log(JSON.stringify(scores));
