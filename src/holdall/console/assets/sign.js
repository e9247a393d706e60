// Lets a signer draw, on a page that serves without: strokes go into a field of the form as points between 0 and 1.
const MOST_POINTS = 3000;
const pad = document.querySelector("[data-pad]");
const canvas = pad?.querySelector("canvas");
const field = document.querySelector("input[name=drawing]");

if (pad && canvas && field) {
  pad.hidden = false;
  const strokes = [];
  let stroke = null;
  let points = 0;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const part = (value, size) => Math.min(1, Math.max(0, Math.round((value / size) * 1000) / 1000));
    return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)];
  };

  const draw = () => {
    const box = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = box.width * scale;
    canvas.height = box.height * scale;
    const brush = canvas.getContext("2d");
    brush.strokeStyle = getComputedStyle(canvas).color;
    brush.lineWidth = 2.5 * scale;
    brush.lineCap = brush.lineJoin = "round";
    for (const one of strokes) {
      brush.beginPath();
      for (const [x, y] of one.length > 1 ? one : [one[0], one[0]]) brush.lineTo(x * canvas.width, y * canvas.height);
      brush.stroke();
    }
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    strokes.push(stroke);
    points += 1;
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || points >= MOST_POINTS) return;
    stroke.push(place(event));
    points += 1;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { stroke = null; });
  pad.querySelector("button").addEventListener("click", () => {
    strokes.length = points = 0;
    draw();
  });
  window.addEventListener("resize", draw);
  draw();
}
