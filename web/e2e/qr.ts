import jsQR from "jsqr";
import type { Locator, Page } from "playwright-core";

/** Reads a QR code as a phone would: from the pixels on the screen. */
export async function read_qr(page: Page, code: Locator): Promise<string | undefined> {
  const picture = (await code.screenshot()).toString("base64");
  // Another page decodes the picture: the app's own content policy forbids data: images.
  const scanner = await page.context().newPage();
  const { pixels, width, height } = await scanner.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const drawing = canvas.getContext("2d")!;
    drawing.drawImage(image, 0, 0);
    return { pixels: [...drawing.getImageData(0, 0, image.width, image.height).data], width: image.width, height: image.height };
  }, picture);
  await scanner.close();
  return jsQR(new Uint8ClampedArray(pixels), width, height)?.data;
}
