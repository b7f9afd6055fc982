// A name drawn with a finger: lines of points from 0 to 1000, small enough to wait in the outbox.

const MOST_POINTS = 3500;
const NEAR = 3;

export function signPad(canvas) {
  const pen = canvas.getContext("2d");
  let lines = [];
  let drawing = null;
  pen.lineWidth = 3;
  pen.lineCap = "round";

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (part, whole) => Math.round(Math.min(Math.max(part / whole, 0), 1) * 1000);
    return [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
  };
  const to = ([x, y]) => [x * canvas.width / 1000, y * canvas.height / 1000];

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing = [place(event)];
    lines.push(drawing);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const point = place(event);
    pen.beginPath();
    pen.moveTo(...to(drawing.at(-1)));
    pen.lineTo(...to(point));
    pen.stroke();
    const [x, y] = drawing.at(-1);
    const drawn = lines.reduce((sum, line) => sum + line.length, 0);
    if (drawn < MOST_POINTS && Math.abs(point[0] - x) + Math.abs(point[1] - y) >= NEAR) drawing.push(point);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { drawing = null; });

  return {
    strokes: () => lines.filter((line) => line.length > 1),
    wipe: () => { lines = []; pen.clearRect(0, 0, canvas.width, canvas.height); },
  };
}
