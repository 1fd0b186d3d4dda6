// Prints the vectors of ThumbHashTests: npm install thumbhash@0.1.1, then node thumbhash-vectors.mjs. One pixel has no frequencies, only noise, so it is left out.
import { rgbaToThumbHash } from 'thumbhash';

for (const [width, height, alpha] of [
  [20, 15, false], [15, 20, false], [100, 100, false], [100, 7, false], [3, 90, false],
  [20, 15, true], [15, 20, true], [64, 64, true],
]) {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      pixels[at] = (x * 7 + y * 3) & 255;
      pixels[at + 1] = (x * y + 40) & 255;
      pixels[at + 2] = (255 - y * 5) & 255;
      pixels[at + 3] = alpha ? (x * 9 + y * 11) & 255 : 255;
    }
  }
  const hash = Buffer.from(rgbaToThumbHash(width, height, pixels)).toString('hex').toUpperCase();
  console.log(`    [InlineData(${width}, ${height}, ${alpha}, "${hash}")]`);
}
